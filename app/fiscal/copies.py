"""Copies of backups on a second medium: in clear, or sealed with a recovery key.

A sealed copy is an age file (age-encryption.org/v1), so whoever has the key opens it with
any program that knows age, ours or not. This machine knows the public half alone: it
seals, and opens nothing. Who loses the key has lost what it sealed; nobody else has it.

The files of invoices go along, and pictures and scans, for the journal holds only their
hashes; and into a sealed copy what keys the codes of the team, without which nobody logs in
on another machine. The key that signs the journal never leaves its own.

Source: `fiscal.md` D-05.
"""

import hashlib
import io
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from typing_extensions import override

from app.fiscal.backups import KEPT, checksum_of, newest
from app.fiscal.medium import MediumAwayError, medium_told, sync
from app.services.kept_files import HASH
from db.errors import BackupFailedError, KnownError
from db.profile import Profile
from db.whole_file import write_whole
from resources.texts import tr

SEALED: Final = ".age"
"""Ending of a sealed file."""
INVOICES: Final = "factures"
PICTURES: Final = "pieces"
"""Folders beside the copies: files of invoices, pictures and scans by their hash."""
PEPPER: Final = "pepper"
_MARK: Final = "copied"
"""File in the backups folder: name of the last backup that was copied, and where to."""
_FINGERPRINT: Final = 8
"""Last characters of a public key, which tell what it sealed from what another did."""


class RecoveryKeyError(KnownError):
    """The recovery key is missing, mistyped, or another one's."""

    @override
    def text(self) -> str:
        return tr("Cette clé de secours n'ouvre pas cette copie.")


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """What opens sealed copies, and the half that seals them, which is no secret."""

    secret: str
    public: str


def new_recovery_key() -> RecoveryKey:
    """A key that nobody has; it is kept nowhere."""
    import pyrage

    made = pyrage.x25519.Identity.generate()
    return RecoveryKey(str(made), str(made.to_public()))


def right_public(key: str) -> bool:
    """Whether copies can be sealed with this; "" leaves them in clear."""
    import pyrage

    try:
        return not key or bool(pyrage.x25519.Recipient.from_str(key))
    except pyrage.RecipientError:
        return False


def last_copied(backups: Path) -> str:
    """Name of the last backup that was copied from here, "" for none."""
    with suppress(OSError):
        return (backups / _MARK).read_text().strip()
    return ""


def copy_newest(profile: Profile, medium: Path, terminal: str, key: str) -> str:
    """Copies the newest backup, and invoices, to the terminal's folder on a medium, where
    the last ones are kept.

    The medium itself is never made: where a stick was pulled, the copy would end up on
    the disk it is to protect from. Takes seconds for a large database; any thread.

    Args:
        key: what seals it, "" for nothing.

    Returns:
        name of the backup; "" where all was there already.

    Raises:
        MediumAwayError: the medium is not there, and a backup waits for it.
        KnownError: it does not take the copy, or does not give it back.
    """
    backups = profile.backups
    backup = newest(backups)
    if backup is None:
        return ""
    if not medium.is_dir():
        if last_copied(backups) == backup.name:
            return ""
        raise MediumAwayError(str(medium))
    folder = medium / terminal
    with medium_told():
        folder.mkdir(exist_ok=True)
        mark = f"-{key[-_FINGERPRINT:]}" if key else ""
        _copy_beside(profile.invoices.glob("*.pdf"), folder / f"{INVOICES}{mark}", key)
        pictures = (
            path for path in profile.files.glob("*") if HASH.fullmatch(path.name)
        )
        _copy_beside(pictures, folder / f"{PICTURES}{mark}", key)
        pepper, target = profile.keys / PEPPER, folder / f"{PEPPER}{mark}"
        if key and pepper.exists() and not _sealed(target, key).exists():
            _copy(pepper, target, key, noted=False)
        if _sealed(folder / backup.name, key).exists():
            return ""
        for begun in folder.glob("*.part"):  # what a kill or a pulled stick left
            begun.unlink()
        _copy(backup, folder / backup.name, key)
        if key:  # what lay there in clear is what the key is to keep from others
            for clear in _copies(folder, "*-Z*.db"):
                _drop(clear)
            for beside in (INVOICES, PICTURES):
                shutil.rmtree(folder / beside, ignore_errors=True)
        for old in _copies(folder)[:-KEPT]:
            _drop(old)
        write_whole(backups / _MARK, backup.name.encode())
    return backup.name


def _copy_beside(files: Iterable[Path], folder: Path, key: str) -> None:
    """They never change, so those that are there are right."""
    for file in sorted(files):
        if not _sealed(folder / file.name, key).exists():
            folder.mkdir(exist_ok=True)
            _copy(file, folder / file.name, key, noted=False)


def _copy(source: Path, target: Path, key: str, *, noted: bool = True) -> None:
    """One file, whole or not at all, read back from the medium."""
    target = _sealed(target, key)
    beside = target.with_name(target.name + ".part")
    try:
        with source.open("rb") as reading, beside.open("wb") as file:
            writing = _Hashing(file)
            _pour(reading, writing, key)
        sync(beside)
        if _sha256(beside) != writing.sha256:
            raise BackupFailedError(f"{target.name} does not read back")
        beside.replace(target)
        if noted:
            checksum_of(target).write_text(f"{writing.sha256}  {target.name}\n")
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _pour(reading: io.BufferedIOBase, writing: "_Hashing", key: str) -> None:
    if not key:
        shutil.copyfileobj(reading, writing)
        return
    import pyrage

    try:
        pyrage.encrypt_io(reading, writing, [pyrage.x25519.Recipient.from_str(key)])
    except pyrage.EncryptError as error:
        raise writing.refused or OSError(str(error)) from error


class _Hashing(io.BufferedIOBase):
    """A file that is being written, and the SHA-256 of what was.

    Attributes:
        refused: what the medium said, which age does not pass on.
    """

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file, self._digest = file, hashlib.sha256()
        self.refused: OSError | None = None

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, block: bytes) -> int:  # type: ignore[override]  # what we are given
        self._digest.update(block)
        try:
            return self._file.write(block)
        except OSError as error:
            self.refused = error
            raise

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def _sealed(path: Path, key: str) -> Path:
    return path.with_name(path.name + SEALED) if key else path


def _copies(folder: Path, pattern: str = "*-Z*.db*") -> list[Path]:
    found = folder.glob(pattern)
    return sorted(path for path in found if path.suffix in (".db", SEALED))


def _drop(copy: Path) -> None:
    copy.unlink()
    checksum_of(copy).unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# ------------------------------------------------------------------ the way back


def is_sealed(copy: Path) -> bool:
    """Whether a copy takes a recovery key to be read."""
    return copy.suffix == SEALED


def newest_copy(folder: Path) -> Path | None:
    """The newest copy in a terminal's folder on a medium, None for none."""
    return next(reversed(_copies(folder)), None)


@contextmanager
def opened_copy(copy: Path, folder: Path, secret: str = "") -> Iterator[Path]:
    """A copy as a backup that can be taken back, in `folder` while the block runs.

    Args:
        secret: the recovery key, for one that is sealed.

    Raises:
        RecoveryKeyError: the key does not open it.
        BackupFailedError: it is not what was written.
        KnownError: the medium does not give it.
    """
    name = copy.name.removesuffix(SEALED)
    backup = folder / name
    try:
        with medium_told():
            noted = checksum_of(copy).read_text().split()[:1]
            if noted != [_sha256(copy)]:
                raise BackupFailedError(f"{copy.name} is not what was written")
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _open(copy, backup, secret)
            checksum_of(backup).write_text(f"{_sha256(backup)}  {name}\n")
        yield backup
    finally:
        backup.unlink(missing_ok=True)
        checksum_of(backup).unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()


def bring_along(copy: Path, profile: Profile, secret: str = "") -> int:
    """Brings what lies beside a copy back to where it is missing; how many invoices.

    Raises:
        KnownError: as `opened_copy`.
    """
    with medium_told():
        for path in copy.parent.glob(f"{PEPPER}-*{SEALED}"):
            _bring(path, profile.keys / PEPPER, secret)
        for path in copy.parent.glob(f"{PICTURES}*/*"):
            name = path.name.removesuffix(SEALED)
            if HASH.fullmatch(name):
                _bring(path, profile.files / name, secret)
        bills = sorted(copy.parent.glob(f"{INVOICES}*/*.pdf*"))
        return sum(
            _bring(path, profile.invoices / path.name.removesuffix(SEALED), secret)
            for path in bills
            if path.suffix in (".pdf", SEALED)
        )


def _bring(path: Path, target: Path, secret: str) -> bool:
    if target.exists():
        return False
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = target.with_name(target.name + ".new")
    try:
        _open(path, beside, secret)
        beside.replace(target)
    except RecoveryKeyError:
        return False  # sealed with the key before this one
    finally:
        beside.unlink(missing_ok=True)
    return True


def _open(source: Path, target: Path, secret: str) -> None:
    with source.open("rb") as reading, target.open("wb") as writing:
        if not is_sealed(source):
            shutil.copyfileobj(reading, writing)
            return
        import pyrage

        try:
            key = pyrage.x25519.Identity.from_str("".join(secret.split()).upper())
            pyrage.decrypt_io(reading, writing, [key])
        except (pyrage.IdentityError, pyrage.DecryptError) as error:
            raise RecoveryKeyError(source.name) from error
