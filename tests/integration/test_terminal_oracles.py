"""Independent programs against our terminals, and our terminals against theirs.

What they said once is in `golden/terminals` and is checked everywhere. They themselves
run where the folder SOTTO_ORACLES holds them: pyTeliumManager and pypostelium as tills
at our Concert simulator, akretion's Caisse-AP server (with twisted) as a terminal for our
driver. The last two are GPL and stay outside.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from terminal_kinds import concert_simulator
from till_and_terminal import NOTHING, Bench, request, until

from hardware.terminals.caisse_ap import judge, read_answer
from hardware.terminals.caisse_ap_dialogue import CaisseAp
from hardware.terminals.concert import Demand, Type, encode, read_demand
from hardware.terminals.customer import refuses
from hardware.terminals.frames import framed
from hardware.terminals.kind import Setup, Simulator
from hardware.terminals.link import Line, TcpWire
from hardware.terminals.model import Means, PayRequest, PayState
from hardware.terminals.settings import TerminalSettings
from hardware.terminals.tlv import Decoder

GOLDEN = Path(__file__).parents[1] / "golden/terminals"
PROGRAMS = Path(__file__).parents[1] / "kits/terminal_oracles.py"
ORACLES = os.environ.get("SOTTO_ORACLES", "")
# pyTeliumManager's "refund" is TYPE 2, which Concert calls a cancellation.
TYPES = {"debit": Type.DEBIT, "credit": Type.CREDIT, "refund": Type.CANCELLATION}
SETTINGS = TerminalSettings(profile=NOTHING, watch_s=0)
ENDINGS: dict[str, tuple[list[str], dict[str, Any], PayState, str]] = {
    "accepted": ([], {}, PayState.APPROVED, ""),
    "cheque": ([], {"means": Means.CHEQUE}, PayState.APPROVED, ""),
    "refused": (["-f", "-ft", "refused"], {}, PayState.REFUSED, "refused"),
    "forbidden": (["-f", "-ft", "forbidden"], {}, PayState.REFUSED, "refused"),
    "red key": (["-f", "-ft", "abandon"], {}, PayState.ABORTED, "aborted"),
    "nobody": (["-f", "-ft", "timeout"], {}, PayState.ABORTED, "aborted"),
}
"""Options of akretion's terminal, our payment, what we make of its answer. It writes a
word of its own over our reference when a card is accepted, as an Ingenico does."""

needs_oracles = pytest.mark.skipif(
    not ORACLES, reason="SOTTO_ORACLES names no folder with the independent programs"
)


def oracle(*arguments: str) -> Any:
    """What one of the programs found."""
    done = subprocess.run(
        [sys.executable, str(PROGRAMS), *arguments],
        env={**os.environ, "PYTHONPATH": ORACLES},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    return json.loads(done.stdout)


def asks() -> list[Any]:
    made: list[Any] = json.loads((GOLDEN / "telium_asks.json").read_text("utf-8"))
    return made


def test_our_bytes_are_those_of_an_independent_till() -> None:
    for cents, kind, report, at_once, force, frame in asks():
        demand = Demand(
            amount=cents,
            type=TYPES[kind],
            report=report,
            at_once=at_once,
            force=force,
        )
        assert framed(encode(demand)).hex() == frame
        assert read_demand(bytes.fromhex(frame)[1:-2]) == demand


def paid(ending: str) -> PayRequest:
    payment: PayRequest = request(**ENDINGS[ending][1])
    return payment


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_independent_terminal_is_understood(ending: str) -> None:
    """Recorded from akretion's server."""
    told = json.loads((GOLDEN / "akretion.json").read_text("utf-8"))[ending]
    demand = SETTINGS.money(paid(ending))
    assert SETTINGS.frame(demand).decode() == told["asked"]
    decoder = Decoder()
    decoder.feed(told["answered"].encode())
    outcome = judge(demand, read_answer(decoder.items()), named=NOTHING.echoes)
    assert (outcome.state, outcome.detail) == ENDINGS[ending][2:]


@needs_oracles
def test_what_the_independent_till_encodes_has_not_changed() -> None:
    assert oracle("encode") == asks()


def device(sim: Simulator) -> str:
    sim.power(on=True)
    return sim.setup.place


@needs_oracles
@pytest.mark.parametrize("report", ["1", "0"])
def test_an_independent_till_is_served_by_our_terminal(report: str) -> None:
    sim = concert_simulator()
    told = oracle("telium", device(sim), "12.5", report)
    assert told == {"taken": True, "result": 0, "amount": 12.5, "succeeded": True}
    sim.script(refuses())
    told = oracle("telium", device(sim), "99.95", report)
    assert told == {"taken": True, "result": 7, "amount": 99.95, "succeeded": False}
    assert [charge.cents for charge in sim.approved()] == [1250]
    sim.power(on=False)


@needs_oracles
def test_a_till_that_does_not_wait_is_answered_at_once() -> None:
    sim = concert_simulator()
    assert oracle("postelium", device(sim), "7.4") == {"taken": True}
    until(lambda: [charge.cents for charge in sim.approved()] == [740])
    sim.power(on=False)


@contextmanager
def akretion(options: list[str]) -> Iterator[Setup]:
    """Their terminal, listening."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, str(PROGRAMS), "akretion", str(port), *options],
        env={**os.environ, "PYTHONPATH": ORACLES},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as terminal:
        try:
            until(lambda: _listens(port))
            yield Setup(scheme="tcp", place=str(port))
        finally:
            terminal.kill()


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 0.2).close()
    except OSError:
        return False
    return True


class Elsewhere:
    """Their terminal keeps no ledger that we could read."""

    def power(self, *, on: bool) -> None:
        pass

    def script(self, *behaviours: object) -> None:
        pass


@needs_oracles
@pytest.mark.parametrize("ending", ENDINGS)
def test_our_driver_at_an_independent_terminal(ending: str) -> None:
    with akretion(ENDINGS[ending][0]) as setup:
        line = Line(host="127.0.0.1", port=int(setup.place), answer_s=5)
        dialogue = CaisseAp(TcpWire(line), SETTINGS)
        with Bench(Elsewhere(), dialogue) as till:  # type: ignore[arg-type]
            outcome = till.pay(payment=paid(ending))
            assert (outcome.state, outcome.detail) == ENDINGS[ending][2:]
