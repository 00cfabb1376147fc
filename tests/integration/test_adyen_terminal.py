"""What only Adyen's terminals have: certificates, shared keys, a cloud in between."""

from dataclasses import replace

import pytest
from till_and_terminal import until
from web_terminal_kit import WebTill, impatient, request

from hardware.terminals import cloud_kinds
from hardware.terminals.adyen_simulator import AdyenSimulator
from hardware.terminals.customer import ACCEPTS, Behaviour, Cut
from hardware.terminals.driver import TerminalDriver
from hardware.terminals.kind import Setup
from hardware.terminals.model import NOT_CHARGED, PayKind, PayOutcome, PayState
from hardware.terminals.nexo_crypto import SharedKey
from hardware.terminals.web_simulator import Fault

LOST = Behaviour(cut=Cut(side="answer", at=0))


def ask(sim: AdyenSimulator, setup: Setup | None = None) -> PayOutcome:
    """What a till with this setup hears of a payment."""
    outcomes: list[PayOutcome] = []

    def hear(event: object) -> None:
        outcome = getattr(event, "outcome", None)
        if outcome is not None:
            outcomes.append(outcome)

    dialogue = impatient(cloud_kinds.ADYEN.dialogue(setup or sim.setup))
    terminal = TerminalDriver("tpe", dialogue)
    terminal.start(hear)
    terminal.start_payment(request())
    until(lambda: bool(outcomes))
    terminal.stop(5.0)
    return outcomes[0]


def test_another_terminal_of_adyens_is_not_asked() -> None:
    sim = AdyenSimulator(poi="V400m-000000000")
    sim.power(on=True)
    outcome = ask(sim)
    sim.power(on=False)
    assert (outcome.state, outcome.detail) == (PayState.NOT_SENT, "stranger")
    assert sim.heard() == ()


def test_a_terminal_that_adyen_did_not_sign_is_not_asked() -> None:
    sim, other = AdyenSimulator(), AdyenSimulator()
    sim.power(on=True)
    root = other.setup.options["root"]
    setup = replace(sim.setup, options={**sim.setup.options, "root": root})
    outcome = ask(sim, setup)
    sim.power(on=False)
    assert outcome.state is PayState.NOT_SENT
    assert sim.heard() == ()


def test_a_terminal_of_the_test_platform_is_none_of_the_live_one() -> None:
    sim = AdyenSimulator()
    sim.power(on=True)
    live = replace(sim.setup, options={**sim.setup.options, "platform": "live"})
    assert ask(sim, live).detail == "stranger"
    sim.power(on=False)


def test_an_old_terminal_has_the_name_that_all_old_ones_have() -> None:
    sim = AdyenSimulator(poi="legacy-terminal-certificate")
    sim.power(on=True)
    assert ask(sim).state is PayState.APPROVED
    sim.power(on=False)


def test_an_answer_hidden_with_another_key_settles_nothing() -> None:
    other = SharedKey(identifier="sotto", version=1, passphrase="another")
    sim = AdyenSimulator(key=other)
    sim.power(on=True)
    outcome = ask(sim)
    sim.power(on=False)
    assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, "malformed_answer")


@pytest.mark.parametrize("missing", ["root", "passphrase"])
def test_a_terminal_without_its_secrets_cannot_be_set_up(missing: str) -> None:
    setup = AdyenSimulator().setup
    options = {**setup.options, "root": "/nowhere.pem"}
    without = {
        "root": replace(setup, options=options),
        "passphrase": replace(setup, secrets={}),
    }
    with pytest.raises(ValueError, match="not there"):
        cloud_kinds.ADYEN.dialogue(without[missing])


def test_not_found_is_believed_when_the_link_has_been_there_long_enough() -> None:
    with WebTill("adyen", settle_s=60.0, recover_s=0.1) as till:
        found = till.terminal.recover(request())
        assert (found.state, found.detail) == (PayState.NEEDS_HUMAN, "not_found")
    with WebTill("adyen", settle_s=0.2) as till:
        assert till.terminal.recover(request()).state is PayState.NOT_FOUND


def test_a_payment_under_way_is_followed_to_its_end() -> None:
    with WebTill("adyen", customer=None, answer_s=0.2) as till:
        till.begin()
        till.shown()
        until(lambda: len(till.sim.heard()) > 2)  # it asks how it stands
        assert till.sim.press(ACCEPTS)
        assert till.outcome().state is PayState.APPROVED
        assert till.sim.demands() == 1


def test_a_refund_that_named_no_payment_is_found_by_one_who_names_it() -> None:
    with WebTill("adyen") as till:
        paid = till.pay()
        back = request(2, kind=PayKind.CREDIT)
        assert till.pay(payment=back).state is PayState.APPROVED
        with WebTill("adyen", sim=till.sim) as again:
            named = replace(back, original=paid.transaction)
            assert again.terminal.recover(named).state is PayState.APPROVED
        assert till.charged() == [1590, -1590]


def test_a_cloud_that_did_not_hear_the_terminal_is_asked_again() -> None:
    with WebTill("adyen_cloud") as till:
        till.sim.disturb(
            Fault(
                on="POST /v1/merchants/SottoPOS/devices/V400m-324688179/sync",
                status=504,
                acted=True,
            )
        )
        assert till.pay().state is PayState.APPROVED
        assert till.charged() == [1590]


@pytest.mark.parametrize("sort", ["adyen_cloud", "adyen_async"])
def test_a_cloud_that_says_it_did_not_hear_the_terminal_is_asked_again(
    sort: str,
) -> None:
    reject = {"SaleToPOIRequest": {"EventNotification": {"EventToNotify": "Reject"}}}
    with WebTill(sort) as till:
        till.sim.disturb(
            Fault(on=till.sort.demand, status=200, content=reject, acted=True)
        )
        assert till.pay().state is PayState.APPROVED
        assert till.charged() == [1590]
        till.sim.disturb(Fault(on=till.sort.demand, status=200, content=reject))
        outcome = till.pay(payment=request(2))
        if outcome.state not in NOT_CHARGED:
            outcome = till.terminal.recover(request(2))
        assert outcome.state in NOT_CHARGED
        assert till.charged() == [1590]
