"""Reservations: a day at a time; who is to come at the left, the others at the right, or
all of them on a timeline of the tables.

A tap on a party opens it with everything that can be done; the button beside it does what
comes next. Places: "" for today, the id of a reservation, or "new".
"""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.reservations.page import DayView, PartyRow
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.page import Page
from app.windows.reservations.controller import ReservationsController
from app.windows.reservations.party_line import PartyLine
from app.windows.reservations.timeline_pane import TimelinePane
from resources.texts import tr
from widgets import theme
from widgets.button import Button, IconButton
from widgets.card import Line, Pane, SectionHeader
from widgets.empty_state import EmptyState
from widgets.handed import along, far_side
from widgets.scroll import ScrollPane
from widgets.top_bar import Heading

TICK_MS = 20_000
_HEAD, _MARGIN = 72, 16


class Parties(Pane):
    """Parties under a title; a word where there are none.

    Args:
        beside: it stands after the others, towards the hand.

    Signals:
        opened(str): a reservation.
        act_requested(str, str): reservation, and its next act.
        released: no finger is on any of them any more.
    """

    opened = Signal(str)
    act_requested = Signal(str, str)
    released = Signal()

    def __init__(self, title: str, nobody: str, *, beside: bool) -> None:
        super().__init__(
            tone="card" if beside else "surface_low",
            edges=(far_side(),) if beside else (),
        )
        self.lines: list[PartyLine] = []
        self._title = title
        self._head = SectionHeader(title)
        self._nobody = EmptyState(nobody)
        self._pane = ScrollPane(spacing=theme.TOUCH.gap)
        self._pane.content.addWidget(self._nobody)
        self._pane.content.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 12, _MARGIN, 0)
        column.setSpacing(theme.SPACE.s)
        column.addWidget(self._head)
        column.addWidget(Line())
        column.addWidget(self._pane, 1)

    @property
    def touched(self) -> bool:
        """Whether a finger is on one of them."""
        return any(line.touched for line in self.lines)

    def display(self, parties: Sequence[PartyRow], note: str = "") -> None:
        """Shows these parties in this order."""
        self._head.show_words(self._title, note)
        self._nobody.setVisible(not parties)
        while len(self.lines) > len(parties):
            line = self.lines.pop()
            line.hide()
            line.deleteLater()
        for number, party in enumerate(parties):
            if number < len(self.lines):
                self.lines[number].display(party)
                continue
            line = PartyLine(party)
            line.opened.connect(self.opened)
            line.act_requested.connect(self.act_requested)
            line.released.connect(self.released, Qt.ConnectionType.QueuedConnection)
            self.lines.append(line)
            self._pane.content.insertWidget(number, line)


class ReservationsPage(Page):
    """The list of a day.

    Signals:
        shown: the page came in front; `left`: it goes.
        day_requested(int): so many days further; 0 for today.
        new_requested: somebody reserves.
        services_requested: when and how the house takes reservations.
        opened(str): everything about this reservation.
        act_requested(str, str): reservation, and what to do with it.
    """

    key: ClassVar[str] = "reservations"
    least: ClassVar[tuple[int, int]] = (800, 460)

    shown = Signal()
    left = Signal()
    day_requested = Signal(int)
    new_requested = Signal()
    services_requested = Signal()
    opened = Signal(str)
    act_requested = Signal(str, str)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.clock = QTimer(self, interval=TICK_MS)
        self._waiting: DayView | None = None
        self._build()
        self._connect_signals()
        self.controller = ReservationsController(desk, board, self)

    def _build(self) -> None:
        self.before = IconButton(tr("Jour d'avant"), "chevron_left", size=64)
        self.after = IconButton(tr("Jour d'après"), "chevron_right", size=64)
        self.today = Button(tr("Aujourd'hui"), kind="outlined", height=64)
        self.heading = Heading("")
        self.view_button = IconButton(tr("Frise des tables"), "view_timeline", size=64)
        self.services = IconButton(tr("Services et règles"), "tune", size=64)
        self.new = Button(tr("Nouvelle réservation"), height=64, icon="add")
        head = Pane(tone="surface_low", edges=("bottom",))
        head.setFixedHeight(_HEAD)
        line = QHBoxLayout(head)
        line.setContentsMargins(4, 0, 12, 0)
        line.setSpacing(theme.SPACE.s)
        days = QHBoxLayout()
        days.setSpacing(theme.SPACE.s)
        days.addWidget(self.before)
        days.addWidget(self.after)
        line.addLayout(days)
        line.addWidget(self.heading)
        line.addStretch(1)
        line.addWidget(self.today)
        line.addWidget(self.view_button)
        line.addWidget(self.services)
        line.addWidget(self.new)
        along(line)
        self.coming = Parties(
            tr("Attendus"), tr("Personne n'est attendu."), beside=False
        )
        self.others = Parties(
            tr("Placés, partis, annulés"), tr("Personne encore."), beside=True
        )
        lists = QWidget()
        body = QHBoxLayout(lists)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.coming, 1)
        body.addWidget(self.others, 1)
        along(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        self.timeline = TimelinePane()
        self.stack = QStackedWidget()
        self.stack.addWidget(lists)
        self.stack.addWidget(self.timeline)
        column.addWidget(self.stack, 1)

    def _connect_signals(self) -> None:
        self.before.clicked.connect(self._on_before_clicked)
        self.after.clicked.connect(self._on_after_clicked)
        self.today.clicked.connect(self._on_today_clicked)
        self.new.clicked.connect(self.new_requested)
        self.services.clicked.connect(self.services_requested)
        self.view_button.clicked.connect(self._on_view_clicked)
        for parties in (self.coming, self.others):
            parties.opened.connect(self.opened)
            parties.act_requested.connect(self.act_requested)
            parties.released.connect(self._on_released)

    def display(self, view: DayView, *, today: bool) -> None:
        """Shows a day; waits while a finger is on one of its rows."""
        if self.coming.touched or self.others.touched:
            self._waiting = view
            return
        self._waiting = None
        self.heading.show_words(view.title)
        self.today.setVisible(not today)
        self.services.setVisible(self.desk.may("device.edit"))
        self.coming.display(view.coming, view.summary)
        self.others.display(view.others)

    @override
    def show_place(self, argument: str) -> None:
        if argument == "new":
            self.new_requested.emit()
        elif argument:
            self.opened.emit(argument)

    @override
    def leave(self) -> None:
        self.left.emit()

    @override
    def show_help(self) -> None:
        keys = (
            ("← →", tr("Jour d'avant, jour d'après")),
            ("N", tr("Nouvelle réservation")),
            ("F", tr("Liste ou frise des tables")),
            ("⇧ ← → ↑ ↓", tr("Frise : un quart d'heure ou une table plus loin")),
        )
        self.open_help(keys)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self.day_requested.emit(-1)
            case Qt.Key.Key_Right:
                self.day_requested.emit(1)
            case Qt.Key.Key_N:
                self.new_requested.emit()
            case Qt.Key.Key_F:
                self._on_view_clicked()
            case _:
                super().keyPressEvent(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.clock.start()
        self.shown.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.clock.stop()
        super().hideEvent(event)

    @Slot()
    def _on_before_clicked(self) -> None:
        self.day_requested.emit(-1)

    @Slot()
    def _on_after_clicked(self) -> None:
        self.day_requested.emit(1)

    @Slot()
    def _on_today_clicked(self) -> None:
        self.day_requested.emit(0)

    @Slot()
    def _on_view_clicked(self) -> None:
        """The list, or the tables in time."""
        timeline = self.stack.currentWidget() is not self.timeline
        self.stack.setCurrentIndex(int(timeline))
        words = tr("Liste des réservations") if timeline else tr("Frise des tables")
        self.view_button.set_icon("list" if timeline else "view_timeline", words)
        if timeline:
            self.timeline.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()

    @Slot()
    def _on_released(self) -> None:
        if self._waiting is not None:
            self.shown.emit()
