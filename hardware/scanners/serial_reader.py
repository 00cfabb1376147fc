"""Guns on a serial port (RS-232 or USB-COM): clean bytes, no focus, no layout.

``ScanFramer`` cuts codes out of bytes; ``SerialScanner`` owns the thread and the port,
and opens it again when it comes back. Program the gun for CR behind the code and AIM
identifiers in front of it.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from typing import Protocol

from hardware.errors import HardwareError
from hardware.health import DeviceState, Health
from hardware.scanners.scan import Scan, split_aim
from hardware.serial_ports import PortMatch, open_port

log = logging.getLogger("sotto.scanner")

IDLE_S = 0.05  # a gun without suffix is through when it is silent for so long
REST_S = 0.5  # between two looks at a gun that nobody uses
MAX_CODE = 4096  # a QR code holds 2 953 bytes at most

_ENDS = b"\r\n\t"
_FIRST_RETRY_S = 0.2
_LAST_RETRY_S = 5.0

ScannerEvent = Scan | Health
Sink = Callable[[ScannerEvent], None]


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


class SerialScanner:
    """A gun on a serial port. Scans and healths go to the sink, on its own thread."""

    def __init__(
        self,
        scanner_id: str,
        match: PortMatch,
        *,
        open_port: Callable[[PortMatch], Port] = open_serial,
    ) -> None:
        self.id = scanner_id
        self.caps = frozenset({"aim"})
        self.match = match
        self._open_port = open_port
        self._stop = Event()
        self._lock = Lock()  # guards _health
        self._health = Health(state=DeviceState.OFFLINE, since=datetime.now(UTC))
        self._sink: Sink | None = None
        self._thread: Thread | None = None

    def start(self, sink: Sink) -> None:
        """Starts listening and returns at once.

        Raises:
            RuntimeError: started before; a scanner runs once.
        """
        if self._thread is not None:
            raise RuntimeError("a scanner runs once")
        self._sink = sink
        self._thread = Thread(target=self._run, name=f"scanner-{self.id}", daemon=True)
        self._thread.start()

    def stop(self, deadline_s: float) -> None:
        """Stops listening and waits.

        Raises:
            HardwareError: the thread still runs after `deadline_s` seconds.
        """
        self._stop.set()
        if self._thread is not None:
            self._thread.join(deadline_s)
            if self._thread.is_alive():
                raise HardwareError(f"scanner {self.id} does not stop")

    def health(self) -> Health:
        """How the gun is doing; any thread."""
        with self._lock:
            return self._health

    def _run(self) -> None:
        self._set_health(DeviceState.CONNECTING)
        retry_s = _FIRST_RETRY_S
        while not self._stop.is_set():
            try:
                port = self._open_port(self.match)
                retry_s = _FIRST_RETRY_S
                try:
                    self._set_health(DeviceState.READY)
                    self._listen(port)
                finally:
                    port.close()
            except (HardwareError, OSError) as error:
                self._set_health(DeviceState.OFFLINE, "unplugged", str(error))
            except Exception as error:  # the one guard of this thread
                log.exception("scanner %s failed", self.id)
                self._set_health(DeviceState.FAULT, type(error).__name__)
            self._stop.wait(retry_s)
            retry_s = min(retry_s * 2, _LAST_RETRY_S)
        self._set_health(DeviceState.OFFLINE, "stopped")

    def _listen(self, port: Port) -> None:
        """Reads until told to stop.

        Raises:
            OSError: the port is gone.
        """
        framer = ScanFramer()
        while not self._stop.is_set():
            patience = IDLE_S if framer.begun else REST_S
            if port.timeout != patience:  # to set it costs a look at the line
                port.timeout = patience
            received = port.read(max(1, port.in_waiting))
            scans = framer.feed(received) if received else framer.idle()
            for scan in scans:
                self._tell(scan)

    def _set_health(
        self, state: DeviceState, reason: str = "", detail: str = ""
    ) -> None:
        reasons = frozenset({reason} if reason else ())
        with self._lock:
            if (self._health.state, self._health.reasons) == (state, reasons):
                return
            self._health = health = Health(
                state=state, reasons=reasons, since=datetime.now(UTC), detail=detail
            )
        self._tell(health)

    def _tell(self, event: ScannerEvent) -> None:
        if self._sink is None:
            return
        try:
            self._sink(event)
        except Exception:  # the till's bug must not cost the next scan
            log.exception("scanner %s: the listener failed", self.id)
