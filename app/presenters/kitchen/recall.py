"""What a kitchen can take back: everything that was bumped or served in the service."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from app.domain.kitchen.events import REMADE
from app.domain.orders.dish import Dish
from app.domain.orders.state import Line, Order
from app.domain.world import World
from app.presenters.kitchen.words import course_title
from app.presenters.pos.words import pieces
from resources.texts import clock, tr

MISTAKE = "mistake"
REASONS = (MISTAKE, *REMADE)
"""Why something comes back, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Bump:
    """Dishes of one course that were made at one moment at one station.

    Attributes:
        ready: ms since 1970.
        served: they were brought to the guests already.
    """

    order: str
    station: str
    dishes: tuple[str, ...]
    ready: int
    title: str
    words: str
    served: bool


def bumps(world: World, station: str = "") -> list[Bump]:
    """What can come back to a station ("" = all), the newest first.

    It is read from the dishes, so a restart and another screen of the station know it.
    """
    found: dict[tuple[str, str, str, int], list[tuple[Line, Dish]]] = {}
    for order in world.book.orders.values():
        for line in world.book.lines_of(order):
            for dish in (view for whole in line.dishes for view in whole.views()):
                if dish.ready and station in ("", dish.station):
                    key = order.id, dish.station, dish.course, dish.ready
                    found.setdefault(key, []).append((line, dish))
    made = [
        _bump(world, world.book.orders[order], station, course, ready, dishes)
        for (order, station, course, ready), dishes in found.items()
    ]
    return sorted(made, key=attrgetter("ready"), reverse=True)


def bump_of(
    world: World, order: str, course: str, among: tuple[str, ...] = ()
) -> Bump | None:
    """What of a course stands on the pass, of some dishes or of all; None for nothing."""
    known = world.book.orders.get(order)
    dishes = [
        (line, dish)
        for line in (world.book.lines_of(known) if known else ())
        for dish in line.dishes
        if dish.course == course
        and dish.stage == "ready"
        and (not among or dish.id in among)
    ]
    if known is None or not dishes:
        return None
    ready = max(dish.ready for _, dish in dishes)
    return _bump(world, known, "", course, ready, dishes)


def _bump(
    world: World,
    order: Order,
    station: str,
    course: str,
    ready: int,
    dishes: list[tuple[Line, Dish]],
) -> Bump:
    tally: dict[str, int] = {}
    for line, dish in dishes:
        name = dish.ordered.kitchen
        tally[name] = tally.get(name, 0) + pieces(line.quantity, line.unit)
    return Bump(
        order=order.id,
        station=station,
        dishes=tuple(dish.id for _, dish in dishes),
        ready=ready,
        title=course_title(world, order, course),
        words=" · ".join(f"{n} {name}" for name, n in tally.items()),
        served=all(dish.served for _, dish in dishes),
    )


def when_words(bump: Bump, now: datetime) -> str:
    """ "20:34 · servi"."""
    moment = clock(datetime.fromtimestamp(bump.ready / 1000, now.tzinfo))
    return f"{moment} · {tr('servi') if bump.served else tr('au passe')}"


def reason_words(reason: str) -> str:
    """Why it comes back."""
    return {
        MISTAKE: tr("Touché par erreur"),
        "redo": tr("À refaire"),
        "returned": tr("Renvoyé par la salle"),
    }[reason]
