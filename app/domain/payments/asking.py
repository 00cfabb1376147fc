"""What may be asked of a guest: amounts and tips, and what the law lets a tender pay.

A tip is nobody's turnover (`fiscal.md` G-05). It comes with a tender that pays the bill, or
alone by another one: beside a bill that is still due, or after all is paid, on a document
of its own, for the one that was issued is final.
"""

from app.domain.orders.billing import bill_of, bill_total, due, payer
from app.domain.orders.state import Order
from app.domain.payments.commands import FOREIGN, TIPPED, RequestCard, TakePayment
from app.domain.payments.vouchers import voucher_refusal
from app.domain.vocabulary import Context, Refusal
from app.domain.world import World

MAX_TIP = 100_000

NOTHING_DUE = Refusal("nothing_due", "Il n'y a rien à payer.")


def asked_refusal(
    world: World,
    order: Order,
    command: TakePayment | RequestCard,
    context: Context,
) -> Refusal | None:
    """Why a tender of this amount and tip cannot be taken."""
    if not command.amount and command.tip:
        return _tip_refusal(world, order, command)
    return _amount_refusal(
        world, order, command.bill, command.amount, command.tip
    ) or _ceiling_refusal(world, order, command, context)


def _amount_refusal(
    world: World, order: Order, bill: str, amount: int, tip: int
) -> Refusal | None:
    left = due(world.book, order, bill)
    if amount <= 0 or left <= 0:
        return NOTHING_DUE
    if amount > left:
        return Refusal("amount_too_large", "C'est plus que ce qui reste à payer.")
    if not 0 <= tip <= MAX_TIP:
        return Refusal("tip_out_of_range", "Ce pourboire n'est pas possible.")
    return None


def _tip_refusal(
    world: World, order: Order, command: TakePayment | RequestCard
) -> Refusal | None:
    """Why a tip alone cannot be taken: it goes with a bill, or with what was paid."""
    if command.method not in TIPPED:
        return Refusal("no_tip", "Ce moyen de paiement ne porte pas de pourboire.")
    if not 0 < command.tip <= MAX_TIP:
        return Refusal("tip_out_of_range", "Ce pourboire n'est pas possible.")
    paid = paid_already(world, order, command.bill)
    return None if paid or due(world.book, order, command.bill) > 0 else NOTHING_DUE


def paid_already(world: World, order: Order, bill_id: str) -> bool:
    """Whether nothing of a bill is left to put on a document, and something was on one."""
    left = bill_of(world.book, order, payer(order, bill_id))
    return left is None and bool(order.receipts)


def _ceiling_refusal(
    world: World,
    order: Order,
    command: TakePayment | RequestCard,
    context: Context,
) -> Refusal | None:
    """Cash over the legal ceiling (`fiscal.md` G-02), vouchers over a day's (G-04)."""
    if command.method in ("cash", FOREIGN):
        limit = world.settings.number("cash.limit")
        if _cash_debt(world, order, command) > limit:
            return Refusal(
                "cash_limit",
                "Les espèces sont limitées à {limit} € par la loi.",
                values=(("limit", str(limit // 100)),),
            )
    if command.method == "voucher":
        return voucher_refusal(world, order, command, context)
    return None


def _cash_debt(world: World, order: Order, command: TakePayment | RequestCard) -> int:
    """Cents that the law compares with the ceiling when this is paid in cash.

    It forbids cash for a debt above the ceiling, be it for a part of it ("strict"); many
    read it as a ceiling on the cash alone ("partial").
    """
    bill = bill_of(world.book, order, command.bill)
    if world.settings.text("cash.limit_mode") == "strict" and bill is not None:
        return bill_total(world.book, order, bill)
    taken = (
        p.amount
        for p in order.payments.values()
        if p.method in ("cash", FOREIGN) and p.state == "completed"
    )
    return sum(taken) + command.amount
