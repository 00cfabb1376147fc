"""A tender that was keyed as another one is put right without a new document
(`fiscal.md` G-08)."""

from app.domain.orders.state import Order
from app.domain.payments.commands import TIPPED, CorrectPayment
from app.domain.payments.events import PaymentCorrected
from app.domain.vocabulary import Context, Refusal, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

CORRECTABLE = (
    *("cash", "card_manual", "voucher", "cheque", "holiday_voucher", "transfer"),
)
"""Tenders that a person keys: a card terminal and a balance say themselves what they were."""


def correct(
    world: World, order: Order, command: CorrectPayment, context: Context
) -> Decision:
    """The same cents by another tender; later than its day it is a refund and a sale."""
    refused = need(
        context, "payment.correct", "Corriger un règlement demande un responsable."
    )
    payment = order.payments.get(command.payment)
    receipt = world.book.receipt(payment.receipt) if payment else None
    if refused:
        return refused
    if payment is None or receipt is None or payment.state != "completed":
        return Refusal("payment_unknown", "Ce règlement n'est sur aucun ticket.")
    if receipt.bday != context.bday or receipt.chain != context.terminal:
        return Refusal(
            "day_closed",
            "Ce règlement est d'un autre jour ou d'une autre caisse : remboursez.",
        )
    if not world.till(context.terminal).session:
        return Refusal("till_shut", "Ouvrez d'abord la caisse.", "till.open")
    ways = {payment.method, command.method}
    if not ways <= set(CORRECTABLE) or payment.excess or len(ways) < 2:
        return Refusal("not_correctable", "Ce règlement ne se corrige pas ainsi.")
    if payment.tip and command.method not in TIPPED:
        return Refusal("no_tip", "Ce moyen de paiement ne porte pas de pourboire.")
    if not command.reason.strip():
        return Refusal("reason_missing", "Dites pourquoi le règlement est corrigé.")
    return (
        PaymentCorrected(
            payment=payment.id,
            order=order.id,
            receipt=receipt.id,
            number=receipt.number,
            was=payment.method,
            method=command.method,
            amount=payment.amount,
            tip=payment.tip,
            reason=command.reason.strip()[:200],
            label=command.label[:40],
        ),
    )
