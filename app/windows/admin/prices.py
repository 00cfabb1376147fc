"""Tarifs: price lists and promotions by hour, day, room and service, tried before they hold."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.presenters.admin_prices import price_list_columns
from app.windows.admin.price_form import PriceForm
from app.windows.admin.prices_controller import PricesController
from app.windows.admin.section import Head, ListPane, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button
from widgets.table_model import Row
from widgets.table_view import DataTable
from widgets.text import Label


class PricesSection(ListSection):
    """The price lists.

    Signals:
        opened(str): id of a list, "" for a new one.
    """

    opened = Signal(str)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.new = Button(tr("Nouveau tarif"), icon="add")
        words = tr("Le premier tarif en vigueur qui nomme un article donne son prix.")
        self.lists = DataTable(price_list_columns(), name=tr("Tarifs"))
        self.lists.sort_by("rank")
        self.form = PriceForm()
        head = Head(tr("Tarifs"), (self.new,))
        note = Label(words, style="label", role="on_var", wrap=True)
        self.lay_out(ListPane(head, (note,), self.lists, stretch=1), self.form)
        self.controller = PricesController(desk, self)
        self.new.clicked.connect(self._on_new_clicked)
        self.lists.row_opened.connect(self.opened)
        self.setFocusProxy(self.lists)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other lists."""
        self.lists.set_rows(rows)

    @Slot()
    def _on_new_clicked(self) -> None:
        self.opened.emit("")
