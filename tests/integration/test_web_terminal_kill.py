"""The till is killed (kill -9) in every state of a payment by HTTPS; another recovers it.

The till is a child process: this file run as a program. The service lives here, with its
own ledger, and is the judge of how often the guest was charged.
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
from till_and_terminal import until
from web_terminal_kit import SORTS, WebTill, impatient, request

from hardware.terminals.customer import ACCEPTS, Behaviour
from hardware.terminals.driver import TerminalDriver
from hardware.terminals.kind import Setup
from hardware.terminals.model import NOT_CHARGED, PayEvent, PayState, TerminalEvent

ROOT = Path(__file__).parents[2]


def _till(sort: str, setup: Setup, stop_at: PayState) -> None:
    """The child: asks for one payment, and stands still at `stop_at`."""

    def hear(event: TerminalEvent) -> None:
        if isinstance(event, PayEvent) and event.state is stop_at:
            print(stop_at.value, flush=True)
            while True:
                time.sleep(60)  # this thread is the driver's: the payment stands still

    dialogue = impatient(SORTS[sort].kind.dialogue(setup))
    terminal = TerminalDriver("tpe", dialogue)
    terminal.start(hear)
    terminal.start_payment(request())
    while True:
        signal.pause()


def _kill_a_till_at(state: PayState, sort: str, setup: Setup) -> None:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests/kits")))
    with subprocess.Popen(
        [sys.executable, __file__, sort, json.dumps(asdict(setup)), state.value],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
        text=True,
    ) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline().strip() == state.value
        finally:
            child.kill()


_SCENARIO = pytest.mark.scenario


@pytest.mark.parametrize(
    ("sort", "state"),
    [
        ("adyen", PayState.IN_PROGRESS),
        ("stripe", PayState.IN_PROGRESS),
        ("sumup", PayState.IN_PROGRESS),
        *(
            pytest.param(sort, state, marks=_SCENARIO)
            for sort in SORTS
            for state in (PayState.SENDING, PayState.IN_PROGRESS, PayState.APPROVED)
        ),
    ],
)
def test_a_till_that_is_killed_charges_once_or_not_at_all(
    sort: str, state: PayState
) -> None:
    customer: Behaviour | None = None if state is PayState.IN_PROGRESS else ACCEPTS
    with WebTill(sort, customer=customer) as till:
        _kill_a_till_at(state, sort, till.sim.setup)
        if state is PayState.IN_PROGRESS:  # the guest types on, unaware of it
            until(lambda: till.sim.press(ACCEPTS))
            until(lambda: till.sim.asked() is None)
        found = till.terminal.recover(request())
        if state is PayState.SENDING:
            assert found.state in NOT_CHARGED
            assert till.charged() == []
        else:
            assert (found.state, found.amount) == (PayState.APPROVED, 1590)
            assert till.charged() == [1590]
            assert till.sim.demands() == 1


if __name__ == "__main__":
    _till(sys.argv[1], Setup(**json.loads(sys.argv[2])), PayState(sys.argv[3]))
