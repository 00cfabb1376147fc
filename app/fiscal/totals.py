"""Whether the documents add up: VAT rows, running totals, closings, what was never closed.

A journal can be whole and rightly signed and still say wrong sums, when the program that
wrote it was wrong. Closings that add up closings are in `added.py`. Source: `fiscal.md` 4.3
(GT after each document), 4.7, C-01, C-05.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from app.domain.invoices.events import CREDIT
from app.fiscal.added import ADDING, SETTING, Added
from app.fiscal.documents import REFUND, SALE, adds_up
from db.entry import Entry
from db.findings import Finding

CLOSING: Final = "till.day_closed"
CORRECTED: Final = "payment.corrected"
INVOICE: Final = "invoice.issued"
TYPES: Final = (SALE, REFUND, CORRECTED, INVOICE, CLOSING, *ADDING, SETTING)
PERIODS: Final = ("till.month_closed", "till.year_closed")
_PERIODS: Final = {"day": 10, "month": 7, "year": 7}
"""Running total -> how much of the business date must change before it begins anew."""
_FAMILIES: Final = (
    "document.sale.",
    "document.refund.",
    "vat.",
    "vat_rate.",
    "tender.",
    "beside.",
    "deposit.",
    "foreign.",
    "invoiced.",
)
"""What figures of a Z begin with that its documents say, and nothing else..."""
_CHECKED: Final = (".told", ".off")
"""...but for these: tenders held against their papers."""


@dataclass(slots=True)
class _Chain:
    """What was read of one chain: totals and day of its last document, since its last Z.

    Attributes:
        figures: what the documents since say of the next Z.
        invoiced: what its invoices since say of it, those of a business day together.
        programs: that wrote its documents and Zs.
        waiting: series -> what was not closed, until the series begins.
    """

    totals: dict[str, int] = field(default_factory=dict)
    bday: str = ""
    closed: str = ""
    figures: dict[str, int] = field(default_factory=dict)
    invoiced: dict[str, dict[str, int]] = field(default_factory=dict)
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
        if entry.type in (SALE, REFUND):
            yield from chain.unclosed(entry, added)
        elif entry.type in PERIODS:
            yield from chain.begins(entry)
        if entry.type in (SALE, REFUND, CLOSING):
            chain.programs.add(entry.sw)
        try:
            right = added.take(entry)
            if entry.type not in (*ADDING, SETTING):
                right &= _take_in(chain, entry)
        except (LookupError, TypeError, ValueError, ArithmeticError):
            right = False  # tampered with: no such document
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
        chain.closed, chain.figures, chain.numbers = day, {}, []
        chain.invoiced = {}
    elif entry.type == CORRECTED:
        _add(chain.figures, _corrected(data))
        return True
    elif entry.type == INVOICE:
        _add(chain.invoiced.setdefault(entry.bday, {}), _invoiced(data))
        return True
    else:
        day, ttc = entry.bday, data["ttc"]
        right = adds_up(data) and _follows(chain, data["totals"], ttc, day)
        kind = "sale" if entry.type == SALE else "refund"
        _add(chain.figures, _told(kind, data))
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


def _told(kind: str, data: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The figures that a document adds to its Z, as `projections.sums` has them."""
    yield f"document.{kind}.count", 1
    for name in ("ttc", "ht", "tva"):
        yield f"document.{kind}.{name}", data[name]
        for row in data["vat"]:
            yield f"vat_rate.{row['rate']}.{name}", row[name]
    for line in data["lines"]:
        item, ttc, ht = f"vat.{line['rate']}.{line['nature']}", line["ttc"], line["ht"]
        yield f"{item}.ttc", ttc
        yield f"{item}.ht", ht
        yield f"{item}.tva", ttc - ht
    for paid in data["payments"]:
        yield f"tender.{paid['method']}.count", 1
        for name in ("amount", "tip", "excess"):
            yield f"tender.{paid['method']}.{name}", paid.get(name, 0)
        yield from _deposit("used", paid)
        if given := paid.get("exchange"):
            item = f"foreign.{given['currency']}"
            yield f"{item}.taken", given["foreign"]
            yield f"{item}.back", given["back"]
            yield f"{item}.amount", paid["amount"] + paid["tip"]
    for each in data.get("beside", ()):
        yield f"beside.{each['kind']}.count", 1
        yield f"beside.{each['kind']}.amount", each["amount"]
        yield from _deposit("taken", each)


def _deposit(item: str, data: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for row in data.get("vat", ()):
        for name in ("ttc", "ht", "tva"):
            yield f"deposit.{item}.{row['rate']}.{name}", row[name]


def _corrected(data: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for method, sign in ((data["was"], -1), (data["method"], 1)):
        yield f"tender.{method}.count", sign
        for name in ("amount", "tip"):
            yield f"tender.{method}.{name}", sign * data.get(name, 0)


def _invoiced(data: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    sign = -1 if data["type"] == CREDIT else 1
    for row in data["amounts"]:
        for name in ("ttc", "ht", "tva"):
            yield f"invoiced.{row['rate']}.{row['nature']}.{name}", sign * row[name]


def _add(figures: dict[str, int], more: Iterable[tuple[str, int]]) -> None:
    for key, value in more:
        figures[key] = figures.get(key, 0) + value


def _closes(chain: _Chain, data: Mapping[str, Any]) -> bool:
    """Whether a Z names the documents since the one before, and says what they say."""
    figures = {
        figure["key"]: figure["value"]
        for figure in data["figures"]
        if figure["key"].startswith(_FAMILIES)
        and not figure["key"].endswith(_CHECKED)
        and figure["value"]
    }
    # Programs before counted the invoices of the Z's own business day alone.
    counted = (
        _sum((chain.figures, *chain.invoiced.values())),
        _sum((chain.figures, chain.invoiced.get(data["day"], {}))),
    )
    ends = (chain.numbers[0], chain.numbers[-1]) if chain.numbers else (0, 0)
    return (
        _follows(chain, data["totals"], 0, data["day"])
        and (data["first"], data["last"]) == ends
        and figures in counted
    )


def _sum(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    figures: dict[str, int] = {}
    for part in parts:
        _add(figures, part.items())
    return {key: value for key, value in figures.items() if value}
