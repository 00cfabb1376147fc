"""Drives the documents: what is listed, one of them as paper, duplicates and refunds."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.invoices.events import InvoiceIssued
from app.domain.payments.commands import DuplicateReceipt
from app.domain.receipts.events import (
    MailAsked,
    MailEnded,
    ReceiptDuplicated,
    ReceiptIssued,
    ReceiptRefunded,
    total_of,
)
from app.presenters.admin.documents import (
    LIMIT,
    copies_of,
    csv_rows,
    document_rows,
    is_day,
    present_document,
    total_words,
)
from app.projections.queries import (
    DocumentRow,
    StoredDocument,
    document,
    documents,
)
from app.services.house import Fact
from app.windows.admin.money.document_sheets import FreeRefundSheet, MoreSheet
from app.windows.admin.money.refunds import Refunds
from app.windows.desk import Desk
from app.windows.invoicing import InvoiceTaker
from app.windows.mailing import MailTaker
from app.windows.saving import Saver
from app.windows.tasks import Background
from resources.texts import price, tr

if TYPE_CHECKING:
    from app.windows.admin.money.documents import DocumentsSection

TYPING_MS = 200
_LISTED = (
    *(ReceiptIssued, ReceiptRefunded, ReceiptDuplicated),
    *(InvoiceIssued, MailAsked, MailEnded),
)


class DocumentsController(QObject):
    """One list of documents; it is read behind the window."""

    def __init__(self, desk: Desk, section: "DocumentsSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._background = Background(self)
        self._saver = Saver(desk, self)
        self._day: date | None = self._today()
        self._search = ""
        self._found: list[DocumentRow] = []
        self._asked = 0
        self._open = ""
        self._refunds = Refunds(desk, section)
        self._invoices = InvoiceTaker(desk, section)
        self._mails = MailTaker(desk, self)
        self._typing = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._connect_signals()

    def _connect_signals(self) -> None:
        section = self._section
        self._desk.changed.connect(self._on_changed)
        self._typing.timeout.connect(self.refresh)
        section.opened.connect(self.open)
        section.day_requested.connect(self._on_day_requested)
        section.search_changed.connect(self._on_search_changed)
        section.export_requested.connect(self._on_export_requested)
        section.pane.duplicate_requested.connect(self._on_duplicate_requested)
        section.pane.refund_requested.connect(self._on_refund_requested)
        section.pane.invoice_requested.connect(self._on_invoice_requested)
        section.pane.more_requested.connect(self._on_more_requested)
        section.free_refund_requested.connect(self._on_free_refund_requested)

    def _today(self) -> date:
        house = self._desk.house
        return date.fromisoformat(house.business_day(house.clock()))

    def begin(self, argument: str) -> None:
        """Shows the day; `argument` is the document to open, or a day, "" for neither."""
        if is_day(argument):
            self._day, argument = date.fromisoformat(argument), ""
        self._section.show_day(self._day, self._today())
        self.refresh()
        if argument:
            self.open(argument)

    @Slot()
    def refresh(self) -> None:
        """Reads the list again; an answer that comes too late is dropped."""
        self._asked += 1
        asked, database = self._asked, self._desk.house.database
        bday = self._day.isoformat() if self._day and not self._search else ""
        search = self._search

        def read() -> list[DocumentRow]:
            with database.read() as connection:
                return documents(connection, bday=bday, search=search, limit=LIMIT)

        def show(found: list[DocumentRow]) -> None:
            if asked == self._asked:
                self._found = found
                rows = document_rows(self._desk.house, found)
                self._section.show_rows(rows, total_words(found))

        self._background.run(read, show, self._desk.say_failure)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        events = [fact.event for fact in facts if isinstance(fact.event, _LISTED)]
        if not events or not self._section.isVisible():
            return
        self.refresh()
        if self._section.split.side_shown:
            self.open(self._open)

    @Slot(object)
    def _on_day_requested(self, day: date | None) -> None:
        self._day = day
        self.refresh()

    @Slot(str)
    def _on_search_changed(self, text: str) -> None:
        self._search = text.strip()
        shown = None if self._search else self._day
        self._section.show_day(shown, self._today())
        self._typing.start()

    @Slot()
    def _on_export_requested(self) -> None:
        heads, rows = csv_rows(self._desk.house, self._found)
        name = self._day.isoformat() if self._day else tr("tous")
        self._saver.save_table(f"{tr('Documents')}_{name}", heads, rows)

    # -------------------------------------------------------------- one document

    def _stored(self) -> StoredDocument | None:
        with self._desk.house.database.read() as connection:
            return document(connection, self._open)

    @Slot(str)
    def open(self, key: str) -> None:
        """Shows a document as its paper."""
        self._open = key
        stored = self._stored()
        if stored is None:
            return
        view = present_document(self._desk.house, stored)
        self._section.show_document(key, view)

    @Slot()
    def _on_duplicate_requested(self) -> None:
        stored = self._stored()
        if stored is None:
            return
        command = DuplicateReceipt(
            order=stored.document.order,
            receipt=stored.document.receipt,
            number=stored.number,
            copies=copies_of(self._desk.house, stored.document),
        )

        def done(facts: tuple[Fact, ...]) -> None:
            self._desk.say(tr("Duplicata du ticket {number}", number=stored.number))

        self._desk.run(command, done)

    @Slot()
    def _on_invoice_requested(self) -> None:
        stored = self._stored()
        if stored is None:
            return
        view = present_document(self._desk.house, stored)
        if view.invoice:
            self._desk.go("admin", f"invoices:{view.invoice}")
            return
        words = f"{view.title} · {price(total_of(stored.document))}"
        self._invoices.invoice(self._open, words, self._on_invoiced)

    def _on_invoiced(self, made: Sequence[InvoiceIssued]) -> None:
        self._desk.go("admin", f"invoices:{made[0].invoice}")

    @Slot()
    def _on_more_requested(self) -> None:
        stored = self._stored()
        if stored is not None and isinstance(stored.document, ReceiptIssued):
            sheet = MoreSheet(self._section, self._desk, stored.document, stored.number)
            sheet.mail_requested.connect(self._on_mail_requested)
            sheet.open()

    @Slot()
    def _on_mail_requested(self) -> None:
        stored = self._stored()
        if stored is not None:
            written = stored.document
            host, number = self._section, stored.number
            self._mails.ask(host, written.order, written.receipt, number)

    @Slot()
    def _on_free_refund_requested(self) -> None:
        FreeRefundSheet(self._section, self._desk).open()

    @Slot()
    def _on_refund_requested(self) -> None:
        self._refunds.open(self._open)
