"""Whose pager rings, and what it shows: plates that are ready, calls, what goes first.

A plate rings at its waiters as it is ready; when nobody comes for it, at those who take
orders, and then at the managers, as the windows tell them (`plates.py`). What is too old
to be of use rings nowhere. A text is short, names no guest and needs no accents.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from app.domain.catalogue.state import DIRECT
from app.domain.kitchen.events import DishesRushed
from app.domain.orders.state import Order
from app.domain.settings import READY_SECONDS
from app.domain.staff.events import StaffCalled
from app.domain.vocabulary import Meta
from app.domain.world import World
from app.presenters.calls import call_words, is_called
from app.presenters.floor.stage import dishes_of, to_carry
from app.presenters.kitchen.plates import MANAGERS, OTHERS, Plate
from app.presenters.pos.words import order_words
from resources.texts import tr

WORTH_S = 120
"""Seconds after which nobody needs a page any more."""
_WAITER = 0
"""The first level of a plate, before `OTHERS` and `MANAGERS`."""


class Wanted(NamedTuple):
    """A page that is to ring at somebody.

    Attributes:
        about: `StaffPaged.about`; with the person, it names the page.
        chain: of the terminal that pages it where each has a transmitter of its own.
        since: from when on it was wanted, ms since 1970.
    """

    person: str
    about: str
    text: str
    chain: str
    since: int


def plates_to_page(
    world: World,
    now: datetime,
    of: Iterable[Plate],
    made_by: Mapping[str, str],
    name_of: Callable[[str], str],
) -> Iterator[Wanted]:
    """Whoever should be paged about plates on the pass at this moment.

    Args:
        of: what stands on the pass (`plates`).
        made_by: order -> who said last that something of it is ready: they know.
    """
    worn = world.staff.worn()
    now_ms = round(now.timestamp() * 1000)
    limit_ms = world.settings.number(READY_SECONDS) * 1000
    for plate in of:
        order = world.book.orders.get(plate.order)
        if order is None:
            continue
        ready = _ready_since(world, order, plate)
        for level in (_WAITER, OTHERS, MANAGERS) if limit_ms else (_WAITER,):
            since = ready + level * limit_ms
            if not since <= now_ms < since + WORTH_S * 1000:
                continue
            about = f"plate/{plate.order}/{plate.course}/{ready}/{level}"
            text = _plate_words(world, order, plate, level, name_of)
            for person in _told(world, order, worn, level):
                if level or person != made_by.get(order.id, ""):
                    yield Wanted(person, about, text, order.terminal, since)


def news_to_page(
    world: World, event: object, meta: Meta, name_of: Callable[[str], str]
) -> Iterator[Wanted]:
    """Whoever should be paged about a fact: somebody is called, dishes go first."""
    about = f"entry/{meta.order[1]}/{meta.order[2]}"
    since = round(datetime.fromisoformat(meta.ts).timestamp() * 1000)
    who = text = ""
    if isinstance(event, StaffCalled):
        who, text = event.who, call_words(world, event, name_of(meta.op))
    elif isinstance(event, DishesRushed) and event.urgent:
        order = world.book.orders.get(event.order)
        who = "kitchen"
        text = (
            tr("En priorité : {where}", where=order_words(world, order))
            if order
            else ""
        )
    for person in world.staff.worn() if text else ():
        if (person != meta.op or person == who) and is_called(world, person, who):
            yield Wanted(person, about, text, meta.chain, since)


def _ready_since(world: World, order: Order, plate: Plate) -> int:
    """Since when a plate waits, ms: a course since it was whole; of what is served at
    once the first that stands there, so that a tray of five drinks rings once."""
    if plate.course != DIRECT:
        return plate.since
    dishes = [dish for _, dish in to_carry(dishes_of(world, order))]
    ready = [dish.ready for dish in dishes if dish.course == DIRECT]
    return min(ready, default=plate.since)


def _told(
    world: World, order: Order, people: Iterable[str], level: int
) -> Iterator[str]:
    """Who hears of a plate at a level: those whose table it is, those who take orders
    besides, the managers."""
    table = world.floor.tables.get(order.table)
    theirs = {order.waiter, world.floor.waiter_of(table.section) if table else ""}
    for person in people:
        manages = is_called(world, person, "manager")
        if person in theirs:
            told = level == _WAITER
        elif level == OTHERS:
            told = not manages and "order.take" in world.staff.rights_of(person)
        else:
            told = level == MANAGERS and manages
        if told:
            yield person


def _plate_words(
    world: World,
    order: Order,
    plate: Plate,
    level: int,
    name_of: Callable[[str], str],
) -> str:
    """ "Prêt : table 12, Plats", "Attend au passe : table 12, Plats (Léa)"."""
    course = world.catalogue.courses.get(plate.course)
    where = order_words(world, order)
    what = f"{where}, {course.name}" if course else where
    if level == _WAITER:
        return tr("Prêt : {what}", what=what)
    waiter = name_of(order.waiter) if order.waiter else ""
    words = tr("Attend au passe : {what}", what=what)
    return f"{words} ({waiter})" if waiter else words


def failed_words(name: str, number: str, *, refused: bool) -> str:
    """What windows say when somebody's pager did not ring."""
    if refused:
        return tr(
            "Bipeur {number} de {name} : l'émetteur ne le connaît pas.",
            number=number,
            name=name,
        )
    return tr("Le bipeur de {name} n'a pas été prévenu : dites-le-lui.", name=name)
