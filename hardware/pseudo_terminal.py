"""A pseudo-terminal whose plug can be pulled: a serial port of simulated devices.

On: a path that opens like any serial port. Off: the path is gone and whoever has it open
sees the line break, as with a USB port that is pulled out. POSIX only.
"""

import os
import select
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread, current_thread

_TICK_S = 0.02
_JOIN_S = 2.0


class PseudoTerminal:
    """Switched off until `power(on=True)`.

    Args:
        name: of the thread and the port.
        serve: speaks with whoever opened the port until ``off``; an OSError of its is
            the end.

    Attributes:
        device: the port; the same path after the plug was pulled.
        off: set while it is pulled; `serve` returns soon after it is.
    """

    def __init__(self, name: str, serve: Callable[[], None]) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="sotto-"))
        self.device = self._folder / name
        self.off = Event()
        self.off.set()
        self._name = name
        self._serve = serve
        self._switch = Lock()
        self._line = self._end = -1
        self._thread: Thread | None = None

    def power(self, *, on: bool) -> bool:
        """Switches; any thread. Whether that changed anything."""
        with self._switch:
            if on != self.off.is_set():
                return False
            if on:
                self._plug_in()
            else:
                self._unplug()
            return True

    def _plug_in(self) -> None:
        import tty

        self._folder.mkdir(exist_ok=True)
        self._line, self._end = os.openpty()
        tty.setraw(self._end)
        self.device.symlink_to(os.ttyname(self._end))
        self.off.clear()
        self._thread = Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def _unplug(self) -> None:
        self.off.set()
        if self._thread is not None and self._thread is not current_thread():
            self._thread.join(_JOIN_S)
        shutil.rmtree(self._folder, ignore_errors=True)
        os.close(self._end)
        os.close(self._line)

    def _run(self) -> None:
        with suppress(OSError):  # the plug was pulled in the middle
            self._serve()

    def read(self, seconds: float = _TICK_S) -> bytes:
        """What has come, after so long at most.

        Raises:
            ConnectionAbortedError: the plug is pulled.
        """
        if self.off.is_set():
            raise ConnectionAbortedError
        if not select.select([self._line], [], [], seconds)[0]:
            return b""
        return os.read(self._line, 4096)

    def write(self, data: bytes) -> None:
        """Sends.

        Raises:
            ConnectionAbortedError: the plug is pulled.
        """
        if self.off.is_set():
            raise ConnectionAbortedError
        os.write(self._line, data)
