"""One talk with a paging transmitter: log on, give pages, leave.

What is raised says what became of a page. ``ProtocolError`` and ``DeviceUnreachableError``:
it surely did not leave. ``UnsureError``: it left whole and nothing came back, so it may be
on somebody's wrist and is never said again.
"""

import time
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from hardware.errors import OPENING_FAILS, DeviceUnreachableError, ProtocolError
from hardware.pagers.tap import (
    CR,
    LOG_OFF,
    LOG_ON,
    Reply,
    block,
    first_reply,
)
from hardware.serial_ports import open_port, port_match

FORMATS: Final = {"tap": (7, "E"), "tap_8n1": (8, "N")}
"""Model -> bits and parity on a serial line; TAP says 7E1, many transmitters 8N1."""
GREET_S, ANSWER_S, GO_AHEAD_S = 2.0, 10.0, 2.0
"""T1 and T3 of the protocol; some transmitters never say go ahead."""
TRIES: Final = 3
_TICK_S, _WRITE_S = 0.1, 2.0


class UnsureError(DeviceUnreachableError):
    """A page left whole, and nobody said whether it was taken."""


def check_address(address: str) -> None:
    """Whether a transmitter may be there.

    Raises:
        ValueError: it is neither `tcp://host:port` nor a serial address.
    """
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        if not parts.hostname or not parts.port:
            raise ValueError(f"not a transmitter's address: {address!r}")
    else:
        port_match(address)


def open_line(address: str, model: str) -> Any:
    """Opens the line to a transmitter.

    Raises:
        DeviceUnreachableError: nobody is there.
        ValueError: the address is none.
    """
    check_address(address)
    parts = urlsplit(address)
    if parts.scheme != "tcp":
        bits, parity = FORMATS[model]
        return open_port(
            port_match(address),
            bits=bits,
            parity=parity,
            timeout=_TICK_S,
            write_timeout=_WRITE_S,
        )
    import serial

    where = f"socket://{parts.netloc.rpartition('@')[2]}"
    try:
        return serial.serial_for_url(where, timeout=_TICK_S, write_timeout=_WRITE_S)
    except OPENING_FAILS as error:
        raise DeviceUnreachableError(f"cannot open: {error}") from error


class Session:
    """A line that was opened; used by one thread.

    Args:
        over: whether whoever pages has to stop.
    """

    def __init__(self, line: Any, over: Callable[[], bool]) -> None:
        self._line, self._over = line, over
        self._heard = b""

    def greet(self) -> None:
        """Sees whether a transmitter is there; it goes back to sleep by itself.

        Raises:
            HardwareError: nobody answers.
        """
        for _ in range(TRIES):
            self._say(CR)
            if self._hear(GREET_S, Reply.ID) is not None:
                return
        raise DeviceUnreachableError("nobody asked for an ID")

    def log_on(self) -> None:
        """Opens a session in which pages are taken.

        Raises:
            HardwareError: nobody answers, or lets us in.
        """
        self.greet()
        for _ in range(TRIES):
            self._say(LOG_ON)
            said = self._hear(
                ANSWER_S, Reply.TAKEN, Reply.GARBLED, Reply.HANG_UP, Reply.GO_AHEAD
            )
            if said is Reply.TAKEN:
                self._hear(GO_AHEAD_S, Reply.GO_AHEAD)
            if said in (Reply.TAKEN, Reply.GO_AHEAD):
                return
            if said is not Reply.GARBLED:
                break
        raise ProtocolError("the transmitter does not let us log on")

    def page(self, number: str, text: str) -> bool:
        """Gives one page; whether it was taken, False when the transmitter refuses it.

        Raises:
            UnsureError: nobody knows whether it was.
            HardwareError: it was not.
        """
        said = block(number, text)
        for _ in range(TRIES):
            self._say(said)
            try:
                answer = self._hear(
                    ANSWER_S, Reply.TAKEN, Reply.GARBLED, Reply.REFUSED, Reply.HANG_UP
                )
            except DeviceUnreachableError as error:
                raise UnsureError(str(error)) from error
            if answer in (None, Reply.HANG_UP):
                raise UnsureError("no answer to a page")
            if answer is not Reply.GARBLED:
                return answer is Reply.TAKEN
        raise ProtocolError("the transmitter finds every block garbled")

    def log_off(self) -> None:
        """Leaves; whether that is heard is nobody's concern.

        Raises:
            HardwareError: the line broke.
        """
        self._say(LOG_OFF)
        self._hear(GREET_S, Reply.HANG_UP)

    def _say(self, words: bytes) -> None:
        self._heard = b""  # what was said before is no answer to this
        try:
            self._line.read(self._line.in_waiting)
            self._line.write(words)
        except OSError as error:
            raise DeviceUnreachableError(f"broke: {error}") from error

    def _hear(self, seconds: float, *wanted: Reply) -> Reply | None:
        """The first of these replies; None when none came in time.

        Raises:
            DeviceUnreachableError: the line broke, or we have to stop.
        """
        until = time.monotonic() + seconds
        while True:
            said, self._heard = first_reply(self._heard)
            if said in wanted:
                return said
            if said is not None:
                continue
            if time.monotonic() >= until:
                return None
            if self._over():
                raise DeviceUnreachableError("stopped")
            try:
                received = self._line.read(1)
                received += self._line.read(self._line.in_waiting)
            except OSError as error:
                raise DeviceUnreachableError(f"broke: {error}") from error
            self._heard += received
