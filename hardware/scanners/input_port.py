"""Guns that type, taken away from the keyboard: Linux hands their keys to us alone.

An `InputPort` reads the kernel's input events and gives the characters that they stand for,
so the driver of serial guns drives these too: no focus, no layout of the desktop, no key in
a field. Set the gun to a US keyboard, as it comes; GS then arrives as Ctrl and "]".

Source: linux/input.h (struct input_event, EVIOCGRAB), linux/input-event-codes.h.
"""

import os
import select
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from hardware.errors import DeviceUnreachableError
from hardware.scanners.scan import Scan
from hardware.scanners.serial_reader import IDLE_S
from hardware.serial_ports import PortMatch, port_match

SCHEME: Final = "input://"
EVENT: Final = struct.Struct("@llHHi")
"""Seconds, microseconds, type, code, value."""
EV_KEY: Final = 1
GRAB: Final = 0x40044590  # EVIOCGRAB
_UP, _DOWN = 0, 1  # 2 is a key held down, which no gun does
_SHIFTS, _CTRLS = (42, 54), (29, 97)
_GS_KEY = 27

_ROWS: Final = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (71, "789-456+1230.", "789-456+1230."),
)
"""First key code of a row of a US keyboard, what it types, and with Shift."""
_SINGLE: Final = {15: "\t", 28: "\r", 55: "*", 57: " ", 96: "\r", 98: "/"}
KEYS: Final = {
    code: (plain, shifted)
    for first, row, upper in _ROWS
    for code, (plain, shifted) in enumerate(zip(row, upper, strict=True), first)
} | {code: (char, char) for code, char in _SINGLE.items()}
"""Key code -> what it types, without and with Shift."""
_DIGITS: Final = str.maketrans(")!@#$%^&*(", "0123456789")


class KeyReader:
    """Characters out of input events that arrive in any pieces."""

    def __init__(self) -> None:
        self._pending = b""
        self._down: set[int] = set()

    def feed(self, received: bytes) -> str:
        """Takes bytes; what they type."""
        self._pending += received
        return "".join(self._typed())

    def _typed(self) -> Iterator[str]:
        while len(self._pending) >= EVENT.size:
            _, _, kind, code, value = EVENT.unpack_from(self._pending)
            self._pending = self._pending[EVENT.size :]
            if kind != EV_KEY:
                continue
            if code in _SHIFTS or code in _CTRLS:
                (self._down.discard if value == _UP else self._down.add)(code)
            elif value == _DOWN:
                yield self._char(code)

    def _char(self, code: int) -> str:
        if self._down.intersection(_CTRLS):
            return "\x1d" if code == _GS_KEY else ""
        shifted = bool(self._down.intersection(_SHIFTS))
        return KEYS.get(code, ("", ""))[shifted]


def retyped(scan: Scan) -> Scan:
    """The scan of a gun that was set to a French keyboard, where digits want Shift."""
    french = all(char in ")!@#$%^&*(" for char in scan.text)
    text = scan.text.translate(_DIGITS) if french else scan.text
    return replace(scan, text=text, source="wedge", repaired=french)


class InputPort:
    """An input device as a port that is read like a serial one."""

    def __init__(self, path: str, grab: Callable[[int], None]) -> None:
        try:
            self._file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        except OSError as error:
            raise DeviceUnreachableError(f"cannot open {path}: {error}") from error
        try:
            grab(self._file)
        except OSError as error:
            os.close(self._file)
            raise DeviceUnreachableError(f"cannot grab {path}: {error}") from error
        self._keys = KeyReader()
        self.timeout: float | None = IDLE_S

    @property
    def in_waiting(self) -> int:
        """Unknown; one read takes what is there."""
        return 0

    def read(self, _size: int, /) -> bytes:
        """What was typed, b"" after a silence.

        Raises:
            OSError: it was pulled out.
        """
        if not select.select([self._file], [], [], self.timeout)[0]:
            return b""
        received = os.read(self._file, EVENT.size * 64)
        if not received:
            raise OSError("the input device is gone")
        return self._keys.feed(received).encode()

    def close(self) -> None:
        """Gives the keys back to the desktop."""
        os.close(self._file)


def input_match(address: str) -> PortMatch:
    """Which device an `input://` address names: by its path or its USB ids.

    Raises:
        ValueError: it is no such address.
    """
    if not address.startswith(SCHEME):
        raise ValueError(f"not an input address: {address!r}")
    return port_match("serial://" + address.removeprefix(SCHEME))


def find_input(match: PortMatch, devices: Path = Path("/sys/class/input")) -> str:
    """The file under which a device is plugged in now.

    Raises:
        DeviceUnreachableError: it is not plugged in.
    """
    if match.vid is None:
        return match.device
    for event in sorted(devices.glob("event*")):
        ids = event / "device" / "id"
        try:
            vid, pid = (
                int((ids / name).read_text(), 16) for name in ("vendor", "product")
            )
            types = int((event / "device/capabilities/ev").read_text(), 16)
        except (OSError, ValueError):
            continue  # gone meanwhile
        if (vid, pid) == (match.vid, match.pid) and types & (1 << EV_KEY):
            return f"/dev/input/{event.name}"
    raise DeviceUnreachableError("no input device with these USB ids")


def open_input(match: PortMatch) -> InputPort:
    """Opens the device and takes its keys from everybody else.

    Raises:
        DeviceUnreachableError: it is not plugged in, may not be opened, is taken, or this
            is no Linux.
    """
    try:
        from fcntl import ioctl
    except ImportError as error:
        raise DeviceUnreachableError("Linux alone") from error

    def grab(file: int) -> None:
        ioctl(file, GRAB, 1)

    return InputPort(find_input(match), grab)


def udev_rule(match: PortMatch) -> str:
    """The rule that lets whoever sits at the machine read this device, and no other."""
    ids = ""
    if match.vid is not None:
        ids = f'ATTRS{{idVendor}}=="{match.vid:04x}", ATTRS{{idProduct}}=="{match.pid:04x}", '
    return f'SUBSYSTEM=="input", KERNEL=="event*", {ids}TAG+="uaccess"'
