"""Closings: days, months and years, of each terminal or of the establishment."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.admin.closings import (
    SPANS,
    acts,
    closing_columns,
    none_words,
    question_of,
)
from app.windows.admin.filters import FilterChip
from app.windows.admin.fiscal.verify_bar import VerifyBar
from app.windows.admin.form import act_menu
from app.windows.admin.money.closing_pane import ClosingPane
from app.windows.admin.money.closings_controller import ClosingsController
from app.windows.admin.section import Head, ListPane, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button
from widgets.chip import Chip
from widgets.choices import Choice, SegmentedButtons
from widgets.dialog import Dialog
from widgets.dropdown import Entry
from widgets.table_model import Row
from widgets.table_view import DataTable


class ClosingsSection(ListSection):
    """The closings.

    Signals:
        span_requested(str): one of SPANS.
        terminal_requested(str): a chain, or the establishment.
        inside_dropped: all of the kind again.
        opened(str): a closing ("C1:Z:12").
        month_requested: read the month so far.
        close_requested(str): what is closed by hand (`acts`).
    """

    span_requested = Signal(str)
    terminal_requested = Signal(str)
    inside_dropped = Signal()
    opened = Signal(str)
    month_requested = Signal()
    close_requested = Signal(str)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        words = (tr("Jour"), tr("Mois"), tr("Exercice"))
        self.spans = SegmentedButtons(
            tuple(Choice(key, text) for key, text in zip(SPANS, words, strict=True)),
            chosen=SPANS[0],
            height=48,
            name=tr("Clôtures"),
        )
        self.month = Button(tr("X du mois"), kind="plain", icon="monitoring")
        self.close_ = Button(tr("Clôturer"), icon="lock_clock")
        self.establishment, self._act = False, ""
        self.question: Dialog | None = None
        self.head = Head(tr("Clôtures"), (self.spans,))
        self.terminal = FilterChip(tr("Cette caisse"), tr("Cette caisse"))
        self.inside = Chip("", height=48, chosen=True, keep_icon=True, removable=True)
        self.inside.setVisible(False)
        self.table = DataTable(
            closing_columns(),
            name=tr("Clôtures"),
            hint=tr("↑ ↓ parcourir · ↵ ouvrir"),
            least=190,
        )
        self.table.sort_by("period", descending=True)
        self.bar = VerifyBar()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        self.pane = ClosingPane()
        room = QWidget()
        filters = (self.terminal, self.inside, room, self.month, self.close_)
        self.lay_out(
            ListPane(self.head, filters, body, stretch=filters.index(room)), self.pane
        )
        self.controller = ClosingsController(desk, self)
        self._connect_signals()
        self.setFocusProxy(self.table)

    def _connect_signals(self) -> None:
        self.spans.chosen.connect(self.span_requested)
        self.terminal.picked.connect(self.terminal_requested)
        self.inside.remove_requested.connect(self.inside_dropped)
        self.table.row_opened.connect(self.opened)
        self.month.clicked.connect(self.month_requested)
        self.close_.clicked.connect(self._on_close_clicked)
        self.pane_closed.connect(self.table.setFocus)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    def show_span(self, span: str, terminal: str) -> None:
        """Which closings are listed."""
        self.spans.choose(span)
        self.table.show_nothing(*none_words(span))
        self.terminal.choose(terminal)

    def show_terminals(
        self, entries: Sequence[Entry], *, establishment: bool, own: bool
    ) -> None:
        """Whose closings there are; whether this terminal makes the establishment's."""
        self.terminal.set_entries(entries)
        self.terminal.setVisible(len(entries) > 1)
        self.establishment = establishment
        self.close_.setVisible(own)
        self.month.setVisible(own)

    def show_rows(self, rows: Sequence[Row], words: str, inside: str) -> None:
        """Other closings; `inside` names the one that adds them up, "" for all."""
        self.table.set_rows(rows)
        self.head.heading.show_words(tr("Clôtures"), note=words)
        self.inside.set_text(inside)
        self.inside.setVisible(bool(inside))

    def show_working(self, *, working: bool) -> None:
        """Something is being closed, or no more."""
        self.close_.setEnabled(not working)

    @Slot()
    def _on_close_clicked(self) -> None:
        menu = act_menu(self, acts(establishment=self.establishment))
        menu.triggered.connect(self._on_close_triggered)
        menu.popup(self.close_.mapToGlobal(self.close_.rect().bottomLeft()))

    @Slot(QAction)
    def _on_close_triggered(self, action: QAction) -> None:
        self._act = str(action.data())
        if not self._act:  # only what is over already
            self.close_requested.emit("")
            return
        title, words = question_of(self._act)
        self.question = Dialog(
            self.window(),
            title,
            words,
            icon="lock_clock",
            act=tr("Clôturer"),
            refuse=tr("Annuler"),
            act_kind="danger",
        )
        self.question.accepted.connect(self._on_close_accepted)
        self.question.open()

    @Slot()
    def _on_close_accepted(self) -> None:
        self.close_requested.emit(self._act)
