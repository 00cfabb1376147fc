"""Builds the adapters and wires them: profile, journal, house, devices, followers.

The only place that knows which class stands behind a port. `open_house` is enough for
the command line; `Suite` adds devices and followers for the windows and the shift.
"""

import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.environment import SANDBOX, Environment
from app.fiscal.checking import renew_tables
from app.fiscal.core import core
from app.hub.file_shelf import FileShelf
from app.hub.node import Node
from app.services.environment import (
    FIELD,
    OtherEnvironmentError,
    environment_of,
    usual_environment,
)
from app.services.house import House, journal_types, project_entries
from app.services.keys import key_name
from app.services.ports import Post
from app.services.seed import seed_demo
from app.services.site import Site, own_chain, read_site
from app.starting import disk_told
from db import reading
from db.database import Database
from db.device_key import open_device_key
from db.errors import KeyUnavailableError
from db.journal import Journal
from db.keys import Signer
from db.profile import Profile
from db.sealed import Sealer
from db.whole_file import write_whole

if TYPE_CHECKING:
    from app.demo.history import TravelClock

VERSION = "0.1.0"
SOFTWARE = f"Sotto {VERSION} · {core().label}"
HALF_MADE = "demo.part"
"""Lies in a profile while the month of its demo restaurant is played."""
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
    """An open profile: its house, what keys the PINs, and how it stands to others.

    Attributes:
        signer: the DeviceKey.
        site: what was agreed when it was paired with a hub; None if it never was.
    """

    profile: Profile
    database: Database
    house: House
    pepper: bytes
    signer: Signer
    sealer: Sealer
    site: Site | None

    def node(self, post: Post) -> Node:
        """This terminal as its network sees it; `post` leads to the house's thread."""
        shelf = FileShelf(self.database, self.profile.invoices, self.profile.files)
        return Node(self.house, self.sealer, self.signer, post, self.site, shelf)


@contextmanager
def open_house(
    profile: Profile,
    *,
    environment: Environment | None = None,
    server: str = "",
    clock: Callable[[], datetime] = wall_clock,
    demo: bool = True,
    history: bool = False,
    serving: bool = False,
    preparing: Callable[[], None] = lambda: None,
    keeps: timedelta | None = None,
    key_lost: bool = False,
) -> Iterator[Opened]:
    """Opens a profile for acting in it; the caller holds its `ProfileLock`.

    Args:
        environment: what a fresh profile becomes, and what another one has to be; None
            takes it as it is.
        server: address of the database where the journal lies, when it is not the
            profile's own file; the profile then holds the keys.
        demo: seed an empty sandbox with the demo restaurant, unless it was paired: then
            its restaurant comes from the hub.
        history: and play a month of services before today, which takes seconds. One
            that was cut short is forgotten and played anew, unless something else
            opened it since.
        serving: and the first two hours of today's service, if it is day: whoever opens
            it sees a room at work.
        preparing: told before that month is played.
        keeps: as `House`.
        key_lost: open it although its key is gone or of another machine, for a new one.

    Raises:
        KnownError: the profile cannot be used; `text()` says why to a person.
    """
    with disk_told():
        profile.create()
        half_made = profile.folder / HALF_MADE
        if history and half_made.exists():
            _forget(profile)
        pepper = _pepper(profile.keys / "pepper")
        site = _site(profile)
    fresh = not server and not profile.database.exists()
    database = Database.open(server or profile.database)
    try:
        stands = _environment(profile, site, database, environment)
        demo = demo and site is None and stands == SANDBOX
        terminal = own_chain(profile.keys)
        past = _past(clock) if history and demo and fresh else None
        clock = past or clock
        with disk_told():
            if past is not None:
                half_made.touch()
                preparing()
            key = open_device_key(
                profile.keys,
                reading.keyring(database, terminal),
                name=key_name(terminal),
                now=clock(),
                lost=key_lost,
            )
        journal = Journal.open(
            database,
            chain=terminal,
            signer=key,
            types=journal_types(),
            clock=clock,
            software=SOFTWARE,
            genesis={
                "terminal": terminal,
                FIELD: stands,
                "perpetual_net": 0,
                "perpetual_abs": 0,
            },
            witness=profile.witness(terminal),
            project=project_entries,
        )
        sealer = Sealer(database)
        if not server:  # there other processes fold beside this one
            renew_tables(database, core().hash[:16])
        house = House(database, journal, sealer, clock, keeps)
        house.load()
        if demo and not house.world.staff.people:
            seed_demo(house, pepper)
            if past is not None:
                _play_past(house, past)
            _prepare_day(house, past if serving else None)
        # Whole, or in use as it is: a hub, a pairing or a command has opened it since.
        half_made.unlink(missing_ok=True)
        house.heed_notices()
        try:
            yield Opened(profile, database, house, pepper, key, sealer, site)
        finally:
            journal.close()
    finally:
        database.close()


def _forget(profile: Profile) -> None:
    """Removes a demo restaurant that nobody has seen: its making was cut short."""
    _log.warning("the demo restaurant was half made, it is made anew")
    for folder in (profile.keys, profile.spool, profile.backups):
        shutil.rmtree(folder, ignore_errors=True)
    for file in profile.folder.glob(f"{profile.database.name}*"):
        file.unlink()
    profile.create()


def _environment(
    profile: Profile,
    site: Site | None,
    database: Database,
    asked: Environment | None,
) -> Environment:
    """Where a profile stands: what its journal says, else its pairing, else what was
    asked for.

    Raises:
        OtherEnvironmentError: two of them differ.
    """
    told = (environment_of(database), site.environment if site else None, asked)
    said = [each for each in told if each is not None]
    for other in said[1:]:
        if other != said[0]:
            raise OtherEnvironmentError(said[0], other)
    return said[0] if said else usual_environment(profile)


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


def _prepare_day(house: House, past: "TravelClock | None") -> None:
    """Who has reserved and what is on the shelves; with a clock that can be set, a
    service stands in its middle now."""
    from app.demo.evening import may_stand_at, opening_of, play_evening
    from app.demo.today import prepare_day

    now = house.clock().replace(microsecond=0)
    if past is None or not may_stand_at(now):
        prepare_day(house)
        return
    past.moment = opening_of(now) - timedelta(minutes=10)
    prepare_day(house, now)
    play_evening(house, past, now)
    past.moment = None


def _site(profile: Profile) -> Site | None:
    try:
        return read_site(profile.keys)
    except ValueError as error:
        raise KeyUnavailableError(str(error)) from error


def _pepper(path: Path) -> bytes:
    """What keys the PIN hashes; made at the first start, beside the device key."""
    if not path.exists():
        write_whole(path, secrets.token_bytes(32))
    return path.read_bytes()
