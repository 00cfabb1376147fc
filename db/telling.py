"""Tells who listens what was written, in the order of the writing."""

import logging
from collections import deque
from collections.abc import Callable
from threading import RLock
from typing import Final

from db.entry import Entry

Subscriber = Callable[[tuple[Entry, ...]], None]

_LOG: Final = logging.getLogger("sotto.journal")


class Subscribers:
    """Who is told of entries; called under `lock`."""

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        self._subscribers: list[Subscriber] = []
        self._untold: deque[tuple[Entry, ...]] = deque()
        self._telling = False

    def add(self, callback: Subscriber) -> Callable[[], None]:
        """Has `callback` told from now on; the result ends it."""
        with self._lock:
            self._subscribers.append(callback)

        def unsubscribe() -> None:
            with self._lock:
                if callback in self._subscribers:
                    self._subscribers.remove(callback)

        return unsubscribe

    def clear(self) -> None:
        """Nobody is told any more."""
        self._subscribers.clear()

    def tell(self, entries: tuple[Entry, ...]) -> None:
        """Tells everybody, in order even when one of them appends."""
        self._untold.append(entries)
        if self._telling:
            return
        self._telling = True
        try:
            while self._untold:
                told = self._untold.popleft()
                for subscriber in tuple(self._subscribers):
                    _call(subscriber, told)
        finally:
            self._telling = False


def _call(subscriber: Subscriber, entries: tuple[Entry, ...]) -> None:
    try:
        subscriber(entries)
    except Exception:  # noqa: BLE001  the entries stand, whatever a listener does
        _LOG.exception("a subscriber failed at %s", entries[-1].order)
