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
from db.database import Database
from db.journal import Journal
from db.keys import open_key
from db.notices import ClockBackward, RollbackDetected
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
    profile.create()
    past = _past(clock) if history and not profile.database.exists() else None
    clock = past or clock
    database = Database.open(profile.database)
    try:
        journal = Journal.open(
            database,
            chain=TERMINAL,
            signer=open_key(profile.keys, name=f"Sotto {TERMINAL}", now=clock()),
            types=journal_types(),
            clock=clock,
            software=SOFTWARE,
            genesis={"terminal": TERMINAL, "perpetual_net": 0, "perpetual_abs": 0},
            witness=profile.witness(TERMINAL),
            project=project_entries,
        )
        house = House(database, journal, Sealer(database), clock)
        house.load()
        pepper = _pepper(profile.keys / "pepper")
        if demo and not house.world.staff.people:
            seed_demo(house, pepper)
        if past is not None:
            _play_past(house, past)
        _note_notices(house)
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
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
    return path.read_bytes()


def _note_notices(house: House) -> None:
    """What the journal noticed while opening becomes a technical event."""
    for notice in house.journal.take_notices():
        code = {
            RollbackDetected: "CHAIN_ROLLBACK",
            ClockBackward: "CLOCK_BACKWARD",
        }.get(type(notice), "NOTICE")
        _log.warning("%s: %s", code, notice)
        house.note(code, str(notice)[:200])
