"""Deciding what is given back: documents that mirror a receipt, and spare tenders.

What goes back on a card is asked of its terminal first: the document is issued and the
tender is gone only when the terminal has given the money back. Until it is known what it
did, nothing of the same receipt or order is given back a second time.
"""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.money import decimal_text, parse_decimal
from app.domain.orders.state import Order, Refund
from app.domain.payments.commands import METHODS, RefundReceipt, ReturnPayment
from app.domain.payments.events import PaymentRefunded, RefundRequested
from app.domain.pricing import PricedLine, PricingError
from app.domain.pricing import refund as price_refund
from app.domain.receipts.compose import QTY_PLACES, as_priced, heads
from app.domain.receipts.events import (
    ReceiptIssued,
    ReceiptLine,
    ReceiptPayment,
    ReceiptRefunded,
    ReceiptVat,
)
from app.domain.vocabulary import Context, Refusal, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

UNDER_WAY = Refusal(
    "refund_running", "Un remboursement par carte attend sa réponse : tranchez-le."
)


def refund(world: World, command: RefundReceipt, context: Context) -> Decision:
    """A document in negative amounts, and the money that is given back for it."""
    original = command.original
    refused = _not_now(world, command.reason, context)
    if not refused and command.method not in METHODS:
        refused = Refusal("method_unknown", "Ce moyen de paiement n'existe pas.")
    if not refused and world.book.refund_under_way(of=original.receipt):
        refused = UNDER_WAY
    if refused:
        return refused
    back = dict(command.back)
    if not back:
        return Refusal("nothing_to_refund", "Choisissez ce qui est remboursé.")
    try:
        priced = price_refund(as_priced(original), _returned(world, command), back)
    except PricingError:
        return Refusal("refund_too_large", "Tout ou partie est déjà remboursé.")
    cash = sum(paid.amount for paid in original.payments if paid.method == "cash")
    if command.method == "cash" and -priced.ttc > cash:
        return Refusal(
            "cash_for_card",
            "Ce ticket n'a pas été payé en espèces : rendez sur le même moyen.",
        )
    refunded = ReceiptRefunded(
        receipt=context.new_id(),
        order=original.order,
        of=original.receipt,
        number=command.number,
        reason=command.reason.strip()[:200],
        lines=tuple(_refund_lines(original, priced.lines, back)),
        vat=tuple(
            ReceiptVat(rate=r.rate, ttc=r.ttc, ht=r.ht, tva=r.tva) for r in priced.vat
        ),
        ttc=priced.ttc,
        ht=priced.ht,
        tva=priced.tva,
        payments=(
            ReceiptPayment(
                payment=context.new_id(), method=command.method, amount=priced.ttc
            ),
        ),
        totals=world.till(context.terminal).totals_after(priced.ttc, context.bday),
        issued=command.issued,
    )
    tender = refunded.payments[0].payment
    if command.method == "card":
        return terminal_refusal(world, command.terminal) or (
            RefundRequested(
                payment=tender,
                order=original.order,
                amount=-priced.ttc,
                terminal=command.terminal,
                reference=tender,
                document=refunded,
            ),
        )
    given = PaymentRefunded(
        payment=tender,
        order=original.order,
        method=command.method,
        amount=-priced.ttc,
        receipt=refunded.receipt,
    )
    return refunded, given


def give_back(
    world: World, order: Order, command: ReturnPayment, context: Context
) -> Decision:
    """A tender that waits for no document goes back whole, its tip included."""
    refused = _not_now(world, command.reason, context)
    payment = order.payments.get(command.payment)
    if refused:
        return refused
    if payment is None or not payment.waiting:
        return Refusal("payment_settled", "Ce paiement est déjà enregistré.")
    if world.book.refund_under_way(order=order.id):
        return UNDER_WAY
    method = command.method or payment.method
    if method not in METHODS:
        return Refusal("method_unknown", "Ce moyen de paiement n'existe pas.")
    cents = payment.amount + payment.tip
    if method == "card":
        refund_id = context.new_id()
        return terminal_refusal(world, payment.terminal) or (
            RefundRequested(
                payment=refund_id,
                order=order.id,
                amount=cents,
                terminal=payment.terminal,
                reference=refund_id,
                returns=payment.id,
            ),
        )
    return (
        PaymentRefunded(
            payment=payment.id,
            order=order.id,
            method=method,
            amount=cents,
            receipt="",
        ),
    )


def given_back(
    world: World, refund: Refund, amount: int, authorisation: str, context: Context
) -> tuple[object, ...]:
    """A terminal gave `amount` back: the document is issued, or the tender is gone.

    What it did not give, although it was asked to, goes by transfer.
    """
    given = min(amount, refund.amount)
    rest = refund.amount - given
    document = refund.document
    spare = context.new_id() if rest and document else refund.returns
    back = PaymentRefunded(
        payment=refund.returns or refund.id,
        order=refund.order,
        method="card",
        amount=given,
        receipt=document.receipt if document else "",
        authorisation=authorisation,
        terminal=refund.terminal,
    )
    by_transfer = replace(
        back,
        payment=spare,
        method="transfer",
        amount=rest,
        authorisation="",
        terminal="",
    )
    money = (back, by_transfer) if rest else (back,)
    if document is None:
        return money
    issued = replace(
        document,
        payments=tuple(
            ReceiptPayment(payment=m.payment, method=m.method, amount=-m.amount)
            for m in money
        ),
        totals=world.till(context.terminal).totals_after(document.ttc, context.bday),
    )
    return issued, *money


def terminal_refusal(world: World, terminal_id: str) -> Refusal | None:
    """Why a card terminal cannot be asked for anything."""
    terminal = world.settings.devices.get(terminal_id)
    if terminal is None or terminal.kind != "terminal" or not terminal.active:
        return Refusal("terminal_unknown", "Ce terminal de paiement n'est pas réglé.")
    return None


def _not_now(world: World, reason: str, context: Context) -> Refusal | None:
    """Why no money may be given back now."""
    refused = need(context, "payment.refund", "Rembourser demande un responsable.")
    if not refused and not world.till(context.terminal).session:
        refused = Refusal("till_shut", "Ouvrez d'abord la caisse.", "till.open")
    if not refused and not reason.strip():
        refused = Refusal("reason_missing", "Dites pourquoi l'argent est rendu.")
    return refused


def _returned(world: World, command: RefundReceipt) -> dict[int, int]:
    """(line, thousandths) given back before: what the caller or the book knows of."""
    returned = dict(command.returned)
    known = world.book.receipt(command.original.receipt)
    for number, head in enumerate(heads(command.original) if known else ()):
        given = known.returned.get(head.id, 0) if known else 0
        returned[number] = max(returned.get(number, 0), given)
    return returned


def _refund_lines(
    original: ReceiptIssued, priced: tuple[PricedLine, ...], back: Mapping[int, int]
) -> list[ReceiptLine]:
    """Lines of the refund: those of the original, with negative quantity and amounts."""
    lines: list[ReceiptLine] = []
    for source, head in enumerate(heads(original)):
        if source not in back:
            continue
        parts = [part for part in priced if part.source == source]
        quantity = decimal_text(-back[source], QTY_PLACES)
        stored = [ln for ln in original.lines if ln.parent == head.id] or [head]
        total = sum(part.ttc for part in parts)
        if stored[0] is not head:
            lines.append(_negative(head, quantity, total, 0, 0))
        lines += [
            _negative(ln, quantity, 0 if ln.parent else total, part.ttc, part.ht)
            for ln, part in zip(stored, parts, strict=True)
        ]
    return lines


def _negative(
    line: ReceiptLine, quantity: str, total: int, ttc: int, ht: int
) -> ReceiptLine:
    return ReceiptLine(
        id=line.id,
        article=line.article,
        label=line.label,
        quantity=quantity,
        unit=line.unit,
        total=total,
        ttc=ttc,
        ht=ht,
        rate=line.rate,
        nature=line.nature,
        parent=line.parent,
        category=line.category,
        share=line.share,
    )


def returned_so_far(
    original: ReceiptIssued, refunds: list[ReceiptRefunded]
) -> tuple[tuple[int, int], ...]:
    """(line, thousandths) that these refunds of `original` gave back in all."""
    index = {line.id: number for number, line in enumerate(heads(original))}
    given: dict[int, int] = {}
    for document in refunds:
        for line in heads(document):
            milli = parse_decimal(line.quantity.removeprefix("-"), QTY_PLACES)
            given[index[line.id]] = given.get(index[line.id], 0) + milli
    return tuple(sorted(given.items()))
