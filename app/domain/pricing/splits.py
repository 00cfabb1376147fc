"""One sale, several documents: the bill in equal shares, each with its own VAT.

Equal *payments* on one document need only `money.split_evenly`; a line shared between
documents is a `Share` of the line. This is the third way: N documents of equal total.
"""

from app.domain.money import group_by_rate, split_evenly, split_remaining
from app.domain.pricing.document import (
    PricedDocument,
    PricedLine,
    document_of,
    vat_inside,
)


def split_documents(document: PricedDocument, parts: int) -> list[PricedDocument]:
    """`document` as `parts` documents, within one cent of each other.

    Totals are those of `money.split_evenly`; each document takes its share of what
    remains of every rate, then of every line of the rate, so rates and lines add up to
    the original. VAT is computed per document: its sum may differ from the original by a
    few cents. Every document has every rate and every line, some possibly at 0.

    Args:
        document: a sale.
        parts: at least 1.

    Source: fiscal rules 10.6 (b).
    """
    rates = [line.rate for line in document.lines]
    groups = group_by_rate(rates)
    totals = [sum(document.lines[i].ttc for i in group) for group in groups.values()]
    rows = split_remaining(totals, split_evenly(document.ttc, parts))
    amounts = [[0] * len(rates) for _ in range(parts)]
    for column, group in enumerate(groups.values()):
        lines = [document.lines[i].ttc for i in group]
        for share, cut in enumerate(
            split_remaining(lines, [row[column] for row in rows])
        ):
            for index, cents in zip(group, cut, strict=True):
                amounts[share][index] = cents
    return [_share_of(document, rates, ttcs) for ttcs in amounts]


def _share_of(
    document: PricedDocument, rates: list[int], ttcs: list[int]
) -> PricedDocument:
    vat, nets = vat_inside(rates, ttcs)
    return document_of(
        (
            PricedLine(
                line.label, line.rate, line.nature, ttc, ht, line.source, line.qty_milli
            )
            for line, ttc, ht in zip(document.lines, ttcs, nets, strict=True)
        ),
        vat,
    )
