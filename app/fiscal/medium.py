"""A medium that leaves the house, a USB stick mostly: it may be full, slow, or gone."""

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from typing_extensions import override

from db.errors import KnownError
from resources.texts import tr

_BLOCK: Final = 1 << 20
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REFUSED: Final = (errno.EROFS, errno.EACCES, errno.EPERM)


class StoppedError(Exception):
    """What a `Progress` raises when nobody waits for it any more."""


class MediumAwayError(KnownError):
    """The folder is not there; the argument names it."""

    @override
    def text(self) -> str:
        return tr("Le support {folder} n'est pas là.", folder=self)


class MediumError(KnownError):
    """The medium did not take the file, or did not give it back; nothing is left there.

    Attributes:
        reason: number of the operating system's error.
    """

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.reason = error.errno or 0

    @override
    def text(self) -> str:
        if self.reason in _FULL:
            return tr(
                "Le support est plein : faites de la place ou prenez-en un autre."
            )
        if self.reason in _REFUSED:
            return tr("Le support refuse l'écriture : il est protégé, ou à quelqu'un.")
        return tr("Le support ne répond plus : rebranchez-le et recommencez.")


@contextmanager
def medium_told() -> Iterator[None]:
    """Says of the medium what the operating system refuses inside the block.

    Raises:
        MediumError: in place of an `OSError`.
    """
    try:
        yield
    except OSError as error:
        raise MediumError(error) from error


def copy_to(source: Path, folder: Path, progress: Callable[[float], object]) -> str:
    """Copies a file into a folder of a medium, whole or not at all.

    Args:
        progress: told how much is done, 0-1; may raise to stop.

    Returns:
        SHA-256 of what was copied, hexadecimal.

    Raises:
        MediumError: the medium did not take it.
    """
    beside = folder / f".{source.name}.part"
    digest, whole, done = hashlib.sha256(), source.stat().st_size or 1, 0
    with medium_told():
        try:
            with source.open("rb") as reading, beside.open("wb") as writing:
                while block := reading.read(_BLOCK):
                    writing.write(block)
                    digest.update(block)
                    done += len(block)
                    progress(done / whole)
            sync(beside)
            beside.replace(folder / source.name)
        finally:
            beside.unlink(missing_ok=True)
    return digest.hexdigest()


def sync(path: Path) -> None:
    """Forces a file to its medium, and has it read from there the next time.

    Raises:
        OSError: the medium refused.
    """
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
        if hasattr(os, "posix_fadvise"):  # reading back must not read our own memory
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)
