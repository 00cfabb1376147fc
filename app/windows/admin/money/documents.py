"""Documents: receipts and refunds by day, each as its paper, to print again or refund."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.admin.documents import DocumentView, columns
from app.windows.admin.filters import DayChip
from app.windows.admin.form import SidePane
from app.windows.admin.money.documents_controller import DocumentsController
from app.windows.admin.section import Head, ListPane, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.paper_view import PaperView
from resources.texts import tr
from widgets.button import Button, IconButton
from widgets.field import SearchField
from widgets.paper_roll import PaperRoll
from widgets.table_model import Row
from widgets.table_view import DataTable
from widgets.text import Label

_PAPER_WIDTH = 448


class DocumentPane(SidePane):
    """One document: its paper, and what can be done with it.

    Signals:
        duplicate_requested: print it again.
        refund_requested: give it back.
        invoice_requested: invoice it, or show the invoice that there is.
        more_requested: papers that are no receipts, and a tender keyed wrong.
    """

    more_requested = Signal()
    duplicate_requested = Signal()
    refund_requested = Signal()
    invoice_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.note = Label(style="label", role="on_var", wrap=True)
        self.roll = PaperRoll(tr("Ticket"))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 12, 0, 0)
        line = QVBoxLayout()
        line.setContentsMargins(20, 0, 20, 0)
        line.addWidget(self.note)
        column.addLayout(line)
        column.addWidget(self.roll, 1)
        self.stack.addWidget(body)
        self.stack.setCurrentWidget(body)
        self.drawing = PaperView(self.roll)
        self.duplicate = Button(tr("Duplicata"), kind="outlined")
        self.refund = Button(tr("Rembourser"))
        self.invoice = Button(tr("Facture"), kind="outlined")
        self.more = IconButton(tr("Plus d'actions"), "more_vert", kind="plain")
        self.foot.addWidget(self.more)
        self.foot.addStretch(1)
        self.foot.addWidget(self.invoice)
        self.foot.addWidget(self.duplicate)
        self.foot.addWidget(self.refund)
        self.more.clicked.connect(self.more_requested)
        self.duplicate.clicked.connect(self.duplicate_requested)
        self.refund.clicked.connect(self.refund_requested)
        self.invoice.clicked.connect(self.invoice_requested)

    def display(self, key: str, view: DocumentView) -> None:
        """Shows a document."""
        self.show_heading(view.title, view.subtitle)
        self.note.show_text(view.note)
        self.more.setVisible(view.sale)
        self.refund.setVisible(view.may_refund)
        self.invoice.setVisible(view.may_invoice or bool(view.invoice))
        self.drawing.show(key, view.paper, view.spoken)


class DocumentsSection(ListSection):
    """The list of documents.

    Signals:
        opened(str): a document is wanted.
        day_requested(object): documents of this `date`; None for all days.
        search_changed(str): documents with this number or table.
        export_requested: the list as a file.
        free_refund_requested: give money back without a ticket.
    """

    opened = Signal(str)
    day_requested = Signal(object)
    search_changed = Signal(str)
    export_requested = Signal()
    free_refund_requested = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.export = IconButton(tr("Exporter la liste"), "download", kind="plain")
        self.free = Button(
            tr("Rembourser sans ticket"), kind="outlined", icon="assignment_return"
        )
        self.head = Head(tr("Documents"), (self.free, self.export))
        self.search = SearchField(tr("Numéro du ticket, ou table"), height=48)
        self.day = DayChip(tr("Tous les jours"))
        self.table = DataTable(columns(), name=tr("Documents"), least=96)
        self.pane = DocumentPane()
        listing = ListPane(self.head, (self.search, self.day), self.table)
        self.lay_out(listing, self.pane, side_width=_PAPER_WIDTH)
        self.controller = DocumentsController(desk, self)
        self._connect_signals()
        self.setFocusProxy(self.table)

    def _connect_signals(self) -> None:
        self.table.row_opened.connect(self.opened)
        self.table.search_requested.connect(self.search.setFocus)
        self.search.text_edited.connect(self.search_changed)
        self.day.picked.connect(self.day_requested)
        self.export.clicked.connect(self.export_requested)
        self.free.clicked.connect(self.free_refund_requested)
        self.pane_closed.connect(self.table.setFocus)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    def show_rows(self, rows: Sequence[Row], words: str) -> None:
        """Other documents; `words` count them."""
        self.table.set_rows(rows)
        self.head.heading.show_words(tr("Documents"), note=words)

    def show_day(self, day: date | None, today: date) -> None:
        """Which day is listed."""
        self.day.show_day(day, today)

    def show_document(self, key: str, view: DocumentView) -> None:
        """Opens a document."""
        self.pane.display(key, view)
        self.open_pane(self.pane)
        self.table.choose(key)
