"""Plates that wait on the pass: after a while others than their waiter are told too.

Their waiter hears of a course as it is ready. `READY_SECONDS` later whoever takes orders is
told, and after as long again the managers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from app.domain.kitchen.decide import ServeDishes
from app.domain.orders.dish import Dish
from app.domain.orders.state import Line, Order, age
from app.domain.settings import READY_SECONDS
from app.domain.world import World
from app.presenters.floor.stage import dishes_of, owed_dishes, to_carry
from app.presenters.floor.standing import left_dirty
from app.presenters.pos.words import order_title
from resources.texts import clock, tr
from widgets.problem_stack import Problem

OTHERS, MANAGERS = 1, 2
"""Whom a plate is waiting for by now."""


class Plate(NamedTuple):
    """A whole course of an order that stands on the pass, since when (ms)."""

    order: str
    course: str
    since: int


def plates(world: World) -> list[Plate]:
    """Every course that can be carried, the oldest first."""
    found = []
    for order in sorted(world.book.orders.values(), key=age):
        ready: dict[str, int] = {}
        for _, dish in to_carry(_wanted(world, order)):
            ready[dish.course] = max(dish.ready, ready.get(dish.course, 0))
        found += [Plate(order.id, course, since) for course, since in ready.items()]
    return sorted(found, key=lambda plate: plate.since)


def _wanted(world: World, order: Order) -> list[tuple[Line, Dish]]:
    """What guests wait for: they have paid already, or will."""
    if not world.book.closed(order):
        return dishes_of(world, order)
    here = left_dirty(world, order) and world.order_on(order.table) is None
    return owed_dishes(world, order) if here else []


def awaited(
    world: World, now: datetime, of: Iterable[Plate]
) -> Iterator[tuple[Plate, int]]:
    """(plate, whom it waits for) of those that have waited too long."""
    limit = world.settings.number(READY_SECONDS)
    now_ms = round(now.timestamp() * 1000)
    for plate in of if limit else ():
        seconds = (now_ms - plate.since) // 1000
        if seconds >= limit:
            yield plate, MANAGERS if seconds >= 2 * limit else OTHERS


def present_plates(
    world: World,
    now: datetime,
    of: Sequence[Plate],
    person: str,
    name_of: Callable[[str], str],
) -> list[Problem]:
    """What somebody who takes orders reads of plates that wait; carried by one touch."""
    if "order.take" not in world.rights_of(person):
        return []
    found = []
    for plate, level in awaited(world, now, of):
        order = world.book.orders.get(plate.order)
        if order is None:
            continue
        waiter = name_of(order.waiter)
        title = tr(
            "{table} : au passe depuis {time}",
            # No seconds that tick: a row that changes cannot be touched for a moment.
            time=clock(datetime.fromtimestamp(plate.since / 1000, now.tzinfo)),
            table=tr("Table {table}", table=order_title(world, order))
            if order.table
            else tr("Vente {number}", number=order_title(world, order)),
        )
        found.append(
            Problem(
                f"plate:{plate.order}:{plate.course}",
                "danger" if level == MANAGERS else "warning",
                "room_service",
                title,
                _what(world, plate, waiter),
                tr("Servi"),
                "done_all",
            )
        )
    return found


def carried(world: World, named: str) -> ServeDishes | None:
    """The command that a plate of a row ("<order>:<course>") was brought; None when that
    is done already."""
    order_id, _, course = named.partition(":")
    order = world.book.orders.get(order_id)
    ready = to_carry(dishes_of(world, order)) if order else []
    dishes = tuple(dish.id for _, dish in ready if dish.course == course)
    return ServeDishes(order=order_id, dishes=dishes) if dishes else None


def _what(world: World, plate: Plate, waiter: str) -> str:
    """ "Plats, pour Léa"."""
    course = world.catalogue.courses.get(plate.course)
    name = course.name if course else plate.course
    return tr("{course}, pour {waiter}", course=name, waiter=waiter) if waiter else name
