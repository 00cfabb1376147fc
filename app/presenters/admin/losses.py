"""What was voided, reduced, given away and given back: by whom, with whose approval, why,
and when.

Read from the journal. What was voided once it was being made is waste, and so is what was
given back and is not sold again: no charge, but a cost, that of the article as it stands
now.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.domain.money import rhu
from app.domain.orders.events import (
    DiscountRemoved,
    LineDiscounted,
    LineVoided,
    added,
)
from app.domain.receipts.compose import heads, milli_of
from app.domain.receipts.events import ReceiptLine, ReceiptRefunded
from app.domain.vocabulary import MILLI
from app.projections.browsing import entries_of_day
from app.projections.takings import takings
from app.services.facts import Fact, facts_of
from app.services.house import SYSTEM, House
from app.services.people import person_name
from resources.texts import amount, percent, price, tr
from widgets.choices import Choice
from widgets.table_model import Cell, Column, Row

_READ = (
    "order.line_voided",
    "order.line_discounted",
    "order.discount_removed",
    "order.line_added",
    "order.lines_added",
    "receipt.refunded",
)
_MADE = ("started", "ready", "served")
"""Stages at which what is voided was made for nothing."""
_WHOLE = 10_000
KINDS = ("void", "discount", "comp", "refund")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that was not charged.

    Attributes:
        kind: one of `KINDS`.
        person, approver: ids; `hour` "20 h" it was.
        act: tells what was done at once: a discount on ten lines is one.
        cents: what it would have brought; `waste` what it cost for nothing.
    """

    kind: str
    act: str
    person: str
    approver: str
    reason: str
    hour: int
    cents: int
    waste: int = 0


@dataclass(frozen=True, slots=True)
class LossesView:
    """The report: `words` are its sums in one line."""

    rows: tuple[Row, ...]
    words: str


def groupings() -> tuple[Choice, ...]:
    """What it can be added up by."""
    return (
        Choice("person", tr("Qui")),
        Choice("approver", tr("Accord")),
        Choice("reason", tr("Raison")),
        Choice("hour", tr("Heure")),
    )


def columns() -> tuple[Column, ...]:
    """The columns, whatever it is added up by."""
    return (
        Column("name", tr("Par"), style="strong"),
        Column("void", tr("Annulé"), 92, "end", "plain"),
        Column("discount", tr("Remises"), 92, "end", "plain"),
        Column("comp", tr("Offert"), 92, "end", "plain"),
        Column("refund", tr("Remboursé"), 104, "end", "plain"),
        Column("waste", tr("Perte"), 84, "end", "plain"),
        Column("count", tr("Nombre"), 76, "end"),
    )


def read_losses(house: House, first: str, last: str) -> tuple[Loss, ...]:
    """What was not charged on the business days from `first` to `last`.

    Raises:
        KnownError: the journal cannot be read.
    """
    facts: list[Fact] = []
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        facts += facts_of(entries_of_day(house.database, day.isoformat(), _READ))
        day += timedelta(days=1)
    articles = {line.line: line.article for fact in facts for line in added(fact.event)}
    removed = {f.event.discount for f in facts if isinstance(f.event, DiscountRemoved)}
    # Two terminals that were apart may each have given one.
    last_of = {
        (f.event.line, f.event.discount): f
        for f in facts
        if isinstance(f.event, LineDiscounted)
    }
    found = []
    for fact in facts:
        match fact.event:
            case LineVoided(stage=stage) if stage != "unsent":
                found.append(_void(house, fact, fact.event, articles))
            case LineDiscounted(line=line, discount=name) if name not in removed:
                if fact is last_of[line, name]:
                    found.append(_discount(fact, fact.event))
            case ReceiptRefunded():
                found += _refund(house, fact, fact.event)
            case _:
                pass
    return tuple(found)


def _loss(
    fact: Fact, kind: str, act: str, reason: str, cents: int, waste: int = 0
) -> Loss:
    meta = fact.meta
    hour = datetime.fromisoformat(meta.ts).hour
    return Loss(kind, act, meta.op, meta.appr, reason, hour, cents, waste)


def _discount(fact: Fact, event: LineDiscounted) -> Loss:
    """What an offer gave is no person's word."""
    kind = "comp" if event.comp else "discount"
    loss = _loss(fact, kind, event.discount, event.reason, event.amount)
    return replace(loss, person=SYSTEM) if event.promotion else loss


def _void(
    house: House, fact: Fact, event: LineVoided, articles: dict[str, str]
) -> Loss:
    line = house.world.book.lines.get(event.line)
    name = articles.get(event.line, line.article if line else "")
    article = house.world.catalogue.articles.get(name)
    cost = article.cost if article and event.stage in _MADE else 0
    waste = rhu(cost * event.quantity, MILLI)
    act = f"{fact.meta.chain}:{fact.order[2]}"
    return _loss(fact, "void", act, event.reason, event.amount, waste)


def _refund(house: House, fact: Fact, event: ReceiptRefunded) -> Iterator[Loss]:
    """What went back line by line, for its own reason or for that of the document."""
    for line in heads(event):
        waste = _cost(house, event, line) if line.disposition == "waste" else 0
        reason = line.reason or event.reason
        yield _loss(fact, "refund", event.receipt, reason, -line.total, waste)


def _cost(house: House, event: ReceiptRefunded, head: ReceiptLine) -> int:
    """Cents that a line cost; a formule costs what its components do, unless it says."""
    articles = house.world.catalogue.articles
    parts = [line.article for line in event.lines if line.parent == head.id]
    costs = {
        name: found.cost
        for name in (head.article, *parts)
        if (found := articles.get(name))
    }
    cost = costs.get(head.article, 0) or sum(costs.get(name, 0) for name in parts)
    return rhu(cost * -milli_of(head), MILLI)


def present_losses(
    house: House, losses: Sequence[Loss], by: str, first: str, last: str
) -> LossesView:
    """The report, the dearest group first."""
    name_of = _names(house)[by]
    groups: dict[str, list[Loss]] = {}
    for loss in losses:
        groups.setdefault(name_of(loss), []).append(loss)
    rows = [_row(name, found) for name, found in groups.items()]
    order = {name: -sum(_of(found, "")) for name, found in groups.items()}
    rows.sort(key=lambda row: (order[row.id], row.id))
    with house.database.read() as connection:
        taken = takings(connection, first, last=last).ttc
    total = sum(_of(losses, ""))
    words = tr("{amount} non encaissés ou rendus", amount=price(total))
    if taken > 0:
        share = percent(rhu(total * _WHOLE, taken + total))
        words = tr("{words} · {share} de la carte", words=words, share=share)
    return LossesView(tuple(rows), words if losses else "")


def _names(house: House) -> dict[str, Callable[[Loss], str]]:
    return {
        "person": lambda loss: person_name(house, loss.person),
        "approver": lambda loss: (
            person_name(house, loss.approver) if loss.approver else tr("sans accord")
        ),
        "reason": lambda loss: tr(loss.reason) if loss.reason else tr("sans raison"),
        "hour": lambda loss: tr("{hour} h", hour=f"{loss.hour:02d}"),
    }


def _of(losses: Iterable[Loss], kind: str) -> list[int]:
    return [loss.cents for loss in losses if kind in ("", loss.kind)]


def _row(name: str, losses: Sequence[Loss]) -> Row:
    sums = [sum(_of(losses, kind)) for kind in KINDS]
    sums.append(sum(loss.waste for loss in losses))
    count = len({loss.act for loss in losses})
    cells = [Cell(amount(cents) if cents else "", cents) for cents in sums]
    return Row(name, (name, *cells, Cell(str(count), count)))


def csv_rows(view: LossesView) -> list[tuple[str, ...]]:
    """The report as a file has it."""
    return [
        tuple(c.text if isinstance(c, Cell) else c for c in row.cells)
        for row in view.rows
    ]
