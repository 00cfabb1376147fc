"""A customer display that hangs on a receipt printer, which passes on what is for it.

It has neither a line nor a thread of its own: the printer's driver sends the newest lines
between two papers, so it is as well as its printer is.

Source: Epson ESC = (1B 3D n): 2 selects the display, 1 the printer.
"""

from collections.abc import Callable

from hardware.displays.screen import Lines, Mode, Page, show, start
from hardware.health import Health

SELECT, BACK = b"\x1b=\x02", b"\x1b=\x01"


class PrinterDisplay:
    """Two lines that a guest reads.

    Args:
        send: takes bytes for the printer, the newest alone; any thread.
        health: how the printer is.
    """

    def __init__(
        self,
        display_id: str,
        *,
        mode: Mode,
        page: Page,
        send: Callable[[bytes], None],
        health: Callable[[], Health],
    ) -> None:
        self.id, self.mode, self.page = display_id, mode, page
        self._send, self._health = send, health

    def start(self, _sink: object, /) -> None:
        """Clears it; its health is told as the printer's."""
        self.show(Lines())

    def stop(self, _deadline_s: float) -> None:
        """Clears it."""
        self.show(Lines())

    def health(self) -> Health:
        """How the printer is; any thread."""
        return self._health()

    def show(self, lines: Lines) -> None:
        """Shows these from now on; any thread, never blocks."""
        told = start(self.page) + show(lines, self.mode, self.page)
        self._send(SELECT + told + BACK)
