"""Journée: the four figures, the day by the hour, tenders, best sellers, what to look at.

Picture 07. The lists show as many rows as there is room for.
"""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Literal

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.presenters.admin.day import DayView
from app.presenters.admin.watch import WatchItem
from app.windows.admin.day.controller import DayController
from app.windows.admin.day.picker import DayMenu
from app.windows.admin.form import act_menu
from app.windows.admin.section import GAP, MARGIN, Head, Section
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button, IconButton
from widgets.card import Card, Line
from widgets.chart import BarChart, FiletRows, FiletRowView
from widgets.empty_state import EmptyState
from widgets.figure_card import FigureCard, FigureView
from widgets.list_row import ListRow
from widgets.scroll import ScrollPane
from widgets.tag import Tag
from widgets.text import Label

_ROW, _ROWS_HEAD = 44, 36
_FEED_ROW, _TALL_ROW, _FEED_WIDE = 65, 81, 420
_LEFT, _RIGHT = 612, 494
_CHART, _BUTTON = 244, 139


class DaySection(Section):
    """The dashboard.

    Signals:
        day_requested(object): another `date`.
        export_requested(str): "pdf" or "excel".
        cancel_requested: let the running export go.
        item_requested(str): a row of the feed was tapped.
        all_requested: see everything.
    """

    nav_width: ClassVar[Literal[176, 208]] = 208

    day_requested = Signal(object)
    export_requested = Signal(str)
    cancel_requested = Signal()
    item_requested = Signal(str)
    all_requested = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.day_button = Button(
            tr("Jour"),
            kind="plain",
            icon="calendar_month",
            trailing_icon="arrow_drop_down",
        )
        self.forecast = IconButton(tr("Couverts attendus"), "groups", kind="plain")
        self.export = Button(tr("Exporter"), kind="plain", icon="download")
        self.cancel = IconButton(tr("Abandonner l'export"), "close", kind="plain")
        self.cancel.setVisible(False)
        for button in (self.day_button, self.export):
            button.setMinimumWidth(_BUTTON)
        self.head = Head("", (self.forecast, self.day_button, self.cancel, self.export))
        self.figures = [FigureCard(FigureView("", "")) for _ in range(4)]
        self.chart = BarChart()
        self.feed = FeedCard()
        self.tenders = RowsCard(tr("Encaissements"))
        self.best = RowsCard(tr("Meilleures ventes"))
        self._build()
        self.controller = DayController(desk, board, self)
        self._connect_signals()

    def _build(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(GAP)
        for card in self.figures:
            figures.addWidget(card, 1)
        chart_card = Card()
        chart_card.content.setContentsMargins(16, 14, 16, 8)
        chart_card.content.addWidget(self.chart)
        chart_card.setMaximumHeight(_CHART + 120)
        grid = QGridLayout()
        grid.setSpacing(GAP)
        grid.setColumnStretch(0, _LEFT)
        grid.setColumnStretch(1, _RIGHT)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(chart_card, _CHART)
        bottom = QHBoxLayout()
        bottom.setSpacing(GAP)
        bottom.addWidget(self.tenders, 1)
        bottom.addWidget(self.best, 1)
        left.addLayout(bottom, 256)
        grid.addLayout(left, 0, 0)
        grid.addWidget(self.feed, 0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addSpacing(16)
        column.addLayout(figures)
        column.addSpacing(GAP)
        column.addLayout(grid, 1)

    def _connect_signals(self) -> None:
        self.day_button.clicked.connect(self._on_day_clicked)
        self.export.clicked.connect(self._on_export_clicked)
        self.cancel.clicked.connect(self.cancel_requested)
        self.feed.chosen.connect(self.item_requested)
        self.feed.all_button.clicked.connect(self.all_requested)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    @override
    def leave(self) -> None:
        self.controller.rest()

    def display(self, view: DayView) -> None:
        """Shows a day."""
        self.head.heading.show_words(view.title, note=view.note)
        for card, figure in zip(self.figures, view.figures, strict=True):
            if card.view != figure:
                card.show_view(figure)
        self.chart.display(view.chart)
        self.tenders.display(view.tenders)
        self.best.display(view.best)

    def show_saving(self, *, busy: bool) -> None:
        """A report is being written, or no more."""
        if busy:
            self.export.set_busy()
        else:
            self.export.set_done()
        self.cancel.setVisible(busy)

    @Slot()
    def _on_day_clicked(self) -> None:
        today = date.fromisoformat(
            self.desk.house.business_day(self.desk.house.clock())
        )
        menu = DayMenu(self.day_button, self.controller.day, today)
        menu.chosen.connect(self.day_requested)
        menu.open_under(self.day_button)

    @Slot()
    def _on_export_clicked(self) -> None:
        acts = (
            ("pdf", tr("Enregistrer en PDF")),
            ("excel", tr("Enregistrer en Excel")),
        )
        menu = act_menu(self, acts)
        menu.triggered.connect(self._on_export_triggered)
        menu.popup(self.export.mapToGlobal(self.export.rect().bottomLeft()))

    @Slot(QAction)
    def _on_export_triggered(self, action: QAction) -> None:
        self.export_requested.emit(str(action.data()))


class FeedCard(Card):
    """What to look at, each row leading to its place.

    Signals:
        chosen(str): id of the row that was tapped.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(spacing=0, name=tr("À regarder"))
        self.content.setContentsMargins(1, 1, 1, 1)
        self.count = Tag("0", kind="current", icon=None)
        head = QHBoxLayout()
        head.setContentsMargins(15, 0, 16, 0)
        head.addWidget(Label(tr("À regarder"), style="line"))
        head.addStretch(1)
        head.addWidget(self.count)
        head.addStrut(52)
        self.pane = ScrollPane(spacing=0)
        self.pane.content.addStretch(1)
        self.rows: dict[str, ListRow] = {}
        self.empty = EmptyState(
            tr("Rien à regarder"), tr("Ce qui sort de l'ordinaire s'affiche ici.")
        )
        self.all_button = Button(tr("Tout voir"), kind="text", small=True)
        self.losses = Button(tr("Annulations, remises"), kind="text", small=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addStretch(1)
        foot.addWidget(self.losses)
        foot.addWidget(self.all_button)
        foot.addStretch(1)
        self.content.addLayout(head)
        self.content.addWidget(Line())
        self.content.addWidget(self.empty, 1)
        self.content.addWidget(self.pane, 1)
        self.content.addLayout(foot)

    @property
    def touched(self) -> bool:
        """Whether a finger is on a row: nothing may move now."""
        return any(row.isDown() for row in self.rows.values())

    def display(self, items: Sequence[WatchItem]) -> None:
        """Shows these rows; those that stay keep their widget."""
        self.count.show_tag(str(len(items)), "current", icon=None)
        self.count.setVisible(bool(items))
        self.empty.setVisible(not items)
        self.pane.setVisible(bool(items))
        wanted = [item.id for item in items]
        for gone in [key for key in self.rows if key not in wanted]:
            row = self.rows.pop(gone)
            row.hide()
            row.deleteLater()
        column = self.pane.content
        for number, item in enumerate(items):
            found = self.rows.get(item.id)
            if found is None:
                found = ListRow(item.view, height=self._row_height(), chevron=True)
                found.setProperty("item", item.id)
                found.clicked.connect(self._on_row_clicked)
                self.rows[item.id] = found
            elif found.view != item.view:
                found.show_view(item.view)
            if column.indexOf(found) != number:
                column.removeWidget(found)
                column.insertWidget(number, found)

    def _row_height(self) -> int:
        """Where there is little room, words take another line."""
        return _FEED_ROW if self.width() >= _FEED_WIDE else _TALL_ROW

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for row in self.rows.values():
            row.setFixedHeight(self._row_height())

    @Slot()
    def _on_row_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(str(sender.property("item")))


class RowsCard(Card):
    """A title and as many filet rows as fit."""

    def __init__(self, title: str) -> None:
        super().__init__(spacing=0, name=title)
        self.content.setContentsMargins(16, 13, 16, 8)
        self.rows = FiletRows(title)
        self.empty = Label(tr("Rien encore."), style="label", role="on_var")
        self.content.addWidget(self.rows)
        self.content.addWidget(self.empty)
        self.content.addStretch(1)
        self._all: tuple[FiletRowView, ...] = ()
        self._shown: tuple[FiletRowView, ...] | None = None

    def display(self, rows: Sequence[FiletRowView]) -> None:
        """Shows the first of these rows, as many as there is room for."""
        self._all = tuple(rows)
        self.empty.setVisible(not rows)
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.height() - 13 - 8 - _ROWS_HEAD
        shown = self._all[: max(1, room // _ROW)]
        if shown != self._shown:
            self._shown = shown
            self.rows.display(shown)
