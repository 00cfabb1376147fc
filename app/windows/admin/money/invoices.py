"""Invoices: each with its file and where it stands, what was reported, the companies."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.presenters.admin.invoices import (
    InvoiceView,
    PlatformDraft,
    company_columns,
    debits_entries,
    invoice_columns,
    regime_entries,
    report_columns,
)
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, SidePane, group
from app.windows.admin.money.invoices_controller import InvoicesController
from app.windows.admin.pairs import Pairs
from app.windows.admin.section import Head, ListPane, Lists, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.dropdown import Dropdown
from widgets.field import SearchField, TextField
from widgets.table_model import Row
from widgets.table_view import DataTable, no_match
from widgets.text import Label

_SEARCH = 340
INVOICES, REPORTS, COMPANIES = KINDS = ("invoices", "reports", "companies")


class InvoicePane(SidePane):
    """One invoice and what can be done with it.

    Signals:
        open_requested: its file, in whatever shows PDF files.
        mail_requested: its file, to the company.
        send_requested: to the platform.
        ticket_requested: the ticket that it is of.
    """

    open_requested = Signal()
    mail_requested = Signal()
    send_requested = Signal()
    ticket_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pairs = Pairs()
        self.ticket = Button(tr("Voir le ticket"), kind="tonal", icon="receipt_long")
        self.send = Button(tr("Envoyer à la plateforme"), kind="tonal", icon="upload")
        self.email = TextField(tr("E-mail"), height=48)
        self.mail = Button(tr("E-mail"), kind="outlined", icon="mail")
        self.open_file = Button(tr("Ouvrir le PDF"), icon="open_in_new")
        column = self.pages[0].content
        column.addWidget(self.pairs)
        column.addSpacing(12)
        column.addWidget(self.ticket)
        column.addWidget(self.send)
        column.addSpacing(12)
        column.addWidget(self.email)
        column.addStretch(1)
        self.foot.addStretch(1)
        self.foot.addWidget(self.mail)
        self.foot.addWidget(self.open_file)
        self.open_file.clicked.connect(self.open_requested)
        self.mail.clicked.connect(self.mail_requested)
        self.send.clicked.connect(self.send_requested)
        self.ticket.clicked.connect(self.ticket_requested)

    def display(self, view: InvoiceView) -> None:
        """Shows an invoice."""
        self.show_heading(view.title, view.subtitle)
        self.pairs.show_pairs(view.facts)
        self.email.set_text(view.email)
        self.send.setVisible(view.may_send)


class PlatformForm(FormPane):
    """What is said on invoices, how takings are reported, the platform.

    Signals:
        edited(str, object): a field of the draft has a new value.
    """

    edited = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.fields = Fields(self)
        column, add = self.pages[0].content, self.fields.add
        column.addWidget(group(tr("Sur la facture")))
        words = tr("SARL au capital de 10 000 € · RCS Paris 123 456 789")
        column.addWidget(
            add(
                "legal",
                TextField(tr("Forme, capital, RCS"), height=48, help_text=words),
            )
        )
        column.addWidget(
            add("debits", Dropdown(tr("TVA exigible"), debits_entries(), height=48))
        )
        column.addWidget(group(tr("E-reporting")))
        column.addWidget(
            add("regime", Dropdown(tr("Régime de TVA"), regime_entries(), height=48))
        )
        column.addWidget(
            add(
                "since",
                TextField(
                    tr("Déclarer depuis le"),
                    height=48,
                    help_text=tr("JJ/MM/AAAA ; vide : pas encore"),
                ),
            )
        )
        column.addWidget(group(tr("Plateforme agréée")))
        labels = {
            "platform": tr("Nom"),
            "number": tr("Matricule"),
            "flows": tr("Service des flux"),
            "directory": tr("Annuaire"),
            "token": tr("Jetons (OAuth 2)"),
            "organization": tr("Organisation"),
            "client": tr("Identifiant"),
            "secret": tr("Secret"),
        }
        for name, label in labels.items():
            column.addWidget(add(name, TextField(label, height=48)))
        self.account = Label(style="label", role="on_var", wrap=True)
        column.addWidget(self.account)
        column.addStretch(1)
        self.fields.edited.connect(self.edited)

    def display(
        self,
        draft: PlatformDraft,
        errors: dict[str, str],
        changes: int,
        *,
        account: bool,
    ) -> None:
        """Shows what is stored or typed."""
        self.show_heading(tr("Facturation électronique"))
        names = self.fields.names
        self.fields.show_values({name: getattr(draft, name) for name in names})
        self.fields.show_errors(errors)
        known = tr("Identifiant et secret sont enregistrés sur ce poste.")
        missing = tr("Sans identifiant ni secret, rien ne part.")
        self.account.show_text(known if account else missing)
        self.show_changes(changes)


class InvoicesSection(ListSection):
    """The lists.

    Signals:
        kind_requested(str): one of KINDS.
        search_changed(str): invoices with this number.
        opened(str): an invoice is wanted.
        report_opened(str): a report is wanted.
        company_opened(str): a company is wanted.
        report_requested: make the reports that are due.
        platform_requested: the form.
    """

    kind_requested = Signal(str)
    search_changed = Signal(str)
    opened = Signal(str)
    report_opened = Signal(str)
    company_opened = Signal(str)
    report_requested = Signal()
    platform_requested = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.kinds = SegmentedButtons(
            (
                Choice(INVOICES, tr("Factures")),
                Choice(REPORTS, tr("Déclarations")),
                Choice(COMPANIES, tr("Sociétés")),
            ),
            chosen=INVOICES,
            height=48,
            name=tr("Facturation"),
        )
        self.head = Head(tr("Facturation"), (self.kinds,))
        self.search = SearchField(tr("Numéro de la facture"), height=48)
        self.search.setMinimumWidth(_SEARCH)
        self.room = QWidget()
        self.report = Button(tr("Déclarer"), icon="send")
        self.platform = Button(tr("Réglages"), kind="plain", icon="tune")
        self.invoices = DataTable(invoice_columns(), name=tr("Factures"), least=96)
        self.reports = DataTable(report_columns(), name=tr("Déclarations"), hint="")
        self.companies = DataTable(company_columns(), name=tr("Sociétés"), hint="")
        self.reports.show_nothing(
            tr("Aucune déclaration"),
            tr("Réglages dit depuis quand déclarer ; elles se font alors seules."),
        )
        self.companies.show_nothing(
            tr("Aucune société"),
            tr("Une société est connue d'ici dès sa première facture."),
        )
        self.tables = Lists(self.invoices, self.reports, self.companies)
        self.pane, self.form = InvoicePane(), PlatformForm()
        filters = (self.search, self.room, self.report, self.platform)
        listing = ListPane(self.head, filters, self.tables, stretch=1)
        self.lay_out(listing, self.pane, self.form)
        self.controller = InvoicesController(desk, self)
        self._connect_signals()
        self.setFocusProxy(self.tables)

    def _connect_signals(self) -> None:
        self.kinds.chosen.connect(self.kind_requested)
        self.search.text_edited.connect(self.search_changed)
        self.invoices.row_opened.connect(self.opened)
        self.invoices.search_requested.connect(self.search.setFocus)
        self.reports.row_opened.connect(self.report_opened)
        self.companies.row_opened.connect(self.company_opened)
        self.report.clicked.connect(self.report_requested)
        self.platform.clicked.connect(self.platform_requested)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    def show_kind(self, kind: str) -> None:
        """Shows one of the lists."""
        self.kinds.choose(kind)
        self.tables.setCurrentIndex(KINDS.index(kind))
        self.search.setVisible(kind == INVOICES)
        self.report.setVisible(kind == REPORTS)
        self.close_pane()

    def show_note(self, words: str) -> None:
        """Beside the title."""
        self.head.heading.show_words(tr("Facturation"), note=words)

    def show_rows(self, kind: str, rows: Sequence[Row]) -> None:
        """Other rows of one of the lists."""
        (self.invoices, self.reports, self.companies)[KINDS.index(kind)].set_rows(rows)

    def show_none(self, *, searched: bool) -> None:
        """What stands where no invoice is: none was issued, or none has this number."""
        words = (
            no_match()
            if searched
            else (
                tr("Aucune facture"),
                tr("À l'encaissement, ou sur un ticket dans Documents : Facture."),
            )
        )
        self.invoices.show_nothing(*words)

    def show_invoice(self, key: str, view: InvoiceView) -> None:
        """Opens an invoice."""
        self.pane.display(view)
        self.open_pane(self.pane)
        self.invoices.choose(key)
