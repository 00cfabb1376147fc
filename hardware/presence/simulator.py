"""A radar on a pseudo-terminal, and whoever stands in front of it. POSIX only."""

from pathlib import Path
from typing import Final

from hardware.presence.ld2410 import report
from hardware.pseudo_terminal import PseudoTerminal

_REPORT_S: Final = 0.1


class SimulatedRadar:
    """Switched off until `power(on=True)`.

    Attributes:
        distance: centimetres to whoever is there, None for nobody.
        still: they do not move.
        mute: it reports nothing. noise: what it says instead, b"" for its reports.
    """

    def __init__(self) -> None:
        self._pty = PseudoTerminal("radar", self._serve)
        self.distance: int | None = 60
        self.still = self.mute = False
        self.noise = b""

    @property
    def port(self) -> Path:
        """The serial port it is on."""
        return self._pty.device

    def power(self, *, on: bool) -> None:
        """Plugs in or pulls the plug."""
        self._pty.power(on=on)

    def _serve(self) -> None:
        while True:
            self._pty.read(_REPORT_S)
            if not self.mute:
                told = self.noise or report(self.distance, still=self.still)
                self._pty.write(told)
