"""Covers to expect, by day and part of the day: who has reserved, and who comes anyway.

Guests without a reservation are forecast by the same day of the last weeks: half of those
days had at least as many. Days on which nothing was sold say nothing, so a holiday or a
closed week does not pull the forecast down.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median_high

from app.domain.kitchen.made import part_of
from app.domain.reservations.availability import services_on
from app.domain.reservations.events import Reservation
from app.domain.reservations.state import Reservations
from app.domain.world import World
from app.presenters.admin.words import capital
from app.projections.queries import load_reservations
from app.projections.takings import covers_of_days
from app.services.house import House
from resources.texts import long_date, tr, trn
from widgets.list_row import RowView

WEEKS, ENOUGH, AHEAD = 8, 3, 7
"""Weeks looked back on, days from which a usual number is known, days looked ahead."""
PARTS = ("noon", "evening")
_ICONS = {"noon": "light_mode", "evening": "dark_mode"}


@dataclass(frozen=True, slots=True)
class History:
    """(weekday, part) -> covers without a reservation on each such day that was open.

    Attributes:
        today: business day that it was read on.
    """

    today: str
    walked_in: Mapping[tuple[int, str], tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """Covers to expect in a part of a day.

    Attributes:
        booked: of reservations that still stand.
        usual: who comes without one, None while too few days are known; between `least`
            and `most` on the days that it is from, of which there are `days`.
    """

    part: str
    booked: int
    usual: int | None = None
    least: int = 0
    most: int = 0
    days: int = 0

    @property
    def covers(self) -> int:
        """All of them."""
        return self.booked + (self.usual or 0)


def read_history(house: House, today: str) -> History:
    """Reads who came without a reservation in the last weeks.

    Raises:
        KnownError: the data cannot be read.
    """
    last = date.fromisoformat(today) - timedelta(days=1)
    first = last - timedelta(weeks=WEEKS) + timedelta(days=1)
    span = first.isoformat(), last.isoformat()
    booked = Reservations()
    with house.database.read() as connection:
        served = covers_of_days(connection, *span)
        for event in load_reservations(connection, *span):
            booked.evolve(event)  # type: ignore[arg-type]  # facts of reservations only
    return History(today, _walked_in(served, booked))


def _walked_in(
    served: Mapping[tuple[str, int], int], booked: Reservations
) -> dict[tuple[int, str], tuple[int, ...]]:
    covers = dict.fromkeys(((day, part) for day, _ in served for part in PARTS), 0)
    for (day, hour), count in served.items():
        covers[day, part_of(hour)] += count
    found: dict[tuple[int, str], list[int]] = {}
    for (day, part), count in sorted(covers.items()):
        came = (r for r in booked.on(day) if _came(booked, r) and _part(r) == part)
        without = count - sum(each.covers for each in came)
        key = date.fromisoformat(day).weekday(), part
        found.setdefault(key, []).append(max(0, without))
    return {key: tuple(each) for key, each in found.items()}


def _came(booked: Reservations, reservation: Reservation) -> bool:
    last = booked.statuses.get(reservation.id)
    return last is not None and last.status == "seated"


def _part(reservation: Reservation) -> str:
    return part_of(int(reservation.time[:2]))


def expect(world: World, history: History, day: str) -> tuple[Expected, ...]:
    """Each part of a day on which the house takes guests; () when it is closed."""
    if day in world.settings.text("reservation.closed_days").split():
        return ()
    services = services_on(world, day)
    open_parts = {part_of(service.start // 60) for service in services}
    if world.reservations.services and not services:
        return ()
    standing = [
        each
        for each in world.reservations.on(day)
        if world.reservations.status(each.id, world.book)
        not in ("cancelled", "no_show")
    ]
    weekday = date.fromisoformat(day).weekday()
    return tuple(
        _expected(part, standing, history.walked_in.get((weekday, part), ()))
        for part in PARTS
        if part in open_parts or not services
    )


def _expected(
    part: str, standing: Iterable[Reservation], days: Sequence[int]
) -> Expected:
    booked = sum(each.covers for each in standing if _part(each) == part)
    if len(days) < ENOUGH:
        return Expected(part, booked)
    return Expected(part, booked, median_high(days), min(days), max(days), len(days))


# In words


def part_word(part: str) -> str:
    """ "midi", "soir"."""
    return {"noon": tr("midi"), "evening": tr("soir")}[part]


@dataclass(frozen=True, slots=True)
class DayForecast:
    """A day ahead with a row for each part of it."""

    title: str
    rows: tuple[RowView, ...]


def present_forecast(world: World, history: History) -> tuple[DayForecast, ...]:
    """This day and the six that follow."""
    today = date.fromisoformat(history.today)
    days = [today + timedelta(days=n) for n in range(AHEAD)]
    return tuple(
        DayForecast(
            title=capital(long_date(day)),
            rows=tuple(
                _row(each, day) for each in expect(world, history, day.isoformat())
            ),
        )
        for day in days
    )


def _row(each: Expected, day: date) -> RowView:
    return RowView(
        capital(part_word(each.part)),
        " · ".join((_booked_words(each), _usual_words(each, day))),
        icon=_ICONS[each.part],
        trailing=trn(each.covers, "{n} couvert", "{n} couverts"),
    )


def _booked_words(each: Expected) -> str:
    return trn(each.booked, "{n} réservé", "{n} réservés")


def _usual_words(each: Expected, day: date) -> str:
    if each.usual is None:
        return tr("de passage : pas encore assez de semaines")
    return tr(
        "{n} de passage ({least} à {most}, {days} {weekday}s)",
        n=each.usual,
        least=each.least,
        most=each.most,
        days=each.days,
        weekday=long_date(day).split(" ")[0],
    )
