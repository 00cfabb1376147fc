"""Copies of the database in the profile's backups folder: one a closing, the last kept.

The name says when it was made and after which closing, so names sort by age:
"20261120-233015-Z0042.db", with its checksum beside it.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db.backup import Backup, back_up, check_backup
from db.database import Database
from db.errors import BackupFailedError

KEPT = 14
STAMP = "%Y%m%d-%H%M%S"
"""How a backup's name says when it was made, on the house's clock."""


@dataclass(frozen=True, slots=True)
class SoundBackup:
    """A backup that was read back and holds.

    Attributes:
        made: when.
        entries: how many entries it has.
    """

    path: Path
    made: datetime
    entries: int


def keep_backup(
    database: Database, folder: Path, closing: int, now: datetime
) -> Backup:
    """Copies the database beside the earlier backups and drops the oldest.

    Takes seconds for a large database; any thread.

    Raises:
        BackupFailedError: it could not be written; the earlier ones are all there.
    """
    try:
        made = back_up(database, folder / f"{now:{STAMP}}-Z{closing:04d}.db")
        _drop_old(folder)
    except OSError as error:
        raise BackupFailedError(str(error)) from error
    return made


def _drop_old(folder: Path) -> None:
    for old in _backups(folder)[:-KEPT]:
        old.unlink()
        checksum_of(old).unlink(missing_ok=True)


def newest_sound(folder: Path) -> SoundBackup | None:
    """The newest backup that reads back whole and verifies, None if there is none.

    Takes seconds for a large database; any thread.
    """
    for path in reversed(_backups(folder)):
        try:
            report = check_backup(path)
        except BackupFailedError:
            continue
        if not report.errors:
            made = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
            return SoundBackup(path, made, report.entries)
    return None


def newest(folder: Path) -> Path | None:
    """The newest backup, None when there is none."""
    return next(reversed(_backups(folder)), None)


def last_made(folder: Path) -> str:
    """When the newest backup was made, as its name says it; "" when there is none."""
    found = newest(folder)
    return found.name[:15] if found else ""


def checksum_of(path: Path) -> Path:
    """The file with the SHA-256 of a backup."""
    return path.with_name(path.name + ".sha256")


def _backups(folder: Path) -> list[Path]:
    return sorted(folder.glob("*-Z*.db"))
