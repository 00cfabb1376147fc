"""When to begin each dish of a course so that all of it ends together: by how long the
dishes took lately, else by what their articles say."""

from collections.abc import Iterable, Mapping
from itertools import islice
from statistics import median_low

from app.domain.orders.dish import Dish
from app.domain.orders.state import Book, Order
from app.domain.settings import TOGETHER
from app.domain.world import World

TABLES, ENOUGH = 60, 5
"""How many of the newest orders are looked at, and how often a dish has to have been made."""
_MINUTE = 60_000


def taken(book: Book) -> dict[str, int]:
    """Article -> ms that cooks had it in hand, of what was begun and bumped by a touch.

    What was only bumped says nothing: it may have waited for the rest of its course.
    """
    times: dict[str, list[int]] = {}
    for order in islice(reversed(book.orders.values()), TABLES):
        for line in book.lines_of(order):
            for dish in line.dishes:
                if dish.ready > dish.started > 0:
                    each = times.setdefault(dish.ordered.article, [])
                    each.append(dish.ready - dish.started)
    return {a: median_low(each) for a, each in times.items() if len(each) >= ENOUGH}


def begins(book: Book, order: Order, times: Mapping[str, int]) -> dict[str, int]:
    """Dish -> when it is to be begun, ms; only those that have a minute or more to wait."""
    courses: dict[str, list[Dish]] = {}
    for line in book.lines_of(order):
        for dish in line.dishes:
            if dish.fired and not dish.ready:
                courses.setdefault(dish.course, []).append(dish)
    found: dict[str, int] = {}
    for dishes in courses.values():
        lengths = {dish.id: length(dish, times) for dish in dishes}
        end = max((dish.started or dish.fired) + lengths[dish.id] for dish in dishes)
        for dish in dishes:
            at = end - lengths[dish.id]
            if not dish.started and lengths[dish.id] and at >= dish.fired + _MINUTE:
                found[dish.id] = at
    return found


def length(dish: Dish, times: Mapping[str, int]) -> int:
    """How long a dish is in hand, ms: as was `taken`, else as its article says; 0 where
    nobody knows."""
    return times.get(dish.ordered.article, dish.ordered.minutes * _MINUTE)


def beginnings(world: World, orders: Iterable[Order]) -> dict[str, int]:
    """Dish -> when it is to be begun, ms; nothing where all begins at once."""
    if world.settings.text(TOGETHER) != "yes":
        return {}
    times, found = taken(world.book), dict[str, int]()
    for order in orders:
        found |= begins(world.book, order, times)
    return found
