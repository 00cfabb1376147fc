"""What comes back: refund documents that add up to the original, whatever their order.

Each amount is a rounded function of everything returned so far, minus the same function
of what was returned before. So nothing is stored but quantities, no cent of VAT stays
behind when all has come back, and nothing can come back twice.
"""

from collections.abc import Mapping

from app.domain.money import apportion, decimal_text, group_by_rate, rhu
from app.domain.pricing.document import (
    PricedDocument,
    PricedLine,
    VatRow,
    document_of,
)
from app.domain.pricing.sale import PricingError


def refund(
    original: PricedDocument, returned: Mapping[int, int], back: Mapping[int, int]
) -> PricedDocument:
    """The document, in negative amounts, that gives `back` its money.

    Args:
        original: as it was sold; its rates hold even if they changed since.
        returned: position of the sold line (`PricedLine.source`) -> thousandths that
            earlier refunds gave back.
        back: the same for this refund, each above 0. A formule comes back with all its
            components.

    Raises:
        PricingError: a line is unknown, or more would come back than was sold; `field`
            is the line's position, then "line" or "qty" ("3.qty").

    Source: fiscal rules 10.7; H-01, H-02.
    """
    _check(original, returned, back)
    lines = [line for line in original.lines if line.source in back]
    ttcs = [
        _due(line, returned.get(line.source, 0) + back[line.source])
        - _due(line, returned.get(line.source, 0))
        for line in lines
    ]
    before: dict[int, int] = {}
    for line in original.lines:
        due = _due(line, returned.get(line.source, 0))
        before[line.rate] = before.get(line.rate, 0) + due
    rows = {row.rate: row for row in original.vat}
    nets = [0] * len(lines)
    vat = []
    for rate, group in group_by_rate([line.rate for line in lines]).items():
        inside = [ttcs[i] for i in group]
        ttc = sum(inside)
        tva = _tva(rows[rate], before[rate] + ttc) - _tva(rows[rate], before[rate])
        vat.append(VatRow(rate, -ttc, tva - ttc, -tva))
        for index, cents in zip(group, apportion(ttc - tva, inside), strict=True):
            nets[index] = cents
    return document_of(
        (
            PricedLine(
                line.label,
                line.rate,
                line.nature,
                -ttc,
                -ht,
                line.source,
                back[line.source],
            )
            for line, ttc, ht in zip(lines, ttcs, nets, strict=True)
        ),
        vat,
    )


def _due(line: PricedLine, qty_milli: int) -> int:
    """Cents of a line when `qty_milli` of it have come back in all."""
    return rhu(line.ttc * qty_milli, line.qty_milli)


def _tva(row: VatRow, ttc: int) -> int:
    """VAT given back when `ttc` cents of a rate have come back in all."""
    return rhu(row.tva * ttc, row.ttc) if row.ttc else 0


def _check(
    original: PricedDocument, returned: Mapping[int, int], back: Mapping[int, int]
) -> None:
    sold = {line.source: line.qty_milli for line in original.lines}
    for source, qty_milli in back.items():
        if source not in sold:
            raise PricingError(f"{source}.line", "le document n'a pas cette ligne")
        if qty_milli <= 0:
            raise PricingError(
                f"{source}.qty", "la quantité doit être supérieure à zéro"
            )
        left = sold[source] - returned.get(source, 0)
        if qty_milli > left:
            raise PricingError(
                f"{source}.qty",
                "il ne reste que {left} à rendre sur cette ligne",
                left=decimal_text(left, 3),
            )
