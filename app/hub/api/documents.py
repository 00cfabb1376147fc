"""Receipts and refunds as they were issued, and the figures of a day."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.money import parse_decimal
from app.domain.receipts.compose import QTY_PLACES, disposition_named, heads
from app.domain.receipts.events import Disposition, ReceiptIssued
from app.domain.reservations.availability import is_day
from app.domain.vocabulary import Refusal
from app.hub.api.pages import After, Limit, linked, page
from app.hub.api.problems import refused
from app.hub.api.shapes import Level, Told, euros, units
from app.hub.api.visit import Visit, Visiting, opened_by
from app.projections.queries import StoredDocument, Sums, day_sums, document, documents
from app.projections.takings import takings
from app.services.house import House

router = APIRouter()

RECEIPT_UNKNOWN = Refusal("receipt_unknown", "Ce ticket n'existe pas.")
DAY_INVALID = Refusal("time_invalid", "Cette date ou cette heure n'existe pas.")
_MOST_OF_A_DAY = 20_000

BusinessDay = Annotated[
    str,
    Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="Today without it."),
]


class DocumentRowShape(BaseModel):
    """A document in the list."""

    receipt_id: str
    kind: str = Field(examples=["sale"], description='"sale" or "refund".')
    number: str = Field(examples=["C1-000214"])
    order_id: str
    refund_of: str | None
    business_day: str
    issued_at: str
    table_id: str
    total: Told


class DocumentsShape(BaseModel):
    """The documents of a business day, page by page."""

    receipts: list[DocumentRowShape]
    next: str | None = None


class DocumentLineShape(BaseModel):
    """A line as the guest reads it."""

    item_id: str
    menu_item_id: str
    name: str
    quantity: Level
    unit_price: Told
    total: Told
    tax_rate: Told
    disposition: Disposition | None = Field(
        description="Of what was given back: `stock`, `waste`, or `kept` by the guest."
    )


class TaxRowShape(BaseModel):
    """One rate of VAT."""

    rate: Told = Field(examples=[10])
    net: Told
    tax: Told
    gross: Told


class TenderShape(BaseModel):
    """What was paid in one way."""

    payment_id: str
    method: str
    amount: Told
    tip: Told


class BesideShape(BaseModel):
    """What was taken, or given back, besides turnover: a voucher, a deposit, an account."""

    kind: str = Field(examples=["gift"])
    amount: Told


class DocumentShape(BaseModel):
    """A document as it was issued; it never changes. Payments pay `total` and `besides`."""

    receipt_id: str
    kind: str
    number: str
    order_id: str
    refund_of: str | None
    issued_at: str
    operator: str
    items: list[DocumentLineShape]
    taxes: list[TaxRowShape]
    payments: list[TenderShape]
    besides: list[BesideShape]
    subtotal: Told
    tax: Told
    total: Told


class MethodFigure(BaseModel):
    """What a way of paying brought."""

    method: str
    amount: Told
    tip: Told
    count: int


class ItemFigure(BaseModel):
    """What an item brought."""

    menu_item_id: str
    quantity: Level
    amount: Told


class HourFigure(BaseModel):
    """What an hour brought."""

    hour: int
    amount: Told
    receipts: int


class DayShape(BaseModel):
    """A business day: sums of the documents that were issued, refunds taken off."""

    business_day: str
    total: Told
    subtotal: Told
    tax: Told
    receipts: int
    covers: int
    taxes: list[TaxRowShape]
    methods: list[MethodFigure]
    items: list[ItemFigure]
    hours: list[HourFigure]


@router.get(
    "/receipts",
    response_model=DocumentsShape,
    tags=["documents"],
    **opened_by("receipts:read"),
)
async def list_receipts(
    visit: Visiting, limit: Limit = 50, after: After = "", day: BusinessDay = ""
) -> Response:
    """The documents of a business day, the oldest first."""
    wanted = await _day(visit, day)

    def view(house: House) -> DocumentsShape:
        with house.database.read() as connection:
            rows = documents(connection, bday=wanted, limit=_MOST_OF_A_DAY)
        found, following = page(rows, lambda row: row.id, after, limit)
        return DocumentsShape(
            receipts=[
                DocumentRowShape(
                    receipt_id=row.id,
                    kind=row.kind,
                    number=row.number,
                    order_id=row.order,
                    refund_of=row.original or None,
                    business_day=row.bday,
                    issued_at=row.ts,
                    table_id=row.table,
                    total=euros(row.ttc),
                )
                for row in found
            ],
            next=following,
        )

    return await visit.look(view, linked(visit.request))


@router.get(
    "/receipts/{receipt_id}",
    response_model=DocumentShape,
    tags=["documents"],
    **opened_by("receipts:read", 404),
)
async def show_receipt(receipt_id: str, visit: Visiting) -> Response:
    """A document as it was issued."""

    def view(house: House) -> DocumentShape:
        with house.database.read() as connection:
            stored = document(connection, receipt_id)
        if stored is None:
            raise refused(RECEIPT_UNKNOWN)
        return _document(stored)

    return await visit.look(view)


@router.get(
    "/reports/day",
    response_model=DayShape,
    tags=["reports"],
    **opened_by("reports:read"),
)
async def show_day(visit: Visiting, day: BusinessDay = "") -> Response:
    """The figures of a business day: the sums of its documents."""
    wanted = await _day(visit, day)

    def view(house: House) -> DayShape:
        with house.database.read() as connection:
            sums = day_sums(connection, wanted)
            taken = takings(connection, wanted)
        total = sum(sums.get(("document", k, "ttc"), 0) for k in ("sale", "refund"))
        tax = sum(sums.get(("document", k, "tva"), 0) for k in ("sale", "refund"))
        return DayShape(
            business_day=wanted,
            total=euros(total),
            subtotal=euros(total - tax),
            tax=euros(tax),
            receipts=taken.receipts,
            covers=taken.covers,
            taxes=_taxes(sums),
            methods=[
                MethodFigure(
                    method=method,
                    amount=euros(sums.get(("tender", method, "amount"), 0)),
                    tip=euros(sums.get(("tender", method, "tip"), 0)),
                    count=sums.get(("tender", method, "count"), 0),
                )
                for method in _items(sums, "tender")
            ],
            items=[
                ItemFigure(
                    menu_item_id=article,
                    quantity=units(sums.get(("article", article, "milli"), 0)),
                    amount=euros(sums.get(("article", article, "ttc"), 0)),
                )
                for article in _items(sums, "article")
            ],
            hours=[
                HourFigure(
                    hour=int(hour),
                    amount=euros(sums.get(("hour", hour, "ttc"), 0)),
                    receipts=sums.get(("hour", hour, "count"), 0),
                )
                for hour in sorted(_items(sums, "hour"), key=int)
            ],
        )

    return await visit.look(view)


async def _day(visit: Visit, day: str) -> str:
    """The business day that is asked for, today's without one."""
    if day and not is_day(day):
        raise refused(DAY_INVALID)
    return day or await visit.ask(lambda house: house.business_day(house.clock()))


def _items(sums: Sums, family: str) -> list[str]:
    return sorted({item for kind, item, _ in sums if kind == family})


def _taxes(sums: Sums) -> list[TaxRowShape]:
    return [
        TaxRowShape(
            rate=euros(int(rate)),
            net=euros(sums.get(("vat_rate", rate, "ht"), 0)),
            tax=euros(sums.get(("vat_rate", rate, "tva"), 0)),
            gross=euros(sums.get(("vat_rate", rate, "ttc"), 0)),
        )
        for rate in sorted(_items(sums, "vat_rate"), key=int)
    ]


def _document(stored: StoredDocument) -> DocumentShape:
    told = stored.document
    sale = isinstance(told, ReceiptIssued)
    return DocumentShape(
        receipt_id=told.receipt,
        kind="sale" if sale else "refund",
        number=stored.number,
        order_id=told.order,
        refund_of=None if isinstance(told, ReceiptIssued) else told.of or None,
        issued_at=stored.ts,
        operator=stored.op,
        items=[
            DocumentLineShape(
                item_id=line.id,
                menu_item_id=line.article,
                name=line.label,
                quantity=units(_milli(line.quantity)),
                unit_price=euros(line.unit),
                total=euros(line.total),
                tax_rate=euros(line.rate),
                disposition=disposition_named(line.disposition),
            )
            for line in heads(told)
        ],
        taxes=[
            TaxRowShape(
                rate=euros(row.rate),
                net=euros(row.ht),
                tax=euros(row.tva),
                gross=euros(row.ttc),
            )
            for row in told.vat
        ],
        payments=[
            TenderShape(
                payment_id=paid.payment,
                method=paid.method,
                amount=euros(paid.amount),
                tip=euros(paid.tip),
            )
            for paid in told.payments
        ],
        besides=[
            BesideShape(kind=each.kind, amount=euros(each.amount))
            for each in told.beside
        ],
        subtotal=euros(told.ht),
        tax=euros(told.tva),
        total=euros(told.ttc),
    )


def _milli(quantity: str) -> int:
    size = parse_decimal(quantity.removeprefix("-"), QTY_PLACES)
    return -size if quantity.startswith("-") else size
