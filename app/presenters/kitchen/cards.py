"""The cards of the kitchen: the dishes of one course of an order at one station, or those
of them that are alike where the station wants a ticket for each dish.

A dish is on a card from its sending until it is served. A card is named
"<order>|<station>|<course>", with "|<dish>" after it when it is for one dish, or for a later
round of its course.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.kitchen.limits import UNTYPED, Limit, limit_of
from app.domain.kitchen.rounds import Round, later_rounds
from app.domain.orders.allergies import allergy_of
from app.domain.orders.dish import Dish
from app.domain.orders.state import Line, Order
from app.domain.world import World
from app.presenters.kitchen.screens import Shown, shows
from widgets.kitchen_wall_views import CardState

STOP = "stop:"
"""Before the dish of a line of a card that says what is not to be made now."""


Like = tuple[str, str, str, tuple[str, ...], str, str]
"""What two dishes share that are on one card: station, course, article, choices, note,
allergy."""


@dataclass(slots=True)
class Card:
    """The dishes of one course of an order at one station.

    Attributes:
        part: first of the like dishes that it is for, or of a later round of its course, ""
            when it is for all of them.
        round: the later round that it is, None for the first.
        stops, gone: what is not wanted any more, and what goes with another course, while
            no cook has seen it.
    """

    order: Order
    station: str
    course: str
    part: str = ""
    dishes: list[tuple[Line, Dish]] = field(default_factory=list)
    stops: list[tuple[Line, Dish]] = field(default_factory=list)
    gone: list[tuple[Line, Dish]] = field(default_factory=list)
    round: Round | None = None
    _limit: Limit | None = None
    _fired: int = -1

    @property
    def id(self) -> str:
        """What the wall calls it."""
        whole = f"{self.order.id}|{self.station}|{self.course}"
        return f"{whole}|{self.part}" if self.part else whole

    @property
    def sent(self) -> int:
        """When its first dish was sent, ms."""
        shown = self.dishes + self.stops + self.gone
        return min((d.sent for _, d in shown), default=0)

    @property
    def fired(self) -> int:
        """When its first dish was to be begun, ms; 0 while it is held. What left it to
        wait elsewhere keeps the card where it stood, as if it were made since it was
        sent."""
        if self._fired < 0:  # it is asked for again and again once the card is whole
            fired = [d.due for _, d in self.dishes + self.stops if d.fired]
            gone = [d.fired or d.sent for _, d in self.gone]
            self._fired = min(fired or gone, default=0)
        return self._fired

    def waits(self, now_ms: int) -> bool:
        """Whether all of it is held back, so that it ends with slower dishes."""
        parts = [dish for _, dish in self.dishes + self.stops if dish.fired]
        return bool(parts) and all(dish.waits(now_ms) for dish in parts)

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
    kept = [
        card
        for order in world.book.orders.values()
        for card in cards_of(world, order, station)
    ]
    states = {c.id: state_of(world, c, now) for c in kept} if now else {}
    return sorted(kept, key=lambda card: _place(card, states.get(card.id, "")))


def cards_of(world: World, order: Order, station: Shown = "") -> list[Card]:
    """Cards of one order at a station ("" = all), as its lines come."""
    standing = [
        (line, dish)
        for line in world.book.lines_of(order, live=False)
        for whole in (*line.dishes, *line.gone)
        if not whole.served and whole.sent  # most of a day's dishes are served
        for dish in whole.views()
    ]
    found: dict[str, Card] = {}
    if standing and not world.past(order):
        first: dict[Like, str] = {}
        later = later_rounds(world, order)
        for line, dish in standing:
            if dish.station and shows(station, dish.station):
                part = _part(world, order, line, dish, first)
                _put(found, order, line, dish, part, later.get(dish.id))
    return [c for c in found.values() if c.dishes or c.stops or c.gone]


def of_station(found: Sequence[Card], station: Shown) -> list[Card]:
    """Those of the cards that the screen of a station shows, in their order."""
    return [card for card in found if shows(station, card.station)]


def _place(card: Card, state: str) -> tuple[bool, bool, bool, int]:
    """What is promised stands by its time, among the others as if it were fired so many
    minutes before."""
    fired, promised = card.fired, card.order.promised
    since = promised - UNTYPED * 60_000 if promised else fired or card.sent
    held = not fired or state == "hold"
    return held, not card.urgent, state != "late", since


def _part(
    world: World, order: Order, line: Line, dish: Dish, first: dict[Like, str]
) -> str:
    """The dish whose card a dish is on, "" for the card of all of them."""
    station = world.catalogue.stations.get(dish.station)
    if station is None or station.form == "whole":
        return ""
    if not station.merged:
        return dish.id
    ordered = dish.ordered
    asked = tuple(choice.id for choice in ordered.modifiers)
    place = dish.station, dish.course
    like = *place, ordered.article, asked, line.kitchen_note, allergy_of(order, line)
    return first.setdefault(like, dish.id)


def _put(
    found: dict[str, Card],
    order: Order,
    line: Line,
    dish: Dish,
    part: str,
    later: Round | None,
) -> None:
    place = dish.station
    card = Card(order, place, dish.course, part)
    if later is not None and not part:
        card = Card(order, place, dish.course, later.name, round=later)
    card = found.setdefault(card.id, card)
    if line.live and not dish.dropped:
        card.dishes.append((line, dish))
    if line.to_stop(dish):
        card.stops.append((line, dish))
    if dish.left and line.live:
        before = Card(order, place, dish.left, part)
        found.setdefault(before.id, before).gone.append((line, dish))


def state_of(world: World, card: Card, now: datetime) -> CardState:
    """Ready, held, late, in the making or new."""
    if card.ready:
        return "ready"
    due = card.due(world, now)
    if not due or card.waits(round(now.timestamp() * 1000)):
        return "hold"
    if now.timestamp() * 1000 > due:
        return "late"
    return "prep" if any(d.started for _, d in card.dishes) else "new"


def round_act(card: Card) -> str:
    """What a touch of a card's band does to its rounds: "join" it to the one before, "part"
    what a cook has joined, "" for nothing; nothing that is begun, or sent to the front."""
    dishes = [dish for _, dish in card.dishes]
    if card.urgent or not dishes or any(dish.begun for dish in dishes):
        return ""
    if any(dish.round == "joined" for dish in dishes):
        return "part"
    return "join" if card.round and card.round.free else ""
