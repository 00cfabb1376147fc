"""Closings of the establishment: what its terminals closed for a day, a month, a year.

The terminal that carries the hub makes them. A restaurant with one terminal needs none:
that terminal's closings are those of the establishment. They begin on the first business
day that a second terminal closed.

A closing names what it adds up, and the terminals that had not closed the period or not
told of it yet. It waits for those that are known to owe one, but no longer than `PATIENCE`
after the period. What comes later is added up by a complement of the period, a closing with
a number of its own: none is ever changed.

Source: `fiscal.md` B-15, 6 and C-03.
"""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from typing import Final

from app.domain.receipts.events import GrandTotals
from app.domain.till.decide import is_over
from app.domain.till.events import (
    ADDED,
    DayClosed,
    EstablishmentDayClosed,
    EstablishmentMonthClosed,
    EstablishmentYearClosed,
    PeriodClosed,
    TillOpened,
)
from app.domain.till.periods import Period, month_of, year_of
from app.domain.till.state import LastPeriod
from app.domain.vocabulary import Refusal
from app.domain.wire import series_of
from app.fiscal.periods import (
    Result,
    Told,
    carried,
    closing_at,
    closings,
    last_day_of,
    part_of,
    run_closing,
    summed,
)
from app.services.facts import facts_of
from app.services.house import SYSTEM, Actor, Fact, House
from db import reading
from db.series import numbered

KINDS: Final = (
    EstablishmentDayClosed,
    EstablishmentMonthClosed,
    EstablishmentYearClosed,
)
PATIENCE: Final = timedelta(hours=12)
"""How long after its end a period is not closed while a terminal is known to owe its
closing."""
_NEVER: Final = "9999-12-31"


def makes_them(house: House) -> bool:
    """Whether this terminal closes for the whole establishment."""
    terminals = house.world.terminals
    hub = terminals.hub
    return terminals.several and hub is not None and hub.chain == house.terminal


def close_establishment(
    house: House,
    actor: Actor,
    kind: type[PeriodClosed],
    *,
    told: Told = lambda name: None,
) -> Result:
    """Closes, by hand, the oldest period of a kind that something is to be added up of.

    Raises:
        KnownError: it could not be written; the period is still open.
    """
    with house.journal.lock:
        period, parts = next(_waiting(house, kind), (("", ""), []))
        result = run_closing(house, actor, _closing(house, kind, period, parts))
        if not isinstance(result, Refusal):
            told(result[1].event.detail)  # type: ignore[attr-defined]  # its event
        return result


def close_establishment_due(
    house: House, *, told: Told = lambda name: None
) -> tuple[Fact, ...]:
    """Makes the closings of the establishment that are due, the oldest first; nothing
    where another terminal does.

    Raises:
        KnownError: one could not be written; those before it stand.
    """
    if not makes_them(house):
        return ()
    done: tuple[Fact, ...] = ()
    now = house.clock()
    with house.journal.lock:
        for kind in KINDS:
            for period, parts in list(_waiting(house, kind)):
                late = is_over(house.world, period[1], now - PATIENCE)
                if not is_over(house.world, period[1], now):
                    break
                if not late and any(_absent(house, kind, period, parts)):
                    continue
                closing = _closing(house, kind, period, parts)
                result = run_closing(house, Actor(SYSTEM), closing)
                if isinstance(result, Refusal):
                    break
                done += result
                told(result[1].event.detail)  # type: ignore[attr-defined]  # its event
    return done


def since(house: House) -> str:
    """The first business day that two terminals closed, from which on the establishment
    has closings of its own; far away while one is alone."""
    return second_day(
        _day(first)
        for chain in reading.vector(house.database)
        if (first := closing_at(house.database, chain, "Z", 1)) is not None
    )


def second_day(first_days: Iterator[str]) -> str:
    """`since`, of the day of each terminal's first Z."""
    return (*sorted(first_days), _NEVER, _NEVER)[1]


def _waiting(
    house: House, kind: type[PeriodClosed]
) -> Iterator[tuple[Period, list[Fact]]]:
    """Each period with the closings of it that nothing has added up yet, oldest first."""
    begin = since(house)
    upto = house.world.establishment.get(kind, LastPeriod()).upto
    found: dict[Period, list[Fact]] = {}
    for chain in sorted(reading.vector(house.database)):
        after = upto.get(chain, 0)
        for fact in closings(house.database, chain, ADDED[kind], after=after):
            if _day(fact) >= begin:
                found.setdefault(_period(house, kind, fact), []).append(fact)
    for period in sorted(found, key=lambda each: each[1]):
        yield period, found[period]


def _period(house: House, kind: type[PeriodClosed], fact: Fact) -> Period:
    day = _day(fact)
    if kind is EstablishmentDayClosed:
        return day, day
    if kind is EstablishmentMonthClosed:
        return month_of(day)
    return year_of(day, house.world.till(house.terminal).year_starts)


def _day(fact: Fact) -> str:
    assert isinstance(fact.event, DayClosed | PeriodClosed)
    return last_day_of(fact.event)


def _closing(
    house: House, kind: type[PeriodClosed], period: Period, parts: list[Fact]
) -> PeriodClosed:
    """The closing of a period, but for its number."""
    made = summed(kind, house.terminal, period, parts)
    last = house.world.establishment.get(kind, LastPeriod())
    upto = dict(last.upto)
    for part in made.parts:
        upto[part.chain] = max(upto.get(part.chain, 0), part.number)
    ends = [
        fact
        for chain, number in sorted(upto.items())
        if (fact := closing_at(house.database, chain, ADDED[kind], number)) is not None
    ]
    starts = house.world.till(house.terminal).year_starts
    day = max((_day(fact) for fact in ends), default="")
    totals = together(
        carried(fact.event, day, starts)
        for fact in ends
        if isinstance(fact.event, DayClosed | PeriodClosed)
    )
    net = made.totals.perpetual_net - made.start_net
    turned = made.totals.perpetual_abs - made.start_abs
    return replace(
        made,
        totals=totals,
        start_net=totals.perpetual_net - net,
        start_abs=totals.perpetual_abs - turned,
        extent=None,
        complement=_made_before(house, kind, period, last),
        absent=tuple(_absent(house, kind, period, parts)),
        ends=tuple(map(part_of, ends)),
    )


def together(totals: Iterator[GrandTotals]) -> GrandTotals:
    """Running totals of several terminals, added up."""
    known = list(totals)
    names = [field.name for field in fields(GrandTotals)]
    return GrandTotals(**{name: sum(getattr(t, name) for t in known) for name in names})


def _made_before(
    house: House, kind: type[PeriodClosed], period: Period, last: LastPeriod
) -> int:
    """How many closings of this period there are already, whoever made them."""
    if period[1] > last.last_day:
        return 0
    return sum(
        _day(fact) == period[1]
        for chain in reading.vector(house.database)
        for fact in closings(house.database, chain, series_of(kind))
    )


def _absent(
    house: House, kind: type[PeriodClosed], period: Period, parts: list[Fact]
) -> Iterator[str]:
    """The terminals that are known to owe a closing of the period."""
    here = {fact.meta.chain for fact in parts}
    for chain in sorted(reading.vector(house.database).keys() - here):
        if kind is EstablishmentDayClosed:
            day = _open_since(house, chain)
        else:
            till, months = house.world.till(chain), kind is EstablishmentMonthClosed
            last = till.month if months else till.year
            series, after = "Z" if months else "ZM", last.upto.get(chain, 0)
            owed = next(closings(house.database, chain, series, after=after), None)
            day = "" if owed is None else _day(owed)
        if "" < day <= period[1]:
            yield chain


def _open_since(house: House, chain: str) -> str:
    """The business day for which a terminal opened its till and has not closed it, ""
    for none; asked of the journal, for the world lets go of what is over here."""
    database = house.database
    number = reading.counters(database, chain, ["Z"]).get("Z", 0)
    last = closing_at(database, chain, "Z", number) if number else None
    end = last.meta.order[2] if last else 0
    extent = last.event.extent if last and isinstance(last.event, DayClosed) else None
    spans = extent.series if extent else ()
    counted = max((span.last for span in spans if span.series == "M"), default=0)
    for fact in facts_of(numbered(database, chain, "M", after=counted)):
        if isinstance(fact.event, TillOpened) and fact.meta.order[2] > end:
            return fact.meta.bday
    return ""
