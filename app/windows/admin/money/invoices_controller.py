"""Drives the invoices: what is listed, one of them, its file again, the reports."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from app.domain.invoices.decide import SendFlow
from app.domain.invoices.events import InvoiceEvent
from app.domain.invoices.reports import FlowStated, ReportMade
from app.domain.payments.commands import DuplicateReceipt
from app.fiscal.accounting import ClosedDay, closings_of
from app.fiscal.ereporting import days_to_report, due_reports, make_report
from app.fiscal.issuing import kept
from app.fiscal.parties import companies
from app.presenters.admin.invoices import (
    LIMIT,
    company_list,
    invoice_rows,
    invoice_words,
    present_invoice,
    report_rows,
)
from app.projections.invoices import (
    StoredInvoice,
    credit_notes_of,
    flows,
    invoice_named,
    invoices,
)
from app.projections.queries import document
from app.services.documents import duplicate_of
from app.services.house import Fact
from app.starting import disk_told
from app.windows.admin.money.invoicing_controller import (
    CompaniesController,
    PlatformController,
)
from app.windows.desk import Desk
from app.windows.tasks import Background
from db.errors import KnownError
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.money.invoices import InvoicesSection

INVOICES, REPORTS, COMPANIES = "invoices", "reports", "companies"
TYPING_MS = 200
_SHOWN = (InvoiceEvent, FlowStated, ReportMade)


class InvoicesController(QObject):
    """One section of invoices."""

    def __init__(self, desk: Desk, section: "InvoicesSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._background = Background(self)
        self._kind, self._search, self._open = INVOICES, "", ""
        self._asked = 0
        self._typing = QTimer(self, interval=TYPING_MS, singleShot=True)
        self.companies = CompaniesController(desk, section)
        self._platform = PlatformController(desk, section)
        self._connect_signals()

    def _connect_signals(self) -> None:
        section, pane = self._section, self._section.pane
        self._desk.changed.connect(self._on_changed)
        self._typing.timeout.connect(self.refresh)
        section.kind_requested.connect(self.begin)
        section.search_changed.connect(self._on_search_changed)
        section.opened.connect(self.open)
        section.report_opened.connect(self._on_report_opened)
        section.report_requested.connect(self._on_report_requested)
        pane.open_requested.connect(self._on_open_requested)
        pane.mail_requested.connect(self._on_mail_requested)
        pane.send_requested.connect(self._on_send_requested)
        pane.ticket_requested.connect(self._on_ticket_requested)

    @Slot(str)
    def begin(self, argument: str) -> None:
        """Shows a list, or an invoice by its id."""
        self._kind = argument if argument in (REPORTS, COMPANIES) else INVOICES
        self._section.show_kind(self._kind)
        self.refresh()
        if argument and argument != self._kind:
            self.open(argument)

    @Slot()
    def refresh(self) -> None:
        """Reads the list that is on show again; an answer that comes too late is dropped."""
        house, section = self._desk.house, self._section
        self._asked += 1
        if self._kind == COMPANIES:
            section.show_rows(COMPANIES, company_list(companies(house)))
            section.show_note("")
            return
        asked, database, search = self._asked, house.database, self._search
        listed = self._kind == INVOICES

        def read() -> tuple[list[StoredInvoice], dict[str, FlowStated]]:
            with database.read() as connection:
                found = invoices(connection, search=search, limit=LIMIT)
                return found if listed else [], flows(connection)

        def show(read_: tuple[list[StoredInvoice], dict[str, FlowStated]]) -> None:
            found, states = read_
            if asked != self._asked:
                return
            if listed:
                rows = invoice_rows(house, found, states)
                section.show_rows(INVOICES, rows)
                section.show_none(searched=bool(search))
                section.show_note(invoice_words(found))
            else:
                made = house.world.reports.last.values()
                section.show_rows(REPORTS, report_rows(made, states))
                section.show_note("")

        self._background.run(read, show, self._desk.say_failure)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if not self._section.isVisible():
            return
        if any(isinstance(fact.event, _SHOWN) for fact in facts):
            self.refresh()
            if self._section.split.side_shown and self._kind == INVOICES and self._open:
                self.open(self._open)

    @Slot(str)
    def _on_search_changed(self, text: str) -> None:
        self._search = text.strip()
        self._typing.start()

    # ------------------------------------------------------------- one invoice

    def _stored(self) -> StoredInvoice | None:
        with self._desk.house.database.read() as connection:
            return invoice_named(connection, self._open)

    @Slot(str)
    def open(self, key: str) -> None:
        """Shows an invoice."""
        self._open = key
        house, stored = self._desk.house, self._stored()
        if stored is None:
            return
        with house.database.read() as connection:
            of = document(connection, stored.event.of[0])
            credits_ = credit_notes_of(connection, key)
            stated = flows(connection, key).get(key)
        view = present_invoice(house, stored, of, credits_, stated)
        self._section.show_invoice(key, view)

    def _given_again(self, stored: StoredInvoice, medium: str) -> None:
        """The file leaves the house once more: counted and signed (`fiscal.md` E-05)."""
        event = stored.event
        again = duplicate_of(
            self._desk.house, event.order, event.invoice, stored.number
        )
        command = DuplicateReceipt(
            order=again.order,
            receipt=again.receipt,
            number=again.number,
            copies=again.copies,
            medium=medium,
        )
        self._desk.run(command)

    @Slot()
    def _on_open_requested(self) -> None:
        stored = self._stored()
        if stored is None:
            return
        folder = self._desk.invoices
        try:
            kept(folder, stored.event)
        except KnownError as error:
            self._desk.say_failure(error)
            return
        self._given_again(stored, "pdf")
        QDesktopServices.openUrl(QUrl.fromLocalFile(folder / stored.event.file))

    @Slot()
    def _on_mail_requested(self) -> None:
        stored, invoicing = self._stored(), self._desk.invoicing
        to = self._section.pane.email.text.strip()
        if "@" not in to:
            self._section.pane.email.show_error(tr("nom@exemple.fr"))
            return
        if stored is None or invoicing is None:
            return

        def heard(why: str) -> None:
            if why:
                self._desk.say(
                    tr("Le message n'est pas parti ({why}).", why=why), tone="error"
                )
            else:
                self._given_again(stored, "email")
                self._desk.say(tr("Envoyée à {address}", address=to))

        try:
            with disk_told():
                going = invoicing.mail(stored.event.invoice, to, heard)
        except KnownError as error:
            self._desk.say_failure(error)
            return
        if not going:
            words = tr("Aucun compte de messagerie n'est réglé sur ce poste.")
            self._desk.say(words, tone="refused")

    @Slot()
    def _on_send_requested(self) -> None:
        self._desk.run(SendFlow(subject=self._open))

    @Slot()
    def _on_ticket_requested(self) -> None:
        stored = self._stored()
        if stored is not None:
            self._desk.go("admin", f"documents:{stored.event.of[0]}")

    # ----------------------------------------------------------------- reports

    @Slot()
    def _on_report_requested(self) -> None:
        desk = self._desk
        if not desk.world.settings.text("ereporting.since"):
            words = tr("Réglez d'abord depuis quand déclarer.")
            desk.say(words, tone="refused")
            self._platform.begin()
            return
        days, database = days_to_report(desk.house), desk.house.database
        if days is None:
            desk.say(tr("Rien à déclarer"))
            return
        self._background.run(
            lambda: closings_of(database, *days), self._make_reports, desk.say_failure
        )

    def _make_reports(self, closed: Sequence[ClosedDay]) -> None:
        desk, made = self._desk, 0
        try:
            with disk_told():
                for report in due_reports(desk.house, closed):
                    make_report(desk.house, desk.invoices, report, desk.actor)
                    made += 1
        except KnownError as error:
            desk.say_failure(error)
            return
        desk.say(tr("Déclarations faites") if made else tr("Rien à déclarer"))

    @Slot(str)
    def _on_report_opened(self, report: str) -> None:
        """A report that was refused goes again; any other is shown as its file."""
        desk = self._desk
        made = next(
            (r for r in desk.world.reports.last.values() if r.report == report), None
        )
        if made is None:
            return
        with desk.house.database.read() as connection:
            stated = flows(connection, report).get(report)
        if stated is not None and stated.state == "refused":
            desk.run(SendFlow(subject=report))
            desk.say(stated.detail or tr("Envoyée de nouveau"))
            return
        try:
            kept(desk.invoices, made)
        except KnownError as error:
            desk.say_failure(error)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(desk.invoices / made.file))
