"""The stage of a shift: a fresh profile, its suite, one window a place, real devices."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypeVar

from typing_extensions import override

from app.bootstrap import Opened, open_house
from app.demo.evening import OPENING
from app.domain.orders.state import Order
from app.domain.world import World
from app.services.house import Fact, House
from app.shift.clock import ServiceClock
from app.shift.finger import Finger
from app.suite import Suite, make_application
from app.windows.page import Page
from app.windows.shell import Shell
from db.errors import KnownError
from db.profile import Profile, ProfileLock
from resources.texts import tr
from widgets import theme

MARK = "shift.json"
SIZES = {"pos": (1366, 768), "floor": (1366, 768), "kitchen": (1920, 1080)}
_Event = TypeVar("_Event")


class ProfileTakenError(KnownError):
    """The folder holds something that is no shift of ours."""

    @override
    def text(self) -> str:
        """Why, to a person."""
        return tr("Ce dossier n'est pas vide et n'est pas celui d'un service joué.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is played.

    Attributes:
        folder: of the profile.
        covers: guests at tables.
        seed: of everything that is left to chance.
        speed: times real time; 0 as fast as possible.
        screen: show the windows.
    """

    folder: Path
    covers: int = 120
    seed: int = 7
    speed: float = 0.0
    screen: bool = False


@dataclass
class Stage:
    """Everything that hands and stories need.

    Attributes:
        windows: "pos", "floor", "till" and "kitchen" -> their window.
        facts: everything written since the doors opened.
        told: what incidents have to say to a person at the end.
    """

    options: Options
    opened: Opened
    suite: Suite
    clock: ServiceClock
    finger: Finger
    random: Random
    windows: dict[str, Shell] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def house(self) -> House:
        """The restaurant."""
        return self.opened.house

    @property
    def world(self) -> World:
        """The restaurant as it stands."""
        return self.opened.house.world

    def order(self, order: str) -> Order:
        """An order as it stands."""
        return self.world.book.orders[order]

    def open_window(self, place: str) -> Shell:
        """A window for a place, on show; the one that is open already."""
        if place not in self.windows:
            shell = self.suite.open_window(place)
            shell.resize(*SIZES.get(place, SIZES["pos"]))
            shell.show()
            self.windows[place] = shell
        return self.windows[place]

    def close_window(self, place: str) -> None:
        """Closes the window of a place."""
        self.windows.pop(place).close()

    def page(self, window: str) -> Page:
        """The page on show in a window."""
        page = self.windows[window].page
        assert page is not None, window
        return page

    def written(self, kind: type[_Event], since: int = 0) -> list[_Event]:
        """Events of a kind, from the fact numbered `since` on."""
        return [f.event for f in self.facts[since:] if isinstance(f.event, kind)]

    def wait_for(
        self,
        kind: type[_Event],
        since: int,
        *,
        that: Callable[[_Event], bool] = bool,
        patience_s: float = 20.0,
    ) -> _Event:
        """The first event of a kind, waited for.

        Raises:
            Stuck: none was written.
        """
        self.finger.until(
            lambda: any(that(e) for e in self.written(kind, since)),
            f"no {kind.__name__} was written",
            patience_s=patience_s,
        )
        return next(e for e in self.written(kind, since) if that(e))


@contextmanager
def open_stage(options: Options) -> Iterator[Stage]:
    """Opens a fresh demo profile and its windows; closes all of it at the end.

    Raises:
        KnownError: the folder cannot be used.
    """
    make_application()
    profile = _fresh_profile(options)
    lock = ProfileLock(profile)
    if not lock.acquire():
        raise ProfileTakenError
    still = theme.reduce_motion()
    theme.set_reduce_motion(on=not options.screen)
    clock = ServiceClock(OPENING, options.speed)
    finger = Finger(clock.tapped)
    try:
        with open_house(profile, clock=clock) as opened:
            suite = Suite(opened)
            suite.start()
            try:
                yield _set(options, opened, suite, clock, finger)
            finally:
                suite.stop()
                finger.rest()
    finally:
        theme.set_reduce_motion(on=still)
        lock.release()


def _set(
    options: Options, opened: Opened, suite: Suite, clock: ServiceClock, finger: Finger
) -> Stage:
    """The stage with its windows open and nobody logged in."""
    stage = Stage(
        options=options,
        opened=opened,
        suite=suite,
        clock=clock,
        finger=finger,
        random=Random(options.seed),
    )
    opened.house.follow(stage.facts.extend)
    for place in SIZES:
        stage.open_window(place)
    return stage


def _fresh_profile(options: Options) -> Profile:
    """An empty folder, or that of an earlier shift, which is emptied.

    Raises:
        ProfileTakenError: something else lives there.
    """
    profile, mark = Profile(options.folder), options.folder / MARK
    if options.folder.exists() and any(options.folder.iterdir()):
        if not mark.exists():
            raise ProfileTakenError
        lock = ProfileLock(profile)
        if not lock.acquire():
            raise ProfileTakenError
        lock.release()
        _forget(profile)
    profile.create()
    words = {"covers": options.covers, "seed": options.seed}
    mark.write_text(json.dumps(words) + "\n", encoding="utf-8")
    return profile


def _forget(profile: Profile) -> None:
    """Removes what a shift left in its own folder, and nothing else."""
    for place in (
        profile.keys,
        profile.files,
        profile.spool,
        profile.backups,
        profile.logs,
    ):
        shutil.rmtree(place, ignore_errors=True)
    for file in profile.folder.glob("sotto.db*"):
        file.unlink()
