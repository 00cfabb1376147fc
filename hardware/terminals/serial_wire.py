"""Caisse-AP over RS-232: the same messages, framed and acknowledged as Concert's."""

from hardware.terminals.caisse_ap import Answer, read_answer
from hardware.terminals.dialogue import Turn
from hardware.terminals.serial_line import SerialLine
from hardware.terminals.tlv import Decoder


class SerialWire:
    """One line that stays open between two questions."""

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
        decoder = Decoder()
        decoder.feed(self._line.hear(min(patience, answer_s or patience), turn))
        return read_answer(decoder.items())

    def knock(self, turn: Turn) -> None:
        """Sees whether the terminal lets us speak.

        Raises:
            NotSentError: it does not.
        """
        self._line.ping(turn)

    def close(self) -> None:
        """Lets go of the port."""
        self._line.close()
