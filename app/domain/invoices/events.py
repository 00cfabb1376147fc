"""Facts about invoices (`fiscal.md` 4.3, 9.1 and L-01). Amounts in cents, rates in
hundredths of a percent.

The journal knows a company by a random id: its name lies sealed beside it, and in the
invoice's own file, whose hash is journaled."""

from dataclasses import dataclass

from app.domain.wire import fact

INVOICE, CREDIT = "380", "381"
"""Types of a document (BT-3, UNTDID 1001)."""
REPORTED = ("B7", "S7")
"""Billing modes (BT-23) of what was reported with the day's takings before it was
invoiced: it stays in the e-reporting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceAmount:
    """What an invoice has at one rate and of one nature ("GOODS", "SERVICE")."""

    rate: int
    nature: str
    ttc: int
    ht: int
    tva: int


@fact("company.set", stream="company/{id}")
class CompanySet:
    """A company that asks for invoices; `identity` is sealed with `company/<id>`."""

    id: str
    identity: str


@fact("company.forgotten", stream="company/{id}")
class CompanyForgotten:
    """Nothing is known of a company any more; its invoices keep what they say."""

    id: str


@fact("invoice.asked", stream="order/{order}")
class InvoiceAsked:
    """Who pays this bill of an order wants an invoice to a company; "" takes the wish
    back."""

    order: str
    bill: str
    company: str


@fact("note.named", stream="order/{order}")
class NoteNamed:
    """The note of this bill bears the name of who pays it (`fiscal.md` E-02), sealed with
    the key of the order and erased with it; "" takes it off."""

    order: str
    bill: str
    name: str


@fact("invoice.issued", stream="order/{order}", series="F", signed=True)
class InvoiceIssued:
    """An invoice or a credit note. Its number is the entry's `tseq` in series F.

    Attributes:
        terminal: chain that issued it; `number` as printed, "F-C1-000012" (BT-1).
        type: `INVOICE` or `CREDIT` (BT-3).
        of: ids of the receipts it bills, or of the refunds it credits.
        credits: id of the invoice that a credit note takes back, "" for an invoice.
        mode: BT-23, see `compose.mode_of`.
        amounts: what it has at each rate and of each nature, never negative; a credit
            note takes them back.
        total: with VAT; `unpaid`: what of it was not paid when it was issued.
        file, sha256: its Factur-X file and the hash of that, hexadecimal.
    """

    invoice: str
    terminal: str
    order: str
    number: str
    type: str
    of: tuple[str, ...]
    company: str
    mode: str
    amounts: tuple[InvoiceAmount, ...]
    total: int
    file: str
    sha256: str
    credits: str = ""
    unpaid: int = 0


InvoiceEvent = CompanySet | CompanyForgotten | InvoiceAsked | NoteNamed | InvoiceIssued
