"""X and Z: the figures of a business day, summed from stored documents.

Source: `fiscal.md` 6 and C-05 (documents are summed, never computed again), C-03 (the
day closes by itself at the cut-off), C-07 (business day), C-09 (a second closing shows
the first).
"""

import logging
from datetime import datetime, timedelta

from app.domain.till.decide import CloseDay, ReadX, is_over
from app.domain.till.events import Figure
from app.domain.vocabulary import Refusal
from app.projections.queries import Sums, day_sums, first_and_last
from app.projections.takings import covers_by_hour
from app.services.house import SYSTEM, Actor, Fact, House
from db.errors import KnownError

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


def day_figures(house: House, day: str) -> tuple[Figure, ...]:
    """Figures of a business day of this terminal, and how its drawer was counted."""
    with house.database.read() as connection:
        sums = day_sums(connection, day, terminal=house.terminal)
        covers = covers_by_hour(connection, day, house.terminal)
    # Covers are those of tables, not of documents: no sum of documents can tell them.
    for hour, count in covers.items():
        sums["hour", str(hour), "covers"] = count
    sums["document", "covers", "count"] = sum(covers.values())
    till = house.world.till(house.terminal)
    sums["cash", "expected", "amount"] = till.cash
    if till.counted is not None:
        sums["cash", "expected", "amount"] = till.counted.expected
        sums["cash", "counted", "amount"] = till.counted.total
        sums["cash", "difference", "amount"] = till.counted.difference
    return figures_of(sums)


def read_x(house: House, actor: Actor) -> tuple[Fact, ...] | Refusal:
    """Reads the till without resetting anything; written to the journal."""
    day = house.business_day(house.clock())
    return house.run(ReadX(figures=day_figures(house, day)), actor)


def close_day(house: House, actor: Actor) -> tuple[Fact, ...] | Refusal:
    """Closes the business day: the Z. Nothing is sold into that day any more.

    Raises:
        KnownError: the closing could not be written; the day is still open.
    """
    with house.journal.lock:
        day = house.business_day(house.clock())
        with house.database.read() as connection:
            first, last = first_and_last(connection, house.terminal, day)
        command = CloseDay(
            day=day, figures=day_figures(house, day), first=first, last=last
        )
        result = house.run(command, actor)
        if not isinstance(result, Refusal):
            _sync(house)
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


def _sync(house: House) -> None:
    try:
        house.journal.sync_witness()
    except KnownError as error:  # the closing stands in the database
        _log.info("head file not on the disk: %s", type(error).__name__)
