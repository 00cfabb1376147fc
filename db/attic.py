"""What a process need not hold in memory, and will not need after its end.

A private SQLite file that its engine keeps in memory while it is small, on the disk when
it grows, and deletes with the process (https://www.sqlite.org/inmemorydb.html).
"""

import sqlite3
from collections.abc import Iterable

from db.drivers import translated

_TABLES = """
CREATE TABLE thing (id INTEGER PRIMARY KEY, names TEXT, body BLOB);
CREATE TABLE name (name TEXT PRIMARY KEY, thing INTEGER) WITHOUT ROWID;
"""


class Attic:
    """Things under their names; one thread at a time."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._file.executescript(f"PRAGMA journal_mode=OFF; {_TABLES}")

    def __del__(self) -> None:
        self._file.close()  # which deletes it

    def put(self, names: Iterable[str], body: bytes) -> None:
        """Puts a thing away under names that no other thing here has.

        Raises:
            KnownError: the disk refused.
        """
        names = list(names)
        with translated():
            row = "\n".join(names), body
            made = self._file.execute(
                "INSERT INTO thing (names, body) VALUES (?, ?)", row
            )
            rows = [(name, made.lastrowid) for name in names]
            self._file.executemany("INSERT INTO name VALUES (?, ?)", rows)

    def take(self, name: str) -> bytes | None:
        """Takes the thing of this name out again; None where there is none.

        Raises:
            KnownError: it cannot be read.
        """
        with translated():
            known = self._file.execute("SELECT thing FROM name WHERE name = ?", (name,))
            found = known.fetchall()
            if not found:
                return None
            gone = self._file.execute(
                "DELETE FROM thing WHERE id = ? RETURNING names, body", found[0]
            )
            ((names, body),) = gone.fetchall()
            rows = [(each,) for each in names.split("\n")]
            self._file.executemany("DELETE FROM name WHERE name = ?", rows)
        return bytes(body)
