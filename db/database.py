"""Opens the one database of a terminal: a SQLite file, or any SQLAlchemy URL.

There is one writing connection, guarded by `Database.lock`, and a pool of readers that
each see a consistent snapshot. On SQLite every acknowledged commit is on the disk (WAL,
synchronous=FULL: NORMAL may lose one at a power cut). The schema is brought up to date
while opening.
"""

import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import sqlalchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.pool import QueuePool, StaticPool

from db import migrations, server
from db.drivers import translated
from db.errors import (
    DatabaseBusyError,
    DatabaseForeignError,
    DatabaseReadOnlyError,
    DatabaseUnreachableError,
    ServerAwayError,
)
from db.sqlite_file import connect, connect_reading
from db.tables import metadata

__all__ = ["Database", "metadata"]

T = TypeVar("T")
_WRITER = "sotto_writer"
_TRIES: Final = 12
"""Of a transaction on a server, within about six seconds: a cluster that lost a node
needs some of them to agree on who is left."""
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.01, 1.0


class Database:
    """One database with one writing connection; use `open`.

    Thread: any. `write` blocks while another thread writes, `read` never does.

    Attributes:
        path: the SQLite file, or None for a server or memory.
        read_only: nothing can be written; `write` raises.
        lock: re-entrant; whoever decides from what is stored and then writes holds it.
        migrated_from: revision found if opening changed the schema, "" for a new
            database, None if nothing was changed. Read tables may need a rebuild.
    """

    def __init__(self, engine: Engine, path: Path | None, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.lock = threading.RLock()
        self.migrated_from: str | None = None
        self._engine = engine
        self._driver_error: type[Exception] = engine.dialect.loaded_dbapi.Error
        self._in_memory = isinstance(engine.pool, StaticPool)
        self._writer = self._connected()
        self._together: _Together | None = None

    @classmethod
    def open(cls, where: Path | str, *, read_only: bool = False) -> "Database":
        """Opens or creates the database and brings its schema up to date.

        Args:
            where: path of a SQLite file, or an SQLAlchemy URL. "sqlite://" is a
                database in memory.
            read_only: never writes, neither schema nor data; the file must exist.

        Raises:
            KnownError: the file is damaged, unreachable, not writable, too new, ….
        """
        path = _file(where)
        if path and read_only and not path.is_file():
            raise DatabaseUnreachableError(f"no such file: {path.name}")
        engine = _file_engine(path, read_only=read_only) if path else _engine(where)
        try:
            with translated(), ExitStack() as undo:
                undo.callback(engine.dispose)
                database = cls(engine, path, read_only=read_only)
                undo.callback(database.close)
                database._upgrade()
                undo.pop_all()
        except DatabaseUnreachableError as error:
            # A WAL file needs its neighbours; without them SQLite says "cannot open".
            if path and os.access(path, os.F_OK) and not _writable(path):
                raise DatabaseReadOnlyError(str(error)) from error
            raise
        return database

    @property
    def shared(self) -> bool:
        """Whether other processes may write here too: on a server they may."""
        return self.dialect != "sqlite"

    @property
    def dialect(self) -> str:
        """ "sqlite" or "mysql"."""
        return self._engine.dialect.name

    def compiled(self, statement: sqlalchemy.ClauseElement) -> str:
        """The statement's text for the driver's own cursor, parameters by position."""
        return str(statement.compile(dialect=self._engine.dialect))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one consistent snapshot until the block ends.

        Raises:
            KnownError: the data cannot be read.
        """
        with ExitStack() as stack:
            stack.enter_context(translated(self._driver_error))
            if self._in_memory:  # memory: one connection serves everybody in turn
                stack.enter_context(self.lock)
                if self._writer.in_transaction():
                    yield self._writer
                    return
            if self._together is not None and self._together.ours:
                yield self._writer  # what was written just now is seen
                return
            connection = stack.enter_context(self._engine.connect())
            stack.enter_context(_letting_go_of_lost(connection))
            stack.enter_context(translated(self._driver_error))
            yield connection

    def glance(self, statement: str, *parameters: object) -> tuple[Any, ...] | None:
        """The first row of a statement that `compiled` wrote; for what is asked again
        and again, a third of what `read` takes.

        Raises:
            KnownError: the data cannot be read.
        """
        if self.shared:  # that connection would stay in a transaction
            with self.read() as connection:
                return connection.exec_driver_sql(statement, parameters).first()
        with self.lock, translated(self._driver_error):
            if self._writer.closed:
                self._writer = self._connected()
            cursor = driver_cursor(self._writer)
            cursor.execute(statement, parameters)
            return next(iter(cursor.fetchall()), None)

    @contextmanager
    def write(self, *, flush: bool = True) -> Iterator[Connection]:
        """The writing connection within one transaction, which the block's end commits.

        An exception in the block undoes everything it wrote.

        Args:
            flush: False only for what follows from the journal anyway: a power cut may
                take it back until the next flushed commit, a crash of Sotto does not.

        Raises:
            KnownError: nothing was written.
        """
        with self.lock, translated(self._driver_error):
            if self._together is not None:
                with self._together.spoiling():
                    yield self._writer
                return
            if self.read_only:
                raise DatabaseReadOnlyError("opened for reading only")
            if self._writer.closed:
                self._writer = self._connected()
            with (
                _letting_go_of_lost(self._writer),
                translated(self._driver_error),
                self._flushing(flush=flush),
                self._writer.begin(),
            ):
                yield self._writer

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is written within the block is one transaction, which its end commits.

        Where one of the writes fails, none of them stands. Not for a server, which may
        want a transaction done again, nor within itself.

        Raises:
            KnownError: nothing was written.
        """
        with self.write():
            self._together = together = _Together()
            try:
                yield
            finally:
                self._together = None
            together.close()

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Does `work` in one transaction like `write`; again where that can help.

        On a server another process may have been quicker, or the server is gone and
        the next one takes over. Whether a lost transaction was committed nobody knows,
        so `work` looks first what is there.

        Raises:
            KnownError: nothing was written, or the answer was lost.
        """

        def once() -> T:
            with self.write() as connection:
                return work(connection)

        with self.lock:
            return self.again(once)

    def again(self, work: Callable[[], T]) -> T:
        """What `work` returns, asked again where that can help; see `transact`."""
        pause = _FIRST_PAUSE_S
        for _ in range(_TRIES - 1 if self.shared else 0):
            try:
                return work()
            except (
                DatabaseBusyError,
                ServerAwayError,
                sqlalchemy.exc.IntegrityError,
                self._engine.dialect.loaded_dbapi.IntegrityError,
            ):
                time.sleep(pause * random.uniform(0.5, 1.0))
                pause = min(2 * pause, _LONGEST_PAUSE_S)
        return work()

    def _connected(self) -> Connection:
        """A connection for writing."""
        writer = self._engine.connect().execution_options(**{_WRITER: True})
        if self.shared:
            # Each statement sees what others committed meanwhile, and locks no gaps.
            writer = writer.execution_options(isolation_level="READ COMMITTED")
        return writer

    @contextmanager
    def _flushing(self, *, flush: bool) -> Iterator[None]:
        if flush or self.dialect != "sqlite":
            yield
            return
        cursor = driver_cursor(self._writer)
        cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous=FULL")

    @contextmanager
    def wiping(self) -> Iterator[None]:
        """While the block runs, what is overwritten or deleted leaves no bytes behind.

        On SQLite only; a server's own files are the server's business.

        Raises:
            KnownError: the disk refused.
        """
        with self.lock, translated(self._driver_error):
            if self.dialect != "sqlite":
                yield
                return
            cursor = driver_cursor(self._writer)
            cursor.execute("PRAGMA secure_delete=ON")
            try:
                yield
            finally:
                cursor.execute("PRAGMA secure_delete=OFF")
                # The write-ahead log still holds the page as it was.
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def discard(self) -> None:
        """Takes everything away: for a database that was begun and is not finished.

        Raises:
            KnownError: it could not be taken away.
        """
        if self.path is not None:
            self.close()
            for suffix in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
            return
        with self.write() as connection:
            server.drop_all(connection)

    def close(self) -> None:
        """Gives the connections back; on SQLite the last one folds in the WAL."""
        with self.lock:
            self._writer.close()
            self._engine.dispose()

    def _upgrade(self) -> None:
        if self.shared:
            self._upgrade_server()
            return
        stored = self._stored_revision()
        if stored == migrations.newest() or self.read_only:
            return
        with self.write() as connection:
            migrations.upgrade(connection, stored=stored)
        self.migrated_from = stored or ""

    def _upgrade_server(self) -> None:
        server.check_version(self._engine.dialect)
        with self.read() as connection:
            stored = server.stored_revision(connection)
        if self.read_only:
            if stored is None:
                raise DatabaseForeignError("empty")
        elif stored != migrations.newest():
            with self.write() as connection:
                self.migrated_from = server.upgrade(connection)

    def _stored_revision(self) -> str | None:
        with self.read() as connection:
            try:
                found: str | None = connection.exec_driver_sql(
                    "SELECT version_num FROM alembic_version"
                ).scalar()
            except (
                sqlalchemy.exc.OperationalError,
                sqlalchemy.exc.ProgrammingError,
            ):
                if sqlalchemy.inspect(connection).has_table("alembic_version"):
                    raise
                return None
        return found


class _Together:
    """A transaction of several writes.

    Attributes:
        failed: what one of them raised, None while all went well.
    """

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self.failed: BaseException | None = None

    @property
    def ours(self) -> bool:
        """Whether the thread that asks is the one that writes."""
        return threading.get_ident() == self._thread

    @contextmanager
    def spoiling(self) -> Iterator[None]:
        """One of the writes: nobody knows what it left behind where it failed."""
        self.close()
        try:
            yield
        except BaseException as error:
            self.failed = error
            raise

    def close(self) -> None:
        """Raises what went wrong."""
        if self.failed is not None:
            raise self.failed


@contextmanager
def _letting_go_of_lost(connection: Connection) -> Iterator[None]:
    """A connection whose server is gone, or without its cluster, is not used again."""
    try:
        yield
    except ServerAwayError:
        connection.invalidate()
        connection.close()
        raise


def driver_cursor(connection: Connection) -> DBAPICursor:
    """A cursor of the driver itself, within the connection's transaction.

    For the few statements of every append: through SQLAlchemy each costs 20 µs more.
    """
    return connection.connection.cursor()


def _file(where: Path | str) -> Path | None:
    if isinstance(where, str) and server.is_server(where):
        return None
    if isinstance(where, str) and "://" in where:
        url = sqlalchemy.make_url(where)
        is_file = url.get_backend_name() == "sqlite" and url.database
        return Path(str(url.database)) if is_file else None
    return Path(where)


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _engine(where: Path | str) -> Engine:
    if server.is_server(str(where)):
        return server.server_engine(str(where))

    def creator() -> sqlite3.Connection:
        return _prepared(sqlite3.connect(":memory:", check_same_thread=False))

    engine = sqlalchemy.create_engine(
        "sqlite://", creator=creator, poolclass=StaticPool
    )
    event.listen(engine, "begin", _begin_alone)
    return engine


def _file_engine(path: Path, *, read_only: bool) -> Engine:
    def creator() -> sqlite3.Connection:
        if read_only:
            return _prepared(connect_reading(path))
        return _prepared(connect(path, "mode=rwc"), "journal_mode=WAL")

    engine = sqlalchemy.create_engine("sqlite://", creator=creator, poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine


def _prepared(connection: sqlite3.Connection, *pragmas: str) -> sqlite3.Connection:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin
    try:
        # recursive_triggers: INSERT OR REPLACE then fires the delete trigger.
        for pragma in (
            *pragmas,
            "synchronous=FULL",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            "journal_size_limit=67108864",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _begin(connection: Connection) -> None:
    writer = connection.get_execution_options().get(_WRITER)
    driver_cursor(connection).execute("BEGIN IMMEDIATE" if writer else "BEGIN")


def _begin_alone(connection: Connection) -> None:
    """In memory all share one connection and the lock: only writing is a transaction."""
    if connection.get_execution_options().get(_WRITER):
        driver_cursor(connection).execute("BEGIN IMMEDIATE")
