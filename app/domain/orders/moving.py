"""Deciding where orders and lines stand: other tables, merges, transfers of lines.

Lines are moved, orders never are "absorbed": a line's home is where its last mover put
it. Money that no document counts yet may go along, or alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.floor.events import TableSet
from app.domain.kitchen.timing import let_go
from app.domain.orders.allergies import concerned
from app.domain.orders.billing import REST, due, order_due
from app.domain.orders.commands import (
    DivideLine,
    MovedLine,
    MoveLines,
    MoveOrder,
    OpenOrder,
)
from app.domain.orders.events import (
    LineDivided,
    LinesMoved,
    OrderCreated,
    TableChanged,
)
from app.domain.orders.evolve import part_dishes
from app.domain.orders.guests import MAX_COVERS
from app.domain.orders.joining import (
    BEING_PAID,
    OTHER_PRICES,
    Target,
    being_paid,
    guests_join,
    money_follows,
    tell_kitchen,
)
from app.domain.orders.merging import merge
from app.domain.orders.sending import not_whole
from app.domain.orders.state import Line, Order, Payment
from app.domain.orders.taking import Decision
from app.domain.vocabulary import Context, Refusal, need
from app.domain.world import World

OF_TABLE = Refusal("mode_of_table", "À une table, on mange sur place.")
NO_TABLE = Refusal("table_unknown", "Cette table n'existe pas.")
TAKEN_AWAY = ("takeaway", "delivery")
"""Service modes whose VAT is that of what leaves the house."""
SAME_TABLE = Refusal("same_table", "La commande est déjà sur cette table.")
NOT_DIVISIBLE = Refusal(
    "quantity_out_of_range", "Cette partie ne peut pas être déplacée."
)
PARTLY_PAID = Refusal(
    "partly_paid", "Cette note est déjà payée en partie : finissez-la d'abord."
)


def open_order(
    world: World, command: OpenOrder, context: Context
) -> tuple[OrderCreated] | Refusal:
    """A new order; a table carries one open order at a time."""
    if not 0 <= command.covers <= MAX_COVERS:
        return Refusal("covers_out_of_range", "Le nombre de couverts va de 0 à 200.")
    if command.order in world.book.orders:
        return Refusal("order_known", "Cette commande est déjà ouverte.")
    preset = world.catalogue.presets.get(command.preset)
    if command.preset and (preset is None or not preset.active):
        return Refusal("preset_unknown", "Cette façon de servir n'existe plus.")
    mode = preset.mode if preset else command.mode
    if command.table and preset and mode != "dine_in":
        return OF_TABLE
    if command.table:
        table = _table(world, command.table)
        if table is None:
            return NO_TABLE
        if blocked := _blocked(world, table):
            return blocked
        if world.order_on(command.table):
            values = (("table", table.number),)
            return Refusal(
                "table_taken", "La table {table} est déjà ouverte.", "", values
            )
    served, room = command.preset or mode, world.floor.room(command.table)
    key = context.terminal, context.bday
    return (
        OrderCreated(
            order=command.order or context.new_id(),
            mode=mode,
            table=command.table,
            covers=command.covers,
            name=command.name,
            number=world.book.numbers.get(key, 0) + 1,
            prices=world.catalogue.prices(served, context.now, room=room),
            preset=command.preset,
        ),
    )


def _table(world: World, table_id: str) -> TableSet | None:
    table = world.floor.tables.get(table_id)
    return table if table is not None and table.active else None


def _blocked(world: World, table: TableSet) -> Refusal | None:
    """Why nobody is to be seated at a table, None when somebody may be."""
    reason = world.floor.blocked.get(table.id)
    if not reason:
        return None
    values = (("table", table.number), ("reason", reason))
    return Refusal(
        "table_blocked", "La table {table} est bloquée : {reason}.", "", values
    )


def move_order(
    world: World, order: Order, command: MoveOrder, context: Context
) -> Decision:
    """A free table takes the order; an occupied one takes its lines and guests.

    Onto the table where it stands it joins an order that another terminal opened there.
    """
    refused = need(context, "order.move", "Déplacer une table demande un droit.")
    table = _table(world, command.table)
    if refused or table is None:
        return refused or NO_TABLE
    if order.mode in TAKEN_AWAY:
        return OF_TABLE
    group = world.floor.group(command.table)
    others = [o for o in world.book.orders_on(*group) if o is not order]
    if others:
        return merge(world, order, others[0], table, context)
    if order.table in group:
        return SAME_TABLE
    if blocked := _blocked(world, table):
        return blocked
    moved = TableChanged(order=order.id, table=command.table, was=order.table)
    told = tell_kitchen(world, order, world.book.lines_of(order), table.number, context)
    return moved, *told


@dataclass(frozen=True, slots=True)
class _Part:
    """A line that moves, as it will be; `divided` when it is a part of `source`."""

    source: str
    line: Line
    divided: tuple[LineDivided, ...] = ()


def move_lines(
    world: World, order: Order, command: MoveLines, context: Context
) -> Decision:
    """Some lines, or parts of them, and tenders go to another order."""
    refused = need(context, "order.move", "Déplacer des lignes demande un droit.")
    if refused:
        return refused
    target = _target(world, order, command, context)
    if isinstance(target, Refusal):
        return target
    at_table = target.order is None or target.order.table
    if at_table and order.mode in TAKEN_AWAY:
        return OF_TABLE
    if being_paid(order):
        return BEING_PAID
    parts: list[_Part] = []
    for moved in command.lines:
        part = _part(world, order, moved, context)
        if isinstance(part, Refusal):
            return part
        if part.source in [other.source for other in parts]:
            return NOT_DIVISIBLE
        parts.append(part)
    lines = [part.line for part in parts]
    payments = [p for p in order.payments.values() if p.id in command.payments]
    refused = _money_refusal(world, order, target, lines, payments, context)
    if refused:
        return refused
    if len(payments) < len(command.payments):
        return Refusal("payment_gone", "Ce paiement n'est plus sur cette note.")
    if not parts and not payments:
        return Refusal("nothing_to_move", "Choisissez des lignes à déplacer.")
    unmade = [line for line in lines if any(not dish.ready for dish in line.dishes)]
    seats = {seat for line in unmade for seat in concerned(order, line)}
    names = tuple(line.id for line in lines)
    gone = {dish.id for line in lines for dish in line.dishes}
    now_ms = round(context.now.timestamp() * 1000)
    return (
        *target.opening,
        *(fact for part in parts for fact in part.divided),
        *([LinesMoved(order=order.id, target=target.id, lines=names)] if lines else ()),
        *guests_join(world, order, target, lines, seats),
        *money_follows(order, target.id, payments, {}),
        *tell_kitchen(world, order, lines, target.place, context),
        *let_go(world, order, gone, now_ms),
    )


def _money_refusal(
    world: World,
    order: Order,
    target: Target,
    lines: Sequence[Line],
    payments: Sequence[Payment],
    context: Context,
) -> Refusal | None:
    """Why these tenders cannot go with these lines: one of the notes would be overpaid."""
    if any(not payment.waiting for payment in payments):
        return Refusal("payment_counted", "Ce paiement est déjà sur un ticket.")
    if payments:
        refused = need(
            context, "payment.take", "Déplacer de l'argent demande un droit."
        )
        if refused:
            return refused
    net, coming = sum(ln.net for ln in lines), sum(p.amount for p in payments)
    paid = any(p.waiting for p in order.payments.values())
    if paid and order_due(world.book, order) + coming < net:
        return PARTLY_PAID
    there = due(world.book, target.order, REST) if target.order else 0
    if payments and there + net < coming:
        return Refusal(
            "amount_too_large", "C'est plus que ce qui reste à payer sur l'autre note."
        )
    return None


def divide_line(
    world: World, order: Order, line: Line, command: DivideLine, context: Context
) -> Decision:
    """Some pieces of a line stand on a line of their own, to be moved or changed."""
    if order.split is not None:
        return Refusal(
            "split_set", "La note est partagée : défaites d'abord le partage."
        )
    moved = MovedLine(line=line.id, quantity=command.quantity)
    part = _part(world, order, moved, context)
    return part if isinstance(part, Refusal) else part.divided or NOT_DIVISIBLE


def _target(
    world: World, order: Order, command: MoveLines, context: Context
) -> Target | Refusal:
    found = world.book.orders.get(command.target)
    if command.target and found is None:
        return Refusal("order_unknown", "Cette commande n'est plus là.")
    if found is None and command.table:
        found = world.order_on(command.table)
    if found is order:
        return Refusal("same_table", "Les lignes sont déjà sur cette table.")
    if found is not None:
        if world.book.closed(found) and not _free_again(world, found):
            return Refusal(
                "order_closed", "Cette note est soldée : ouvrez-en une autre."
            )
        if found.prices != order.prices:
            return OTHER_PRICES
        place = world.floor.number(found.table) or world.sale_number(
            found.terminal, found.number
        )
        return Target(found.id, place, found)
    if not command.table:
        return NO_TABLE
    new = context.new_id()
    opening = open_order(world, OpenOrder(table=command.table, order=new), context)
    if isinstance(opening, Refusal):
        return opening
    (created,) = opening
    created = replace(created, prices=order.prices)
    return Target(new, world.floor.number(command.table), None, (created,))


def _free_again(world: World, order: Order) -> bool:
    """Whether lines that were moved away from an order may come back to it."""
    taken = order.table and world.order_on(order.table)
    return order.vacated and not (order.receipts or order.cancelled or taken)


def _part(
    world: World, order: Order, moved: MovedLine, context: Context
) -> _Part | Refusal:
    line = world.book.lines.get(moved.line)
    if line is None or line.home != order.id or not line.live:
        return Refusal("line_unknown", "Cette ligne n'est plus sur la table.")
    if line.receipts:
        return Refusal("line_receipted", "Cette ligne est déjà encaissée.")
    quantity = moved.quantity
    if quantity is None or quantity == line.quantity:
        return _Part(line.id, line)
    weighed = line.unit != "piece"  # parts of a weight would round to other cents
    if not 0 < quantity < line.quantity or weighed or not_whole(line, quantity):
        return NOT_DIVISIBLE
    new = context.new_id()
    divided = LineDivided(order=order.id, line=line.id, new_line=new, quantity=quantity)
    dishes = part_dishes(line, new)
    part = replace(line, id=new, ordered=quantity, voids=(), dishes=dishes)
    return _Part(line.id, part, (divided,))
