"""What drivers raise becomes a sentence for the person at the till."""

import sqlite3

import pymysql  # type: ignore[import-untyped]
import pytest
import sqlalchemy

from db import errors
from db.drivers import known, refused_by_schema, translated
from resources import texts

# Those of `db` only: the app has its own, and imports it may or may not have done.
KINDS = [
    errors.KnownError,
    errors.ServerAwayError,
    *(k for k in errors.KnownError.__subclasses__() if k.__module__.startswith("db.")),
]


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("text")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_of_the_world_speaks_both_languages(
    kind: type[errors.KnownError],
) -> None:
    french = kind("detail").text()
    assert french.replace("’", "'") in texts.catalogue("en")  # as sources write it
    assert len(french) <= 80
    assert french.endswith(".")


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (sqlite_error(sqlite3.SQLITE_FULL), errors.DiskFullError),
        (sqlite_error(sqlite3.SQLITE_BUSY), errors.DatabaseBusyError),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), errors.DatabaseBusyError),
        (sqlite_error(sqlite3.SQLITE_READONLY), errors.DatabaseReadOnlyError),
        (sqlite_error(sqlite3.SQLITE_IOERR_FSYNC), errors.StorageFailedError),
        (sqlite_error(sqlite3.SQLITE_CORRUPT), errors.DatabaseDamagedError),
        (sqlite_error(sqlite3.SQLITE_NOTADB), errors.DatabaseDamagedError),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN), errors.DatabaseUnreachableError),
        (pymysql.err.OperationalError(2006, "gone"), errors.ServerAwayError),
        (pymysql.err.InterfaceError(0, ""), errors.ServerAwayError),
        (pymysql.err.OperationalError(1047, "WSREP"), errors.ServerAwayError),
        (pymysql.err.OperationalError(1020, "changed"), errors.DatabaseBusyError),
        (pymysql.err.OperationalError(1213, "deadlock"), errors.DatabaseBusyError),
        (pymysql.err.OperationalError(1045, "denied"), errors.LoginRefusedError),
        (pymysql.err.OperationalError(1049, "unknown"), errors.DatabaseMissingError),
        (pymysql.err.OperationalError(1142, "denied"), errors.DatabaseForbiddenError),
        (pymysql.err.OperationalError(1114, "full"), errors.DiskFullError),
    ],
)
def test_failures_of_the_world_are_told_apart(
    cause: Exception, kind: type[errors.KnownError]
) -> None:
    assert type(known(cause)) is kind
    with pytest.raises(kind), translated(type(cause)):
        raise cause
    with pytest.raises(kind), translated():
        raise sqlalchemy.exc.OperationalError("SELECT", {}, cause)


def test_bugs_stay_bugs() -> None:
    error = sqlite_error(sqlite3.SQLITE_ERROR)
    assert known(error) is None
    assert known(None) is None
    with pytest.raises(sqlite3.OperationalError), translated():
        raise error
    with pytest.raises(KeyError), translated():
        raise KeyError


def test_a_refusal_of_the_schema_is_recognised_on_both_engines() -> None:
    assert refused_by_schema(sqlite3.IntegrityError("the journal is gapless"))
    assert refused_by_schema(pymysql.err.IntegrityError(1062, "Duplicate entry"))
    assert refused_by_schema(pymysql.err.OperationalError(1644, "gapless"))
    assert not refused_by_schema(pymysql.err.OperationalError(1114, "full"))
