"""The floor: rooms as plan, grid or list, what has to be done, and every act on a table.

Picture 05. A tap opens a table, holding it asks what to do with it, dragging it moves
its note. Typing a number and Enter opens that table from anywhere on the page.
"""

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.presenters.floor.page import FloorPageView
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.floor.arrangement import HEAD, arranged
from app.windows.floor.controller import FloorController
from app.windows.floor.narrow_panel import NarrowPanel
from app.windows.floor.side_panel import SidePanel
from app.windows.number_keys import NumberKeys
from app.windows.page import Page
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import Pane
from widgets.choices import Choice, SegmentedButtons, Tabs
from widgets.floor_plan import FloorPlan
from widgets.floor_plan_grid import FloorGrid, FloorList
from widgets.floor_plan_views import FloorView
from widgets.handed import along, far_side
from widgets.mic_button import MicButton
from widgets.painted_items import PaintedItems
from widgets.tag import Tag
from widgets.text import Label

TICK_MS = 5000
_VIEWS, _SEAT = 319, 131
_VOICE, _VOICE_NARROW, _ROOMY = 400, 344, 1100


class FloorPage(Page):
    """Rooms at the left, what waits at the right (under them on an upright screen), or
    the other way round for the left hand.

    Signals:
        room_chosen(str): show this room.
        table_tapped(str), table_held(str): id of a table or of a plate at the bar.
        table_dropped(str, str): source and target ids.
        act_requested(str): an act of the panel.
        waiter_requested(str): the notes of this person.
        party_requested(str): a reservation.
        team_requested: the notes of everybody.
        sections_requested: who serves which section; section_tapped(str): this one.
        handover_requested(str): what a colleague passes on.
        seat_requested: guests stand at the door.
        aim_cancelled: no target after all.
        number_entered(str): a table's number was typed.
        shown: the page came to the front.
        left: another page takes its place.
    """

    key: ClassVar[str] = "floor"
    least: ClassVar[tuple[int, int]] = (780, 460)

    room_chosen = Signal(str)
    table_tapped = Signal(str)
    table_held = Signal(str)
    table_dropped = Signal(str, str)
    act_requested = Signal(str)
    waiter_requested = Signal(str)
    party_requested = Signal(str)
    team_requested = Signal()
    sections_requested = Signal()
    section_tapped = Signal(str)
    handover_requested = Signal(str)
    seat_requested = Signal()
    aim_cancelled = Signal()
    number_entered = Signal(str)
    shown = Signal()
    left = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.plan, self.grid, self.list = FloorPlan(), FloorGrid(), FloorList()
        self._views: dict[str, PaintedItems] = {
            "plan": self.plan,
            "grid": self.grid,
            "list": self.list,
        }
        self.panel, self.strip_panel = SidePanel(), NarrowPanel()
        self.numbers = NumberKeys(self)
        self.clock = QTimer(self, interval=TICK_MS)
        self._rooms: tuple[str, ...] = ()
        self._size = FloorView().width, FloorView().height
        self._listed = FloorView()
        self._build()
        self._connect_signals()
        self.controller = FloorController(desk, board, self)

    def _build(self) -> None:
        self.stack = QStackedWidget()
        for view in self._views.values():
            self.stack.addWidget(view)
        self._voice_box = Pane(tone="surface_low", edges=(far_side(),))
        self._voice_box.hide()
        self.voice = QVBoxLayout(self._voice_box)
        self.voice.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(0)
        self._body.addWidget(self.stack, 1)
        self._body.addWidget(self.panel)
        self._body.addWidget(self.strip_panel)
        self._body.addWidget(self._voice_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addLayout(self._body, 1)
        self.setFocusProxy(self.plan)

    def _build_head(self) -> QWidget:
        self.tabs = Tabs((), name=tr("Salles"), padding=18)
        self.views = SegmentedButtons(
            (
                Choice("plan", tr("Plan"), "map"),
                Choice("grid", tr("Grille"), "grid_view"),
                Choice("list", tr("Liste"), "list"),
            ),
            chosen="plan",
            name=tr("Présentation"),
        )
        self.seat = Button(
            tr("Placer"), kind="plain", height=64, icon="event_available"
        )
        self.views.setMinimumWidth(_VIEWS)
        self.seat.setMinimumWidth(_SEAT)
        self.typed = Tag("", kind="inverse", icon=None)
        self.typed.hide()
        self._aim_words = Label(style="body_strong", align="end", wrap=True)
        self.cancel = Button(tr("Ne rien faire"), kind="tonal", height=64, icon="close")
        self.mic = MicButton()
        self._acts = QStackedWidget()
        self._acts.addWidget(_in_row(self.views, self.seat))
        self._acts.addWidget(_in_row(self._aim_words, self.cancel))
        head = Pane(tone="surface_low", edges=("bottom",))
        head.setFixedHeight(HEAD)
        line = QHBoxLayout(head)
        line.setContentsMargins(4, 0, 12, 0)
        line.setSpacing(theme.SPACE.s)
        line.addWidget(self.tabs, 1)
        line.addWidget(self.typed)
        line.addWidget(self.mic)
        line.addWidget(self._acts)
        along(line)
        return head

    def _connect_signals(self) -> None:
        self.tabs.chosen.connect(self.room_chosen)
        self.views.chosen.connect(self.show_view)
        self.seat.clicked.connect(self.seat_requested)
        self.cancel.clicked.connect(self.aim_cancelled)
        self.plan.table_tapped.connect(self.table_tapped)
        self.plan.table_held.connect(self.table_held)
        self.plan.table_dropped.connect(self.table_dropped)
        self.plan.section_tapped.connect(self.section_tapped)
        for items in (self.grid, self.list):
            items.item_tapped.connect(self.table_tapped)
            items.item_held.connect(self.table_held)
        for view in self._views.values():
            view.installEventFilter(self)
        self.panel.act_requested.connect(self.act_requested)
        self.panel.waiter_requested.connect(self.waiter_requested)
        self.panel.party_requested.connect(self.party_requested)
        self.panel.sections_requested.connect(self.sections_requested)
        self.strip_panel.act_requested.connect(self.act_requested)
        self.strip_panel.more_requested.connect(self.team_requested)
        self.numbers.changed.connect(self._on_numbers_changed)
        self.numbers.entered.connect(self.number_entered)

    @override
    def show_place(self, argument: str) -> None:
        """`argument` is the id of a room, "handover:<id>", or "" for the room on show."""
        kind, _, which = argument.partition(":")
        if kind == "handover":
            self.handover_requested.emit(which)
        elif argument:
            self.room_chosen.emit(argument)

    @override
    def leave(self) -> None:
        self.numbers.clear()
        self.left.emit()

    @override
    def show_help(self) -> None:
        keys = (
            ("← ↑ → ↓", tr("Aller de table en table")),
            ("↵", tr("Ouvrir la table")),
            ("Menu", tr("Ce qu'on peut faire de la table")),
        )
        self.open_help(keys)

    @property
    @override
    def beside(self) -> int:
        if self._body.direction() != QBoxLayout.Direction.RightToLeft:
            return 0
        panels = (self.panel, self.strip_panel, self._voice_box)
        return sum(panel.width() for panel in panels if not panel.isHidden())

    def display(self, view: FloorPageView) -> None:
        """Shows the floor; only what changed is painted again."""
        rooms = tuple(tab.id for tab in view.tabs)
        if rooms != self._rooms:
            self._rooms = rooms
            self.tabs.set_choices(
                [Choice(tab.id, tab.name, counter=tab.counter) for tab in view.tabs],
                chosen=view.room,
            )
        for tab in view.tabs:
            self.tabs.show_counter(tab.id, tab.counter)
        self.tabs.choose(view.room)
        self.plan.display(view.plan)
        self._listed = view.listed
        self._display_listed()
        self.panel.display(view)
        self.strip_panel.display(view.acts)
        size = view.plan.width, view.plan.height
        if size != self._size:
            self._size = size
            self._arrange()

    def _display_listed(self) -> None:
        """Of grid and list, only the one in sight is kept up to date."""
        shown = self.stack.currentWidget()
        if isinstance(shown, FloorGrid | FloorList):
            shown.display(self._listed)

    @Slot(str)
    def show_view(self, key: str) -> None:
        """Plan, grid or list; the keyboard stays on the same table."""
        before = self.stack.currentWidget()
        view = self._views[key]
        self.stack.setCurrentWidget(view)
        self._display_listed()
        if isinstance(before, PaintedItems):
            view.set_current(before.current_id)
        self.views.choose(key)
        self.setFocusProxy(view)
        if before is not view and before is not None and before.hasFocus():
            view.setFocus()

    def show_aim(self, words: str) -> None:
        """Says what the next tap on a table means; "" for an ordinary tap."""
        self._aim_words.show_text(words)
        self._acts.setCurrentIndex(1 if words else 0)

    def show_voice(self, *, shown: bool) -> None:
        """What is said takes the place of what there is to do, or gives it back."""
        self._voice_box.setVisible(shown)
        self._arrange()

    @Slot(str)
    def _on_numbers_changed(self, typed: str) -> None:
        self.typed.setVisible(bool(typed))
        self.typed.show_tag(tr("Table {number} ↵", number=typed), "inverse", icon=None)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A list would search its items for what is typed.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        """Digits of a table's number, and Escape when a target is asked for."""
        if self.numbers.take_key(event):
            return True
        if event.key() == Qt.Key.Key_Escape and self._acts.currentIndex():
            self.aim_cancelled.emit()
            return True
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Puts the panel where the page has room for it."""
        made = arranged(self.width(), self.height(), self._size)
        upright, narrow = made.shape == "under", made.shape == "strip"
        along(self._body)
        if upright:
            self._body.setDirection(QBoxLayout.Direction.TopToBottom)
        speaks = not self._voice_box.isHidden()
        for panel, shown in ((self.panel, not narrow), (self.strip_panel, narrow)):
            panel.setVisible(shown and not speaks)
            panel.setFixedSize(made.width, made.height)
        beside = _VOICE if self.width() >= _ROOMY else _VOICE_NARROW
        self._voice_box.setFixedWidth(self.width() if upright else beside)
        self.panel.set_wide(wide=upright)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.clock.start()
        self.shown.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.clock.stop()
        super().hideEvent(event)


def _in_row(*widgets: QWidget) -> QWidget:
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.SPACE.s)
    for widget in widgets:
        line.addWidget(widget)
    along(line)
    return made
