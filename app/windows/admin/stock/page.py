"""Stock: what is kept and how much of it, and the form of what was opened."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.admin.stock import columns
from app.windows.admin.section import Head, ListPane, Section, SplitPane
from app.windows.admin.stock.controller import StockController
from app.windows.admin.stock.form import StockForm
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr, trn
from widgets.button import Button
from widgets.chip import Chip
from widgets.field import SearchField
from widgets.table_model import Row
from widgets.table_view import DataTable


class StockSection(Section):
    """The stock.

    Signals:
        opened(str): the form of an item is wanted; "" for a new one.
    """

    opened = Signal(str)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.new = Button(tr("Nouvel article"), icon="add")
        self.head = Head(tr("Stock"), (self.new,))
        self.search = SearchField(tr("Nom, fournisseur"), height=48)
        self.low = Chip(tr("À commander"), icon="filter_list", height=48)
        self.table = DataTable(columns(), name=tr("Stock"))
        self.table.sort_by("state")
        self.form = StockForm()
        pane = ListPane(self.head, (self.search, self.low), self.table)
        self.split = SplitPane(pane, self.form)
        self._low_ids: Collection[str] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)
        self.controller = StockController(desk, self)
        self._connect_signals()
        self.setFocusProxy(self.table)

    def _connect_signals(self) -> None:
        self.table.row_opened.connect(self.opened)
        self.table.search_requested.connect(self.search.setFocus)
        self.search.text_edited.connect(self.table.filter_text)
        self.low.toggled.connect(self._filter)
        self.new.clicked.connect(self._on_new_clicked)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    @override
    def go_back(self) -> bool:
        if self.split.side_shown:
            self.split.show_side(shown=False)
            return True
        return False

    def show_rows(self, rows: Sequence[Row], low: Collection[str]) -> None:
        """Other levels; `low` has to be ordered."""
        self._low_ids = low
        self.table.set_rows(rows)
        words = trn(len(low), "{n} à commander", "{n} à commander")
        self.head.heading.show_words(tr("Stock"), note=words if low else "")
        self._filter()

    @Slot()
    def _filter(self) -> None:
        self.table.filter_ids(self._low_ids if self.low.isChecked() else None)

    @Slot()
    def _on_new_clicked(self) -> None:
        self.opened.emit("")
