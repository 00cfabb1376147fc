"""Whether this machine was awake all the time: what one that slept believes is old."""

from collections.abc import Callable
from datetime import datetime, timedelta

ASLEEP = timedelta(seconds=5)
"""Between two looks: longer means that the machine slept. So long after it woke up, or
started, it knows again how it stands with the others (`hub/link.py`)."""


class Awake:
    """Looks about once a second.

    Attributes:
        since: when it began to look, after a start or a sleep.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.since = self._looked = clock()

    def look(self) -> bool:
        """Whether what it believes of the others is new enough to act upon."""
        now = self._clock()
        if not timedelta() <= now - self._looked <= ASLEEP:
            self.since = now
        self._looked = now
        return now - self.since >= ASLEEP
