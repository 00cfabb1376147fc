"""What stands in the way of a start, in words for the person who can act, and ways out.

Every obstacle is a `KnownError` by the time it leaves here: one sentence, no traceback.
A damaged database is never repaired or overwritten; the newest backup that holds is
named, and taking it back sets the damaged files aside.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from typing_extensions import override

from app.domain.environment import PRODUCTION, SANDBOX, Environment
from app.fiscal.backups import SoundBackup, newest_sound
from app.fiscal.copies import bring_along, opened_copy
from app.services.environment import DEMO, named_environment
from app.services.site import FILE
from db.backup import restore
from db.drivers import known
from db.errors import (
    DatabaseDamagedError,
    DatabaseReadOnlyError,
    DatabaseUnreachableError,
    DiskFullError,
    JournalMissingError,
    KnownError,
    StorageFailedError,
)
from db.profile import Profile, ProfileLock
from hardware.errors import HardwareError
from resources.texts import tr

LOST = (DatabaseDamagedError, JournalMissingError)
"""Obstacles that a backup is the way out of."""
_DISK: dict[int, type[KnownError]] = {
    errno.EACCES: DatabaseReadOnlyError,
    errno.EPERM: DatabaseReadOnlyError,
    errno.EROFS: DatabaseReadOnlyError,
    errno.ENOSPC: DiskFullError,
    errno.EDQUOT: DiskFullError,
    errno.EFBIG: DiskFullError,
    errno.EIO: StorageFailedError,
}


class ProfileInUseError(KnownError):
    """Another process has the profile and does not come to the front."""

    @override
    def text(self) -> str:
        return tr(
            "Sotto est déjà ouvert sur ce profil et ne répond pas : fermez-le d'abord."
        )


def is_first_start(profile: Profile) -> bool:
    """Whether a profile was never used, and is not one that opens on the demo restaurant
    unasked."""
    used = profile.database.exists() or (profile.keys / FILE).exists()
    return profile.folder.name not in (DEMO, SANDBOX) and not used


def chosen_environment(profile: Profile, choice: str) -> Environment:
    """The environment of what a person chose a fresh profile to be."""
    if choice == SANDBOX:
        return SANDBOX
    return named_environment(profile) or PRODUCTION


@contextmanager
def disk_told() -> Iterator[None]:
    """Turns what the disk refuses inside the block into the sentence for it.

    Raises:
        KnownError: in place of an `OSError`, or of what the print queue met.
    """
    try:
        yield
    except OSError as error:
        raise _of_disk(error) from error
    except HardwareError as error:
        cause = error.__cause__
        ours = known(cause) if isinstance(cause, sqlite3.Error) else None
        if ours is None and not isinstance(cause, OSError):
            raise
        raise (ours or _of_disk(cause)) from error  # type: ignore[arg-type]  # the one left


def _of_disk(error: OSError) -> KnownError:
    kind = _DISK.get(error.errno or 0, DatabaseUnreachableError)
    return kind(str(error))


@contextmanager
def held(profile: Profile) -> Iterator[ProfileLock]:
    """The profile for this process alone while the block runs.

    Raises:
        ProfileInUseError: another process has it. KnownError: the folder is refused.
    """
    lock = ProfileLock(profile)
    with disk_told():
        taken = lock.acquire()
    if not taken:
        raise ProfileInUseError(str(profile.folder))
    try:
        yield lock
    finally:
        lock.release()


def way_out(error: KnownError, profile: Profile) -> SoundBackup | None:
    """The backup that would end the obstacle; reads backups, so it may take seconds."""
    return newest_sound(profile.backups) if isinstance(error, LOST) else None


def way_out_words(error: KnownError, found: SoundBackup | None) -> str:
    """What can be done about an obstacle, "" when its own sentence says all."""
    if not isinstance(error, LOST):
        return ""
    if found is None:
        return tr(
            "Aucune sauvegarde lisible. Rien n'a été modifié : appelez le support."
        )
    return tr(
        "Dernière sauvegarde saine : {name}, du {date}, {entries} écritures. "
        "Rien n'a été modifié.",
        name=found.path.name,
        date=f"{found.made:%d/%m/%Y %H:%M}",
        entries=found.entries,
    )


def take_back(profile: Profile, backup: Path, now: datetime) -> None:
    """Puts a backup in the place of the database; what was there is set aside.

    The caller holds the profile. The next opening notices the step back by itself.

    Raises:
        BackupFailedError: the backup does not hold; nothing was changed.
        KnownError: the disk refused.
    """
    mark = f".damaged-{now:%Y%m%d-%H%M%S}"
    target = profile.database
    beside = target.with_name(target.name + ".restored")
    with disk_told():
        beside.unlink(missing_ok=True)
        restore(backup, beside)
        for suffix in ("-wal", "-shm", ""):
            old = target.with_name(target.name + suffix)
            if old.exists():
                old.replace(target.with_name(target.name + mark + suffix))
        beside.replace(target)


def take_back_copy(profile: Profile, copy: Path, secret: str, now: datetime) -> int:
    """The same with a copy on a second medium; how many invoices came with it.

    Args:
        secret: its recovery key, "" where it takes none.

    Raises:
        RecoveryKeyError: the key does not open it; nothing was changed.
        KnownError: as `take_back`, or the medium does not give it.
    """
    with opened_copy(copy, profile.backups / "coming", secret) as backup:
        take_back(profile, backup, now)
    return bring_along(copy, profile, secret)
