"""A priced document: VAT is computed once per rate, then line nets follow from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.domain.money import (
    WHOLE_RATE,
    apportion,
    apportion_by_rate,
    group_by_rate,
    rhu,
)
from app.domain.pricing.sale import (
    Discount,
    Part,
    PricingError,
    SaleLine,
    discount_cents,
    line_parts,
)
from app.domain.vocabulary import Nature

Prices = Literal["incl", "excl"]
"""Whether the price list carries its VAT."""


class PricedLine(NamedTuple):
    """A line of a document; a formule gives one per component.

    A named tuple, as is `VatRow`: pricing makes them by the hundred thousand, and a
    frozen dataclass takes four times as long to make.

    Attributes:
        rate: VAT, hundredths of a percent.
        ttc, ht: cents with and without VAT, after every discount.
        source: position of the line that was sold, which a formule's components share.
        qty_milli: quantity of that line, thousandths.
        discount: its share of the document's discount, cents in the basis of the list.
    """

    label: str
    rate: int
    nature: Nature
    ttc: int
    ht: int
    source: int
    qty_milli: int
    discount: int = 0


class VatRow(NamedTuple):
    """One rate of a document, cents."""

    rate: int
    ttc: int
    ht: int
    tva: int


@dataclass(frozen=True, slots=True)
class PricedDocument:
    """Lines in the order of sale, VAT rows by ascending rate, totals in cents.

    Always: the lines of a rate add up to its row, `ttc` and `ht` alike; the rows add up
    to the totals; ht + tva = ttc. A refund is a document of negative amounts.
    """

    lines: tuple[PricedLine, ...]
    vat: tuple[VatRow, ...]
    ttc: int
    ht: int
    tva: int


def price_document(
    lines: Sequence[SaleLine],
    prices: Prices = "incl",
    discount: Discount | None = None,
) -> PricedDocument:
    """Prices what is sold together.

    Args:
        lines: at least one.
        prices: "excl" adds the VAT on top, once per rate; every amount of the lines and
            of the discounts is then without VAT.
        discount: on the whole document, after those of the lines.

    Raises:
        PricingError: something cannot be meant; `field` says what.

    Source: fiscal rules 10.1-10.5.
    """
    if not lines:
        raise PricingError("lines", "un document a au moins une ligne")
    parts: list[Part] = []
    for source, line in enumerate(lines):
        try:
            parts += line_parts(line, source)
        except PricingError as error:
            raise error.within(f"lines[{source}]") from None
    amounts = [part.amount for part in parts]
    rates = [part.rate for part in parts]
    reductions = [0] * len(parts)
    if discount:
        off = discount_cents(discount, sum(amounts))
        reductions = apportion_by_rate(off, rates, amounts)
        amounts = [a - less for a, less in zip(amounts, reductions, strict=True)]
    compute = _vat_on_top if prices == "excl" else vat_inside
    vat, others = compute(rates, amounts)
    ttcs, hts = (others, amounts) if prices == "excl" else (amounts, others)
    return document_of(
        (
            PricedLine(
                part.label,
                part.rate,
                part.nature,
                ttc,
                ht,
                part.source,
                part.qty_milli,
                reduction,
            )
            for part, ttc, ht, reduction in zip(
                parts, ttcs, hts, reductions, strict=True
            )
        ),
        vat,
    )


def document_of(lines: Iterable[PricedLine], vat: Sequence[VatRow]) -> PricedDocument:
    """The document of these lines and rows, which must agree; rows get sorted."""
    return PricedDocument(
        tuple(lines),
        tuple(sorted(vat, key=lambda row: row.rate)),
        sum(row.ttc for row in vat),
        sum(row.ht for row in vat),
        sum(row.tva for row in vat),
    )


def vat_inside(
    rates: Sequence[int], ttcs: Sequence[int]
) -> tuple[list[VatRow], list[int]]:
    """VAT rows contained in VAT-inclusive line amounts, and the net of each line.

    Source: fiscal rules 10.2, 10.3. The weights ttc/(1+r) of 10.3 are those of `ttc`,
    as a rate's lines share one r.
    """
    rows = []
    nets = [0] * len(ttcs)
    for rate, group in group_by_rate(rates).items():
        inside = [ttcs[i] for i in group]
        row = vat_row(rate, sum(inside))
        rows.append(row)
        for index, cents in zip(group, apportion(row.ht, inside), strict=True):
            nets[index] = cents
    return rows, nets


def vat_row(rate: int, ttc: int) -> VatRow:
    """The VAT that `ttc` cents at `rate` contain.

    Source: fiscal rules 10.2.
    """
    tva = rhu(ttc * rate, WHOLE_RATE + rate)
    return VatRow(rate, ttc, ttc - tva, tva)


def _vat_on_top(
    rates: Sequence[int], hts: Sequence[int]
) -> tuple[list[VatRow], list[int]]:
    """VAT rows added to VAT-exclusive line amounts, and the gross of each line.

    The mirror of `vat_inside`: one rounding per rate on the sum of the nets. Taking the
    VAT back out of the resulting TTC gives the same cents, so a document of either kind
    of list is split, refunded and summed alike.
    """
    rows = []
    gross = [0] * len(hts)
    for rate, group in group_by_rate(rates).items():
        inside = [hts[i] for i in group]
        ht = sum(inside)
        tva = rhu(ht * rate, WHOLE_RATE)
        rows.append(VatRow(rate, ht + tva, ht, tva))
        for index, cents in zip(group, apportion(ht + tva, inside), strict=True):
            gross[index] = cents
    return rows, gross
