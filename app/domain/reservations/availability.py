"""What is free: services, stays, tables and covers at a time.

A *stay* is a span of a day in which guests sit somewhere: a reservation that still
stands, or an order that is open now. Times are minutes of the day on the house's clock.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as day_of
from datetime import datetime

from app.domain.floor.events import TableSet
from app.domain.floor.joining import joins
from app.domain.floor.stays import SEATED, Leaving, leaving
from app.domain.kitchen.made import part_of
from app.domain.orders.state import Order
from app.domain.reservations.events import ServiceSet
from app.domain.world import World

STEP = 15
"""Minutes between two arrivals that are proposed."""
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LEAST_LEFT = 15
"""Minutes for which guests who stayed longer than expected still keep their table."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Guests at tables from `start` to `end`, the end excluded."""

    start: int
    end: int
    covers: int
    tables: tuple[str, ...] = ()

    def meets(self, start: int, end: int) -> bool:
        """Whether it shares a minute with another span."""
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which guests may come.

    Attributes:
        tables: where they would sit, the best place found.
        covers: how many more guests the service takes at that time.
    """

    time: str
    service: str
    tables: tuple[str, ...]
    covers: int


def minute_of(time: str) -> int | None:
    """ "20:45" -> 1245; None when it is no time."""
    found = _CLOCK.fullmatch(time)
    return int(found[1]) * 60 + int(found[2]) if found else None


def time_of(minute: int) -> str:
    """1245 -> "20:45"."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def is_day(date: str) -> bool:
    """Whether it is a day of the calendar, "YYYY-MM-DD"."""
    if not _DAY.fullmatch(date):
        return False
    try:
        day_of.fromisoformat(date)
    except ValueError:
        return False
    return True


def stay_minutes(world: World, covers: int) -> int:
    """How long so many guests usually stay."""
    size = "2" if covers <= 2 else "4" if covers <= 4 else "more"
    return world.settings.number(f"reservation.minutes_{size}")


def usual_minutes(world: World, covers: int, now: datetime) -> int:
    """How long so many guests who sit down now will likely stay: as others did, else as
    the house has it."""
    learned = world.stays.usual(covers, part_of(now.hour), SEATED)
    return learned if learned > 0 else stay_minutes(world, covers)


def services_on(world: World, date: str) -> list[ServiceSet]:
    """The services of a day, the first one first; none when the house is closed."""
    if date in world.settings.text("reservation.closed_days").split():
        return []
    weekday = day_of.fromisoformat(date).weekday()
    services = world.reservations.services.values()
    found = [s for s in services if s.active and weekday in (s.weekdays or (weekday,))]
    return sorted(found, key=lambda service: service.start)


def service_at(world: World, date: str, time: str) -> ServiceSet | None:
    """The service that takes guests at that time."""
    minute = minute_of(time)
    if minute is None:
        return None
    services = services_on(world, date)
    return next((s for s in services if s.start <= minute <= s.end), None)


def bookable(world: World) -> list[TableSet]:
    """The tables that are given to reservations: not those of the bar."""
    rooms = world.floor.rooms
    return [
        table
        for table in world.floor.tables.values()
        if table.active
        and table.room in rooms
        and rooms[table.room].active
        and rooms[table.room].style != "express"
    ]


def capacity(world: World, service: ServiceSet) -> int:
    """How many guests a service takes at a time."""
    return service.covers or sum(table.seats for table in bookable(world))


def stays(world: World, date: str, now: datetime, ignore: str = "") -> list[Stay]:
    """Who sits where on a day, without the reservation `ignore`."""
    found = list(_orders(world, date, now))
    for each in world.reservations.standing(date, world.book):
        # Seated guests sit where their order stands, wherever it was moved to.
        seated = world.reservations.status(each.id, world.book) == "seated"
        start = minute_of(each.time)
        if each.id != ignore and not seated and start is not None:
            found.append(Stay(start, start + each.minutes, each.covers, each.tables))
    return found


def _orders(world: World, date: str, now: datetime) -> Iterator[Stay]:
    if date != now.date().isoformat():
        return
    for order in world.book.open_orders():
        if order.table:
            yield sitting(world, order, now)


def sitting(world: World, order: Order, now: datetime) -> Stay:
    """The guests of an open order, as it looks now."""
    end = _minute(now) + _LEAST_LEFT
    start = min(_opened(order, now), end - 1)
    left = (leaving_of(world, order, now).ms - _ms(now) + 30_000) // 60_000
    end = max(end, _minute(now) + left)
    return Stay(start, end, order.covers, world.floor.group(order.table))


def leaving_of(world: World, order: Order, now: datetime) -> Leaving:
    """When the guests of an open order are expected to be gone."""
    return leaving(world.stays, world.book, order, _planned(world, order), now)


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _planned(world: World, order: Order) -> int:
    reservation = world.reservations.known.get(
        world.reservations.seatings.get(order.id, "")
    )
    return reservation.minutes if reservation else stay_minutes(world, order.covers)


def _opened(order: Order, now: datetime) -> int:
    """Minute of the day, 0 for an order that was opened before it."""
    opened = datetime.fromisoformat(order.opened_ts).astimezone(now.tzinfo)
    return _minute(opened) if opened.date() == now.date() else 0


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def covers_left(
    world: World, service: ServiceSet, taken: Sequence[Stay], start: int, end: int
) -> int:
    """How many more guests a service takes from `start` to `end`."""
    there = [stay for stay in taken if stay.meets(start, end)]
    moments = {start, *(stay.start for stay in there if stay.start > start)}
    most = max(
        sum(stay.covers for stay in there if stay.meets(moment, moment + 1))
        for moment in moments
    )
    return capacity(world, service) - most


def taken_tables(taken: Sequence[Stay], start: int, end: int) -> set[str]:
    """The tables at which somebody sits from `start` to `end`."""
    return {table for stay in taken if stay.meets(start, end) for table in stay.tables}


def best_tables(
    world: World, taken: Sequence[Stay], start: int, end: int, covers: int
) -> tuple[str, ...]:
    """A free place for so many guests, () for none.

    One table before two, two before three, then the fewest empty chairs, then the house's
    own order. Several can be pushed together, so that people still get past.
    """
    busy = taken_tables(taken, start, end)
    free = [table for table in bookable(world) if table.id not in busy]
    fitting: list[tuple[tuple[str, ...], int]] = [
        ((table.id,), table.seats) for table in free if table.seats >= covers
    ]
    if not fitting:
        blocks = [b for b in joins(world.floor, free) if b.seats >= covers]
        least = [(len(block.tables), block.tight) for block in blocks[:1]]
        fitting = [
            (block.tables, block.seats)
            for block in blocks
            if (len(block.tables), block.tight) in least
        ]

    def worth(place: tuple[tuple[str, ...], int]) -> tuple[int, int, int, str]:
        first = world.floor.tables[place[0][0]]
        room = world.floor.rooms[first.room]
        return place[1], room.rank, len(first.number), first.number

    return min(fitting, key=worth, default=((), 0))[0]


def availability(
    world: World, date: str, covers: int, now: datetime
) -> tuple[Slot, ...]:
    """The times of a day at which so many guests may come.

    Args:
        date: "YYYY-MM-DD", a day that exists.
        covers: how many guests, from 1.
        now: on the house's clock, for what is past and who sits there now.
    """
    taken, minutes = stays(world, date, now), stay_minutes(world, covers)
    found = []
    for service in services_on(world, date):
        for start in range(service.start, service.end + 1, STEP):
            end = start + minutes
            if f"{date}T{time_of(start)}" < now.isoformat()[:16]:
                continue
            left = covers_left(world, service, taken, start, end)
            tables = best_tables(world, taken, start, end, covers)
            if left >= covers and tables:
                found.append(Slot(time_of(start), service.id, tables, left))
    return tuple(found)
