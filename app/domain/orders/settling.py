"""Deciding that what needs a person may stay as it is, and who says so."""

from app.domain.orders.attention import attention
from app.domain.orders.commands import SettleAttention
from app.domain.orders.settled_events import AttentionSettled
from app.domain.orders.state import Order
from app.domain.orders.taking import Decision
from app.domain.till.events import CashMoved
from app.domain.vocabulary import Context, Refusal, need
from app.domain.world import World

MAX_REASON = 200
RECOVERABLE = ("refunded_twice", "credit_twice")
"""What money may come home for."""
RECOVERED = "recovered"
"""Why cash goes in: money that had been given back twice came home."""


def settle(
    world: World, order: Order, command: SettleAttention, context: Context
) -> Decision:
    """What was found stays; money that came back for it goes into the drawer."""
    group = world.floor.group(order.table)
    every = attention(world.book, order, group, world.credits.overdrawn)
    found = next((each for each in every if each.code == command.code), None)
    if found is None:
        return Refusal("attention_over", "C'est déjà réglé.")
    if not found.keys:
        return Refusal(
            "attention_stays",
            "Cela ne peut pas rester ainsi : payez, rendez ou tranchez.",
        )
    refused = need(
        context, "payment.refund", "Laisser cela ainsi demande un responsable."
    )
    reason = command.reason.strip()[:MAX_REASON]
    if refused or not reason:
        return refused or Refusal("reason_missing", "Dites pourquoi cela reste ainsi.")
    till = world.till(context.terminal)
    if command.recovered and command.code not in RECOVERABLE:
        return Refusal("nothing_recovered", "Il n'y a pas d'argent à reprendre.")
    if command.recovered and not till.session:
        return Refusal("till_shut", "Ouvrez d'abord la caisse.", "till.open")
    back = found.amount if command.recovered else 0
    settled = AttentionSettled(
        order=order.id,
        code=found.code,
        about=found.keys,
        amount=found.amount,
        reason=reason,
        recovered=back,
    )
    if not back:
        return (settled,)
    moved = CashMoved(
        move=context.new_id(),
        till=context.terminal,
        session=till.session,
        amount=back,
        reason=RECOVERED,
        note=reason,
    )
    return settled, moved
