"""What follows lines to another order: their guests, what was paid, word to the kitchen.

Guests who join others sit behind them: their seats are counted on from the last one
there, and what they cannot eat comes along.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.kitchen.tickets import Change, tickets
from app.domain.orders.allergies import gathered, sealed_texts
from app.domain.orders.events import AllergyNoted, GuestNamed, LineChanged
from app.domain.orders.state import Line, Order, Payment
from app.domain.payments.events import PaymentsMoved
from app.domain.vocabulary import Context, Refusal
from app.domain.world import World

BEING_PAID = Refusal("being_paid", "Un paiement est en cours : attendez sa fin.")
OTHER_PRICES = Refusal(
    "other_prices", "L'une compte hors taxes, l'autre toutes taxes comprises."
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where lines go: `order` is None when it is opened for them by `opening`."""

    id: str
    place: str
    order: Order | None
    opening: tuple[object, ...] = ()


def being_paid(order: Order) -> bool:
    """Whether a card terminal, or a guest's telephone, is not done with it yet."""
    return any(payment.running for payment in order.payments.values())


def money_follows(
    order: Order, target: str, payments: Iterable[Payment], bills: dict[str, str]
) -> list[PaymentsMoved]:
    """Tenders that no document counts yet go along, a fact for each payer's.

    Args:
        bills: bill of `order` -> what it is called on the target; what no payer took
            ("") for any other.
    """
    found: dict[str, list[str]] = {}
    for payment in payments:
        found.setdefault(bills.get(payment.bill, ""), []).append(payment.id)
    return [
        PaymentsMoved(order=order.id, target=target, payments=tuple(ids), bill=bill)
        for bill, ids in found.items()
    ]


def guests_join(
    world: World, order: Order, target: Target, lines: Sequence[Line], seats: set[int]
) -> list[object]:
    """New seats for the lines, allergies of `seats` at their new places, and the names of
    those and of whoever the lines are for."""
    staying = target.order and not target.order.vacated
    shift = last_seat_of(world, target.order) if target.order and staying else 0
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


def last_seat_of(world: World, order: Order) -> int:
    """The last seat that is taken on an order."""
    used = {seat for line in world.book.lines_of(order) for seat in line.seats}
    return max(order.covers, *used, *order.allergies, *order.names, 0)


def tell_kitchen(
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
