"""What the stations can make in a slot of time, and what is claimed of it already: by
orders that are promised in it, by what is being made now, and by the courses that tables
are likely to call in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice

from app.domain.catalogue.stock import portions
from app.domain.kitchen.limits import limit_of
from app.domain.kitchen.routing import AT_ONCE, BUMPED_WITHIN_MS, minutes_ahead
from app.domain.kitchen.timing import TABLES, length, taken
from app.domain.orders.dish import Dish
from app.domain.orders.pacing import likely, pace
from app.domain.orders.state import Order
from app.domain.vocabulary import MILLI
from app.domain.world import World

ENOUGH = 20
"""Pieces of a station from which it is known how many it makes at a time."""
_MINUTE = 60_000


class Tonight:
    """How fast the kitchen is at a moment, looked up once for many orders."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.now = world, now
        self._ahead: dict[str, int] = {}

    @cached_property
    def times(self) -> dict[str, int]:
        """Article -> ms by which cooks took longer than it says."""
        return taken(self.world.book)

    @cached_property
    def hands(self) -> dict[str, int]:
        """Station -> pieces that it makes at a time."""
        return hands(self.world)

    def ahead(self, station: str) -> int:
        """Minutes until what a station was told already is made."""
        if station not in self._ahead:
            now_ms = round(self.now.timestamp() * 1000)
            self._ahead[station] = minutes_ahead(self.world, station, now_ms)
        return self._ahead[station]

    def needed(self, order: Order) -> int:
        """Minutes from the sending of an order until it is ready: what its dishes take at
        their busiest station, and what lies ahead of them there."""
        work: dict[str, list[int]] = {}
        for dish, pieces in _dishes(self.world, order):
            if not dish.sent:
                each = minutes_of(self.world, dish, self.times, self.now)
                work.setdefault(dish.station, []).extend([each] * pieces)
        return max(
            (
                max(*each, -(-sum(each) // self.hands.get(station, AT_ONCE)))
                + self.ahead(station)
                for station, each in work.items()
                if each
            ),
            default=0,
        )


@dataclass(slots=True)
class Load:
    """What the stations have to do, worked out once for all slots of a look.

    Attributes:
        hands: station -> dishes it makes at a time.
        at: (station, ms, minutes) of what is to be ready or begun at a moment.
        ahead: station -> minutes that are being made now.
    """

    now_ms: int
    hands: dict[str, int] = field(default_factory=dict)
    at: list[tuple[str, int, int]] = field(default_factory=list)
    ahead: dict[str, int] = field(default_factory=dict)

    def claimed(self, station: str, start: int, end: int) -> int:
        """Minutes of a station that are claimed between two moments, ms."""
        found = sum(m for s, ms, m in self.at if s == station and start <= ms < end)
        before = max(0, start - self.now_ms) // _MINUTE * self.hands_at(station)
        running = max(0, self.ahead.get(station, 0) - before)
        return found + min(running, self.room(station, start, end))

    def room(self, station: str, start: int, end: int) -> int:
        """Minutes that a station can give between two moments, ms."""
        return (end - start) // _MINUTE * self.hands_at(station)

    def hands_at(self, station: str) -> int:
        """How many dishes a station makes at a time."""
        return self.hands.get(station, AT_ONCE)


def hands(world: World) -> dict[str, int]:
    """Station -> pieces it had in hand at once at its busiest lately, where it made enough
    of them to tell."""
    moments: dict[str, list[tuple[int, int]]] = {}
    for order in islice(reversed(world.book.orders.values()), TABLES):
        for dish, pieces in _dishes(world, order):
            if dish.ready > dish.started > 0:
                each = moments.setdefault(dish.station, [])
                each += [(dish.started, pieces), (dish.ready, -pieces)]
    found = {}
    for station, each in moments.items():
        if sum(abs(change) for _, change in each) >= 2 * ENOUGH:
            running = most = 0
            for _, change in sorted(each):
                running += change
                most = max(most, running)
            found[station] = most
    return found


def load_of(world: World, now: datetime, *, but: str = "") -> Load:
    """What is claimed of the stations; `but` is an order that is to be promised anew."""
    times, paces = taken(world.book), pace(world.book)
    load = Load(round(now.timestamp() * 1000), hands(world))
    for order in world.book.orders.values():
        if order.id == but or order.cancelled:
            continue
        for dish, pieces in _dishes(world, order):
            if dish.ready:
                continue
            minutes = minutes_of(world, dish, times, now) * pieces
            if order.promised:
                load.at.append((dish.station, order.promised, minutes))
            elif dish.fired > load.now_ms - BUMPED_WITHIN_MS:
                used = (load.now_ms - dish.started) // _MINUTE if dish.started else 0
                known = load.ahead.get(dish.station, 0)
                load.ahead[dish.station] = known + max(0, minutes - used * pieces)
            elif dish.sent and not dish.fired:
                at = likely(world, order, dish.course, paces)
                if at:
                    load.at.append((dish.station, max(at, load.now_ms), minutes))
    return load


def basket(world: World, order: Order, now: datetime) -> dict[str, int]:
    """Station -> minutes of what no station knows yet of an order."""
    times, found = taken(world.book), dict[str, int]()
    for dish, pieces in _dishes(world, order):
        if not dish.sent:
            minutes = minutes_of(world, dish, times, now) * pieces
            found[dish.station] = found.get(dish.station, 0) + minutes
    return found


def overfull(load: Load, wanted: dict[str, int], start: int, end: int) -> str:
    """The station that could not make `wanted` as well between two moments, "" when all
    can; of nothing wanted yet, one that is full already."""
    busy = {station for station, _, _ in load.at} | load.ahead.keys()
    for station in sorted(wanted or busy):
        more = wanted.get(station, 0)
        room = load.room(station, start, end)
        claimed = load.claimed(station, start, end)
        if claimed + more > room or (not wanted and claimed >= room):
            return station
    return ""


def minutes_of(world: World, dish: Dish, times: dict[str, int], now: datetime) -> int:
    """Minutes that a dish is in hand, as cooks showed, as its article says, else as its
    course is allowed."""
    known = -(-length(dish, times) // _MINUTE)
    return known or limit_of(world, dish.course, [dish], now).minutes


def _dishes(world: World, order: Order) -> Iterator[tuple[Dish, int]]:
    """Dishes as each station has them, with their pieces; what nobody makes is left out."""
    for line in world.book.lines_of(order):
        pieces = portions(line.quantity, line.unit) // MILLI
        for whole in line.dishes:
            for dish in whole.views():
                if dish.station:
                    yield dish, pieces
