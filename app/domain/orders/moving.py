"""Deciding where orders and lines stand: other tables, merges, transfers of lines."""

from dataclasses import replace

from app.domain.floor.events import TableSet
from app.domain.kitchen.events import TicketIssued
from app.domain.kitchen.tickets import Change, tickets
from app.domain.orders.commands import MovedLine, MoveLines, MoveOrder, OpenOrder
from app.domain.orders.events import (
    CoversSet,
    LineDivided,
    LinesMoved,
    OrderCreated,
    TableChanged,
)
from app.domain.orders.state import Line, Order
from app.domain.orders.taking import Decision
from app.domain.vocabulary import Context, Refusal, need
from app.domain.world import World

MAX_COVERS = 200


def open_order(world: World, command: OpenOrder, context: Context) -> Decision:
    """A new order; a table carries one open order at a time."""
    if not 0 <= command.covers <= MAX_COVERS:
        return Refusal("covers_out_of_range", "Le nombre de couverts va de 0 à 200.")
    if command.table:
        table = world.floor.tables.get(command.table)
        if table is None or not table.active:
            return Refusal("table_unknown", "Cette table n'existe pas.")
        if world.book.order_on(command.table):
            values = (("table", table.number),)
            return Refusal(
                "table_taken", "La table {table} est déjà ouverte.", "", values
            )
    key = context.terminal, context.bday
    return (
        OrderCreated(
            order=command.order or context.new_id(),
            mode=command.mode,
            table=command.table,
            covers=command.covers,
            name=command.name,
            number=world.book.numbers.get(key, 0) + 1,
        ),
    )


def move_order(
    world: World, order: Order, command: MoveOrder, context: Context
) -> Decision:
    """A free table takes the order; an occupied one takes its lines and covers."""
    refused = need(context, "order.move", "Déplacer une table demande un droit.")
    table = world.floor.tables.get(command.table)
    if refused or table is None or not table.active:
        return refused or Refusal("table_unknown", "Cette table n'existe pas.")
    if command.table == order.table:
        return Refusal("same_table", "La commande est déjà sur cette table.")
    other = world.book.order_on(command.table)
    if other is None:
        moved = TableChanged(order=order.id, table=command.table, was=order.table)
        told = _tell_kitchen(world, order, world.book.lines_of(order), table, context)
        return moved, *told
    if _being_paid(order) or _being_paid(other):
        return Refusal("being_paid", "Une carte est en cours : attendez sa réponse.")
    if order.receipts or any(p.state == "completed" for p in order.payments.values()):
        return Refusal(
            "partly_paid", "Cette note est déjà payée en partie : finissez-la d'abord."
        )
    lines = world.book.lines_of(order, live=False)
    facts: list[object] = [
        LinesMoved(
            order=order.id, target=other.id, lines=tuple(line.id for line in lines)
        ),
        CoversSet(order=other.id, covers=other.covers + order.covers),
    ]
    live = [line for line in lines if line.live]
    return *facts, *_tell_kitchen(world, order, live, table, context)


def move_lines(
    world: World, order: Order, command: MoveLines, context: Context
) -> Decision:
    """Some lines, or parts of them, go to another order."""
    refused = need(context, "order.move", "Déplacer des lignes demande un droit.")
    if refused:
        return refused
    facts: list[object] = []
    target = world.book.orders.get(command.target)
    if target is None and command.table:
        target = world.book.order_on(command.table)
    target_id = target.id if target else ""
    if target is None:
        opened = open_order(world, OpenOrder(table=command.table), context)
        if isinstance(opened, Refusal):
            return opened
        facts += opened
        target_id = opened[0].order  # type: ignore[attr-defined]  # OrderCreated
    if target_id == order.id:
        return Refusal("same_table", "Les lignes sont déjà sur cette table.")
    whole: list[str] = []
    for moved in command.lines:
        taken = _taken(world, order, moved, context)
        if isinstance(taken, Refusal):
            return taken
        whole.append(taken.new_line if isinstance(taken, LineDivided) else taken)
        if isinstance(taken, LineDivided):
            facts.append(taken)
    if not whole:
        return Refusal("nothing_to_move", "Choisissez des lignes à déplacer.")
    facts.append(LinesMoved(order=order.id, target=target_id, lines=tuple(whole)))
    return tuple(facts)


def _taken(
    world: World, order: Order, moved: MovedLine, context: Context
) -> str | LineDivided | Refusal:
    line = world.book.lines.get(moved.line)
    if line is None or line.home != order.id or not line.live:
        return Refusal("line_unknown", "Cette ligne n'est plus sur la table.")
    if line.receipts:
        return Refusal("line_receipted", "Cette ligne est déjà encaissée.")
    if moved.quantity is None or moved.quantity == line.quantity:
        return line.id
    if not 0 < moved.quantity < line.quantity or line.discounts:
        return Refusal(
            "quantity_out_of_range", "Cette partie ne peut pas être déplacée."
        )
    return LineDivided(
        order=order.id,
        line=line.id,
        new_line=context.new_id(),
        quantity=moved.quantity,
    )


def _being_paid(order: Order) -> bool:
    return any(p.state in ("in_progress", "unknown") for p in order.payments.values())


def _tell_kitchen(
    world: World, order: Order, lines: list[Line], table: TableSet, context: Context
) -> tuple[object, ...]:
    """A "moved" ticket where dishes are being made: the card's number changes."""
    changes = [
        Change(line, dish, "info", line.quantity)
        for line in lines
        for dish in line.dishes
        if dish.fired and not dish.served
    ]
    told = tickets(world, order, changes, context, kind="moved")
    return tuple(_to_table(ticket, table) for ticket in told)


def _to_table(ticket: TicketIssued, table: TableSet) -> TicketIssued:
    return replace(ticket, table=f"{ticket.table} → {table.number}")
