"""Helpers for tests and pictures of windows: a seeded house on a clock one sets by hand."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap import Opened, open_house
from app.demo.evening import OPENING, play_evening, play_on
from app.demo.history import TravelClock
from app.domain.rules import SetDevice
from app.domain.settings import DeviceSet
from app.domain.till.decide import OpenTill
from app.domain.till.events import Coins
from app.domain.vocabulary import Refusal
from app.services.house import Actor
from app.windows.board import DeviceBoard
from app.windows.desk import Desk, HouseSignals
from db.profile import Profile

if TYPE_CHECKING:
    from app.suite import Suite
    from app.windows.shell import Shell

_MOMENT = "moment"
_MADE: dict[str, Path] = {}
"""Name -> the profile that is copied."""
EVENING = datetime.fromisoformat("2026-11-20T20:26:00+01:00")


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = EVENING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The moment it shows."""
        return self.now

    def forward(self, **step: float) -> None:
        """Moves on, `forward(minutes=5)`."""
        self.now += timedelta(**step)


@contextmanager
def demo_house(
    folder: Path, clock: FixedClock | None = None, *, open_till: bool = True
) -> Iterator[Opened]:
    """The demo restaurant in `folder`, its till open with 150 €."""
    clock = clock or FixedClock()
    if isinstance(clock, FixedClock) and clock.now == EVENING:
        _lay("demo", folder, _seed)
    with open_house(Profile(folder), clock=clock) as opened:
        if open_till:
            command = OpenTill(coins=(Coins(value=5000, count=3),))
            done = opened.house.run(command, Actor("marc"))
            assert not isinstance(done, Refusal), done
        yield opened


@contextmanager
def evening_house(folder: Path, *, later: bool = False) -> Iterator[Opened]:
    """The demo restaurant as the pictures show it at 20:26 (20:34 with `later`).

    `opened.house.clock` is a `TravelClock`: set its `moment` to move on.
    """
    clock = TravelClock(lambda: OPENING)
    _lay("later" if later else "evening", folder, _play_on if later else _play)
    clock.moment = datetime.fromisoformat((folder / _MOMENT).read_text())
    with open_house(Profile(folder), clock=clock) as opened:
        yield opened


def _lay(name: str, folder: Path, make: Callable[[Path], None]) -> None:
    """Copies a profile that is made once in a run of tests: hashing PINs takes longer
    than most tests."""
    if name not in _MADE:
        made = Path(tempfile.mkdtemp(prefix="sotto-tests-")) / name
        atexit.register(shutil.rmtree, made.parent, ignore_errors=True)
        make(made)
        _MADE[name] = made
    shutil.copytree(_MADE[name], folder, dirs_exist_ok=True)


def _seed(folder: Path) -> None:
    with open_house(Profile(folder), clock=FixedClock()):
        pass


def _play(folder: Path, *, later: bool = False) -> None:
    clock = TravelClock(lambda: OPENING)
    clock.moment = OPENING
    with open_house(Profile(folder), clock=clock) as opened:
        play_evening(opened.house, clock)
        if later:
            play_on(opened.house, clock)
    (folder / _MOMENT).write_text(clock().isoformat())


def _play_on(folder: Path) -> None:
    _play(folder, later=True)


def desk_for(opened: Opened, person: str = "lea", window: str = "pos") -> Desk:
    """A desk of the house with somebody sitting at it."""
    signals = HouseSignals(opened.house)
    desk = Desk(opened.house, signals, window)
    signals.setParent(desk)
    desk.signer = opened.signer
    desk.invoices = opened.profile.invoices
    desk.files = opened.profile.files
    desk.sit_down(person)
    return desk


def board() -> DeviceBoard:
    """A board without devices."""
    return DeviceBoard()


@contextmanager
def counter_window(folder: Path, device: DeviceSet) -> Iterator["tuple[Suite, Shell]"]:
    """A suite with one device more, and its till at the counter."""
    from app.suite import Suite

    with demo_house(folder) as opened:
        suite = Suite(opened)
        suite.start()
        try:
            suite.house.run(SetDevice(event=device), Actor("marc"))
            shell = suite.open_window("pos")
            shell.show()
            shell.resume("ines")
            shell.go("pos", "counter")
            yield suite, shell
        finally:
            suite.stop()
