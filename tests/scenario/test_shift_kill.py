"""kill -9 in the middle of a service: what was said to be written is there afterwards.

The service runs in a process of its own at the real windows; its devices stand here. Each
service goes on where the one before was killed, on the same profile.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from gui_kit import FixedClock
from street import charged_as_written, printed_as_written, settle, street_of

from app.bootstrap import open_house
from app.demo.evening import OPENING
from app.domain.orders.billing import order_due
from app.fiscal.checking import verify_profile
from app.starting import held
from db.profile import Profile

ROOT = Path(__file__).parents[2]
Told = dict[str, dict[str, Any]]
"""What a child says, as `shift_child` has it."""


def play_until_killed(
    folder: Path, number: int, acts: int, chance: random.Random
) -> list[Told]:
    """Kills a service soon after so many acts; what it said was written."""
    command = [sys.executable, str(ROOT / "tests/kits/shift_child.py"), str(folder)]
    path = f"{ROOT}{os.pathsep}{ROOT / 'tests/kits'}"
    child = subprocess.Popen(
        [*command, str(number)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert child.stdout is not None
    told = [child.stdout.readline() for _ in range(acts)]
    time.sleep(chance.uniform(0, 0.03))
    child.kill()
    told += child.stdout.readlines()
    child.stdout.close()
    assert child.wait() == -signal.SIGKILL
    return [json.loads(line) for line in told if line.endswith("\n")]


def nothing_is_lost(folder: Path, told: list[Told], clock: FixedClock) -> None:
    """A start on the profile knows every entry it told of, and the orders as they stood."""
    said = {int(n): each for line in told for n, each in line["entries"].items()}
    with held(Profile(folder)), open_house(Profile(folder), clock=clock) as opened:
        house = opened.house
        entries = {entry.seq: entry for entry in house.journal.entries()}
        assert {n: entries[n].hash for n in said} == said
        book = house.world.book
        stand = {order.id: order_due(book, order) for order in book.open_orders()}
        # What was written and not told any more may have changed an order or two.
        untold = repr([entry.data for n, entry in entries.items() if n > max(said)])
        before = told[-1]["open"]
        for order in stand | before:
            assert order in untold or stand.get(order) == before.get(order)
    assert verify_profile(Profile(folder), deep=True).errors == ()


@pytest.mark.parametrize(
    "acts",
    [(30, 90), pytest.param(range(20, 220, 11), marks=pytest.mark.scenario)],
    ids=["quick", "long"],
)
def test_a_service_killed_at_any_moment_loses_nothing(
    tmp_path: Path, acts: Sequence[int]
) -> None:
    chance, clock = random.Random(len(acts)), FixedClock(OPENING)
    with street_of(tmp_path, clock) as street:
        for number, count in enumerate(acts):
            told = play_until_killed(tmp_path, number, count, chance)
            clock.forward(minutes=15)
            nothing_is_lost(tmp_path, told, clock)
        facts = settle(tmp_path, clock)
        assert verify_profile(Profile(tmp_path), deep=True).errors == ()
        charged_as_written(street, facts)
        printed_as_written(street, tmp_path, facts)
