"""One sale, several documents: the bill in equal shares, each with its own VAT.

Equal *payments* on one document need only `money.split_evenly`; a line shared between
documents is a `Share` of the line. This is the third way: N documents of equal total.
"""

from app.domain.money import group_by_rate, split_evenly, split_remaining
from app.domain.pricing.document import (
    PricedDocument,
    document_of,
    vat_inside,
    vat_row,
)


def split_totals(document: PricedDocument, parts: int) -> list[PricedDocument]:
    """`document` as `parts` documents without lines, within one cent of each other.

    Totals are those of `money.split_evenly`; each document takes its share of what
    remains of every rate, so rates add up to the original. VAT is computed per document:
    its sum may differ from the original by a few cents. Every document has every rate,
    some possibly at 0.

    Args:
        document: a sale.
        parts: at least 1.

    Source: fiscal rules 10.6 (b).
    """
    rates = group_by_rate([line.rate for line in document.lines])
    return [
        document_of((), [vat_row(*pair) for pair in zip(rates, row, strict=True)])
        for row in _split_rates(document, rates, parts)
    ]


def split_documents(document: PricedDocument, parts: int) -> list[PricedDocument]:
    """The documents of `split_totals` with their lines.

    Each takes its share of what remains of every line of a rate, so lines add up to the
    original too.
    """
    rates = group_by_rate([line.rate for line in document.lines])
    table = _split_rates(document, rates, parts)
    amounts = [[0] * len(document.lines) for _ in range(parts)]
    for column, group in enumerate(rates.values()):
        lines = [document.lines[i].ttc for i in group]
        cuts = split_remaining(lines, [row[column] for row in table])
        for share, cut in zip(amounts, cuts, strict=True):
            for index, cents in zip(group, cut, strict=True):
                share[index] = cents
    return [_share_of(document, ttcs) for ttcs in amounts]


def _split_rates(
    document: PricedDocument, rates: dict[int, list[int]], parts: int
) -> list[list[int]]:
    """One row per share, one column per rate."""
    totals = [sum(document.lines[i].ttc for i in group) for group in rates.values()]
    return split_remaining(totals, split_evenly(document.ttc, parts))


def _share_of(document: PricedDocument, ttcs: list[int]) -> PricedDocument:
    vat, nets = vat_inside([line.rate for line in document.lines], ttcs)
    return document_of(
        (
            line._replace(ttc=ttc, ht=ht, discount=0)
            for line, ttc, ht in zip(document.lines, ttcs, nets, strict=True)
        ),
        vat,
    )
