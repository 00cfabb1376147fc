"""What a fact adds to the sums of its business day (table `day_sum`).

Families and their measures (cents unless said otherwise):

    document  sale|refund|articles|lines|sold     count, ttc, ht, tva; sold: those sales
              that are not only tips, vouchers, deposits or settlements
    invoiced  "<rate>.<nature>"                   ttc, ht, tva
    vat       "<rate>.<nature>"                   ttc, ht, tva
    vat_rate  "<rate>"                            ttc, ht, tva
    tender    "<method>"                          amount, tip, excess, count
    hour      "<0-23>"                            ttc, count
    article   "<article>"                         ttc, milli
    category  "<category>"                        ttc, milli
    operator  "<person>"                          ttc, count, voids, discounts
    control   see `_CONTROLS`                     count, amount
    cash      float|in|out|sales|refunds|foreign  amount; foreign: change given for it
    foreign   "<currency>"                        taken, back (hundredths), amount (cents)
    purse     "<currency>"                        moved (hundredths of a unit)
    beside    gift|deposit|account                amount, count
    deposit   taken.<rate>|used.<rate>            ttc, ht, tva
    terminal  "<card terminal>"                   amount (tips included), count
    credit    gift|store|deposit|account          what moves them (`credits.state.Move`)
    site      "<name of another site>"            booked: what it owes for vouchers
"""

from collections.abc import Iterator

from app.domain.credits.events import SiteBooked
from app.domain.credits.state import MOVING, move_of
from app.domain.invoices.events import CREDIT, REPORTED, InvoiceIssued
from app.domain.orders.events import LineDiscounted, LineVoided, OrderCancelled
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentCorrected,
    PaymentRefunded,
    PaymentUnknown,
)
from app.domain.receipts.compose import heads, milli_of
from app.domain.receipts.events import (
    AdditionPrinted,
    ReceiptDuplicated,
    ReceiptIssued,
    ReceiptRefunded,
)
from app.domain.receipts.told import Sum, told, told_anew
from app.domain.settings import EventRecorded
from app.domain.till.events import CashMoved, DrawerOpened, ForeignMoved, TillOpened
from app.domain.vocabulary import Meta

COUNTED: tuple[type, ...] = (
    ReceiptIssued,
    ReceiptRefunded,
    TillOpened,
    CashMoved,
    ForeignMoved,
    DrawerOpened,
    LineVoided,
    LineDiscounted,
    OrderCancelled,
    AdditionPrinted,
    ReceiptDuplicated,
    PaymentUnknown,
    EventRecorded,
    InvoiceIssued,
    PaymentCorrected,
    PaymentCompleted,
    PaymentRefunded,
    *MOVING,
)
"""Facts that may add something; `sums` of any other is empty."""

_TIMES: dict[type, str] = {
    OrderCancelled: "order_cancelled",
    AdditionPrinted: "addition",
    ReceiptDuplicated: "duplicate",
    PaymentUnknown: "payment_unknown",
}
"""Facts of which a closing says how many there were."""
_INTEGRITY = {
    "CHAIN_ROLLBACK": "rollback",
    "VERIFY_FAILED": "integrity",
    "TABLES_CHANGED": "integrity",
    "CLOCK_BACKWARD": "clock",
}
"""Technical events that the closing states (`fiscal.md` B-06, B-10)."""


def sums(event: object, meta: Meta) -> Iterator[Sum]:
    """What `event` adds; most facts add nothing."""
    match event:
        case ReceiptIssued() | ReceiptRefunded():
            yield from _document(event, meta)
        case TillOpened():
            yield "cash", "float", "amount", event.total
        case CashMoved() | ForeignMoved():
            yield from _moved(event)
        case DrawerOpened():
            yield "control", "drawer_opened", "count", 1
        case LineVoided(stage=stage) if stage != "unsent":
            yield from _control("void", event.amount)
            yield "operator", meta.op, "voids", event.amount
        case LineDiscounted():
            item = "comp" if event.comp else "discount"
            yield "control", item, "count", int(not event.further)
            yield "control", item, "amount", event.amount
            if not event.promotion:  # no person's word
                yield "operator", meta.op, "discounts", event.amount
        case OrderCancelled(amount=cents) | AdditionPrinted(ttc=cents):
            yield from _control(_TIMES[type(event)], cents)
        case ReceiptDuplicated() | PaymentUnknown():
            yield from _control(_TIMES[type(event)], 0)
        case PaymentCorrected():
            yield from _corrected(event)
        case InvoiceIssued(mode=mode) if mode not in REPORTED:
            yield from _invoiced(event)
        case EventRecorded(code=code) if code in _INTEGRITY:
            yield from _control(_INTEGRITY[code], 0)
    yield from _on_terminal(event)
    yield from _on_balance(event)


def _on_balance(event: object) -> Iterator[Sum]:
    move = move_of(event)
    if isinstance(event, SiteBooked):
        yield "site", event.name, "booked", event.cents
    elif move is not None:
        yield "credit", move.kind, move.what, move.cents


def _moved(event: CashMoved | ForeignMoved) -> Iterator[Sum]:
    if isinstance(event, ForeignMoved):
        yield "purse", event.currency, "moved", event.amount
    else:
        yield "cash", "in" if event.amount > 0 else "out", "amount", event.amount
    yield "control", "cash_moved", "count", 1


def _on_terminal(event: object) -> Iterator[Sum]:
    match event:
        case PaymentCompleted(method="card", terminal=terminal) if terminal:
            cents = event.amount + event.tip
        case PaymentRefunded(method="card", terminal=terminal) if terminal:
            cents = -event.amount
        case _:
            return
    yield "terminal", terminal, "amount", cents
    yield "terminal", terminal, "count", 1


def _invoiced(event: InvoiceIssued) -> Iterator[Sum]:
    """What goes by its invoice, and is taken off what is reported of the day."""
    sign = -1 if event.type == CREDIT else 1
    for row in event.amounts:
        item = f"{row.rate}.{row.nature}"
        for measure, cents in (("ttc", row.ttc), ("ht", row.ht), ("tva", row.tva)):
            yield "invoiced", item, measure, sign * cents


def _corrected(event: PaymentCorrected) -> Iterator[Sum]:
    yield from told_anew(event)
    for method, sign in ((event.was, -1), (event.method, 1)):
        if method == "cash":
            yield "cash", "sales", "amount", sign * (event.amount + event.tip)
    yield from _control("payment_corrected", event.amount)


def _control(item: str, amount: int) -> Iterator[Sum]:
    yield "control", item, "count", 1
    yield "control", item, "amount", amount


def _document(event: ReceiptIssued | ReceiptRefunded, meta: Meta) -> Iterator[Sum]:
    if meta.hash and not meta.extract:
        yield from _control("unsigned", event.ttc)
    yield from told(event)
    yield from _lines(event)
    hour = meta.ts[11:13].lstrip("0") or "0"
    yield "hour", hour, "ttc", event.ttc
    yield "operator", meta.op, "ttc", event.ttc
    yield "operator", meta.op, "count", 1
    if isinstance(event, ReceiptIssued):
        yield "hour", hour, "count", 1
        yield "document", "sold", "count", int(event.ttc != 0)
        yield "document", "lines", "count", event.n_lines
        yield "document", "articles", "count", event.n_articles
    for paid in event.payments:
        if paid.method == "cash":
            item = "sales" if isinstance(event, ReceiptIssued) else "refunds"
            yield "cash", item, "amount", paid.amount + paid.tip
        elif paid.exchange and paid.change:
            yield "cash", "foreign", "amount", -paid.change
    if isinstance(event, ReceiptRefunded) and not event.of:
        yield from _control("refund_freely", event.ttc)


def _lines(event: ReceiptIssued | ReceiptRefunded) -> Iterator[Sum]:
    for line in heads(event):
        yield "article", line.article, "ttc", line.total
        yield "article", line.article, "milli", milli_of(line)
        yield "category", line.category, "ttc", line.total
        yield "category", line.category, "milli", milli_of(line)
