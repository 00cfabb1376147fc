"""Deciding where orders and lines stand: other tables, merges, transfers of lines.

Lines are moved, orders never are "absorbed": a line's home is where its last mover put
it. Guests who join others sit behind them: their seats are counted on from the last one
there, and what they cannot eat comes along.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.floor.events import TableSet
from app.domain.kitchen.tickets import Change, tickets
from app.domain.orders.allergies import concerned, gathered, sealed_texts
from app.domain.orders.billing import order_due
from app.domain.orders.commands import (
    DivideLine,
    MovedLine,
    MoveLines,
    MoveOrder,
    OpenOrder,
)
from app.domain.orders.events import (
    AllergyNoted,
    CoversSet,
    GuestNamed,
    LineChanged,
    LineDivided,
    LinesMoved,
    OrderCreated,
    OrderNoteSet,
    TableChanged,
)
from app.domain.orders.evolve import part_dishes
from app.domain.orders.sending import not_whole
from app.domain.orders.state import Line, Order
from app.domain.orders.taking import Decision, clean_note
from app.domain.vocabulary import Context, Refusal, need
from app.domain.world import World

MAX_COVERS = 200
NO_TABLE = Refusal("table_unknown", "Cette table n'existe pas.")
SAME_TABLE = Refusal("same_table", "La commande est déjà sur cette table.")
BEING_PAID = Refusal("being_paid", "Une carte est en cours : attendez sa réponse.")
NOT_DIVISIBLE = Refusal(
    "quantity_out_of_range", "Cette partie ne peut pas être déplacée."
)
OTHER_PRICES = Refusal(
    "other_prices", "L'une compte hors taxes, l'autre toutes taxes comprises."
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
        return Refusal("mode_of_table", "À une table, on mange sur place.")
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
    key = context.terminal, context.bday
    return (
        OrderCreated(
            order=command.order or context.new_id(),
            mode=mode,
            table=command.table,
            covers=command.covers,
            name=command.name,
            number=world.book.numbers.get(key, 0) + 1,
            prices=world.catalogue.prices(command.preset or mode, context.now),
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
    group = world.floor.group(command.table)
    others = [o for o in world.book.orders_on(*group) if o is not order]
    if others:
        return _merge(world, order, others[0], table, context)
    if order.table in group:
        return SAME_TABLE
    if blocked := _blocked(world, table):
        return blocked
    moved = TableChanged(order=order.id, table=command.table, was=order.table)
    told = _tell_kitchen(
        world, order, world.book.lines_of(order), table.number, context
    )
    return moved, *told


def _merge(
    world: World, order: Order, other: Order, table: TableSet, context: Context
) -> Decision:
    if order.prices != other.prices:
        return OTHER_PRICES
    if _being_paid(order) or _being_paid(other):
        return BEING_PAID
    if order.receipts or any(p.waiting for p in order.payments.values()):
        return PARTLY_PAID
    lines = world.book.lines_of(order, live=False)
    target = _Target(other.id, table.number, other)
    facts: list[object] = [
        LinesMoved(
            order=order.id, target=other.id, lines=tuple(line.id for line in lines)
        ),
        CoversSet(order=other.id, covers=min(MAX_COVERS, other.covers + order.covers)),
        *_guests_join(world, order, target, lines, {*order.allergies, *order.names}),
    ]
    if order.kitchen_note or order.guest_note:
        both = zip(
            (other.kitchen_note, other.guest_note),
            (order.kitchen_note, order.guest_note),
            strict=True,
        )
        kitchen, guest = (clean_note(" · ".join(filter(None, pair))) for pair in both)
        facts.append(OrderNoteSet(order=other.id, kitchen=kitchen, guest=guest))
    told = _tell_kitchen(
        world, order, world.book.lines_of(order), table.number, context
    )
    return *facts, *told


@dataclass(frozen=True, slots=True)
class _Target:
    """Where lines go: `order` is None when it is opened for them by `opening`."""

    id: str
    place: str
    order: Order | None
    opening: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A line that moves, as it will be; `divided` when it is a part of `source`."""

    source: str
    line: Line
    divided: tuple[LineDivided, ...] = ()


def move_lines(
    world: World, order: Order, command: MoveLines, context: Context
) -> Decision:
    """Some lines, or parts of them, go to another order."""
    refused = need(context, "order.move", "Déplacer des lignes demande un droit.")
    if refused:
        return refused
    target = _target(world, order, command, context)
    if isinstance(target, Refusal):
        return target
    if _being_paid(order):
        return BEING_PAID
    parts: list[_Part] = []
    for moved in command.lines:
        part = _part(world, order, moved, context)
        if isinstance(part, Refusal):
            return part
        if part.source in [other.source for other in parts]:
            return NOT_DIVISIBLE
        parts.append(part)
    if not parts:
        return Refusal("nothing_to_move", "Choisissez des lignes à déplacer.")
    lines = [part.line for part in parts]
    paid = any(p.waiting for p in order.payments.values())
    if paid and order_due(world.book, order) < sum(line.net for line in lines):
        return PARTLY_PAID
    unmade = [line for line in lines if any(not dish.ready for dish in line.dishes)]
    seats = {seat for line in unmade for seat in concerned(order, line)}
    return (
        *target.opening,
        *(fact for part in parts for fact in part.divided),
        LinesMoved(
            order=order.id, target=target.id, lines=tuple(line.id for line in lines)
        ),
        *_guests_join(world, order, target, lines, seats),
        *_tell_kitchen(world, order, lines, target.place, context),
    )


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
) -> _Target | Refusal:
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
        return _Target(found.id, place, found)
    if not command.table:
        return NO_TABLE
    new = context.new_id()
    opening = open_order(world, OpenOrder(table=command.table, order=new), context)
    if isinstance(opening, Refusal):
        return opening
    (created,) = opening
    created = replace(created, prices=order.prices)
    return _Target(new, world.floor.number(command.table), None, (created,))


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


def _being_paid(order: Order) -> bool:
    return any(payment.running for payment in order.payments.values())


def _guests_join(
    world: World, order: Order, target: _Target, lines: Sequence[Line], seats: set[int]
) -> list[object]:
    """New seats for the lines, allergies of `seats` at their new places, and the names of
    those and of whoever the lines are for."""
    staying = target.order and not target.order.vacated
    shift = _last_seat(world, target.order) if target.order and staying else 0
    facts: list[object] = [
        LineChanged(
            order=target.id,
            line=line.id,
            seats=tuple(seat + shift for seat in line.seats),
        )
        for line in lines
        if line.seats and shift
    ]
    for seat in sorted(seats):
        place = seat + shift if seat else 0
        known = target.order.allergies.get(place, "") if target.order else ""
        texts = (
            *sealed_texts(target.id, known),
            *sealed_texts(order.id, order.allergies.get(seat, "")),
        )
        text = gathered(target.id, texts)
        if text != known:
            facts.append(AllergyNoted(order=target.id, seat=place, text=text))
    named = seats.union(*(line.seats for line in lines))
    for seat in sorted(order.names.keys() & named):
        text = gathered(target.id, sealed_texts(order.id, order.names[seat]))
        facts.append(GuestNamed(order=target.id, seat=seat + shift, text=text))
    return facts


def _last_seat(world: World, order: Order) -> int:
    """The last seat that is taken on an order."""
    used = {seat for line in world.book.lines_of(order) for seat in line.seats}
    return max(order.covers, *used, *order.allergies, *order.names, 0)


def _tell_kitchen(
    world: World, order: Order, lines: Sequence[Line], place: str, context: Context
) -> tuple[object, ...]:
    """A "moved" ticket where dishes are being made: the card's number changes."""
    changes = [
        Change(line, dish, "info", line.quantity)
        for line in lines
        for dish in line.dishes
        if dish.fired and not dish.served
    ]
    told = tickets(world, order, changes, context, kind="moved")
    return tuple(replace(each, table=f"{each.table} → {place}") for each in told)
