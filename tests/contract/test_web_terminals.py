"""What a till may rely on with a terminal that is reached by HTTPS, beyond the contract of
every kind (`test_every_terminal`): a service that is ill, and answers that find themselves."""

import logging
from threading import Thread

import pytest
from till_and_terminal import until
from web_terminal_kit import SORTS, WebTill, request

from hardware.terminals.customer import (
    ABANDONS,
    ACCEPTS,
    Behaviour,
    Cut,
    refuses,
)
from hardware.terminals.model import (
    NOT_CHARGED,
    PayKind,
    PayOutcome,
    PayState,
)
from hardware.terminals.web_simulator import HTTP, Fault

APPROVED = PayState.APPROVED
LOST = Behaviour(cut=Cut(side="answer", at=0))
UNREAD = Behaviour(cut=Cut(side="request", at=10))


@pytest.fixture(params=list(SORTS))
def sort(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_card_that_is_accepted_is_charged_once(sort: str) -> None:
    with WebTill(sort) as till:
        outcome = till.pay()
        assert (outcome.state, outcome.amount) == (APPROVED, 1590)
        assert (outcome.scheme, outcome.last4) == ("CB", "0674")
        assert outcome.authorisation == till.sim.approved()[0].authorisation
        assert till.states[1:3] == [PayState.SENDING, PayState.IN_PROGRESS]
        assert till.charged() == [1590]
        assert till.sim.demands() == 1


def test_a_refund_names_the_payment_that_it_gives_back(sort: str) -> None:
    with WebTill(sort) as till:
        paid = till.pay()
        back = request(2, amount=590, kind=PayKind.CREDIT, original=paid.transaction)
        outcome = till.pay(payment=back)
        assert (outcome.state, outcome.amount) == (APPROVED, 590)
        assert till.charged() == [1590, -590]


@pytest.mark.parametrize(
    ("customer", "state"),
    [(refuses("04"), PayState.REFUSED), (ABANDONS, PayState.ABORTED)],
    ids=["declined", "gave up"],
)
def test_a_guest_who_does_not_pay_is_not_charged(
    sort: str, customer: Behaviour, state: PayState
) -> None:
    with WebTill(sort) as till:
        assert till.pay(customer).state is state
        assert till.charged() == []


def test_a_part_of_the_amount_is_what_was_paid(sort: str) -> None:
    with WebTill(sort) as till:
        outcome = till.pay(Behaviour(amount=1000))
        assert (outcome.state, outcome.amount) == (APPROVED, 1000)
        assert outcome.detail == "partial"


@pytest.mark.parametrize("how", ["close", "reset"])
def test_a_payment_whose_answer_is_lost_is_found_by_itself(sort: str, how: str) -> None:
    with WebTill(sort) as till:
        lost = Behaviour(cut=Cut(side="answer", at=0, how=how))  # type: ignore[arg-type]
        assert till.pay(lost).state is APPROVED
        assert till.charged() == [1590]
        assert till.sim.demands() == 1


@pytest.mark.parametrize("status", ["500", "503"])
def test_a_service_that_fails_after_the_card_was_charged_is_asked_again(
    sort: str, status: str
) -> None:
    with WebTill(sort) as till:
        assert till.pay(Behaviour(wrong={HTTP: status})).state is APPROVED
        assert till.charged() == [1590]


def test_a_service_that_has_too_much_to_do_charges_nothing(sort: str) -> None:
    with WebTill(sort) as till:
        till.sim.disturb(Fault(on=till.sort.demand, status=429))
        outcome = till.pay()
        if outcome.state not in NOT_CHARGED:
            outcome = till.terminal.recover(request())
        assert outcome.state in NOT_CHARGED
        assert till.charged() == []


def test_a_request_that_was_cut_charges_nothing_and_is_not_sent_again(
    sort: str,
) -> None:
    with WebTill(sort) as till:
        outcome = till.pay(UNREAD)
        if outcome.state not in NOT_CHARGED:
            assert outcome.state is PayState.UNKNOWN
            outcome = till.terminal.recover(request())
        assert outcome.state in NOT_CHARGED
        assert till.sim.demands() == 0
        assert till.charged() == []


def test_a_card_that_is_faster_than_the_wish_to_stop_is_charged(sort: str) -> None:
    with WebTill(sort, customer=None, poll_s=0.2) as till:
        till.begin()
        till.shown()
        assert till.sim.press(ACCEPTS)
        until(lambda: till.charged() == [1590])
        till.terminal.cancel("pay-1")
        assert till.outcome().state is APPROVED


# -- a till that died -----------------------------------------------------------------


def died(sort: str, till: WebTill) -> WebTill:
    """The till started anew: it knows what its journal says, and nothing else."""
    return WebTill(sort, sim=till.sim)


def test_a_till_that_died_while_the_guest_paid_finds_the_payment(sort: str) -> None:
    with WebTill(sort, customer=None) as till:
        till.begin()
        till.shown()
        till.terminal.stop(2.0)
        found: list[PayOutcome] = []
        with died(sort, till) as again:
            asking = Thread(
                target=lambda: found.append(again.terminal.recover(request()))
            )
            asking.start()
            till.sim.press(ACCEPTS)
            asking.join()
        assert found[0].state is APPROVED
        assert till.charged() == [1590]
        assert till.sim.demands() == 1


def test_a_refund_whose_answer_was_lost_is_given_back_once(sort: str) -> None:
    with WebTill(sort) as till:
        paid = till.pay()
        back = request(2, kind=PayKind.CREDIT, original=paid.transaction)
        outcome = till.pay(LOST, payment=back)
        if outcome.state is not APPROVED:
            assert outcome.state is PayState.UNKNOWN
            outcome = till.terminal.recover(back)
        assert outcome.state is APPROVED
        assert till.charged() == [1590, -1590]


# -- secrets --------------------------------------------------------------------------


def test_no_card_number_and_no_key_is_told_or_logged(
    sort: str, caplog: pytest.LogCaptureFixture
) -> None:
    pan = "4970101234567890"
    with caplog.at_level(logging.DEBUG), WebTill(sort) as till:
        outcome = till.pay(Behaviour(card=pan))
        assert outcome.last4 == "7890"
        assert pan not in repr(outcome)
        till.pay(refuses(), payment=request(2))
        secrets = tuple(till.sim.setup.secrets.values())
        assert not any(
            secret in repr(vars(till.terminal.dialogue)) for secret in secrets
        )
    assert not any(secret in caplog.text for secret in (*secrets, pan))


def test_a_wrong_key_is_said_and_asks_nobody(sort: str) -> None:
    with WebTill(sort) as till:
        setup = till.sim.setup
        wrong = dict.fromkeys(setup.secrets, "wrong")
        other = till.sort.kind.dialogue(
            type(setup)(
                scheme=setup.scheme,
                place=setup.place,
                options=setup.options,
                secrets=wrong,
            )
        )
        till.terminal.dialogue = other
        outcome = till.pay()
        assert outcome.state in (PayState.NOT_SENT, PayState.REFUSED, PayState.UNKNOWN)
        assert till.charged() == []
        if sort != "adyen":
            assert outcome.detail == "auth"
