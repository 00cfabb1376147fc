"""Bytes to and from a device, without blocking: TCP, serial line, device file, file.

A transport is opened and closed by hand, and used by one thread. `write` takes what the
system accepts now, `read` gives what has come; `wait` sleeps until one of them makes
sense or the owner's wake-up socket rings. All trouble is `DeviceUnreachableError`.
Addresses: `tcp://host:9100`, `serial:///dev/ttyUSB0?baud=19200`, `serial://COM3`,
`usb:///dev/usb/lp0`, `file:///path`.
"""

import os
import select
import socket
import stat
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from typing_extensions import override

from hardware.errors import OPENING_FAILS, DeviceUnreachableError

CONNECT_S = 2.0
_CHUNK = 65536
_SEND_BUFFER = 32768
_SERIAL_POLL_S = 0.005
_EMPTY_READ_S = 0.05


class Transport(ABC):
    """One way to a device; not thread-safe.

    Attributes:
        can_read: the device can answer.
        bytes_per_s: what the line carries, None when it is no limit worth counting.
    """

    can_read = True
    bytes_per_s: float | None = None

    @abstractmethod
    def open(self) -> None:
        """Connects.

        Raises:
            DeviceUnreachableError: nobody there within `CONNECT_S` seconds.
        """

    @abstractmethod
    def close(self) -> None:
        """Lets go; harmless when not open."""

    @abstractmethod
    def write(self, data: bytes | memoryview) -> int:
        """Hands over what can go now and returns how many bytes, maybe 0.

        Raises:
            DeviceUnreachableError: the link broke, or is not open.
        """

    @abstractmethod
    def read(self) -> bytes:
        """What has arrived, maybe nothing.

        Raises:
            DeviceUnreachableError: the link broke, or the device hung up.
        """

    @abstractmethod
    def wait(self, wake: socket.socket, timeout_s: float, *, to_write: bool) -> bool:
        """Sleeps until bytes come, can go (`to_write`), or `wake` rings.

        Returns:
            True when `wake` rang; its bytes are left to the caller.
        """


class TcpTransport(Transport):
    """A raw TCP connection, the way of network printers (port 9100)."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._socket: socket.socket | None = None

    @override
    def open(self) -> None:
        self.close()
        try:
            link = socket.create_connection(self._address, timeout=CONNECT_S)
        except OSError as error:
            raise DeviceUnreachableError(f"{self._label}: {error}") from error
        link.settimeout(0)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        # What the system takes but the device has not is neither here nor there.
        link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        # A printer without power sends no goodbye: notice within 15 s.
        for option, value in (
            ("TCP_KEEPIDLE", 5),
            ("TCP_KEEPINTVL", 3),
            ("TCP_KEEPCNT", 3),
        ):
            if hasattr(socket, option):
                link.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
        self._socket = link

    @override
    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    @override
    def write(self, data: bytes | memoryview) -> int:
        try:
            return self._opened().send(data[:_CHUNK])
        except BlockingIOError:
            return 0
        except OSError as error:
            raise DeviceUnreachableError(f"{self._label}: {error}") from error

    @override
    def read(self) -> bytes:
        try:
            received = self._opened().recv(_CHUNK)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise DeviceUnreachableError(f"{self._label}: {error}") from error
        if not received:
            raise DeviceUnreachableError(f"{self._label}: closed by the device")
        return received

    @override
    def wait(self, wake: socket.socket, timeout_s: float, *, to_write: bool) -> bool:
        return _select(self._opened().fileno(), wake, timeout_s, to_write=to_write)

    @property
    def _label(self) -> str:
        return f"{self._address[0]}:{self._address[1]}"

    def _opened(self) -> socket.socket:
        if self._socket is None:
            raise DeviceUnreachableError(f"{self._label}: not open")
        return self._socket


class SerialTransport(Transport):
    """An RS-232 line or a USB adapter, eight bits, no parity, one stop bit."""

    def __init__(self, port: str, baud: int = 19200) -> None:
        self.bytes_per_s = baud / 10
        self._name = port
        self._baud = baud
        self._port: Any = None  # serial.Serial, whose class depends on the platform

    @override
    def open(self) -> None:
        import serial

        self.close()
        try:
            self._port = serial.Serial(
                self._name, self._baud, timeout=0, write_timeout=0
            )
        except OPENING_FAILS as error:
            raise DeviceUnreachableError(f"{self._name}: {error}") from error

    @override
    def close(self) -> None:
        if self._port is not None:
            self._port.close()
            self._port = None

    @override
    def write(self, data: bytes | memoryview) -> int:
        try:
            return int(self._opened().write(bytes(data[:1024])) or 0)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise DeviceUnreachableError(f"{self._name}: {error}") from error

    @override
    def read(self) -> bytes:
        try:
            received: bytes = self._opened().read(_CHUNK)
        except OSError as error:
            raise DeviceUnreachableError(f"{self._name}: {error}") from error
        return received

    @override
    def wait(self, wake: socket.socket, timeout_s: float, *, to_write: bool) -> bool:
        port = self._opened()
        if os.name == "posix":
            return _select(port.fileno(), wake, timeout_s, to_write=to_write)
        # Windows can select sockets only: look at the line every few milliseconds.
        deadline = time.monotonic() + timeout_s
        while not (port.in_waiting or to_write) and time.monotonic() < deadline:
            if select.select([wake], [], [], _SERIAL_POLL_S)[0]:
                return True
        return bool(select.select([wake], [], [], 0)[0])

    def _opened(self) -> Any:
        if self._port is None:
            raise DeviceUnreachableError(f"{self._name}: not open")
        return self._port


class PathTransport(Transport):
    """A device file such as /dev/usb/lp0, or a plain file that collects the bytes.

    A plain file cannot answer, nor can a device file opened without reading rights.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._silent = False

    @override
    def open(self) -> None:
        self.close()
        try:
            try:
                plain = stat.S_ISREG(self._path.stat().st_mode)
            except FileNotFoundError:
                plain = True
            if plain:
                flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
            else:
                flags = os.O_RDWR | getattr(os, "O_NONBLOCK", 0)
            self.can_read = not plain
            self._descriptor = os.open(self._path, flags, 0o600)
        except OSError as error:
            raise DeviceUnreachableError(f"{self._path}: {error}") from error

    @override
    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @override
    def write(self, data: bytes | memoryview) -> int:
        try:
            return os.write(self._opened(), data[:_CHUNK])
        except BlockingIOError:
            return 0
        except OSError as error:
            raise DeviceUnreachableError(f"{self._path}: {error}") from error

    @override
    def read(self) -> bytes:
        if not self.can_read:
            return b""
        try:
            received = os.read(self._opened(), _CHUNK)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise DeviceUnreachableError(f"{self._path}: {error}") from error
        self._silent = not received
        return received

    @override
    def wait(self, wake: socket.socket, timeout_s: float, *, to_write: bool) -> bool:
        if self.can_read and not self._silent:
            return _select(self._opened(), wake, timeout_s, to_write=to_write)
        # usblp says "readable" when there is nothing: do not spin on it.
        rest = min(timeout_s, _EMPTY_READ_S) if self.can_read else timeout_s
        self._silent = False
        return bool(select.select([wake], [], [], 0.0 if to_write else rest)[0])

    def _opened(self) -> int:
        if self._descriptor is None:
            raise DeviceUnreachableError(f"{self._path}: not open")
        return self._descriptor


def transport(address: str) -> Transport:
    """The transport that `address` names, not yet open.

    Raises:
        ValueError: the address has no form that we know.
    """
    parts = urlsplit(address)
    match parts.scheme:
        case "tcp" if parts.hostname and parts.port != 0:
            return TcpTransport(parts.hostname, parts.port or 9100)
        case "serial" if parts.path or parts.netloc:
            return SerialTransport(*serial_line(address))
        case "usb" | "file" if parts.path:
            return PathTransport(Path(parts.path))
        case _:
            raise ValueError(f"not a device address: {address!r}")


def serial_line(address: str, baud: int = 19200) -> tuple[str, int]:
    """Port and speed that a `serial://` address names; `baud` when it names no speed.

    Raises:
        ValueError: it names no port, or a speed that is no number.
    """
    parts = urlsplit(address)
    port = parts.path or parts.netloc
    if parts.scheme != "serial" or not port:
        raise ValueError(f"not a serial address: {address!r}")
    return port, int(parse_qs(parts.query).get("baud", [str(baud)])[0])


def _select(
    descriptor: int, wake: socket.socket, timeout_s: float, *, to_write: bool
) -> bool:
    readers: list[int] = [descriptor, wake.fileno()]
    writers = [descriptor] if to_write else []
    readable, _, _ = select.select(readers, writers, [], max(0.0, timeout_s))
    return wake.fileno() in readable
