"""Reservations as they stand.

What is kept of each does not depend on which of its facts came first, so that terminals
that were apart agree whatever arrives late.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.orders.state import Book
from app.domain.reservations.events import (
    Reservation,
    ReservationChanged,
    ReservationCreated,
    ReservationEvent,
    ReservationReminded,
    ReservationStatusChanged,
    ServiceSet,
)

COMING = ("booked", "confirmed")
"""Statuses of guests that are not in the house yet."""
OVER = ("cancelled", "no_show", "finished")
"""Statuses that keep no table any more."""


@dataclass(slots=True)
class Reservations:
    """Every reservation that may still matter, by id.

    Attributes:
        known: reservation -> what is known of it.
        days: day -> the reservations for it.
        statuses: reservation -> its last change of status; "booked" without one.
        seatings: order -> the reservation whose guests it was opened for.
        reminders: reservation -> the last reminder.
        services: lunch, dinner, by id.
    """

    known: dict[str, Reservation] = field(default_factory=dict)
    days: dict[str, set[str]] = field(default_factory=dict)
    statuses: dict[str, ReservationStatusChanged] = field(default_factory=dict)
    seatings: dict[str, str] = field(default_factory=dict)
    reminders: dict[str, ReservationReminded] = field(default_factory=dict)
    services: dict[str, ServiceSet] = field(default_factory=dict)

    def evolve(self, event: ReservationEvent) -> None:
        """Takes a fact in; never refuses."""
        match event:
            case ReservationCreated():
                # A change by a terminal whose clock is behind stands before it.
                if event.id not in self.known:
                    self._keep(event)
            case ReservationChanged():
                self._keep(event)
            case ReservationStatusChanged():
                self.statuses[event.reservation] = event
                if event.order:
                    self.seatings[event.order] = event.reservation
            case ReservationReminded():
                self.reminders[event.reservation] = event
            case ServiceSet():
                self.services[event.id] = event

    def _keep(self, event: Reservation) -> None:
        before = self.known.get(event.id)
        if before is not None:
            self.days[before.date].discard(event.id)
            if not self.days[before.date]:
                del self.days[before.date]
        self.known[event.id] = event
        self.days.setdefault(event.date, set()).add(event.id)

    def status(self, reservation: str, book: Book) -> str:
        """A `ReservationStatus`, or "finished" once the order of the guests is settled.

        An order that was given up was a mistake: the guests are still to be seated.
        """
        last = self.statuses.get(reservation)
        if last is None:
            return "booked"
        if last.status != "seated":
            return last.status
        order = book.orders.get(last.order)
        if order is None or not book.closed(order):
            return "seated" if order else "finished"
        return "arrived" if order.cancelled else "finished"

    def order(self, reservation: str) -> str:
        """The order its guests were seated with, "" before that."""
        last = self.statuses.get(reservation)
        return last.order if last else ""

    def on(self, date: str) -> list[Reservation]:
        """The reservations of a day, by time, whatever became of them."""
        found = (self.known[each] for each in self.days.get(date, ()))
        return sorted(found, key=lambda each: (each.time, each.id))

    def standing(self, date: str, book: Book) -> list[Reservation]:
        """Those of a day that keep their tables: to come, arrived or seated."""
        return [r for r in self.on(date) if self.status(r.id, book) not in OVER]

    def referred(self, source: str, reference: str) -> Iterator[Reservation]:
        """Those that a source calls so; more than one after terminals were apart."""
        if not reference:
            return
        for each in self.known.values():
            if (each.source, each.reference) == (source, reference):
                yield each
