"""Copies of the database, taken while it is in use and checked before they are trusted.

A backup is one SQLite file with its SHA-256 beside it. It is written under another name
and renamed when it is complete, so a file with the right name is a whole one.
"""

import hashlib
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.database import Database
from db.drivers import translated
from db.errors import BackupFailedError, KnownError, MisuseError
from db.findings import Report
from db.sqlite_file import connect_reading
from db.verify import verify

_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup.

    Attributes:
        path: the file.
        sha256: of the file, hexadecimal; also in the file `path` + ".sha256".
        size: bytes.
    """

    path: Path
    sha256: str
    size: int


def back_up(database: Database, target: Path) -> Backup:
    """Copies the database as it is now to `target`, which must not exist yet.

    Others may read and write meanwhile; what they write later is not in the copy.

    Raises:
        MisuseError: `target` exists, or the database is not a SQLite file.
        BackupFailedError: the copy could not be written; nothing is left of it.
    """
    if database.path is None:
        raise MisuseError("only a SQLite file can be backed up from here")
    if target.exists():
        raise MisuseError(f"{target.name} exists")
    beside = target.with_name(target.name + ".part")
    try:
        with translated():
            _copy(database.path, beside)
        sha256 = _sha256(beside)
        beside.replace(target)
        _checksum_file(target).write_text(f"{sha256}  {target.name}\n")
    except (OSError, sqlite3.Error, KnownError) as error:
        beside.unlink(missing_ok=True)
        raise BackupFailedError(str(error)) from error
    return Backup(target, sha256, target.stat().st_size)


def check_backup(path: Path) -> Report:
    """Reads a backup back: its checksum, its pages, and every entry of its chains.

    Raises:
        BackupFailedError: the file is not what was written, or cannot be read.
    """
    try:
        noted = _checksum_file(path).read_text().split()[0]
        if _sha256(path) != noted:
            raise BackupFailedError(f"{path.name} is not what was written")
        database = Database.open(path, read_only=True)
        try:
            with database.read() as connection:
                pages = connection.exec_driver_sql("PRAGMA quick_check").scalar()
            if pages != "ok":
                raise BackupFailedError(f"{path.name}: {pages}")
            return verify(database)
        finally:
            database.close()
    except (OSError, IndexError, KnownError) as error:
        raise BackupFailedError(str(error)) from error


def restore(backup: Path, target: Path) -> Report:
    """Puts a checked backup in the place of a database that nobody has open.

    What was there is kept beside it under the name `target` + ".replaced". Opening the
    journal afterwards compares with the head file and so notices the step back.

    Raises:
        BackupFailedError: the backup is not sound; `target` is untouched.
    """
    report = check_backup(backup)
    if report.errors:
        raise BackupFailedError(f"{backup.name}: {report.errors[0].code}")
    beside = target.with_name(target.name + ".part")
    try:
        with translated():
            _copy(backup, beside)
        if target.exists():
            _fold_log(target)
            target.replace(target.with_name(target.name + ".replaced"))
        beside.replace(target)
    except (OSError, sqlite3.Error, KnownError) as error:
        beside.unlink(missing_ok=True)
        raise BackupFailedError(str(error)) from error
    return report


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    reading = connect_reading(source)
    try:
        writing = sqlite3.connect(target)
        try:
            reading.backup(writing, pages=-1)
            # One file that stands alone, also on a medium that refuses writing.
            writing.execute("PRAGMA journal_mode=DELETE")
        finally:
            writing.close()
    finally:
        reading.close()
    handle = os.open(target, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fold_log(path: Path) -> None:
    """Takes the write-ahead log into a file that is about to be moved."""
    try:
        connection = sqlite3.connect(path)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
    except sqlite3.Error:
        pass  # too damaged to fold: it is being replaced for that reason
    for suffix in ("-wal", "-shm"):
        leftover = path.with_name(path.name + suffix)
        if leftover.exists():
            leftover.replace(path.with_name(f"{path.name}.replaced{suffix}"))


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _checksum_file(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")
