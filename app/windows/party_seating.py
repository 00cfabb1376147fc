"""Bringing guests who reserved to their tables, from the plan or from the list."""

from collections.abc import Sequence

from app.domain.floor.decide import JoinTables, LinkTables
from app.domain.floor.events import TablesJoined
from app.domain.floor.state import Floor
from app.domain.orders.commands import CancelOrder
from app.domain.orders.events import OrderCreated
from app.domain.reservations.commands import SeatReservation
from app.domain.reservations.events import Reservation
from app.domain.rules import Command
from app.presenters.reservations.page import table_words
from app.services.guests import guest_of
from app.services.house import Fact
from app.services.ids import new_id
from app.services.people import order_key
from app.windows.desk import Desk
from db.errors import KnownError
from resources.texts import tr


def seat_party(
    desk: Desk, reservation: Reservation, tables: Sequence[str] = (), onto: str = ""
) -> None:
    """Seats a party and says so, with the way back.

    Args:
        tables: where, if not at the tables of the reservation.
        onto: the order of guests who sat down unseen.
    """
    guest = guest_of(desk.house, reservation)
    order, name = new_id(), ""
    if guest.name and not onto:
        try:
            name = desk.house.sealer.seal(order_key(order), guest.name)
        except KnownError as error:
            desk.say(error.text(), tone="error")
            return
    before = groups_of(desk.world.floor, tables or reservation.tables)

    def done(facts: tuple[Fact, ...]) -> None:
        place = table_words(desk.world, tables or reservation.tables)
        if onto:
            place = desk.world.floor.number(desk.world.book.orders[onto].table)
        words = tr(
            "{name} : table {number}",
            name=guest.name or tr("Réservation"),
            number=place,
        )
        back = _way_back(facts, before)
        desk.say(words, undo=(lambda: _run_all(desk, back)) if back else None)

    command = SeatReservation(
        reservation=reservation.id,
        tables=tuple(tables),
        name=name,
        order=order,
        onto=onto,
    )
    desk.run(command, done)


def _way_back(facts: tuple[Fact, ...], before: Sequence[Command]) -> list[Command]:
    """The order given up, the tables as they stood; the guests wait again."""
    back: list[Command] = []
    for fact in facts:
        if isinstance(fact.event, OrderCreated):
            reason = tr("Table libérée")
            back.insert(0, CancelOrder(order=fact.event.order, reason=reason))
        elif isinstance(fact.event, TablesJoined):
            back += restored(fact.event.tables[0], before)
    return back


def _run_all(desk: Desk, commands: Sequence[Command]) -> None:
    for command in commands:
        if not desk.run(command):
            return


def groups_of(floor: Floor, tables: Sequence[str]) -> list[Command]:
    """How these tables stand together, as it is done."""
    groups = dict.fromkeys(floor.group(table) for table in tables)
    links = dict.fromkeys(floor.linked[t] for t in tables if t in floor.linked)
    return [
        *(JoinTables(tables=group) for group in groups if len(group) > 1),
        *(LinkTables(tables=link) for link in links),
    ]


def restored(table: str, before: Sequence[Command]) -> list[Command]:
    """Apart, then together again as they were."""
    return [JoinTables(tables=(table,)), *before]
