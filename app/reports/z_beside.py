"""What an X or a Z says besides turnover: vouchers, deposits, accounts, other sites."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.fiscal.beside import Sums, beside_lines, deposit_vat, site_figures


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideLine:
    """What moved besides turnover: positive cents are more that is owed. `rate` is that of
    the VAT of deposits, 0 for everything else; `site` the other site that owes it here,
    which has no other name."""

    name: str
    amount: int
    rate: int = 0
    site: str = ""


def beside_of(sums: Sums) -> Iterator[BesideLine]:
    """The lines, in the order in which they are read."""
    for name, cents in beside_lines(sums):
        yield BesideLine(name=name, amount=cents)
    for site, cents, _ in site_figures(sums):
        yield BesideLine(name="", amount=cents, site=site)
    for rate, _, _, tva in deposit_vat(sums):
        yield BesideLine(name="TVA des acomptes", amount=tva, rate=rate)
