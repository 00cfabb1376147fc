"""Builds the adapters and wires them: profile, journal, house, devices, followers.

The only place that knows which class stands behind a port. `open_house` is enough for
the command line; `Suite` adds devices and followers for the windows and the shift.
"""

import logging
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.services.house import House, journal_types, project_entries
from app.services.seed import seed_demo
from app.starting import disk_told
from db.database import Database
from db.journal import Journal
from db.keys import open_key
from db.profile import Profile
from db.sealed import Sealer

if TYPE_CHECKING:
    from app.demo.history import TravelClock

VERSION = "0.1.0"
FISCAL_VERSION = "F1.0"
SOFTWARE = f"Sotto {VERSION} · {FISCAL_VERSION}"
TERMINAL = "C1"
_log = logging.getLogger("sotto.start")


def wall_clock() -> datetime:
    """Now, with the offset of this machine's time zone."""
    return datetime.now().astimezone()


def profile_of(name: str) -> Profile:
    """The profile called `name`, or in the folder `name` when it is a path."""
    if os.sep in name or name in (".", ".."):
        return Profile(Path(name).resolve())
    return Profile.named(name)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open profile: its house, and what keys the PINs."""

    profile: Profile
    database: Database
    house: House
    pepper: bytes


@contextmanager
def open_house(
    profile: Profile,
    *,
    clock: Callable[[], datetime] = wall_clock,
    demo: bool = True,
    history: bool = False,
) -> Iterator[Opened]:
    """Opens a profile for acting in it; the caller holds its `ProfileLock`.

    Args:
        demo: seed an empty profile with the demo restaurant.
        history: and play a month of services before today, which takes seconds.

    Raises:
        KnownError: the profile cannot be used; `text()` says why to a person.
    """
    with disk_told():
        profile.create()
        pepper = _pepper(profile.keys / "pepper")
    past = _past(clock) if history and not profile.database.exists() else None
    clock = past or clock
    database = Database.open(profile.database)
    try:
        with disk_told():
            key = open_key(profile.keys, name=f"Sotto {TERMINAL}", now=clock())
        journal = Journal.open(
            database,
            chain=TERMINAL,
            signer=key,
            types=journal_types(),
            clock=clock,
            software=SOFTWARE,
            genesis={"terminal": TERMINAL, "perpetual_net": 0, "perpetual_abs": 0},
            witness=profile.witness(TERMINAL),
            project=project_entries,
        )
        house = House(database, journal, Sealer(database), clock)
        house.load()
        if demo and not house.world.staff.people:
            seed_demo(house, pepper)
        if past is not None:
            _play_past(house, past)
        house.heed_notices()
        try:
            yield Opened(profile, database, house, pepper)
        finally:
            journal.close()
    finally:
        database.close()


def _past(clock: Callable[[], datetime]) -> "TravelClock":
    """A clock that stands where the demo restaurant's past begins."""
    from app.demo.history import DAYS, TravelClock

    past = TravelClock(clock)
    past.moment = clock() - timedelta(days=DAYS + 1)
    return past


def _play_past(house: House, past: "TravelClock") -> None:
    from app.demo.history import play_history

    _log.info("playing the demo restaurant's past month")
    play_history(house, past, past.wall().date())
    past.moment = None


def _pepper(path: Path) -> bytes:
    """What keys the PIN hashes; made at the first start, beside the device key."""
    if not path.exists():
        beside = path.with_name(path.name + ".new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)  # whole or not there: an empty one would be a pepper too
    return path.read_bytes()
