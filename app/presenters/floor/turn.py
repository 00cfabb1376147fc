"""Whose turn the next guests are: what each waiter has on their hands, in one number.

A guest counts one; one who has just sat down counts twice, because all of them want
something at once; a table that waits for somebody counts as two guests. While the kitchen
has too much ahead of it, the dishes that it makes for a waiter count as well: guests of
theirs would order into the same wave.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.kitchen.routing import minutes_ahead
from app.domain.orders.state import Order
from app.domain.world import World
from app.presenters.floor.stage import dishes_of, minutes_since
from app.presenters.floor.standing import Standing
from resources.texts import tr, trn
from widgets.floor_plan_views import LOUD_STATES

FRESH_MINUTES = 15
"""How long guests count as having just sat down."""
BUSY_MINUTES = 20
"""Work ahead of a station from which the kitchen is busy, where it has no limit itself."""
_WAITING = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """What a waiter has on their hands.

    Attributes:
        covers: guests at their tables; `fresh` of them have just sat down.
        waiting: tables that wait for somebody.
        cooking: dishes of theirs that a busy kitchen makes, 0 in a calm one.
    """

    covers: int = 0
    fresh: int = 0
    waiting: int = 0
    cooking: int = 0

    @property
    def score(self) -> int:
        """The less, the sooner it is their turn."""
        return self.covers + self.fresh + _WAITING * self.waiting + self.cooking


@dataclass(slots=True)
class Turns:
    """Waiter -> what they have; nothing for those who have no table."""

    by_waiter: dict[str, Turn] = field(default_factory=dict)

    def of(self, waiter: str) -> Turn:
        """What somebody has on their hands."""
        return self.by_waiter.get(waiter, Turn())


def turns(floor: Standing) -> Turns:
    """What every waiter has on their hands now."""
    orders: dict[str, list[Order]] = {}
    for order in floor.orders:
        if order.table:
            orders.setdefault(order.waiter, []).append(order)
    busy = kitchen_busy(floor.world, round(floor.now.timestamp() * 1000))
    return Turns(
        {who: _turn(floor, theirs, busy=busy) for who, theirs in orders.items()}
    )


def _turn(floor: Standing, orders: Iterable[Order], *, busy: bool) -> Turn:
    covers = fresh = waiting = cooking = 0
    for order in orders:
        covers += order.covers
        if minutes_since(order.opened, floor.now) < FRESH_MINUTES:
            fresh += order.covers
        waiting += floor.stages[order.id].state in LOUD_STATES
        if busy:
            dishes = dishes_of(floor.world, order)
            cooking += sum(1 for _, dish in dishes if dish.fired and not dish.ready)
    return Turn(covers, fresh, waiting, cooking)


def kitchen_busy(world: World, now_ms: int) -> bool:
    """Whether a station has more ahead of it than it should."""
    return any(
        minutes_ahead(world, station.id, now_ms) >= (station.full or BUSY_MINUTES)
        for station in world.catalogue.stations.values()
    )


def turn_words(turn: Turn) -> str:
    """ "9 couverts, 4 assis à l'instant, 1 table attend, cuisine chargée"."""
    parts = [trn(turn.covers, "{n} couvert", "{n} couverts")]
    if turn.fresh:
        parts.append(tr("{n} assis à l'instant", n=turn.fresh))
    if turn.waiting:
        parts.append(trn(turn.waiting, "{n} table attend", "{n} tables attendent"))
    if turn.cooking:
        parts.append(tr("cuisine chargée"))
    return ", ".join(parts)
