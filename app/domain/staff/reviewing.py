"""The end of somebody's shift: what they took, what they hand over, what is still open."""

from app.domain.orders.state import Order
from app.domain.staff.events import ShiftReviewed, Taken
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World

MAX_HANDED = 100_000_00
"""Cents of cash that one person can hand over."""


@command
class ReviewShift:
    """Write down what a person hands over at the end of their shift.

    `declared` is what they counted, before anything was said of what the till awaits;
    `taken` is summed from the journal (`app.services.shifts`).
    """

    person: str
    declared: int
    taken: tuple[Taken, ...] = ()
    note: str = ""


def review(
    world: World, command: ReviewShift, context: Context
) -> tuple[object, ...] | Refusal:
    """Their own is everybody's to sign; another's needs the right to read the till."""
    if command.person not in world.staff.people:
        return Refusal("person_unknown", "Cette personne n'est plus de l'équipe.")
    if command.person != context.operator:
        words = "Signer le service d'un autre demande un droit."
        refused = need(context, "till.report", words)
        if refused:
            return refused
    if not 0 <= command.declared <= MAX_HANDED:
        return Refusal("amount_out_of_range", "Ce montant n'est pas possible.")
    expected = sum(t.amount + t.tip for t in command.taken if t.method == "cash")
    return (
        ShiftReviewed(
            person=command.person,
            taken=command.taken,
            declared=command.declared,
            difference=command.declared - expected,
            orders=tuple(order.id for order in open_orders(world, command.person)),
            note=command.note,
        ),
    )


def open_orders(world: World, person: str) -> list[Order]:
    """The orders that somebody still looks after, the oldest first."""
    return [order for order in world.book.open_orders() if order.waiter == person]
