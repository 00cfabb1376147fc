"""Two orders again after their lines were put together: the way back of a merge.

Lines return to where they stood, with their seats and what was paid for them; guests,
who they are and what they cannot eat as they were noted before. What is on a ticket
stays where it went: nobody has to deal with it any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.orders.allergies import gathered, sealed_texts
from app.domain.orders.commands import (
    ChangeLine,
    MovedLine,
    MoveLines,
    NameGuest,
    NoteAllergy,
    OpenOrder,
    SetCovers,
    SetOrderNote,
)
from app.domain.orders.events import LineDivided, LinesMoved, OrderCreated
from app.domain.orders.state import Order
from app.domain.payments.events import PaymentsMoved
from app.domain.world import World
from app.services.house import Fact
from app.windows.desk import Desk

Seats = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """An order as it stood."""

    id: str
    table: str
    covers: int
    allergies: tuple[tuple[int, str], ...]
    kitchen_note: str
    guest_note: str
    names: tuple[tuple[int, str], ...] = ()

    @classmethod
    def of(cls, order: Order) -> "Before":
        """The order as it stands now."""
        return cls(
            order.id,
            order.table,
            order.covers,
            tuple(order.allergies.items()),
            order.kitchen_note,
            order.guest_note,
            tuple(order.names.items()),
        )


def seats_of(world: World, order: Order) -> dict[str, Seats]:
    """The seats of every line of an order."""
    return {line.id: line.seats for line in world.book.lines_of(order, live=False)}


def part(
    desk: Desk,
    moved: Before,
    kept: Before,
    seats: Mapping[str, Seats],
    facts: Sequence[Fact],
) -> str:
    """Takes a merge back: the lines that came go back to their table.

    Args:
        facts: what the merge wrote.

    Returns:
        id of the order on which they stand now, "" if that was refused.
    """
    new = bring_back(desk, moved, kept, seats, facts)
    run = desk.run
    run(SetCovers(order=kept.id, covers=kept.covers))
    if (moved.kitchen_note, moved.guest_note) != ("", ""):
        run(
            SetOrderNote(
                order=kept.id, kitchen=kept.kitchen_note, guest=kept.guest_note
            )
        )
    if new:
        run(SetCovers(order=new, covers=moved.covers))
        run(SetOrderNote(order=new, kitchen=moved.kitchen_note, guest=moved.guest_note))
    return new


def bring_back(
    desk: Desk,
    moved: Before,
    kept: Before,
    seats: Mapping[str, Seats],
    facts: Sequence[Fact],
) -> str:
    """Moves the lines back; id of the order on which they stand now, "" if refused."""
    world, run = desk.world, desk.run
    lines = [
        world.book.lines[line]
        for fact in facts
        if isinstance(fact.event, LinesMoved)
        for line in fact.event.lines
    ]
    home = world.book.orders[moved.id]
    gone = world.book.closed(home)
    # Guests first: what came with the guests must not go back a second time.
    there = world.book.orders[kept.id]
    for seat, text in tuple(there.allergies.items()):
        was = dict(kept.allergies).get(seat, "")
        if was != text:
            run(NoteAllergy(order=kept.id, seat=seat, text=was))
    for seat, text in tuple(there.names.items()):
        was = dict(kept.names).get(seat, "")
        if was != text:
            run(NameGuest(order=kept.id, seat=seat, text=was))
    coming = tuple(
        MovedLine(line=line.id) for line in lines if line.live and not line.receipts
    )
    paid = tuple(
        payment
        for fact in facts
        if isinstance(fact.event, PaymentsMoved)
        for payment in fact.event.payments
        if payment in there.payments and there.payments[payment].waiting
    )
    table = moved.table if gone else ""
    if coming or paid:
        target = "" if gone else moved.id
        done = run(
            MoveLines(
                order=kept.id, lines=coming, target=target, table=table, payments=paid
            )
        )
    else:  # they had ordered nothing yet
        done = run(OpenOrder(table=table)) if table else ()
    if not done:
        return ""
    new = next(
        (f.event.order for f in done if isinstance(f.event, OrderCreated)), moved.id
    )
    whole = {
        f.event.new_line: f.event.line
        for f in facts
        if isinstance(f.event, LineDivided)
    }
    for line in lines:
        was_seats = seats.get(whole.get(line.id, line.id), line.seats)
        if line.live and line.seats != was_seats:
            run(ChangeLine(order=new, line=line.id, seats=was_seats))
    if new != moved.id:
        for seat, text in moved.allergies:
            texts = gathered(new, sealed_texts(moved.id, text))
            run(NoteAllergy(order=new, seat=seat, text=texts))
        for seat, text in moved.names:
            texts = gathered(new, sealed_texts(moved.id, text))
            run(NameGuest(order=new, seat=seat, text=texts))
    return new
