"""Who is at the hub: a line that breaks for a second is no absence.

A terminal dials again within a second or two, and after a hub's start all of them do. So
whoever was there a moment ago counts as there, and so does everybody while it is new who is.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from app.services.ports import NetworkStatus

PATIENCE_S = 5.0
"""An absence is believed once it has lasted so long."""


class Presence:
    """Remembers when terminals were there last.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seen: dict[str, float] = {}

    def look(self, status: NetworkStatus, known: Iterable[str]) -> NetworkStatus:
        """The status, and with it who of the known terminals was there a moment ago."""
        if not status.whole:
            self._seen = {}
            return status
        now = self._clock()
        for chain in known:
            self._seen.setdefault(chain, now)
        self._seen.update(dict.fromkeys(status.connected, now))
        lately = (c for c, seen in self._seen.items() if now - seen < PATIENCE_S)
        return replace(status, lately=tuple(lately))
