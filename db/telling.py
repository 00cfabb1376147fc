"""Tells who listens what was written, in the order of the writing."""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Generic, Protocol, TypeVar


class Placed(Protocol):
    """Something that has a place in canonical order."""

    @property
    def order(self) -> tuple[str, str, int]:
        """That place."""
        ...


T = TypeVar("T", bound=Placed)


class Subscribers(Generic[T]):
    """Who is told of entries, or of the facts in them; called under `lock`.

    Args:
        log: gets what one of them raises, which is not passed on: what is written stands,
            and the others are told as well.
    """

    def __init__(self, lock: RLock, log: logging.Logger) -> None:
        self._lock, self._log = lock, log
        self._subscribers: list[Callable[[tuple[T, ...]], None]] = []
        self._untold: deque[tuple[T, ...]] = deque()
        self._telling = False

    def add(self, callback: Callable[[tuple[T, ...]], None]) -> Callable[[], None]:
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

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody is told before the block ends, nor of anything in it when it fails."""
        telling, count = self._telling, len(self._untold)
        self._telling = True
        try:
            yield
        except BaseException:
            while len(self._untold) > count:
                self._untold.pop()
            raise
        finally:
            self._telling = telling
        self._tell()

    def tell(self, written: tuple[T, ...]) -> None:
        """Tells everybody, in order even when one of them writes."""
        self._untold.append(written)
        self._tell()

    def _tell(self) -> None:
        if self._telling:
            return
        self._telling = True
        try:
            while self._untold:
                told = self._untold.popleft()
                for subscriber in tuple(self._subscribers):
                    self._call(subscriber, told)
        finally:
            self._telling = False

    def _call(
        self, subscriber: Callable[[tuple[T, ...]], None], told: tuple[T, ...]
    ) -> None:
        try:
            subscriber(told)
        except Exception:  # noqa: BLE001  it stands, whatever a listener does
            self._log.exception("a subscriber failed at %s", told[-1].order)
