"""The commands that take an act back, as far as it can be.

What left the house (a ticket, a payment) is not taken back; everything else has an
inverse that is an ordinary command, so the journal tells both.
"""

from collections.abc import Sequence

from app.domain.orders.commands import (
    AddLine,
    ChangeLine,
    OpenOrder,
    OrderCommand,
    Pick,
    RemoveDiscount,
    SetQuantity,
)
from app.domain.orders.events import LineAdded, LineDiscounted, QuantitySet
from app.domain.orders.state import Line, Order
from app.presenters.pos.formule import picks_of
from app.services.house import Fact


def once_more(line: Line, order: str, *, quantity: int = 0, merge: bool) -> AddLine:
    """The same article with the same choices.

    Args:
        quantity: thousandths, 0 for as much as the line has.
        merge: join an equal line that was not sent.
    """
    first = line.dishes[0].ordered
    picks: tuple[Pick, ...] = ()
    options = tuple(modifier.id for modifier in first.modifiers)
    composed = line.formule and not first.mixed
    if composed:
        options = ()
        picks = picks_of(line)
    return AddLine(
        order=order,
        article=line.article,
        quantity=quantity or line.quantity,
        options=options,
        picks=picks,
        seats=line.seats,
        course="" if composed else line.course,
        kitchen_note=line.kitchen_note,
        guest_note=line.guest_note,
        price=line.price - sum(modifier.price for modifier in first.modifiers),
        barcode=line.barcode,
        merge=merge,
        tare=line.tare,
        typed=line.typed,
        mixer=first.mixer,
    )


def unchanged(line: Line, command: ChangeLine) -> ChangeLine:
    """Puts back what `command` is about to change on `line`."""
    return ChangeLine(
        order=command.order,
        line=line.id,
        seats=None if command.seats is None else line.seats,
        kitchen_note=None if command.kitchen_note is None else line.kitchen_note,
        guest_note=None if command.guest_note is None else line.guest_note,
    )


def take_back(facts: Sequence[Fact]) -> tuple[OrderCommand, ...]:
    """Takes off what these facts put on an order: lines, quantities, discounts. What they
    earned goes with them."""
    commands: list[OrderCommand] = []
    for fact in reversed(facts):
        event = fact.event
        if isinstance(event, LineAdded):
            commands.append(SetQuantity(order=event.order, line=event.line, quantity=0))
        elif isinstance(event, QuantitySet):
            commands.append(
                SetQuantity(order=event.order, line=event.line, quantity=event.was)
            )
        elif isinstance(event, LineDiscounted) and not event.earned:
            removal = RemoveDiscount(order=event.order, discount=event.discount)
            if removal not in commands:
                commands.append(removal)
    return tuple(commands)


def open_again(order: Order) -> OpenOrder:
    """A table that was released is seated again."""
    return OpenOrder(mode="dine_in", table=order.table, covers=order.covers)
