"""A service as a timeline: which party has which table from when to when."""

from collections.abc import Iterator
from datetime import datetime

from app.domain.orders.state import Order
from app.domain.reservations.availability import (
    bookable,
    minute_of,
    services_on,
    sitting,
    stays,
    taken_tables,
    time_of,
)
from app.domain.reservations.clashes import clashes
from app.domain.reservations.events import Reservation
from app.domain.world import World
from app.presenters.floor.standing import number_key
from app.presenters.pos.words import Sight
from app.presenters.reservations.page import guest_name
from resources.texts import tr, trn
from widgets.timeline import SLOT
from widgets.timeline_views import (
    BarKind,
    BarView,
    RowView,
    SlotView,
    TimelineView,
    overlapping,
)

BEFORE, AFTER = 30, 150
"""Minutes shown around the arrivals of a service."""
_WHOLE = (11 * 60, 24 * 60)
_DAY = 24 * 60
ORDER = "order:"
"""Before the id of an order whose guests sit there."""
_AT = "@"
"""Between a party and its table, in what a bar is called."""
_GONE = ("cancelled", "no_show")
_KINDS: dict[str, BarKind] = {"arrived": "arrived", "finished": "over"}


def spans(world: World, date: str) -> dict[str, tuple[str, int, int]]:
    """Service -> its name and the minutes shown of it; the whole day where there is none."""
    found = {
        service.id: (service.name, service.start - BEFORE, service.end + AFTER)
        for service in services_on(world, date)
    }
    return found or {"": (tr("Journée"), *_WHOLE)}


def span_now(world: World, date: str, now: datetime) -> str:
    """The service that is on, or comes next; of another day the last one."""
    known = spans(world, date)
    minute = now.hour * 60 + now.minute
    ahead = [key for key, (_, _, end) in known.items() if end > minute]
    today = date == now.date().isoformat()
    return ahead[0] if today and ahead else list(known)[-1]


def present_timeline(
    world: World, sight: Sight, date: str, service: str
) -> TimelineView:
    """A service of a day; an unknown one is that of `span_now`."""
    now, known = sight.now, spans(world, date)
    key = service if service in known else span_now(world, date, now)
    _, start, end = known[key]
    start, end = start // SLOT * SLOT, -(-end // SLOT) * SLOT
    today = date == now.date().isoformat()
    bars = [
        bar
        for bar in (*_orders(world, sight, date), *_reservations(world, sight, date))
        if bar.start < end and start < bar.end
    ]
    bars = [_told(bar, bars) for bar in sorted(_seen(bars), key=_begin)]
    return TimelineView(
        start=start,
        end=end,
        now=now.hour * 60 + now.minute if today else -1,
        rows=(
            *([_nowhere()] if any(not bar.row for bar in bars) else []),
            *_rows(world),
        ),
        bars=tuple(bars),
        slots=tuple(_slots(world, date, now, start, end)),
    )


def _begin(bar: BarView) -> tuple[int, str]:
    return bar.start, bar.id


def _seen(bars: list[BarView]) -> Iterator[BarView]:
    """Without those gone whose table others have had since, and until then for the rest."""
    for bar in bars:
        others = [b for b in bars if b.row == bar.row and b.kind != "over"]
        if bar.kind != "over" or not bar.row:
            yield bar
        elif not any(other.start <= bar.start < other.end for other in others):
            later = [other.start for other in others if other.start > bar.start]
            yield bar._replace(end=min([bar.end, *later]))


def _told(bar: BarView, bars: list[BarView]) -> BarView:
    """A bar that says whether it lies on another party's."""
    return bar._replace(clash=bar.clash or bool(overlapping(bar, bars)))


def _nowhere() -> RowView:
    return RowView("", tr("À placer"))


def _rows(world: World) -> Iterator[RowView]:
    rooms = world.floor.rooms
    tables = sorted(
        bookable(world),
        key=lambda table: (rooms[table.room].rank, number_key(table.number)),
    )
    for table in tables:
        seats = trn(table.seats, "{n} place", "{n} places")
        yield RowView(table.id, table.number, seats, table.seats)


def _reservations(world: World, sight: Sight, date: str) -> Iterator[BarView]:
    """Those to come, at the door, and gone; who sits is shown by their order."""
    wrong = {each for clash in clashes(world, date) for each in clash.reservations}
    for known in world.reservations.on(date):
        status = world.reservations.status(known.id, world.book)
        start = minute_of(known.time)
        if status in (*_GONE, "seated") or start is None:
            continue
        kind = _KINDS.get(status, "booked")
        yield from _bars(
            known.id,
            known.tables or ("",),
            (start, start + known.minutes),
            guest_name(sight, known),
            known.covers,
            kind,
            clash=known.id in wrong,
            moves=kind != "over",
        )


def _orders(world: World, sight: Sight, date: str) -> Iterator[BarView]:
    if date != sight.now.date().isoformat():
        return
    for order in world.book.open_orders():
        if order.table:
            stay = sitting(world, order, sight.now)
            yield from _bars(
                ORDER + order.id,
                stay.tables,
                (stay.start, stay.end),
                _party(world, order, sight),
                order.covers,
                "seated",
                clash=False,
                moves=False,
            )


def _party(world: World, order: Order, sight: Sight) -> str:
    known = world.reservations.known.get(world.reservations.seatings.get(order.id, ""))
    return guest_name(sight, known) if known else tr("De passage")


def _bars(
    party: str,
    tables: tuple[str, ...],
    span: tuple[int, int],
    title: str,
    covers: int,
    kind: BarKind,
    *,
    clash: bool,
    moves: bool,
) -> Iterator[BarView]:
    start, end = span
    for table in tables:
        yield BarView(
            id=f"{party}{_AT}{table}",
            party=party,
            row=table,
            start=start,
            end=end,
            title=title,
            times=f"{time_of(start)} – {time_of(end)}",
            covers=covers,
            kind=kind,
            clash=clash,
            moves=moves,
        )


def party_of(bar: str) -> str:
    """The party of a bar, by what it is called."""
    return bar.partition(_AT)[0]


def _slots(
    world: World, date: str, now: datetime, start: int, end: int
) -> Iterator[SlotView]:
    there = stays(world, date, now)
    tables = {table.id for table in bookable(world)}
    for minute in range(start, end, SLOT):
        taken = taken_tables(there, minute, minute + SLOT) & tables
        yield SlotView(minute, len(taken), len(tables))


def moved_tables(known: Reservation, was: str, row: str) -> tuple[str, ...]:
    """The tables of a party of which one bar went to another row; "" is no table."""
    if was == row:
        return known.tables
    if not row:
        return tuple(table for table in known.tables if table != was)
    others = [row if table == was else table for table in known.tables]
    return tuple(dict.fromkeys(others)) if was in known.tables else (row,)
