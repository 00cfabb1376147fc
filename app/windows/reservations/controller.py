"""Drives the list of reservations: what is tapped becomes an act, facts a new list."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.reservations.commands import NoteReminder, SetReservationStatus
from app.domain.reservations.events import Reservation
from app.domain.world import World
from app.presenters.reservations.page import (
    guest_name,
    present_day,
    present_party,
    status_word,
)
from app.services.guests import reservations_on
from app.services.house import Fact
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.reservations.booking import BookingDesk
from app.windows.reservations.placing import Placing
from app.windows.reservations.service_desk import ServiceDesk
from app.windows.reservations.sheets import PartySheet
from app.windows.reservations.timeline_pane import TimelineDesk
from app.windows.sight import Sights
from db.errors import KnownError
from widgets.overlay import Overlay

if TYPE_CHECKING:
    from app.windows.reservations.page import ReservationsPage


class ReservationsController(QObject):
    """One page's wishes carried out."""

    def __init__(
        self, desk: Desk, board: DeviceBoard, page: "ReservationsPage"
    ) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._sights = Sights(desk, board)
        self._day = ""
        self._party = ""
        self._shown = desk.world
        self.sheet: Overlay | None = None
        self._placing = Placing(desk, page, self._sights, self._show)
        self._services = ServiceDesk(desk, page, self._show)
        self._timeline = TimelineDesk(desk, page, page.timeline, self._sights)
        self._booking: BookingDesk | None = None
        self._connect_signals()

    def _connect_signals(self) -> None:
        page = self._page
        page.shown.connect(self.refresh)
        page.clock.timeout.connect(self.refresh)
        page.left.connect(self._on_page_left)
        page.day_requested.connect(self._on_day_requested)
        page.new_requested.connect(self._on_new_requested)
        page.services_requested.connect(self._services.open)
        page.opened.connect(self._on_opened)
        self._timeline.opened.connect(self._on_opened)
        page.act_requested.connect(self._on_act_requested)
        self._desk.changed.connect(self._on_desk_changed)
        self._desk.person_changed.connect(self._on_desk_changed)

    @property
    def _world(self) -> World:
        return self._desk.world

    def _today(self) -> date:
        return self._desk.house.clock().date()

    def _known(self, reservation: str) -> Reservation | None:
        return self._world.reservations.known.get(reservation)

    # What is shown

    @Slot()
    def refresh(self) -> None:
        """Shows the day as it is now; "" is always today."""
        today = self._today().isoformat()
        day = self._day or today
        self._shown = self._world_on(day)
        view = present_day(self._shown, self._sights.now(), day)
        self._page.display(view, today=day == today)
        if self._page.timeline.isVisible():
            self._timeline.show(self._shown, self._sights.now(), day)

    def _world_on(self, day: str) -> World:
        """The world with what was reserved for a day, however long ago."""
        try:
            known = reservations_on(self._desk.house, day)
        except KnownError as error:
            self._desk.say(error.text(), tone="error")
            return self._world
        live = known is self._world.reservations
        return self._world if live else replace(self._world, reservations=known)

    @Slot(object)
    def _on_desk_changed(self, facts: object) -> None:
        if self._page.isVisible():
            self.refresh()

    @Slot(int)
    def _on_day_requested(self, further: int) -> None:
        today = self._today()
        day = date.fromisoformat(self._day) if self._day else today
        wanted = today if not further else day + timedelta(days=further)
        self._day = "" if wanted == today else wanted.isoformat()
        self.refresh()

    @Slot()
    def _on_page_left(self) -> None:
        """Nothing half done waits for whoever comes back."""
        if self.sheet is not None:
            self.sheet.close_overlay()

    # One party

    @Slot(str)
    def _on_opened(self, reservation: str) -> None:
        live = self._known(reservation)
        known = live or self._shown.reservations.known.get(reservation)
        if known is None:
            return
        self._party = known.id
        world = self._world if live else self._shown
        view = present_party(world, self._sights.now(), known)
        if live is None:
            view = replace(view, acts=())  # long ago: to be looked at only
        sheet = PartySheet(self._page, view)
        sheet.act_chosen.connect(self._on_act_chosen)
        self._show(sheet)

    @Slot(str)
    def _on_act_chosen(self, act: str) -> None:
        self._on_act_requested(self._party, act)

    @Slot(str, str)
    def _on_act_requested(self, reservation: str, act: str) -> None:
        known = self._known(reservation)
        if known is None:
            return
        match act:
            case "seat":
                self._placing.seat(known)
            case "elsewhere":
                self._placing.ask(known)
            case "edit":
                self._book(known)
            case "open":
                order = self._world.reservations.order(known.id)
                self._desk.go("pos", f"order:{order}")
            case "deposit":
                self._desk.go("pos", f"deposit:{known.id}")
            case "remind":
                self._desk.run(NoteReminder(reservation=known.id, channel="phone"))
            case _:
                self._set_status(known, act)

    def _set_status(self, known: Reservation, status: str) -> None:
        was = self._world.reservations.status(known.id, self._world.book)
        back = SetReservationStatus(reservation=known.id, status=was)

        def done(facts: tuple[Fact, ...]) -> None:
            name = guest_name(self._sights.now(), known)
            words = f"{name} : {status_word(status)}"
            self._desk.say(words, undo=lambda: self._desk.run(back))

        command = SetReservationStatus(reservation=known.id, status=status)
        self._desk.run(command, done)

    # Taking and changing

    @Slot()
    def _on_new_requested(self) -> None:
        self._book(None)

    def _book(self, known: Reservation | None) -> None:
        day = date.fromisoformat(self._day) if self._day else self._today()
        self._booking = BookingDesk(self._desk, self._page, known, day)
        self._show(self._booking.sheet)

    def _show(self, sheet: Overlay) -> None:
        if self.sheet is not None:
            self.sheet.close_overlay()
        self.sheet = sheet
        sheet.closed.connect(self._on_sheet_closed)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    @Slot()
    def _on_sheet_closed(self) -> None:
        if self.sender() is self.sheet:
            self.sheet = None
