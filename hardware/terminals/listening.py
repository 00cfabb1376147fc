"""A dialogue on a line that stays open: what was given up may still be said on it.

A payment in doubt is listened for, more often than an idle terminal is looked at, until
the terminal has spoken or has been silent about it for so long that it will not.
"""

import time
from typing import Final

from hardware.terminals.dialogue import Dialogue
from hardware.terminals.model import PayRequest

_LISTEN_S: Final = 0.5
"""Between two looks at a line on which an answer may still come."""
_DOUBT_S: Final = 900.0
"""So long a terminal may still come with an answer."""


class Listening(Dialogue):
    """Keeps the payments whose answer may still come, by the name the terminal has.

    Args:
        watch_s: between two looks whether an idle terminal is there; 0 for never.
    """

    def __init__(self, watch_s: float) -> None:
        self._idle_s = watch_s
        self._greeted = float("-inf")
        self._doubts: dict[str, tuple[PayRequest, float]] = {}  # name -> until when
        self._set_watch()

    def _only_listens(self) -> bool:
        """Whether this look is for a late answer alone; else the terminal is greeted."""
        now = time.monotonic()
        for name, (_, until) in tuple(self._doubts.items()):
            if until < now:
                self._settle(name)
        return bool(self._doubts) and now - self._greeted < self._idle_s

    def _has_greeted(self) -> None:
        self._greeted = time.monotonic()

    def _doubt(self, name: str, payment: PayRequest) -> None:
        self._doubts[name] = payment, time.monotonic() + _DOUBT_S
        self._set_watch()

    def _settle(self, name: str) -> None:
        self._doubts.pop(name, None)
        self._set_watch()

    def _set_watch(self) -> None:
        """Looks often while an answer may still come; never when it is never to look."""
        listens = bool(self._doubts) and self._idle_s > 0
        self.watch_s = min(_LISTEN_S, self._idle_s) if listens else self._idle_s
