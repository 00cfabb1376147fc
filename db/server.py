"""A MariaDB server, or whichever node of a Galera cluster answers.

An address names the account, one host or several in the order they are tried, and the
schema: `mysql+pymysql://sotto:secret@db1,db2:3307,db3/sotto`.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, event

from db import migrations
from db.errors import (
    DatabaseAddressError,
    DatabaseForeignError,
    DatabaseTooOldError,
)
from db.tables import OWN_TABLES

_ADDRESS: Final = re.compile(r"(mysql\+pymysql://(?:[^/@]*@)?)([^/@]+)(/[^/?]+.*)")
_OLDEST: Final = {"MariaDB": (10, 6), "MySQL": (8, 0)}
_NOT_READY: Final = 1047
_CONNECT_S, _ANSWER_S = 3, 20
# A text that is too long is an error, not a shorter text.
_MODE: Final = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"
# What one node acknowledged is seen at the others.
_CAUSAL: Final = "SET SESSION wsrep_sync_wait = 1"
_ONE_AT_A_TIME: Final = "SELECT GET_LOCK('sotto.schema', 60)"
_OTHERS: Final = (
    "SELECT COUNT(*) FROM information_schema.processlist "
    "WHERE db = DATABASE() AND id <> CONNECTION_ID()"
)
_LINGERS, _LINGERS_S = 10, 0.1
_UNLESS_DONE: Final = (
    (
        re.compile(r"(\s*CREATE (?:UNIQUE )?(?:TABLE|INDEX|TRIGGER)) "),
        " IF NOT EXISTS ",
    ),
    (re.compile(r"(\s*ALTER TABLE \S+ ADD(?: COLUMN| INDEX)) "), " IF NOT EXISTS "),
    (re.compile(r"(\s*ALTER TABLE \S+ (?:CHANGE|MODIFY|DROP COLUMN)) "), " IF EXISTS "),
    (re.compile(r"(\s*DROP (?:TABLE|INDEX|TRIGGER)) "), " IF EXISTS "),
)
_THE_NEXT: Final = "SELECT RELEASE_LOCK('sotto.schema')"


def is_server(where: str) -> bool:
    """Whether an address means a server and not a file."""
    return "://" in where and not where.startswith("sqlite:")


def places_of(address: str) -> tuple[URL, list[dict[str, Any]]]:
    """The address for SQLAlchemy, and where to connect to, the likeliest first.

    Raises:
        DatabaseAddressError: it is none.
    """
    account, hosts, rest = _parts(address)
    try:
        urls = [sqlalchemy.make_url(account + host + rest) for host in hosts.split(",")]
    except (sqlalchemy.exc.ArgumentError, ValueError) as error:
        raise DatabaseAddressError from error
    return urls[0], [{"host": url.host, "port": url.port or 3306} for url in urls]


def server_engine(address: str) -> Engine:
    """An engine whose every connection goes to a host that answers.

    Raises:
        DatabaseAddressError: the address is none.
    """
    url, places = places_of(address)
    waits = {"connect_timeout": _CONNECT_S, "read_timeout": _CONNECT_S}
    # Parameters by position, so that `compiled` texts take rows as they are.
    engine = sqlalchemy.create_engine(
        url, pool_pre_ping=True, paramstyle="format", connect_args=waits
    )

    def connect(dialect: Any, _: object, args: list[Any], given: dict[str, Any]) -> Any:
        failed: Exception | None = None
        for place in tuple(places):
            try:
                connection = dialect.connect(*args, **given | place)
                _prepare(connection, dialect.loaded_dbapi.OperationalError)
            except dialect.loaded_dbapi.Error as error:
                failed = failed or error
                continue
            # Who says hello takes its time for what it is asked later.
            connection._read_timeout = _ANSWER_S  # noqa: SLF001  there is no other way
            places.remove(place)
            places.insert(0, place)  # the next connection goes to the same one
            return connection
        assert failed is not None
        raise failed

    event.listen(engine, "do_connect", connect)
    return engine


def in_use(address: str) -> bool:
    """Whether any process is connected to the schema, on whichever host of the address.

    A connection that ends lingers for a moment.

    Raises:
        DatabaseAddressError: the address is none.
    """
    account, hosts, rest = _parts(address)
    for host in hosts.split(","):
        engine = server_engine(f"{account}{host}{rest}")
        try:
            with engine.connect() as connection:
                for _ in range(_LINGERS):
                    if not connection.exec_driver_sql(_OTHERS).scalar():
                        break
                    time.sleep(_LINGERS_S)
                else:
                    return True
        except sqlalchemy.exc.OperationalError:
            continue  # away, and its processes with it
        finally:
            engine.dispose()
    return False


def _parts(address: str) -> tuple[str, str, str]:
    """Account, hosts and schema of an address."""
    parts = _ADDRESS.fullmatch(address)
    if parts is None:
        raise DatabaseAddressError
    account, hosts, rest = parts.groups()
    return account, hosts, rest


def _prepare(connection: Any, error: type[Exception]) -> None:
    """Refuses a node that is not of the cluster at the moment."""
    cursor = connection.cursor()
    cursor.execute("SHOW GLOBAL VARIABLES LIKE 'wsrep_on'")
    if (cursor.fetchone() or ("", "OFF"))[1] == "ON":
        cursor.execute("SHOW GLOBAL STATUS LIKE 'wsrep_ready'")
        if cursor.fetchone()[1] != "ON":
            connection.close()
            raise error(_NOT_READY, "this node is not of the cluster")
        cursor.execute(_CAUSAL)
    cursor.execute(_MODE)


def check_version(dialect: sqlalchemy.Dialect) -> None:
    """Raises `DatabaseTooOldError` when the server cannot do what we need."""
    kind = "MariaDB" if getattr(dialect, "is_mariadb", False) else "MySQL"
    found = tuple(getattr(dialect, "server_version_info", None) or ())
    numbers = tuple(number for number in found if isinstance(number, int))
    if numbers < _OLDEST[kind]:
        raise DatabaseTooOldError(f"{kind} {'.'.join(map(str, numbers))}")


def upgrade(connection: Connection) -> str | None:
    """Brings the schema to the newest revision, one process at a time.

    The server ends a transaction at each change of the schema, so a new schema that
    could not be finished is taken away again. Whoever died in the middle left some
    changes done and the revision as it was: on MariaDB they are gone through once more,
    and what is done is left out. A revision's own writing to rows has to bear that too.

    Returns:
        as `Database.migrated_from`.

    Raises:
        DatabaseForeignError: the schema belongs to something else.
        DatabaseTooNewError: it is ahead of this program.
    """
    connection.exec_driver_sql(_ONE_AT_A_TIME)
    try:
        stored = stored_revision(connection)
        if stored == migrations.newest():
            return None
        try:
            with _unless_done(connection):
                migrations.upgrade(connection, stored=stored)
        except Exception:
            if stored is None:
                with suppress(sqlalchemy.exc.SQLAlchemyError):  # the server is gone
                    drop_all(connection)
            raise
        return stored or ""
    finally:
        with suppress(sqlalchemy.exc.SQLAlchemyError):  # its end lets the next one in
            connection.exec_driver_sql(_THE_NEXT)


@contextmanager
def _unless_done(connection: Connection) -> Iterator[None]:
    """Within the block a change of the schema that is done already is no error."""
    if not getattr(connection.dialect, "is_mariadb", False):
        yield
        return

    def resumable(
        _connection: object,
        _cursor: object,
        statement: str,
        parameters: Any,
        *_: object,
    ) -> tuple[str, Any]:
        for change, condition in _UNLESS_DONE:
            if match := change.match(statement):
                end = match.end()
                return match[1] + condition + statement[end:], parameters
        return statement, parameters

    event.listen(connection, "before_cursor_execute", resumable, retval=True)
    try:
        yield
    finally:
        event.remove(connection, "before_cursor_execute", resumable)


def drop_all(connection: Connection) -> None:
    """Takes every table away."""
    for table in _tables(connection):
        connection.exec_driver_sql(f"DROP TABLE `{table}`")


def stored_revision(connection: Connection) -> str | None:
    """The revision of the schema; None where there is nothing yet, or what somebody
    who died left of its beginning.

    Raises:
        DatabaseForeignError: the schema belongs to something else.
    """
    tables = set(_tables(connection))
    if not tables:
        return None
    own = {"alembic_version", *(table.name for table in OWN_TABLES)}
    begun = "alembic_version" in tables and tables <= own
    if not begun and not {"alembic_version", "journal"} <= tables:
        raise DatabaseForeignError(", ".join(sorted(tables)[:3]))
    found: str | None = connection.exec_driver_sql(
        "SELECT version_num FROM alembic_version"
    ).scalar()
    if found is None and begun:
        return None
    if found is None or not re.fullmatch(r"\d{4}", found):
        raise DatabaseForeignError(str(found))
    return found


def _tables(connection: Connection) -> Iterator[str]:
    yield from connection.exec_driver_sql("SHOW TABLES").scalars().all()
