"""The till is killed (kill -9) in every state of a payment; another till recovers it.

The till is a child process: this file run as a program. It stops at the state it was
told to stop at, so the kill always lands there. The terminal lives here, with its own
ledger, and is the judge of how often the guest was charged.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from till_and_terminal import ALL, NOTHING, SLIP_ONLY, Till, request, until

from hardware.terminals.caisse_ap import Action
from hardware.terminals.caisse_ap_dialogue import CaisseAp
from hardware.terminals.customer import ACCEPTS, Behaviour, Cut, refuses
from hardware.terminals.driver import TerminalDriver
from hardware.terminals.link import Line, TcpWire
from hardware.terminals.model import PayEvent, PayState, TerminalEvent
from hardware.terminals.profiles import Profile
from hardware.terminals.settings import TerminalSettings

ROOT = Path(__file__).parents[2]
PROFILES = {"all": ALL, "slip only": SLIP_ONLY, "nothing": NOTHING}
LOST = Behaviour(cut=Cut(side="answer", at=0))


def _till(port: int, profile: Profile, stop_at: PayState) -> None:
    """The child: asks for one payment, and stands still at `stop_at`."""

    def stand_still() -> None:
        print(stop_at.value, flush=True)
        while True:
            signal.pause()

    def hear(event: TerminalEvent) -> None:
        if isinstance(event, PayEvent) and event.state is stop_at:
            print(stop_at.value, flush=True)
            while True:
                time.sleep(60)  # this thread is the driver's: the payment stands still

    line = Line(host="127.0.0.1", port=port, silence_s=0.03)
    settings = TerminalSettings(profile=profile, watch_s=0)
    terminal = TerminalDriver("tpe", CaisseAp(TcpWire(line), settings))
    terminal.start(hear)
    if stop_at is PayState.CREATED:
        stand_still()
    terminal.start_payment(request())
    while True:
        signal.pause()


def _kill_a_till_at(state: PayState, sim_port: int, profile: str) -> None:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    with subprocess.Popen(
        [sys.executable, __file__, str(sim_port), profile, state.value],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
        text=True,
    ) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline().strip() == state.value
        finally:
            child.kill()


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("state", "customer", "charges"),
    [
        (PayState.CREATED, ACCEPTS, 0),
        (PayState.SENDING, ACCEPTS, 0),
        (PayState.IN_PROGRESS, ACCEPTS, 1),
        (PayState.IN_PROGRESS, refuses(), 0),
        (PayState.APPROVED, ACCEPTS, 1),
        (PayState.REFUSED, refuses(), 0),
        (PayState.UNKNOWN, LOST, 1),
    ],
    ids=lambda value: getattr(value, "value", None) or str(value)[:20],
)
def test_a_till_killed_in_any_state_never_charges_twice(
    profile: str, state: PayState, customer: Behaviour, charges: int
) -> None:
    waits = state is PayState.IN_PROGRESS
    with Till(PROFILES[profile], customer=None if waits else customer) as till:
        _kill_a_till_at(state, till.sim.port, profile)
        if waits:  # the guest types on, unaware that the till is dead
            until(lambda: till.sim.press(customer))
            until(lambda: till.sim.asked() is None)
        found = till.terminal.recover(request())

        assert len(till.charged()) == charges
        debits = [q for q in till.sim.questions() if q.action is Action.DEBIT]
        assert len(debits) <= 1
        if profile != "all":
            assert found.state is PayState.NEEDS_HUMAN
        elif charges:
            assert (found.state, found.amount) == (PayState.APPROVED, 1590)
        elif debits:
            assert found.state is PayState.REFUSED
        else:
            assert found.state is PayState.NOT_FOUND
        assert till.terminal.recover(request()).state is found.state
        assert len(till.charged()) == charges


if __name__ == "__main__":
    _till(int(sys.argv[1]), PROFILES[sys.argv[2]], PayState(sys.argv[3]))
