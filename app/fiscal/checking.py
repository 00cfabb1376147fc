"""Verifying, reading and rebuilding a profile from outside, window open or not.

Source: `fiscal.md` B-09 and 4.7. Nothing here changes the journal.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.environment import PRODUCTION, mark_of
from app.domain.settings import SETTINGS, SettingSet
from app.domain.till.periods import following
from app.fiscal.documents import REFUND, check_refunds
from app.fiscal.totals import TYPES, check_totals
from app.fiscal.witnesses import noted_heads
from app.projections.apply import PROJECTED
from app.projections.queries import load_things
from app.projections.tables import READ_TABLES
from app.services.environment import environment_of
from app.services.house import journal_types, project_entries
from app.services.site import own_chain
from db import followers
from db.database import Database
from db.entry import Entry, Head
from db.errors import DatabaseBusyError
from db.journal import Journal
from db.profile import Profile
from db.reading import before, counters, entries, vector
from db.rebuild import compare, rebuild
from db.series import numbered
from db.server import in_use
from db.verify import Finding, Report, recent, verify

EVENTS = ("event.recorded",)
_TOLD = 1000
_TABLES, _SUMS = (0.4, 0.8), (0.8, 1.0)
"""From where to where in a deep verification: the tables, the sums; the chains before."""
_FOLDED = "read tables"
"""Follower that has seen the cores that folded them: core -> the place of it among them."""
_log = logging.getLogger("sotto.start")
Progress = Callable[[float], object]
RECENT = 500
"""Entries that are checked at each start."""


def verify_profile(
    profile: Profile,
    *,
    server: str = "",
    deep: bool = False,
    days: tuple[str, str] = ("", ""),
    witnesses: Iterable[Head] = (),
) -> Report:
    """Checks a profile's journal against its keys and its witnesses.

    Args:
        server: address of the database where it lies, when that is not the profile.
        deep: also fold the whole journal again, compare the read tables, add up
            documents and closings, and read the technical events.
        days: first and last business day, "" for no bound; then nothing is added up,
            because totals run from the first entry on.
        witnesses: ends of chains that somebody brings.

    Raises:
        KnownError: there is nothing that can be read.
    """
    database = Database.open(server or profile.database, read_only=True)
    try:
        return verify_database(
            database, profile, deep=deep, days=days, witnesses=witnesses
        )
    finally:
        database.close()


def verify_database(
    database: Database,
    profile: Profile,
    *,
    deep: bool = False,
    days: tuple[str, str] = ("", ""),
    witnesses: Iterable[Head] = (),
    progress: Progress = lambda part: None,
) -> Report:
    """The same for a database that is already open.

    Args:
        progress: told how much is done, 0-1, now and then while `deep` reads the journal
            again; may raise to stop.
    """
    first, last = days

    def follows(checked: Database) -> Iterator[Finding]:
        ends = vector(checked)
        tables, sums = (_Watch(ends, progress, *part) for part in (_TABLES, _SUMS))
        yield from compare(
            checked,
            tables=READ_TABLES,
            project=project_entries,
            types=PROJECTED,
            watch=tables,
        )
        added = entries(checked, after={}, types=TYPES, readable=True)
        yield from check_totals(sums(added))
        yield from _check_refunds(checked)
        yield from check_events(entries(checked, after={}, types=EVENTS, readable=True))
        yield from _check_stamps(checked, profile.keys / "tsa")

    return verify(
        database,
        deep=follows if deep and not (first or last) else None,
        since=before(database, first) if first else None,
        until=before(database, following(last)) if last else None,
        witness=[
            profile.witness(own_chain(profile.keys)),
            *noted_heads(database, own_chain(profile.keys)),
            *witnesses,
        ],
        types=journal_types(),
    )


def _check_refunds(database: Database) -> Iterator[Finding]:
    """Refunds against their originals, each of which is read by its number."""

    def find(chain: str, number: int) -> Entry | None:
        found = numbered(database, chain, "T", after=number - 1, last=number)
        return next(found, None)

    last = {
        chain: counters(database, chain, "T").get("T", 0) for chain in vector(database)
    }
    refunds = entries(database, after={}, types=(REFUND,), readable=True)
    yield from check_refunds(refunds, last, find)


def _check_stamps(database: Database, folder: Path) -> Iterator[Finding]:
    """Time-stamps, where there are any: what reads them is loaded with the first one."""
    if any(entries(database, after={}, types=("witness.stamped",), readable=True)):
        from app.fiscal.timestamps import check_stamps

        yield from check_stamps(database, folder)


@dataclass(frozen=True, slots=True)
class _Watch:
    """Tells how far entries were read, as a part of the whole verification."""

    ends: Mapping[str, int]
    progress: Progress
    begin: float
    end: float

    def __call__(self, found: Iterator[Entry]) -> Iterator[Entry]:
        whole, read = sum(self.ends.values()) or 1, dict.fromkeys(self.ends, 0)
        for count, entry in enumerate(found):
            read[entry.chain] = entry.seq
            if count % _TOLD == 0:
                done = min(1.0, sum(read.values()) / whole)
                self.progress(self.begin + (self.end - self.begin) * done)
            yield entry


def check_events(found: Iterable[Entry]) -> Iterator[Finding]:
    """Where the till could write nothing for a while: its acts were refused, so that
    nothing is missing, but a person should know."""
    for entry in found:
        if entry.data.get("code") == "DEGRADED_START":
            detail = str(entry.data.get("detail", ""))
            yield Finding("DEGRADED", entry.chain, entry.seq, detail=detail)


def verify_recent(database: Database, own: str) -> Report:
    """Checks the last entries of every chain; tens of milliseconds, any thread.

    Raises:
        KnownError: the data cannot be read at all.
    """
    since = recent(database, RECENT)
    heads = noted_heads(database, own)
    return verify(database, since=since, types=journal_types(), witness=heads, cores=1)


def verify_whole(database: Database, own: str) -> Report:
    """Checks every entry of every chain, no read table; any thread.

    Args:
        own: the chain that is written here.

    Raises:
        KnownError: the data cannot be read at all.
    """
    heads = noted_heads(database, own)
    return verify(database, types=journal_types(), witness=heads)


def rebuild_profile(profile: Profile, *, server: str = "") -> int:
    """Empties the read tables and folds the journal into them again.

    Nobody else writes meanwhile: on a server, the other processes are stopped first.

    Returns:
        how many entries were folded: those that change a read table.

    Raises:
        DatabaseBusyError: another process is connected to the server's schema.
        KnownError: the tables are as they were before.
    """
    if server and in_use(server):
        raise DatabaseBusyError("connected")
    database = Database.open(server or profile.database)
    try:
        return rebuild_database(database)
    finally:
        database.close()


def rebuild_database(database: Database) -> int:
    """The same for a database that is already open."""
    return rebuild(
        database, tables=READ_TABLES, project=project_entries, types=PROJECTED
    )


def renew_tables(database: Database, core: str) -> None:
    """Makes the read tables anew when another fiscal core folded them: an update may read
    an old entry as more than the one before did.

    Args:
        core: what tells this core from others, up to 16 characters.

    Raises:
        KnownError: the tables are as they were before.
    """
    known = followers.vector(database, _FOLDED)
    last = max(known.values(), default=0)
    if known and known.get(core) == last:
        return
    if vector(database):
        _log.info("making the read tables anew")
        rebuild_database(database)
    with database.write() as connection:
        followers.advance(connection, _FOLDED, {core: last + 1})


def reading_settings(
    profile: Profile, *, server: str = ""
) -> tuple[dict[str, str], str]:
    """The settings of a house from outside, and the word across its papers: "" in
    production.

    Raises:
        KnownError: they cannot be read.
    """
    database = Database.open(server or profile.database, read_only=True)
    try:
        values, mark = dict(SETTINGS), mark_of(environment_of(database) or PRODUCTION)
        with database.read() as connection:
            for event in load_things(connection):
                if isinstance(event, SettingSet):
                    values[event.key] = event.value
        return values, mark.word if mark else ""
    finally:
        database.close()


@contextmanager
def open_reading(profile: Profile, *, server: str = "") -> Iterator[Journal]:
    """A profile's journal for reading only.

    Raises:
        KnownError: it cannot be read.
    """
    database = Database.open(server or profile.database, read_only=True)
    try:
        yield Journal.open(
            database,
            chain=own_chain(profile.keys),
            signer=None,
            types=journal_types(),
            clock=lambda: datetime.now().astimezone(),
            software="",
        )
    finally:
        database.close()
