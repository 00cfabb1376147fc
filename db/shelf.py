"""Where entries are put: the journal's table, and the read tables along with it."""

from collections.abc import Callable, Mapping, Sequence

import sqlalchemy
from sqlalchemy import select

from db.database import Database, driver_cursor
from db.drivers import refused_by_schema
from db.entry import Entry, TypeSpec
from db.errors import ChainForkedError
from db.tables import journal

Projection = Callable[[sqlalchemy.Connection, Sequence[Entry]], None]


class Shelf:
    """Stores entries that were written or vetted. Called under the database's lock."""

    def __init__(self, database: Database, types: Mapping[str, TypeSpec]) -> None:
        self._database, self._types = database, types
        self._insert = database.compiled(journal.insert())

    def store(self, entries: Sequence[Entry], project: Projection) -> None:
        """One transaction: the entries, and what the read tables make of them.

        Raises:
            ChainForkedError: somebody else has written there.
            KnownError: nothing was written, or the server was lost and does not say.
        """
        rows = [self._row(entry) for entry in entries]
        tried = False

        def work(connection: sqlalchemy.Connection) -> None:
            nonlocal tried
            if tried and _are_here(connection, entries):
                return  # the first try was committed; only its answer was lost
            tried = True
            cursor = driver_cursor(connection)
            try:
                cursor.executemany(self._insert, rows)
            except Exception as error:
                if refused_by_schema(error):
                    raise ChainForkedError(str(error)) from error
                raise
            project(connection, entries)

        self._database.transact(work)

    def _row(self, entry: Entry) -> tuple[object, ...]:
        return (
            entry.chain,
            entry.seq,
            entry.type,
            self._series_of(entry),
            entry.tseq,
            entry.stream,
            entry.ts,
            entry.bday,
            entry.jws,
            entry.hash,
        )

    def _series_of(self, entry: Entry) -> str | None:
        spec = self._types.get(entry.type)
        return (spec.series or None) if spec else None


def _are_here(connection: sqlalchemy.Connection, entries: Sequence[Entry]) -> bool:
    """Whether the last entry of each chain is stored, and so all before it."""
    ends = {entry.chain: entry for entry in entries}.values()
    return all(
        connection.execute(
            select(journal.c.hash).where(
                journal.c.chain == end.chain, journal.c.seq == end.seq
            )
        ).scalar()
        == end.hash
        for end in ends
    )


def project_nothing(
    connection: sqlalchemy.Connection, entries: Sequence[Entry]
) -> None:
    """For chains without read tables."""
