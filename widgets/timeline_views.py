"""What the timeline shows: a row for each table, a bar for each party, a count a slot.

Times are minutes of the day; those of the night after go on beyond 1440.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from resources.texts import tr, trn

BarKind = Literal["booked", "arrived", "seated", "over"]


class RowView(NamedTuple):
    """A table; `seats` 0 is where parties without a table wait."""

    id: str
    title: str
    note: str = ""
    seats: int = 0


class BarView(NamedTuple):
    """A party at one of its tables.

    Attributes:
        id: of the bar; party: what it is about, the same for all its tables.
        row: id of the table.
        times: "20:45 – 22:15".
        clash: somebody else has the table then, as far as the house knows.
        moves: it can be dragged.
    """

    id: str
    party: str
    row: str
    start: int
    end: int
    title: str
    times: str
    covers: int
    kind: BarKind = "booked"
    clash: bool = False
    moves: bool = True


class SlotView(NamedTuple):
    """Tables that are taken at some time from `minute` on, of all."""

    minute: int
    taken: int
    total: int


@dataclass(frozen=True, slots=True)
class TimelineView:
    """A span of a day.

    Attributes:
        start, end: of the span.
        now: -1 for another day.
    """

    start: int = 1080
    end: int = 1440
    now: int = -1
    rows: tuple[RowView, ...] = ()
    bars: tuple[BarView, ...] = ()
    slots: tuple[SlotView, ...] = ()


class Moved(NamedTuple):
    """A bar that was let go at another time or table.

    Attributes:
        was: the row it came from.
    """

    party: str
    was: str
    row: str
    start: int


def overlapping(bar: BarView, bars: Iterable[BarView]) -> tuple[BarView, ...]:
    """The bars of other parties who are at its table at its time, and not gone yet."""
    if not bar.row or bar.kind == "over":
        return ()
    return tuple(
        other
        for other in bars
        if other.row == bar.row
        and other.party != bar.party
        and other.kind != "over"
        and other.start < bar.end
        and bar.start < other.end
    )


def spoken_bar(bar: BarView, row: str) -> str:
    """What a screen reader says of a bar, at a table that people call `row`."""
    kinds = {
        "booked": tr("réservée"),
        "arrived": tr("arrivés"),
        "seated": tr("à table"),
        "over": tr("partis"),
    }
    parts = (
        bar.title,
        trn(bar.covers, "{n} couvert", "{n} couverts"),
        tr("table {number}", number=row) if bar.row else tr("sans table"),
        bar.times,
        kinds[bar.kind],
        tr("conflit") if bar.clash else "",
    )
    return ", ".join(part for part in parts if part)
