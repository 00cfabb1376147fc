"""Whether the documents add up: VAT rows, running totals, closings, what was never closed.

A journal can be whole and rightly signed and still say wrong sums, when the program that
wrote it was wrong. Closings that add up closings are in `added.py`. Source: `fiscal.md` 4.3
(GT after each document), 4.7, C-01, C-05.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from app.fiscal.added import ADDING, SETTING, Added
from db.entry import Entry
from db.findings import Finding

SALE: Final = "receipt.issued"
CLOSING: Final = "till.day_closed"
TYPES: Final = (SALE, "receipt.refunded", CLOSING, *ADDING, SETTING)
PERIODS: Final = ("till.month_closed", "till.year_closed")
_PERIODS: Final = {"day": 10, "month": 7, "year": 7}
"""Running total -> how much of the business date must change before it begins anew."""


@dataclass(slots=True)
class _Chain:
    """What was read of one chain: totals and day of its last document, since its last Z.

    Attributes:
        programs: that wrote its documents and Zs.
        waiting: series -> what was not closed, until the series begins.
    """

    totals: dict[str, int] = field(default_factory=dict)
    bday: str = ""
    closed: str = ""
    sales: int = 0
    numbers: list[int] = field(default_factory=list)
    programs: set[str] = field(default_factory=set)
    waiting: dict[str, list[Finding]] = field(
        default_factory=lambda: {"ZM": [], "ZY": []}
    )

    def unclosed(self, entry: Entry, added: Added) -> Iterator[Finding]:
        """What a document comes too late for, because it was not closed."""
        if self.closed < self.bday < entry.bday:
            yield Finding("CLOSE_MISSING", entry.chain, entry.seq, detail=self.bday)
        for series, period in added.missing(entry.chain, entry.bday):
            found = Finding("CLOSE_MISSING", entry.chain, entry.seq, detail=period)
            if series in self.waiting:
                self.waiting[series].append(found)
            else:
                yield found

    def begins(self, entry: Entry) -> Iterator[Finding]:
        """What the first month or year closing of a chain says of the periods before it.

        A program that closes months does it in time: a till does not open before. So
        what an older one left open was closed late, and the closing says so, when
        nothing was sold or closed with its program before it.
        """
        late = entry.sw not in self.programs
        for found in self.waiting.pop(ADDING[entry.type][1], ()):
            yield replace(found, code="CLOSE_LATE") if late else found


def check_totals(entries: Iterable[Entry]) -> Iterator[Finding]:
    """What does not add up in documents and closings (`TYPES`), in chain order.

    A difference is told once, where it arises: later totals are held to those stored.
    """
    chains: dict[str, _Chain] = {}
    added = Added()
    for entry in entries:
        chain = chains.setdefault(entry.chain, _Chain())
        if entry.type not in (CLOSING, *ADDING, SETTING):
            yield from chain.unclosed(entry, added)
        elif entry.type in PERIODS:
            yield from chain.begins(entry)
        if entry.type not in (*ADDING, SETTING):
            chain.programs.add(entry.sw)
        try:
            right = added.take(entry)
            if entry.type not in (*ADDING, SETTING):
                right &= _take_in(chain, entry)
        except (LookupError, TypeError, ValueError):  # tampered with: no such document
            right = False
        if not right:
            yield Finding("TOTAL_DIFF", entry.chain, entry.seq)
    for chain in chains.values():
        for never in chain.waiting.values():
            yield from never


def _take_in(chain: _Chain, entry: Entry) -> bool:
    """Notes a document or closing; whether it adds up."""
    data: Mapping[str, Any] = entry.data
    if entry.type == CLOSING:
        right, day = _closes(chain, data), data["day"]
        chain.closed, chain.sales, chain.numbers = day, 0, []
    else:
        day, ttc = entry.bday, data["ttc"]
        right = _adds_up(data) and _follows(chain, data["totals"], ttc, day)
        chain.sales += ttc if entry.type == SALE else 0
        chain.numbers.append(entry.tseq)
    chain.totals, chain.bday = data["totals"], day
    return right


def _follows(chain: _Chain, totals: Mapping[str, int], ttc: int, day: str) -> bool:
    """Whether running totals are those before, with `ttc` cents of business day `day`.

    The year is a fiscal one: it may begin with any month.
    """
    before = {name: chain.totals.get(name, 0) for name in _PERIODS}
    same = {
        name: chain.bday[:length] == day[:length] for name, length in _PERIODS.items()
    }
    same["year"] |= totals["year"] != ttc
    perpetual = ("perpetual_net", ttc), ("perpetual_abs", abs(ttc))
    return totals == {
        name: (cents if same[name] else 0) + ttc for name, cents in before.items()
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
        _follows(chain, data["totals"], 0, data["day"])
        and (data["first"], data["last"]) == ends
        and figures.get("document.sale.ttc", 0) == chain.sales
    )
