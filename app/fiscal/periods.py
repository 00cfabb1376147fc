"""Closings that add up closings: months and fiscal years of a terminal, and what all
terminals of the establishment closed.

Nothing is read from documents again: a month is the sum of its Zs, a year of its months,
a closing of the establishment of what its terminals closed for the same period. Each is
one append, so a kill leaves none half-done; what is missing is made at the next look
(`close_due`), however long the till was off. A month without a Z has nothing to close.

Source: `fiscal.md` C-01 to C-05, B-15 and 6.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from app.domain.receipts.events import GrandTotals
from app.domain.till.decide import ClosePeriod, ReadX, is_over
from app.domain.till.events import (
    ADDED,
    DayClosed,
    Extent,
    Figure,
    MonthClosed,
    Part,
    PeriodClosed,
    Span,
    YearClosed,
)
from app.domain.till.periods import Period, following, month_of, year_of
from app.domain.till.state import ZERO
from app.domain.vocabulary import Refusal
from app.domain.wire import series_of
from app.fiscal.closing import (
    added_up,
    close_day,
    close_left_open,
    figures_so_far,
    sync,
)
from app.services.facts import facts_of
from app.services.house import SYSTEM, Actor, Fact, House
from db import reading
from db.database import Database
from db.series import numbered

Result = tuple[Fact, ...] | Refusal
Told = Callable[[str], object]
"""Told the name of each closing that was made; may raise to stop before the next."""
_FIGURES: Final = ("document.sale.ttc", "document.refund.ttc")


# ------------------------------------------------------------ stored closings


def closings(
    database: Database, chain: str, series: str, *, after: int = 0, last: int = 2**62
) -> Iterator[Fact]:
    """The closings of a terminal in a series, beyond number `after` up to `last`.

    Raises:
        KnownError: they cannot be read.
    """
    found = numbered(database, chain, series, after=after, last=last)
    for fact in facts_of(found):
        if isinstance(fact.event, DayClosed | PeriodClosed):
            yield fact


def closing_at(database: Database, chain: str, series: str, number: int) -> Fact | None:
    """One closing by its number, None if it is not here."""
    found = closings(database, chain, series, after=number - 1, last=number)
    return next(found, None)


def last_day_of(closing: DayClosed | PeriodClosed) -> str:
    """The last business day that a closing closes."""
    return closing.day if isinstance(closing, DayClosed) else closing.last_day


def part_of(fact: Fact) -> Part:
    """A closing as another one names it."""
    closing = fact.event
    assert isinstance(closing, DayClosed | PeriodClosed)
    return Part(
        chain=fact.meta.chain,
        number=closing.number,
        day=last_day_of(closing),
        hash=fact.meta.hash,
        net=sum(turnover(closing.figures)),
    )


def turnover(figures: Sequence[Figure]) -> tuple[int, int]:
    """Sales and refunds (negative) among figures, cents with VAT."""
    known = {figure.key: figure.value for figure in figures}
    sales, refunds = (known.get(key, 0) for key in _FIGURES)
    return sales, refunds


def summed(
    kind: type[PeriodClosed], till: str, period: Period, parts: Sequence[Fact]
) -> PeriodClosed:
    """The closing of a period that adds up these closings, in the order of days.

    It has no number yet. Its `totals` are those of the last part, `start_…` those before
    the first: of several terminals, other ones are put in their place.
    """
    events = [fact.event for fact in parts]
    known = [e for e in events if isinstance(e, DayClosed | PeriodClosed)]
    figures = added_up(event.figures for event in known)
    totals = known[-1].totals if known else ZERO
    sales, refunds = turnover(figures)
    return kind(
        till=till,
        number=0,
        first_day=period[0],
        last_day=period[1],
        parts=tuple(map(part_of, parts)),
        figures=figures,
        totals=totals,
        start_net=totals.perpetual_net - sales - refunds,
        start_abs=totals.perpetual_abs - sales + refunds,
        extent=_joined([event.extent for event in known if event.extent]),
    )


def _joined(extents: Sequence[Extent]) -> Extent | None:
    """From the first one's beginning to the last one's end."""
    if not extents:
        return None
    series: dict[str, Span] = {}
    for span in (span for extent in extents for span in extent.series):
        known = series.setdefault(span.series, span)
        series[span.series] = replace(known, last=span.last)
    software = dict.fromkeys(name for each in extents for name in each.software)
    return replace(
        extents[0],
        last=extents[-1].last,
        until=extents[-1].until,
        series=tuple(series[name] for name in sorted(series)),
        software=tuple(software),
    )


# ------------------------------------------------------------ months and years


def open_period(house: House, kind: type[PeriodClosed]) -> tuple[Period, list[Fact]]:
    """The oldest month or year of this terminal that is not closed, and what it would
    add up; ("", "") and nothing when there is nothing to close."""
    till = house.world.till(house.terminal)
    last = till.month if kind is MonthClosed else till.year
    after = last.upto.get(house.terminal, 0)
    found = closings(house.database, house.terminal, ADDED[kind], after=after)
    first = next(found, None)
    if first is None:
        return ("", ""), []
    day = _day(first)
    period = month_of(day) if kind is MonthClosed else year_of(day, till.year_starts)
    rest = takewhile(lambda fact: _day(fact) <= period[1], found)
    # A year that began otherwise, when its first month was set anew, is closed whole.
    return (max(period[0], _begins(last.last_day)), period[1]), [first, *rest]


def _day(fact: Fact) -> str:
    assert isinstance(fact.event, DayClosed | PeriodClosed)
    return last_day_of(fact.event)


def _begins(last_day: str) -> str:
    return following(last_day) if last_day else ""


def close_period(house: House, actor: Actor, kind: type[PeriodClosed]) -> Result:
    """Closes the oldest open month or fiscal year of this terminal, with the day and
    the month that it ends with.

    Raises:
        KnownError: it could not be written; the period is still open.
    """
    with house.journal.lock:
        done: tuple[Fact, ...] = ()
        till = house.world.till(house.terminal)
        last = month_of if kind is MonthClosed else _year(house)
        today = house.business_day(house.clock())
        if till.session and last(today)[1] == today and not _behind(house, kind, today):
            result = close_day(house, actor)
            if isinstance(result, Refusal):
                return result
            done = result
        if kind is YearClosed:
            while _month_ends(house):
                result = close_period(house, actor, MonthClosed)
                if isinstance(result, Refusal):
                    return result
                done += result
        result = _make(house, actor, kind)
        return result if isinstance(result, Refusal) else done + result


def _year(house: House) -> Callable[[str], Period]:
    starts = house.world.till(house.terminal).year_starts
    return lambda day: year_of(day, starts)


def _behind(house: House, kind: type[PeriodClosed], today: str) -> bool:
    """Whether an older period than that of `today` is still open."""
    (_, last), parts = open_period(house, kind)
    return bool(parts) and last < today


def _month_ends(house: House) -> bool:
    """Whether the oldest open month is over, or its last day is closed."""
    (_, last), parts = open_period(house, MonthClosed)
    closed = house.world.till(house.terminal).closed_day
    return bool(parts) and (closed >= last or is_over(house.world, last, house.clock()))


def _make(house: House, actor: Actor, kind: type[PeriodClosed]) -> Result:
    period, parts = open_period(house, kind)
    return run_closing(house, actor, summed(kind, house.terminal, period, parts))


def run_closing(house: House, actor: Actor, closing: PeriodClosed) -> Result:
    """Writes a closing that is ready but for its number and the hash of the one before.

    Raises:
        KnownError: it could not be written.
    """
    database, chain, series = house.database, closing.till, series_of(type(closing))
    number = reading.counters(database, chain, [series]).get(series, 0)
    before = closing_at(database, chain, series, number) if number else None
    closing = replace(
        closing,
        number=number + 1,
        previous=before.meta.hash if before else "",
    )
    result = house.run(ClosePeriod(closing=closing), actor)
    if not isinstance(result, Refusal):
        sync(house)
    return result


def close_due(
    house: House, *, thorough: bool = False, told: Told = lambda name: None
) -> tuple[Fact, ...]:
    """Makes the closings of this terminal that are due: a day left open past its
    cut-off, months and fiscal years that are over.

    Args:
        thorough: ask the journal; else what is in memory says whether anything is due,
            which costs nothing and is right but for what an older Sotto left.
        told: after each closing.

    Raises:
        KnownError: one could not be written; those before it stand.
    """
    with house.journal.lock:
        result = close_left_open(house)
        done: tuple[Fact, ...] = () if isinstance(result, Refusal) else result
        if done:
            told(done[1].event.detail)  # type: ignore[attr-defined]  # its event
        bday = house.business_day(house.clock())
        for kind in (MonthClosed, YearClosed):
            while thorough or _owes(house, kind):
                (_, last), parts = open_period(house, kind)
                # Nothing of this terminal enters it any more: its last day is closed, though
                # the clock may still show it when the till opens for the evening.
                if not parts or bday <= last:
                    break
                result = _make(house, Actor(SYSTEM), kind)
                if isinstance(result, Refusal):
                    break
                done += result
                told(result[1].event.detail)  # type: ignore[attr-defined]  # its event
    return done


def _owes(house: House, kind: type[PeriodClosed]) -> bool:
    """Whether a month or year of this terminal is over and not closed, as far as memory
    says."""
    till = house.world.till(house.terminal)
    own, now = house.terminal, house.clock()
    if kind is MonthClosed:
        due = till.closing > till.month.upto.get(own, 0)
        return due and is_over(house.world, month_of(till.closed_day)[1], now)
    due = till.month.number > till.year.upto.get(own, 0)
    last = till.month.last_day
    return due and is_over(house.world, year_of(last, till.year_starts)[1], now)


def read_month(house: House, actor: Actor) -> Result:
    """An X of the month so far: its Zs and this day, added up."""
    day = house.business_day(house.clock())
    period, parts = open_period(house, MonthClosed)
    closed = [
        fact.event.figures
        for fact in parts
        if isinstance(fact.event, DayClosed) and period == month_of(day)
    ]
    figures = added_up((*closed, figures_so_far(house)))
    return house.run(ReadX(figures=figures, since=month_of(day)[0]), actor)


def carried(closing: DayClosed | PeriodClosed, day: str, starts: int) -> GrandTotals:
    """A closing's running totals on a later business day on which nothing was sold."""
    totals, last = closing.totals, last_day_of(closing)
    return replace(
        totals,
        day=totals.day if last == day else 0,
        month=totals.month if month_of(last) == month_of(day) else 0,
        year=totals.year if year_of(last, starts) == year_of(day, starts) else 0,
    )
