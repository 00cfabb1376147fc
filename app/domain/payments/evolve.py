"""How tenders change the orders of the book.

Money that was taken stays taken: a completed payment is never undone by a later answer,
and an approval that comes after a person said "refused" counts.
"""

from dataclasses import replace

from app.domain.orders.billing import parted
from app.domain.orders.handling import BOOK, ORDER, Handlers, ms_of
from app.domain.orders.state import Book, Order, Payment, Refund
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentCorrected,
    PaymentFailed,
    PaymentRefunded,
    PaymentRequested,
    PaymentsMoved,
    PaymentUnknown,
    RefundRequested,
)
from app.domain.payments.phone_events import PageOpened, ShareEnded, ShareTold
from app.domain.vocabulary import Meta


def _requested(book: Book, order: Order, event: PaymentRequested, meta: Meta) -> None:
    if event.payment in order.payments:
        return
    order.payments[event.payment] = Payment(
        id=event.payment,
        order=event.order,
        bill=event.bill,
        method=event.method,
        amount=event.amount - event.tip,
        tip=event.tip,
        state="in_progress",
        terminal=event.terminal,
        reference=event.reference,
        issued=event.issued,
        ms=ms_of(meta),
        op=meta.op,
        chain=meta.chain,
    )


def _completed(book: Book, order: Order, event: PaymentCompleted, meta: Meta) -> None:
    before = order.payments.get(event.payment)
    if before is not None and before.state in ("completed", "returned"):
        return
    order.booked.append((event.method, event.amount, event.tip))
    counted = (r.id for r in order.receipts if event.payment in r.payments)
    order.payments[event.payment] = Payment(
        id=event.payment,
        order=event.order,
        bill=event.bill,
        method=event.method,
        amount=event.amount,
        tip=event.tip,
        state="completed",
        terminal=event.terminal,
        reference=event.reference,
        tendered=event.tendered,
        change=event.change,
        excess=event.excess,
        authorisation=event.authorisation,
        scheme=event.scheme,
        last4=event.last4,
        label=event.label,
        exchange=event.exchange,
        receipt=next(counted, ""),
        issued=before.issued if before else "none",
        page=before.page if before else None,
        ms=ms_of(meta),
        op=meta.op,
        chain=meta.chain,
    )
    order.parted = parted(book, order)


def _refund_requested(book: Book, event: RefundRequested, meta: Meta) -> None:
    if event.payment in book.given:
        return
    returned = book.payment(event.order, event.returns)
    book.refunds[event.payment] = Refund(
        id=event.payment,
        order=event.order,
        bill=returned.bill if returned else "",
        method="card",
        amount=event.amount,
        tip=0,
        state="in_progress",
        terminal=event.terminal,
        reference=event.reference,
        ms=ms_of(meta),
        op=meta.op,
        chain=meta.chain,
        returns=event.returns,
        document=event.document,
        bday=meta.bday,
    )


def _failed(book: Book, event: PaymentFailed, meta: Meta) -> None:
    payment = _payment(book, event, meta)
    if payment is not None and payment.running:
        payment.state = event.state
        payment.code, payment.detail = event.code, event.detail


def _unknown(book: Book, event: PaymentUnknown, meta: Meta) -> None:
    payment = _payment(book, event, meta)
    if payment is not None and payment.state == "in_progress":
        payment.state, payment.detail = "unknown", event.detail


def _refunded(book: Book, event: PaymentRefunded, meta: Meta) -> None:
    """A tender that no document needed; a refund document is `receipts/evolve.py`."""
    for refund in tuple(book.refunds.values()):
        if event.payment in (refund.id, refund.returns):
            del book.refunds[refund.id]
            if event.terminal:  # else it went back beside a terminal that gave nothing
                refund.state, refund.amount = "completed", event.amount
                refund.authorisation = event.authorisation
                refund.receipt = event.receipt
            book.given[refund.id] = refund
    if event.receipt:
        book.given.setdefault(event.payment, _given(event, meta))
        return
    payment = _payment(book, event, meta)
    if payment is not None and payment.waiting:
        payment.state = "returned"
        order = book.orders[payment.order]
        order.parted = parted(book, order)


def _moved(book: Book, event: PaymentsMoved, meta: Meta) -> None:
    """A tender that a document counted meanwhile stays where the document is."""
    source, target = book.orders.get(event.order), book.orders.get(event.target)
    if source is None or target is None:
        book.wait(event.order if source is None else event.target, event, meta)
        return
    for name in event.payments:
        payment = book.payment(event.order, name)
        if payment is None:
            book.wait(name, replace(event, payments=(name,)), meta)
        elif payment.waiting:
            bring(book, payment, target)
            payment.bill = event.bill
            target.since = min(target.since, source.since)


def bring(book: Book, payment: Payment, target: Order) -> None:
    """Puts a tender on another order."""
    del book.orders[payment.order].payments[payment.id]
    payment.order = target.id
    target.payments[payment.id] = payment
    book.moved[payment.id] = target.id


def _corrected(book: Book, order: Order, event: PaymentCorrected, meta: Meta) -> None:
    payment = book.payment(order.id, event.payment)
    if payment is not None:
        payment.method, payment.label = event.method, event.label
        payment.tendered, payment.change = event.amount + event.tip, 0


def _page(book: Book, event: PageOpened, meta: Meta) -> None:
    payment = book.payment(event.order, event.payment)
    if payment is None:
        book.wait(event.payment, event, meta)
    else:
        payment.page = event


def _told(book: Book, order: Order, event: ShareTold, meta: Meta) -> None:
    order.told[event.share] = event


def _ended(book: Book, order: Order, event: ShareEnded, meta: Meta) -> None:
    order.told.pop(event.share, None)


def _given(event: PaymentRefunded, meta: Meta) -> Refund:
    """What was given back without asking a card terminal."""
    return Refund(
        id=event.payment,
        order=event.order,
        bill="",
        method=event.method,
        amount=event.amount,
        tip=0,
        state="completed",
        receipt=event.receipt,
        ms=ms_of(meta),
        op=meta.op,
        chain=meta.chain,
        bday=meta.bday,
    )


def _payment(
    book: Book, event: PaymentFailed | PaymentUnknown | PaymentRefunded, meta: Meta
) -> Payment | None:
    """The payment or refund a fact is about; None when it must wait for it."""
    taken = book.payment(event.order, event.payment)
    payment = book.refunds.get(event.payment) or taken
    if payment is None:
        book.wait(event.payment, event, meta)
    return payment


PAYMENTS: Handlers = {
    PaymentRequested: (ORDER, _requested),
    PaymentCompleted: (ORDER, _completed),
    PaymentFailed: (BOOK, _failed),
    PaymentUnknown: (BOOK, _unknown),
    RefundRequested: (BOOK, _refund_requested),
    PaymentRefunded: (BOOK, _refunded),
    PaymentCorrected: (ORDER, _corrected),
    PaymentsMoved: (BOOK, _moved),
    PageOpened: (BOOK, _page),
    ShareTold: (ORDER, _told),
    ShareEnded: (ORDER, _ended),
}
