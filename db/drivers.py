"""Turns what database drivers raise into our own errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy

from db.errors import (
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseReadOnlyError,
    DatabaseUnreachableError,
    DiskFullError,
    KnownError,
    StorageFailedError,
)

# Source: https://www.sqlite.org/rescode.html, primary result codes.
_SQLITE: dict[int, type[KnownError]] = {
    sqlite3.SQLITE_PERM: DatabaseReadOnlyError,
    sqlite3.SQLITE_BUSY: DatabaseBusyError,
    sqlite3.SQLITE_LOCKED: DatabaseBusyError,
    sqlite3.SQLITE_READONLY: DatabaseReadOnlyError,
    sqlite3.SQLITE_IOERR: StorageFailedError,
    sqlite3.SQLITE_CORRUPT: DatabaseDamagedError,
    sqlite3.SQLITE_FULL: DiskFullError,
    sqlite3.SQLITE_CANTOPEN: DatabaseUnreachableError,
    sqlite3.SQLITE_NOTADB: DatabaseDamagedError,
}

_NOT_TEXT = "Could not decode to UTF-8"

# Source: MariaDB server error codes (mariadb.com/kb/en/mariadb-error-codes).
_MARIADB: dict[int, type[KnownError]] = {
    1021: DiskFullError,
    1114: DiskFullError,
    1205: DatabaseBusyError,
    1213: DatabaseBusyError,
    1290: DatabaseReadOnlyError,
    1836: DatabaseReadOnlyError,
    2002: DatabaseUnreachableError,
    2003: DatabaseUnreachableError,
    2006: DatabaseUnreachableError,
    2013: DatabaseUnreachableError,
}


def refused_by_schema(error: Exception) -> bool:
    """Whether a driver's exception means that a key or a trigger refused the row."""
    duplicate, signalled = 1062, 1644
    return isinstance(error, sqlite3.IntegrityError) or (
        error.args[:1] in ((duplicate,), (signalled,))
    )


def known(cause: BaseException | None) -> KnownError | None:
    """The `KnownError` that a driver's exception stands for, if it is of the world."""
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        kind = _SQLITE.get(code & 0xFF) if isinstance(code, int) else None
        if str(cause).startswith(_NOT_TEXT):  # the module's own error, without a code
            return DatabaseDamagedError(str(cause).partition(" with text ")[0])
    else:
        code = cause.args[0] if cause is not None and cause.args else None
        kind = _MARIADB.get(code) if isinstance(code, int) else None
    return kind(str(cause)) if kind else None


@contextmanager
def translated(driver: type[Exception] = sqlite3.Error) -> Iterator[None]:
    """Turns what a database driver raises inside the block into our own errors.

    Args:
        driver: the base of the driver's own exceptions, for statements that do not pass
            through SQLAlchemy.

    Raises:
        KnownError: for failures of the world; other exceptions pass unchanged.
    """
    try:
        yield
    except (sqlalchemy.exc.DBAPIError, driver) as error:
        orig = error.orig if isinstance(error, sqlalchemy.exc.DBAPIError) else error
        ours = known(orig)
        if ours is None:
            raise
        raise ours from error
