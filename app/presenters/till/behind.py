"""What is behind a figure of a closing: the entries that add to it, and what each adds.

The same function that wrote the sums says it (`projections.sums`), so what is listed adds
up to what was printed. Three kinds of figures are not sums of entries: covers are those of
tables, whatever tickets they were split into; what was counted is what the last count says;
and what a Z counts itself (`fiscal.closing`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.receipts.events import (
    AdditionPrinted,
    ReceiptIssued,
    ReceiptRefunded,
    total_of,
)
from app.domain.settings import EventRecorded
from app.domain.till.events import ADDED, DayClosed, PeriodClosed, TillCounted
from app.domain.training.events import TrainingEnded
from app.domain.wire import name_of
from app.fiscal.closing import COUNTED as COUNTED_CODES
from app.fiscal.periods import closing_at
from app.presenters.admin.journal import gist_of, operator_words, title_of
from app.presenters.admin.words import moment_words
from app.presenters.till.closing_figures import Figure
from app.projections.browsing import entries_of_day
from app.projections.queries import unpaid_additions
from app.projections.sums import COUNTED, sums
from app.services.facts import Fact, facts_of
from app.services.house import House
from db.database import Database
from db.entry import Entry
from resources.texts import amount, price, tr, trn
from widgets.table_model import Cell, Column, Row

MOST = 2000
"""Entries that are listed; more is a matter for an export."""
_READ = (*COUNTED, TillCounted, TrainingEnded)
_DOCUMENTS = (ReceiptIssued, ReceiptRefunded)
_COUNT = "count"


@dataclass(frozen=True, slots=True)
class Part:
    """An entry, the fact that it says, and what it adds to the figure: cents, or times."""

    entry: Entry
    fact: Fact
    value: int

    @property
    def document(self) -> str:
        """Id of the receipt or refund that it is, "" for none."""
        event = self.fact.event
        return event.receipt if isinstance(event, _DOCUMENTS) else ""


def days_of(database: Database, closing: Fact) -> list[tuple[str, str]]:
    """(terminal, business day) of an X, or of the Zs that a closing adds up in the end.

    Raises:
        KnownError: they cannot be read.
    """
    event = closing.event
    if isinstance(event, DayClosed):
        return [(closing.meta.chain, event.day)]
    if not isinstance(event, PeriodClosed):
        return [(closing.meta.chain, closing.meta.bday)]
    series, found = ADDED[type(event)], list[tuple[str, str]]()
    for part in event.parts:
        added = closing_at(database, part.chain, series, part.number)
        found += days_of(database, added) if added is not None else []
    return found


def behind(
    database: Database, days: Iterable[tuple[str, str]], figures: Sequence[Figure]
) -> list[Part]:
    """The entries that add to one of these figures on these days of these terminals, the
    oldest first. Any thread.

    Raises:
        KnownError: the journal cannot be read.
    """
    types = [name_of(cls) for cls in _READ]
    found: list[Part] = []
    for chain, day in days:
        entries = [e for e in entries_of_day(database, day, types) if e.chain == chain]
        read = [Part(entry, fact, 0) for entry in entries for fact in facts_of([entry])]
        found += _adding(database, read, frozenset(figures))
    return found


def _adding(
    database: Database, read: Sequence[Part], figures: frozenset[Figure]
) -> list[Part]:
    covers = _covers(read, figures)
    unpaid = _unpaid(database, read, figures)
    last = {figure: _last_count(read, figure) for figure in figures}
    found = []
    for part in read:
        value = sum(
            added
            for family, item, measure, added in sums(*part.fact.parts)
            if (family, item, measure) in figures
        )
        value += covers.get(part.entry.seq, 0) + unpaid.get(part.entry.seq, 0)
        value += sum(_noted(part.fact.event, figure) for figure in figures)
        value += sum(
            _counted(part.fact.event, figure)
            for figure in figures
            if part is last[figure]
        )
        if value:
            found.append(Part(part.entry, part.fact, value))
    return found


def _last_count(read: Sequence[Part], figure: Figure) -> Part | None:
    """The count that a figure is of; one that names no notes of a currency leaves theirs
    as they were counted before."""
    family, currency, _ = figure
    for part in reversed(read):
        event = part.fact.event
        if isinstance(event, TillCounted) and (
            family != "purse" or currency in [each.currency for each in event.foreign]
        ):
            return part
    return None


def _noted(event: object, figure: Figure) -> int:
    """What a Z counts itself of technical events and of the school."""
    family, item, measure = figure
    if family != "control" or measure != _COUNT:
        return 0
    if isinstance(event, EventRecorded):
        return int(COUNTED_CODES.get(event.code) == item)
    if isinstance(event, TrainingEnded) and item == "training":
        return event.documents
    return 0


def _counted(event: object, figure: Figure) -> int:
    """What the last count says of a figure."""
    family, item, measure = figure
    if not isinstance(event, TillCounted):
        return 0
    if family == "cash":
        return {"counted": event.total, "difference": event.difference}.get(item, 0)
    if family == "purse":
        counts = [each for each in event.foreign if each.currency == item]
        off = {"counted": 0, "difference": 1}.get(measure)
        return (
            sum(c.counted - c.expected * off for c in counts) if off is not None else 0
        )
    if family not in ("tender", "terminal") or measure not in ("told", "off"):
        return 0
    checks = (
        check
        for check in event.checked
        if (check.terminal or check.method) == item
        and bool(check.terminal) == (family == "terminal")
    )
    return sum(c.told if measure == "told" else c.told - c.expected for c in checks)


def _covers(read: Sequence[Part], figures: frozenset[Figure]) -> dict[int, int]:
    """Number of the first ticket of a table -> its covers."""
    wanted = {f for f in figures if "covers" in f}
    if not wanted:
        return {}
    first: dict[str, Part] = {}
    most: dict[str, int] = {}
    for part in read:
        event = part.fact.event
        if isinstance(event, ReceiptIssued):
            first.setdefault(event.order, part)
            most[event.order] = max(most.get(event.order, 0), event.covers)
    return {
        part.entry.seq: most[order]
        for order, part in first.items()
        if ("document", "covers", _COUNT) in wanted
        or ("hour", str(int(part.entry.ts[11:13])), "covers") in wanted
    }


def _unpaid(
    database: Database, read: Sequence[Part], figures: frozenset[Figure]
) -> dict[int, int]:
    """Number of the last addition of an order that no ticket is about -> what it adds."""
    control = ("control", "addition_unpaid")
    wanted = {measure for *item, measure in figures if tuple(item) == control}
    if not wanted:
        return {}
    last = {
        part.fact.event.order: (part.entry.seq, part.fact.event.ttc)
        for part in read
        if isinstance(part.fact.event, AdditionPrinted)
    }
    with database.read() as connection:
        found = [last[order] for order in unpaid_additions(connection, last)]
    return {
        seq: (_COUNT in wanted) + (cents if "amount" in wanted else 0)
        for seq, cents in found
    }


# ------------------------------------------------------------------ in words


def columns(*, counts: bool) -> tuple[Column, ...]:
    """The columns of the list; what is counted says its own amount."""
    return (
        Column("number", tr("Écriture"), 150, style="strong"),
        Column("what", tr("Quoi")),
        Column("moment", tr("Heure"), 104, drop=2),
        Column("person", tr("Qui"), 96, drop=1),
        Column("value", tr("Nombre") if counts else tr("Montant"), 104, "end", "plain"),
    )


def counts(figures: Sequence[Figure]) -> bool:
    """Whether a figure is a number of times, not cents."""
    return all(measure in (_COUNT, "covers") for _, _, measure in figures)


def part_rows(house: House, parts: Sequence[Part], *, counted: bool) -> list[Row]:
    """Entries as they are listed, each with what it adds."""
    now = house.clock()
    rows = []
    for part in parts:
        moment = datetime.fromisoformat(part.entry.ts)
        number, what = _names(part)
        value = str(part.value) if counted else amount(part.value)
        rows.append(
            Row(
                _key(part),
                (
                    Cell(number, sort=part.entry.ts),
                    what,
                    Cell(moment_words(moment, now), sort=part.entry.ts),
                    operator_words(house, part.entry.op),
                    Cell(value, sort=part.value),
                ),
            )
        )
    return rows


def _key(part: Part) -> str:
    return f"{part.entry.chain}:{part.entry.seq}"


def _names(part: Part) -> tuple[str, str]:
    event, entry = part.fact.event, part.entry
    if isinstance(event, _DOCUMENTS):
        kind = tr("Ticket") if isinstance(event, ReceiptIssued) else tr("Remboursement")
        return f"{entry.chain}-{entry.tseq:06d}", f"{kind} · {amount(total_of(event))}"
    gist = gist_of(entry)
    title = title_of(entry)
    return f"{entry.chain} {entry.seq}", f"{title} · {gist}" if gist else title


def total_words(parts: Sequence[Part], *, counted: bool) -> str:
    """ "14 écritures · 893,60 €"."""
    number = trn(len(parts), "{n} écriture", "{n} écritures")
    total = sum(part.value for part in parts)
    return number if counted else f"{number} · {price(total)}"
