"""An NFC reader on a pseudo-terminal, and the hand that lays badges on it. POSIX only."""

from pathlib import Path

from hardware.pseudo_terminal import PseudoTerminal
from hardware.scanners.pn532 import (
    ACK,
    FIRMWARE,
    LOOK,
    PN532,
    Frames,
    framed_answer,
    told_card,
)


class SimulatedNfcReader:
    """Switched off until `power(on=True)`.

    Attributes:
        mute: it answers nothing. chip: what it says that it is.
    """

    def __init__(self) -> None:
        self._pty = PseudoTerminal("nfc", self._serve)
        self._lying = b""
        self.mute, self.chip = False, PN532

    @property
    def port(self) -> Path:
        """The serial port it is on."""
        return self._pty.device

    def power(self, *, on: bool) -> None:
        """Plugs in or pulls the plug."""
        self._pty.power(on=on)

    def lay(self, number: str) -> None:
        """What lies on it from now on: the number of a card, "" for nothing."""
        self._lying = bytes.fromhex(number)

    def _serve(self) -> None:
        frames = Frames(0xD4)
        while True:
            for asked in frames.feed(self._pty.read()):
                if asked is not None and not self.mute:
                    told = framed_answer(asked.command, self._answer(asked.command))
                    self._pty.write(ACK + told)

    def _answer(self, command: int) -> bytes:
        if command == LOOK[0]:
            return told_card(self._lying)
        return bytes((self.chip, 1, 6, 7)) if command == FIRMWARE[0] else b""
