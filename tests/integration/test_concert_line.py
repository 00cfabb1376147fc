"""Concert on a real line: late answers, bad bytes, and a line cut at every byte."""

import time

import pytest
from terminal_kinds import PATIENCE, WAIT_S, concert_simulator, serial_line
from till_and_terminal import Bench, request, until

from hardware.health import DeviceState
from hardware.serial_ports import PortMatch
from hardware.terminals.concert import Demand, encode, private_of
from hardware.terminals.concert_dialogue import Concert
from hardware.terminals.customer import (
    ACCEPTS,
    Behaviour,
    Cut,
    refuses,
)
from hardware.terminals.frames import framed
from hardware.terminals.model import PayState
from hardware.terminals.serial_line import Patience, SerialLine
from hardware.terminals.serial_simulator import SimulatedConcert

FRAME = len(framed(encode(Demand(amount=1590, private=private_of("R00000001")))))
ANSWER = 83 + 3 + 2
"""Bytes of ENQ, an answer with its report, EOT."""


def at(
    sim: SimulatedConcert,
    *,
    answer_s: float = PATIENCE.answer_s,
    watch_s: float = 0.0,
    recover_s: float = 0.1,
) -> Bench:
    sim.power(on=True)
    patience = Patience(ack_s=0.3, retry_s=0.02, tries=2, answer_s=answer_s)
    line = serial_line(sim.setup, patience)
    return Bench(sim, Concert(line, watch_s=watch_s, recover_s=recover_s))


@pytest.mark.parametrize(
    ("customer", "found"),
    [(ACCEPTS, PayState.APPROVED), (refuses(), PayState.REFUSED)],
    ids=["accepted", "refused"],
)
def test_an_answer_that_comes_late_is_heard_by_itself(
    customer: Behaviour, found: PayState
) -> None:
    sim = concert_simulator(None)
    with at(sim, answer_s=0.05, watch_s=0.02) as till:
        till.terminal.start_payment(request())
        assert till.outcome().state is PayState.UNKNOWN
        until(lambda: sim.press(customer))
        late = till.outcome()
        assert (late.state, late.amount) == (found, 1590 * len(till.charged()))
        assert till.terminal.recover(request()) == late


def test_a_late_answer_is_not_taken_for_that_of_the_next_payment() -> None:
    sim = concert_simulator(None)
    with at(sim, answer_s=0.2) as till:
        assert till.pay().state is PayState.UNKNOWN
        until(lambda: sim.press(ACCEPTS))
        until(lambda: sim.asked() is None)
        sim.become(refuses())
        # The terminal speaks of the first guest before it lets the second one be asked.
        assert till.pay(payment=request(2, amount=500)).state is PayState.REFUSED
        late = till.next_event()
        assert (late.pay_id, late.state) == ("pay-1", PayState.APPROVED)
        assert till.charged() == [1590]
        assert sim.demands() == 2


def test_a_message_that_is_not_understood_is_said_again() -> None:
    sim = concert_simulator()
    with at(sim) as till:
        assert till.pay(Behaviour(wrong={"LRC": "once"})).state is PayState.APPROVED
        lost = till.pay(Behaviour(wrong={"LRC": "always"}), payment=request(2))
        assert (lost.state, lost.detail) == (PayState.UNKNOWN, "malformed_answer")
        assert till.terminal.health().state is DeviceState.DEGRADED
        assert len(till.charged()) == 2


def test_an_answer_comes_in_any_pieces() -> None:
    with at(concert_simulator()) as till:
        for number, size in enumerate((1, 7, 80), 1):
            behaviour = Behaviour(chunk=size, gap_s=0.001)
            assert till.pay(behaviour, payment=request(number)).amount == 1590


@pytest.mark.parametrize(
    ("wrong", "detail"),
    [
        ({"CAISSE": "02"}, "echo_till"),
        ({"AMOUNT": "00001591"}, "echo_amount"),
        ({"PRIV": " " * 10}, "echo_reference"),
        ({"STAT": "9"}, "pending"),
        ({"STAT": "5"}, "unclear_result"),
        ({"CURRENCY": "abc"}, "malformed_answer"),
    ],
)
def test_an_answer_that_is_not_for_us_is_unknown(
    wrong: dict[str, str], detail: str
) -> None:
    with at(concert_simulator()) as till:
        outcome = till.pay(Behaviour(wrong=wrong))
        assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, detail)
        assert till.charged() == [1590]


def test_a_terminal_that_says_nothing_was_not_asked() -> None:
    """RS-232: the port is there, and nobody behind it."""
    sim = SimulatedConcert(wait_s=WAIT_S)
    sim._off.set()
    sim._plug.power(on=True)
    till = at(sim)
    sim._off.set()  # its thread ends, the port stays
    with till:
        outcome = till.pay()
        assert (outcome.state, outcome.detail) == (PayState.NOT_SENT, "unreachable")
        sim._off.clear()
    assert sim.demands() == 0


def test_seven_bits_and_parity_are_a_setting() -> None:
    sim = concert_simulator()
    sim.power(on=True)
    line = SerialLine(PortMatch(device=sim.setup.place, baudrate=1200), "7E1")
    with Bench(sim, Concert(line, watch_s=0)) as till:
        assert till.pay().state is PayState.APPROVED


def test_a_guest_who_walks_away_is_told_by_the_terminal() -> None:
    with at(concert_simulator()) as till:
        assert till.pay(Behaviour(walks_away=True)).state is PayState.REFUSED
        assert till.charged() == []


def _cuts(side: str, size: int, step: int) -> list[Cut]:
    ways = ("close", "silent")
    places = range(0, size + 1, step)
    return [
        Cut(side=side, at=n, how=ways[n // step % 2])  # type: ignore[arg-type]
        for n in places
    ]


SOME = [*_cuts("request", FRAME, 19), *_cuts("answer", ANSWER, 29)]


def cut_line(cut: Cut) -> None:
    """Never twice, never refused; charged exactly when it was asked."""
    sim = concert_simulator()
    with at(sim) as till:
        outcome = till.pay(Behaviour(cut=cut))
        sim.power(on=True)
        found = till.terminal.recover(request())
        asked = cut.side == "answer" or cut.at >= FRAME
        assert len(till.charged()) == asked
        assert sim.demands() == asked
        for each in (outcome.state, found.state):
            assert each not in (PayState.REFUSED, PayState.ABORTED)
            if each is PayState.NOT_SENT:
                assert not asked
            if each is PayState.APPROVED:
                assert asked
        until(lambda: till.terminal.probe().reachable)
        again = till.pay(payment=request(2))
        assert again.state is PayState.APPROVED
        assert len(till.charged()) == asked + 1


@pytest.mark.parametrize("cut", SOME, ids=str)
def test_a_line_that_is_cut(cut: Cut) -> None:
    cut_line(cut)


@pytest.mark.scenario
def test_a_line_that_is_cut_at_every_byte() -> None:
    began = time.monotonic()
    for cut in (*_cuts("request", FRAME, 1), *_cuts("answer", ANSWER, 1)):
        cut_line(cut)
    print(f"{FRAME + ANSWER + 2} cuts in {time.monotonic() - began:.0f} s")
