"""Our simulated Stripe and SumUp, asked by the libraries of Stripe and of SumUp.

They are no dependency of ours: `pip install stripe sumup` to have this run.
"""

from typing import Any

import pytest
from till_and_terminal import until

from hardware.terminals import stripe_simulator, sumup_simulator
from hardware.terminals.stripe_simulator import StripeSimulator
from hardware.terminals.sumup_simulator import MERCHANT, SumUpSimulator
from hardware.terminals.web_simulator import WebSimulated


def taken(sim: WebSimulated) -> list[int]:
    return [charge.cents for charge in sim.approved()]


def test_stripes_library_takes_our_stripe_for_stripe() -> None:
    stripe: Any = pytest.importorskip("stripe")
    sim = StripeSimulator()
    sim.power(on=True)
    address = {"api": sim.base}
    asked = stripe.StripeClient(stripe_simulator.API_KEY, base_addresses=address).v1
    made = asked.payment_intents.create(
        {
            "amount": 1590,
            "currency": "eur",
            "payment_method_types": ["card_present"],
            "metadata": {"sotto_payment": "R1"},
        }
    )
    reader, about = stripe_simulator.READER, {"payment_intent": made.id}
    shown = asked.terminal.readers.process_payment_intent(reader, about)
    assert shown.action.process_payment_intent.payment_intent == made.id
    until(lambda: sim.asked() is None)
    paid = asked.payment_intents.retrieve(made.id, {"expand": ["latest_charge"]})
    assert (paid.status, paid.amount_received) == ("succeeded", 1590)
    card = paid.latest_charge.payment_method_details.card_present
    assert (card.brand, card.last4) == ("cartes_bancaires", "0674")
    query = {"query": "metadata['sotto_payment']:'R1'"}
    assert [each.id for each in asked.payment_intents.search(query).data] == [made.id]
    refund = {**about, "amount": 500, "metadata": {"sotto_payment": "R2"}}
    assert asked.refunds.create(refund).status == "succeeded"
    assert len(asked.refunds.list(about).data) == 1
    sim.power(on=False)
    assert taken(sim) == [1590, 500]


def test_sumups_library_takes_our_sumup_for_sumup() -> None:
    sumup: Any = pytest.importorskip("sumup")
    sim = SumUpSimulator()
    sim.power(on=True)
    asked = sumup.Sumup(api_key=sumup_simulator.API_KEY, base_url=sim.base)
    reader, affiliate = (
        sumup_simulator.READER,
        {
            "app_id": sumup_simulator.APP,
            "key": sumup_simulator.AFFILIATE,
            "foreign_transaction_id": "R1",
        },
    )
    amount = {"value": 1590, "currency": "EUR", "minor_unit": 2}
    made = asked.readers.create_checkout(
        MERCHANT, reader, total_amount=amount, affiliate=affiliate
    )
    until(lambda: sim.asked() is None)
    checkout = made.data.checkout_id
    done = asked.readers.get_checkout(MERCHANT, reader, checkout).data
    assert (done.status, done.total_amount.value) == ("successful", 1590)
    assert asked.readers.get_status(MERCHANT, reader).data.state == "IDLE"
    paid = asked.transactions.get(MERCHANT, foreign_transaction_id="R1")
    assert (paid.status, paid.card.last_4_digits) == ("SUCCESSFUL", "0674")
    asked.transactions.refund(MERCHANT, paid.id, amount=5.0)
    asked.readers.terminate_checkout(MERCHANT, reader)
    sim.power(on=False)
    assert taken(sim) == [1590, 500]
