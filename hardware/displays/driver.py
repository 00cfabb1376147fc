"""A customer display on a serial line: one thread; the newest lines win.

Nothing is queued: what was replaced before it was shown is gone, and a display that comes
back is told the newest lines.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Condition, Thread
from typing import Any, Final

from hardware.displays.screen import Lines, Mode, Page, show, start
from hardware.errors import HardwareError
from hardware.health import DeviceState, Health
from hardware.serial_ports import PortMatch, open_port

log = logging.getLogger("sotto.display")

BETWEEN_S: Final = 0.2
"""Five times a second is as much as an eye takes in and a line of 9600 baud carries."""
REPEAT_S: Final = 10.0
"""A display says nothing, so what it shows is said again: that is how a loss is seen."""
_FIRST_RETRY_S, _LAST_RETRY_S = 0.2, 5.0
_WRITE_S = 2.0


class SerialDisplay:
    """Two lines that a guest reads. `sink` hears healths, on the display's thread."""

    def __init__(
        self, display_id: str, match: PortMatch, *, mode: Mode, page: Page
    ) -> None:
        self.id, self.match, self.mode, self.page = display_id, match, mode, page
        self._lock = Condition()  # guards what follows
        self._lines, self._news, self._over = Lines(), False, False
        self._health = Health(state=DeviceState.OFFLINE, since=datetime.now(UTC))
        self._sink: Callable[[Health], None] | None = None
        self._thread: Thread | None = None

    def start(self, sink: Callable[[Health], None]) -> None:
        """Starts and returns at once.

        Raises:
            RuntimeError: started before; a display runs once.
        """
        if self._thread is not None:
            raise RuntimeError("a display runs once")
        self._sink = sink
        name = f"display-{self.id}"
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self, deadline_s: float) -> None:
        """Clears the display, ends the thread and waits for it.

        Raises:
            HardwareError: it still runs after `deadline_s` seconds.
        """
        with self._lock:
            self._lines, self._news, self._over = Lines(), True, True
            self._lock.notify()
        if self._thread is not None:
            self._thread.join(deadline_s)
            if self._thread.is_alive():
                raise HardwareError(f"display {self.id} does not stop")

    def health(self) -> Health:
        """How it is doing; any thread."""
        with self._lock:
            return self._health

    def show(self, lines: Lines) -> None:
        """Shows these from now on; any thread, never blocks."""
        with self._lock:
            if lines != self._lines:
                self._lines, self._news = lines, True
                self._lock.notify()

    def _run(self) -> None:
        self._set_health(DeviceState.CONNECTING)
        retry_s = _FIRST_RETRY_S
        while not self._over:
            try:
                port = self._open()
                retry_s = _FIRST_RETRY_S
                try:
                    self._set_health(DeviceState.READY)
                    self._serve(port)
                finally:
                    port.close()
            except (HardwareError, OSError) as error:
                self._set_health(DeviceState.OFFLINE, "unplugged", str(error))
            except Exception as error:  # the one guard of this thread
                log.exception("display %s failed", self.id)
                self._set_health(DeviceState.FAULT, type(error).__name__)
            with self._lock:
                self._lock.wait_for(self._is_over, retry_s)
            retry_s = min(retry_s * 2, _LAST_RETRY_S)
        self._set_health(DeviceState.OFFLINE, "stopped")

    def _is_over(self) -> bool:
        return self._over

    def _has_news(self) -> bool:
        return self._news

    def _open(self) -> Any:
        """Raises HardwareError when it is not plugged in, or may not be opened."""
        return open_port(self.match, write_timeout=_WRITE_S)

    def _serve(self, port: Any) -> None:
        """Shows what is newest until told to stop.

        Raises:
            OSError: the port is gone.
        """
        port.write(start(self.page))
        while True:
            with self._lock:
                lines, over, self._news = self._lines, self._over, False
            port.write(show(lines, self.mode, self.page))
            port.flush()
            if over:
                return
            time.sleep(BETWEEN_S)
            with self._lock:
                self._lock.wait_for(self._has_news, REPEAT_S)

    def _set_health(
        self, state: DeviceState, reason: str = "", detail: str = ""
    ) -> None:
        reasons = frozenset({reason} if reason else ())
        with self._lock:
            if (self._health.state, self._health.reasons) == (state, reasons):
                return
            self._health = health = Health(
                state=state, reasons=reasons, since=datetime.now(UTC), detail=detail
            )
        if self._sink is None:
            return
        try:
            self._sink(health)
        except Exception:  # the till's bug must not cost what a guest reads
            log.exception("display %s: the listener failed", self.id)
