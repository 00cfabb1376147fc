"""Vouchers, store credit, deposits and clients' accounts: what is left, what is owed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.presenters.admin.credits import (
    KIND_NAMES,
    change_columns,
    client_columns,
    credit_columns,
    none_words,
)
from app.windows.admin.form import SidePane
from app.windows.admin.money.client_form import ClientForm
from app.windows.admin.money.credits_controller import CreditsController
from app.windows.admin.section import Head, ListPane, Lists, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.table_model import Row
from widgets.table_view import DataTable
from widgets.text import Label

_WIDTH = 448


class CreditPane(SidePane):
    """One credit: what happened to it, and where it came from.

    Signals:
        document_requested: the ticket that it came from.
    """

    document_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.changes = DataTable(change_columns(), name=tr("Mouvements"), hint="")
        self.pages[0].content.addWidget(self.changes, 1)
        self.document = Button(tr("Voir le ticket"), kind="tonal", icon="receipt_long")
        self.foot.addStretch(1)
        self.foot.addWidget(self.document)
        self.document.clicked.connect(self.document_requested)

    def display(self, title: str, words: str, rows: Sequence[Row]) -> None:
        """Shows a credit and its moves."""
        self.show_heading(title, words)
        self.changes.set_rows(rows)


class CreditsSection(ListSection):
    """The lists.

    Signals:
        kind_requested(str): "gift", "store", "deposit" or "account".
        opened(str): a credit or a client is wanted.
        client_requested: a new client.
        collect_requested: reminders and debits of what clients owe.
        write_off_requested: what is left of expired credits is let go of.
    """

    kind_requested = Signal(str)
    opened = Signal(str)
    client_requested = Signal()
    collect_requested = Signal()
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
        self.collect = Button(tr("Recouvrer"), kind="outlined", icon="mail")
        self.head = Head(tr("Bons et comptes"), (self.collect,))
        self.expired = Button(tr("Solder les périmés"), kind="outlined", icon="rule")
        self.client = Button(tr("Nouveau client"), icon="person_add")
        keys = tr("↑ ↓ parcourir · ↵ ouvrir")
        self.credits = DataTable(credit_columns(), name=tr("Bons"), hint=keys, least=96)
        self.clients = DataTable(
            client_columns(), name=tr("Comptes clients"), hint=keys, least=96
        )
        self.tables = Lists(self.credits, self.clients)
        self.pane, self.form = CreditPane(), ClientForm()
        filters = (self.kinds, self.expired, self.client)
        listing = ListPane(self.head, filters, self.tables)
        self.dues = Label(style="label", role="on_var", wrap=True)
        self.dues.setVisible(False)
        listing.column.insertWidget(2, self.dues)
        self.lay_out(listing, self.pane, self.form, side_width=_WIDTH)
        self.controller = CreditsController(desk, self)
        self._connect_signals()
        self.setFocusProxy(self.tables)

    def _connect_signals(self) -> None:
        self.kinds.chosen.connect(self.kind_requested)
        self.credits.row_opened.connect(self.opened)
        self.clients.row_opened.connect(self.opened)
        self.client.clicked.connect(self.client_requested)
        self.collect.clicked.connect(self.collect_requested)
        self.expired.clicked.connect(self.write_off_requested)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    def show_kind(self, kind: str) -> None:
        """Shows one of the lists."""
        account = kind == "account"
        self.kinds.choose(kind)
        self.tables.setCurrentIndex(int(account))
        self.client.setVisible(account)
        self.collect.setVisible(account)
        self.expired.setVisible(not account)

    def show_dues(self, words: str) -> None:
        """What sites of the head office owe each other for vouchers; "" for nothing."""
        self.dues.show_text(tr("Entre établissements : {dues}", dues=words))
        self.dues.setVisible(bool(words))

    def show_rows(self, kind: str, rows: Sequence[Row], words: str) -> None:
        """Other rows; `words` say what the house owes, or is owed."""
        self.show_kind(kind)
        table = self.clients if kind == "account" else self.credits
        table.show_nothing(*none_words(kind))
        table.set_rows(rows)
        self.head.heading.show_words(tr("Bons et comptes"), note=words)
