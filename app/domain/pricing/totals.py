"""Sums of stored documents, as a closing needs them: added up, never computed again."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.pricing.document import PricedDocument, VatRow
from app.domain.vocabulary import Nature


@dataclass(frozen=True, slots=True)
class NatureRow:
    """One rate of goods or of services, cents, from the stored nets of the lines."""

    rate: int
    nature: Nature
    ttc: int
    ht: int
    tva: int


@dataclass(frozen=True, slots=True)
class DocumentTotals:
    """Totals of several documents, cents.

    Attributes:
        vat: by ascending rate.
        natures: by ascending rate, GOODS before SERVICE.
        ttc, ht, tva: sales minus returns.
        sales: sum of the documents above zero.
        returns: sum of the refunds, as a positive amount.
    """

    vat: tuple[VatRow, ...]
    natures: tuple[NatureRow, ...]
    ttc: int
    ht: int
    tva: int
    sales: int
    returns: int


def sum_documents(documents: Iterable[PricedDocument]) -> DocumentTotals:
    """Adds documents up.

    The VAT of a day is the sum of its documents' VAT, which a computation on the day's
    total would miss by some cents.

    Source: fiscal rules 6 and C-05.
    """
    rates: dict[int, list[int]] = {}
    natures: dict[tuple[int, Nature], list[int]] = {}
    sales = returns = 0
    for document in documents:
        sales += max(0, document.ttc)
        returns -= min(0, document.ttc)
        for row in document.vat:
            _add(rates.setdefault(row.rate, [0, 0]), row.ttc, row.ht)
        for line in document.lines:
            key = (line.rate, line.nature)
            _add(natures.setdefault(key, [0, 0]), line.ttc, line.ht)
    vat = tuple(
        VatRow(rate, ttc, ht, ttc - ht) for rate, (ttc, ht) in sorted(rates.items())
    )
    return DocumentTotals(
        vat,
        tuple(
            NatureRow(rate, nature, ttc, ht, ttc - ht)
            for (rate, nature), (ttc, ht) in sorted(natures.items())
        ),
        sum(row.ttc for row in vat),
        sum(row.ht for row in vat),
        sum(row.tva for row in vat),
        sales,
        returns,
    )


def _add(sums: list[int], ttc: int, ht: int) -> None:
    sums[0] += ttc
    sums[1] += ht
