"""Guns on a serial port (RS-232 or USB-COM): clean bytes, no focus, no layout.

``ScanFramer`` cuts codes out of bytes; ``SerialScanner`` owns the thread and the port,
and opens it again when it comes back. Program the gun for CR behind the code and AIM
identifiers in front of it.
"""

from collections.abc import Callable
from typing import Protocol

from typing_extensions import override

from hardware.device_thread import PortThread
from hardware.health import Health
from hardware.scanners.scan import Scan, split_aim
from hardware.serial_ports import PortMatch, open_port

IDLE_S = 0.05  # a gun without suffix is through when it is silent for so long
REST_S = 0.5  # between two looks at a gun that nobody uses
MAX_CODE = 4096  # a QR code holds 2 953 bytes at most

_ENDS = b"\r\n\t"

ScannerEvent = Scan | Health


class Port(Protocol):
    """What we need of an open serial port; `read` waits `timeout` seconds at most."""

    timeout: float | None

    @property
    def in_waiting(self) -> int:
        """Bytes that are there already."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes, b"" after a silence.

        Raises:
            OSError: the port is gone.
        """

    def close(self) -> None:
        """Lets go of the port."""


class ScanFramer:
    """Cuts codes out of bytes that arrive in any pieces."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def begun(self) -> bool:
        """Whether a code has begun to arrive."""
        return bool(self._buffer)

    def feed(self, received: bytes) -> list[Scan]:
        """Takes bytes, returns the scans they end."""
        scans = []
        for byte in received:
            if byte in _ENDS:
                scans += self.idle()
            elif len(self._buffer) < MAX_CODE:
                self._buffer.append(byte)
        return scans

    def idle(self) -> list[Scan]:
        """The line is silent: what came so far is a code."""
        received = bytes(self._buffer)
        self._buffer.clear()
        try:
            text = received.decode()
        except UnicodeDecodeError:
            text = received.decode("latin-1")
        symbology, text = split_aim(text)
        if not text.strip():
            return []
        return [Scan(text=text, symbology=symbology, source="serial")]


def open_serial(match: PortMatch) -> Port:
    """Opens the gun's port.

    Raises:
        HardwareError: it is not plugged in, or may not be opened.
    """
    return open_port(match, timeout=IDLE_S)


class SerialScanner(PortThread[Scan, Port]):
    """A gun on a serial port. Scans and healths go to the sink, on its own thread."""

    def __init__(
        self,
        scanner_id: str,
        match: PortMatch,
        *,
        open_port: Callable[[PortMatch], Port] = open_serial,
    ) -> None:
        super().__init__("scanner", scanner_id)
        self.caps = frozenset({"aim"})
        self.match = match
        self._open_port = open_port

    @override
    def _open(self) -> Port:
        return self._open_port(self.match)

    @override
    def _serve(self, port: Port) -> None:
        framer = ScanFramer()
        while not self.over:
            patience = IDLE_S if framer.begun else REST_S
            if port.timeout != patience:  # to set it costs a look at the line
                port.timeout = patience
            received = port.read(max(1, port.in_waiting))
            scans = framer.feed(received) if received else framer.idle()
            for scan in scans:
                self.tell(scan)
