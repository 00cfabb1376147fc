"""Whose turn it is at one headset: the waiter's first, then what Sotto has to say.

No sound and no clock here: the hour is passed in, in seconds of any monotonic clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum


class Urgency(IntEnum):
    """What goes first.

    A read-back answers the waiter who still holds the breath; an alert (plates ready, an
    allergy) may not wait for a quiet minute; an information waits, or is never said.
    """

    READ_BACK = 0
    ALERT = 1
    INFO = 2


STALE_S = {Urgency.READ_BACK: 8.0, Urgency.ALERT: 120.0, Urgency.INFO: 45.0}
"""After these seconds it is no longer worth saying."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Something to say to one headset.

    Attributes:
        text: what; empty for a beep alone.
        key: a later saying with the same key takes its place ("table 12 ready" twice).
        beep: a tone before the text.
        since: when it was asked for; set by `Turns.add`.
    """

    text: str
    urgency: Urgency = Urgency.READ_BACK
    key: str = ""
    beep: bool = False
    since: float = 0.0


class Turns:
    """The queue of one headset.

    Attributes:
        quiet_s: silence on both sides that an information waits for.
        pause_s: silence that an alert waits for: the answer to what was just said comes first.
        talking: whether the waiter holds the button.
    """

    def __init__(self, quiet_s: float = 3.0, pause_s: float = 0.8) -> None:
        """Nothing to say."""
        self.quiet_s, self.pause_s = quiet_s, pause_s
        self.talking = False
        self._waiting: list[Saying] = []
        self._now: Saying | None = None
        self._silent_since = float("-inf")

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, saying: Saying, now: float) -> None:
        """Queues it; a read-back replaces the one before, a key what had the same."""
        self._waiting = [
            other for other in self._waiting if not _replaces(saying, other)
        ]
        self._waiting.append(replace(saying, since=now))
        self._waiting.sort(key=_order)

    def press(self, now: float) -> None:
        """The waiter speaks: nothing more is said.

        A read-back that is cut off was heard well enough to be corrected; an alert comes again.
        """
        self.talking = True
        cut, self._now = self._now, None
        again = [cut] if cut else []
        self._waiting = [
            saying
            for saying in self._again(again, now)
            if saying.urgency is not Urgency.READ_BACK
        ]

    def release(self, now: float) -> None:
        """The waiter has spoken."""
        self.talking = False
        self._silent_since = now

    def next(self, now: float) -> Saying | None:
        """What is to be said now, taken off the queue; call `ended` after it."""
        self._waiting = [s for s in self._waiting if not _stale(s, now)]
        if self.talking or self._now or not self._waiting:
            return None
        if now < self._silent_since + self._silence(self._waiting[0]):
            return None
        self._now = self._waiting.pop(0)
        return self._now

    def ended(self, saying: Saying, now: float) -> None:
        """It was said to its end, or could not be said."""
        if self._now is saying:
            self._now = None
            self._silent_since = now

    def is_wanted(self, saying: Saying) -> bool:
        """Whether what is being said goes on: no press, and nothing more urgent waits."""
        urgent = self._waiting[0].urgency if self._waiting else saying.urgency
        return self._now is saying and urgent >= saying.urgency

    def cut(self, saying: Saying, now: float) -> None:
        """It was cut off for something more urgent, and comes again unless stale."""
        if self._now is saying:
            self._now = None
            self._waiting = self._again([saying], now)

    def wait_s(self, now: float) -> float | None:
        """Seconds after which `next` may say more; None: only an event changes anything."""
        if self.talking or self._now or not self._waiting:
            return None
        return max(0.0, self._silent_since + self._silence(self._waiting[0]) - now)

    def _silence(self, saying: Saying) -> float:
        return (0.0, self.pause_s, self.quiet_s)[saying.urgency]

    def _again(self, sayings: Iterable[Saying], now: float) -> list[Saying]:
        fresh = [saying for saying in sayings if not _stale(saying, now)]
        return sorted([*fresh, *self._waiting], key=_order)


def _order(saying: Saying) -> tuple[int, float]:
    return saying.urgency, saying.since


def _stale(saying: Saying, now: float) -> bool:
    return now - saying.since > STALE_S[saying.urgency]


def _replaces(new: Saying, old: Saying) -> bool:
    if new.key:
        return new.key == old.key
    return new.urgency is Urgency.READ_BACK is old.urgency
