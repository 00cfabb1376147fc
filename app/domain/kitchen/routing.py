"""Where dishes are made: at their article's station, unless a rule, a closed door or too
much work sends them elsewhere.

A dish is routed when it is sent and once more when it is fired, for a table may have
moved meanwhile; the dishes of one sending that are for one station stay together. An
option may be made at a station of its own: then the dish is at both, complete.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache, partial

from app.domain.catalogue.events import RouteSet
from app.domain.catalogue.marks import Answers
from app.domain.catalogue.ranks import ranked
from app.domain.catalogue.state import Catalogue
from app.domain.catalogue.stock import portions
from app.domain.kitchen.events import DishesRouted, DishesShared
from app.domain.orders.dish import Dish, Share
from app.domain.orders.state import Line, Order
from app.domain.vocabulary import MILLI
from app.domain.world import World

BUMPED_WITHIN_MS = 3_600_000
"""What nobody called ready for so long is made: its station works on paper."""
AT_ONCE = 4
"""Dishes that a station makes at a time."""


def route(world: World, order: Order, dish: Dish, now: datetime) -> str:
    """The station that the rules name for a dish; its article's own without any."""
    own = dish.ordered.station
    if not own:
        return own  # nobody makes it
    minute = now.hour * 60 + now.minute
    for rule in rules(world.catalogue):
        if _meets(world, rule, order, dish, minute):
            return rule.station
    return own


def rules(catalogue: Catalogue) -> list[RouteSet]:
    """The rules in the order in which they are looked at."""
    return ranked(catalogue.routes.values())


def _meets(world: World, rule: RouteSet, order: Order, dish: Dish, minute: int) -> bool:
    table = world.floor.tables.get(order.table)
    return (
        rule.active
        and rule.station in world.catalogue.stations
        and rule.of in ("", dish.ordered.station)
        and rule.option in ("", *(m.id for m in dish.ordered.modifiers))
        and (not rule.room or (table is not None and table.room == rule.room))
        and rule.mode in ("", order.mode)
        and _within(rule.start, rule.end, minute)
    )


def _within(start: int, end: int, minute: int) -> bool:
    if start < end:
        return start <= minute < end
    return minute >= start or minute < end


def _past(world: World, station: str, now_ms: int) -> tuple[str, str]:
    """(station, why): the first along the neighbours that is open and not full, else the
    first that is open; the station itself when all are closed: a ticket that waits is
    better than no ticket."""
    catalogue, place, why = world.catalogue, station, ""
    seen, full = set[str](), list[tuple[str, str]]()
    while place in catalogue.stations and place not in seen:
        seen.add(place)
        found = catalogue.stations[place]
        if place in catalogue.closed:
            why = why or "closed"
        elif found.full and minutes_ahead(world, place, now_ms) >= found.full:
            full.append((place, why))
            why = why or "full"
        else:
            return place, why
        place = found.neighbour
    return full[0] if full else (station, "")


def minutes_ahead(world: World, station: str, now_ms: int) -> int:
    """Minutes of work that were fired at a station lately and are not done, `AT_ONCE`
    dishes being made at a time."""
    work = sum(
        minutes_left(dish, now_ms) * (portions(line.quantity, line.unit) // MILLI)
        for whole in world.book.dishes.values()
        for dish in whole.views()
        for line in [world.book.lines[dish.line]]
        if dish.fired > max(0, now_ms - BUMPED_WITHIN_MS)
        and not dish.ready
        and dish.station == station
        and line.live
    )
    return -(-work // AT_ONCE)


def minutes_left(dish: Dish, now_ms: int) -> int:
    """Of the time a dish takes, what its start has not used up."""
    used = (now_ms - dish.started) // 60_000 if dish.started else 0
    return max(0, dish.ordered.minutes - used)


def routed(
    world: World,
    order: Order,
    dishes: Iterable[tuple[Line, Dish]],
    now: datetime,
    *,
    fired: bool,
) -> tuple[tuple[DishesRouted | DishesShared, ...], list[tuple[Line, Dish]]]:
    """The facts for dishes that change their station or have parts of others, and all of
    them where they are made from then on.

    Args:
        fired: they are to be made at once, so that work and closed stations count.
    """
    past = cache(partial(_past, world, now_ms=round(now.timestamp() * 1000)))
    there = list[tuple[Line, Dish]]()
    moved: dict[tuple[str, str], list[str]] = {}
    shared: dict[tuple[str, ...], list[str]] = {}
    answers = Answers(world.catalogue)
    for line, dish in dishes:
        station = route(world, order, dish, now)
        why = "rule" if station != dish.ordered.station else ""
        if fired:
            station, past_why = past(station)
            why = past_why or why
        if station != dish.station:
            moved.setdefault((station, why), []).append(dish.id)
        ordered = dish.ordered
        chosen = [answers.to(ordered, choice) for choice in ordered.modifiers]
        parts = {option.station: "" for option in chosen if option and option.station}
        if station and fired:
            parts = {past(part)[0]: "" for part in parts}
        stations = tuple(part for part in parts if station and part != station)
        if stations != tuple(part.station for part in dish.shares):
            shared.setdefault(stations, []).append(dish.id)
        there_too = tuple(map(Share, stations))
        there.append((line, replace(dish, station=station, shares=there_too)))
    routes = (
        DishesRouted(order=order.id, station=station, dishes=tuple(those), why=why)
        for (station, why), those in moved.items()
    )
    shares = (
        DishesShared(order=order.id, dishes=tuple(those), stations=stations)
        for stations, those in shared.items()
    )
    return (*routes, *shares), there
