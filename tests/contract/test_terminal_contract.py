"""What is Caisse-AP's own, over a real socket against a simulated terminal.

What a till may rely on of every kind is in `test_every_terminal`.
"""

import logging
import socket
from dataclasses import replace
from threading import Event, Thread

import pytest
from till_and_terminal import ALL, NO_SLIP, NOTHING, SLIP_ONLY, Till, request, until
from typing_extensions import override

from hardware.health import DeviceState
from hardware.terminals.caisse_ap import Action, encode_request, judge
from hardware.terminals.caisse_ap_dialogue import CaisseAp
from hardware.terminals.customer import (
    ACCEPTS,
    WALKS_AWAY,
    Behaviour,
    Cut,
    Notice,
    refuses,
)
from hardware.terminals.dialogue import Turn
from hardware.terminals.driver import TerminalDriver
from hardware.terminals.link import TcpWire, exchange
from hardware.terminals.model import (
    PayOutcome,
    PayRequest,
    PayState,
    Terminal,
    TerminalEvent,
)
from hardware.terminals.profiles import PROFILES, Profile

EVERY_PROFILE = [ALL, NO_SLIP, SLIP_ONLY, NOTHING, PROFILES["nepting_crlf"]]
LOST_AFTER_APPROVAL = Behaviour(cut=Cut(side="answer", at=0))


@pytest.mark.parametrize("profile", EVERY_PROFILE, ids=lambda each: each.key)
class TestWhateverTheVendor:
    """Money in, money out, and nothing else."""

    def test_a_card_that_is_accepted_is_charged_once(self, profile: Profile) -> None:
        with Till(profile) as till:
            outcome = till.pay()
            assert (outcome.state, outcome.amount) == (PayState.APPROVED, 1590)
            assert (outcome.scheme, outcome.last4) == ("CB", "0674")
            assert outcome.authorisation == till.sim.approved()[0].authorisation
            assert ("15,90 EUR" in outcome.receipt_text) is profile.ticket
            assert till.charged() == [1590]

    @pytest.mark.parametrize("code", ["04", "05", "09", "10", "12", "13"])
    def test_a_card_that_is_refused_is_not_charged(
        self, profile: Profile, code: str
    ) -> None:
        with Till(profile) as till:
            outcome = till.pay(refuses(code))
            assert (outcome.state, outcome.code) == (PayState.REFUSED, code)
            assert till.charged() == []

    @pytest.mark.parametrize("code", ["00", "01", "02", "03", "07", "77"])
    def test_a_code_that_settles_nothing_is_unknown(
        self, profile: Profile, code: str
    ) -> None:
        with Till(profile) as till:
            assert till.pay(refuses(code)).state is PayState.UNKNOWN

    def test_a_part_of_the_amount_is_what_was_paid(self, profile: Profile) -> None:
        with Till(profile) as till:
            outcome = till.pay(Behaviour(amount=1000))
            assert (outcome.state, outcome.amount) == (PayState.APPROVED, 1000)
            assert outcome.detail == "partial"
            assert till.charged() == [1000]

    def test_a_driver_is_a_terminal(self, profile: Profile) -> None:
        with Till(profile) as till:
            terminal: Terminal = till.terminal
            assert terminal.id == "tpe"
            assert terminal.probe().reachable
            assert ("ping" in till.terminal.caps) is profile.ping


@pytest.mark.parametrize(
    ("wrong", "detail"),
    [
        ({"CA": "09"}, "echo_till"),
        ({"CD": "1"}, "echo_action"),
        ({"CE": "840"}, "echo_currency"),
        ({"CB": "1591"}, "echo_amount"),
        ({"CF": "R00000009"}, "echo_reference"),
        ({"CB": ""}, "echo_missing"),
        ({"AE": "11"}, "pending"),
        ({"AE": "77"}, "unclear_result"),
    ],
)
def test_an_answer_that_is_not_for_us_is_unknown(
    wrong: dict[str, str], detail: str
) -> None:
    with Till() as till:
        outcome = till.pay(Behaviour(wrong=wrong))
        assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, detail)
        found = till.terminal.recover(request())
        assert (found.state, found.amount) == (PayState.APPROVED, 1590)
        assert till.charged() == [1590]


@pytest.mark.parametrize("hangs_up", [True, False])
@pytest.mark.parametrize(("chunk", "gap_s"), [(1, 0.0), (1, 0.001), (7, 0.002), (0, 0)])
def test_an_answer_in_pieces_is_an_answer(
    hangs_up: bool, chunk: int, gap_s: float
) -> None:
    with Till() as till:
        outcome = till.pay(Behaviour(hangs_up=hangs_up, chunk=chunk, gap_s=gap_s))
        assert (outcome.state, outcome.amount) == (PayState.APPROVED, 1590)


# -- lost and found -----------------------------------------------------------------


def test_a_customer_who_walks_away_is_unknown_until_the_terminal_says_so() -> None:
    with Till(answer_s=0.15) as till:
        outcome = till.pay(WALKS_AWAY)
        assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, "no_answer")
        until(lambda: till.sim.asked() is None)
        found = till.terminal.recover(request())
        assert (found.state, found.code) == (PayState.REFUSED, "08")
        assert till.charged() == []


def test_a_customer_slower_than_our_patience_is_found_charged() -> None:
    with Till(answer_s=0.15, customer=None) as till:
        assert till.pay().state is PayState.UNKNOWN
        found: list[PayOutcome] = []
        asking = Thread(target=lambda: found.append(till.terminal.recover(request())))
        asking.start()
        # The terminal says "not ended" first: the customer still has it.
        until(lambda: any(q.action is Action.STATUS for q in till.sim.questions()))
        assert till.sim.press(ACCEPTS)
        asking.join()
        assert found[0].state is PayState.APPROVED
        assert till.charged() == [1590]


def test_power_lost_under_way_charges_nothing() -> None:
    with Till(customer=None) as till:
        till.terminal.start_payment(request())
        until(lambda: till.sim.asked() is not None)
        till.sim.power(on=False)
        outcome = till.outcome()
        assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, "link_lost")
        asked_in_the_dark = till.terminal.recover(request())
        assert asked_in_the_dark.state is PayState.NEEDS_HUMAN
        assert asked_in_the_dark.detail == "unreachable"
        till.sim.power(on=True)
        assert till.terminal.recover(request()).state is PayState.NOT_FOUND
        assert till.charged() == []


def test_not_found_is_believed_when_it_is_said_twice() -> None:
    """The first may have overtaken the request on its way."""
    with Till(customer=None, settle_s=1.0) as till:
        found: list[PayOutcome] = []
        asking = Thread(target=lambda: found.append(till.terminal.recover(request())))
        asking.start()
        until(lambda: till.sim.questions() != ())
        late = till.settings.question(Action.DEBIT, request())
        with socket.create_connection((till.sim.host, till.sim.port)) as link:
            link.sendall(encode_request(late))
            until(lambda: till.sim.press(ACCEPTS))
            until(lambda: till.charged() == [1590])
        asking.join()
        assert found[0].state is PayState.APPROVED


@pytest.mark.parametrize(
    ("asked", "detail"), [(1590, "slip_matches"), (990, "slip_differs")]
)
def test_the_last_slip_is_a_hint_and_never_a_proof(asked: int, detail: str) -> None:
    with Till(SLIP_ONLY) as till:
        till.pay()
        lost = request(2, amount=asked)
        till.pay(Behaviour(refusal="04", cut=Cut(side="answer", at=0)), payment=lost)
        found = till.terminal.recover(lost)
        assert (found.state, found.detail) == (PayState.NEEDS_HUMAN, detail)
        assert "15,90 EUR" in found.receipt_text


def test_a_terminal_without_any_slip_leaves_it_to_a_person() -> None:
    with Till(SLIP_ONLY) as till:
        found = till.terminal.recover(request())
        assert (found.state, found.detail) == (PayState.NEEDS_HUMAN, "no_query")


def test_a_vendor_without_queries_leaves_it_to_a_person_and_is_not_asked() -> None:
    with Till(NOTHING) as till:
        till.pay(LOST_AFTER_APPROVAL)
        found = till.terminal.recover(request())
        assert (found.state, found.detail) == (PayState.NEEDS_HUMAN, "no_query")
        assert len(till.sim.questions()) == 1


def test_what_is_settled_is_not_asked_again() -> None:
    with Till() as till:
        outcome = till.pay()
        assert till.terminal.recover(request()) == outcome
        till.pay(LOST_AFTER_APPROVAL, payment=request(2))
        found = till.terminal.recover(request(2))
        asked = len(till.sim.questions())
        assert till.terminal.recover(request(2)) == found
        assert len(till.sim.questions()) == asked


def test_recovering_a_payment_in_flight_waits_for_its_answer() -> None:
    with Till(customer=None) as till:
        till.terminal.start_payment(request())
        found: list[PayOutcome] = []
        asking = Thread(target=lambda: found.append(till.terminal.recover(request())))
        asking.start()
        until(lambda: till.sim.press(ACCEPTS))
        asking.join()
        assert found[0] == till.outcome()
        assert [q.action for q in till.sim.questions()] == [Action.DEBIT]


def test_a_terminal_that_answers_nonsense_is_unknown_and_degraded() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def talk() -> None:
            link, _ = server.accept()
            with link:
                link.recv(4096)
                link.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                link.recv(4096)

        nonsense = Thread(target=talk)
        nonsense.start()
        with Till(port=port) as till:
            outcome = till.pay()
            assert outcome.state is PayState.UNKNOWN
            assert outcome.detail == "malformed_answer"
            assert till.terminal.health().state is DeviceState.DEGRADED
        nonsense.join()


def test_the_terminal_answering_at_once_tells_nothing_of_the_money() -> None:
    """BA=1 is never sent by the driver; the codec must still not believe it."""
    with Till(customer=None) as till:
        question = till.settings.question(Action.DEBIT, request())
        question = replace(question, immediate=True)
        answer = exchange(till.line, encode_request(question), Turn(Event()))
        assert answer.result == "11"
        assert judge(question, answer).state is PayState.UNKNOWN
        assert till.sim.press(ACCEPTS)
        until(lambda: till.charged() == [1590])
        assert till.terminal.recover(request()).state is PayState.APPROVED


# -- one at a time, and how to stop -------------------------------------------------


def test_two_tills_at_one_terminal_are_served_in_turn() -> None:
    with Till(customer=None) as till, Till(port=till.sim.port) as other:
        till.terminal.start_payment(request())
        until(lambda: till.sim.asked() is not None)
        outcome = other.pay(payment=request(2))
        assert (outcome.state, outcome.code) == (PayState.REFUSED, "05")
        assert till.sim.press(ACCEPTS)
        assert till.outcome().state is PayState.APPROVED
        assert till.charged() == [1590]


def test_a_listener_that_fails_costs_no_payment(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(till: Till, event: TerminalEvent) -> None:
        raise ZeroDivisionError

    with caplog.at_level(logging.CRITICAL), Till(on_event=fail) as till:
        assert till.pay().state is PayState.APPROVED
        assert till.pay(payment=request(2)).state is PayState.APPROVED


class _Buggy(CaisseAp):
    @override
    def ask(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        raise ZeroDivisionError


def test_a_bug_of_ours_leaves_the_payment_unknown_and_the_driver_alive(
    caplog: pytest.LogCaptureFixture,
) -> None:
    till = Till()
    till.terminal = TerminalDriver("tpe", _Buggy(TcpWire(till.line), till.settings))
    with caplog.at_level(logging.CRITICAL), till:
        outcome = till.pay()
        assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, "fault")
        until(lambda: till.terminal.health().state is DeviceState.FAULT)
        assert till.terminal.probe().reachable
        assert till.terminal.health().state is DeviceState.READY


# -- how it is doing ----------------------------------------------------------------


@pytest.mark.parametrize("profile", [ALL, NOTHING], ids=lambda each: each.key)
def test_the_driver_notices_a_terminal_that_goes_and_comes(profile: Profile) -> None:
    with Till(profile, watch_s=0.05) as till:
        until(lambda: till.terminal.health().state is DeviceState.READY)
        till.sim.power(on=False)
        until(lambda: till.terminal.health().state is DeviceState.OFFLINE)
        assert till.terminal.health().reasons == {"unreachable"}
        assert not till.terminal.probe().reachable
        till.sim.power(on=True)
        until(lambda: till.terminal.health().state is DeviceState.READY)
    assert till.healths == [
        DeviceState.CONNECTING,
        DeviceState.READY,
        DeviceState.OFFLINE,
        DeviceState.READY,
        DeviceState.OFFLINE,
    ]


def test_a_probe_names_the_terminal_and_how_fast_it_answers() -> None:
    with Till() as till:
        report = till.terminal.probe()
        assert report.reachable
        assert report.terminal_id == "SOTTO0001"
        assert 1 <= report.answer_ms < 5000
        assert till.charged() == []


def test_an_address_that_is_none_is_unreachable() -> None:
    with Till() as till:
        line = replace(till.line, host="no such host" * 9)
        lost = TerminalDriver("lost", CaisseAp(TcpWire(line), till.settings))
        heard: list[TerminalEvent] = []
        lost.start(heard.append)
        assert not lost.probe().reachable
        lost.stop(2.0)


@pytest.mark.parametrize("wrong", [{"ipc": "1"}, {"till": "123"}, {"till": ""}])
def test_settings_that_the_wire_cannot_carry_are_refused(wrong: dict[str, str]) -> None:
    with Till() as till:
        pass
    with pytest.raises(ValueError, match=r"."):
        replace(till.settings, **wrong)  # type: ignore[arg-type]


# -- the simulated terminal's own screen --------------------------------------------


def test_the_terminal_shows_what_happens_on_its_screen() -> None:
    shown: list[Notice] = []
    with Till() as till:
        till.sim.listen(shown.append)
        till.pay(ACCEPTS)
        till.pay(refuses("05"), payment=request(2, amount=200))
        till.sim.power(on=False)
    assert shown == [
        Notice(what="asked", cents=1590, reference="R00000001"),
        Notice(what="approved", cents=1590, reference="R00000001"),
        Notice(what="asked", cents=200, reference="R00000002"),
        Notice(what="not_approved", reference="R00000002", code="05"),
        Notice(what="power_off"),
    ]


def test_nobody_can_press_when_nothing_is_asked() -> None:
    with Till(customer=None) as till:
        assert not till.sim.press(ACCEPTS)
        assert till.pay(refuses()).state is PayState.REFUSED
        assert not till.sim.press(ACCEPTS)


def test_a_listener_may_pull_the_plug() -> None:
    with Till() as till:

        def pull(notice: Notice) -> None:
            if notice.what == "asked":
                till.sim.power(on=False)

        till.sim.listen(pull)
        assert till.pay().state is PayState.UNKNOWN
        assert till.charged() == []


@pytest.mark.parametrize(
    "frame",
    [
        b"hello",
        b"CZ0040320CJ012012345678901CA00201CD001Z",
        b"CZ0040320CJ012012345678901CA00201CD0010",
        b"CZ0040320CJ012012345678901CA00201CD0010CB003500",
        b"CZ0040320CJ012012345678901CA00201CD0010CE003978",
    ],
)
def test_a_request_that_says_too_little_is_badly_formed(frame: bytes) -> None:
    with Till() as till:
        answer = exchange(till.line, frame, Turn(Event()))
        assert (answer.result, answer.detail) == ("01", "09")
        assert till.charged() == []


def test_a_question_the_vendor_does_not_know_is_said_to_be_unknown() -> None:
    with Till(NOTHING) as till:
        for action in (Action.STATUS, Action.DUPLICATA, Action.IDENTIFICATION):
            question = till.settings.question(action, request())
            answer = exchange(till.line, encode_request(question), Turn(Event()))
            assert (answer.result, answer.detail) == ("01", "12")
