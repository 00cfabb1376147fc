"""Invoices of receipts: made, listed, and their files."""

import asyncio
import base64
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.invoices.decide import NUMBER_TAKEN
from app.domain.invoices.events import CREDIT
from app.domain.vocabulary import Refusal
from app.fiscal.invoicing import Invoice, drafts_of
from app.fiscal.issuing import InvoiceFileError, issue, kept
from app.fiscal.parties import NotInvoicedError, Party, company_of, keep_company
from app.hub.api.pages import After, Limit, cursor, linked, place
from app.hub.api.problems import ProblemError, refused
from app.hub.api.shapes import Sent, Told, euros
from app.hub.api.visit import Visit, Visiting, Write, done, opened_by
from app.projections.invoices import (
    StoredInvoice,
    flows,
    invoice_named,
    invoices,
    invoices_of,
)
from app.projections.queries import document
from app.services.house import House

router = APIRouter(tags=["invoices"])

RECEIPT_UNKNOWN = Refusal("receipt_unknown", "Ce ticket n'existe pas.")
INVOICE_UNKNOWN = Refusal("invoice_unknown", "Cette facture n'existe pas.")
NOT_HERE = Refusal(
    "invoice_file_unknown", "Le fichier de cette facture est sur un autre poste."
)
BusinessDay = Annotated[
    str,
    Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="All days without it."),
]


class CompanyToInvoice(Sent):
    """Who is invoiced."""

    name: Annotated[
        str, Field(min_length=1, max_length=150, examples=["Dupont & Fils"])
    ]
    number: Annotated[
        str,
        Field(
            min_length=9,
            max_length=20,
            description="SIREN or SIRET.",
            examples=["732 829 320 00074"],
        ),
    ]
    vat_number: Annotated[str, Field(max_length=20, examples=["FR44732829320"])] = ""
    street: Annotated[str, Field(max_length=150, examples=["1 rue de Lyon"])] = ""
    postcode: Annotated[str, Field(max_length=10, examples=["69001"])] = ""
    city: Annotated[str, Field(max_length=100, examples=["Lyon"])] = ""
    email: Annotated[str, Field(max_length=200, examples=["compta@dupont.example"])] = (
        ""
    )


class InvoiceShape(BaseModel):
    """An invoice, or a credit note that takes one back."""

    invoice_id: str
    number: str = Field(examples=["F-C1-000012"])
    kind: str = Field(examples=["invoice"], description='"invoice" or "credit_note".')
    receipt_id: str = Field(description="What it bills, or the refund it credits.")
    credits: str | None = Field(
        description="Id of the invoice that a credit note takes back.", examples=[None]
    )
    billing_mode: str = Field(examples=["S2"], description="BT-23.")
    business_day: str
    issued_at: str
    company: str = Field(examples=["Dupont & Fils"], description='"" once forgotten.')
    total: Told
    due: Told
    platform_state: str | None = Field(
        examples=["taken"], description="waiting, sent, taken, refused; null: not sent."
    )
    file_sha256: str


class InvoicesShape(BaseModel):
    """Invoices, page by page."""

    invoices: list[InvoiceShape]
    next: str | None = None


class InvoiceFileShape(BaseModel):
    """The Factur-X file: a PDF/A-3 with its XML inside."""

    name: str = Field(examples=["F-C1-000012.pdf"])
    sha256: str
    content: str = Field(description="Base64.", examples=["JVBERi0xLjc="])


@router.get("/invoices", response_model=InvoicesShape, **opened_by("invoices:read"))
async def list_invoices(
    visit: Visiting, limit: Limit = 50, after: After = "", day: BusinessDay = ""
) -> Response:
    """Invoices and credit notes, the newest first."""

    def view(house: House) -> InvoicesShape:
        first, last = (day, day) if day else ("", "9999-12-31")
        before = place(after)
        with house.database.read() as connection:
            rows = invoices(
                connection, first=first, last=last, before=before, limit=limit + 1
            )
        found = rows[:limit]
        more = len(rows) > limit
        following = cursor(found[-1].event.invoice) if more else None
        return InvoicesShape(invoices=_shapes(house, found), next=following)

    return await visit.read(view, linked(visit.request))


@router.get(
    "/invoices/{invoice_id}",
    response_model=InvoiceShape,
    **opened_by("invoices:read", 404),
)
async def show_invoice(invoice_id: str, visit: Visiting) -> Response:
    """An invoice, by its id or its number."""
    return await visit.read(
        lambda house: _shapes(house, [_named(house, invoice_id)])[0]
    )


@router.get(
    "/invoices/{invoice_id}/file",
    response_model=InvoiceFileShape,
    **opened_by("invoices:read", 404),
)
async def show_invoice_file(invoice_id: str, visit: Visiting) -> Response:
    """Its file, where this hub issued it."""
    folder = visit.api.invoices

    def view(house: House) -> InvoiceFileShape:
        event = _named(house, invoice_id).event
        try:
            content = kept(folder, event)
        except InvoiceFileError as error:
            raise refused(NOT_HERE) from error
        return InvoiceFileShape(
            name=event.file,
            sha256=event.sha256,
            content=base64.b64encode(content).decode(),
        )

    return await visit.look(view)


@router.get(
    "/receipts/{receipt_id}/invoices",
    response_model=InvoicesShape,
    **opened_by("invoices:read", 404),
)
async def list_invoices_of_receipt(receipt_id: str, visit: Visiting) -> Response:
    """The invoices of a receipt, or the credit notes of a refund."""
    return await visit.read(lambda house: _of_receipt(house, receipt_id))


@router.post(
    "/receipts/{receipt_id}/invoices",
    response_model=InvoicesShape,
    status_code=201,
    **opened_by("invoices:write", 404, 409, key="needed"),
)
async def create_invoice(
    receipt_id: str, told: CompanyToInvoice, visit: Visiting
) -> Response:
    """Invoices a receipt to a company; two invoices where goods and services were in the
    reported takings already. A receipt is invoiced once."""
    files: list[bytes] = []
    drafts: list[Invoice] = []
    if not await visit.repeats():
        company = await visit.ask(lambda house: _kept_company(house, told, visit))
        drafts = await visit.ask(lambda house: _drafts(house, receipt_id, company))
        files = await asyncio.to_thread(_drawn, drafts)

    def act(house: House) -> InvoicesShape:
        try:
            made = issue(house, visit.api.invoices, drafts, files, visit.actor)
        except NotInvoicedError as error:
            raise _impossible(error) from error
        if made is NUMBER_TAKEN:
            raise refused(NUMBER_TAKEN)  # asked again, it gets the next number
        done(made)
        return _of_receipt(house, receipt_id)

    return await visit.write(
        Write(
            act=act,
            again=lambda house, thing: _of_receipt(house, receipt_id),
            named=lambda events: f"receipt/{receipt_id}",
            status=201,
            location=lambda thing: f"/api/v1/receipts/{receipt_id}/invoices",
            needs_key=True,
        )
    )


def _kept_company(house: House, told: CompanyToInvoice, visit: Visit) -> str:
    digits = "".join(told.number.split())
    siret = digits if len(digits) == 14 else ""
    party = Party(
        name=" ".join(told.name.split()),
        siren=digits[:9] if siret else digits,
        siret=siret,
        vat_number="".join(told.vat_number.split()).upper(),
        street=told.street.strip(),
        postcode=told.postcode.strip(),
        city=told.city.strip(),
        email=told.email.strip(),
    )
    try:
        company = keep_company(house, party, visit.actor)
    except NotInvoicedError as error:
        raise ProblemError(422, _words("company_invalid", error)) from error
    if isinstance(company, Refusal):
        raise refused(company)
    return company


def _drafts(house: House, receipt: str, company: str) -> list[Invoice]:
    with house.database.read() as connection:
        if document(connection, receipt) is None:
            raise refused(RECEIPT_UNKNOWN)
    try:
        return drafts_of(house, receipt, company)
    except NotInvoicedError as error:
        raise _impossible(error) from error


def _drawn(drafts: list[Invoice]) -> list[bytes]:
    from app.reports.invoice_pdf import invoice_file

    return [invoice_file(draft) for draft in drafts]


def _impossible(error: NotInvoicedError) -> ProblemError:
    return ProblemError(409, _words("not_invoiced", error))


def _words(code: str, error: NotInvoicedError) -> Refusal:
    return Refusal(code, "{why}", values=(("why", error.text()),))


def _named(house: House, name: str) -> StoredInvoice:
    with house.database.read() as connection:
        stored = invoice_named(connection, name)
    if stored is None:
        raise refused(INVOICE_UNKNOWN)
    return stored


def _of_receipt(house: House, receipt: str) -> InvoicesShape:
    with house.database.read() as connection:
        if document(connection, receipt) is None:
            raise refused(RECEIPT_UNKNOWN)
        found = invoices_of(connection, receipt)
    return InvoicesShape(invoices=_shapes(house, found))


def _shapes(house: House, found: list[StoredInvoice]) -> list[InvoiceShape]:
    with house.database.read() as connection:
        states = {
            each.event.invoice: flows(connection, each.event.invoice) for each in found
        }
    shapes = []
    for each in found:
        event = each.event
        stated = states[event.invoice].get(event.invoice)
        party = company_of(house, event.company)
        shapes.append(
            InvoiceShape(
                invoice_id=event.invoice,
                number=each.number,
                kind="credit_note" if event.type == CREDIT else "invoice",
                receipt_id=event.of[0],
                credits=event.credits or None,
                billing_mode=event.mode,
                business_day=each.bday,
                issued_at=each.ts,
                company=party.name if party else "",
                total=euros(event.total),
                due=euros(event.unpaid),
                platform_state=stated.state if stated else None,
                file_sha256=event.sha256,
            )
        )
    return shapes
