"""One question and one answer over TCP: the till calls, asks, waits, hangs up.

What matters is how far the question got, because it decides what may be said about the
money: ``NotSentError`` (not one byte left) or ``LostError`` (something left, no answer).
"""

import socket
import time
from dataclasses import dataclass, replace

from hardware.errors import ProtocolError
from hardware.terminals.caisse_ap import Answer, read_answer
from hardware.terminals.dialogue import LostError, NotSentError, Turn
from hardware.terminals.tlv import Decoder

_TICK_S = 0.1  # how soon a waiting link notices that it shall stop
_RECEIVE = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Where the terminal listens and how long we wait, in seconds.

    `silence_s` ends an answer whose sender keeps the connection open.
    """

    host: str
    port: int
    connect_s: float = 5.0
    answer_s: float = 180.0
    silence_s: float = 0.25


def exchange(line: Line, frame: bytes, turn: Turn) -> Answer:
    """Asks `frame` and returns the answer; blocks up to connect_s + answer_s.

    Raises:
        NotSentError: connecting failed, it was cancelled, or no byte could be written.
        LostError: the link broke, the wait ran out or the till stops, after a byte left.
        ProtocolError: what came back is not Caisse-AP.
    """
    with connect(line) as link:
        turn.begin()
        _write(link, frame)
        turn.sent()
        return read_answer(_read(link, line, turn).items())


def connect(line: Line) -> socket.socket:
    """Opens the link.

    Raises:
        NotSentError: nobody listens there.
    """
    try:
        link = socket.create_connection((line.host, line.port), line.connect_s)
    except (OSError, UnicodeError, OverflowError) as error:  # no host or port at all
        raise NotSentError("unreachable", f"cannot connect: {error}") from error
    link.settimeout(line.connect_s)
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return link


def _write(link: socket.socket, frame: bytes) -> None:
    written = 0
    while written < len(frame):
        try:
            written += link.send(frame[written:])
        except OSError as error:
            if written == 0:
                raise NotSentError(
                    "unreachable", f"nothing written: {error}"
                ) from error
            raise LostError("link_lost", f"broke after {written} bytes") from error


def _read(link: socket.socket, line: Line, turn: Turn) -> Decoder:
    """Feeds a decoder until the answer is over."""
    decoder = Decoder()
    now = time.monotonic()
    deadline, heard = now + line.answer_s, now
    while True:
        now = time.monotonic()
        if decoder.complete and now - heard >= line.silence_s:
            return decoder
        if turn.stopping.is_set():
            raise LostError("stopped", "stopped while waiting")
        if now >= deadline:
            raise LostError("no_answer", "no answer in time")
        until = min(deadline, heard + line.silence_s) if decoder.complete else deadline
        link.settimeout(max(0.001, min(_TICK_S, until - now)))
        try:
            received = link.recv(_RECEIVE)
        except TimeoutError:
            continue
        except OSError as error:
            received = b""
            if not decoder.complete:
                raise LostError("link_lost", f"broke: {error}") from error
        if not received:
            return _closed(decoder)
        heard = time.monotonic()
        decoder.feed(received)


def _closed(decoder: Decoder) -> Decoder:
    """The terminal hung up: was that all?"""
    if decoder.complete:
        return decoder
    try:
        decoder.items()
    except ProtocolError as error:
        raise LostError("link_lost", str(error)) from error
    raise AssertionError("an incomplete decoder has no items")


class TcpWire:
    """Caisse-AP over IP: a connection for each question."""

    stays = False

    def __init__(self, line: Line) -> None:
        self.line = line

    def exchange(
        self, frame: bytes, turn: Turn, answer_s: float | None = None
    ) -> Answer:
        """Asks, and returns the answer; see `exchange`."""
        line = self.line
        if answer_s is not None:
            line = replace(line, answer_s=min(line.answer_s, answer_s))
        return exchange(line, frame, turn)

    def knock(self, turn: Turn) -> None:
        """Sees whether somebody is there.

        Raises:
            NotSentError: nobody is.
        """
        connect(self.line).close()

    def listen(self, turn: Turn) -> None:
        """Nothing can be said without a connection."""

    def unasked(self) -> list[Answer]:
        """Nothing, ever."""
        return []

    def close(self) -> None:
        """Nothing stays open."""
