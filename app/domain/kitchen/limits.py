"""Within how many minutes dishes should be ready: as their course says, or as the kitchen
has shown lately (`made.py`)."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from app.domain.kitchen.made import part_of
from app.domain.orders.dish import Dish
from app.domain.settings import LIMITS
from app.domain.world import World

UNTYPED = 15
"""Minutes, where no course says it."""


class Limit(NamedTuple):
    """Minutes from fired to ready, and whether they were learned."""

    minutes: int
    learned: bool = False


def limit_of(world: World, course: str, dishes: Iterable[Dish], now: datetime) -> Limit:
    """The limit of dishes that go together: that of the one that takes longest."""
    known = world.catalogue.courses.get(course)
    typed = Limit(known.limit if known else UNTYPED)
    if world.settings.text(LIMITS) != "learned":
        return typed
    part = part_of(now.hour)
    articles = {dish.ordered.article for dish in dishes}
    found = (world.made.learned(article, part) for article in articles)
    return max((Limit(n, learned=True) if n else typed for n in found), default=typed)
