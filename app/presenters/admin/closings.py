"""Closings in words: lists of days, months and years, and one of them in full."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from app.domain.till.events import DayClosed, PeriodClosed
from app.domain.wire import series_of
from app.fiscal.closing import sums_of
from app.fiscal.periods import last_day_of, turnover
from app.presenters.till.closing_figures import (
    FigureGroup,
    FigureRow,
    figure_groups,
    net_rows,
)
from app.services.house import SYSTEM, Fact, House
from app.services.people import person_name
from resources.texts import (
    amount,
    long_date,
    month_name,
    price,
    short_date,
    tr,
    trn,
)
from widgets.dropdown import Entry
from widgets.table_model import Cell, Column, Row

Span = Literal["day", "month", "year"]
SPANS: Final[tuple[Span, ...]] = ("day", "month", "year")
ESTABLISHMENT: Final = "establishment"
SERIES: Final[Mapping[tuple[bool, str], str]] = {
    (False, "day"): "Z",
    (False, "month"): "ZM",
    (False, "year"): "ZY",
    (True, "day"): "E",
    (True, "month"): "EM",
    (True, "year"): "EY",
}
"""(of the establishment, span) -> series."""


def closing_columns() -> tuple[Column, ...]:
    """The columns of the closings."""
    return (
        Column("number", tr("N°"), 96, style="strong"),
        Column("period", tr("Période")),
        Column("made", tr("Clôturé"), 104, drop=2),
        Column("person", tr("Par"), 96, drop=1),
        Column("total", tr("Total net"), 110, "end", "plain"),
        Column("difference", tr("Écart"), 84, "end"),
    )


NONE_WORDS = {
    "day": (
        "Aucune journée close",
        "La journée se clôt à la fermeture de la caisse, ou par Clôturer.",
    ),
    "month": (
        "Aucun mois clos",
        "Un mois se clôt seul une fois passé. X du mois le lit en attendant.",
    ),
    "year": (
        "Aucun exercice clos",
        "Un exercice se clôt seul une fois ses mois passés.",
    ),
}


def none_words(span: str) -> tuple[str, str]:
    """What stands where nothing was closed, and when something will be."""
    sentence, hint = NONE_WORDS[span]
    return tr(sentence), tr(hint)


def closing_rows(house: House, closings: Sequence[Fact]) -> list[Row]:
    """Closings as they are listed, in the order given."""
    rows = []
    for fact in closings:
        event = fact.event
        if not isinstance(event, DayClosed | PeriodClosed):
            continue
        net = sum(turnover(event.figures))
        difference = sums_of(event.figures).get(("cash", "difference", "amount"), 0)
        made = datetime.fromisoformat(fact.meta.ts)
        rows.append(
            Row(
                key_of(fact),
                (
                    Cell(_number(fact, event), sort=event.number),
                    Cell(period_words(event), sort=last_day_of(event)),
                    Cell(f"{made:%d/%m %H:%M}", sort=fact.meta.ts),
                    _who(house, fact),
                    Cell(amount(net), sort=net),
                    Cell(amount(difference, sign=True), sort=difference),
                ),
            )
        )
    return rows


def key_of(fact: Fact) -> str:
    """What a closing is called in a list: "C1:Z:12"."""
    series = series_of(type(fact.event))
    return f"{fact.meta.chain}:{series}:{getattr(fact.event, 'number', 0)}"


def _number(fact: Fact, event: DayClosed | PeriodClosed) -> str:
    series = series_of(type(event))
    return f"{series} {fact.meta.chain}-{event.number}"


def _who(house: House, fact: Fact) -> str:
    by_itself = fact.meta.op == SYSTEM
    return tr("Sotto") if by_itself else person_name(house, fact.meta.op)


def period_words(event: DayClosed | PeriodClosed) -> str:
    """The period of a closing: "vendredi 20 novembre 2026", "novembre 2026"."""
    last = date.fromisoformat(last_day_of(event))
    words = f"{long_date(last)} {last.year}"
    if isinstance(event, PeriodClosed):
        first = date.fromisoformat(event.first_day)
        if first.day == 1 and last == date(
            first.year, first.month, monthrange(first.year, first.month)[1]
        ):
            words = f"{month_name(first.month)} {first.year}"
        elif first != last:
            words = f"{short_date(first)} – {short_date(last)}"
        if event.complement:
            words = tr("{period}, complément {n}", period=words, n=event.complement)
    return words


def terminal_entries(chains: Sequence[str], *, several: bool) -> list[Entry]:
    """Whose closings may be listed."""
    whole = [Entry(ESTABLISHMENT, tr("Établissement"))] if several else []
    return [*whole, *(Entry(chain, _till(chain)) for chain in chains)]


def _till(chain: str) -> str:
    return tr("Caisse {terminal}", terminal=chain.removeprefix("C"))


def count_words(closings: Sequence[Fact]) -> str:
    """How many are listed."""
    return trn(len(closings), "{n} clôture", "{n} clôtures")


def acts(*, establishment: bool) -> tuple[tuple[str, str], ...]:
    """What can be closed by hand."""
    kinds = (
        ("", tr("Tout ce qui est dû")),
        ("day", tr("La journée")),
        ("month", tr("Le mois")),
        ("year", tr("L'exercice")),
    )
    whole = (
        (f"{ESTABLISHMENT}:day", tr("La journée de l'établissement")),
        (f"{ESTABLISHMENT}:month", tr("Le mois de l'établissement")),
        (f"{ESTABLISHMENT}:year", tr("L'exercice de l'établissement")),
    )
    return (*kinds, *(whole if establishment else ()))


QUESTIONS = {
    "day": "Clôturer la journée ?",
    "month": "Clôturer le mois ?",
    "year": "Clôturer l'exercice ?",
}


def question_of(act: str) -> tuple[str, str]:
    """What is asked before one of the acts, and what it means."""
    return tr(QUESTIONS[act.rpartition(":")[2]]), tr(
        "Rien n'y entre plus ensuite, et une clôture ne se défait pas. Ce qui n'est pas "
        "encaissé passe à la période suivante."
    )


def made_words(name: str) -> str:
    """What a closing is called as it is made ("ZM-C1-000003 2026-11-01 2026-11-30"), as
    the list calls it."""
    number, *days = name.split()
    series, _, rest = number.partition("-")
    chain, _, count = rest.rpartition("-")
    said = " – ".join(short_date(date.fromisoformat(day)) for day in days)
    return f"{series} {chain}-{int(count)} · {said}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingView:
    """One closing.

    Attributes:
        groups: its figures; each opens what is behind it.
        inside: what the others open, in words.
    """

    title: str
    subtitle: str
    groups: tuple[FigureGroup, ...]
    inside: str


def present_closing(house: House, fact: Fact) -> ClosingView | None:
    """A closing as it is shown before it is saved; None when the fact is none."""
    event = fact.event
    if not isinstance(event, DayClosed | PeriodClosed):
        return None
    seal = tuple(FigureRow(name, value) for name, value in _seal(fact, event))
    groups = (
        *figure_groups(
            house, sums_of(event.figures), of_one=isinstance(event, DayClosed)
        ),
        FigureGroup(tr("Totaux"), net_rows(_totals(event))),
        FigureGroup(tr("Scellement"), seal),
    )
    inside = (
        tr("Documents de la journée")
        if isinstance(event, DayClosed)
        else trn(
            len(event.parts), "{n} clôture additionnée", "{n} clôtures additionnées"
        )
    )
    return ClosingView(
        title=_number(fact, event),
        subtitle=f"{period_words(event)} · {_who(house, fact)}",
        groups=groups,
        inside=inside,
    )


_Pairs = tuple[tuple[str, str], ...]


def _totals(event: DayClosed | PeriodClosed) -> _Pairs:
    totals = event.totals
    start = (
        ((tr("Perpétuel net au début"), price(event.start_net)),)
        if isinstance(event, PeriodClosed)
        else ()
    )
    return (
        *start,
        (tr("Total de l'exercice"), price(totals.year)),
        (tr("Total perpétuel net"), price(totals.perpetual_net)),
        (tr("Total perpétuel absolu"), price(totals.perpetual_abs)),
    )


def _seal(fact: Fact, event: DayClosed | PeriodClosed) -> _Pairs:
    pairs = [(tr("Signature"), fact.meta.extract)]
    if isinstance(event, DayClosed) and event.last:
        pairs.append((tr("Tickets"), f"{event.first:06d} – {event.last:06d}"))
    if event.extent:
        numbers = f"{event.extent.first} – {event.extent.last}"
        pairs.append((tr("Écritures"), numbers))
    if isinstance(event, PeriodClosed) and event.absent:
        absent = ", ".join(map(_till, event.absent))
        pairs.append((tr("Sans"), absent))
    return tuple(pairs)
