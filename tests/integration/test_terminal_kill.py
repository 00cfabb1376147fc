"""The till is killed (kill -9) in every state of a payment; another till recovers it.

The till is a child process: this file run as a program. It stops at the state it was
told to stop at, so the kill always lands there. The terminal lives here, with its own
ledger, and is the judge of how often the guest was charged.

Each driver is killed once for real; every state of every kind in the scenario,
and in one process in `contract/test_terminals.py`.
"""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from terminal_kinds import ENTRIES, Entry
from till_and_terminal import Bench, request, until

from hardware.terminals.customer import ACCEPTS, Behaviour, Cut, refuses
from hardware.terminals.driver import TerminalDriver
from hardware.terminals.kind import Setup, Simulator
from hardware.terminals.model import PayEvent, PayState, TerminalEvent

ROOT = Path(__file__).parents[2]
KINDS = {entry.key: entry for entry in ENTRIES}
DRIVERS = ("caisse_ap", "caisse_ap_serial", "concert_plus", "adyen", "stripe", "sumup")
"""One kind of each."""
LOST = Behaviour(cut=Cut(side="answer", at=0))
KILLS = [
    (PayState.CREATED, ACCEPTS, 0),
    (PayState.SENDING, ACCEPTS, 0),
    (PayState.IN_PROGRESS, ACCEPTS, 1),
    (PayState.IN_PROGRESS, refuses(), 0),
    (PayState.APPROVED, ACCEPTS, 1),
    (PayState.REFUSED, refuses(), 0),
    (PayState.UNKNOWN, LOST, 1),
]


def _till(key: str, setup: Setup, stop_at: PayState) -> None:
    """The child: asks for one payment, and stands still at `stop_at`."""

    # What can be asked at once is approved without ever being told to be unknown.
    states = {stop_at, PayState.APPROVED} if stop_at is PayState.UNKNOWN else {stop_at}

    def stand_still() -> None:
        print(stop_at.value, flush=True)
        while True:
            signal.pause()

    def hear(event: TerminalEvent) -> None:
        if isinstance(event, PayEvent) and event.state in states:
            print(stop_at.value, flush=True)
            while True:
                time.sleep(60)  # this thread is the driver's: the payment stands still

    terminal = TerminalDriver("tpe", KINDS[key].dialogue(setup))
    terminal.start(hear)
    if stop_at is PayState.CREATED:
        stand_still()
    terminal.start_payment(request())
    while True:
        signal.pause()


def _kill_a_till_at(state: PayState, kind: Entry, setup: Setup) -> None:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests/kits")))
    with subprocess.Popen(
        [sys.executable, __file__, kind.key, json.dumps(asdict(setup)), state.value],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
        text=True,
    ) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline().strip() == state.value
        finally:
            child.kill()


def kill_and_recover(
    kind: Entry, state: PayState, customer: Behaviour, charges: int
) -> None:
    """Approved once, or shown as unknown; never two charges."""
    waits = state is PayState.IN_PROGRESS
    sim: Simulator = kind.simulator(None if waits else customer)
    sim.power(on=True)
    _kill_a_till_at(state, kind, sim.setup)
    if waits:  # the guest types on, unaware that the till is dead
        until(lambda: sim.press(customer))
        until(lambda: sim.asked() is None)
    sim.power(on=True)
    with Bench(sim, kind.dialogue(sim.setup)) as till:
        for _ in range(2):
            found = till.terminal.recover(request())
            if charges:
                assert found.state in (PayState.APPROVED, PayState.NEEDS_HUMAN)
                assert found.amount == 1590 * (found.state is PayState.APPROVED)
            else:
                assert found.state is not PayState.APPROVED
            if charges and "status" in till.terminal.caps:
                assert found.state is PayState.APPROVED
        assert till.charged() == [1590] * charges
        assert sim.demands() == (state not in (PayState.CREATED, PayState.SENDING))


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_killed_till_never_charges_twice(driver: str) -> None:
    kill_and_recover(KINDS[driver], PayState.IN_PROGRESS, ACCEPTS, 1)


@pytest.mark.scenario
@pytest.mark.parametrize("kind", ENTRIES, ids=str)
@pytest.mark.parametrize(
    ("state", "customer", "charges"),
    KILLS,
    ids=lambda value: getattr(value, "value", None) or str(value)[:20],
)
def test_a_till_killed_in_any_state_never_charges_twice(
    kind: Entry, state: PayState, customer: Behaviour, charges: int
) -> None:
    kill_and_recover(kind, state, customer, charges)


if __name__ == "__main__":
    _till(sys.argv[1], Setup(**json.loads(sys.argv[2])), PayState(sys.argv[3]))
