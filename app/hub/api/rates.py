"""How many requests a minute: a window that moves with the clock, for each caller."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

MINUTE_S = 60.0
_MOST_CALLERS = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """How a caller stands.

    Attributes:
        let_in: this request is not one too many.
        left: requests that still may come now.
        reset: whole seconds until one more may come, or the first one is forgotten.
    """

    let_in: bool
    left: int
    reset: int


class Rates:
    """The requests of the last minute. One thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._came: dict[str, deque[float]] = {}

    def hit(self, who: str, most: int) -> Rate:
        """Counts a request, unless `most` came within the minute."""
        now = self._clock()
        came = self._came.get(who)
        if came is None:
            came = self._came[who] = self._new(now)
        while came and came[0] <= now - MINUTE_S:
            came.popleft()
        let_in = len(came) < most
        if let_in:
            came.append(now)
        reset = came[0] + MINUTE_S - now if came else MINUTE_S
        return Rate(let_in, max(0, most - len(came)), max(1, round(reset)))

    def _new(self, now: float) -> deque[float]:
        if len(self._came) >= _MOST_CALLERS:
            quiet = [w for w, came in self._came.items() if came[-1] <= now - MINUTE_S]
            for who in quiet or [next(iter(self._came))]:
                del self._came[who]
        return deque()
