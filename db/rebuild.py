"""Makes the read tables anew from the journal, or checks them against it.

Both fold every entry through the projection that also runs at each append, in canonical
order and in large batches. The projection comes from the app: this file does not know
what a table means.
"""

import gc
import itertools
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, select

from db import reading
from db.database import Database
from db.entry import Entry
from db.findings import Finding
from db.shelf import Projection

BATCH: Final = 1000
Watch = Callable[[Iterator[Entry]], Iterator[Entry]]


def rebuild(
    database: Database,
    *,
    tables: Sequence[Table],
    project: Projection,
    types: Collection[str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Empties the read tables and fills them from the journal, in one transaction.

    Args:
        tables: the read tables; emptied last first, so parents precede children.
        project: folds a batch of entries into them.
        types: wire names of the entries that change them; no others are read. All
            when not given.
        progress: told the number of entries folded so far, now and then.

    Returns:
        How many entries were folded.

    Raises:
        KnownError: the tables are as they were before.
    """
    with database.write() as connection:
        for table in reversed(tables):
            connection.execute(table.delete())
        found = reading.entries(database, after={}, types=types)
        return _fold(found, connection, project, progress)


def compare(
    database: Database,
    *,
    tables: Sequence[Table],
    project: Projection,
    types: Collection[str] | None = None,
    watch: Watch = iter,
) -> Iterator[Finding]:
    """Rebuilds the read tables beside the database and tells where they differ.

    One `PROJECTION_DIFF` for each table that differs, with the key of its first
    differing row; one for all of them when an entry is of no shape that a table can
    take. Hand it to `verify` as its `deep`; `types` as for `rebuild`.

    Args:
        watch: sees every entry that is folded, as an iterator around them.
    """
    with tempfile.TemporaryDirectory() as folder:
        beside = Database.open(Path(folder) / "rebuilt.db")
        try:
            with beside.write() as connection:
                for table in tables:
                    table.create(connection, checkfirst=True)
                found = reading.entries(database, after={}, types=types)
                _fold(watch(found), connection, _named(project), None)
            with database.read() as stored, beside.read() as rebuilt:
                for table in tables:
                    place = _first_difference(table, stored, rebuilt)
                    if place is not None:
                        yield Finding("PROJECTION_DIFF", table=table.name, detail=place)
        except _UnfoldableError as error:
            yield Finding("PROJECTION_DIFF", detail=str(error))
        finally:
            beside.close()


class _UnfoldableError(Exception):
    """An entry that is signed, and no fact."""


def _named(project: Projection) -> Projection:
    """`project`, telling what it cannot fold from what stops it."""

    def fold(connection: Connection, batch: Sequence[Entry]) -> None:
        try:
            project(connection, batch)
        except Exception as error:
            first, last = batch[0], batch[-1]
            raise _UnfoldableError(
                f"{first.chain} {first.seq} – {last.chain} {last.seq}: {error}"
            ) from error

    return fold


def _fold(
    entries: Iterator[Entry],
    connection: Connection,
    project: Projection,
    progress: Callable[[int], None] | None,
) -> int:
    folded = 0
    with _counting_alone():
        for batch in _batches(entries):
            project(connection, batch)
            folded += len(batch)
            if progress:
                progress(folded)
    return folded


@contextmanager
def _counting_alone() -> Iterator[None]:
    """Without the search for circles, which would go through every batch many times.

    Entries and facts are trees: they go when nobody counts on them.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _batches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while batch := list(itertools.islice(entries, BATCH)):
        yield batch


def _first_difference(
    table: Table, stored: Connection, rebuilt: Connection
) -> str | None:
    """The key of the first row that only one side has or that differs; None if none."""
    key = list(table.primary_key.columns) or list(table.columns)
    others = [column for column in table.columns if column not in set(key)]
    rows = select(*key, *others).order_by(*key)
    pairs = itertools.zip_longest(stored.execute(rows), rebuilt.execute(rows))
    for ours, theirs in pairs:
        if ours != theirs:
            # Where the keys differ, the lesser one is what the other side lacks.
            places = [
                [str(part) for part in row[: len(key)]]
                for row in (ours, theirs)
                if row is not None
            ]
            return ", ".join(min(places))
    return None
