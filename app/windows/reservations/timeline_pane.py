"""The timeline of a day with its services, and what becomes of a bar that is moved."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.reservations.availability import time_of
from app.domain.reservations.commands import ChangeReservation
from app.domain.reservations.events import Reservation
from app.domain.world import World
from app.presenters.pos.words import Sight
from app.presenters.reservations.page import guest_name, table_words
from app.presenters.reservations.timeline import (
    ORDER,
    moved_tables,
    party_of,
    present_timeline,
    span_now,
    spans,
)
from app.services.house import Fact
from app.windows.desk import Desk
from app.windows.sight import Sights
from resources.texts import tr
from widgets import theme
from widgets.card import Pane
from widgets.choices import Choice, SegmentedButtons
from widgets.text import Label
from widgets.timeline import Timeline
from widgets.timeline_views import Moved


class TimelinePane(Pane):
    """Services above, the tables of one of them below.

    Signals:
        service_chosen(str): show that service.
    """

    service_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(tone="surface_low")
        self.services = SegmentedButtons((), name=tr("Service"), height=64)
        self.hint = Label(
            tr("Appui long, puis glisser : une autre heure ou une autre table"),
            style="label",
            role="on_var",
        )
        self.timeline = Timeline()
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 4)
        head.setSpacing(theme.SPACE.m)
        head.addWidget(self.services)
        head.addWidget(self.hint)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.timeline, 1)
        self.services.chosen.connect(self.service_chosen)
        self.setFocusProxy(self.timeline)


class TimelineDesk(QObject):
    """Shows a day on a timeline and carries out what is moved there.

    Signals:
        opened(str): a reservation was tapped.
    """

    opened = Signal(str)

    def __init__(
        self, desk: Desk, host: QWidget, pane: TimelinePane, sights: Sights
    ) -> None:
        super().__init__(host)
        self._desk, self._pane, self._sights = desk, pane, sights
        self._world, self._day, self._service = desk.world, "", ""
        pane.service_chosen.connect(self._on_service_chosen)
        pane.timeline.item_tapped.connect(self._on_bar_tapped)
        pane.timeline.bar_moved.connect(self._on_bar_moved)

    def show(self, world: World, sight: Sight, day: str) -> None:
        """Shows a day as `world` has it; the service stays while the day does."""
        known = spans(world, day)
        if day != self._day or self._service not in known:
            self._service = span_now(world, day, sight.now)
        self._world, self._day = world, day
        choices = [Choice(key, name) for key, (name, _, _) in known.items()]
        self._pane.services.set_choices(choices, chosen=self._service)
        self._pane.services.setVisible(len(choices) > 1)
        view = present_timeline(world, sight, day, self._service)
        self._pane.timeline.display(view)

    @Slot(str)
    def _on_service_chosen(self, service: str) -> None:
        self._service = service
        self.show(self._world, self._sights.now(), self._day)

    @Slot(str)
    def _on_bar_tapped(self, bar: str) -> None:
        party = party_of(bar)
        if party.startswith(ORDER):
            self._desk.go("pos", party)
        else:
            self.opened.emit(party)

    @Slot(object)
    def _on_bar_moved(self, moved: Moved) -> None:
        known = self._desk.world.reservations.known.get(moved.party)
        if known is None:
            return  # long ago: to be looked at only
        tables = moved_tables(known, moved.was, moved.row)
        back = ChangeReservation(
            reservation=known.id, time=known.time, tables=known.tables
        )

        def done(_facts: tuple[Fact, ...]) -> None:
            words = self._words(known, time_of(moved.start), tables)
            self._desk.say(words, undo=lambda: self._desk.run(back))

        time = time_of(moved.start)
        command = ChangeReservation(reservation=known.id, time=time, tables=tables)
        self._desk.run(command, done)

    def _words(self, known: Reservation, time: str, tables: tuple[str, ...]) -> str:
        name = guest_name(self._sights.now(), known)
        numbers = table_words(self._desk.world, tables)
        if not numbers:
            return tr("{name} : {time}, à placer", name=name, time=time)
        return tr("{name} : {time}, table {n}", name=name, time=time, n=numbers)
