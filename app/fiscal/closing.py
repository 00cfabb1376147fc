"""X and Z: the figures of a business day, summed from stored documents.

Source: `fiscal.md` 6 and C-05 (documents are summed, never computed again), C-03 (the
day closes by itself at the cut-off), C-07 (business day), C-09 (a second closing shows
the first), 6 point 5 (control counters).
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from app.domain.credits.decide import BookSites
from app.domain.invoices.events import InvoiceIssued
from app.domain.receipts.events import AdditionPrinted
from app.domain.settings import EventRecorded
from app.domain.till.decide import CloseDay, ReadX, is_over
from app.domain.till.events import Extent, Figure, Span
from app.domain.till.state import Till
from app.domain.training.events import TrainingEnded
from app.domain.vocabulary import Refusal
from app.fiscal.added import ADDING, SETTING
from app.fiscal.breach import check_before_closing
from app.fiscal.totals import TYPES, check_totals
from app.projections.apply import put_sums
from app.projections.queries import Sums, day_sums, first_and_last, unpaid_additions
from app.projections.sums import sums as added_by
from app.projections.takings import covers_by_hour
from app.services.facts import facts_of
from app.services.house import SYSTEM, Actor, Fact, House
from db import reading
from db.database import Database
from db.errors import KnownError
from db.findings import Finding
from db.series import numbered, stretch

COUNTED: Final = {
    "VERIFY_OK": "verified",
    "DEGRADED_START": "degraded",
    "CLOCK_FORWARD": "clock_forward",
    "CLOCK_DRIFT": "clock_drift",
    "WITNESS_UNREACHABLE": "witness_unreachable",
    "INTEGRITY_BREACH": "breach",
    "RESTORE": "restored",
}
"""Technical events that a Z counts, besides those that the read tables sum up."""

_TOLD: Final = ("vat", "vat_rate", "tender", "beside", "deposit", "foreign")
_TOTALS: Final = (("document", "sale"), ("document", "refund"))
"""Sums that come from documents alone (`receipts.told`)."""
_ADDED_UP: Final = tuple(name for name in TYPES if name not in (*ADDING, SETTING))
"""Types of what a Z adds up, and of the Z."""

WARN_BEFORE = timedelta(minutes=30)
"""How long before the cut-off an open till is told that its day will be closed."""
_log = logging.getLogger("sotto.till")


def figures_of(sums: Sums) -> tuple[Figure, ...]:
    """Sums as the figures of a report: key "<family>.<item>.<measure>", sorted."""
    return tuple(
        Figure(key=".".join(key), value=value)
        for key, value in sorted(sums.items())
        if value
    )


def sums_of(figures: tuple[Figure, ...]) -> Sums:
    """The figures of a stored report as sums again (items may hold dots)."""
    sums: Sums = {}
    for figure in figures:
        family, _, rest = figure.key.partition(".")
        item, _, measure = rest.rpartition(".")
        sums[family, item, measure] = figure.value
    return sums


def added_up(all_figures: Iterable[tuple[Figure, ...]]) -> tuple[Figure, ...]:
    """Figures of several reports, added up by key; sorted."""
    sums: dict[str, int] = {}
    for figures in all_figures:
        for figure in figures:
            sums[figure.key] = sums.get(figure.key, 0) + figure.value
    return tuple(Figure(key=key, value=sums[key]) for key in sorted(sums) if sums[key])


def day_figures(
    house: House, day: str, noted: Sequence[Fact] = ()
) -> tuple[Figure, ...]:
    """Figures of a business day of this terminal, and how its drawer was counted.

    Args:
        noted: the technical events, additions and invoices since the last Z, which it
            counts.
    """
    with house.database.read() as connection:
        sums = day_sums(connection, day, terminal=house.terminal)
        if not _told_by(house, sums):
            sums = _sums_of_facts(house, day)
        # One may be issued after the Z of its day, for another terminal's ticket.
        sums = {key: value for key, value in sums.items() if key[0] != "invoiced"}
        covers = covers_by_hour(connection, day, house.terminal)
        asked = {
            fact.event.order: fact.event.ttc
            for fact in noted
            if isinstance(fact.event, AdditionPrinted)
        }
        unpaid = unpaid_additions(connection, asked)
    # Covers are those of tables, not of documents: no sum of documents can tell them.
    for hour, count in covers.items():
        sums["hour", str(hour), "covers"] = count
    sums["document", "covers", "count"] = sum(covers.values())
    sums["control", "addition_unpaid", "count"] = len(unpaid)
    sums["control", "addition_unpaid", "amount"] = sum(asked[order] for order in unpaid)
    for fact in noted:
        if isinstance(fact.event, EventRecorded) and fact.event.code in COUNTED:
            key = "control", COUNTED[fact.event.code], "count"
            sums[key] = sums.get(key, 0) + 1
        elif isinstance(fact.event, InvoiceIssued):
            _add(sums, fact)
        elif isinstance(fact.event, TrainingEnded):
            key = "control", "training", "count"
            sums[key] = sums.get(key, 0) + fact.event.documents
    till = house.world.till(house.terminal)
    sums["cash", "expected", "amount"] = till.cash
    if till.counted is not None:
        sums["cash", "expected", "amount"] = till.counted.expected
        sums["cash", "counted", "amount"] = till.counted.total
        sums["cash", "difference", "amount"] = till.counted.difference
        for check in till.counted.checked:
            family, item = "tender", check.method
            if check.terminal:
                family, item = "terminal", check.terminal
            sums[family, item, "told"] = check.told
            sums[family, item, "off"] = check.told - check.expected
    sums |= _purse(till)
    return figures_of(sums)


def _purse(till: Till) -> Sums:
    """What there is of each other currency, in hundredths of its unit: what must be there,
    what was counted, and what is left for the next session."""
    sums: Sums = {}
    for currency, left in till.foreign.items():
        sums["purse", currency, "expected"] = sums["purse", currency, "left"] = left
    for each in till.purses.values():
        sums["purse", each.currency, "expected"] = each.expected
        sums["purse", each.currency, "counted"] = each.counted
        off = each.counted - each.expected
        sums["purse", each.currency, "difference"] = off
    return sums


def _told_by(house: House, sums: Sums) -> bool:
    """Whether the read tables say of the day what its documents say: nobody signs them, so
    whoever opens the database can write other figures there."""
    told = house.world.till(house.terminal).told
    return {key: value for key, value in told.items() if value} == {
        key: value
        for key, value in sums.items()
        if value and (key[0] in _TOLD or key[:2] in _TOTALS)
    }


def check_tables(house: House, day: str) -> None:
    """Holds the read tables of a day against its documents before they become a Z.

    Where somebody wrote other figures there, an alarm says so, which the Z counts, and the
    day is summed anew from the journal. What cannot be written now does not keep a till
    from closing: the Z is then summed from the journal alone.
    """
    with house.database.read() as connection:
        sums = day_sums(connection, day, terminal=house.terminal)
    if _told_by(house, sums) or _sums_of_facts(house, day) == sums:
        return
    house.note_soon("TABLES_CHANGED", day)
    found = _sums_of_facts(house, day)
    try:
        house.database.transact(
            lambda connection: put_sums(connection, house.terminal, day, found)
        )
    except KnownError as error:
        _log.info("the read tables stay as they are: %s", type(error).__name__)


def _sums_of_facts(house: House, day: str) -> Sums:
    """The sums of the day from the journal itself."""
    _log.info("%s is summed from the journal, not from its read tables", day)
    after = reading.vector(house.database)
    after[house.terminal] = reading.before(house.database, day)[house.terminal]
    found: Sums = {}
    for fact in facts_of(house.journal.entries(after=after, readable=True)):
        if fact.meta.bday == day:
            _add(found, fact)
    return found


def _add(sums: Sums, fact: Fact) -> None:
    for family, item, measure, value in added_by(fact.event, fact.meta):
        key = family, item, measure
        sums[key] = sums.get(key, 0) + value


def since_last_z(house: House) -> tuple[Extent | None, list[Fact]]:
    """What this terminal wrote since its last Z, with the technical events, additions and
    invoices among it; None for nothing."""
    database, chain = house.database, house.terminal
    last = reading.seq_of(database, chain, "Z", house.world.till(chain).closing)
    found = stretch(database, chain, last)
    if not found.first:
        return None, []
    noted: list[Fact] = []
    for series, first, last in found.series:
        if series in ("J", "N", "F"):
            entries = numbered(database, chain, series, after=first - 1, last=last)
            noted += facts_of(entries)
    # Every start writes an event, so no program writes without one.
    software = dict.fromkeys(fact.meta.sw for fact in noted)
    return (
        Extent(
            first=found.first,
            last=found.last,
            since=found.since,
            until=found.until,
            series=tuple(
                Span(series=series, first=first, last=last)
                for series, first, last in found.series
            ),
            software=tuple(software),
        ),
        noted,
    )


def read_x(house: House, actor: Actor) -> tuple[Fact, ...] | Refusal:
    """Reads the till without resetting anything; written to the journal."""
    return house.run(ReadX(figures=figures_so_far(house)), actor)


def figures_so_far(house: House) -> tuple[Figure, ...]:
    """The figures of the business day until now."""
    _, noted = since_last_z(house)
    return day_figures(house, house.business_day(house.clock()), noted)


def close_day(house: House, actor: Actor) -> tuple[Fact, ...] | Refusal:
    """Closes the business day: the Z. Nothing is sold into that day any more.

    Raises:
        KnownError: the closing could not be written; the day is still open.
    """
    with house.journal.lock:
        with house.alongside(None):  # what comes along comes with the Z
            check_before_closing(house)
            day = house.business_day(house.clock())
            house.run(BookSites(), Actor(SYSTEM))
            check_tables(house, day)
        with house.database.read() as connection:
            first, last = first_and_last(connection, house.terminal, day)
        extent, noted = since_last_z(house)
        command = CloseDay(
            day=day,
            figures=day_figures(house, day, noted),
            first=first,
            last=last,
            extent=extent,
        )
        result = house.run(command, actor)
        if not isinstance(result, Refusal):
            sync(house)
        return result


def close_left_open(house: House) -> tuple[Fact, ...] | Refusal:
    """Closes the day of a till that was left open past the cut-off, as that day.

    Returns:
        the facts, () when no day is due, or why it has to wait (a card is under way).

    Raises:
        KnownError: the closing could not be written; the day is still open.
    """
    with house.journal.lock:
        day = left_open(house)
        if not day:
            return ()
        result = close_day(house, Actor(SYSTEM))
        if not isinstance(result, Refusal):
            house.note_soon("DAY_LEFT_OPEN", day)
        return result


def left_open(house: House) -> str:
    """The business day of an open till whose cut-off has passed, "" for none."""
    if not house.world.till(house.terminal).session:
        return ""
    now = house.clock()
    day = house.business_day(now)
    return day if is_over(house.world, day, now) else ""


def closes_at(house: House) -> datetime | None:
    """The cut-off that will close an open till, when it is at most 30 minutes away."""
    if not house.world.till(house.terminal).session:
        return None
    now = house.clock()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    cutoff = midnight + timedelta(minutes=house.world.settings.number("day.cutoff"))
    if cutoff <= now:
        cutoff += timedelta(days=1)
    ends = is_over(house.world, house.business_day(now), cutoff)
    return cutoff if ends and cutoff - now <= WARN_BEFORE else None


def check_last(database: Database, chain: str) -> list[Finding]:
    """What is wrong with the last Z of a chain: it is added up again from its documents.

    Raises:
        KnownError: they cannot be read.
    """
    last = reading.counters(database, chain, ("Z",)).get("Z", 0)
    before, closing = (
        reading.seq_of(database, chain, "Z", number) for number in (last - 1, last)
    )
    after = reading.vector(database) | {chain: max(before - 1, 0)}
    found = reading.entries(database, after=after, types=_ADDED_UP, readable=True)
    return [each for each in check_totals(found) if each.seq == closing]


def sync(house: House) -> None:
    """Forces the head file to the disk after a closing."""
    try:
        house.journal.sync_witness()
    except KnownError as error:  # the closing stands in the database
        _log.info("head file not on the disk: %s", type(error).__name__)
