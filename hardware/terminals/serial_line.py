"""The serial line to a card terminal: who may speak, what was understood, what was lost.

Either side that wants to speak asks first (ENQ, ACK), says its message, has it
acknowledged and ends with EOT. What matters is how far a demand for money got: before
its first byte nothing was asked; from then on nobody knows until the terminal has spoken.

The line stays open between two questions, because a terminal may answer long after the
till gave up: what it then says is in `unasked`.
"""

import logging
import time
from collections import deque
from dataclasses import dataclass
from typing import Any, Final

from hardware.errors import DeviceUnreachableError, ProtocolError
from hardware.serial_ports import PortMatch, open_port
from hardware.terminals.dialogue import LostError, NotSentError, Turn
from hardware.terminals.frames import Control, Message, Reader, Token, framed

log = logging.getLogger("sotto.terminal")

_TICK_S = 0.05  # how soon a waiting line notices that it shall stop
_MOST_UNASKED = 16
FORMATS: Final = {"8N1": (8, "N"), "7E1": (7, "E")}
"""Bits and parity of a line; there is always one stop bit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long and how often, in seconds.

    Attributes:
        ack_s: for an ACK, or for the next message of somebody who wants to speak.
        retry_s: between two ENQ that nobody answered: nothing was asked yet.
        tries: of an ENQ, and of a message that is not understood.
        answer_s: for the guest.
    """

    ack_s: float = 3.0
    retry_s: float = 1.0
    tries: int = 3
    answer_s: float = 180.0


class SerialLine:
    """One line, used by one thread.

    Raises:
        ValueError: `line_format` is none of `FORMATS`.

    Attributes:
        unasked: messages that came when something else was waited for, oldest first.
    """

    def __init__(
        self,
        port: PortMatch,
        line_format: str = "8N1",
        patience: Patience = Patience(),
    ) -> None:
        self.patience = patience
        self.unasked: deque[bytes] = deque(maxlen=_MOST_UNASKED)
        self._match = port
        if line_format not in FORMATS:
            raise ValueError(f"no such format of a line: {line_format!r}")
        self._bits, self._parity = FORMATS[line_format]
        self._port: Any = None  # serial.Serial, whose class depends on the platform
        self._reader = Reader()
        self._heard: deque[Token] = deque()

    def open(self) -> None:
        """Opens the port if it is not open.

        Raises:
            NotSentError: it is not plugged in, or may not be opened.
        """
        if self._port is not None:
            return
        try:
            self._port = open_port(
                self._match,
                bits=self._bits,
                parity=self._parity,
                timeout=_TICK_S,
                write_timeout=self.patience.ack_s,
            )
        except DeviceUnreachableError as error:
            raise NotSentError("unreachable", str(error)) from error
        self._reader.reset()
        self._heard.clear()

    def close(self) -> None:
        """Lets go of the port; harmless when it is not open."""
        if self._port is not None:
            self._port.close()
            self._port = None

    def ping(self, turn: Turn) -> None:
        """Sees whether the terminal lets us speak, and says nothing.

        Raises:
            NotSentError: it does not.
        """
        self._reach(turn)
        self._write(Control.EOT)

    def say(self, text: bytes, turn: Turn) -> None:
        """Says a message, once.

        Raises:
            NotSentError: the terminal did not let us speak, or it was cancelled.
            LostError: the message left, and the terminal did not say that it has it.
        """
        self._reach(turn)
        try:
            turn.begin()
        except NotSentError:
            self._write(Control.EOT)
            raise
        frame = framed(text)
        for attempt in range(self.patience.tries):
            self._send(frame)
            if not attempt:
                turn.sent()
            token = self._reply(turn)
            if token is Control.ACK:
                self._write(Control.EOT)
                return
            if (
                token is Control.ENQ
            ):  # its ACK was lost: it has the message, and answers
                self._heard.appendleft(token)
                return
            if token is None:
                raise LostError("no_answer", "the message was not acknowledged")
        raise LostError("link_lost", "the message was not understood")

    def hear(self, seconds: float, turn: Turn) -> bytes:
        """Waits until the terminal speaks, and returns its message.

        Raises:
            LostError: it does not, or the line broke.
            ProtocolError: its message stays unreadable.
        """
        self.open()
        until = time.monotonic() + seconds
        while (token := self._next(until, turn)) is not None:
            if token is Control.ENQ:
                return self._take(turn)
            if isinstance(token, Message):  # its ENQ was lost
                self._heard.appendleft(token)
                return self._take(turn, welcomed=True)
        raise LostError("no_answer", "no answer in time")

    def _reach(self, turn: Turn) -> None:
        """Asks to speak until the terminal says yes.

        Raises:
            NotSentError: it does not.
        """
        self.open()
        try:
            reason = self._knock(turn)
        except LostError as error:
            why = "cancelled" if error.reason == "stopped" else "unreachable"
            raise NotSentError(why, str(error)) from error
        if reason:
            raise NotSentError(reason, "the terminal does not let us speak")

    def _knock(self, turn: Turn) -> str:
        """Why the terminal does not let us speak, "" when it does."""
        reason = ""
        for attempt in range(self.patience.tries):
            if attempt:
                turn.pause(self.patience.retry_s)
            self._forget()
            self._write(Control.ENQ)
            token = self._reply(turn)
            while token is Control.ENQ:  # it wants to speak itself: it goes first
                self._keep_unasked(turn)
                self._write(Control.ENQ)
                token = self._reply(turn)
            if token is Control.ACK:
                return ""
            reason = "busy" if token is Control.NAK else "unreachable"
            self._write(Control.EOT)
        return reason

    def _keep_unasked(self, turn: Turn) -> None:
        try:
            self.unasked.append(self._take(turn))
        except ProtocolError as error:
            log.warning("an unasked message: %s", error)

    def _reply(self, turn: Turn) -> Token | None:
        """ACK, NAK or ENQ; None when nothing of them comes in time."""
        until = time.monotonic() + self.patience.ack_s
        while (token := self._next(until, turn)) is not None:
            if token in (Control.ACK, Control.NAK, Control.ENQ):
                return token
        return None

    def _take(self, turn: Turn, *, welcomed: bool = False) -> bytes:
        """Lets the terminal speak and returns its message.

        Raises:
            LostError: it falls silent.
            ProtocolError: its message stays unreadable.
        """
        if not welcomed:
            self._write(Control.ACK)
        for _ in range(self.patience.tries):
            message = self._message(turn)
            if message.sound:
                self._write(Control.ACK)
                self._end(turn)
                return message.text
            self._write(Control.NAK)
        raise ProtocolError("the check byte is wrong")

    def _message(self, turn: Turn) -> Message:
        until = time.monotonic() + self.patience.ack_s
        while (token := self._next(until, turn)) is not None:
            if isinstance(token, Message):
                return token
            if token is Control.ENQ:  # our ACK was lost
                self._write(Control.ACK)
        raise LostError("link_lost", "the answer stopped short")

    def _end(self, turn: Turn) -> None:
        """Waits for EOT; the message is here, so nothing depends on it."""
        try:
            token = self._next(time.monotonic() + self.patience.ack_s, turn)
        except LostError:
            return
        if token is not None and token is not Control.EOT:
            self._heard.appendleft(token)

    def _next(self, until: float, turn: Turn) -> Token | None:
        """The next token, None when none comes before `until`.

        Raises:
            LostError: the line broke, or the till stops.
        """
        while not self._heard:
            if turn.stopping.is_set():
                raise LostError("stopped", "stopped while waiting")
            self._heard.extend(self._reader.feed(self._read()))
            if not self._heard and time.monotonic() >= until:
                return None
        return self._heard.popleft()

    def _forget(self) -> None:
        """What came before we ask to speak is too old to be answered."""
        self._reader.reset()
        self._heard.clear()
        try:
            # Not reset_input_buffer, whose error at a pulled plug is no OSError.
            port = self._opened()
            port.read(port.in_waiting)
        except OSError as error:
            raise self._broken(error) from error

    def _read(self) -> bytes:
        try:
            port = self._opened()
            received: bytes = port.read(1)
            return received + port.read(port.in_waiting) if received else b""
        except OSError as error:  # SerialException is one
            raise self._broken(error) from error

    def _write(self, control: Control) -> None:
        self._send(bytes((control.value,)))

    def _send(self, data: bytes) -> None:
        try:
            self._opened().write(data)
        except OSError as error:
            raise self._broken(error) from error

    def _opened(self) -> Any:
        if self._port is None:
            raise LostError("link_lost", "the port is gone")
        return self._port

    def _broken(self, error: OSError) -> LostError:
        """The port is let go of, so that the next question opens it anew."""
        self.close()
        return LostError("link_lost", f"broke: {error}")
