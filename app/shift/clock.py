"""The hour of the service: it jumps from act to act, or runs so many times as fast."""

import time
from datetime import datetime, timedelta

from app.shift.finger import Finger

TAP = timedelta(milliseconds=400)
"""What a tap takes when the service is played as fast as possible."""


class ServiceClock:
    """A clock that begins at `opening`.

    Args:
        speed: how many times as fast as real time it runs; 0 stands still between acts.
    """

    def __init__(self, opening: datetime, speed: float) -> None:
        self._moment, self.speed = opening, speed
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        """The moment it shows."""
        if not self.speed:
            return self._moment
        passed = time.monotonic() - self._began
        return self._moment + timedelta(seconds=passed * self.speed)

    def tapped(self) -> None:
        """A tap was made: time goes on."""
        if not self.speed:
            self._moment += TAP

    def wait_until(self, moment: datetime, finger: Finger) -> None:
        """Comes to `moment`: by waiting when the clock runs, else at once."""
        if not self.speed:
            self._moment = max(self._moment, moment)
            finger.rest()
            return
        left = (moment - self()).total_seconds() / self.speed
        if left > 0:
            finger.pause(left)
