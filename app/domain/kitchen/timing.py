"""When to begin each dish so that what was sent together ends together: by how long the
dishes took lately, else by what their articles and options say.

The house says whether cooks are only told when ("yes"), or whether what is quicker is held
back until then ("hold"): its ticket is issued and numbered at once and says when it is to be
begun (`TicketLine.begin`), so no terminal has to be there for it later.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from statistics import median_low

from app.domain.catalogue.state import DIRECT
from app.domain.kitchen.events import DishesLaunched
from app.domain.orders.dish import Dish
from app.domain.orders.state import Book, Order
from app.domain.settings import TOGETHER
from app.domain.world import World

TABLES, ENOUGH = 60, 5
"""How many of the newest orders are looked at, and how often a dish has to have been made."""
_MINUTE = 60_000


def taken(book: Book) -> dict[str, int]:
    """Article -> ms by which its dishes took longer than their minutes say, options
    included; less than 0 where they were quicker.

    Dishes that a cook began and bumped by a touch took what lies between. One that was
    only bumped may have waited for the rest of its course: it counts where nothing else
    was made with it, or where it stood on the pass a minute before anything else.
    """
    longer: dict[str, list[int]] = {}
    for order in islice(reversed(book.orders.values()), TABLES):
        for dishes in _sent_together(book, order):
            for dish in dishes:
                ms = _took(dish, dishes)
                if ms > 0:
                    each = longer.setdefault(dish.ordered.article, [])
                    each.append(ms - dish.ordered.minutes * _MINUTE)
    return {a: median_low(each) for a, each in longer.items() if len(each) >= ENOUGH}


def _took(dish: Dish, beside: Iterable[Dish]) -> int:
    """How long a dish was made, ms; 0 where nobody can tell."""
    if dish.ready > dish.started > 0:
        return dish.ready - dish.started
    article = dish.ordered.article
    others = [each.ready for each in beside if each.ordered.article != article]
    first = all(not ready or ready >= dish.ready + _MINUTE for ready in others)
    return dish.ready - dish.due if dish.ready and not dish.again and first else 0


def _sent_together(book: Book, order: Order) -> Iterator[list[Dish]]:
    """Dishes that were fired for one course at one moment."""
    found: dict[tuple[str, int], list[Dish]] = {}
    for line in book.lines_of(order):
        for dish in line.dishes:
            if dish.fired and dish.station:
                found.setdefault((dish.course, dish.fired), []).append(dish)
    yield from found.values()


def begins(book: Book, order: Order, times: Mapping[str, int]) -> dict[str, int]:
    """Dish -> when it is to be begun, ms; only those that have a minute or more to wait."""
    making = [
        dish
        for line in book.lines_of(order)
        for dish in line.dishes
        if dish.fired and not dish.ready
    ]
    return _together(order, making, times, 0)


def held_back(
    world: World, order: Order, dishes: Iterable[Dish], now_ms: int
) -> dict[str, int]:
    """Dish -> until when it is held back, ms, of those that are fired now; nothing where
    the house holds nothing back. What goes at once at a table (drinks) is never."""
    if world.settings.text(TOGETHER) != "hold":
        return {}
    fresh = [dish for dish in dishes if not (_seated(order) and dish.course == DIRECT)]
    wanted = {dish.id for dish in fresh}
    beside = [
        dish
        for line in world.book.lines_of(order)
        for dish in line.dishes
        if dish.fired and not dish.ready and dish.id not in wanted
    ]
    found = _together(order, [*fresh, *beside], taken(world.book), now_ms)
    return {dish: at for dish, at in found.items() if dish in wanted}


def let_go(
    world: World, order: Order, gone: Container[str], now_ms: int
) -> tuple[DishesLaunched, ...]:
    """What is held back for dishes that are `gone` alone, and for nothing else."""
    making = [
        replace(dish, fired=0, begin=0) if dish.waits(now_ms) else dish
        for line in world.book.lines_of(order)
        for dish in line.dishes
        if dish.fired and not dish.ready and dish.id not in gone
    ]
    waiting = [dish.id for dish in making if not dish.fired]
    if not waiting:
        return ()
    still = _together(order, making, taken(world.book), now_ms)
    free = tuple(dish for dish in waiting if dish not in still)
    return (DishesLaunched(order=order.id, dishes=free),) if free else ()


def _together(
    order: Order, making: Iterable[Dish], times: Mapping[str, int], now_ms: int
) -> dict[str, int]:
    """Of dishes that are made, or fired at `now_ms`, those that are to wait a minute or
    more so that their course ends together; without a table all of the order does."""
    groups: dict[str, list[Dish]] = {}
    for dish in making:
        groups.setdefault(dish.course if _seated(order) else "", []).append(dish)
    found: dict[str, int] = {}
    for dishes in groups.values():
        lengths = {dish.id: length(dish, times) for dish in dishes}
        end = max((d.started or d.due or now_ms) + lengths[d.id] for d in dishes)
        if now_ms:  # whoever fired the others may have a clock that is hours ahead
            end = min(end, now_ms + max(lengths.values()))
        for dish in dishes:
            at = end - lengths[dish.id]
            from_ms = dish.fired or now_ms
            if not dish.started and lengths[dish.id] and at >= from_ms + _MINUTE:
                found[dish.id] = at
    return found


def _seated(order: Order) -> bool:
    """Whether its courses are eaten one after the other."""
    return order.mode == "dine_in"


def length(dish: Dish, times: Mapping[str, int]) -> int:
    """How long a dish is in hand, ms: as its article and its options say, and as much
    longer as was `taken`; 0 where nobody knows."""
    typed = dish.ordered.minutes * _MINUTE
    longer = times.get(dish.ordered.article)
    return typed if longer is None else max(_MINUTE, typed + longer)


def beginnings(world: World, orders: Iterable[Order]) -> dict[str, int]:
    """Dish -> when it is to be begun, ms; nothing where all begins at once."""
    how = world.settings.text(TOGETHER)
    if how == "hold":  # as their tickets said
        return {
            dish.id: dish.begin
            for order in orders
            for line in world.book.lines_of(order)
            for dish in line.dishes
            if dish.begin and not dish.begun and not dish.launched
        }
    if how != "yes":
        return {}
    times, found = taken(world.book), dict[str, int]()
    for order in orders:
        found |= begins(world.book, order, times)
    return found
