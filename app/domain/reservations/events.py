"""Facts about reservations, and the services (lunch, dinner) that take them."""

from typing import Literal

from app.domain.records import record
from app.domain.wire import fact

ReservationStatus = Literal[
    "booked", "confirmed", "arrived", "seated", "cancelled", "no_show"
]
"""As it is written down. A seated one is *finished* once its order is settled: that is
never written but follows (`state.Reservations.status`)."""

SOURCES = ("phone", "website", "app", "walk_in", "voice", "google", "partner")
"""Usual sources; a partner gives its own name ("thefork")."""


@record
class Reservation:
    """A reservation as it stands: everything but its status.

    Attributes:
        date, time: when the guests come, "YYYY-MM-DD" and "HH:MM" on the house's clock.
        minutes: how long their tables are theirs.
        tables: ids of the tables, empty when none was chosen yet.
        name, phone, email, note: sealed with the key `reservation/<id>`, "" for none.
        source: where it came from, one of `SOURCES` or a partner's name.
        reference: the source's own id for it, "" for none.
        by: person, or program, that took it down.
        at: when that was, ISO 8601 with offset.
    """

    id: str
    date: str
    time: str
    covers: int
    minutes: int
    tables: tuple[str, ...] = ()
    name: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    source: str = "phone"
    reference: str = ""
    by: str = ""
    at: str = ""

    @property
    def start(self) -> str:
        """ "2026-11-20T20:45": sorts and compares as time does."""
        return f"{self.date}T{self.time}"


@fact("reservation.created", stream="reservation/{id}")
class ReservationCreated(Reservation):
    """A reservation was taken."""


@fact("reservation.changed", stream="reservation/{id}")
class ReservationChanged(Reservation):
    """A reservation is otherwise from now on: carries the whole of it."""


@fact("reservation.status_changed", stream="reservation/{reservation}")
class ReservationStatusChanged:
    """Confirmed, arrived, seated, cancelled, never came, or a step back.

    Attributes:
        order: the order that was opened for the guests when they were seated.
    """

    reservation: str
    status: str
    was: str
    order: str = ""


@fact("reservation.reminded", stream="reservation/{reservation}")
class ReservationReminded:
    """The guest was reminded, by "sms", "email" or "phone", at `at` (ISO 8601)."""

    reservation: str
    channel: str
    at: str


@fact("reservation.service_set", stream="reservation_service/{id}")
class ServiceSet:
    """A service for which tables can be reserved.

    Attributes:
        weekdays: 0 Monday - 6 Sunday; empty = every day.
        start, end: first and last arrival, minutes of the day, both inclusive.
        covers: most guests at a time, 0 = as many as the dining rooms seat.
    """

    id: str
    name: str
    start: int
    end: int
    weekdays: tuple[int, ...] = ()
    covers: int = 0
    active: bool = True


ReservationEvent = (
    ReservationCreated
    | ReservationChanged
    | ReservationStatusChanged
    | ReservationReminded
    | ServiceSet
)
