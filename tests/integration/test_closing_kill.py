"""Whoever kills the program while it closes: no half closing, and the next look goes on."""

import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from fiscal_kit import sell
from gui_kit import FixedClock, demo_house
from hub_kit import pair_of_machines, soon

from app.bootstrap import open_house
from app.cli.main import main
from app.domain.settings import EventRecorded
from app.domain.till.decide import OpenTill
from app.domain.till.events import (
    DayClosed,
    EstablishmentDayClosed,
    EstablishmentMonthClosed,
    EstablishmentYearClosed,
    MonthClosed,
    PeriodClosed,
    YearClosed,
)
from app.fiscal.checking import verify_profile
from app.fiscal.periods import close_due
from app.services.facts import facts_of
from db.profile import Profile

CHILD = Path(__file__).parents[1] / "kits/closing_child.py"
KINDS = (DayClosed, MonthClosed, YearClosed)
WHOLE = (
    EstablishmentDayClosed,
    EstablishmentMonthClosed,
    EstablishmentYearClosed,
)


@pytest.fixture(scope="module")
def left_open(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A till that was left open long ago: its day, month and year are due."""
    folder = tmp_path_factory.mktemp("killed") / "profile"
    clock = FixedClock(datetime.fromisoformat("2025-10-20T20:00:00+02:00"))
    with demo_house(folder, clock) as opened:
        sell(opened)
    return folder


@pytest.fixture(scope="module")
def two_tills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hub's profile, after two tills closed all of theirs: the establishment's day,
    month and year are due."""
    folder, clock = tmp_path_factory.mktemp("whole"), FixedClock()
    clock.now = datetime.fromisoformat("2025-10-20T20:00:00+02:00")
    with pair_of_machines(folder, clock) as pair:
        one, two = pair
        two.links()
        soon(lambda: one.vector == two.vector)
        for each in pair:
            each.do(OpenTill(coins=()))
        clock.now = datetime.fromisoformat("2026-02-01T12:00:00+01:00")
        for each in pair:
            each.ask(lambda each=each: close_due(each.house, thorough=True))
        soon(lambda: one.vector == two.vector)
    return folder / "one"


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


@pytest.mark.parametrize(
    ("kind", "when"), list(zip(WHOLE, ("within", "after", "within"), strict=True))
)
def test_a_kill_leaves_none_of_the_establishment_half_done(
    two_tills: Path, tmp_path: Path, kind: type, when: str
) -> None:
    profile = tmp_path / "profile"
    shutil.copytree(two_tills, profile)
    command = [sys.executable, str(CHILD), str(profile), kind.__name__, when]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert done.returncode == -9, done.stderr
    names = [each.__name__ for each in WHOLE]
    place = WHOLE.index(kind) + (when == "after")
    assert [name for name in made(profile)[0] if name in names] == names[:place]

    assert main(["fiscal", "close", "--profile", str(profile)]) == 0
    assert [name for name in made(profile)[0] if name in names] == names
    assert not verify_profile(Profile(profile), deep=True).errors
