"""Whose microphone it is: one process holds one, as long as it lives."""

import hashlib
import os
import sys
import tempfile
from pathlib import Path


class Claim:
    """A lock on a microphone's name that ends with the process, however it ends."""

    def __init__(self, address: str, folder: Path | None = None) -> None:
        key = hashlib.sha256(address.encode()).hexdigest()[:16]
        where = folder or Path(tempfile.gettempdir())
        self._path = where / f"sotto-microphone-{key}.lock"
        self._handle: int | None = None

    def take(self) -> bool:
        """Whether it is ours now; a second take of the same claim changes nothing."""
        if self._handle is not None:
            return True
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError:  # of another user, in a folder where only owners write
            return False
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def give_up(self) -> None:
        """Lets another process have it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
