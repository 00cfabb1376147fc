"""Deciding what cooks and runners do: start, bump, recall, serve, acknowledge."""

from dataclasses import replace

from app.domain.kitchen.events import (
    REMADE,
    ChangeSeen,
    DishesLaunched,
    DishesReady,
    DishesRecalled,
    DishesRushed,
    DishesServed,
    DishesStarted,
    Made,
    RoundSet,
)
from app.domain.kitchen.rounds import round_before, rounds
from app.domain.kitchen.tickets import Change, last, tickets
from app.domain.orders.dish import Dish
from app.domain.orders.state import Line, Order
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
    """Take a bump back; `reason` as in `DishesRecalled`."""

    order: str
    station: str
    dishes: tuple[str, ...]
    reason: str = ""


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


@command
class RushDishes:
    """What is being made for a table goes before the others; not `urgent`: in its turn.

    Attributes:
        course: only of this course, "" for all that is being made.
    """

    order: str
    course: str = ""
    urgent: bool = True


@command
class LaunchDishes:
    """What is held back so that a course ends together is begun at once.

    Attributes:
        course: only of this course, "" for all of the order.
    """

    order: str
    course: str = ""


@command
class SetRound:
    """A round of a course stands on the card of the one before it; not `joined`: on one of
    its own again. Nothing that a cook has begun changes its card.

    Attributes:
        dishes: of the round, or of what was joined.
    """

    order: str
    station: str
    dishes: tuple[str, ...]
    joined: bool = True


KitchenCommand = (
    StartDishes
    | BumpDishes
    | RecallDishes
    | ServeDishes
    | SeeChange
    | RushDishes
    | LaunchDishes
    | SetRound
)
RUSH_LIMIT = 3
"""Tables that go first at a time: where all do, none does."""

_Stamp = type[DishesStarted | DishesReady | ChangeSeen]
_ACTS: dict[type, tuple[_Stamp, tuple[str, ...]]] = {
    StartDishes: (DishesStarted, ("sent", "held")),
    BumpDishes: (DishesReady, ("sent", "started")),
    SeeChange: (ChangeSeen, ()),
}
"""Command -> the fact it makes, and the stages of a dish in which it means something."""

_BEGUN = Refusal("round_begun", "C'est déjà commencé : chaque tournée garde son bon.")
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
    if isinstance(command, RushDishes):
        return _rush(world, command, context)
    if isinstance(command, LaunchDishes):
        return _launch(world, command, context)
    if isinstance(command, SetRound):
        return _set_round(world, command)
    if isinstance(command, RecallDishes):
        return _recall(world, command, context)
    make, stages = _ACTS[type(command)]
    dishes = _those(world, command.dishes, *stages, station=command.station)
    if not dishes:
        return _STALE
    fact = make(order=command.order, station=command.station, dishes=dishes)
    if isinstance(fact, DishesReady):
        made = _made(world, dishes, command.station, context)
        fact = replace(fact, made=made)
    return (fact,)


def _made(
    world: World, dishes: tuple[str, ...], station: str, context: Context
) -> tuple[Made, ...]:
    """A dish is timed at its own station; a part says nothing of how long it takes."""
    now_ms = round(context.now.timestamp() * 1000)
    known = (world.book.dishes[dish].at(station) for dish in dishes)
    return tuple(
        Made(article=dish.ordered.article, seconds=max(0, (now_ms - dish.due) // 1000))
        for dish in known
        if dish.fired and not dish.again and not dish.part
    )


def _those(
    world: World, dishes: tuple[str, ...], *stages: str, station: str = ""
) -> tuple[str, ...]:
    """The dishes among `dishes` that exist and are at one of `stages` (none = any) for a
    station, "" for as a whole."""
    known: dict[str, Dish] = world.book.dishes
    return tuple(
        d
        for d in dishes
        if d in known and (not stages or known[d].at(station).stage in stages)
    )


def _set_round(world: World, command: SetRound) -> Decision:
    dishes = _those(world, command.dishes, "sent")
    if len(dishes) < len(command.dishes):
        return _BEGUN
    order = world.book.orders[command.order]
    before = _stood_with(world, order, dishes, joined=command.joined)
    if not before:
        return Refusal("no_round", "Il n'y a pas d'autre tournée.")
    if any(dish.begun for dish in before):
        return _BEGUN
    return (
        RoundSet(
            order=command.order,
            station=command.station,
            dishes=dishes,
            joined=command.joined,
        ),
    )


def _stood_with(
    world: World, order: Order, dishes: tuple[str, ...], *, joined: bool
) -> list[Dish]:
    """The round before that of these dishes; what they are to part from, when they part."""
    if not dishes:
        return []
    first = world.book.dishes[dishes[0]]
    if joined:
        return round_before(world, order, first.id)
    return [
        dish
        for each in rounds(world, order)
        if first in each
        for dish in each
        if dish.fired < first.fired
    ]


def _recall(world: World, command: RecallDishes, context: Context) -> Decision:
    """What has to be made anew comes out on paper as well."""
    order, station, why = command.order, command.station, command.reason
    dishes = _those(world, command.dishes, "ready", "served", station=station)
    if not dishes:
        return _STALE
    back = DishesRecalled(order=order, station=station, dishes=dishes, reason=why)
    if why not in REMADE:
        return (back,)
    book = world.book
    anew = [
        (book.lines[book.dishes[d].line], book.dishes[d].at(station)) for d in dishes
    ]
    changes = [Change(ln, dish, "make", ln.quantity) for ln, dish in anew if ln.live]
    home = book.orders[order]
    return back, *tickets(world, home, changes, context, kind="again")


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


def at_work(world: World, order: Order, course: str = "") -> list[tuple[Line, Dish]]:
    """What is being made for an order, of one course or of all."""
    return [
        (line, dish)
        for line in world.book.lines_of(order)
        for dish in line.dishes
        if dish.stage in ("sent", "started") and course in ("", dish.course)
    ]


def waiting(world: World, order: Order, now_ms: int, course: str = "") -> list[Dish]:
    """What of an order is held back at a moment, of one course or of all."""
    return [dish for _, dish in at_work(world, order, course) if dish.waits(now_ms)]


def _launch(world: World, command: LaunchDishes, context: Context) -> Decision:
    now_ms = round(context.now.timestamp() * 1000)
    order = world.book.orders[command.order]
    held = waiting(world, order, now_ms, command.course)
    if not held:
        return Refusal("nothing_held_back", "Rien n'est retenu : tout est parti.")
    dishes = tuple(dish.id for dish in held)
    return (DishesLaunched(order=order.id, dishes=dishes),)


def bumps(
    world: World, order: Order, course: str = "", station: str = ""
) -> list[BumpDishes]:
    """What brings to the pass what is being made of it, for each station or for one."""
    making: dict[str, list[str]] = {}
    for _, whole in at_work(world, order, course):
        for dish in whole.views():
            if station in ("", dish.station) and not dish.ready:
                making.setdefault(dish.station, []).append(dish.id)
    return [
        BumpDishes(order=order.id, station=where, dishes=tuple(dishes))
        for where, dishes in making.items()
    ]


def rushed(world: World, order: Order, course: str = "") -> bool:
    """Whether anything of it that is still being made goes first."""
    return any(dish.rushed for _, dish in at_work(world, order, course))


def _rush(world: World, command: RushDishes, context: Context) -> Decision:
    """Stations that make any of it are told, on paper too."""
    order, urgent = world.book.orders[command.order], command.urgent
    making = at_work(world, order, command.course)
    if not making:
        return Refusal("nothing_at_work", "Rien n'est en cours en cuisine.")
    first = [o.id for o in world.book.open_orders() if rushed(world, o)]
    if urgent and order.id not in first and len(first) >= RUSH_LIMIT:
        words = "{n} tables passent déjà devant : levez d'abord une priorité."
        return Refusal("rush_limit", words, values=(("n", str(len(first))),))
    told = [(line, dish) for line, dish in making if dish.rushed != urgent]
    if not told:
        return Refusal("card_changed", "C'est déjà fait.")
    changes = [Change(line, dish, "info", line.quantity) for line, dish in told]
    dishes = tuple(dish.id for _, dish in told)
    return (
        DishesRushed(order=order.id, dishes=dishes, urgent=urgent),
        *tickets(
            world,
            order,
            changes,
            context,
            kind="rush" if urgent else "calm",
            refers=last(changes),
        ),
    )
