"""Deciding about several lines at once: an order that a program brings whole.

What one line takes of a countdown the next one cannot have, although none of them is
written yet; so the whole is checked again as one.
"""

from dataclasses import replace

from app.domain.catalogue.stock import portions, shortage, taken
from app.domain.channels.decide import order_refusal
from app.domain.orders.commands import AddLine, AddLines, OpenOrder, PlaceOrder
from app.domain.orders.events import (
    LineAdded,
    LinesAdded,
    OrderCreated,
    OrderNoteSet,
)
from app.domain.orders.moving import OF_TABLE, open_order
from app.domain.orders.service import promise_refusal, promised
from app.domain.orders.serving_events import OrderPromised
from app.domain.orders.state import Order
from app.domain.orders.taking import MAX_LINES, Decision, clean_note, new_line
from app.domain.vocabulary import Context, Refusal
from app.domain.world import World


def place_order(world: World, command: PlaceOrder, context: Context) -> Decision:
    """A new order with its lines."""
    waiter = world.staff.people.get(command.waiter)
    if command.waiter and (waiter is None or not waiter.active):
        return Refusal("person_unknown", "Cette personne n'est plus de l'équipe.")
    refused = order_refusal(world, command.table, context)
    if refused:
        return refused
    opening = OpenOrder(
        mode=command.mode,
        preset=command.preset,
        table=command.table,
        covers=command.covers,
    )
    opened = open_order(world, opening, context)
    if isinstance(opened, Refusal):
        return opened
    created = replace(opened[0], waiter=command.waiter)
    order = as_opened(created, context)
    when = _when(world, order, command, context)
    if isinstance(when, Refusal):
        return when
    lines = _lines(world, order, command.lines, context)
    if isinstance(lines, Refusal):
        return lines
    return created, *when, *_notes(created.order, command), *lines


def _when(
    world: World, order: Order, command: PlaceOrder, context: Context
) -> tuple[OrderPromised, ...] | Refusal:
    if command.promised is None:
        return ()
    if order.table:
        return OF_TABLE
    preset = world.catalogue.presets.get(order.served)
    refused = promise_refusal(world, preset, command.promised, context)
    if refused:
        return refused
    told = promised(world, order.id, command.promised, context)
    order.later = told.later
    return (told,)


def add_lines(
    world: World, order: Order, command: AddLines, context: Context
) -> Decision:
    """More lines on an order."""
    return _lines(world, order, command.lines, context)


def _lines(
    world: World, order: Order, asked: tuple[AddLine, ...], context: Context
) -> tuple[LinesAdded, ...] | Refusal:
    if len(order.lines) + len(asked) > MAX_LINES:
        return Refusal(
            "order_full", "Cette note a trop de lignes : ouvrez-en une autre."
        )
    lines: list[LineAdded] = []
    for place, each in enumerate(asked):
        line = new_line(world, order, each, context)
        if isinstance(line, Refusal):
            return replace(line, place=place)
        lines.append(line)
    if not lines:
        return ()
    together = LinesAdded(order=order.id, lines=tuple(lines))
    refused = None if order.later else shortage(world, taken(world, together, portions))
    return refused or (together,)


def _notes(order: str, command: PlaceOrder) -> tuple[OrderNoteSet, ...]:
    kitchen, guest = map(clean_note, (command.kitchen_note, command.guest_note))
    if not kitchen and not guest:
        return ()
    return (OrderNoteSet(order=order, kitchen=kitchen, guest=guest),)


def as_opened(created: OrderCreated, context: Context) -> Order:
    """The order as it will be once it is written: what its lines depend on."""
    return Order(
        id=created.order,
        mode=created.mode,
        table=created.table,
        covers=created.covers,
        name=created.name,
        number=created.number,
        prices=created.prices,
        opened=0,
        opened_ts="",
        bday=context.bday,
        waiter=created.waiter,
        preset=created.preset,
        terminal=context.terminal,
    )
