"""`kill -9` of the till while it prints: nothing accepted is lost or silently doubled."""

import os
import random
import re
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from hardware.printers.simulator import SimulatedPrinter
from hardware.printers.spool import Spool

ROOT = Path(__file__).parents[2]
TICKETS = 30


def till(spool: Path, printer: SimulatedPrinter, first: int) -> subprocess.Popen[str]:
    """Starts a till process that prints `TICKETS` tickets from number `first`."""
    child = ROOT / "tests/unit/hardware/printers/print_child.py"
    command = [sys.executable, str(child), str(spool), printer.address]
    paths = ROOT, ROOT / "tests", ROOT / "tests/kits"
    return subprocess.Popen(
        [*command, str(first), str(TICKETS)],
        stdout=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
        },
    )


def kill_soon(child: subprocess.Popen[str], chance: random.Random) -> list[int]:
    """Kills it a random moment after it is ready; what it had accepted by then."""
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    timer = threading.Timer(chance.uniform(0.0, 0.25), child.kill)
    timer.start()
    accepted = [int(line) for line in child.stdout if line.strip().isdigit()]
    child.wait(10)
    timer.join()
    child.stdout.close()
    return accepted


@pytest.mark.parametrize("seed", [1, 2])
def test_a_killed_till_loses_no_ticket_and_doubles_none(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    spool = tmp_path / "spool.db"
    printer = SimulatedPrinter(lines_per_s=2000)
    printer.start()
    try:
        accepted: list[int] = []
        for round_ in range(4):
            accepted += kill_soon(till(spool, printer, round_ * TICKETS), chance)
        last = till(spool, printer, 1000)
        assert last.stdout is not None
        accepted += [int(line) for line in last.stdout if line.strip().isdigit()]
        assert last.wait(30) == 0
        last.stdout.close()
        texts = [ticket.text for ticket in printer.tickets]
        digests = list(printer.digests)
    finally:
        printer.stop()
    after = Spool(spool)
    audit = after.audit(digests)
    after.close()
    assert (audit.lost, audit.unmarked_duplicates) == (0, 0)
    assert (audit.pending, audit.unknown) == (0, 0)
    assert audit.printed >= len(accepted) >= TICKETS
    plain: Counter[int] = Counter()
    everything: set[int] = set()
    for text in texts:
        for found in re.findall(r"^FIN (\d+)$", text, re.MULTILINE):
            everything.add(int(found))
            plain[int(found)] += "REIMPRESSION" not in text
    assert set(accepted) <= everything
    assert max(plain.values()) == 1
