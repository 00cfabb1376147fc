"""Reads entries of all chains, in canonical order, without holding anything open.

Within a chain the order of the hybrid clock is the order of the numbers, so canonical
order is a merge of the chains and needs no sorting and no further index.
"""

import heapq
import itertools
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from operator import attrgetter

from sqlalchemy import Connection, Select, bindparam, func, select

from db.database import Database
from db.entry import (
    KEY_CHANGED,
    OPENED,
    OWN_TYPES,
    SEGMENT_OPENED,
    Entry,
    Head,
    digest,
    parse,
    parse_all,
)
from db.errors import DatabaseDamagedError
from db.keyring import Keyring
from db.tables import journal

_BATCH = 256
Order = tuple[str, str, int]
_NOWHERE: Order = ("~", "", 0)
"""Behind every stamp."""
_Parse = Callable[[Sequence[tuple[str, str]]], list[Entry]]

_KEY_SERIES = [OWN_TYPES[name].series for name in (OPENED, KEY_CHANGED, SEGMENT_OPENED)]
_ENDS = select(journal.c.seq, journal.c.jws).order_by(journal.c.seq.desc()).limit(1)
_VECTOR = select(journal.c.chain, func.max(journal.c.seq).label("seq")).group_by(
    journal.c.chain
)
_STORED = select(journal.c.seq, journal.c.jws, journal.c.hash)
_CHAIN = journal.c.chain == bindparam("chain")
_NEXT_CHAIN = select(func.min(journal.c.chain)).where(
    journal.c.chain > bindparam("chain")
)
_LAST = select(func.max(journal.c.seq)).where(_CHAIN)
_LAST_OF_SERIES = select(func.max(journal.c.tseq)).where(
    _CHAIN, journal.c.series == bindparam("series")
)


def vector(database: Database) -> dict[str, int]:
    """The last number of every chain."""
    found: dict[str, int] = {}
    chain: str | None = ""
    with database.read() as connection:
        if database.shared:  # one question: there is a network between
            return {row.chain: row.seq for row in connection.execute(_VECTOR)}
        # One seek per chain; DISTINCT would read the whole index.
        while True:
            chain = connection.execute(_NEXT_CHAIN, {"chain": chain}).scalar()
            if chain is None:
                return found
            found[chain] = connection.execute(_LAST, {"chain": chain}).scalar_one()


def head(database: Database, chain: str) -> Head:
    """The end of a chain; empty (`seq` 0) if it has no entry."""
    return _head(database, _ENDS.where(journal.c.chain == chain), chain)


def at(database: Database, chain: str, seq: int) -> Head:
    """The chain as if it ended at `seq`; empty if that entry does not exist."""
    place = _ENDS.where(journal.c.chain == chain, journal.c.seq == seq)
    return _head(database, place, chain)


def _head(database: Database, where: Select[int, str], chain: str) -> Head:
    with database.read() as connection:
        row = connection.execute(where).one_or_none()
    if row is None:
        return Head(chain)
    seq, jws = row
    try:
        entry = parse(jws)
    except DatabaseDamagedError:
        # Writing goes on after a damaged entry, and links to the bytes that are there.
        return Head(chain, seq, digest(jws))
    return Head(chain, seq, entry.hash, entry.hlc, entry.ts)


def counters(database: Database, chain: str, series: Collection[str]) -> dict[str, int]:
    """The last number of each series that the chain has used."""
    found: dict[str, int] = {}
    with database.read() as connection:
        for name in series:
            place = {"chain": chain, "series": name}
            last = connection.execute(_LAST_OF_SERIES, place).scalar()
            if last is not None:
                found[name] = last
    return found


def seq_of(database: Database, chain: str, series: str, number: int) -> int:
    """The entry with a number of a series, 0 when there is none."""
    place = select(journal.c.seq).where(
        journal.c.chain == chain, journal.c.series == series, journal.c.tseq == number
    )
    with database.read() as connection:
        return connection.execute(place).scalar() or 0


def keyring(database: Database, chain: str) -> Keyring:
    """The keys that the entries of `chain` announce; empty if none can be read."""
    stored = select(journal.c.seq, journal.c.jws).where(
        journal.c.chain == chain, journal.c.series.in_(_KEY_SERIES)
    )
    with database.read() as connection:
        # Sorted here: asked to sort, SQLite would walk the chain to save the sorting.
        rows = sorted(tuple(row) for row in connection.execute(stored))
    return Keyring.announced(jws for _, jws in rows)


def latest(database: Database, chain: str, series: str, most: int) -> Iterator[Entry]:
    """The last entries of a series, newest first; without damaged ones."""
    page = _STORED.where(journal.c.chain == chain, journal.c.series == series)
    with database.read() as connection:
        rows = connection.execute(
            page.order_by(journal.c.tseq.desc()).limit(most)
        ).all()
    for _, jws, hash_ in rows:
        yield from _readable([(jws, hash_)])


def unsigned_tail(database: Database, chain: str, last: int = 0) -> list[Entry]:
    """The entries behind the last signed one, as if the chain ended at `last`: none,
    unless the key does not sign."""
    tail: list[Entry] = []
    last = last or head(database, chain).seq
    page = _STORED.where(journal.c.chain == chain).order_by(journal.c.seq.desc())
    while last > 0:
        with database.read() as connection:
            found = page.where(journal.c.seq <= last).limit(_BATCH if tail else 1)
            rows = connection.execute(found).all()
        for seq, jws, hash_ in rows:
            if not str(jws).endswith("."):
                return tail[::-1]
            tail += _readable([(jws, hash_)])
            last = seq - 1
        if not rows:
            break
    return tail[::-1]


def first_day(database: Database, after: Mapping[str, int]) -> str:
    """The earliest business date of the entries that a vector does not cover, or ""."""
    days: list[str] = []
    with database.read() as connection:
        for chain, end in vector(database).items():
            unseen = select(func.min(journal.c.bday)).where(
                journal.c.chain == chain,
                journal.c.seq > after.get(chain, 0),
                journal.c.seq <= end,
            )
            days += filter(None, [connection.execute(unseen).scalar()])
    return min(days, default="")


def day_of(database: Database, streams: Collection[str]) -> str:
    """The earliest business date of the entries about these things, "" without any."""
    first = select(func.min(journal.c.bday)).where(journal.c.stream.in_(streams))
    with database.read() as connection:
        return connection.execute(first).scalar() or ""


def before(database: Database, bday: str) -> dict[str, int]:
    """The vector of what was written before a business day."""
    return {
        chain: _before(database, chain, bday, end)
        for chain, end in vector(database).items()
    }


def ahead_of(database: Database, bday: str) -> dict[str, int]:
    """The vector of what canonical order has before the first entry of a business day.

    Beyond it are also entries of earlier days: another till is still in yesterday, or its
    clock is far off, and it wrote about what others had begun in their later day.
    """
    found = before(database, bday)
    first = min(
        (_place(database, chain, last + 1) for chain, last in found.items()),
        default=_NOWHERE,
    )
    for chain, last in found.items():
        if last and _place(database, chain, last) > first:
            numbers = range(1, last + 1)
            found[chain] = bisect_left(
                numbers, first, key=partial(_place, database, chain)
            )
    return found


def _place(database: Database, chain: str, seq: int) -> Order:
    """Where an entry stands in canonical order, `_NOWHERE` without a readable one."""
    stamp = at(database, chain, seq).hlc
    return (stamp, chain, seq) if stamp else _NOWHERE


def moment(ts: str) -> datetime | None:
    """The time behind a stored column, None if it was tampered with or is empty."""
    try:
        return datetime.fromisoformat(ts)
    except ValueError:
        return None


def stored(
    database: Database, chain: str, after: int, last: int
) -> Iterator[tuple[int, str, str]]:
    """Number, stored form and hash of the entries beyond `after` up to `last`, as they
    lie there: a damaged one too."""
    page = _STORED.where(journal.c.chain == chain, journal.c.seq <= last)
    while after < last:
        following = page.where(journal.c.seq > after).order_by(journal.c.seq)
        with database.read() as connection:
            rows = connection.execute(following.limit(_BATCH)).all()
        yield from rows
        if not rows:
            return
        after = rows[-1][0]


def entries(
    database: Database,
    *,
    stream: str | None = None,
    after: Mapping[str, int],
    types: Collection[str] | None = None,
    limit: int | None = None,
    readable: bool = False,
) -> Iterator[Entry]:
    """What `Journal.entries` promises."""
    parsed = _readable if readable else parse_all
    wanted = _STORED if types is None else _STORED.where(journal.c.type.in_(types))
    if stream is not None:
        found = _of_stream(database, wanted.where(journal.c.stream == stream), parsed)
        unseen = (entry for entry in found if entry.seq > after.get(entry.chain, 0))
        return itertools.islice(unseen, limit)
    ends = vector(database)
    batch = _BATCH if limit is None else min(limit, _BATCH)
    chains = (
        _of_chain(
            database,
            wanted.where(journal.c.chain == chain),
            after.get(chain, 0),
            end,
            batch,
            parsed,
        )
        for chain, end in ends.items()
    )
    merged = heapq.merge(*chains, key=attrgetter("order"))
    return itertools.islice(merged, limit)


def _readable(rows: Sequence[tuple[str, str]]) -> list[Entry]:
    """The entries that can be read; `verify` tells of the others."""
    try:
        return parse_all(rows)
    except DatabaseDamagedError:
        if len(rows) == 1:
            return []
    return [entry for row in rows for entry in _readable([row])]


def _before(database: Database, chain: str, bday: str, end: int) -> int:
    """The last number before the first entry of `bday` or later."""
    first = select(func.min(journal.c.seq)).where(
        journal.c.chain == chain, journal.c.bday >= bday
    )
    with database.read() as connection:
        seq = connection.execute(first).scalar()
    return end if seq is None else int(seq) - 1


def stored_of(connection: Connection, stream: str) -> list[Entry]:
    """Every entry about a thing in canonical order, those of an open transaction too.

    Raises:
        DatabaseDamagedError: one of them cannot be read.
    """
    rows = connection.execute(_STORED.where(journal.c.stream == stream)).all()
    found = parse_all([(jws, hash_) for _, jws, hash_ in rows])
    return sorted(found, key=attrgetter("order"))


def _of_stream(
    database: Database, wanted: Select[int, str, str], parsed: _Parse
) -> list[Entry]:
    """All at once: the life of one thing is short."""
    with database.read() as connection:
        rows = connection.execute(wanted).all()
    found = parsed([(jws, hash_) for _, jws, hash_ in rows])
    return sorted(found, key=attrgetter("order"))


def _of_chain(
    database: Database,
    wanted: Select[int, str, str],
    start: int,
    end: int,
    batch: int,
    parsed: _Parse,
) -> Iterator[Entry]:
    """The entries numbered above `start` up to `end`, fetched in batches."""
    last = start
    while last < end:
        page = wanted.where(journal.c.seq > last, journal.c.seq <= end)
        with database.read() as connection:
            rows = connection.execute(page.order_by(journal.c.seq).limit(batch)).all()
        yield from parsed([(jws, hash_) for _, jws, hash_ in rows])
        if len(rows) < batch:
            return
        last = rows[-1][0]
