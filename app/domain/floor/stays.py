"""How long guests stay: learned from those who have paid, told of those who sit there.

What is learned is the usual time to the end from each step of a meal: from the moment the
table was opened, from the first call of a course, from the printed bill. So a table that is
late with its mains is expected to be late with everything else.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.catalogue.state import DIRECT
from app.domain.kitchen.made import part_of
from app.domain.orders.state import Book, Order
from app.domain.receipts.events import ReceiptIssued
from app.domain.vocabulary import Context, Meta
from app.domain.wire import fact

ENOUGH = 8
"""Tables from which a time is known."""
LONGEST = 6 * 60
"""Minutes; whoever was there longer was forgotten on the plan."""
STEP_MINUTES = 5
SEATED, BILL = "", "bill"
"""Steps that every meal has; the others are the courses that were called."""
_MINUTE = 60_000
_SIZES = ((2, "2"), (4, "4"), (6, "6"))
_PARTS = "noon", "evening"


@dataclass(frozen=True, slots=True)
class StayStep:
    """A step of a meal, and the minutes from it to its end."""

    step: str
    minutes: int


@fact("stay.ended", stream="order/{order}")
class StayEnded:
    """The guests of a table have paid.

    Attributes:
        minutes: since the table was opened for them.
        steps: the courses that were called and the printed bill, as they came.
    """

    order: str
    table: str
    covers: int
    minutes: int
    steps: tuple[StayStep, ...] = ()


def stay_facts(
    book: Book, decided: Iterable[object], context: Context
) -> tuple[StayEnded, ...]:
    """What the last receipt of a table says about how long its guests were there; the
    document of a tip is none."""
    return tuple(
        _ended(book.orders[event.order], book, context.now)
        for event in decided
        if isinstance(event, ReceiptIssued)
        and event.final
        and event.lines
        and event.table
        and event.covers > 0
        and not event.training
        and event.order in book.orders
    )


def _ended(order: Order, book: Book, now: datetime) -> StayEnded:
    end = round(now.timestamp() * 1000)
    return StayEnded(
        order=order.id,
        table=order.table,
        covers=order.covers,
        minutes=_minutes(order.opened, end),
        steps=tuple(
            StayStep(step, _minutes(at, end))
            for step, at in steps_of(book, order).items()
            if step != SEATED
        ),
    )


def _minutes(since: int, until: int) -> int:
    return max(0, (until - since) // _MINUTE)


def steps_of(book: Book, order: Order) -> dict[str, int]:
    """When each step of a meal began, ms, as they came; drinks are no step."""
    found: dict[str, int] = {}
    for line in book.lines_of(order):
        for dish in line.dishes:
            if dish.fired and dish.course != DIRECT:
                found[dish.course] = min(found.get(dish.course, dish.fired), dish.fired)
    if order.additions:
        found[BILL] = order.addition_ms
    return dict(sorted({SEATED: order.opened, **found}.items(), key=_second))


def _second(item: tuple[str, int]) -> int:
    return item[1]


def size_of(covers: int) -> str:
    """The parties that are alike: up to two, four, six, and the larger ones."""
    return next((size for most, size in _SIZES if covers <= most), "more")


def counted(event: StayEnded, meta: Meta) -> Iterator[tuple[str, str, str, int]]:
    """(size, part of the day, step, minutes to the end in steps of five) of a stay."""
    if not 0 < event.minutes <= LONGEST:
        return
    opened = datetime.fromisoformat(meta.ts) - timedelta(minutes=event.minutes)
    size, part = size_of(event.covers), part_of(opened.hour)
    yield size, part, SEATED, _rounded(event.minutes)
    for step in event.steps:
        yield size, part, step.step, _rounded(step.minutes)


def _rounded(minutes: int) -> int:
    return STEP_MINUTES * ((minutes + STEP_MINUTES // 2) // STEP_MINUTES)


@dataclass(slots=True)
class StayTimes:
    """(size, part of the day, step) -> minutes to the end -> tables that took so long."""

    tally: dict[tuple[str, str, str], Counter[int]] = field(default_factory=dict)

    def evolve(self, event: StayEnded, meta: Meta) -> None:
        """Takes in a table whose guests have paid."""
        for row in counted(event, meta):
            self._count(*row, 1)

    def restore(self, rows: Iterable[tuple[str, str, str, int, int]]) -> None:
        """Takes (size, part, step, minutes, tables) for all that is known."""
        self.tally.clear()
        for row in rows:
            self._count(*row)

    def usual(self, covers: int, part: str, step: str) -> int:
        """Minutes from a step to the end of half of such tables: at that part of the day,
        at any time while that has too few; -1 while all of the day has."""
        size = size_of(covers)
        alone = self.tally.get((size, part, step), Counter())
        whole = sum(
            (self.tally.get((size, each, step), Counter()) for each in _PARTS),
            Counter(),
        )
        return _median(alone) if alone.total() >= ENOUGH else _median(whole)

    def _count(
        self, size: str, part: str, step: str, minutes: int, tables: int
    ) -> None:
        self.tally.setdefault((size, part, step), Counter())[minutes] += tables


def _median(tally: Mapping[int, int]) -> int:
    total = sum(tally.values())
    if total < ENOUGH:
        return -1
    within = 0
    for minutes in sorted(tally):
        within += tally[minutes]
        if 2 * within >= total:
            break
    return minutes


@dataclass(frozen=True, slots=True)
class Leaving:
    """When guests are expected to be gone.

    Attributes:
        ms: since 1970.
        learned: from how long others stayed; else it is what was planned.
    """

    ms: int
    learned: bool


def leaving(
    times: StayTimes, book: Book, order: Order, planned: int, now: datetime
) -> Leaving:
    """By the latest step of their meal from which others' times are known.

    Args:
        planned: minutes that they were given, for a house that knows nothing yet.
    """
    opened = datetime.fromisoformat(order.opened_ts).astimezone(now.tzinfo)
    part = part_of(opened.hour)
    for step, at in reversed(steps_of(book, order).items()):
        minutes = times.usual(max(1, order.covers), part, step)
        if minutes >= 0:
            return Leaving(at + minutes * _MINUTE, learned=True)
    return Leaving(order.opened + planned * _MINUTE, learned=False)
