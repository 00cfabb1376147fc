"""Deciding that two orders become one, whatever was paid on either.

Lines that are on a receipt come along with it: nobody is charged for them again. What
was paid and no document counts yet pays the one note, and payers keep their parts.
"""

from app.domain.floor.events import TableSet
from app.domain.orders.clients import OrderClientSet
from app.domain.orders.events import (
    BesideAdded,
    BesideDropped,
    Bill,
    CoversSet,
    LeavingSet,
    LinesMoved,
    OrderNoteSet,
    SplitSet,
)
from app.domain.orders.guests import MAX_COVERS, covers_left
from app.domain.orders.joining import (
    BEING_PAID,
    OTHER_PRICES,
    Target,
    being_paid,
    guests_join,
    money_follows,
    tell_kitchen,
)
from app.domain.orders.state import Order, besides
from app.domain.orders.taking import Decision, clean_note
from app.domain.vocabulary import Context, need
from app.domain.world import World


def merge(
    world: World, order: Order, other: Order, table: TableSet, context: Context
) -> Decision:
    """`order` joins `other`, which stands on `table`."""
    if order.prices != other.prices:
        return OTHER_PRICES
    if being_paid(order) or being_paid(other):
        return BEING_PAID
    paid = [p for p in order.payments.values() if p.waiting]
    if paid or besides(order):
        refused = need(
            context, "payment.take", "Déplacer de l'argent demande un droit."
        )
        if refused:
            return refused
    lines = world.book.lines_of(order, live=False)
    target = Target(other.id, table.number, other)
    # Two waiters who opened one table counted the same guests.
    guests = (other.covers, covers_left(order))
    covers = max(guests) if order.table == other.table else sum(guests)
    split, names = _payers(order, other, context)
    facts: list[object] = [
        LinesMoved(
            order=order.id,
            target=other.id,
            lines=tuple(line.id for line in lines),
            paid=tuple(line.id for line in lines if line.receipts),
        ),
        CoversSet(order=other.id, covers=min(MAX_COVERS, covers)),
        *guests_join(world, order, target, lines, {*order.allergies, *order.names}),
        *split,
        *money_follows(order, other.id, paid, names),
        *(
            LeavingSet(order=other.id, bill=names[bill], covers=count)
            for bill, count in order.leaving.items()
            if bill in names
        ),
        *_beside(order, other, context),
    ]
    if order.client and not other.client:
        facts.append(OrderClientSet(order=other.id, client=order.client))
    if order.kitchen_note or order.guest_note:
        both = zip(
            (other.kitchen_note, other.guest_note),
            (order.kitchen_note, order.guest_note),
            strict=True,
        )
        kitchen, guest = (clean_note(" · ".join(filter(None, pair))) for pair in both)
        facts.append(OrderNoteSet(order=other.id, kitchen=kitchen, guest=guest))
    told = tell_kitchen(world, order, world.book.lines_of(order), table.number, context)
    return *facts, *told


def _payers(
    order: Order, other: Order, context: Context
) -> tuple[list[SplitSet], dict[str, str]]:
    """The payers of both orders on the one note, and bill -> its name there."""
    coming = order.split.bills if order.split else ()
    if not coming:
        return [], {}
    there = other.split.bills if other.split else ()
    taken = {bill.id for bill in there}
    names = {
        bill.id: context.new_id() if bill.id in taken else bill.id for bill in coming
    }
    # Seats are counted on behind those who sit there: a payer's seat is not the same.
    bills = [Bill(id=names[bill.id], portions=bill.portions) for bill in coming]
    return [SplitSet(order=other.id, bills=(*there, *bills))], names


def _beside(order: Order, other: Order, context: Context) -> list[object]:
    """What is still to be taken besides the lines is taken with the one note."""
    facts: list[object] = []
    for each in besides(order):
        facts += (
            BesideDropped(order=order.id, beside=each.id),
            BesideAdded(
                order=other.id,
                beside=context.new_id(),
                kind=each.kind,
                amount=each.amount,
                holder=each.holder,
                rate=each.rate,
                pays=each.pays,
            ),
        )
    return facts
