"""The cards of the kitchen: the dishes of one course of an order at one station.

A dish is on a card from its sending until it is served.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.kitchen.limits import UNTYPED, Limit, limit_of
from app.domain.orders.state import Dish, Line, Order
from app.domain.world import World
from app.presenters.kitchen_screens import Shown, shows
from widgets.kitchen_wall_views import CardState

STOP = "stop:"
"""Before the dish of a line of a card that says what is not to be made now."""


@dataclass(slots=True)
class Card:
    """The dishes of one course of an order at one station.

    Attributes:
        stops, gone: what is not wanted any more, and what goes with another course, while
            no cook has seen it.
    """

    order: Order
    station: str
    course: str
    dishes: list[tuple[Line, Dish]] = field(default_factory=list)
    stops: list[tuple[Line, Dish]] = field(default_factory=list)
    gone: list[tuple[Line, Dish]] = field(default_factory=list)
    _limit: Limit | None = None

    @property
    def id(self) -> str:
        """What the wall calls it."""
        return f"{self.order.id}|{self.station}|{self.course}"

    @property
    def sent(self) -> int:
        """When its first dish was sent, ms."""
        shown = self.dishes + self.stops + self.gone
        return min((d.sent for _, d in shown), default=0)

    @property
    def fired(self) -> int:
        """When its first dish was fired, ms; 0 while it is held. What left it to wait
        elsewhere keeps the card where it stood, as if it were made since it was sent."""
        fired = [d.fired for _, d in self.dishes + self.stops if d.fired]
        return min(fired or [d.fired or d.sent for _, d in self.gone], default=0)

    @property
    def urgent(self) -> bool:
        """Whether somebody wants what is left of it before the others."""
        return any(d.rushed and not d.ready for _, d in self.dishes)

    def limit(self, world: World, now: datetime) -> Limit:
        """Within how many minutes it should be ready."""
        if self._limit is None:
            dishes = (dish for _, dish in self.dishes)
            self._limit = limit_of(world, self.course, dishes, now)
        return self._limit

    def due(self, world: World, now: datetime) -> int:
        """When it should be ready, ms: at the time its guest was promised, else within
        its limit; 0 while it is held."""
        fired = self.fired
        if not fired:
            return 0
        return self.order.promised or fired + self.limit(world, now).minutes * 60_000

    @property
    def ready(self) -> bool:
        """Whether all of it stands on the pass."""
        return (
            bool(self.dishes)
            and all(d.ready for _, d in self.dishes)
            and not self.stops
            and not self.gone
        )


def cards(world: World, station: Shown = "", now: datetime | None = None) -> list[Card]:
    """Cards of a station ("" = all), oldest first, held ones last.

    What somebody sent to the front comes first; then, at a moment `now`, what is late.
    """
    found: dict[str, Card] = {}
    for order in world.book.orders.values():
        standing = [
            (line, dish)
            for line in world.book.lines_of(order, live=False)
            for dish in line.dishes
            if not dish.served and dish.sent  # most of a day's dishes are served
        ]
        if standing and not world.past(order):
            for line, dish in standing:
                _put(found, order, line, dish, station)
    kept = [c for c in found.values() if c.dishes or c.stops or c.gone]
    late = {c.id for c in kept if state_of(world, c, now) == "late"} if now else ()
    return sorted(kept, key=lambda card: _place(card, late=card.id in late))


def of_station(found: Sequence[Card], station: Shown) -> list[Card]:
    """Those of the cards that the screen of a station shows, in their order."""
    return [card for card in found if shows(station, card.station)]


def _place(card: Card, *, late: bool) -> tuple[bool, bool, bool, int]:
    """What is promised stands by its time, among the others as if it were fired so many
    minutes before."""
    fired, promised = card.fired, card.order.promised
    since = promised - UNTYPED * 60_000 if promised else fired or card.sent
    return not fired, not card.urgent, not late, since


def _put(
    found: dict[str, Card], order: Order, line: Line, dish: Dish, station: Shown
) -> None:
    place = dish.station
    if not place or not shows(station, place):
        return
    card = Card(order, place, dish.course)
    card = found.setdefault(card.id, card)
    if line.live:
        card.dishes.append((line, dish))
    if line.to_stop(dish):
        card.stops.append((line, dish))
    if dish.left and line.live:
        before = Card(order, place, dish.left)
        found.setdefault(before.id, before).gone.append((line, dish))


def state_of(world: World, card: Card, now: datetime) -> CardState:
    """Ready, held, late, in the making or new."""
    if card.ready:
        return "ready"
    due = card.due(world, now)
    if not due:
        return "hold"
    if now.timestamp() * 1000 > due:
        return "late"
    return "prep" if any(d.started for _, d in card.dishes) else "new"
