"""Moves a journal from one database to another, whatever their engines.

The entries are carried over as they are, byte for byte, and with them the keys of
persons and what followers have done. The read tables follow from the journal and are
made anew at the other end.
"""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from sqlalchemy import inspect, select

from db.database import Database, driver_cursor
from db.errors import DatabaseNotEmptyError
from db.tables import OWN_TABLES, journal, person_key

_BATCH: Final = 1000


def move(
    source: Database, where: Path | str, rebuild: Callable[[Database], object]
) -> Database:
    """Copies a journal to where there is none yet; `source` stays as it is.

    Others may write into the source meanwhile; what they write later is not copied.

    Args:
        where: path of a SQLite file that does not exist, or address of a server.
        rebuild: makes the read tables from the journal.

    Returns:
        the other database, open.

    Raises:
        DatabaseNotEmptyError: there is a journal already; nothing was changed.
        KnownError: nothing is left of what was begun.
    """
    if isinstance(where, Path) and where.exists():
        raise DatabaseNotEmptyError(where.name)
    target = Database.open(where)
    with ExitStack() as undo:
        undo.callback(target.close)
        _refuse_journal(target)
        undo.callback(target.discard)
        _copy(source, target)
        rebuild(target)
        undo.pop_all()
    return target


def _refuse_journal(database: Database) -> None:
    with database.read() as connection:
        for table in (journal, person_key):
            if connection.execute(select(*table.primary_key).limit(1)).first():
                raise DatabaseNotEmptyError(table.name)


def _copy(source: Database, target: Database) -> None:
    """Table by table as the source was at one moment, the chains in their order."""
    with source.read() as reading:
        streaming = reading.execution_options(yield_per=_BATCH)
        for table in OWN_TABLES:
            if not inspect(reading).has_table(table.name):
                continue  # of a version that had no such table yet
            into = target.compiled(table.insert())
            rows = select(table).order_by(*table.primary_key)
            for part in streaming.execute(rows).partitions():
                values = [tuple(row) for row in part]
                with target.write() as connection:
                    driver_cursor(connection).executemany(into, values)
