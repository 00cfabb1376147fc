"""From a receipt to what is billed: lines, amounts by rate and nature, the billing mode.

Source: `fiscal.md` 9.1 (J-03 to J-06), EN 16931, XP Z12-012 as published by FNFE-MPE.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.invoices.events import REPORTED, InvoiceAmount
from app.domain.money import parse_decimal
from app.domain.receipts.compose import QTY_PLACES
from app.domain.receipts.events import ReceiptIssued, ReceiptLine, ReceiptRefunded
from app.domain.vocabulary import MILLI

UNPAID = ("account",)
"""Tenders that promise the money: what they pay is still due."""
_LETTERS = {("GOODS",): "B", ("SERVICE",): "S", ("GOODS", "SERVICE"): "M"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledLine:
    """A line of an invoice, in cents; amounts and quantity are never negative.

    `milli` counts thousandths of `unit` ("piece" or "kg"), 1000 for a share.
    """

    label: str
    milli: int
    unit: str
    rate: int
    nature: str
    ttc: int
    ht: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What one invoice says of what it bills, without who pays it.

    Attributes:
        paid: cents that were paid when it is issued.
    """

    mode: str
    lines: tuple[BilledLine, ...]
    paid: int

    @property
    def amounts(self) -> tuple[InvoiceAmount, ...]:
        """By rate and nature, in their order."""
        return amounts_of(self.lines)

    @property
    def ttc(self) -> int:
        """What it comes to, VAT included."""
        return sum(line.ttc for line in self.lines)

    @property
    def ht(self) -> int:
        """What it comes to without VAT."""
        return sum(line.ht for line in self.lines)

    @property
    def unpaid(self) -> int:
        """What is still due of it."""
        return self.ttc - self.paid


def bills_of(receipt: ReceiptIssued, *, reported: bool) -> list[Bill]:
    """What is billed of a receipt: one invoice, or two where goods and services were
    reported already, because no mode says so of both at once.

    Args:
        reported: its business day is closed, so it is in the day's takings.
    """
    lines = billed_lines(receipt)
    due = sum(p.amount for p in receipt.payments if p.method in UNPAID)
    if not reported:
        mode = mode_of(lines, paid=not due, reported=False)
        return [Bill(mode=mode, lines=lines, paid=receipt.ttc - due)]
    paid, found = receipt.ttc - due, []
    for nature in sorted({line.nature for line in lines}):
        part = tuple(line for line in lines if line.nature == nature)
        total = sum(line.ttc for line in part)
        mode = mode_of(part, paid=True, reported=True)
        found.append(Bill(mode=mode, lines=part, paid=min(total, paid)))
        paid -= found[-1].paid
    return found


def credit_of(refund: ReceiptRefunded, mode: str) -> Bill | None:
    """What a refund takes back of an invoice with this mode; None for nothing of it."""
    lines = billed_lines(refund)
    if mode in REPORTED:
        nature = "GOODS" if mode.startswith("B") else "SERVICE"
        lines = tuple(line for line in lines if line.nature == nature)
    if not lines:
        return None
    total = sum(line.ttc for line in lines)
    return Bill(mode=mode, lines=lines, paid=total)


def mode_of(lines: Iterable[BilledLine], *, paid: bool, reported: bool) -> str:
    """BT-23: what is billed (B goods, S services, M both), and 1 unpaid, 2 paid, 7
    reported with the takings before."""
    natures = tuple(sorted({line.nature for line in lines}))
    return _LETTERS[natures] + ("7" if reported else "2" if paid else "1")


def billed_lines(document: ReceiptIssued | ReceiptRefunded) -> tuple[BilledLine, ...]:
    """The lines that count for VAT: a formule's components stand for the formule."""
    heads = {line.parent for line in document.lines if line.parent}
    named = {line.id: line.label for line in document.lines if line.id in heads}
    return tuple(
        _billed(line, named.get(line.parent, ""))
        for line in document.lines
        if line.id not in heads
    )


def _billed(line: ReceiptLine, formule: str) -> BilledLine:
    label = f"{formule} : {line.label}" if formule else line.label
    milli = parse_decimal(line.quantity.removeprefix("-"), QTY_PLACES)
    if line.share:
        label, milli = f"{label} ({line.share})", MILLI
    return BilledLine(
        label=label,
        milli=milli,
        unit="piece" if milli % MILLI == 0 else "kg",
        rate=line.rate,
        nature=line.nature,
        ttc=abs(line.ttc),
        ht=abs(line.ht),
    )


def amounts_of(lines: Sequence[BilledLine]) -> tuple[InvoiceAmount, ...]:
    """What lines come to by rate and nature."""
    keys = sorted({(line.rate, line.nature) for line in lines})
    found = []
    for rate, nature in keys:
        same = [line for line in lines if (line.rate, line.nature) == (rate, nature)]
        ttc, ht = sum(line.ttc for line in same), sum(line.ht for line in same)
        found.append(
            InvoiceAmount(rate=rate, nature=nature, ttc=ttc, ht=ht, tva=ttc - ht)
        )
    return tuple(found)
