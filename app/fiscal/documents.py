"""Whether the figures of a document are right, and whether refunds keep to their originals.

What the till computes is computed here once more, from what is stored. Source:
`fiscal.md` 10.2, 10.3, 10.7, H-01, H-02.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from app.domain.money import rhu
from app.domain.payments.rounding import ROUNDING
from app.domain.pricing.document import vat_row
from db.entry import Entry
from db.findings import Code, Finding

SALE: Final = "receipt.issued"
REFUND: Final = "receipt.refunded"
_SLACK: Final = 2
"""Cents by which the VAT of a part given back may miss the rule for a document: it is the
difference of two rounded shares (10.7) of a VAT that was rounded itself."""

Data = Mapping[str, Any]
_Item = tuple[str, int]
Find = Callable[[str, int], Entry | None]
"""The document of a chain that has a number."""


def adds_up(data: Data) -> bool:
    """Whether lines come to VAT rows, rows to totals, tax to its rule, tenders to all.

    Tips and what a voucher is worth beyond the bill lie beside a tender's amount.
    """
    rows: dict[int, tuple[int, int]] = {}
    slack = _SLACK if data.get("of") else 0
    ttc = ht = tva = 0
    for row in data["vat"]:
        rows[row["rate"]] = row["ttc"], row["ht"]
        ttc, ht, tva = ttc + row["ttc"], ht + row["ht"], tva + row["tva"]
        if row["ht"] + row["tva"] != row["ttc"]:
            return False
        if abs(vat_row(row["rate"], row["ttc"]).tva - row["tva"]) > slack:
            return False
    lines: dict[int, tuple[int, int]] = {}
    for line in data["lines"]:
        gross, net = lines.get(line["rate"], (0, 0))
        lines[line["rate"]] = gross + line["ttc"], net + line["ht"]
    none = (0, 0)
    paid = sum(tender["amount"] for tender in data["payments"])
    beside = sum(each["amount"] for each in data.get("beside", ()))
    return (
        (ttc, ht, tva) == (data["ttc"], data["ht"], data["tva"])
        and len(rows) == len(data["vat"])
        and all(lines.get(rate, none) == row for rate, row in rows.items())
        and all(rate in rows or sums == none for rate, sums in lines.items())
        and paid == ttc + beside
        and all(map(_exchanged, data["payments"]))
    )


def _exchanged(tender: Data) -> bool:
    """Whether what was handed over in another currency is worth what it paid, at its rate."""
    given = tender.get("exchange")
    if given is None:
        return True
    worth, back = (
        rhu(given[name] * given["rate"], 1_000_000) for name in ("foreign", "back")
    )
    kept = tender["amount"] + tender["tip"] + tender["change"]
    return bool(worth == tender["tendered"] == kept + back)


def check_refunds(
    refunds: Iterable[Entry], last: Mapping[str, int], find: Find
) -> Iterator[Finding]:
    """Refunds that give back more than was sold, or another VAT, and those of nothing.

    Terminals that were apart may both give the same back, each rightly as far as it knew:
    `REFUND_APART`, a remark, and people settle it. What no terminal could do by itself
    is a `TOTAL_DIFF`.

    Args:
        refunds: all of them, in canonical order.
        last: the number of each chain's last document. What is beyond it on another
            chain may still be on its way.
    """
    given: dict[str, _Given] = {}
    for entry in refunds:
        data: Data = entry.data
        number = ""
        try:
            of, number = data["of"], str(data["number"])
            if of and of not in given:
                sold = _sold(entry, last, find)
                if sold is None:
                    continue
                given[of] = _Given(sold)
            code = given[of].code(entry.chain, data) if of else None
        except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError):
            code = "TOTAL_DIFF"  # of no receipt, or no document itself
        if code:
            yield Finding(code, entry.chain, entry.seq, detail=number)


def _sold(entry: Entry, last: Mapping[str, int], find: Find) -> Data | None:
    """The receipt that a refund names, None where it may still be on its way.

    Raises:
        LookupError, ValueError: there is none.
    """
    chain, _, digits = str(entry.data["number"]).rpartition("-")
    number = int(digits)
    known = chain in last and number <= last[chain]
    if not known and chain != entry.chain:
        return None
    sold = find(chain, number)
    if sold is None or sold.type != SALE or sold.data["receipt"] != entry.data["of"]:
        raise LookupError(number)
    return sold.data


class _Given:
    """What was given back of a document, by each terminal and by all of them.

    Cents are those of a line and its rate, or of what was taken besides the turnover.
    """

    def __init__(self, sold: Data) -> None:
        self._vat = {row["rate"]: row for row in sold["vat"]}
        self._sold = _cents(sold)
        self._all: dict[_Item, int] = {}
        self._own: dict[str, dict[_Item, int]] = {}
        self._ttc = dict.fromkeys(self._vat, 0)

    def code(self, chain: str, data: Data) -> Code | None:
        """What is wrong with one more refund, by terminal `chain`."""
        more = _cents(data)
        too_much = self._exceeds(self._own.setdefault(chain, {}), more)
        apart = self._exceeds(self._all, more)
        for row in data["vat"]:
            before = self._ttc[row["rate"]]
            after = self._ttc[row["rate"]] = before + row["ttc"]
            sold = self._vat[row["rate"]]
            apart |= row["tva"] != _tva(sold, after) - _tva(sold, before)
        if too_much or (apart and len(self._own) == 1):
            return "TOTAL_DIFF"
        return "REFUND_APART" if apart else None

    def _exceeds(self, back: dict[_Item, int], more: Mapping[_Item, int]) -> bool:
        """Adds to what was given back; whether that is more than what was sold."""
        for item, cents in more.items():
            back[item] = back.get(item, 0) + cents
        return any(not -self._sold.get(item, 0) <= back[item] <= 0 for item in more)


def _cents(data: Data) -> dict[_Item, int]:
    found: dict[_Item, int] = {}
    for line in data["lines"]:
        item = line["id"], line["rate"]
        found[item] = found.get(item, 0) + line["ttc"]
    for each in data.get("beside", ()):
        if each["kind"] != ROUNDING:
            found[each["id"], 0] = each["amount"]
    return found


def _tva(sold: Data, ttc: int) -> int:
    """The VAT of `ttc` cents of a sold rate (10.7)."""
    return rhu(sold["tva"] * ttc, sold["ttc"]) if sold["ttc"] else 0
