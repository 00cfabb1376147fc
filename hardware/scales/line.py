"""The serial line under a scale: bytes out, bytes in, within a time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hardware.errors import DeviceUnreachableError
from hardware.serial_ports import PortMatch, open_port

ANSWER_S = 0.5
"""How long a scale may take: the slowest answers within 250 ms."""
_TICK_S = 0.02


@dataclass(frozen=True, slots=True)
class Format:
    """How bytes are on the line; one stop bit."""

    bits: int = 8
    parity: str = "N"


class Line:
    """One port, used by one thread; opens itself when something is asked.

    Args:
        port: where, and how fast.
    """

    def __init__(self, port: PortMatch, form: Format) -> None:
        self._match, self._form = port, form
        self._port: Any = None  # serial.Serial, whose class depends on the platform

    def open(self) -> None:
        """Opens the port if it is not open.

        Raises:
            DeviceUnreachableError: it is not plugged in, or may not be opened.
        """
        if self._port is not None:
            return
        self._port = open_port(
            self._match,
            bits=self._form.bits,
            parity=self._form.parity,
            timeout=_TICK_S,
            write_timeout=ANSWER_S,
        )

    def close(self) -> None:
        """Lets go of the port; harmless when it is not open."""
        if self._port is not None:
            self._port.close()
            self._port = None

    def ask(self, question: bytes, whole: Callable[[bytes], bool]) -> bytes:
        """Asks, and returns what came until it was whole.

        What came unasked before is too old to be an answer and is thrown away.

        Raises:
            DeviceUnreachableError: the port is gone, or no whole answer came in time.
        """
        self.open()
        try:
            # Not reset_input_buffer, whose error at a pulled plug is no OSError.
            self._port.read(self._port.in_waiting)
        except OSError as error:
            raise self._broken(error) from error
        self.say(question)
        return self._listen(whole)

    def say(self, words: bytes) -> None:
        """Says something that wants no answer.

        Raises:
            DeviceUnreachableError: the port is gone.
        """
        self.open()
        try:
            self._port.write(words)
        except OSError as error:
            raise self._broken(error) from error

    def _listen(self, whole: Callable[[bytes], bool]) -> bytes:
        until, heard = time.monotonic() + ANSWER_S, b""
        while not whole(heard):
            try:
                received = self._port.read(1)
                received += self._port.read(self._port.in_waiting)
            except OSError as error:  # SerialException is one
                raise self._broken(error) from error
            heard += received
            if time.monotonic() >= until and not whole(heard):
                raise DeviceUnreachableError(f"no answer: {heard!r}")
        return heard

    def _broken(self, error: OSError) -> DeviceUnreachableError:
        """The port is let go of, so that the next question opens it anew."""
        self.close()
        return DeviceUnreachableError(f"broke: {error}")
