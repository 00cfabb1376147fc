"""Caisse-AP over RS-232: the same messages, framed and acknowledged as Concert's."""

import logging

from hardware.errors import ProtocolError
from hardware.terminals.caisse_ap import Answer, read_answer
from hardware.terminals.dialogue import LostError, Turn
from hardware.terminals.serial_line import SerialLine
from hardware.terminals.tlv import Decoder

log = logging.getLogger("sotto.terminal")


class SerialWire:
    """One line that stays open between two questions."""

    stays = True

    def __init__(self, line: SerialLine) -> None:
        self._line = line

    def exchange(
        self, frame: bytes, turn: Turn, answer_s: float | None = None
    ) -> Answer:
        """Asks, and returns the answer.

        Raises:
            NotSentError: the terminal did not let us speak, or it was cancelled.
            LostError: the message left, and no answer came.
            ProtocolError: what came back is not Caisse-AP.
        """
        patience = self._line.patience.answer_s
        self._line.say(frame, turn)
        return _read(self._line.hear(min(patience, answer_s or patience), turn))

    def knock(self, turn: Turn) -> None:
        """Sees whether the terminal lets us speak.

        Raises:
            NotSentError: it does not.
        """
        self._line.ping(turn)

    def listen(self, turn: Turn) -> None:
        """Lets the terminal speak if it wants to; what it says is `unasked`.

        Raises:
            LostError: the line broke.
            ProtocolError: its message stays unreadable.
        """
        try:
            self._line.unasked.append(self._line.hear(0.0, turn))
        except LostError as error:
            if error.reason != "no_answer":
                raise

    def unasked(self) -> list[Answer]:
        """What the terminal said by itself, each once, oldest first; never blocks."""
        found = []
        while self._line.unasked:
            try:
                found.append(_read(self._line.unasked.popleft()))
            except ProtocolError as error:
                log.warning("an unasked message: %s", error)
        return found

    def close(self) -> None:
        """Lets go of the port."""
        self._line.close()


def _read(text: bytes) -> Answer:
    decoder = Decoder()
    decoder.feed(text)
    return read_answer(decoder.items())
