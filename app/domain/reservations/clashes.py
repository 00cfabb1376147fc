"""What needs a person, because two terminals that were apart gave one table twice.

Nothing here is stored: it follows from the reservations and the orders, and is over when
somebody has moved or called off one of them.
"""

from collections.abc import Iterator
from itertools import combinations

from app.domain.orders.attention import Attention
from app.domain.reservations.availability import minute_of
from app.domain.reservations.events import Reservation
from app.domain.world import World

TEXTS: dict[str, str] = {
    "table_twice": "Deux réservations ont la même table : donnez-en une autre.",
    "same_reference": "Une réservation est arrivée deux fois : annulez-en une.",
    "seated_twice": "Ils ont été placés à deux tables : annulez une commande.",
    "gone_but_seated": "Ils sont à table, mais la réservation dit autre chose.",
    "table_gone": "Leur table n'existe plus : donnez-en une autre.",
}
"""Code -> French source sentence."""


def clashes(world: World, date: str) -> tuple[Attention, ...]:
    """What a person has to look at in the reservations of a day."""
    reservations = world.reservations
    standing = reservations.standing(date, world.book)
    return (
        *_pairs(standing),
        *_seated(world, reservations.on(date)),
        *(
            _said("table_gone", each)
            for each in standing
            if not all(_in_use(world, table) for table in each.tables)
        ),
    )


def _pairs(standing: list[Reservation]) -> Iterator[Attention]:
    for one, other in combinations(standing, 2):
        if set(one.tables) & set(other.tables) and _overlap(one, other):
            yield _said("table_twice", one, other)
        same = (one.source, one.reference) == (other.source, other.reference)
        if one.reference and same:
            yield _said("same_reference", one, other)


def _overlap(one: Reservation, other: Reservation) -> bool:
    first, second = minute_of(one.time) or 0, minute_of(other.time) or 0
    return first < second + other.minutes and second < first + one.minutes


def _seated(world: World, reservations: list[Reservation]) -> Iterator[Attention]:
    """Guests who sit where the list does not say so."""
    book, seatings = world.book, world.reservations.seatings
    sitting: dict[str, list[str]] = {}
    for order in book.open_orders():
        if order.id in seatings:
            sitting.setdefault(seatings[order.id], []).append(order.id)
    for each in reservations:
        orders = sitting.get(each.id, [])
        if len(orders) > 1:
            yield _said("seated_twice", each, orders=tuple(orders))
        elif orders and world.reservations.status(each.id, book) != "seated":
            yield _said("gone_but_seated", each, orders=tuple(orders))


def _in_use(world: World, table: str) -> bool:
    found = world.floor.tables.get(table)
    return found is not None and found.active


def _said(
    code: str, *reservations: Reservation, orders: tuple[str, ...] = ()
) -> Attention:
    return Attention(
        code=code,
        text=TEXTS[code],
        orders=orders,
        reservations=tuple(each.id for each in reservations),
    )
