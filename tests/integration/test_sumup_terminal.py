"""What only SumUp has: readers to pair, no idempotency key, refunds without a name."""

from typing import cast

import pytest
from till_and_terminal import until
from web_terminal_kit import SUMUP_PATIENCE, WebTill, impatient, request

from hardware.terminals import cloud_kinds
from hardware.terminals.customer import WALKS_AWAY, Behaviour, Cut, refuses
from hardware.terminals.driver import TerminalDriver
from hardware.terminals.model import PayKind, PayState
from hardware.terminals.sumup_simulator import READER, SumUpSimulator
from hardware.terminals.web_simulator import Fault

LOST = Behaviour(cut=Cut(side="answer", at=0))


def sim_of(till: WebTill) -> SumUpSimulator:
    return cast("SumUpSimulator", till.sim)


def test_a_reader_is_paired_once_and_known_by_its_code_afterwards() -> None:
    sim = SumUpSimulator(code=True)
    sim.power(on=True)
    for _ in range(2):  # the till and, started again, the till
        dialogue = impatient(cloud_kinds.SUMUP.dialogue(sim.setup))
        terminal = TerminalDriver("tpe", dialogue)
        terminal.start(lambda _: None)
        report = terminal.probe()
        terminal.stop(5.0)
        assert (report.reachable, report.terminal_id) == (True, READER)
    sim.power(on=False)
    assert sim.paired == ["Sotto 4WLFDSBF"]


def test_a_reader_out_of_reach_is_said_and_was_not_asked() -> None:
    with WebTill("sumup") as till:
        sim_of(till).online = False
        outcome = till.pay()
        assert (outcome.state, outcome.detail) == (PayState.NOT_SENT, "offline")
        assert not till.terminal.probe().reachable


def test_a_payment_that_nobody_pays_is_stopped() -> None:
    with WebTill("sumup", answer_s=0.1, settle_s=3.0) as till:
        outcome = till.pay(WALKS_AWAY)
        assert (outcome.state, outcome.detail) == (PayState.ABORTED, "timeout")
        assert till.charged() == []


def test_a_checkout_whose_answer_was_lost_is_never_sent_again() -> None:
    with WebTill("sumup") as till:
        sim_of(till).listed = False  # its transaction comes late
        outcome = till.pay(LOST)
        assert outcome.state is PayState.UNKNOWN
        assert till.sim.demands() == 1
        sim_of(till).listed = True
        found = till.terminal.recover(request())
        assert (found.state, found.amount) == (PayState.APPROVED, 1590)
        assert till.charged() == [1590]


def test_a_card_that_was_declined_proves_nothing_without_its_checkout() -> None:
    """Another card may have paid it afterwards."""
    with WebTill("sumup") as till:
        assert till.pay(refuses("04")).state is PayState.REFUSED
        with WebTill("sumup", sim=till.sim) as again:
            found = again.terminal.recover(request())
        assert (found.state, found.amount) == (PayState.NEEDS_HUMAN, 0)


def test_no_transaction_proves_nothing_while_the_reader_is_out_of_reach() -> None:
    with WebTill("sumup", recover_s=0.3) as till:
        sim_of(till).online = False
        found = till.terminal.recover(request())
        assert found.state is PayState.NEEDS_HUMAN
        sim_of(till).online = True
        with WebTill("sumup", sim=till.sim) as patient:
            found = patient.terminal.recover(request())
        assert found.state is PayState.NOT_FOUND


@pytest.mark.parametrize(
    ("wrong", "detail"),
    [
        ({"currency": "USD"}, "echo_currency"),
        ({"amount": "15.91"}, "echo_amount"),
        ({"amount": "0"}, "echo_amount"),
    ],
)
def test_a_transaction_that_is_not_ours_settles_nothing(
    wrong: dict[str, str], detail: str
) -> None:
    with WebTill("sumup") as till:
        outcome = till.pay(Behaviour(wrong=wrong))
        assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, detail)


def test_a_service_that_fails_now_and_then_is_asked_on() -> None:
    with WebTill("sumup", customer=None) as till:
        till.begin()
        till.shown()
        reader = f"GET /v0.1/merchants/MCSIMUL/readers/{READER}/checkout"
        till.sim.disturb(*(Fault(on=reader, status=s) for s in (500, 0, 429)))
        until(lambda: not sim_of(till)._faults)
        till.sim.press(Behaviour())
        assert till.outcome().state is PayState.APPROVED


def test_one_of_two_equal_refunds_is_for_a_person_to_tell() -> None:
    """After a restart nobody knows whether the one that is there is ours."""
    with WebTill("sumup") as till:
        paid = till.pay()
        first, second = (
            request(n, amount=500, kind=PayKind.CREDIT, original=paid.transaction)
            for n in (2, 3)
        )
        assert till.pay(payment=first).state is PayState.APPROVED
        with WebTill("sumup", sim=till.sim) as again:
            assert again.terminal.recover(second).state is PayState.NEEDS_HUMAN
        assert till.charged() == [1590, -500]


def test_a_refund_of_what_was_given_back_already_is_refused() -> None:
    with WebTill("sumup") as till:
        paid = till.pay()
        for number, state in ((2, PayState.APPROVED), (3, PayState.REFUSED)):
            back = request(number, kind=PayKind.CREDIT, original=paid.transaction)
            assert till.pay(payment=back).state is state


def test_the_patience_of_the_product_outlasts_what_sumup_may_take() -> None:
    usual = type(SUMUP_PATIENCE)()
    assert usual.settle_s > 60.0  # a checkout may wait so long before it starts
    assert usual.recover_s > usual.settle_s
