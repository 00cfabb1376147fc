"""Deciding how guests who reserved come to their tables: the order that is opened."""

from dataclasses import fields

from app.domain.floor.events import TablesJoined
from app.domain.orders.commands import OpenOrder
from app.domain.orders.moving import open_order
from app.domain.reservations.commands import SeatReservation
from app.domain.reservations.events import (
    Reservation,
    ReservationChanged,
    ReservationStatusChanged,
)
from app.domain.reservations.placing import no_such_place
from app.domain.vocabulary import Context, Refusal, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal


def seat(
    world: World, known: Reservation, command: SeatReservation, context: Context
) -> Decision:
    """The tables pushed together, the order opened on them, the reservation seated."""
    was = world.reservations.status(known.id, world.book)
    refused = need(
        context, "order.take", "Prendre une commande demande un droit."
    ) or _not_now(known, was, context)
    if refused:
        return refused
    if command.onto:
        return _onto(world, known, was, command.onto)
    tables = command.tables or known.tables
    if not tables:
        return Refusal("table_missing", "Choisissez leur table.")
    refused = no_such_place(world, tables) or _occupied(world, tables)
    if refused:
        return refused
    opening = OpenOrder(
        table=tables[0], covers=known.covers, name=command.name, order=command.order
    )
    opened = open_order(world, opening, context)
    if isinstance(opened, Refusal):
        return opened
    facts: list[object] = []
    if set(tables) - set(world.floor.group(tables[0])):
        room = world.floor.tables[tables[0]].room
        facts.append(TablesJoined(room=room, tables=tables))
    if tables != known.tables:
        facts.append(changed(known, tables=tables))
    (created,) = opened
    return *facts, created, _seated(known, was, created.order)


def _not_now(known: Reservation, was: str, context: Context) -> Refusal | None:
    if was == "seated":
        return Refusal("already_seated", "Ils sont déjà à table.")
    if was in ("cancelled", "finished"):
        return Refusal("reservation_over", "Cette réservation est close.")
    return other_day(known, context)


def other_day(known: Reservation, context: Context) -> Refusal | None:
    """A refusal for guests who are not of today; after midnight the evening still is."""
    if known.date in (context.bday, context.now.date().isoformat()):
        return None
    return Refusal("other_day", "Cette réservation est pour un autre jour.")


def _onto(world: World, known: Reservation, was: str, onto: str) -> Decision:
    """They sat down before anybody looked at the list: their order is open already."""
    order = world.book.orders.get(onto)
    if order is None or not order.table or world.book.closed(order):
        return Refusal("order_unknown", "Cette commande n'est plus là.")
    if onto in world.reservations.seatings:
        return Refusal("order_reserved", "D'autres ont été placés à cette table.")
    group = world.floor.group(order.table)
    moved = () if order.table in known.tables else (changed(known, tables=group),)
    return *moved, _seated(known, was, onto)


def changed(known: Reservation, **fresh: object) -> ReservationChanged:
    """A reservation with some things otherwise."""
    stored = {field.name: getattr(known, field.name) for field in fields(Reservation)}
    return ReservationChanged(**{**stored, **fresh})


def _seated(known: Reservation, was: str, order: str) -> ReservationStatusChanged:
    return ReservationStatusChanged(
        reservation=known.id, status="seated", was=was, order=order
    )


def _occupied(world: World, tables: tuple[str, ...]) -> Refusal | None:
    for table in tables:
        if world.order_on(table):
            values = (("table", world.floor.number(table)),)
            text = "La table {table} est déjà ouverte."
            return Refusal("table_taken", text, values=values)
    return None
