"""A serial gun for tests: one end of a pseudo-terminal, which can be pulled out."""

import os
import tty
from pathlib import Path


class Gun:
    """The other end of the line; `device` is a path that survives replugging."""

    def __init__(self, folder: Path) -> None:
        self.device = folder / "ttyGUN"
        self._line = -1

    def plug_in(self) -> None:
        self._line, end = os.openpty()
        tty.setraw(end)
        self.device.unlink(missing_ok=True)
        self.device.symlink_to(os.ttyname(end))
        self._end = end

    def unplug(self) -> None:
        self.device.unlink()
        os.close(self._end)
        os.close(self._line)

    def send(self, text: str) -> None:
        os.write(self._line, text.encode())
