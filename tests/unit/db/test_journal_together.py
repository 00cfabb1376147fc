"""Several appends in one commit: all of them or none, and nobody hears of them before."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy
from journal_kit import BDAY, TYPES, SetClock, append, draft, nothing, open_journal
from sqlalchemy import event

from db.database import Database
from db.errors import DiskFullError, MisuseError
from db.journal import Entry, Journal
from db.keyring import Keyring
from db.verify import verify
from db.witness import read_head


@contextmanager
def failing_commits(database: Database) -> Iterator[None]:
    """The disk is full when the log is written; SQLite then undoes it by itself."""

    def refuse(connection: sqlalchemy.Connection) -> None:
        connection.connection.rollback()
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    event.listen(database._engine, "commit", refuse)
    try:
        yield
    finally:
        event.remove(database._engine, "commit", refuse)


def noted(path: Path) -> int:
    """The entry that a head file notes; of any key."""
    head = read_head(path, lambda _: Keyring([]))
    assert head is not None
    return head.seq


def stored(database: Database) -> int:
    """Entries that somebody else sees."""
    with database.read() as connection:
        query = "SELECT count(*) FROM journal"
        return int(connection.exec_driver_sql(query).scalar_one())


def test_they_are_told_in_order_once_all_of_them_stand(journal: Journal) -> None:
    heard: list[tuple[list[int], int]] = []

    def listen(entries: tuple[Entry, ...]) -> None:
        heard.append(([each.seq for each in entries], journal.vector()["C1"]))

    journal.subscribe(listen)
    with journal.together():
        append(journal, draft("receipt.issued"), draft())
        (second,) = append(journal, draft("receipt.issued"))
        assert not heard
        assert journal.vector() == {"C1": 1}
    assert heard == [([2, 3], 4), ([4], 4)]
    assert second.tseq == 2
    append(journal, draft())
    assert heard[-1] == ([5], 5)


def test_others_see_nothing_before_and_the_head_file_notes_the_last(
    tmp_path: Path,
) -> None:
    database = Database.open(tmp_path / "sotto.db")
    journal = open_journal(database, witness=tmp_path / "head")
    other = Database.open(tmp_path / "sotto.db", read_only=True)
    try:
        with journal.together():
            append(journal, draft())
            assert (stored(other), stored(database)) == (1, 2)
            append(journal, draft())
            assert noted(tmp_path / "head") == 1
        assert noted(tmp_path / "head") == 3
        assert stored(other) == 3
    finally:
        other.close()
        journal.close()
        database.close()


def test_a_commit_that_fails_takes_all_of_them_back(
    journal: Journal, database: Database, clock: SetClock
) -> None:
    heard: list[int] = []
    journal.subscribe(lambda entries: heard.append(entries[0].seq))
    clock.move(-60)

    def sell() -> None:
        with journal.together():
            append(journal, draft("receipt.issued"))
            append(journal, draft("receipt.issued"))

    with failing_commits(database), pytest.raises(DiskFullError):
        sell()
    assert (heard, journal.vector(), stored(database)) == ([], {"C1": 1}, 1)
    assert journal.take_notices() == ()
    (entry,) = append(journal, draft("receipt.issued"))
    assert (entry.seq, entry.tseq) == (2, 1)
    assert heard == [2]
    assert verify(database, types=TYPES).errors == ()


def test_one_that_fails_half_way_takes_all_of_them_back(
    journal: Journal, database: Database
) -> None:
    def fail(connection: sqlalchemy.Connection, entries: object) -> None:
        raise ValueError("a bug in a read table")

    def write() -> None:
        with journal.together():
            append(journal, draft())
            with pytest.raises(ValueError, match="a bug"):
                journal.append([draft()], bday=BDAY, project=fail)
            with pytest.raises(ValueError, match="a bug"):  # nothing more is written
                append(journal, draft())

    with pytest.raises(ValueError, match="a bug"):
        write()
    assert stored(database) == 1
    assert append(journal, draft())[0].seq == 2


def test_one_that_is_refused_before_it_is_written_leaves_the_others(
    journal: Journal,
) -> None:
    with journal.together():
        append(journal, draft())
        with pytest.raises(MisuseError):
            journal.append([draft("no.such_thing")], bday=BDAY, project=nothing)
        append(journal, draft())
    assert journal.vector() == {"C1": 3}


def test_together_without_an_append_changes_nothing(journal: Journal) -> None:
    with journal.together():
        pass
    assert journal.vector() == {"C1": 1}
    assert append(journal, draft())[0].seq == 2


def test_what_was_taken_back_is_never_noted_as_the_end(tmp_path: Path) -> None:
    """A head file ahead of its journal says that somebody cut the journal."""
    database = Database.open(tmp_path / "sotto.db")
    journal = open_journal(database, witness=tmp_path / "head")

    def sell() -> None:
        with journal.together():
            append(journal, draft())

    try:
        with failing_commits(database), pytest.raises(DiskFullError):
            sell()
        with journal.together():
            pass  # all that came were refused
        assert noted(tmp_path / "head") == 1
    finally:
        journal.close()
        database.close()
