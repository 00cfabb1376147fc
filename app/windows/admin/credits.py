"""Vouchers, store credit, deposits and clients' accounts: what is left, what is owed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from app.presenters.credits import (
    KIND_NAMES,
    change_columns,
    client_columns,
    credit_columns,
    none_words,
)
from app.windows.admin.credits_controller import CreditsController
from app.windows.admin.form import SidePane
from app.windows.admin.section import Head, ListPane, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.field import TextField
from widgets.table_model import Row
from widgets.table_view import DataTable
from widgets.text import Label

_WIDTH = 448


class BalancePane(SidePane):
    """One credit or one client: what happened to it, and what can be done.

    Signals:
        saved: name and ceiling of the client, as they are typed.
        statement_requested: the client's statement as a file.
        document_requested: the ticket that it came from.
    """

    saved = Signal()
    statement_requested = Signal()
    document_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = Label(style="body", role="on_var", wrap=True)
        self.name = TextField(tr("Nom"), height=48)
        self.ceiling = TextField(
            tr("Plafond, en euros"), height=48, help_text=tr("vide : sans plafond")
        )
        self.changes = DataTable(change_columns(), name=tr("Mouvements"), hint="")
        column = self.pages[0].content
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.words)
        column.addWidget(self.name)
        column.addWidget(self.ceiling)
        column.addWidget(self.changes, 1)
        self.document = Button(tr("Voir le ticket"), kind="tonal", icon="receipt_long")
        self.statement = Button(tr("Relevé PDF"), kind="outlined", icon="download")
        self.save = Button(tr("Enregistrer"), icon="check")
        self.foot.addStretch(1)
        for button in (self.document, self.statement, self.save):
            self.foot.addWidget(button)
        self.save.clicked.connect(self.saved)
        self.statement.clicked.connect(self.statement_requested)
        self.document.clicked.connect(self.document_requested)

    def display(
        self, title: str, words: str, rows: Sequence[Row], *, client: bool
    ) -> None:
        """Shows a balance; a client has a name and a ceiling that can be changed."""
        self.show_heading(title)
        self.words.show_text(words)
        self.words.setVisible(bool(words))
        for widget in (self.name, self.ceiling, self.save):
            widget.setVisible(client)
        self.statement.setVisible(client and bool(rows))
        self.document.setVisible(not client)
        self.changes.setVisible(bool(rows))
        self.changes.set_rows(rows)


class CreditsSection(ListSection):
    """The lists.

    Signals:
        kind_requested(str): "gift", "store", "deposit" or "account".
        opened(str): a credit or a client is wanted.
        client_requested: a new client.
        write_off_requested: what is left of expired credits is let go of.
    """

    kind_requested = Signal(str)
    opened = Signal(str)
    client_requested = Signal()
    write_off_requested = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.kinds = SegmentedButtons(
            [Choice(kind, tr(name)) for kind, name in KIND_NAMES.items()],
            chosen="gift",
            height=48,
            name=tr("Bons et comptes"),
        )
        self.head = Head(tr("Bons et comptes"))
        self.expired = Button(tr("Solder les périmés"), kind="outlined", icon="rule")
        self.client = Button(tr("Nouveau client"), icon="person_add")
        self.credits = DataTable(credit_columns(), name=tr("Bons"), least=96)
        self.clients = DataTable(client_columns(), name=tr("Comptes clients"), least=96)
        self.tables = QStackedWidget()
        self.tables.addWidget(self.credits)
        self.tables.addWidget(self.clients)
        self.pane = BalancePane()
        filters = (self.kinds, self.expired, self.client)
        listing = ListPane(self.head, filters, self.tables)
        self.lay_out(listing, self.pane, side_width=_WIDTH)
        self.controller = CreditsController(desk, self)
        self._connect_signals()
        self.setFocusProxy(self.tables)

    def _connect_signals(self) -> None:
        self.kinds.chosen.connect(self.kind_requested)
        self.credits.row_opened.connect(self.opened)
        self.clients.row_opened.connect(self.opened)
        self.client.clicked.connect(self.client_requested)
        self.expired.clicked.connect(self.write_off_requested)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    def show_rows(self, kind: str, rows: Sequence[Row], words: str) -> None:
        """Other rows; `words` say what the house owes, or is owed."""
        account = kind == "account"
        self.kinds.choose(kind)
        self.tables.setCurrentIndex(int(account))
        table = self.clients if account else self.credits
        table.show_nothing(*none_words(kind))
        table.set_rows(rows)
        self.client.setVisible(account)
        self.expired.setVisible(not account)
        self.head.heading.show_words(tr("Bons et comptes"), note=words)
