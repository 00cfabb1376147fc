"""How long dishes took lately, from fired to bumped: of it a kitchen's limits are learned."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.domain.kitchen.events import DishesReady
from app.domain.vocabulary import Meta

ENOUGH = 20
"""Dishes of an article from which its time is known."""
LONGEST = 60
"""Minutes; what took longer was forgotten on a screen, not made."""
_SHARE = 4, 5
"""P80: the minutes within which four of five were ready."""
_EVENING = 16
_PARTS = "noon", "evening"


def part_of(hour: int) -> str:
    """The part of the day that an hour (0-23) belongs to; a night ends an evening."""
    return "noon" if 5 <= hour < _EVENING else "evening"


def timed(event: DishesReady, meta: Meta) -> Iterator[tuple[str, str, int]]:
    """(article, part of the day, whole minutes from 1 on) of each dish that was timed."""
    part = part_of(int(meta.ts[11:13]))
    for made in event.made:
        minutes = max(1, -(-made.seconds // 60))
        if minutes <= LONGEST:
            yield made.article, part, minutes


@dataclass(slots=True)
class MadeTimes:
    """Of each article and part of the day: minutes -> dishes that took so long."""

    tally: dict[tuple[str, str], Counter[int]] = field(default_factory=dict)
    _known: dict[tuple[str, str], int] = field(default_factory=dict)

    def evolve(self, event: DishesReady, meta: Meta) -> None:
        """Takes in what was just made."""
        for article, part, minutes in timed(event, meta):
            self._count(article, part, minutes, 1)

    def restore(self, rows: Iterable[tuple[str, str, int, int]]) -> None:
        """Takes (article, part, minutes, dishes) for all that is known."""
        self.tally.clear()
        self._known.clear()
        for row in rows:
            self._count(*row)

    def learned(self, article: str, part: str) -> int:
        """Minutes within which it mostly is ready in that part of the day, or at any time
        while that part has too few; 0 while all of the day has."""
        key = article, part
        if key not in self._known:
            alone = self.tally.get(key, Counter())
            whole = sum(
                (self.tally.get((article, each), Counter()) for each in _PARTS),
                Counter(),
            )
            self._known[key] = _most(alone) or _most(whole)
        return self._known[key]

    def _count(self, article: str, part: str, minutes: int, dishes: int) -> None:
        self.tally.setdefault((article, part), Counter())[minutes] += dishes
        for each in _PARTS:
            self._known.pop((article, each), None)


def _most(tally: Counter[int]) -> int:
    """Minutes within which the share of `_SHARE` was ready, 0 for too few dishes."""
    total = tally.total()
    if total < ENOUGH:
        return 0
    within = 0
    for minutes in sorted(tally):
        within += tally[minutes]
        if within * _SHARE[1] >= total * _SHARE[0]:
            return minutes
    return 0
