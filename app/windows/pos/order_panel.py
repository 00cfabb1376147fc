"""The right of the till: the order, its seats, its lines, the two great acts."""

from PySide6.QtCore import QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.presenters.pos.order import MORE_SEATS, NEW_SEAT, ActView, IdleView, PanelView
from app.windows.pos.preset_bar import ServingBar
from resources.texts import tr
from widgets import theme
from widgets.button import Button, IconButton
from widgets.card import Line, Pane, clear
from widgets.choices import Choice, SegmentedButtons
from widgets.empty_state import EmptyState
from widgets.icons import paint_icon
from widgets.list_row import ListRow, RowView
from widgets.order_list import OrderList
from widgets.painted_text import fitted, put_text, width_of
from widgets.painting import draw_filet
from widgets.pressable import Pressable
from widgets.tag import Tag
from widgets.top_bar import Heading

_HEAD, _FOOT, _SIDE = 72, 121, 16
_ICON = 20
_BUTTON_EDGE = 24


class _Head(Pressable):
    """Number, covers and room, how long and who; a tap changes the covers."""

    def __init__(self) -> None:
        super().__init__("")
        self._view: PanelView | None = None
        self.setFixedHeight(_HEAD)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def display(self, view: PanelView) -> None:
        self._view = view
        parts = (view.title, view.covers, view.room, view.since)
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, _HEAD)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        view = self._view
        if view is None:
            return
        on, quiet = theme.color("on"), theme.color("on_var")
        with QPainter(self) as painter:
            taken = put_text(painter, QPointF(_SIDE, 12), view.title, "number", on)
            left = _SIDE + taken + 12
            paint_icon(
                painter, "group", QRectF(left, 16, _ICON, _ICON), on, filled=False
            )
            at = QPointF(left + 28, 14)
            wide = put_text(painter, at, view.covers, "body_strong", on)
            at = QPointF(left + 28 + wide + 8, 14)
            room = fitted(view.room, "body_medium", self.width() - at.x())
            put_text(painter, at, room, "body_medium", quiet)
            paint_icon(painter, "schedule", QRectF(left, 38, _ICON, _ICON), quiet)
            at = QPointF(left + 28, 38)
            since = fitted(view.since, "label", self.width() - at.x())
            put_text(painter, at, since, "label", quiet)


class _Status(QWidget):
    """What is still to send, with the filet of what is not sent yet; per person."""

    def __init__(self) -> None:
        super().__init__()
        self._words, self._each, self._fresh = "", "", False
        self.setFixedHeight(20)

    def display(self, words: str, each: str, *, fresh: bool) -> None:
        self._words, self._each, self._fresh = words, each, fresh
        self.setAccessibleName(", ".join(part for part in (words, each) if part))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        left, ink = 0.0, theme.color("on_var")
        with QPainter(self) as painter:
            if self._fresh:
                draw_filet(
                    painter, 0, 8, 20, color=theme.color("primary"), style="short"
                )
                left = 28.0
            put_text(painter, QPointF(left, 0), self._words, "label", ink)
            room = self.width() - left - width_of(self._words, "label") - 16
            if width_of(self._each, "label") <= room:
                at = QPointF(self.width(), 0)
                put_text(painter, at, self._each, "label", ink, align="right")


class OrderPanel(Pane):
    """The order in front of the person, or the tables one could go back to.

    Signals:
        seat_chosen(int): a seat segment was tapped, 0 the table.
        seat_wanted: the segment of one more seat.
        seats_wanted: the segment behind which further seats are.
        covers_requested: the head was tapped.
        note_requested, menu_requested: the buttons beside it.
        send_requested, pay_requested: the two great acts.
        order_chosen(str): an open table was tapped.
    """

    seat_chosen = Signal(int)
    seat_wanted = Signal()
    seats_wanted = Signal()
    covers_requested = Signal()
    note_requested = Signal()
    menu_requested = Signal()
    send_requested = Signal()
    pay_requested = Signal()
    order_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tone="card", edges=("left",), parent=parent)
        self._seat_choices: tuple[Choice, ...] = ()
        self._rows: dict[ListRow, str] = {}
        self._acts: tuple[ActView, ActView] | None = None
        self.head = _Head()
        self.note_button = IconButton(tr("Notes de la commande"), "edit_note", size=64)
        self.menu_button = IconButton(tr("Plus d'actions"), "more_vert", size=64)
        self.seats = SegmentedButtons((), name=tr("Place des prochains articles"))
        self.serving, self.idle_serving = ServingBar(), ServingBar()
        self.list = OrderList()
        self.blank = EmptyState(
            tr("Rien de commandé"), tr("Touchez un plat, scannez, ou tapez son nom.")
        )
        self.status = _Status()
        self.warning = Tag("", kind="danger")
        self.send_button = Button(
            "", height=72, icon="send", kind="filled", fill_icon=True
        )
        self.pay_button = Button("", height=72, kind="tonal", loud="subtitle")
        self.idle_menu = IconButton(tr("Plus d'actions"), "more_vert", size=64)
        self.idle_heading = Heading("", style="h3")
        self.empty = EmptyState("")
        self._tables = QVBoxLayout()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._order_side())
        self._stack.addWidget(self._idle_side())
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect_signals()

    def _order_side(self) -> QWidget:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 8, 0)
        head.setSpacing(3)
        head.addWidget(self.head, 1)
        head.addWidget(self.note_button)
        head.addWidget(self.menu_button)
        self._seat_row = QWidget()
        seats = QVBoxLayout(self._seat_row)
        seats.setContentsMargins(_SIDE, 0, _SIDE, 8)
        seats.addWidget(self.seats)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._seat_row)
        column.addWidget(self.serving)
        column.addWidget(Line())
        column.addWidget(self.list, 1)
        column.addWidget(self.blank, 1)
        column.addWidget(self._foot())
        return side

    def _foot(self) -> QWidget:
        foot = Pane(tone="card", edges=("top",))
        foot.setFixedHeight(_FOOT)
        words = QHBoxLayout()
        words.setSpacing(8)
        words.addWidget(self.warning)
        words.addWidget(self.status, 1)
        acts = QHBoxLayout()
        acts.setSpacing(theme.TOUCH.gap)
        acts.addWidget(self.send_button, 1)
        acts.addWidget(self.pay_button, 1)
        for button in (self.send_button, self.pay_button):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(foot)
        column.setContentsMargins(_SIDE, 9, _SIDE, 12)
        column.setSpacing(8)
        column.addLayout(words)
        column.addLayout(acts)
        return foot

    def _idle_side(self) -> QWidget:
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE, 4, 8, 4)
        head.addWidget(self.idle_heading, 1)
        head.addWidget(self.idle_menu)
        self._tables.setContentsMargins(0, 0, 0, 12)
        self._tables.setSpacing(0)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.idle_serving)
        column.addWidget(Line())
        column.addWidget(self.empty, 1)
        column.addLayout(self._tables)
        return side

    def _connect_signals(self) -> None:
        self.head.clicked.connect(self.covers_requested)
        self.note_button.clicked.connect(self.note_requested)
        self.menu_button.clicked.connect(self.menu_requested)
        self.idle_menu.clicked.connect(self.menu_requested)
        self.seats.chosen.connect(self._on_seats_chosen)
        self.send_button.clicked.connect(self.send_requested)
        self.pay_button.clicked.connect(self.pay_requested)

    def display(self, view: PanelView) -> None:
        """Shows an order."""
        self._stack.setCurrentIndex(0)
        self.head.display(view)
        words = view.note_words or tr("Notes de la commande")
        self.note_button.set_icon("description" if view.noted else "edit_note", words)
        self._seat_row.setVisible(bool(view.seats))
        if view.seats != self._seat_choices:
            self._seat_choices = view.seats
            self.seats.set_choices(view.seats, chosen=view.seat)
        else:
            self.seats.choose(view.seat)
        self.serving.display(view.serving)
        self.list.display(view.list)
        self.list.setVisible(bool(view.list.courses))
        self.blank.setHidden(bool(view.list.courses))
        self.warning.show_tag(view.warning, "danger")
        self.warning.setVisible(bool(view.warning))
        self.status.display(view.status, view.each, fresh=view.fresh)
        self._acts = view.send, view.pay
        self._show_acts()

    def display_idle(self, view: IdleView) -> None:
        """Shows that there is no order, and those one could go back to."""
        self._stack.setCurrentIndex(1)
        self.idle_heading.show_words(view.title, subtitle=view.subtitle)
        self.idle_serving.display(view.serving)
        self.empty.show_words(view.sentence, view.hint)
        shown = [row.view for row in self._rows]
        wanted = [
            RowView(t.title, t.subtitle, icon="table_restaurant", trailing=t.amount)
            for t in view.tables
        ]
        if shown == wanted and list(self._rows.values()) == [
            t.order for t in view.tables
        ]:
            return
        clear(self._tables)
        self._rows = {}
        for table, row_view in zip(view.tables, wanted, strict=True):
            row = ListRow(row_view, chevron=True)
            row.clicked.connect(self._on_row_clicked)
            self._rows[row] = table.order
            self._tables.addWidget(row)

    def row_of(self, order: str) -> ListRow:
        """The row of an open table, for tests and tours.

        Raises:
            KeyError: it is not shown.
        """
        return {known: row for row, known in self._rows.items()}[order]

    def _show_acts(self) -> None:
        if self._acts is not None:
            _show_act(self.send_button, self._acts[0])
            _show_act(self.pay_button, self._acts[1])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_acts()

    @Slot(str)
    def _on_seats_chosen(self, key: str) -> None:
        if key == NEW_SEAT:
            self.seat_wanted.emit()
        elif key == MORE_SEATS:
            self.seats_wanted.emit()
        else:
            self.seat_chosen.emit(int(key))

    @Slot()
    def _on_row_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, ListRow) and row in self._rows:
            self.order_chosen.emit(self._rows[row])


def _show_act(button: Button, view: ActView) -> None:
    room = button.width() - _BUTTON_EDGE
    fits = width_of(view.subtitle, "label_strong") <= room or not view.short
    button.set_words(view.title, view.subtitle if fits else view.short)
    button.set_kind(view.kind)
    button.setEnabled(view.enabled)
