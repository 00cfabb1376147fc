"""Receipts and refunds: the list of a day, one document as its paper, its refunds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.payments.commands import METHODS
from app.domain.receipts.events import (
    MailAsked,
    MailEnded,
    ReceiptDuplicated,
    ReceiptIssued,
    ReceiptRefunded,
    total_of,
)
from app.fiscal.invoicing import invoice_of
from app.followers.paper.mark import marked
from app.followers.paper.stored import stored_paper
from app.presenters.admin.refund import besides_left
from app.presenters.admin.words import moment_words
from app.projections.invoices import invoices_of
from app.projections.queries import DocumentRow, StoredDocument, refunds_of
from app.services.house import House, facts_of
from app.services.people import person_name
from hardware.printers.document import Document
from resources.texts import amount, price, short_date, tr, trn
from widgets.table_model import Cell, Column, Row

LIMIT = 2000
"""Most documents of a list; a search that finds more has to be narrowed."""


def columns() -> tuple[Column, ...]:
    """The columns of the list."""
    return (
        Column("number", tr("Numéro"), 124, style="strong"),
        Column("moment", tr("Heure"), 96),
        Column("kind", tr("Document"), 150),
        Column("table", tr("Table"), 64, drop=1),
        Column("person", tr("Qui")),
        Column("total", tr("Total TTC"), 104, "end", "plain"),
    )


def document_rows(house: House, found: Iterable[DocumentRow]) -> list[Row]:
    """Documents as they are listed."""
    now = house.clock()
    rows = []
    for document in found:
        moment = datetime.fromisoformat(document.ts)
        rows.append(
            Row(
                document.id,
                (
                    Cell(document.number, sort=document.number),
                    Cell(moment_words(moment, now), sort=document.ts),
                    _kind(document),
                    document.table or "—",
                    person_name(house, document.op),
                    Cell(amount(document.ttc or document.beside), sort=document.ttc),
                ),
            )
        )
    return rows


def _kind(document: DocumentRow) -> Cell:
    """What a document is; one that only took a voucher or a deposit is no sale."""
    if document.kind == "refund":
        return Cell(tr("Remboursement"), icon="assignment_return")
    if document.beside and not document.ttc:
        return Cell(tr("Encaissement"), icon="redeem")
    return Cell(tr("Ticket"), icon="receipt_long")


def total_words(found: Sequence[DocumentRow]) -> str:
    """ "14 documents · 893,60 €"."""
    count = trn(len(found), "{n} document", "{n} documents")
    return f"{count} · {price(sum(document.ttc for document in found))}"


def csv_rows(
    house: House, found: Iterable[DocumentRow]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The list as it is exported."""
    heads: tuple[str, ...] = (
        tr("Numéro"),
        tr("Date"),
        tr("Heure"),
        tr("Document"),
        tr("Table"),
        tr("Qui"),
        tr("Total TTC"),
    )
    rows: list[tuple[str, ...]] = []
    for document in found:
        moment = datetime.fromisoformat(document.ts)
        kind = tr("Remboursement") if document.kind == "refund" else tr("Ticket")
        rows.append(
            (
                document.number,
                short_date(moment.date()),
                f"{moment:%H:%M:%S}",
                kind,
                document.table,
                person_name(house, document.op),
                amount(document.ttc),
            )
        )
    return heads, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """One document as it is shown.

    Attributes:
        paper: its blocks, as they would be printed.
        spoken: what a screen reader says of the paper.
        sale: it is a receipt, not a refund.
        may_refund: something of it can still be given back.
        may_invoice: nobody got an invoice of it; invoice: id of the one that there is.
    """

    title: str
    subtitle: str
    note: str
    paper: Document
    spoken: str
    sale: bool
    may_refund: bool
    may_invoice: bool
    invoice: str


def present_document(house: House, stored: StoredDocument) -> DocumentView:
    """A stored document, with its copies and what was given back of it.

    Raises:
        KnownError: the journal cannot be read.
    """
    document = stored.document
    who = person_name(house, stored.op)
    moment = datetime.fromisoformat(stored.ts)
    refunds: list[ReceiptRefunded] = []
    with house.database.read() as connection:
        invoiced = invoices_of(connection, document.receipt)
        if isinstance(document, ReceiptIssued):
            refunds = refunds_of(connection, document.receipt)
    back = -sum(refund.ttc for refund in refunds)
    notes = [_tenders(document)]
    copies = copies_of(house, document)
    if copies:
        notes.append(trn(copies, "{n} duplicata", "{n} duplicatas"))
    if back:
        notes.append(tr("{amount} déjà remboursés", amount=price(back)))
    notes += [invoice_of(each) for each in invoiced]
    notes += _mails(house, document)
    word = (
        tr("Remboursement {number}", number=stored.number)
        if isinstance(document, ReceiptRefunded)
        else tr("Ticket {number}", number=stored.number)
    )
    return DocumentView(
        title=word,
        subtitle=f"{moment_words(moment, house.clock())} · {who}",
        note=" · ".join(notes),
        paper=marked(stored_paper(house, stored), house.mark),
        spoken=f"{word}, {price(total_of(document))}",
        sale=isinstance(document, ReceiptIssued),
        may_refund=isinstance(document, ReceiptIssued)
        and (back < document.ttc or bool(besides_left(house.world, document))),
        may_invoice=isinstance(document, ReceiptIssued)
        and not invoiced
        and bool(document.ttc),
        invoice=invoiced[0].event.invoice if invoiced else "",
    )


def _tenders(document: ReceiptIssued | ReceiptRefunded) -> str:
    names = (tr(METHODS.get(paid.method, paid.method)) for paid in document.payments)
    return ", ".join(dict.fromkeys(names)) or tr("Sans encaissement")


def _mails(house: House, document: ReceiptIssued | ReceiptRefunded) -> list[str]:
    """How the mails of a document stand, the last one first."""
    entries = house.journal.entries(
        stream=f"order/{document.order}",
        types=["receipt.mail_asked", "receipt.mail_ended"],
    )
    words: dict[str, str] = {}
    for fact in facts_of(entries):
        event = fact.event
        if getattr(event, "receipt", "") != document.receipt:
            continue
        if isinstance(event, MailAsked):
            words[event.mail] = tr("e-mail en attente d'envoi")
        elif isinstance(event, MailEnded):
            sent = tr("envoyé par e-mail")
            failed = tr("e-mail non parti ({why})", why=event.failure)
            words[event.mail] = failed if event.failure else sent
    return list(dict.fromkeys(reversed(words.values())))


def copies_of(house: House, document: ReceiptIssued | ReceiptRefunded) -> int:
    """How many duplicates were made of a document, however long ago."""
    entries = house.journal.entries(
        stream=f"order/{document.order}", types=["receipt.duplicated"]
    )
    made = (fact.event for fact in facts_of(entries))
    return sum(
        1
        for event in made
        if isinstance(event, ReceiptDuplicated) and event.receipt == document.receipt
    )


def is_day(text: str) -> bool:
    """Whether a text is a day, "YYYY-MM-DD"."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
