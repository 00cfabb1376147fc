"""A customer display on a serial line: one thread; the newest lines win.

Nothing is queued: what was replaced before it was shown is gone, and a display that comes
back is told the newest lines.
"""

import time
from typing import Any, Final

from typing_extensions import override

from hardware.device_thread import PortThread
from hardware.displays.screen import Lines, Mode, Page, show, start
from hardware.health import Health
from hardware.serial_ports import PortMatch, open_port

BETWEEN_S: Final = 0.2
"""Five times a second is as much as an eye takes in and a line of 9600 baud carries."""
REPEAT_S: Final = 10.0
"""A display says nothing, so what it shows is said again: that is how a loss is seen."""
_WRITE_S = 2.0


class SerialDisplay(PortThread[Health, Any]):
    """Two lines that a guest reads. `sink` hears healths, on the display's thread."""

    def __init__(
        self, display_id: str, match: PortMatch, *, mode: Mode, page: Page
    ) -> None:
        super().__init__("display", display_id)
        self.match, self.mode, self.page = match, mode, page
        self._lines, self._news = Lines(), False  # under the lock

    @override
    def stop(self, deadline_s: float) -> None:
        """Clears the display, ends the thread and waits for it.

        Raises:
            HardwareError: it still runs after `deadline_s` seconds.
        """
        self.show(Lines())
        super().stop(deadline_s)

    def show(self, lines: Lines) -> None:
        """Shows these from now on; any thread, never blocks."""
        with self.lock:
            if lines != self._lines:
                self._lines, self._news = lines, True
                self.lock.notify()

    @override
    def _open(self) -> Any:
        return open_port(self.match, write_timeout=_WRITE_S)

    @override
    def _serve(self, port: Any) -> None:
        port.write(start(self.page))
        while True:
            with self.lock:
                lines, over, self._news = self._lines, self.over, False
            port.write(show(lines, self.mode, self.page))
            port.flush()
            if over:
                return
            time.sleep(BETWEEN_S)
            with self.lock:
                self.lock.wait_for(self._is_wanted, REPEAT_S)

    def _is_wanted(self) -> bool:
        return self._news or self.over
