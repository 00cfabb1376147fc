"""What a document says to the sums of its day: its totals, VAT by rate and by nature, what
was paid with, what it takes besides.

Source: `fiscal.md` 6, C-05 (stored documents are summed).
"""

from collections.abc import Iterable, Iterator

from app.domain.payments.events import PaymentCorrected
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded, ReceiptVat

Sum = tuple[str, str, str, int]
"""(family, item, measure, value to add)."""


def told(event: ReceiptIssued | ReceiptRefunded) -> Iterator[Sum]:
    """What a receipt or a refund adds."""
    kind = "sale" if isinstance(event, ReceiptIssued) else "refund"
    yield "document", kind, "count", 1
    yield "document", kind, "ttc", event.ttc
    yield "document", kind, "ht", event.ht
    yield "document", kind, "tva", event.tva
    for row in event.vat:
        for measure, value in (("ttc", row.ttc), ("ht", row.ht), ("tva", row.tva)):
            yield "vat_rate", str(row.rate), measure, value
    for line in event.lines:
        if line.ttc or line.ht:
            item = f"{line.rate}.{line.nature}"
            yield "vat", item, "ttc", line.ttc
            yield "vat", item, "ht", line.ht
            yield "vat", item, "tva", line.ttc - line.ht
    for paid in event.payments:
        yield "tender", paid.method, "amount", paid.amount
        yield "tender", paid.method, "count", 1
        if paid.tip:
            yield "tender", paid.method, "tip", paid.tip
        if paid.excess:
            yield "tender", paid.method, "excess", paid.excess
        yield from _deposit("used", paid.vat)
        if paid.exchange:
            yield "foreign", paid.exchange.currency, "taken", paid.exchange.foreign
            yield "foreign", paid.exchange.currency, "back", paid.exchange.back
            yield "foreign", paid.exchange.currency, "amount", paid.amount + paid.tip
    for each in event.beside:
        yield "beside", each.kind, "amount", each.amount
        yield "beside", each.kind, "count", 1
        yield from _deposit("taken", each.vat)


def _deposit(item: str, rows: Iterable[ReceiptVat]) -> Iterator[Sum]:
    for row in rows:
        for measure, cents in (("ttc", row.ttc), ("ht", row.ht), ("tva", row.tva)):
            yield "deposit", f"{item}.{row.rate}", measure, cents


def told_anew(event: PaymentCorrected) -> Iterator[Sum]:
    """The same cents by another tender."""
    for method, sign in ((event.was, -1), (event.method, 1)):
        yield "tender", method, "amount", sign * event.amount
        yield "tender", method, "count", sign
        if event.tip:
            yield "tender", method, "tip", sign * event.tip
