"""À réconcilier: what terminals that were apart did and does not fit, with its ways out."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from app.presenters.admin.reconcile import matter_columns
from app.windows.admin.network.matter_pane import MatterPane
from app.windows.admin.network.reconcile_controller import ReconcileController
from app.windows.admin.section import Head, ListPane, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr, trn
from widgets.empty_state import EmptyState
from widgets.table_model import Row
from widgets.table_view import DataTable


class ReconcileSection(ListSection):
    """The list, and one of its matters.

    Signals:
        opened(str): a matter, by its key.
    """

    opened = Signal(str)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.head = Head(tr("À réconcilier"))
        self.matters = DataTable(
            matter_columns(),
            name=tr("À réconcilier"),
            hint=tr("↑ ↓ parcourir · ↵ ouvrir"),
            least=200,
        )
        self.nothing = EmptyState(
            tr("Rien à réconcilier"),
            tr(
                "Si deux terminaux coupés l'un de l'autre font ce qui ne va pas "
                "ensemble, rien n'est perdu : c'est montré ici."
            ),
        )
        self.lists = QStackedWidget()
        self.lists.addWidget(self.nothing)
        self.lists.addWidget(self.matters)
        self.pane = MatterPane()
        self.lay_out(ListPane(self.head, (), self.lists), self.pane)
        self.controller = ReconcileController(desk, self)
        self.matters.row_opened.connect(self.opened)
        self.setFocusProxy(self.matters)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    @override
    def leave(self) -> None:
        self.close_pane()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other matters."""
        self.matters.set_rows(rows)
        self.lists.setCurrentWidget(self.matters if rows else self.nothing)
        words = trn(len(rows), "{n} chose à trancher", "{n} choses à trancher")
        self.head.heading.show_words(tr("À réconcilier"), note=words if rows else "")
