"""Who sits where: every table with its order, every order without a table, who paid.

Made once for each picture of the floor, so that tables need not search the book.
"""

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.floor.events import TableSet
from app.domain.kitchen.capacity import Tonight
from app.domain.orders.billing import order_due
from app.domain.orders.state import Order, age
from app.domain.reservations.events import Reservation
from app.domain.world import World
from app.presenters.floor.stage import (
    BLOCKED,
    FREE,
    TableStage,
    owed_stage,
    paid_stage,
    stage_of,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The floor at a moment.

    Attributes:
        orders: every open order, oldest first.
        on: table -> the order that stands on it, or on a table joined with it; the
            oldest, if two terminals opened one each while they were apart.
        doubled: later orders on a table that was taken already: a person must join them.
        paid: table -> the order that was paid there since it was last cleared.
        owed: those of them whose guests still wait for something.
        stages: order -> how it stands.
        next: table -> who is expected there next today.
        due: order -> cents left to pay.
    """

    world: World
    now: datetime
    orders: list[Order] = field(default_factory=list)
    on: dict[str, Order] = field(default_factory=dict)
    doubled: list[Order] = field(default_factory=list)
    paid: dict[str, Order] = field(default_factory=dict)
    owed: list[Order] = field(default_factory=list)
    stages: dict[str, TableStage] = field(default_factory=dict)
    due: dict[str, int] = field(default_factory=dict)
    next: dict[str, Reservation] = field(default_factory=dict)

    def stage(self, table: str) -> TableStage:
        """How a table stands."""
        order = self.served(table)
        if order is not None:
            return self.stages[order.id]
        gone = self.paid.get(table)
        if gone is not None:
            return paid_stage(gone.receipts[-1].ms, self.now)
        return BLOCKED if table in self.world.floor.blocked else FREE

    def served(self, table: str) -> Order | None:
        """The order whose guests sit there: it is open, or it was paid before
        everything was served."""
        order = self.on.get(table) or self.paid.get(table)
        return order if order is not None and order.id in self.stages else None

    def leads(self, table: str) -> bool:
        """Whether the table speaks for those that it is joined with."""
        group = self.world.floor.group(table)
        order = self.on.get(table) or self.paid.get(table)
        first = order.table if order and order.table in group else group[0]
        return table == first

    def without_table(self) -> list[Order]:
        """Bar notes, takeaways, counter sales: open orders of no table."""
        return [order for order in self.orders if not order.table]


def standing(world: World, now: datetime, *, sums: bool = True) -> Standing:
    """Looks through the book once; `due` stays empty without `sums`."""
    made, tonight = Standing(world, now), Tonight(world, now)
    for order in sorted(world.book.orders.values(), key=age):
        if world.book.closed(order):
            if left_dirty(world, order):
                made.paid.update(dict.fromkeys(world.floor.group(order.table), order))
            continue
        made.orders.append(order)
        made.stages[order.id] = stage_of(world, order, now, tonight)
        if sums:
            made.due[order.id] = order_due(world.book, order)
        _sit(made, order)
    for order in {order.id: order for order in made.paid.values()}.values():
        if order.table not in made.on and (stage := owed_stage(world, order, now)):
            made.owed.append(order)
            made.stages[order.id] = stage
    for reservation in world.reservations.standing(now.date().isoformat(), world.book):
        if world.reservations.status(reservation.id, world.book) != "seated":
            for table in reservation.tables:
                made.next.setdefault(table, reservation)
    return made


def _sit(made: Standing, order: Order) -> None:
    if not order.table:
        return
    group = made.world.floor.group(order.table)
    if any(table in made.on for table in group):
        made.doubled.append(order)
    for table in group:
        made.on.setdefault(table, order)


def left_dirty(world: World, order: Order) -> bool:
    """Whether the guests of a paid order left a table that nobody has cleared since.

    The closing of a day lays every table again.
    """
    if not order.table or not order.receipts:
        return False
    till = world.tills.get(order.terminal)
    paid = order.receipts[-1]
    if till is not None and paid.bday <= till.closed_day:
        return False
    return paid.ms > world.floor.cleared.get(order.table, 0)


def active_tables(world: World, room: str = "") -> list[TableSet]:
    """The tables of a room ("" for all), in the order of their numbers."""
    rooms = world.floor.rooms
    found = [
        table
        for table in world.floor.tables.values()
        if table.active
        and room in ("", table.room)
        and table.room in rooms
        and rooms[table.room].active
    ]
    return sorted(found, key=lambda table: number_key(table.number))


def number_key(number: str) -> tuple[int, str]:
    """Sorts "2" before "12", and words after numbers."""
    return (int(number), "") if number.isdecimal() else (1_000_000, number.casefold())
