"""Copies of the database in the profile's backups folder: one a closing, the last kept.

The name says when it was made and after which closing, so names sort by age:
"20261120-233015-Z0042.db", with its checksum beside it.
"""

import hashlib
import shutil
from contextlib import suppress
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


def copy_aside(backup: Backup, medium: Path, terminal: str) -> None:
    """Copies a backup to the terminal's folder on another medium, the last kept there.

    The medium itself is never made: where a stick was pulled, the copy would end up on
    the disk it is to protect from. Takes seconds for a large database; any thread.

    Raises:
        BackupFailedError: the medium is not there, or the copy does not read back.
    """
    target = medium / terminal / backup.path.name
    beside = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(backup.path, beside)
        _check_copy(beside, backup.sha256)
        beside.replace(target)
        target.with_name(target.name + ".sha256").write_text(
            f"{backup.sha256}  {target.name}\n"
        )
        _drop_old(target.parent)
    except OSError as error:
        raise BackupFailedError(str(error)) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _check_copy(path: Path, sha256: str) -> None:
    with path.open("rb") as copied:
        if hashlib.file_digest(copied, "sha256").hexdigest() != sha256:
            raise OSError(f"{path.name} does not read back")


def _drop_old(folder: Path) -> None:
    for old in _backups(folder)[:-KEPT]:
        old.unlink()
        old.with_name(old.name + ".sha256").unlink(missing_ok=True)


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


def last_made(folder: Path) -> str:
    """When the newest backup was made, as its name says it; "" when there is none."""
    return max((path.name[:15] for path in _backups(folder)), default="")


def _backups(folder: Path) -> list[Path]:
    return sorted(folder.glob("*-Z*.db"))
