"""Windows' own wrapping of secrets, for this machine: DPAPI, machine scope.

What was protected on a machine is opened on that machine alone, by whichever account
runs the till there; the operating system holds the key, under its own protection. Called
through `ctypes`, so nothing has to be compiled or installed.

Source: dpapi.h, CryptProtectData and CryptUnprotectData.
"""

import ctypes
import sys
from typing import Any, Final

_LOCAL_MACHINE: Final = 0x4
_UI_FORBIDDEN: Final = 0x1


class Blob(ctypes.Structure):
    """DATA_BLOB: how many bytes, and where."""

    _fields_ = [("size", ctypes.c_uint32), ("data", ctypes.c_void_p)]

    @classmethod
    def of(cls, content: bytes) -> "Blob":
        """These bytes, which live as long as the blob."""
        buffer = ctypes.create_string_buffer(content, len(content))
        blob = cls(len(content), ctypes.cast(buffer, ctypes.c_void_p))
        blob.kept = buffer
        return blob

    @property
    def content(self) -> bytes:
        """The bytes there."""
        return ctypes.string_at(self.data, self.size)


class Dpapi:
    """The two functions, of these libraries.

    Args:
        crypt32, kernel32: what `ctypes` loads under these names.
        failure: the error that the last call left.
    """

    def __init__(self, crypt32: Any, kernel32: Any, failure: Any) -> None:
        self._crypt, self._kernel, self._failure = crypt32, kernel32, failure

    def protect(self, clear: bytes, entropy: bytes) -> bytes:
        """Seals for this machine; the same entropy opens it.

        Raises:
            OSError: Windows refused.
        """
        return self._call(self._crypt.CryptProtectData, clear, entropy)

    def unprotect(self, sealed: bytes, entropy: bytes) -> bytes:
        """Opens what was sealed here.

        Raises:
            OSError: it was sealed on another machine, or is damaged.
        """
        return self._call(self._crypt.CryptUnprotectData, sealed, entropy)

    def _call(self, function: Any, content: bytes, entropy: bytes) -> bytes:
        given, salt, made = Blob.of(content), Blob.of(entropy), Blob()
        flags = _LOCAL_MACHINE | _UI_FORBIDDEN
        if not function(
            ctypes.byref(given),
            None,
            ctypes.byref(salt),
            None,
            None,
            ctypes.c_uint32(flags),
            ctypes.byref(made),
        ):
            raise OSError(self._failure(), "DPAPI")
        try:
            return made.content
        finally:
            self._kernel.LocalFree(ctypes.c_void_p(made.data))


def dpapi() -> Dpapi | None:
    """That of this machine; None where it is no Windows."""
    if sys.platform == "win32":
        return Dpapi(
            ctypes.WinDLL("crypt32", use_last_error=True),
            ctypes.WinDLL("kernel32", use_last_error=True),
            ctypes.get_last_error,
        )
    return None
