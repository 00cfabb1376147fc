"""Opens SQLite files; without SQLAlchemy, so that helper processes start fast."""

import sqlite3
from pathlib import Path
from typing import Final
from urllib.parse import quote

# A window waits for it: a program that holds the data longer is told of, not waited for.
_BUSY_SECONDS: Final = 0.25


def connect_reading(path: Path) -> sqlite3.Connection:
    """Opens a file that must exist, for reading only.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    connection = connect(path, "mode=ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        # A WAL database on a medium without write access opens only as immutable.
        connection.close()
        if path.with_name(path.name + "-wal").exists():
            raise
        return connect(path, "mode=ro&immutable=1")
    return connection


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Opens a file with SQLite's URI parameters, for example "mode=rwc".

    Source: https://www.sqlite.org/uri.html.
    """
    return sqlite3.connect(
        f"file:{quote(path.as_posix())}?{mode}",
        uri=True,
        timeout=_BUSY_SECONDS,
        check_same_thread=False,
    )
