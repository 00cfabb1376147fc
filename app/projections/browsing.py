"""The journal read backwards, page by page: what a person who browses it asks.

A page looks at no more than a window of entries, so that its cost does not grow with
the journal: `page` answers with what it found there and where to go on. Stream and
business day have indexes; the type is compared in SQL; the person is known only to the
entry itself, which is read for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from db import reading
from db.database import Database
from db.entry import Entry, parse_all
from db.errors import DatabaseDamagedError

WINDOW = 20_000
"""Entries that one step looks at."""
_READ_WINDOW = 4_000
"""The same where each entry has to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries; an empty field wants all.

    Attributes:
        types: wire names.
        stream: the thing they are about ("order/01J…").
        person: who did it, or who allowed it.
        bday: business day, "YYYY-MM-DD".
    """

    types: tuple[str, ...] = ()
    stream: str = ""
    person: str = ""
    bday: str = ""


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Entries of one chain, newest first.

    Attributes:
        older: read on before this number; 0 when there is nothing older.
    """

    entries: tuple[Entry, ...]
    older: int


def page(
    database: Database,
    chain: str,
    wanted: Wanted,
    *,
    before: int,
    limit: int = 100,
    window: int = 0,
) -> JournalPage:
    """The newest entries numbered below `before`, out of one window.

    Fewer than `limit` may come although there are more: then `older` is not 0.

    Args:
        window: entries to look at; `WINDOW`, or less where each must be read, if 0.

    Raises:
        KnownError: the journal cannot be read.
    """
    window = window or (_READ_WINDOW if wanted.person else WINDOW)
    indexed = (wanted.stream or wanted.bday) and not wanted.person
    low = 0 if indexed else max(0, before - 1 - window)
    batch = window if wanted.person else limit
    with database.read() as connection:
        rows = _rows(connection, chain, wanted, before, low, batch)
    found: list[Entry] = []
    for seq, jws, hash_ in rows:
        entry = _entry(jws, hash_)
        if entry is None or wanted.person not in ("", entry.op, entry.appr):
            continue
        found.append(entry)
        if len(found) == limit:
            return JournalPage(tuple(found), _older(seq))
    looked_to = rows[-1][0] if len(rows) == batch else low + 1
    return JournalPage(tuple(found), _older(looked_to))


def _older(number: int) -> int:
    return number if number > 1 else 0


def search(
    database: Database,
    chain: str,
    wanted: Wanted,
    *,
    before: int,
    limit: int = 100,
    go_on: Callable[[int], bool] = lambda number: True,
) -> JournalPage:
    """A whole page, however far back it takes.

    Args:
        go_on: told the number that was reached after each window; False stops there.

    Raises:
        KnownError: the journal cannot be read.
    """
    found: list[Entry] = []
    while True:
        step = page(database, chain, wanted, before=before, limit=limit - len(found))
        found += step.entries
        before = step.older
        if not before or len(found) >= limit or not go_on(before):
            return JournalPage(tuple(found), before)


def entries_of_day(database: Database, bday: str, types: Sequence[str]) -> list[Entry]:
    """The entries of a business day of some types, on every chain, oldest first.

    Raises:
        KnownError: the journal cannot be read.
    """
    wanted = Wanted(types=tuple(types), bday=bday)
    found: list[Entry] = []
    for chain, last in reading.vector(database).items():
        before = last + 1
        while before:
            step = page(database, chain, wanted, before=before, limit=1000)
            found += step.entries
            before = step.older
    return sorted(found, key=lambda entry: entry.order)


def _rows(
    connection: Connection,
    chain: str,
    wanted: Wanted,
    before: int,
    low: int,
    batch: int,
) -> list[tuple[int, str, str]]:
    # A stream is short: "+" keeps SQLite from walking the whole chain for it.
    plus = "+" if wanted.stream else ""
    conditions = [f"{plus}chain = :chain", f"{plus}seq < :before", f"{plus}seq > :low"]
    values: dict[str, object] = {
        "chain": chain,
        "before": before,
        "low": low,
        "batch": batch,
    }
    if wanted.stream:
        conditions.append("stream = :stream")
        values["stream"] = wanted.stream
    if wanted.bday:
        conditions.append("bday = :bday")
        values["bday"] = wanted.bday
    if wanted.types:
        conditions.append("type IN :types")
        values["types"] = list(wanted.types)
    # Numbers first: to sort whole entries costs their weight.
    statement = text(
        "SELECT seq, jws, hash FROM journal WHERE chain = :chain AND seq IN ("
        f"SELECT seq FROM (SELECT seq FROM journal WHERE {' AND '.join(conditions)} "
        f"ORDER BY {plus}seq DESC LIMIT :batch) numbers) ORDER BY seq DESC"
    )
    if wanted.types:
        statement = statement.bindparams(bindparam("types", expanding=True))
    rows = connection.execute(statement, values)
    return [(seq, jws, hash_) for seq, jws, hash_ in rows]


def _entry(jws: str, hash_: str) -> Entry | None:
    """An entry, None when it is damaged: verification tells, browsing goes on."""
    try:
        return parse_all([(jws, hash_)])[0]
    except DatabaseDamagedError:
        return None


_OF_ORDER = """
SELECT table_number, number FROM receipt WHERE order_id = :order ORDER BY tseq LIMIT 1
"""


def told_by_receipt(connection: Connection, order: str) -> tuple[str, str]:
    """Table and number of the first document of an order, "" each without one."""
    found = connection.execute(text(_OF_ORDER), {"order": order}).first()
    return (str(found[0] or ""), str(found[1])) if found is not None else ("", "")
