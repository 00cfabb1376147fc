"""Reads a chain by the numbers of its fiscal series, which have an index of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from db.database import Database
from db.entry import Entry, parse_all
from db.errors import DatabaseDamagedError
from db.tables import journal

_BATCH: Final = 64
_FOR_EVER: Final = 2**62


def numbered(
    database: Database,
    chain: str,
    series: str,
    *,
    after: int = 0,
    last: int = _FOR_EVER,
) -> Iterator[Entry]:
    """The entries of a series beyond number `after` up to `last`, in order; without
    damaged ones, of which `verify` tells.

    Raises:
        KnownError: they cannot be read.
    """
    page = (
        select(journal.c.tseq, journal.c.jws, journal.c.hash)
        .where(journal.c.chain == chain, journal.c.series == series)
        .where(journal.c.tseq <= last)
        .order_by(journal.c.tseq)
        .limit(_BATCH)
    )
    while True:
        with database.read() as connection:
            rows = connection.execute(page.where(journal.c.tseq > after)).all()
        for number, jws, hash_ in rows:
            after = number
            try:
                yield from parse_all([(jws, hash_)])
            except DatabaseDamagedError:
                continue
        if len(rows) < _BATCH:
            return


@dataclass(frozen=True, slots=True)
class Stretch:
    """Entries of a chain that follow each other; numbers 0 for none.

    Attributes:
        first, last: their numbers; since, until: moments of the first and the last.
        series: first and last number in each series.
    """

    first: int = 0
    last: int = 0
    since: str = ""
    until: str = ""
    series: tuple[tuple[str, int, int], ...] = ()


def stretch(database: Database, chain: str, after: int) -> Stretch:
    """What was written in a chain beyond its entry `after`.

    Raises:
        KnownError: it cannot be read.
    """
    of_chain = journal.c.chain == chain, journal.c.seq > after
    ends = select(func.min(journal.c.seq), func.max(journal.c.seq)).where(*of_chain)
    moment = select(journal.c.ts).where(journal.c.chain == chain)
    counted = (
        select(journal.c.series, func.min(journal.c.tseq), func.max(journal.c.tseq))
        .where(*of_chain, journal.c.series.is_not(None))
        .group_by(journal.c.series)
        .order_by(journal.c.series)
    )
    with database.read() as connection:
        first, last = connection.execute(ends).one()
        if first is None:
            return Stretch()
        since, until = (
            str(connection.execute(moment.where(journal.c.seq == seq)).scalar_one())
            for seq in (first, last)
        )
        series = tuple(tuple(row) for row in connection.execute(counted))
    return Stretch(first, last, since, until, series)
