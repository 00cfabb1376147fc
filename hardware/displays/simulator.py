"""A customer display on a pseudo-terminal. POSIX only."""

from pathlib import Path

from hardware.displays.screen import Glass
from hardware.pseudo_terminal import PseudoTerminal


class SimulatedDisplay:
    """Switched off until `power(on=True)`; dark again whenever it is switched on."""

    def __init__(self) -> None:
        self._pty = PseudoTerminal("display", self._show)
        self._glass = Glass()
        self.updates = 0

    @property
    def port(self) -> Path:
        """The serial port it is on."""
        return self._pty.device

    @property
    def text(self) -> tuple[str, str]:
        """What a guest reads."""
        return self._glass.text

    def power(self, *, on: bool) -> None:
        """Plugs in or pulls the plug."""
        self._pty.power(on=on)

    def _show(self) -> None:
        self._glass = Glass()
        while True:
            received = self._pty.read()
            if received:
                self._glass.feed(received)
                self.updates += 1
