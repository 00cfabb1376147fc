"""Keys wrapped by Windows; a stand-in plays its two functions on the same memory."""

import ctypes
from typing import Any

import pytest

from db.dpapi import Blob, Dpapi, dpapi
from db.errors import KeyElsewhereError
from db.wrapping import unwrapped, wrapped

CLEAR, SALT, KID = b"a private key", b"s" * 32, "kid"


class Windows:
    """What crypt32 and kernel32 do, as far as Sotto asks: sealed is upside down behind the
    machine's name and the entropy."""

    def __init__(self, machine: bytes) -> None:
        self.machine, self.given, self.freed = machine, list[Any](), 0

    def CryptProtectData(self, *told: Any) -> int:  # noqa: N802  Windows' name
        clear, entropy = told[0]._obj.content, told[2]._obj.content
        return self._give(told[6], self.machine + entropy + clear[::-1])

    def CryptUnprotectData(self, *told: Any) -> int:  # noqa: N802  Windows' name
        sealed, mark = told[0]._obj.content, self.machine + told[2]._obj.content
        if not sealed.startswith(mark):
            return 0
        assert told[5].value == 5  # this machine, and nobody is asked anything
        return self._give(told[6], sealed[len(mark) :][::-1])

    def LocalFree(self, where: Any) -> None:  # noqa: N802  Windows' name
        assert where.value
        self.freed += 1

    def _give(self, out: Any, content: bytes) -> int:
        buffer = ctypes.create_string_buffer(content, len(content))
        self.given.append(buffer)
        out._obj.size = len(content)
        out._obj.data = ctypes.addressof(buffer)
        return 1


def system(machine: bytes = b"one") -> tuple[Dpapi, Windows]:
    windows = Windows(machine)
    return Dpapi(windows, windows, lambda: 13), windows


def test_a_blob_says_where_bytes_are() -> None:
    assert Blob.of(b"a\0b").content == b"a\0b"
    assert Blob.of(b"").content == b""


def test_windows_opens_what_it_sealed_and_gets_its_memory_back() -> None:
    made, windows = system()
    told = wrapped(CLEAR, SALT, KID, None, made)
    assert told["by"] == "dpapi"
    assert unwrapped(told, SALT, None, made) == CLEAR
    assert windows.freed == 2


def test_another_machine_another_salt_and_another_name_open_nothing() -> None:
    told = wrapped(CLEAR, SALT, KID, None, system()[0])
    for other, salt, kid in (
        (system(b"two")[0], SALT, KID),
        (system()[0], b"t" * 32, KID),
        (system()[0], SALT, "other"),
    ):
        with pytest.raises(KeyElsewhereError):
            unwrapped(told | {"kid": kid}, salt, None, other)


def test_without_windows_such_a_key_is_of_another_machine() -> None:
    told = wrapped(CLEAR, SALT, KID, None, system()[0])
    if dpapi() is None:
        with pytest.raises(KeyElsewhereError):
            unwrapped(told, SALT, None)


def test_a_key_of_before_still_opens_under_windows() -> None:
    told = wrapped(CLEAR, SALT, KID, b"identity")
    assert "by" not in told
    assert unwrapped(told, SALT, b"identity", system()[0]) == CLEAR
