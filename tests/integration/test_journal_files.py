"""The journal on a real disk: reopening, damage, no room, no right, rollback, backup."""

import hashlib
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from journal_kit import (
    BDAY,
    TYPES,
    SetClock,
    append,
    count_streams,
    draft,
    open_journal,
    process,
    signer,
    tally,
)

from db import reading, rebuild, verify
from db.backup import back_up, check_backup, restore
from db.database import Database
from db.errors import (
    BackupFailedError,
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseReadOnlyError,
    DatabaseUnreachableError,
    DiskFullError,
    JournalMissingError,
    KnownError,
    MisuseError,
    StorageFailedError,
)
from db.findings import Finding
from db.keys import load_key, store_key
from db.notices import RollbackDetected, WitnessUnreachable
from db.sealed import Sealer
from db.witness import read_head

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sotto.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    opened = Database.open(path)
    yield opened
    opened.close()


def fill(path: Path, entries: int = 8, witness: Path | None = None) -> None:
    """A closed database with a chain of so many entries."""
    database = Database.open(path)
    journal = open_journal(database, witness=witness)
    for number in range(journal.head().seq, entries):
        append(journal, draft("receipt.issued", f"order/{number}"))
    journal.close()
    database.close()


def in_child(work: Callable[[Path], int], path: Path) -> int:
    """Runs `work` in a process of its own and returns its answer (0-255)."""
    child = process(_exit_with, work, path)
    child.start()
    child.join(30)
    assert child.exitcode is not None
    return child.exitcode


def _exit_with(work: Callable[[Path], int], path: Path) -> None:
    sys.exit(work(path))


# --- opening


def test_every_commit_reaches_the_disk(database: Database) -> None:
    for connection in (database.read, database.write):
        with connection() as opened:
            pragmas = {
                name: opened.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            }
        assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_what_was_written_is_there_after_opening_again(path: Path) -> None:
    fill(path)
    database = Database.open(path)
    journal = open_journal(database)
    assert database.migrated_from is None
    assert journal.head().seq == 8
    (entry,) = append(journal, draft("receipt.issued"))
    assert (entry.seq, entry.tseq) == (9, 8)
    database.close()


def test_opening_a_current_database_never_loads_alembic(path: Path) -> None:
    fill(path)
    script = (
        "import sys; from db.database import Database; "
        f"Database.open({str(path)!r}).close(); sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)


def test_a_url_opens_the_same_file(path: Path) -> None:
    fill(path)
    database = Database.open(f"sqlite:///{path}")
    assert database.path == path
    assert verify.verify(database).entries == 8
    database.close()


def test_readers_see_one_snapshot_and_never_wait(database: Database) -> None:
    journal = open_journal(database)
    count = "SELECT count(*) FROM journal"
    with database.read() as connection:
        before = connection.exec_driver_sql(count).scalar_one()
        append(journal, draft())
        assert connection.exec_driver_sql(count).scalar_one() == before
    with database.read() as connection:
        assert connection.exec_driver_sql(count).scalar_one() == before + 1


# --- damage


@pytest.mark.parametrize("size", [100, 5000])
def test_a_file_that_is_no_database_is_told(path: Path, size: int) -> None:
    path.write_bytes(b"\x5a" * size)
    with pytest.raises(DatabaseDamagedError):
        Database.open(path)


def test_a_file_with_its_pages_torn_is_told_or_verifies_as_broken(path: Path) -> None:
    fill(path, 60)
    whole = path.read_bytes()
    for page in range(len(whole) // 4096):
        torn = bytearray(whole)
        torn[page * 4096 : page * 4096 + 512] = b"\xff" * 512
        path.write_bytes(torn)
        try:
            database = Database.open(path)
        except KnownError:
            continue
        try:
            report = verify.verify(database, deep=lambda _: [])
        except KnownError:
            continue
        finally:
            database.close()
        assert report.exit_code == 2, page


def test_one_byte_changed_in_the_file_is_told(path: Path) -> None:
    fill(path)
    whole = path.read_bytes()
    database = Database.open(path)
    jws = [entry.jws.encode() for entry in open_journal(database).entries()]
    database.close()
    for stored in jws:
        at = whole.index(stored)
        for offset in (5, 200, len(stored) // 2, len(stored) - 40):
            changed = bytearray(whole)
            changed[at + offset] ^= 1
            path.write_bytes(changed)
            database = Database.open(path)
            assert verify.verify(database).exit_code == 2
            database.close()


def test_selling_goes_on_after_a_damaged_entry(path: Path) -> None:
    fill(path)
    raw = sqlite3.connect(path)
    raw.execute("DROP TRIGGER journal_no_update")
    raw.execute("UPDATE journal SET jws = 'x' WHERE seq IN (4, 8)")
    raw.commit()
    raw.close()
    database = Database.open(path)
    journal = open_journal(database)
    (entry,) = append(journal, draft("receipt.issued"))
    assert (entry.seq, entry.tseq) == (9, 8)
    found = [(f.seq, f.code) for f in verify.verify(database).errors]
    assert found == [(4, "BAD_JWS"), (5, "LINK_BROKEN"), (8, "BAD_JWS")]
    database.close()


def test_places_without_a_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachableError):
        Database.open(tmp_path)
    with pytest.raises(DatabaseUnreachableError):
        Database.open(tmp_path / "no" / "such" / "folder.db")
    with pytest.raises(DatabaseUnreachableError):
        Database.open(tmp_path / "sotto.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


# --- no right to write


def test_a_read_only_opening_verifies_and_never_writes(path: Path) -> None:
    fill(path)
    before = hashlib.sha256(path.read_bytes()).digest()
    database = Database.open(path, read_only=True)
    assert verify.verify(database, types=TYPES).exit_code == 0
    with pytest.raises(DatabaseReadOnlyError), database.write():
        pass
    with pytest.raises(DatabaseReadOnlyError):
        append(open_journal(database), draft())
    database.close()
    assert hashlib.sha256(path.read_bytes()).digest() == before


def open_without_right(path: Path) -> int:
    """0 if a read-only disk is told when opening, and the journal verifies there."""
    if os.geteuid() == 0:
        os.setuid(65534)  # root may write everywhere
    try:
        Database.open(path)
    except DatabaseReadOnlyError:
        database = Database.open(path, read_only=True)
        return verify.verify(database).exit_code
    return 98


def test_a_read_only_disk_is_told_and_still_verifies() -> None:
    with tempfile.TemporaryDirectory() as name:  # where another user may look as well
        folder = Path(name)
        fill(folder / "sotto.db")
        (folder / "sotto.db").chmod(0o444)
        folder.chmod(0o555)
        try:
            assert in_child(open_without_right, folder / "sotto.db") == 0
        finally:
            folder.chmod(0o755)


# --- no room


def test_a_full_disk_writes_nothing_and_loses_no_number(database: Database) -> None:
    journal = open_journal(database)
    append(journal, draft("receipt.issued"))
    with database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    with database.read() as other:
        assert other is not None

    def limit(size: int) -> None:
        with database.write() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count={size}")

    limit(pages)
    long = {"note": "x" * 20_000}
    for _ in range(3):
        with pytest.raises(DiskFullError):
            append(journal, draft(), draft("receipt.issued", data=long))
    assert journal.vector() == {"C1": 2}
    limit(1_000_000)
    entries = append(journal, draft(), draft("receipt.issued", data=long))
    assert [(entry.seq, entry.tseq) for entry in entries] == [(3, 0), (4, 2)]
    assert verify.verify(database, types=TYPES).exit_code == 0


def fill_a_small_disk(path: Path) -> int:
    """0 if entries are refused once a file may not grow, and none is half-written."""
    database = Database.open(path)
    key = load_key(path.parent, machine=b"this machine")
    journal = open_journal(database, key=key)
    seq = journal.head().seq
    unlimited = resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, unlimited))
    refused = 0
    for _ in range(20):
        try:
            append(journal, draft(data={"note": "x" * 20_000}))
            seq += 1
        except (DiskFullError, StorageFailedError):
            refused += 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (unlimited, unlimited))
    (entry,) = append(journal, draft())
    sound = verify.verify(database).exit_code == 0
    return 0 if refused and sound and entry.seq == seq + 1 else 1


def test_a_disk_that_takes_no_more_bytes_writes_nothing(path: Path) -> None:
    fill(path)
    store_key(path.parent, signer(), machine=b"this machine")
    assert in_child(fill_a_small_disk, path) == 0


def test_a_database_that_somebody_else_holds_is_told(
    database: Database, path: Path
) -> None:
    journal = open_journal(database)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    raw = database._writer.connection.cursor()
    raw.execute("PRAGMA busy_timeout=10")
    with pytest.raises(DatabaseBusyError):
        append(journal, draft())
    holder.execute("COMMIT")
    holder.close()
    (entry,) = append(journal, draft())
    assert entry.seq == 2


# --- head file


def test_a_rollback_is_told_with_both_heads(path: Path, tmp_path: Path) -> None:
    witness = tmp_path / "C1.head"
    fill(path, 8, witness)
    shutil.copy(path, tmp_path / "copy.db")
    fill(path, 10, witness)
    lost = Database.open(path)
    lost_head = open_journal(lost).head()
    lost.close()
    shutil.copy(tmp_path / "copy.db", path)
    database = Database.open(path)
    journal = open_journal(database, witness=witness)
    (notice,) = journal.take_notices()
    assert notice == RollbackDetected(witnessed=lost_head, stored=journal.head())
    assert journal.head().seq == 8
    report = verify.verify(database, witness=[witness])
    assert [(f.seq, f.code) for f in report.errors] == [(9, "TRUNCATED")]
    database.close()


def test_a_rollback_is_told_even_if_selling_went_on_elsewhere(
    path: Path, tmp_path: Path
) -> None:
    witness = tmp_path / "C1.head"
    fill(path, 8, witness)
    shutil.copy(path, tmp_path / "copy.db")
    fill(path, 10, witness)
    shutil.copy(tmp_path / "copy.db", path)
    database = Database.open(path)
    other = open_journal(database)
    for _ in range(5):
        append(other, draft())
    journal = open_journal(database, witness=witness)
    (notice,) = journal.take_notices()
    assert isinstance(notice, RollbackDetected)
    assert (notice.witnessed.seq, notice.stored.seq) == (10, 10)
    report = verify.verify(database, witness=[witness])
    assert [(f.seq, f.code) for f in report.errors] == [(10, "FORK")]
    database.close()


def test_a_database_ahead_of_its_head_file_is_no_alarm(
    path: Path, tmp_path: Path
) -> None:
    witness = tmp_path / "C1.head"
    fill(path, 8, witness)
    fill(path, 9)  # as if the machine had died before the note was written
    database = Database.open(path)
    journal = open_journal(database, witness=witness)
    assert journal.take_notices() == ()
    assert verify.verify(database, witness=[witness]).exit_code == 0
    append(journal, draft())
    assert verify.verify(database, witness=[witness]).exit_code == 0
    database.close()


def test_a_head_file_follows_shorter_and_longer_entries(
    database: Database, tmp_path: Path
) -> None:
    witness = tmp_path / "C1.head"
    journal = open_journal(database, witness=witness)
    for size in (10, 9000, 3):
        (entry,) = append(journal, draft(data={"note": "x" * size}))
        journal.sync_witness()
        noted = read_head(witness, partial(reading.keyring, database))
        assert noted is not None
        assert (noted.seq, noted.hash) == (entry.seq, entry.hash)
        assert verify.verify(database, witness=[witness]).exit_code == 0


@pytest.mark.parametrize("more", [1, 2])
def test_a_note_torn_by_a_kill_leaves_the_one_before_it(
    path: Path, tmp_path: Path, more: int
) -> None:
    witness = tmp_path / "C1.head"
    database = Database.open(path)
    journal = open_journal(database, witness=witness)
    long = draft(data={"note": "x" * 9000})
    entries = [append(journal, long)[-1] for _ in range(more + 1)]
    journal.close()
    place = witness.read_bytes().index(entries[-1].jws.encode())
    with witness.open("r+b") as file:
        file.seek(place + 4096)
        file.write(b"y" * 4096)
    noted = read_head(witness, partial(reading.keyring, database))
    assert noted is not None
    assert noted.hash == entries[-2].hash
    assert open_journal(database, witness=witness).take_notices() == ()
    database.close()


@pytest.mark.parametrize("damage", [b"", b"x.y.z", None, b"torn"])
def test_a_head_file_that_cannot_be_read_is_a_notice(
    path: Path, tmp_path: Path, damage: bytes | None
) -> None:
    witness = tmp_path / "C1.head"
    fill(path, 8, witness)
    if damage is None:
        witness.unlink()
    elif damage == b"torn":
        torn = witness.read_bytes().rstrip()[:-4] + b"AAAA"
        witness.write_bytes(torn.replace(b".", b",", 1))  # the one, and the other
    else:
        witness.write_bytes(damage)
    database = Database.open(path)
    journal = open_journal(database, witness=witness)
    (notice,) = journal.take_notices()
    assert isinstance(notice, WitnessUnreachable)
    assert verify.verify(database, witness=[witness]).exit_code == 1
    append(journal, draft())
    assert verify.verify(database, witness=[witness]).exit_code == 0
    database.close()


def test_a_lost_database_is_not_begun_again_in_silence(
    path: Path, tmp_path: Path
) -> None:
    witness = tmp_path / "C1.head"
    fill(path, 8, witness)
    path.unlink()
    database = Database.open(path)
    with pytest.raises(JournalMissingError):
        open_journal(database, witness=witness)
    assert verify.verify(database, witness=[witness]).exit_code == 2
    database.close()


def test_a_chain_replaced_as_a_whole_is_told(path: Path, tmp_path: Path) -> None:
    witness = tmp_path / "C1.head"
    fill(path, 8, witness)
    path.unlink()
    database = Database.open(path)
    forged = open_journal(database, key=signer("forger"))
    for _ in range(20):
        append(forged, draft())
    report = verify.verify(database, witness=[witness])
    assert [(f.seq, f.code) for f in report.errors] == [(8, "FORK")]
    database.close()


def test_a_witness_that_cannot_be_written_stops_no_sale(
    database: Database, tmp_path: Path
) -> None:
    journal = open_journal(database, witness=tmp_path)  # a folder
    append(journal, draft())
    assert [type(notice) for notice in journal.take_notices()] == [WitnessUnreachable]


# --- persons


def test_an_erased_key_leaves_no_bytes_on_the_disk(
    database: Database, path: Path
) -> None:
    sealer = Sealer(database)
    for number in range(5):
        sealer.seal(f"p{number}", "x")
    with database.read() as connection:
        secret = connection.exec_driver_sql(
            "SELECT secret FROM person_key WHERE person = 'p2'"
        ).scalar_one()
    wal = path.with_name("sotto.db-wal")
    assert secret in path.read_bytes() + wal.read_bytes()
    sealer.erase("p2")
    assert secret not in path.read_bytes() + wal.read_bytes()


# --- backup


def test_a_backup_taken_while_writing_is_whole(
    database: Database, tmp_path: Path
) -> None:
    journal = open_journal(database)
    stop = threading.Event()

    def sell() -> None:
        while not stop.is_set():
            append(journal, draft("receipt.issued"), draft())

    thread = threading.Thread(target=sell)
    thread.start()
    try:
        backups = [back_up(database, tmp_path / f"{n}.db") for n in range(3)]
    finally:
        stop.set()
        thread.join()
    for backup in backups:
        assert backup.size == backup.path.stat().st_size
        assert backup.sha256 in (tmp_path / f"{backup.path.name}.sha256").read_text()
        report = check_backup(backup.path)
        assert report.exit_code == 0
        assert report.chains["C1"].length % 2 == 1
    assert not list(tmp_path.glob("*.part"))


def test_a_backup_that_was_changed_is_refused(
    database: Database, tmp_path: Path
) -> None:
    open_journal(database)
    backup = back_up(database, tmp_path / "b.db")
    content = bytearray(backup.path.read_bytes())
    content[-1] ^= 1
    backup.path.write_bytes(content)
    for act in (check_backup, lambda path: restore(path, tmp_path / "new.db")):
        with pytest.raises(BackupFailedError):
            act(backup.path)
    assert not (tmp_path / "new.db").exists()
    with pytest.raises(BackupFailedError):
        check_backup(tmp_path / "no such file.db")


def test_a_backup_never_overwrites(database: Database, tmp_path: Path) -> None:
    back_up(database, tmp_path / "b.db")
    with pytest.raises(MisuseError):
        back_up(database, tmp_path / "b.db")


def test_a_backup_without_a_place_is_told(database: Database, tmp_path: Path) -> None:
    with pytest.raises(BackupFailedError):
        back_up(database, tmp_path / "no" / "b.db")


def test_after_a_restore_the_step_back_is_told(path: Path, tmp_path: Path) -> None:
    witness = tmp_path / "C1.head"
    fill(path, 8, witness)
    database = Database.open(path)
    backup = back_up(database, tmp_path / "b.db")
    database.close()
    fill(path, 12, witness)
    report = restore(backup.path, path)
    assert report.chains["C1"].length == 8
    database = Database.open(path)
    (notice,) = open_journal(database, witness=witness).take_notices()
    assert isinstance(notice, RollbackDetected)
    assert (notice.witnessed.seq, notice.stored.seq) == (12, 8)
    database.close()
    replaced = Database.open(path.with_name("sotto.db.replaced"), read_only=True)
    assert verify.verify(replaced).entries == 12
    replaced.close()


# --- large files


def test_all_cores_find_what_one_finds(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database.open(path)
    clock = SetClock()
    journal = open_journal(database, clock=clock)
    for number in range(60):
        clock.move(-10 if number == 30 else 1)
        append(journal, draft(), draft("receipt.issued"), draft("technical.noted"))
    with database.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_no_update")
        connection.exec_driver_sql("DROP TRIGGER journal_no_delete")
        for statement in (
            "UPDATE journal SET bday = '2020-01-01' WHERE seq = 60",
            "UPDATE journal SET jws = jws || 'A' WHERE seq = 61",
            "DELETE FROM journal WHERE seq BETWEEN 90 AND 99",
            "UPDATE journal SET tseq = tseq + 1000 WHERE seq = 150",
        ):
            connection.exec_driver_sql(statement)
    alone = verify.verify(database, types=TYPES)
    monkeypatch.setattr(verify, "_PARALLEL_FROM", 10)
    assert verify.verify(database, types=TYPES, cores=3) == alone
    monkeypatch.setattr(sys, "executable", str(path))  # helpers that cannot start
    assert verify.verify(database, types=TYPES, cores=3) == alone
    codes = {finding.code for finding in alone.errors}
    assert codes >= {"SEQ_GAP", "TSEQ_GAP", "BAD_SIG", "LINK_BROKEN"}
    assert [finding.code for finding in alone.warnings] == ["TS_BACKWARD"]
    database.close()


def test_differing_read_tables_are_found_on_disk(database: Database) -> None:
    with database.write() as connection:
        tally.create(connection)
    journal = open_journal(database)
    journal.append([draft()], bday=BDAY, project=count_streams)
    rebuild.rebuild(database, tables=[tally], project=count_streams)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE test_tally SET last_seq = 0")

    def deep(checked: Database) -> Iterator[Finding]:
        return rebuild.compare(checked, tables=[tally], project=count_streams)

    report = verify.verify(database, deep=deep)
    assert [(f.code, f.table) for f in report.errors] == [
        ("PROJECTION_DIFF", "test_tally")
    ]


def test_a_read_table_that_is_no_text_any_more_is_found_on_disk(
    database: Database,
) -> None:
    with database.write() as connection:
        tally.create(connection)
    journal = open_journal(database)
    journal.append([draft()], bday=BDAY, project=count_streams)
    with database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE test_tally SET stream = CAST(x'f3612f31' AS TEXT)"
        )

    def deep(checked: Database) -> Iterator[Finding]:
        return rebuild.compare(checked, tables=[tally], project=count_streams)

    report = verify.verify(database, deep=deep)
    assert [(f.code, f.detail) for f in report.errors] == [
        ("PROJECTION_DIFF", "Could not decode to UTF-8 column 'stream'")
    ]
