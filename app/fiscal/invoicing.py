"""Invoices as a document: who bills whom for what, from the receipt that was paid.

Source: `fiscal.md` 9.1 (J-01 to J-06), CGI ann. II 242 nonies A, L-01.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.domain.invoices.compose import Bill, BilledLine, bills_of, credit_of
from app.domain.invoices.events import (
    CREDIT,
    INVOICE,
    REPORTED,
    InvoiceAmount,
    InvoiceIssued,
)
from app.domain.profile.choosing import mention_of
from app.domain.profile.contract import EXEMPT
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.settings import REGIME
from app.fiscal.parties import (
    NotInvoicedError,
    Party,
    company_of,
    place_of,
)
from app.projections.invoices import StoredInvoice, invoices_of
from app.projections.queries import StoredDocument, document
from app.services.clients import company_key
from app.services.house import House
from db.errors import PersonErasedError
from resources.texts import tr

DUE = timedelta(days=30)
"""Until when an invoice that is not paid is due (C. com. L. 441-10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice or a credit note, whole: its file says nothing else.

    Attributes:
        number: as printed (BT-1); type, mode: BT-3 and BT-23.
        issued: its date; delivered: of the sale; due: until when it is to be paid.
        paid: cents; tenders: (method, cents) of the receipt.
        receipt: printed number of what it bills or credits; `receipt_id` its id.
        untaxed: why nothing is taxed at 0 %, with its code (VATEX), "" without one.
        credits: number and date of the invoice that is taken back, None for an invoice.
        mark: what papers bear beside real trade, "" in production.
    """

    number: str
    type: str
    mode: str
    issued: date
    delivered: date
    due: date
    seller: Party
    buyer: Party
    company: str
    order: str
    receipt_id: str
    receipt: str
    lines: tuple[BilledLine, ...]
    amounts: tuple[InvoiceAmount, ...]
    ht: int
    ttc: int
    paid: int
    tenders: tuple[tuple[str, int], ...]
    debits: bool
    penalty: str
    discount: str
    untaxed: tuple[str, str] = ("", "")
    credits: tuple[str, date] | None = None
    credits_id: str = ""
    mark: str = ""

    @property
    def tva(self) -> int:
        """VAT, in cents."""
        return self.ttc - self.ht

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.number}.pdf"

    def fact(self, invoice: str, terminal: str, sha256: str) -> InvoiceIssued:
        """What is written down once its file is there."""
        return InvoiceIssued(
            invoice=invoice,
            terminal=terminal,
            order=self.order,
            number=self.number,
            type=self.type,
            of=(self.receipt_id,),
            company=self.company,
            mode=self.mode,
            amounts=self.amounts,
            total=self.ttc,
            file=self.file,
            sha256=sha256,
            credits=self.credits_id,
            unpaid=self.ttc - self.paid,
        )


def seller_of(values: Mapping[str, str]) -> Party:
    """The house as an invoice names it; `values` are the settings.

    Raises:
        NotInvoicedError: something that the law asks for is not set.
    """
    siret = "".join(filter(str.isdigit, values["house.siret"]))
    vat_number = "".join(values["house.vat_number"].split()).upper()
    lacks = [
        words
        for given, words in (
            (siret, tr("le SIRET")),
            (vat_number, tr("le numéro de TVA")),
            (values["house.address"].strip(), tr("l'adresse")),
        )
        if not given
    ]
    if lacks:
        raise NotInvoicedError(
            tr(
                "Pour facturer, renseignez {items} de la maison.",
                items=", ".join(lacks),
            )
        )
    street, postcode, city = place_of(values["house.address"])
    return Party(
        name=values["house.name"],
        siren=siret[:9],
        siret=siret,
        vat_number=vat_number,
        street=street,
        postcode=postcode,
        city=city,
        legal=values["house.legal"],
    )


# ------------------------------------------------------------------------- drafts


def drafts_of(house: House, receipt: str, company: str) -> list[Invoice]:
    """The invoices of a receipt to a company, numbered as the next ones.

    Two where the receipt has goods and services and was reported already.

    Raises:
        NotInvoicedError: it cannot be invoiced, or was already.
        KnownError: the data cannot be read.
    """
    buyer = company_of(house, company)
    with house.database.read() as connection:
        stored, known = document(connection, receipt), invoices_of(connection, receipt)
    if stored is None or not isinstance(stored.document, ReceiptIssued):
        raise NotInvoicedError(tr("Ce ticket n'existe pas."))
    if known:
        raise NotInvoicedError(
            tr(
                "Ce ticket est déjà facturé : {number}.",
                number=", ".join(each.number for each in known),
            )
        )
    if buyer is None:
        raise NotInvoicedError(tr("Cette société n'est pas connue."))
    chain = stored.number.partition("-")[0]
    reported = stored.bday <= house.world.till(chain).closed_day
    bills = [bill for bill in bills_of(stored.document, reported=reported) if bill.ttc]
    if not bills:
        raise NotInvoicedError(tr("Rien n'est à payer sur ce ticket."))
    return _numbered(
        house, [_draft(house, stored, bill, buyer, company) for bill in bills]
    )


def credits_of(house: House, refund: str) -> list[Invoice]:
    """The credit notes that a refund calls for: one for each invoice of its receipt;
    none where it was not invoiced, or where they are there.

    Raises:
        NotInvoicedError: the house's own card is not complete.
        KnownError: the data cannot be read, or the invoiced company was forgotten.
    """
    with house.database.read() as connection:
        stored, known = document(connection, refund), invoices_of(connection, refund)
        if stored is None or not isinstance(stored.document, ReceiptRefunded) or known:
            return []
        invoiced = invoices_of(connection, stored.document.of)
    drafts = []
    for each in invoiced:
        bill = credit_of(stored.document, each.event.mode)
        if bill is not None and bill.ttc:
            buyer = company_of(house, each.event.company)
            if buyer is None:
                raise PersonErasedError(company_key(each.event.company))
            draft = _draft(house, stored, bill, buyer, each.event.company)
            told = each.number, datetime.fromisoformat(each.ts).date()
            drafts.append(
                replace(draft, type=CREDIT, credits=told, credits_id=each.event.invoice)
            )
    return _numbered(house, drafts)


def _numbered(house: House, drafts: list[Invoice]) -> list[Invoice]:
    """The drafts as the next invoices of this terminal."""
    numbers = house.world.invoices.numbers_after(house.terminal, len(drafts))
    return [
        replace(draft, number=number)
        for draft, number in zip(drafts, numbers, strict=True)
    ]


def _draft(
    house: House, stored: StoredDocument, bill: Bill, buyer: Party, company: str
) -> Invoice:
    values = house.world.settings.values
    today, sold = house.clock().date(), datetime.fromisoformat(stored.ts).date()
    document = stored.document
    return Invoice(
        number="",
        type=INVOICE,
        mode=bill.mode,
        issued=today,
        delivered=sold,
        due=_due(bill, sold, today),
        seller=seller_of(values),
        buyer=buyer,
        company=company,
        order=document.order,
        receipt_id=document.receipt,
        receipt=stored.number,
        lines=bill.lines,
        amounts=bill.amounts,
        ht=bill.ht,
        ttc=bill.ttc,
        paid=bill.paid,
        tenders=tuple((p.method, abs(p.amount)) for p in document.payments),
        debits=values["vat.debits"] == "yes",
        penalty=values["invoice.penalty"],
        discount=values["invoice.discount"],
        untaxed=_untaxed(house),
        mark=house.mark.paper if house.mark else "",
    )


def _due(bill: Bill, sold: date, today: date) -> date:
    """BT-9: when it is to be paid, or was (BR-FR-CO-09). Only the modes of what was paid
    may name a day before the invoice (BR-FR-CO-07), not those of what was reported."""
    if bill.unpaid:
        return today + DUE
    return today if bill.mode in REPORTED else sold


def _untaxed(house: House) -> tuple[str, str]:
    settings = house.world.settings
    exempt = settings.text(REGIME) == EXEMPT
    reason = mention_of(settings) or "Exonération de TVA"
    return reason, "VATEX-FR-FRANCHISE" if exempt else ""


def invoice_of(stored: StoredInvoice) -> str:
    """How an invoice is called in a sentence."""
    words = (
        tr("Avoir {number}") if stored.event.type == CREDIT else tr("Facture {number}")
    )
    return words.format(number=stored.number)
