"""What a change of an order asks of the house, step by step."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext

from app.domain.kitchen.decide import ServeDishes, bumps
from app.domain.orders.commands import (
    AddLine,
    CancelOrder,
    ChangeLine,
    MoveOrder,
    Pick,
    PromiseOrder,
    SendOrder,
    SetCovers,
    SetOrderNote,
    SetQuantity,
    VoidLine,
)
from app.domain.orders.state import Order
from app.domain.rules import Command
from app.domain.vocabulary import Refusal
from app.domain.world import World
from app.hub.api.order_shapes import ChangedItem, ChangedOrder, NewItem, NewOrderStatus
from app.hub.api.problems import refused
from app.hub.api.shapes import cents, milli
from app.services.house import Actor, House

TABLE_UNKNOWN = Refusal("table_unknown", "Cette table n'existe pas.")
TABLE_TAKEN = Refusal("table_taken", "La table {table} est déjà ouverte.")
LINE_UNKNOWN = Refusal("line_unknown", "Cette ligne n'est plus sur la table.")


def table_of(world: World, number: str) -> str:
    """The id of the table that people call so.

    Raises:
        ProblemError: 404.
    """
    found = world.floor.by_number(number)
    if found is None:
        raise refused(TABLE_UNKNOWN)
    return found.id


def added(item: NewItem) -> AddLine:
    """The command that takes an item down; its order is named elsewhere."""
    return AddLine(
        order="",
        article=item.menu_item_id,
        quantity=milli(item.quantity),
        options=tuple(item.modifiers),
        picks=tuple(
            Pick(
                step=choice.step,
                article=choice.menu_item_id,
                options=tuple(choice.modifiers),
            )
            for choice in item.choices
        ),
        seats=tuple(item.seats),
        course=item.course,
        kitchen_note=item.notes,
        merge=False,
        price=None if item.unit_price is None else cents(item.unit_price),
    )


Step = tuple[Command, str]
"""A command, and the place of the request that asks for it."""


def run_steps(house: House, steps: Sequence[Step], actor: Actor) -> None:
    """Carries steps out in turn; a refusal says at which place it stopped.

    The request is noted with the last one: who repeats it after a kill, or after a
    refusal, has what is left of it done.
    """
    for place, (command, pointer) in enumerate(steps, start=1):
        later = house.alongside(None) if place < len(steps) else nullcontext()
        with later:
            done = house.run(command, actor)
        if isinstance(done, Refusal):
            raise refused(done, pointer)


def changes(world: World, order: Order, told: ChangedOrder) -> Iterator[Step]:
    """What is to be otherwise, items first."""
    for place, item in enumerate(told.items):
        yield from _item_changes(world, order, item, f"#/items/{place}")
    if told.covers is not None and told.covers != order.covers:
        yield SetCovers(order=order.id, covers=told.covers), "#/covers"
    if told.notes is not None and told.notes != order.kitchen_note:
        noted = SetOrderNote(order=order.id, kitchen=told.notes, guest=order.guest_note)
        yield noted, "#/notes"
    if "promised_at" in told.model_fields_set:
        yield PromiseOrder(order=order.id, at=told.promised_at), "#/promised_at"
    if told.table_id is not None:
        table = table_of(world, told.table_id)
        other = world.order_on(table)
        if other is not None and other is not order:
            values = (("table", told.table_id),)
            raise refused(Refusal(TABLE_TAKEN.code, TABLE_TAKEN.text, "", values))
        if table not in world.floor.group(order.table):
            yield MoveOrder(order=order.id, table=table), "#/table_id"


def _item_changes(
    world: World, order: Order, item: ChangedItem, pointer: str
) -> Iterator[Step]:
    line = world.book.lines.get(item.item_id)
    if line is None or line.home != order.id:
        raise refused(LINE_UNKNOWN, pointer)
    if item.notes is not None and item.notes != line.kitchen_note:
        yield (
            ChangeLine(order=order.id, line=line.id, kitchen_note=item.notes),
            pointer,
        )
    if item.quantity is None or milli(item.quantity) == line.quantity:
        return
    wanted = milli(item.quantity)
    if line.sent and wanted < line.quantity:
        yield (
            VoidLine(
                order=order.id,
                line=line.id,
                reason=item.reason,
                quantity=line.quantity - wanted,
            ),
            pointer,
        )
    else:
        yield (
            SetQuantity(order=order.id, line=line.id, quantity=wanted),
            pointer,
        )


def status_steps(world: World, order: Order, told: NewOrderStatus) -> Iterator[Command]:
    """What brings an order where it is to go."""
    match told.status:
        case "sent":
            yield SendOrder(order=order.id)
        case "ready":
            if not (steps := bumps(world, order)):
                raise refused(Refusal("nothing_running", "Rien n'est en préparation."))
            yield from steps
        case "served":
            yield _serving(world, order)
        case "cancelled":
            yield from _giving_up(world, order, told.reason)


def _serving(world: World, order: Order) -> ServeDishes:
    dishes = [
        dish.id
        for line in world.book.lines_of(order)
        for dish in line.dishes
        if dish.stage in ("sent", "started", "ready")
    ]
    return ServeDishes(order=order.id, dishes=tuple(dishes))


def _giving_up(world: World, order: Order, reason: str) -> Iterator[Command]:
    """What the kitchen knows first: if it may not be voided, all of it stays."""
    lines = sorted(world.book.lines_of(order), key=lambda line: not line.sent)
    for line in lines:
        yield VoidLine(order=order.id, line=line.id, reason=reason)
    yield CancelOrder(order=order.id, reason=reason)
