"""A paging transmitter that is played, on a pseudo-terminal (POSIX) or a socket.

It answers as the protocol says, knows which pagers there are, and keeps what each showed.
"""

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from hardware.errors import ProtocolError
from hardware.pagers.tap import (
    ACK,
    CR,
    EOT,
    ESC,
    GO_AHEAD,
    HANG_UP,
    ID,
    LOG_ON,
    NAK,
    RS,
    STX,
    read_block,
)
from hardware.pseudo_terminal import PseudoTerminal

_BEGINS = re.compile(rb"[\x02\x1b\x04\r]")
_SAID = re.compile(rb"\x02[^\x03]*\x03[^\r]*\r|\x1b[^\r]*\r|\x04\r|\r")
_TICK_S: Final = 0.02
MOST_HEARD: Final = 2000


class TransmitterBrain:
    """What a transmitter answers; knows no line.

    Attributes:
        shown: (number, text) of every page that went out, the oldest first.
        pagers: numbers it knows, None for every one.
        mute: it answers nothing; deaf: not even pages that it sends; garbles: it finds
            so many blocks garbled.
    """

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []
        self.pagers: set[str] | None = None
        self.mute = self.deaf = False
        self.garbles = 0
        self._heard, self._inside = b"", False

    def hang_up(self) -> None:
        """Whoever spoke is gone: what was begun is forgotten."""
        self._heard, self._inside = b"", False

    def hear(self, received: bytes) -> bytes:
        """Takes bytes in any pieces, and gives its answers."""
        self._heard = (self._heard + received)[-MOST_HEARD:]
        answers = b""
        while (begin := _BEGINS.search(self._heard)) is not None:
            found = _SAID.match(self._heard, begin.start())
            if found is None:  # the rest is still to come
                break
            self._heard = self._heard[found.end() :]
            answers += self._answer(found[0])
        return b"" if self.mute else answers

    def _answer(self, said: bytes) -> bytes:
        if said.startswith(STX):
            return self._page(said) if self._inside else b""
        if said.startswith(ESC):
            self._inside = said == LOG_ON
            welcome = ACK + CR + GO_AHEAD + CR
            return b"110 TAP 1.8" + CR + welcome if self._inside else HANG_UP + CR
        self._inside = False
        return HANG_UP + CR if said.startswith(EOT) else ID

    def _page(self, said: bytes) -> bytes:
        if self.garbles > 0:
            self.garbles -= 1
            return NAK + CR
        try:
            number, text = read_block(said)
        except ProtocolError:
            return NAK + CR
        if self.mute or (self.pagers is not None and number not in self.pagers):
            return b"511 no such pager" + CR + RS + CR
        self.shown.append((number, text))
        return b"" if self.deaf else b"211 page accepted" + CR + ACK + CR


class SimulatedTransmitter:
    """On a pseudo-terminal; switched off until `power(on=True)`."""

    def __init__(self) -> None:
        self.brain = TransmitterBrain()
        self._pty = PseudoTerminal("pager", self._serve)

    @property
    def port(self) -> Path:
        """The serial port it is on."""
        return self._pty.device

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What pagers showed, the oldest first."""
        return list(self.brain.shown)

    def power(self, *, on: bool) -> None:
        """Plugs in or pulls the plug."""
        self._pty.power(on=on)

    def _serve(self) -> None:
        self.brain.hang_up()
        while True:
            received = self._pty.read()
            if received and (answer := self.brain.hear(received)):
                self._pty.write(answer)


class SocketTransmitter:
    """On a port of this machine, as those that are on the network.

    Attributes:
        cut: told each answer before it leaves; whether the line breaks instead.
    """

    def __init__(self) -> None:
        self.brain = TransmitterBrain()
        self.cut: Callable[[bytes], bool] = lambda answer: False
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(_TICK_S)
        self._off = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pager", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Where its driver finds it."""
        return f"tcp://127.0.0.1:{self._server.getsockname()[1]}"

    def stop(self) -> None:
        """Switches it off for good."""
        self._off.set()
        self._thread.join(2.0)
        self._server.close()

    def _run(self) -> None:
        while not self._off.is_set():
            with suppress(TimeoutError):
                line, _ = self._server.accept()
                with line, suppress(OSError):
                    self._serve(line)

    def _serve(self, line: socket.socket) -> None:
        """Speaks until the other end leaves.

        Raises:
            OSError: the line broke.
        """
        self.brain.hang_up()
        line.settimeout(_TICK_S)
        while not self._off.is_set():
            try:
                received = line.recv(4096)
            except TimeoutError:
                continue
            if not received:
                return
            answer = self.brain.hear(received)
            if answer and self.cut(answer):
                return
            line.sendall(answer)
