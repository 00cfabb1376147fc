"""Whether the documents add up: VAT rows, running totals, closings, days never closed.

A journal can be whole and rightly signed and still say wrong sums, when the program that
wrote it was wrong. Source: `fiscal.md` 4.3 (GT after each document), 4.7, C-05.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from db.entry import Entry
from db.findings import Finding

SALE: Final = "receipt.issued"
CLOSING: Final = "till.day_closed"
TYPES: Final = (SALE, "receipt.refunded", CLOSING)
_LENGTHS: Final = {"day": 10, "month": 7, "year": 4}
"""Running total -> how much of the business date its period goes by."""


@dataclass(slots=True)
class _Chain:
    """What was read of one chain: totals and day of its last document, since its last Z."""

    totals: dict[str, int] = field(default_factory=dict)
    bday: str = ""
    closed: str = ""
    sales: int = 0
    numbers: list[int] = field(default_factory=list)


def check_totals(entries: Iterable[Entry]) -> Iterator[Finding]:
    """What does not add up in documents and closings (`TYPES`), in chain order.

    A difference is told once, where it arises: later totals are held to those stored.
    """
    chains: dict[str, _Chain] = {}
    for entry in entries:
        chain = chains.setdefault(entry.chain, _Chain())
        if entry.type != CLOSING and chain.closed < chain.bday < entry.bday:
            yield Finding("CLOSE_MISSING", entry.chain, entry.seq, detail=chain.bday)
        try:
            right = _take_in(chain, entry)
        except (LookupError, TypeError, ValueError):  # tampered with: no such document
            right = False
        if not right:
            yield Finding("TOTAL_DIFF", entry.chain, entry.seq)


def _take_in(chain: _Chain, entry: Entry) -> bool:
    """Notes a document or closing; whether it adds up."""
    data: Mapping[str, Any] = entry.data
    if entry.type == CLOSING:
        right, day = _closes(chain, data), data["day"]
        chain.closed, chain.sales, chain.numbers = day, 0, []
    else:
        day, ttc = entry.bday, data["ttc"]
        right = _adds_up(data) and data["totals"] == _after(chain, ttc, day)
        chain.sales += ttc if entry.type == SALE else 0
        chain.numbers.append(entry.tseq)
    chain.totals, chain.bday = data["totals"], day
    return right


def _after(chain: _Chain, ttc: int, day: str) -> dict[str, int]:
    """Running totals once `ttc` cents of business day `day` are added."""
    before = {name: chain.totals.get(name, 0) for name in _LENGTHS}
    perpetual = ("perpetual_net", ttc), ("perpetual_abs", abs(ttc))
    return {
        name: (cents if chain.bday[:length] == day[:length] else 0) + ttc
        for (name, cents), length in zip(before.items(), _LENGTHS.values(), strict=True)
    } | {name: chain.totals.get(name, 0) + cents for name, cents in perpetual}


def _adds_up(data: Mapping[str, Any]) -> bool:
    """Whether VAT rows and lines come to the document's totals, and tax to their sum."""
    sums = {
        name: sum(row[name] for row in data["vat"]) for name in ("ttc", "ht", "tva")
    }
    lines = sum(line["ttc"] for line in data["lines"])
    return (
        all(data[name] == cents for name, cents in sums.items())
        and data["ht"] + data["tva"] == data["ttc"] == lines
    )


def _closes(chain: _Chain, data: Mapping[str, Any]) -> bool:
    """Whether a Z names the documents since the one before, and their sum."""
    figures = {figure["key"]: figure["value"] for figure in data["figures"]}
    ends = (chain.numbers[0], chain.numbers[-1]) if chain.numbers else (0, 0)
    return (
        data["totals"] == _after(chain, 0, data["day"])
        and (data["first"], data["last"]) == ends
        and figures.get("document.sale.ttc", 0) == chain.sales
    )
