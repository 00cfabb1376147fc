"""Whoever kills the program while it closes: no half closing, and the next look goes on."""

import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from fiscal_kit import sell
from gui_kit import FixedClock, demo_house

from app.bootstrap import open_house
from app.cli import main
from app.domain.settings import EventRecorded
from app.domain.till.events import DayClosed, MonthClosed, PeriodClosed, YearClosed
from app.fiscal.checking import verify_profile
from app.services.facts import facts_of
from db.profile import Profile

CHILD = Path(__file__).parents[1] / "closing_child.py"
KINDS = (DayClosed, MonthClosed, YearClosed)


@pytest.fixture(scope="module")
def left_open(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A till that was left open long ago: its day, month and year are due."""
    folder = tmp_path_factory.mktemp("killed") / "profile"
    clock = FixedClock(datetime.fromisoformat("2025-10-20T20:00:00+02:00"))
    with demo_house(folder, clock) as opened:
        sell(opened)
    return folder


def made(folder: Path) -> tuple[list[str], list[str]]:
    """Kinds of closings, and their technical events."""
    with open_house(Profile(folder), demo=False) as opened:
        facts = list(facts_of(opened.house.journal.entries()))
    closings = [
        type(f.event).__name__
        for f in facts
        if isinstance(f.event, DayClosed | PeriodClosed)
    ]
    codes = [f.event.code for f in facts if isinstance(f.event, EventRecorded)]
    return closings, [code for code in codes if code.startswith("CLOSE_")]


@pytest.mark.parametrize("when", ["within", "after"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_kill_leaves_none_half_done(
    left_open: Path, tmp_path: Path, kind: type, when: str
) -> None:
    profile = tmp_path / "profile"
    shutil.copytree(left_open, profile)
    command = [sys.executable, str(CHILD), str(profile), kind.__name__, when]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert done.returncode == -9, done.stderr
    place = KINDS.index(kind) + (when == "after")
    closings, codes = made(profile)
    assert closings == [each.__name__ for each in KINDS[:place]]
    assert codes == ["CLOSE_DAY", "CLOSE_MONTH", "CLOSE_YEAR"][:place]

    assert main(["fiscal", "close", "--profile", str(profile)]) == 0
    closings, codes = made(profile)
    assert closings == [each.__name__ for each in KINDS]
    assert codes == ["CLOSE_DAY", "CLOSE_MONTH", "CLOSE_YEAR"]
    assert not verify_profile(Profile(profile), deep=True).errors
