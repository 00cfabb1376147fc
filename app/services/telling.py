"""Tells who follows the house what the world took in, in the order of the journal."""

import logging
from collections import deque
from collections.abc import Callable

from app.services.facts import Fact

Follower = Callable[[tuple[Fact, ...]], None]

_log = logging.getLogger("sotto.house")


class Followers:
    """Who is told of facts."""

    def __init__(self) -> None:
        self._followers: list[Follower] = []
        self._untold: deque[tuple[Fact, ...]] = deque()
        self._telling = False

    def add(self, follower: Follower) -> Callable[[], None]:
        """Has `follower` told from now on; the result stops it."""
        self._followers.append(follower)
        return lambda: self._followers.remove(follower)

    def tell(self, facts: tuple[Fact, ...]) -> None:
        """Tells everybody, in order even when one of them acts."""
        self._untold.append(facts)
        if self._telling:
            return
        self._telling = True
        try:
            while self._untold:
                told = self._untold.popleft()
                for follower in tuple(self._followers):
                    _call(follower, told)
        finally:
            self._telling = False


def _call(follower: Follower, facts: tuple[Fact, ...]) -> None:
    try:
        follower(facts)
    except Exception:  # noqa: BLE001 # the facts stand, whatever a follower does
        _log.exception("a follower failed at %s", facts[-1].meta.order)
