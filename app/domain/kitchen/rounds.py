"""The rounds of one course at one station: what is sent soon after stands on the same card,
unless a cook has begun; what comes later stands on a card of its own.

Where the house gives no minutes everything stands on the card of its course, as an addition.
A cook may put a round with the one before it, or apart again, while nothing of either is
begun; what they did stands, whatever the minutes are.
"""

from itertools import groupby
from typing import NamedTuple

from app.domain.orders.dish import Dish
from app.domain.orders.state import Order
from app.domain.settings import ROUNDS
from app.domain.world import World

_MINUTE = 60_000
Place = tuple[str, str]
"""Station and course."""


class Round(NamedTuple):
    """A later round: its first dish, which it is (2 …), and whether nobody has begun the
    one before it."""

    name: str
    number: int
    free: bool


def rounds(world: World, order: Order) -> list[list[Dish]]:
    """The rounds of an order that were fired, each in the order of its dishes; all of a
    course at a station in one where the house has no rounds."""
    minutes = world.settings.number(ROUNDS)
    if not minutes:
        return []
    fired = [
        dish
        for line in world.book.lines_of(order, live=False)
        for dish in line.dishes
        if dish.fired and dish.station
    ]
    fired.sort(key=lambda dish: (dish.station, dish.course, dish.fired))
    found: list[list[Dish]] = []
    for _, dishes in groupby(fired, key=_place):
        here: list[list[Dish]] = []
        for at, batch in groupby(dishes, key=lambda dish: dish.fired):
            sent = list(batch)
            if here and _together(here[-1], sent, at, minutes * _MINUTE):
                here[-1] += sent
            else:
                here.append(sent)
        found += here
    return found


def _place(dish: Dish) -> Place:
    return dish.station, dish.course


def _together(before: list[Dish], sent: list[Dish], at: int, window: int) -> bool:
    said = {dish.round for dish in sent}
    if said & {"joined", "apart"}:
        return "joined" in said
    begun = any(0 < dish.begun <= at for dish in before)
    return at - before[0].fired <= window and not begun


def later_rounds(world: World, order: Order) -> dict[str, Round]:
    """Dish -> its round, of those that are not the first of their course and station."""
    found: dict[str, Round] = {}
    before: list[Dish] = []
    number = 1
    for dishes in rounds(world, order):
        follows = bool(before) and _place(before[0]) == _place(dishes[0])
        number = number + 1 if follows else 1
        if follows:
            free = not any(dish.begun for dish in before)
            found |= {dish.id: Round(dishes[0].id, number, free) for dish in dishes}
        before = dishes
    return found


def round_before(world: World, order: Order, dish: str) -> list[Dish]:
    """The round before that of a dish, of its course at its station; empty for the first."""
    before: list[Dish] = []
    for dishes in rounds(world, order):
        same = bool(before) and _place(before[0]) == _place(dishes[0])
        if any(each.id == dish for each in dishes):
            return before if same else []
        before = dishes
    return []
