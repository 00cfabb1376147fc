"""Takes a reservation, or changes one: the form asks the house what is free."""

from datetime import date, datetime

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.domain.reservations.availability import (
    availability,
    bookable,
    minute_of,
    services_on,
    stay_minutes,
    stays,
    taken_tables,
)
from app.domain.reservations.commands import (
    ChangeReservation,
    CreateReservation,
    SetReservationStatus,
)
from app.domain.reservations.events import Reservation
from app.domain.rules import Command
from app.presenters.floor.standing import number_key
from app.presenters.reservations.page import table_words
from app.services.guests import NOBODY, guest_of, sealed_guest
from app.services.house import Fact
from app.services.ids import new_id
from app.windows.desk import Desk
from app.windows.reservations.booking_sheet import BEST, OPEN, Booking, BookingSheet
from db.errors import KnownError
from resources.texts import brief_date, tr, trn
from widgets.dropdown import Entry

_USUAL_TIME, _USUAL_PARTY = "20:00", 2


class BookingDesk(QObject):
    """One form from its opening to the reservation.

    Args:
        known: the reservation that changes, None for a new one.
        day: of a new one.

    Attributes:
        sheet: the form.
    """

    def __init__(
        self, desk: Desk, host: QWidget, known: Reservation | None, day: date
    ) -> None:
        super().__init__(host)
        self._desk, self._known = desk, known
        self._guest = guest_of(desk.house, known) if known else NOBODY
        today = self._now().date()
        self.sheet = BookingSheet(
            host,
            tr("Modifier la réservation") if known else tr("Nouvelle réservation"),
            tr("Enregistrer") if known else tr("Réserver"),
            self._first(max(day, today)),
            today,
        )
        self.sheet.changed.connect(self.refresh)
        self.sheet.confirmed.connect(self._on_confirmed)
        self.sheet.closed.connect(self.deleteLater)
        self.refresh()

    def _now(self) -> datetime:
        return self._desk.house.clock()

    def _first(self, day: date) -> Booking:
        """What the form opens with."""
        if self._known is not None:
            known = self._known
            table = known.tables[0] if len(known.tables) == 1 else BEST
            return Booking(
                date.fromisoformat(known.date),
                known.time,
                known.covers,
                table if known.tables else OPEN,
                self._guest,
            )
        slots = availability(
            self._desk.world, day.isoformat(), _USUAL_PARTY, self._now()
        )
        times = [slot.time for slot in slots]
        usual = _USUAL_TIME if _USUAL_TIME in times or not times else times[0]
        return Booking(day, usual, _USUAL_PARTY, BEST, NOBODY)

    @Slot()
    def refresh(self) -> None:
        """Shows what is free for so many guests on that day and at that time."""
        world, booking = self._desk.world, self.sheet.booking
        day = booking.day.isoformat()
        slots = availability(world, day, booking.covers, self._now())
        full = tr("Plus rien de libre ce jour-là.")
        shut = tr("La maison est fermée ce jour-là.")
        closed = full if services_on(world, day) else shut
        self.sheet.show_times([slot.time for slot in slots], closed)
        self.sheet.show_tables(self._tables(booking), self._chosen(booking))

    def _chosen(self, booking: Booking) -> str:
        if self._known is not None and not self.sheet.table.chosen_key:
            tables = self._known.tables
            return tables[0] if len(tables) == 1 else BEST if tables else OPEN
        return booking.table

    def _tables(self, booking: Booking) -> list[Entry]:
        """The tables that are free then; the smallest that is large enough first."""
        world = self._desk.world
        start = minute_of(booking.time) or 0
        end = start + stay_minutes(world, booking.covers)
        ignore = self._known.id if self._known else ""
        taken = stays(world, booking.day.isoformat(), self._now(), ignore)
        busy = taken_tables(taken, start, end)
        free = [table for table in bookable(world) if table.id not in busy]
        free.sort(key=lambda t: (t.seats < booking.covers, number_key(t.number)))
        return [
            Entry(BEST, tr("Au mieux")),
            Entry(OPEN, tr("À placer plus tard")),
            *(
                Entry(
                    table.id,
                    f"{table.number} · {trn(table.seats, '{n} place', '{n} places')}",
                )
                for table in free
            ),
        ]

    @Slot(object)
    def _on_confirmed(self, booking: Booking) -> None:
        if not booking.guest.name:
            self.sheet.show_error(tr("Donnez un nom."))
            return
        tables = {BEST: None, OPEN: ()}.get(booking.table, (booking.table,))
        reservation = self._known.id if self._known else new_id()
        try:
            sealed = sealed_guest(
                self._desk.house, reservation, booking.guest, unless=self._guest
            )
        except KnownError as error:
            self._desk.say(error.text(), tone="error")
            return
        command: Command
        if self._known is None:
            command = CreateReservation(
                date=booking.day.isoformat(),
                time=booking.time,
                covers=booking.covers,
                tables=tables,
                reservation=reservation,
                **sealed,
            )
        else:
            command = ChangeReservation(
                reservation=reservation,
                date=booking.day.isoformat(),
                time=booking.time,
                covers=booking.covers,
                tables=tables,
                **sealed,
            )
        self._desk.run(command, self._done)

    def _done(self, facts: tuple[Fact, ...]) -> None:
        """The form goes away; a new reservation can be taken back."""
        written = next(
            (f.event for f in facts if isinstance(f.event, Reservation)), self._known
        )
        self.sheet.confirm.setEnabled(False)
        self.sheet.close_overlay()
        if written is None:
            return
        name = guest_of(self._desk.house, written).name
        words = f"{name} · {written.time}"
        if written.date != self._now().date().isoformat():
            words = f"{name} · {brief_date(date.fromisoformat(written.date))} {written.time}"
        tables = table_words(self._desk.world, written.tables)
        if tables:
            words += f" · {tr('table {number}', number=tables)}"
        back = SetReservationStatus(reservation=written.id, status="cancelled")
        undo = (lambda: self._desk.run(back)) if self._known is None else None
        self._desk.say(words, undo=undo)
