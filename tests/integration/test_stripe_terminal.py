"""What only Stripe has: PaymentIntents, idempotency keys, a search that lags behind."""

from typing import cast

import pytest
from web_terminal_kit import WebTill, request

from hardware.terminals.customer import WALKS_AWAY, Behaviour, refuses
from hardware.terminals.model import NOT_CHARGED, PayKind, PayState
from hardware.terminals.stripe_simulator import StripeSimulator, _intent
from hardware.terminals.web_simulator import HTTP, Fault

PROCESS = "POST /v1/terminal/readers/tmr_simulated/process_payment_intent"


def sim_of(till: WebTill) -> StripeSimulator:
    return cast("StripeSimulator", till.sim)


def intents(till: WebTill) -> list[str]:
    """How every PaymentIntent stands."""
    return [each["status"] for each in sim_of(till)._intents.values()]


def test_an_intent_is_made_once_however_often_it_is_asked_for() -> None:
    with WebTill("stripe") as till:
        till.sim.disturb(
            Fault(on="POST /v1/payment_intents", status=0, acted=True),
            Fault(on="POST /v1/payment_intents", status=500, acted=True),
        )
        assert till.pay().state is PayState.APPROVED
        assert intents(till) == ["succeeded"]


def test_a_payment_that_could_not_be_made_was_not_asked() -> None:
    with WebTill("stripe") as till:
        faults = [Fault(on="POST /v1/payment_intents", status=500)] * 3
        till.sim.disturb(*faults)
        outcome = till.pay()
        assert (outcome.state, outcome.detail) == (PayState.NOT_SENT, "unreachable")
        assert till.sim.demands() == 0


@pytest.mark.parametrize("reason", ["offline", "rejected"])
def test_what_the_reader_was_not_shown_can_never_be_paid(reason: str) -> None:
    with WebTill("stripe") as till:
        sim_of(till).online = reason != "offline"
        outcome = till.pay(Behaviour(wrong={HTTP: "400", "code": "something"}))
        assert (outcome.state, outcome.detail) == (PayState.NOT_SENT, reason)
        assert intents(till) == ["canceled"]


def test_a_reader_that_did_not_say_whether_it_heard_is_looked_at() -> None:
    with WebTill("stripe") as till:
        wrong = {HTTP: "400", "code": "terminal_reader_timeout"}
        outcome = till.pay(Behaviour(wrong=wrong))
        assert (outcome.state, outcome.detail) == (PayState.ABORTED, "never_shown")
        assert intents(till) == ["canceled"]


def test_a_payment_that_nobody_pays_is_given_up_for_good() -> None:
    with WebTill("stripe", answer_s=0.1) as till:
        outcome = till.pay(WALKS_AWAY)
        assert (outcome.state, outcome.detail) == (PayState.ABORTED, "timeout")
        assert intents(till) == ["canceled"]
        assert till.charged() == []


def test_giving_a_payment_up_leaves_another_tills_guest_alone() -> None:
    with WebTill("stripe", customer=None) as till:
        till.pay(refuses())
        lost = request(2)
        intent = _intent(lost.reference, lost.amount, lost.reference)
        sim_of(till)._intents[intent["id"]] = intent
        till.begin(request(3))
        till.shown()
        with WebTill("stripe", sim=till.sim, recover_s=0.0) as other:
            assert other.terminal.recover(lost).state in NOT_CHARGED
        assert till.sim.press(Behaviour())
        assert till.outcome().state is PayState.APPROVED


def test_a_till_that_died_before_the_reader_was_asked_leaves_nothing_to_pay() -> None:
    with WebTill("stripe") as till:
        till.sim.disturb(Fault(on=PROCESS, status=0))
        till.sim.disturb(*[Fault(on="GET ", status=500)] * 1000)
        till.begin()
        till.terminal.stop(5.0)
        sim_of(till)._faults.clear()
        with WebTill("stripe", sim=till.sim) as again:
            assert again.terminal.recover(request()).state in NOT_CHARGED
        assert intents(till) in ([], ["canceled"])


@pytest.mark.parametrize(("forgetful", "indexed"), [(True, True), (False, False)])
def test_a_payment_is_found_by_its_key_or_by_its_words(
    forgetful: bool, indexed: bool
) -> None:
    with WebTill("stripe") as till:
        till.pay()
        sim_of(till).forgetful, sim_of(till).indexed = forgetful, indexed
        with WebTill("stripe", sim=till.sim) as again:
            found = again.terminal.recover(request())
        assert (found.state, found.amount) == (PayState.APPROVED, 1590)
        assert till.charged() == [1590]


@pytest.mark.parametrize(
    ("wrong", "detail"),
    [
        ({"intent.currency": "usd"}, "echo_currency"),
        ({"intent.amount_received": "1591"}, "echo_amount"),
        ({"intent.amount_received": "0"}, "echo_amount"),
        ({"intent.metadata": "other"}, "echo_reference"),
    ],
)
def test_an_intent_that_is_not_ours_settles_nothing(
    wrong: dict[str, str], detail: str
) -> None:
    with WebTill("stripe") as till:
        outcome = till.pay(Behaviour(wrong=wrong))
        assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, detail)


def test_money_that_is_only_held_is_taken() -> None:
    with WebTill("stripe") as till:
        outcome = till.pay(Behaviour(wrong={"status": "requires_capture"}))
        assert (outcome.state, outcome.amount) == (PayState.APPROVED, 1590)
        assert intents(till) == ["succeeded"]


def test_a_refund_that_names_no_payment_is_not_asked() -> None:
    with WebTill("stripe") as till:
        outcome = till.pay(payment=request(kind=PayKind.CREDIT))
        assert (outcome.state, outcome.detail) == (PayState.NOT_SENT, "no_original")


def test_more_than_was_paid_is_not_given_back() -> None:
    with WebTill("stripe") as till:
        paid = till.pay()
        for number, state in ((2, PayState.APPROVED), (3, PayState.REFUSED)):
            back = request(
                number, amount=1000, kind=PayKind.CREDIT, original=paid.transaction
            )
            assert till.pay(payment=back).state is state
        assert till.charged() == [1590, -1000]
