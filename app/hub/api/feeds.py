"""The newest things of a kind, for who looks on: kept in memory, numbered, bounded."""

import asyncio
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Feed(Generic[T]):
    """Things as they come. One thread.

    Args:
        most: how many are kept; the oldest goes first.

    Attributes:
        count: the number of the newest.
    """

    def __init__(self, most: int) -> None:
        self._kept: deque[tuple[int, T]] = deque(maxlen=most)
        self.count = 0
        self._news = asyncio.Event()

    def add(self, thing: T) -> None:
        """One more; whoever waits is woken."""
        self.count += 1
        self._kept.append((self.count, thing))
        news, self._news = self._news, asyncio.Event()
        news.set()

    def after(self, number: int) -> list[tuple[int, T]]:
        """What came behind this number, each with its own, the oldest first."""
        return [each for each in self._kept if each[0] > number]

    def find(self, number: int) -> T | None:
        """The thing with this number, None when it is not kept."""
        return next((thing for each, thing in self._kept if each == number), None)

    def clear(self) -> None:
        """Forgets all; numbers go on."""
        self._kept.clear()

    async def beyond(self, number: int) -> None:
        """Returns once something came behind this number."""
        while self.count <= number:
            await self._news.wait()
