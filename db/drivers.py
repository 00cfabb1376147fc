"""Turns what database drivers raise into our own errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy

from db.errors import (
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseForbiddenError,
    DatabaseMissingError,
    DatabaseReadOnlyError,
    DatabaseUnreachableError,
    DiskFullError,
    KnownError,
    LoginRefusedError,
    ServerAwayError,
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
    0: ServerAwayError,  # PyMySQL's own: the connection was closed
    1020: DatabaseBusyError,  # somebody else changed the row
    1021: DiskFullError,
    1040: ServerAwayError,  # it takes no more connections
    1044: DatabaseForbiddenError,
    1045: LoginRefusedError,
    1047: ServerAwayError,  # a node without its cluster
    1049: DatabaseMissingError,
    1053: ServerAwayError,
    1114: DiskFullError,
    1130: LoginRefusedError,  # from this machine
    1142: DatabaseForbiddenError,
    1205: DatabaseBusyError,
    1213: DatabaseBusyError,  # a deadlock, or a node of the cluster was quicker
    1227: DatabaseForbiddenError,
    1290: DatabaseReadOnlyError,
    1419: DatabaseForbiddenError,
    1698: LoginRefusedError,
    1836: DatabaseReadOnlyError,
    1927: ServerAwayError,
    2002: ServerAwayError,
    2003: ServerAwayError,
    2006: ServerAwayError,
    2013: ServerAwayError,
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
