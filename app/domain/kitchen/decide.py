"""Deciding what cooks and runners do: start, bump, recall, serve, acknowledge."""

from app.domain.kitchen.events import (
    ChangeSeen,
    DishesReady,
    DishesRecalled,
    DishesServed,
    DishesStarted,
)
from app.domain.orders.state import Dish
from app.domain.vocabulary import Context, Refusal, command
from app.domain.world import World

Decision = tuple[object, ...] | Refusal


@command
class StartDishes:
    """A cook takes dishes in hand; of a held course, gets ready to make them."""

    order: str
    station: str
    dishes: tuple[str, ...]


@command
class BumpDishes:
    """Dishes are made and on the pass."""

    order: str
    station: str
    dishes: tuple[str, ...]


@command
class RecallDishes:
    """Take a bump back."""

    order: str
    station: str
    dishes: tuple[str, ...]


@command
class ServeDishes:
    """Dishes were brought to the guests; empty = all that are on the pass."""

    order: str
    dishes: tuple[str, ...] = ()


@command
class SeeChange:
    """Acknowledge a stop or an addition."""

    order: str
    station: str
    dishes: tuple[str, ...]


KitchenCommand = StartDishes | BumpDishes | RecallDishes | ServeDishes | SeeChange

_Stamp = type[DishesStarted | DishesReady | DishesRecalled | ChangeSeen]
_ACTS: dict[type[KitchenCommand], tuple[_Stamp, tuple[str, ...]]] = {
    StartDishes: (DishesStarted, ("sent", "held")),
    BumpDishes: (DishesReady, ("sent", "started")),
    RecallDishes: (DishesRecalled, ("ready", "served")),
    SeeChange: (ChangeSeen, ()),
}
"""Command -> the fact it makes, and the stages of a dish in which it means something."""

_STALE = Refusal("card_changed", "Cette carte vient de changer : regardez-la encore.")


def decide(world: World, command: KitchenCommand, context: Context) -> Decision:
    """What the kitchen did, or why it cannot be.

    A dish that is already there is passed over: two cooks may tap the same card.
    """
    if context.lacks("kitchen.work") and context.lacks("order.take"):
        return Refusal("right_missing", "La cuisine demande un droit.", "kitchen.work")
    if command.order not in world.book.orders:
        return _STALE
    if isinstance(command, ServeDishes):
        return _serve(world, command)
    make, stages = _ACTS[type(command)]
    dishes = _those(world, command.dishes, *stages)
    if not dishes:
        return _STALE
    return (make(order=command.order, station=command.station, dishes=dishes),)


def _those(world: World, dishes: tuple[str, ...], *stages: str) -> tuple[str, ...]:
    """The dishes among `dishes` that exist and are at one of `stages` (none = any)."""
    known: dict[str, Dish] = world.book.dishes
    return tuple(
        d for d in dishes if d in known and (not stages or known[d].stage in stages)
    )


def _serve(world: World, command: ServeDishes) -> Decision:
    order = world.book.orders[command.order]
    wanted = command.dishes or tuple(
        dish.id
        for line in world.book.lines_of(order)
        for dish in line.dishes
        if dish.stage == "ready"
    )
    dishes = _those(world, wanted, "sent", "started", "ready")
    if not dishes:
        return Refusal("nothing_ready", "Rien à servir pour cette table.")
    return (DishesServed(order=command.order, dishes=dishes),)
