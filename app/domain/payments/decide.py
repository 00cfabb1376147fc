"""Deciding about money: tenders, card terminals and their answers, receipts, refunds.

A bill is closed in the same append that completes its last tender: payment and receipt
are there together or not at all. A receipt is only issued when its tenders pay it to the
cent; what was taken beyond waits until somebody gives it back.
"""

from app.domain.credits.rules import made_by, tender_of
from app.domain.kitchen.capacity import Tonight
from app.domain.manners import tender_refusal
from app.domain.orders.billing import (
    bill_of,
    bills,
    due,
    payer,
    waiting_payments,
)
from app.domain.orders.events import Bill
from app.domain.orders.scheduling import holds_back
from app.domain.orders.sending import fires_now, send_lines
from app.domain.orders.state import Order, Payment, Refund
from app.domain.payments.asking import NOTHING_DUE, asked_refusal, paid_already
from app.domain.payments.commands import (
    FOREIGN,
    ISSUED,
    MAX_CHANGE,
    METHODS,
    ONLINE,
    READ,
    SAYS,
    CorrectPayment,
    DuplicateReceipt,
    GuestPay,
    GuestTakeaway,
    IssueReceipt,
    MailReceipt,
    OpenPage,
    PaymentCommand,
    PrintSlip,
    RecordOutcome,
    RefundFreely,
    RefundReceipt,
    RequestCard,
    ResolvePayment,
    ReturnPayment,
    TakePayment,
    TakeShare,
)
from app.domain.payments.corrections import correct
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentFailed,
    PaymentRequested,
    PaymentUnknown,
)
from app.domain.payments.foreign import taken_foreign
from app.domain.payments.papers import duplicate, mail, slip
from app.domain.payments.phones import freed, guest_pay, open_page, take_share
from app.domain.payments.refunds import (
    give_back,
    given_back,
    refund,
    refund_freely,
    returned_so_far,
    terminal_refusal,
)
from app.domain.payments.rounding import rounding_of
from app.domain.payments.self_orders import guest_takeaway
from app.domain.receipts.compose import receipt
from app.domain.settings import EventRecorded
from app.domain.vocabulary import Context, Refusal, need
from app.domain.world import World

__all__ = [
    "ISSUED",
    "METHODS",
    "DuplicateReceipt",
    "IssueReceipt",
    "PaymentCommand",
    "RecordOutcome",
    "RefundReceipt",
    "RequestCard",
    "ResolvePayment",
    "ReturnPayment",
    "TakePayment",
    "decide",
    "returned_so_far",
]

Decision = tuple[object, ...] | Refusal
OnOrder = (
    TakePayment
    | RequestCard
    | RecordOutcome
    | ResolvePayment
    | ReturnPayment
    | CorrectPayment
    | IssueReceipt
    | TakeShare
)
"""Commands about the money of an order that is here."""

SETTLED = Refusal("payment_settled", "Ce paiement est déjà enregistré.")
GONE = Refusal("order_unknown", "Cette commande n'est plus là.")
NO_CHANGE = ("voucher", "holiday_voucher")
"""Paper that gives no change: what it is worth beyond what is due is excess."""


def decide(world: World, command: PaymentCommand, context: Context) -> Decision:
    """What happens to the money, or why it cannot."""
    match command:
        case RefundReceipt():
            return refund(world, command, context)
        case RefundFreely():
            return refund_freely(world, command, context)
        case DuplicateReceipt():
            return duplicate(world, command)
        case MailReceipt():
            return mail(world, command)
        case PrintSlip():
            return slip(command)
        case GuestPay():  # their code is their right
            return guest_pay(world, command, context)
        case GuestTakeaway():
            return guest_takeaway(world, command, context)
        case OpenPage():
            return open_page(world, command)
        case _:
            return _on_order(world, command, context)


def _on_order(world: World, command: OnOrder, context: Context) -> Decision:
    order = world.book.orders.get(command.order)
    if isinstance(command, RecordOutcome | ResolvePayment):
        taken = world.book.payment(command.order, command.payment)
        payment = world.book.refunds.get(command.payment) or taken
        if payment is None:
            if isinstance(command, RecordOutcome) and _approves(command):
                return (_late(command.payment, command.amount),)
            return SETTLED if order else GONE
        if isinstance(command, RecordOutcome):
            return _record(world, payment, command, context)
        return _resolve(world, payment, command, context)
    if order is None:
        return GONE
    match command:
        case TakePayment():
            return _take(world, order, command, context)
        case RequestCard():
            return _request(world, order, command, context)
        case CorrectPayment():
            return correct(world, order, command, context)
        case ReturnPayment():
            return give_back(world, order, command, context)
        case TakeShare():
            return take_share(world, order, command, context)
        case _:
            return _issue(world, order, command, context)


def _not_now(world: World, order: Order, context: Context) -> Refusal | None:
    """Why no money may be taken on this order now."""
    refused = need(context, "payment.take", "Encaisser demande un droit.")
    if refused:
        return refused
    if not world.till(context.terminal).session:
        return Refusal("till_shut", "Ouvrez d'abord la caisse.", "till.open")
    states = {payment.state for payment in order.payments.values() if payment.in_hand}
    refund = world.book.refund_under_way(order=order.id)
    states |= {refund.state} if refund else set()
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


def _take(
    world: World, order: Order, command: TakePayment, context: Context
) -> Decision:
    refused = _not_now(world, order, context)
    if not refused and command.method not in METHODS:
        refused = Refusal("method_unknown", "Ce moyen de paiement n'existe pas.")
    if not refused and command.method == "card":
        refused = Refusal("needs_terminal", "La carte passe par le terminal.")
    if not refused and command.method == ONLINE:
        refused = Refusal("needs_phone", "Le client paie sur son téléphone.")
    refused = refused or asked_refusal(world, order, command, context)
    refused = refused or tender_refusal(world, order, command.method, context)
    if refused:
        return refused
    behind = tender_of(world, command, context)
    if isinstance(behind, Refusal):
        return behind
    if command.method == FOREIGN:
        taken = taken_foreign(world, order, command, context)
        if isinstance(taken, Refusal):
            return taken
        return _complete(world, taken, command.issued, context)
    rounded = rounding_of(world, order, command)
    exact = command.amount + command.tip
    given = exact if command.tendered in (0, exact) else command.tendered - rounded
    over = given - exact
    if over < 0:
        return Refusal("tendered_short", "Le client n'a pas donné assez.")
    if over > MAX_CHANGE:
        return Refusal(
            "tendered_too_much", "C'est beaucoup trop : vérifiez le montant."
        )
    gives_change = command.method == "cash"
    if over and not gives_change and command.method not in NO_CHANGE:
        return Refusal("no_change", "Ce moyen de paiement ne rend pas la monnaie.")
    completed = PaymentCompleted(
        payment=context.new_id(),
        order=order.id,
        bill=command.bill,
        method=command.method,
        amount=command.amount + rounded,
        tip=command.tip,
        tendered=given + rounded,
        change=over if gives_change else 0,
        excess=0 if gives_change else over,
        label=command.label,
        reference=behind,
    )
    return _complete(world, completed, command.issued, context, rounded)


def _complete(
    world: World,
    completed: PaymentCompleted,
    issued: str,
    context: Context,
    rounded: int = 0,
) -> tuple[object, ...]:
    """The payment, and the receipt when it was the last one of its bill.

    Nothing more when too much was taken, or for a bill that is no more: a person has to
    give something back first.
    """
    order = world.book.orders[completed.order]
    bill = bill_of(world.book, order, payer(order, completed.bill))
    if not completed.amount and paid_already(world, order, completed.bill):
        bill = Bill(id=completed.bill, portions=())  # a tip after all was paid
    if bill is None or due(world.book, order, bill.id) != completed.amount - rounded:
        return (completed,)
    payments = [*waiting_payments(order, bill.id), _as_payment(completed)]
    closed = _close(world, order, bill, payments, issued, context, rounded)
    return completed, *closed


def _issue(
    world: World, order: Order, command: IssueReceipt, context: Context
) -> Decision:
    """Closes a bill that is paid already, or on which everything was given away."""
    refused = _not_now(world, order, context)
    bill = bill_of(world.book, order, command.bill)
    if refused or bill is None:
        return refused or NOTHING_DUE
    left = due(world.book, order, bill.id)
    if left < 0:
        return Refusal("overpaid", "Trop a été encaissé : rendez d'abord un paiement.")
    if left:
        return Refusal("still_due", "Il reste à payer.")
    payments = waiting_payments(order, bill.id)
    return _close(world, order, bill, payments, command.issued, context)


def _close(
    world: World,
    order: Order,
    bill: Bill,
    payments: list[Payment],
    issued: str,
    context: Context,
    rounded: int = 0,
) -> tuple[object, ...]:
    """The receipt of a bill that is paid; what was never sent leaves for its station,
    unless it is promised for later.

    With the last bill everything is made now: nobody will call a course any more.
    """
    final = all(other.id == bill.id for other in bills(world.book, order))
    document = receipt(
        world, order, bill, payments, issued, context, final=final, rounded=rounded
    )
    lines = [world.book.lines[portion.line] for portion in bill.portions]
    unsent = [line for line in lines if not line.sent]
    made = tuple(made_by(world, document, context))
    if not unsent or holds_back(Tonight(world, context.now), order):
        return document, *made
    courses = {dish.course for line in unsent for dish in line.dishes}
    firing = courses if final else fires_now(world, order)
    return document, *made, *send_lines(world, order, unsent, firing, context)


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
        reference=completed.reference,
        exchange=completed.exchange,
    )


def _request(
    world: World, order: Order, command: RequestCard, context: Context
) -> Decision:
    refused = _not_now(world, order, context) or terminal_refusal(
        world, command.terminal
    )
    if not refused and command.method not in READ:
        refused = Refusal("method_unknown", "Ce moyen de paiement n'existe pas.")
    refused = refused or asked_refusal(world, order, command, context)
    refused = refused or tender_refusal(world, order, command.method, context)
    if refused:
        return refused
    payment = context.new_id()
    return (
        PaymentRequested(
            payment=payment,
            order=order.id,
            bill=command.bill,
            method=command.method,
            amount=command.amount + command.tip,
            tip=command.tip,
            terminal=command.terminal,
            reference=payment,
            issued=command.issued,
        ),
    )


def _record(
    world: World, payment: Payment, command: RecordOutcome, context: Context
) -> Decision:
    """Takes a terminal's answer down; an approval counts even after a human refusal,
    and people are told then: the money may have moved another way meanwhile.

    An answer that makes no sense is no refusal: money may have moved.
    """
    if payment.state in ("completed", "returned"):
        return SETTLED
    approved = _approves(command)
    if not approved and not payment.running:
        return SETTLED
    if command.state in ("refused", "aborted", "not_sent"):
        return (
            PaymentFailed(
                payment=payment.id,
                order=payment.order,
                state=command.state,
                code=command.code,
                detail=command.detail,
            ),
            *freed(world, payment),
        )
    if not approved:
        if payment.state == "unknown":
            return SETTLED
        return (
            PaymentUnknown(
                payment=payment.id, order=payment.order, detail=command.detail
            ),
        )
    told = () if payment.running else (_late(_shown(world, payment), command.amount),)
    if isinstance(payment, Refund):
        authorisation = command.authorisation
        given = given_back(world, payment, command.amount, authorisation, context)
        return *given, *told
    amount = min(command.amount, payment.amount)
    completed = _card_completed(payment, amount, command.amount - amount, command)
    return *_complete(world, completed, payment.issued, context), *told


def _approves(command: RecordOutcome) -> bool:
    return command.state == "approved" and command.amount > 0


def _late(what: str, cents: int) -> EventRecorded:
    """Money moved on a card although everybody held that it had not."""
    return EventRecorded(code="CARD_LATE", detail=f"{what} {cents}")


def _shown(world: World, payment: Payment) -> str:
    """What people know a payment by: the document it gives back, or its order."""
    if isinstance(payment, Refund) and payment.document is not None:
        return payment.document.number
    order = world.book.orders.get(payment.order)
    if order is None:
        return payment.order
    return world.sale_number(order.terminal, order.number)


def _card_completed(
    payment: Payment, amount: int, tip: int, command: RecordOutcome
) -> PaymentCompleted:
    return PaymentCompleted(
        payment=payment.id,
        order=payment.order,
        bill=payment.bill,
        method=_read(payment, command.scheme),
        amount=amount,
        tip=tip,
        tendered=amount + tip,
        terminal=payment.terminal,
        reference=payment.reference,
        authorisation=command.authorisation,
        scheme=command.scheme,
        last4=command.last4,
        transaction=command.transaction,
    )


def _read(payment: Payment, scheme: str) -> str:
    """What the guest handed over, which the terminal knows better than who asked."""
    if payment.method == ONLINE:
        return ONLINE
    told = {"CONECS": "voucher", "CHEQUE": "cheque", "": payment.method}
    return told.get(scheme, "card")


def _resolve(
    world: World, payment: Payment, command: ResolvePayment, context: Context
) -> Decision:
    refused = need(context, "payment.resolve", SAYS[command.accepted])
    if not refused and payment.state != "unknown":
        refused = SETTLED
    if not refused and command.accepted and not command.authorisation.strip():
        refused = Refusal(
            "authorisation_missing", "Recopiez le numéro d'autorisation du ticket."
        )
    if refused:
        return refused
    authorisation = command.authorisation.strip()[:20]
    words = "accepted" if command.accepted else "refused"
    if not command.accepted:
        return (
            PaymentFailed(
                payment=payment.id,
                order=payment.order,
                state="refused",
                detail="by_slip",
                decided=words,
            ),
            *freed(world, payment),
        )
    if isinstance(payment, Refund):
        return given_back(world, payment, payment.amount, authorisation, context)
    completed = PaymentCompleted(
        payment=payment.id,
        order=payment.order,
        bill=payment.bill,
        method=payment.method,
        amount=payment.amount,
        tip=payment.tip,
        tendered=payment.amount + payment.tip,
        terminal=payment.terminal,
        reference=payment.reference,
        authorisation=authorisation,
        decided=words,
    )
    return _complete(world, completed, payment.issued, context)
