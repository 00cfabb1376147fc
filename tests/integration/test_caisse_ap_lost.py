"""Caisse-AP, an answer that is lost: asked for at once, or heard late on a serial line."""

from dataclasses import replace

import pytest
from terminal_kinds import PATIENCE, WAIT_S, serial_line
from till_and_terminal import NOTHING, Bench, request, until

from hardware.terminals.caisse_ap import Action
from hardware.terminals.caisse_ap_dialogue import CaisseAp
from hardware.terminals.customer import ACCEPTS, Behaviour, Cut, refuses
from hardware.terminals.kind import Simulator
from hardware.terminals.link import Line, TcpWire
from hardware.terminals.model import PayState
from hardware.terminals.profiles import PROFILES, Profile
from hardware.terminals.serial_simulator import SimulatedSerialCaisseAp
from hardware.terminals.serial_wire import SerialWire
from hardware.terminals.settings import TerminalSettings
from hardware.terminals.simulator import SimulatedTerminal

PAYXPERT = PROFILES["payxpert"]
NEPTING = PROFILES["nepting"]
LOST = Behaviour(cut=Cut(side="answer", at=0))


def settings(profile: Profile, watch_s: float = 0.0) -> TerminalSettings:
    return TerminalSettings(
        profile=profile,
        watch_s=watch_s,
        recover_s=5.0,
        settle_s=0.0,
        poll_s=0.02,
        again_s=0.1,
    )


def over_ip(profile: Profile, customer: Behaviour | None = ACCEPTS) -> Bench:
    sim = SimulatedTerminal(profile=profile, customer=customer)
    sim.power(on=True)
    line = Line(host=sim.host, port=sim.port, answer_s=0.5, silence_s=0.03)
    return Bench(sim, CaisseAp(TcpWire(line), settings(profile)))


def over_rs232(profile: Profile, answer_s: float = 0.05) -> Bench:
    sim = SimulatedSerialCaisseAp(
        profile=profile, customer=None, wait_s=WAIT_S, alone_s=0.2
    )
    sim.power(on=True)
    line = serial_line(sim.setup, replace(PATIENCE, answer_s=answer_s))
    return Bench(sim, CaisseAp(SerialWire(line), settings(profile, watch_s=0.02)))


def sim_of(till: Bench) -> Simulator:
    return till._simulator


def _asked_for(till: Bench) -> bool:
    sim = sim_of(till)
    assert isinstance(sim, SimulatedTerminal)
    return any(each.action is Action.STATUS for each in sim.questions())


def test_a_lost_answer_is_asked_for_at_once() -> None:
    with over_ip(PAYXPERT) as till:
        assert till.pay(LOST).state is PayState.APPROVED
        broken = Behaviour(cut=Cut(side="answer", at=30))
        assert till.pay(broken, payment=request(2)).state is PayState.APPROVED
        refused = replace(refuses(), cut=Cut(side="answer", at=0))
        assert till.pay(refused, payment=request(3)).state is PayState.REFUSED
        assert till.charged() == [1590, 1590]
        assert sim_of(till).demands() == 3


def test_a_guest_who_types_when_the_line_breaks_is_waited_for() -> None:
    with over_ip(PAYXPERT, customer=None) as till:
        till.terminal.start_payment(request())
        until(lambda: sim_of(till).asked() is not None)
        until(lambda: _asked_for(till))  # "not ended", after our patience
        assert sim_of(till).press(ACCEPTS)
        assert till.outcome().state is PayState.APPROVED


def test_what_cannot_be_asked_stays_unknown() -> None:
    with over_ip(PAYXPERT, customer=None) as till:
        till.terminal.start_payment(request())
        until(lambda: sim_of(till).asked() is not None)
        sim_of(till).power(on=False)
        outcome = till.outcome()
        assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, "link_lost")
    with over_ip(NEPTING) as till:
        assert till.pay(LOST).state is PayState.UNKNOWN


@pytest.mark.parametrize("profile", [NOTHING, NEPTING], ids=lambda each: each.key)
@pytest.mark.parametrize("customer", [ACCEPTS, refuses()], ids=["accepts", "refuses"])
def test_an_answer_that_comes_late_is_heard_on_a_serial_line(
    profile: Profile, customer: Behaviour
) -> None:
    with over_rs232(profile) as till:
        till.terminal.start_payment(request())
        assert till.outcome().state is PayState.UNKNOWN
        until(lambda: sim_of(till).press(customer))
        late = till.outcome()
        found = PayState.REFUSED if customer.refusal else PayState.APPROVED
        assert (late.state, late.amount) == (found, 1590 * len(till.charged()))
        assert till.terminal.recover(request()) == late


def test_a_late_answer_of_another_amount_says_nothing_where_it_bears_no_name() -> None:
    with over_rs232(NOTHING) as till:
        till.terminal.start_payment(request())
        assert till.outcome().state is PayState.UNKNOWN
        until(lambda: sim_of(till).press(Behaviour(amount=1000)))
        until(lambda: sim_of(till).asked() is None)
        assert till.terminal.recover(request()).state is PayState.NEEDS_HUMAN


@pytest.mark.parametrize("profile", [NOTHING, NEPTING], ids=lambda each: each.key)
def test_a_late_answer_is_not_taken_for_that_of_the_next_payment(
    profile: Profile,
) -> None:
    with over_rs232(profile, answer_s=0.3) as till:
        till.terminal.start_payment(request())
        assert till.outcome().state is PayState.UNKNOWN
        assert sim_of(till).press(ACCEPTS)
        sim_of(till).become(refuses())
        assert till.outcome().state is PayState.APPROVED
        assert till.pay(payment=request(2, amount=500)).state is PayState.REFUSED
        assert till.charged() == [1590]
