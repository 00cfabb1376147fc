"""Deciding about money: tenders, card terminals and their answers, receipts, refunds.

A bill is closed in the same append that completes its last tender: payment and receipt
are there together or not at all.
"""

from collections.abc import Mapping

from app.domain.money import decimal_text, parse_decimal
from app.domain.orders.billing import bill_of, due, waiting_payments
from app.domain.orders.sending import send, unsent_lines
from app.domain.orders.state import Order, Payment
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentFailed,
    PaymentRefunded,
    PaymentRequested,
    PaymentUnknown,
)
from app.domain.pricing import PricedLine, PricingError
from app.domain.pricing import refund as price_refund
from app.domain.receipts.compose import QTY_PLACES, as_priced, heads, receipt
from app.domain.receipts.events import (
    ReceiptDuplicated,
    ReceiptIssued,
    ReceiptLine,
    ReceiptPayment,
    ReceiptRefunded,
    ReceiptVat,
)
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

METHODS: dict[str, str] = {
    "cash": "Espèces",
    "card": "Carte",
    "card_manual": "Carte, TPE autonome",
    "voucher": "Titre-restaurant",
    "cheque": "Chèque",
    "holiday_voucher": "Chèque-vacances",
    "transfer": "Virement",
}
"""Tender -> French name."""
MAX_TIP = 100_000
ISSUED = ("none", "paper", "digital")


@command
class TakePayment:
    """A tender that needs no terminal.

    Attributes:
        amount: cents of the bill it pays.
        tendered: cents handed over; 0 means exactly `amount` and `tip`.
        issued: what the guest wants once the bill is paid.
    """

    order: str
    method: str
    amount: int
    bill: str = ""
    tendered: int = 0
    tip: int = 0
    label: str = ""
    issued: str = "none"


@command
class RequestCard:
    """Ask a card terminal for `amount` plus `tip` cents."""

    order: str
    amount: int
    terminal: str
    bill: str = ""
    tip: int = 0
    issued: str = "none"


@command
class RecordOutcome:
    """What the terminal answered: `state` approved, refused, aborted, not_sent, unknown.

    `amount` is what the terminal took, tip included.
    """

    order: str
    payment: str
    state: str
    amount: int = 0
    code: str = ""
    authorisation: str = ""
    scheme: str = ""
    last4: str = ""
    detail: str = ""


@command
class ResolvePayment:
    """A person read the terminal's slip: the unknown payment was accepted or refused."""

    order: str
    payment: str
    accepted: bool
    authorisation: str = ""


@command
class IssueReceipt:
    """Close a bill on which nothing is due (everything was given away)."""

    order: str
    bill: str = ""
    issued: str = "none"


@command
class DuplicateReceipt:
    """Print or send a document again."""

    order: str
    receipt: str
    number: str
    medium: str = "paper"


@command
class RefundReceipt:
    """Give a document back, whole or in part.

    Attributes:
        original: the receipt as it was issued; `number` is its printed number.
        returned: (line, thousandths) that earlier refunds gave back.
        back: (line, thousandths) to give back now; lines are counted over `heads`.
    """

    original: ReceiptIssued
    number: str
    back: tuple[tuple[int, int], ...]
    reason: str
    method: str
    returned: tuple[tuple[int, int], ...] = ()
    issued: str = "paper"


PaymentCommand = (
    TakePayment
    | RequestCard
    | RecordOutcome
    | ResolvePayment
    | IssueReceipt
    | DuplicateReceipt
    | RefundReceipt
)


def decide(world: World, command: PaymentCommand, context: Context) -> Decision:
    """What happens to the money, or why it cannot."""
    if isinstance(command, RefundReceipt):
        return _refund(world, command, context)
    order = world.book.orders.get(command.order)
    if order is None:
        return Refusal("order_unknown", "Cette commande n'est plus là.")
    match command:
        case TakePayment():
            return _take(world, order, command, context)
        case RequestCard():
            return _request(world, order, command, context)
        case RecordOutcome():
            return _record(world, order, command, context)
        case ResolvePayment():
            return _resolve(world, order, command, context)
        case IssueReceipt():
            refused = _not_now(world, order, context)
            if refused or due(world.book, order, command.bill):
                return refused or Refusal("still_due", "Il reste à payer.")
            return _close(world, order, command.bill, None, command.issued, context)
        case DuplicateReceipt():
            return _duplicate(order, command)


def _not_now(world: World, order: Order, context: Context) -> Refusal | None:
    """Why no money may be taken on this order now."""
    refused = need(context, "payment.take", "Encaisser demande un droit.")
    if refused:
        return refused
    if not world.till(context.terminal).session:
        return Refusal("till_shut", "Ouvrez d'abord la caisse.", "till.open")
    states = {payment.state for payment in order.payments.values()}
    if "unknown" in states:
        return Refusal(
            "payment_unknown",
            "Un paiement par carte attend une décision : vérifiez le ticket du TPE.",
        )
    if "in_progress" in states:
        return Refusal(
            "payment_running", "Une carte est en cours : attendez sa réponse."
        )
    return None


def _amount_refusal(
    world: World, order: Order, bill: str, amount: int, tip: int
) -> Refusal | None:
    left = due(world.book, order, bill)
    if amount <= 0 or left <= 0:
        return Refusal("nothing_due", "Il n'y a rien à payer.")
    if amount > left:
        return Refusal("amount_too_large", "C'est plus que ce qui reste à payer.")
    if not 0 <= tip <= MAX_TIP:
        return Refusal("tip_out_of_range", "Ce pourboire n'est pas possible.")
    return None


def _take(
    world: World, order: Order, command: TakePayment, context: Context
) -> Decision:
    refused = _not_now(world, order, context)
    if not refused and command.method not in METHODS:
        refused = Refusal("method_unknown", "Ce moyen de paiement n'existe pas.")
    if not refused and command.method == "card":
        refused = Refusal("needs_terminal", "La carte passe par le terminal.")
    refused = refused or _amount_refusal(
        world, order, command.bill, command.amount, command.tip
    )
    refused = refused or _ceiling_refusal(world, order, command)
    if refused:
        return refused
    tendered = command.tendered or command.amount + command.tip
    over = tendered - command.amount - command.tip
    if over < 0:
        return Refusal("tendered_short", "Le client n'a pas donné assez.")
    gives_change = command.method == "cash"
    if over and not gives_change and command.method != "voucher":
        return Refusal("no_change", "Ce moyen de paiement ne rend pas la monnaie.")
    completed = PaymentCompleted(
        payment=context.new_id(),
        order=order.id,
        bill=command.bill,
        method=command.method,
        amount=command.amount,
        tip=command.tip,
        tendered=tendered,
        change=over if gives_change else 0,
        excess=0 if gives_change else over,
        label=command.label,
    )
    return _complete(world, order, completed, command.issued, context)


def _ceiling_refusal(
    world: World, order: Order, command: TakePayment
) -> Refusal | None:
    """Cash over the legal ceiling (`fiscal.md` G-02), vouchers over a day's (G-04)."""
    if command.method == "cash":
        cash = sum(
            p.amount
            for p in order.payments.values()
            if p.method == "cash" and p.state == "completed"
        )
        limit = world.settings.number("cash.limit")
        if cash + command.amount > limit:
            return Refusal(
                "cash_limit",
                "Les espèces sont limitées à {limit} € par la loi.",
                values=(("limit", str(limit // 100)),),
            )
    if command.method == "voucher":
        limit = world.settings.number("voucher.limit")
        if command.amount > limit:
            return Refusal(
                "voucher_limit",
                "Un titre-restaurant paie au plus {limit} € par jour et par personne.",
                values=(("limit", str(limit // 100)),),
            )
    return None


def _complete(
    world: World,
    order: Order,
    completed: PaymentCompleted,
    issued: str,
    context: Context,
) -> Decision:
    """The payment, and the receipt when it was the last one of its bill."""
    left = due(world.book, order, completed.bill) - completed.amount
    if left > 0 or bill_of(world.book, order, completed.bill) is None:
        return (completed,)
    closing = _close(world, order, completed.bill, completed, issued, context)
    return closing if isinstance(closing, Refusal) else (completed, *closing)


def _close(
    world: World,
    order: Order,
    bill_id: str,
    last: PaymentCompleted | None,
    issued: str,
    context: Context,
) -> Decision:
    """The receipt of a bill that is paid; what was never sent leaves for its station."""
    bill = bill_of(world.book, order, bill_id)
    if bill is None:
        return Refusal("nothing_due", "Il n'y a rien à payer.")
    payments = waiting_payments(order, bill_id)
    if last is not None:
        payments.append(_as_payment(last))
    document = receipt(world, order, bill, payments, issued, context)
    sent: Decision = ()
    if unsent_lines(world, order):
        sent = send(world, order, context)
    return (document, *(() if isinstance(sent, Refusal) else sent))


def _as_payment(completed: PaymentCompleted) -> Payment:
    return Payment(
        id=completed.payment,
        order=completed.order,
        bill=completed.bill,
        method=completed.method,
        amount=completed.amount,
        tip=completed.tip,
        state="completed",
        tendered=completed.tendered,
        change=completed.change,
        excess=completed.excess,
        label=completed.label,
    )


def _request(
    world: World, order: Order, command: RequestCard, context: Context
) -> Decision:
    refused = _not_now(world, order, context) or _amount_refusal(
        world, order, command.bill, command.amount, command.tip
    )
    terminal = world.settings.devices.get(command.terminal)
    if not refused and (terminal is None or terminal.kind != "terminal"):
        refused = Refusal(
            "terminal_unknown", "Ce terminal de paiement n'est pas réglé."
        )
    if refused:
        return refused
    payment = context.new_id()
    return (
        PaymentRequested(
            payment=payment,
            order=order.id,
            bill=command.bill,
            method="card",
            amount=command.amount + command.tip,
            tip=command.tip,
            terminal=command.terminal,
            reference=payment,
            issued=command.issued,
        ),
    )


def _record(
    world: World, order: Order, command: RecordOutcome, context: Context
) -> Decision:
    payment = order.payments.get(command.payment)
    if payment is None or payment.state == "completed":
        return Refusal("payment_settled", "Ce paiement est déjà enregistré.")
    if command.state == "unknown":
        if payment.state != "in_progress":
            return Refusal("payment_settled", "Ce paiement est déjà enregistré.")
        return (
            PaymentUnknown(payment=payment.id, order=order.id, detail=command.detail),
        )
    if command.state != "approved":
        return (
            PaymentFailed(
                payment=payment.id,
                order=order.id,
                state=command.state,
                code=command.code,
                detail=command.detail,
            ),
        )
    amount = min(command.amount, payment.amount)
    completed = _card_completed(payment, amount, command.amount - amount, command)
    return _complete(world, order, completed, payment.issued, context)


def _card_completed(
    payment: Payment, amount: int, tip: int, command: RecordOutcome
) -> PaymentCompleted:
    return PaymentCompleted(
        payment=payment.id,
        order=payment.order,
        bill=payment.bill,
        method=payment.method,
        amount=amount,
        tip=tip,
        tendered=amount + tip,
        terminal=payment.terminal,
        reference=payment.reference,
        authorisation=command.authorisation,
        scheme=command.scheme,
        last4=command.last4,
    )


def _resolve(
    world: World, order: Order, command: ResolvePayment, context: Context
) -> Decision:
    refused = need(
        context, "payment.resolve", "Trancher ce paiement demande un responsable."
    )
    payment = order.payments.get(command.payment)
    if not refused and (payment is None or payment.state != "unknown"):
        refused = Refusal("payment_settled", "Ce paiement est déjà enregistré.")
    if not refused and command.accepted and not command.authorisation.strip():
        refused = Refusal(
            "authorisation_missing", "Recopiez le numéro d'autorisation du ticket."
        )
    if refused or payment is None:
        return refused or ()
    words = "accepted" if command.accepted else "refused"
    if not command.accepted:
        return (
            PaymentFailed(
                payment=payment.id, order=order.id, state="refused", decided=words
            ),
        )
    completed = PaymentCompleted(
        payment=payment.id,
        order=order.id,
        bill=payment.bill,
        method=payment.method,
        amount=payment.amount,
        tip=payment.tip,
        tendered=payment.amount + payment.tip,
        terminal=payment.terminal,
        reference=payment.reference,
        authorisation=command.authorisation.strip()[:20],
        decided=words,
    )
    return _complete(world, order, completed, payment.issued, context)


def _duplicate(order: Order, command: DuplicateReceipt) -> Decision:
    known = next((r for r in order.receipts if r.id == command.receipt), None)
    copies = known.copies if known else 0
    return (
        ReceiptDuplicated(
            receipt=command.receipt,
            order=command.order,
            number=command.number,
            copy=copies + 1,
            medium=command.medium,
        ),
    )


def _refund(world: World, command: RefundReceipt, context: Context) -> Decision:
    refused = need(context, "payment.refund", "Rembourser demande un responsable.")
    original = command.original
    if not refused and not world.till(context.terminal).session:
        refused = Refusal("till_shut", "Ouvrez d'abord la caisse.", "till.open")
    if not refused and not command.reason.strip():
        refused = Refusal("reason_missing", "Dites pourquoi le ticket est remboursé.")
    paid_by = {payment.method for payment in original.payments}
    if not refused and command.method == "cash" and "cash" not in paid_by:
        refused = Refusal(
            "cash_for_card",
            "Ce ticket n'a pas été payé en espèces : rendez sur le même moyen.",
        )
    if refused:
        return refused
    try:
        priced = price_refund(
            as_priced(original), dict(command.returned), dict(command.back)
        )
    except PricingError:
        return Refusal("refund_too_large", "Tout ou partie est déjà remboursé.")
    back = dict(command.back)
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
    given = PaymentRefunded(
        payment=refunded.payments[0].payment,
        order=original.order,
        method=command.method,
        amount=-priced.ttc,
        receipt=refunded.receipt,
    )
    return refunded, given


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
