"""Paying with notes of another currency, at the rate of the session."""

from app.domain.orders.state import Order
from app.domain.payments.commands import FOREIGN, MAX_CHANGE, TakePayment
from app.domain.payments.currencies import change_of, worth
from app.domain.payments.events import PaymentCompleted
from app.domain.receipts.events import Exchange
from app.domain.vocabulary import Context, Refusal
from app.domain.world import World

MAX_FOREIGN = 100_000_00
"""Hundredths of a unit that one tender may be."""


def taken_foreign(
    world: World, order: Order, command: TakePayment, context: Context
) -> PaymentCompleted | Refusal:
    """Notes of another currency, at the rate of the session."""
    till = world.till(context.terminal)
    micro = till.rates.get(command.currency, 0)
    if not micro:
        return Refusal("currency_unknown", "Cette devise n'est pas prise aujourd'hui.")
    if not 0 < command.foreign <= MAX_FOREIGN:
        return Refusal("amount_out_of_range", "Ce montant n'est pas possible.")
    tendered = worth(command.foreign, micro)
    over, back = tendered - command.amount - command.tip, 0
    if over < 0:
        return Refusal("tendered_short", "Le client n'a pas donné assez.")
    if over > MAX_CHANGE:
        return Refusal(
            "tendered_too_much", "C'est beaucoup trop : vérifiez le montant."
        )
    if command.change_in not in ("", command.currency):
        return Refusal("currency_unknown", "Cette devise n'est pas prise aujourd'hui.")
    if command.change_in:
        back, over = change_of(over, micro, command.currency)
        if back > till.foreign.get(command.currency, 0):
            return Refusal(
                "no_foreign_change",
                "Il n'y a pas assez de {currency} dans le tiroir : rendez en euros.",
                values=(("currency", command.currency),),
            )
    return PaymentCompleted(
        payment=context.new_id(),
        order=order.id,
        bill=command.bill,
        method=FOREIGN,
        amount=command.amount,
        tip=command.tip,
        tendered=tendered,
        change=over,
        label=command.label,
        exchange=Exchange(
            currency=command.currency, rate=micro, foreign=command.foreign, back=back
        ),
    )
