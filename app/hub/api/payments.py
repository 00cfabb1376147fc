"""Payments: tenders, card terminals, refunds, by the same commands as at a till.

Card numbers never come here: the house's own terminal asks for the card. A card payment
is `pending` until the terminal has answered, and `unknown` when its answer was lost: then
a person reads its slip, and nothing is charged twice.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.credits.rules import UNKNOWN as CREDIT_UNKNOWN
from app.domain.credits.state import KINDS
from app.domain.money import parse_decimal
from app.domain.orders.billing import due
from app.domain.orders.state import Payment
from app.domain.payments.commands import (
    FOREIGN,
    METHODS,
    ONLINE,
    Disposed,
    RefundReceipt,
    RequestCard,
    ReturnPayment,
    TakePayment,
)
from app.domain.payments.decide import returned_so_far
from app.domain.receipts.compose import QTY_PLACES, heads
from app.domain.receipts.events import Disposition, ReceiptIssued
from app.domain.vocabulary import Refusal
from app.domain.world import World
from app.hub.api.order_shapes import order_of
from app.hub.api.problems import ProblemError, refused, say
from app.hub.api.schemas import named
from app.hub.api.shapes import Amount, Id, Quantity, Sent, Told, cents, euros, milli
from app.hub.api.visit import Visiting, Write, carried_out, opened_by
from app.projections.queries import document, refunds_of
from app.services.house import Fact, House

router = APIRouter(prefix="/payments", tags=["payments"])

PAYMENT_GONE = Refusal("payment_not_found", "Ce paiement n'existe pas.")
SEVERAL = Refusal(
    "several_payments", "Ce ticket a plusieurs paiements : dites quels articles."
)
LINE_UNKNOWN = Refusal("line_unknown", "Cette ligne n'est plus sur la table.")

Status = Annotated[
    Literal["pending", "completed", "failed", "unknown", "refunded"],
    named("PaymentStatus"),
]
_STATUS: dict[str, Status] = {
    "in_progress": "pending",
    "completed": "completed",
    "refused": "failed",
    "aborted": "failed",
    "not_sent": "failed",
    "unknown": "unknown",
    "returned": "refunded",
}
Method = Annotated[
    Literal[
        "cash",
        "card",
        "card_manual",
        "voucher",
        "cheque",
        "holiday_voucher",
        "transfer",
        "gift",
        "store",
        "deposit",
        "account",
    ],
    named("PaymentMethod"),
]


class NewPayment(Sent):
    """A tender: what is due, or a part of it."""

    order_id: Id
    method: Method = "card"
    amount: Amount | None = Field(None, description="All that is due without it.")
    tip: Amount = Field(0, validate_default=True)
    tendered: Amount | None = Field(None, description="Handed over, for the change.")
    terminal_id: str = Field("", max_length=64, description="Of a card; the first.")
    bill_id: str = Field("", max_length=64, description="Of a split order.")
    label: str = Field("", max_length=60)
    reference: str = Field(
        "",
        max_length=64,
        description="Number of a voucher, store credit or deposit; id of a client.",
    )


class CreditShape(BaseModel):
    """A voucher, store credit or deposit of the house."""

    code: str = Field(examples=["2912345678904"])
    kind: str = Field(examples=["gift"], description="gift, store or deposit.")
    issued: Told
    left: Told
    expires: str | None = Field(examples=["2027-11-20"])


class ReturnedItem(BaseModel):
    """How much of an item is given back."""

    item_id: Id
    quantity: Quantity
    disposition: Disposition | None = Field(
        None,
        description="What becomes of it: back into `stock`, `waste`, or `kept` by the guest.",
    )
    reason: str = Field("", max_length=200, description="Where it is not that of all.")


class NewRefund(Sent):
    """Money that goes back the way it came; without items, all that is left of it."""

    reason: str = Field(min_length=1, max_length=200, examples=["Plat froid"])
    items: list[ReturnedItem] = Field([], max_length=200)


class CardShape(BaseModel):
    """What may be known of a card."""

    scheme: str = Field(examples=["CB"])
    last4: str = Field(examples=["4242"])
    authorisation: str


class PaymentShape(BaseModel):
    """A tender as it stands."""

    payment_id: str
    order_id: str
    status: Status
    method: str = Field(examples=["card"])
    amount: Told
    tip: Told
    change: Told
    terminal_id: str
    receipt_id: str = Field(description="Empty until its bill is paid.")
    receipt_number: str = Field(examples=["C1-000214"])
    detail: str = Field(description="What the terminal said.")
    card: CardShape | None = None


class RefundShape(BaseModel):
    """Money that was given back, or is asked of a card terminal."""

    refund_id: str
    payment_id: str
    status: Status
    amount: Told


class WayToPayShape(BaseModel):
    """A way to pay."""

    method: str = Field(examples=["card"])
    name: str = Field(examples=["Carte"])
    available: bool


class TerminalShape(BaseModel):
    """A card terminal of the house."""

    terminal_id: str
    name: str


class WaysToPayShape(BaseModel):
    """The ways to pay here."""

    methods: list[WayToPayShape]
    terminals: list[TerminalShape]


def payment_of(house: House, payment_id: str) -> Payment:
    """A tender of the book, or what was given back.

    Raises:
        ProblemError: 404.
    """
    house.bring_back(payment_id)
    book = house.world.book
    for order in reversed(book.orders.values()):  # most ask of what is new
        found = order.payments.get(payment_id)
        if found is not None:
            return found
    refund = book.refunds.get(payment_id) or book.given.get(payment_id)
    if refund is None:
        raise ProblemError(404, PAYMENT_GONE)
    return refund


def payment_shape(house: House, payment_id: str) -> PaymentShape:
    """A tender as programs see it."""
    payment = payment_of(house, payment_id)
    receipt = house.world.book.receipt(payment.receipt)
    status = _STATUS[payment.state]
    if receipt is not None and 0 < receipt.ttc <= abs(receipt.refunded):
        status = "refunded"
    card = CardShape(
        scheme=payment.scheme,
        last4=payment.last4,
        authorisation=payment.authorisation,
    )
    return PaymentShape(
        payment_id=payment.id,
        order_id=payment.order,
        status=status,
        method=payment.method,
        amount=euros(payment.amount),
        tip=euros(payment.tip),
        change=euros(payment.change),
        terminal_id=payment.terminal,
        receipt_id=payment.receipt,
        receipt_number=receipt.number if receipt else _number(house, payment.receipt),
        detail=payment.detail or payment.code,
        card=card if payment.method == "card" else None,
    )


def _number(house: House, receipt_id: str) -> str:
    """The printed number of a refund's document, "" while there is none."""
    if not receipt_id:
        return ""
    with house.database.read() as connection:
        stored = document(connection, receipt_id)
    return stored.number if stored else ""


@router.get("/methods", response_model=WaysToPayShape, **opened_by("payments:read"))
async def list_methods(visit: Visiting) -> Response:
    """The ways to pay, and the card terminals."""
    language: str = visit.request.scope["sotto.language"]

    def view(house: House) -> WaysToPayShape:
        terminals = _terminals(house.world)
        return WaysToPayShape(
            methods=[
                WayToPayShape(
                    method=method,
                    name=say(name, language, {}),
                    available=_available(method, terminals),
                )
                for method, name in METHODS.items()
                if method != FOREIGN  # notes need a hand and a drawer
            ],
            terminals=[
                TerminalShape(
                    terminal_id=name, name=house.world.settings.devices[name].name
                )
                for name in terminals
            ],
        )

    return await visit.read(view)


def _available(method: str, terminals: Sequence[str]) -> bool:
    """Whether a program may take money so: guests alone pay on a page of their own."""
    return method != ONLINE and (method != "card" or bool(terminals))


@router.get(
    "/credits/{code}", response_model=CreditShape, **opened_by("payments:read", 404)
)
async def show_credit(code: str, visit: Visiting) -> Response:
    """What is left of a voucher, store credit or deposit."""

    def view(house: House) -> CreditShape:
        credit = house.world.credits.find(code)
        if credit is None:
            raise ProblemError(404, CREDIT_UNKNOWN)
        return CreditShape(
            code=credit.code,
            kind=credit.kind,
            issued=euros(credit.amount),
            left=euros(house.world.credits.left(credit.credit)),
            expires=credit.expires or None,
        )

    return await visit.read(view)


@router.get(
    "/{payment_id}", response_model=PaymentShape, **opened_by("payments:read", 404)
)
async def show_payment(payment_id: str, visit: Visiting) -> Response:
    """What became of a payment."""
    return await visit.read(lambda house: payment_shape(house, payment_id))


@router.post(
    "",
    response_model=PaymentShape,
    status_code=201,
    **opened_by("payments:write", 404, 409, key="needed"),
)
async def create_payment(told: NewPayment, visit: Visiting) -> Response:
    """Takes a payment. A card is asked for by the terminal of the house; ask again with
    `GET` until it is no longer `pending`. Other methods need `payments:cash`."""
    if told.method != "card":
        visit.need("payments:cash")

    def act(house: House) -> PaymentShape:
        order = order_of(house, told.order_id)
        left = due(house.world.book, order, told.bill_id)
        amount = left if told.amount is None else cents(told.amount)
        command: RequestCard | TakePayment
        if told.method == "card":
            terminals = _terminals(house.world)
            first = terminals[0] if terminals else ""
            command = RequestCard(
                order=order.id,
                amount=amount,
                terminal=told.terminal_id or first,
                bill=told.bill_id,
                tip=cents(told.tip),
            )
        else:
            command = TakePayment(
                order=order.id,
                method=told.method,
                amount=amount,
                bill=told.bill_id,
                tendered=0 if told.tendered is None else cents(told.tendered),
                tip=cents(told.tip),
                label=told.label,
                reference=told.reference,
            )
        facts = carried_out(house, command, visit.actor)
        return payment_shape(house, _payment(facts))

    return await visit.write(
        Write(
            act=act,
            again=lambda house, thing: payment_shape(house, _id(thing)),
            named=lambda events: f"payment/{_named(events)}",
            status=201,
            location=lambda thing: f"/api/v1/payments/{_id(thing)}",
            needs_key=True,
        )
    )


@router.post(
    "/{payment_id}/refund",
    response_model=RefundShape,
    status_code=201,
    **opened_by("payments:refund", 404, 409, key="needed"),
)
async def refund_payment(payment_id: str, told: NewRefund, visit: Visiting) -> Response:
    """Gives money back the way it came: all that is left of its receipt, or items. A card
    is `pending` here; the payment is `refunded` once the terminal has given it back."""

    def act(house: House) -> RefundShape:
        payment = payment_of(house, payment_id)
        command: ReturnPayment | RefundReceipt
        if payment.receipt:
            command = _refund(house, payment, told)
        else:
            command = ReturnPayment(
                order=payment.order, payment=payment.id, reason=told.reason
            )
        facts = carried_out(house, command, visit.actor)
        return _refunded(house, _told(payment_id, [f.event for f in facts]))

    return await visit.write(
        Write(
            act=act,
            again=_refunded,
            named=lambda events: _told(payment_id, events),
            status=201,
            needs_key=True,
        )
    )


def _refund(house: House, payment: Payment, told: NewRefund) -> RefundReceipt:
    with house.database.read() as connection:
        stored = document(connection, payment.receipt)
        refunds = refunds_of(connection, payment.receipt)
    if stored is None or not isinstance(stored.document, ReceiptIssued):
        raise ProblemError(404, PAYMENT_GONE)
    original = stored.document
    paid = [each for each in original.payments if each.amount > 0]
    if len(paid) > 1 and not told.items:
        raise ProblemError(409, SEVERAL)
    returned = dict(returned_so_far(original, refunds))
    asked = list(_asked(original, told))
    back = (
        [(line, milli(item.quantity)) for line, item in asked]
        if asked
        else _rest(original, returned)
    )
    terminals = _terminals(house.world)
    return RefundReceipt(
        original=original,
        number=stored.number,
        back=tuple(back),
        reason=told.reason,
        method="store" if payment.method in KINDS else payment.method,
        issued="none",
        terminal=payment.terminal if payment.terminal in terminals else "",
        disposed=tuple(
            Disposed(line=line, disposition=item.disposition, reason=item.reason)
            for line, item in asked
            if item.disposition
        ),
    )


def _asked(
    original: ReceiptIssued, told: NewRefund
) -> Iterator[tuple[int, ReturnedItem]]:
    places = {line.id: place for place, line in enumerate(heads(original))}
    for place, item in enumerate(told.items):
        if item.item_id not in places:
            raise refused(LINE_UNKNOWN, f"#/items/{place}/item_id")
        yield places[item.item_id], item


def _rest(
    original: ReceiptIssued, returned: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """All that is left of a receipt."""
    for place, line in enumerate(heads(original)):
        left = parse_decimal(line.quantity, QTY_PLACES) - returned.get(place, 0)
        if left > 0:
            yield place, left


def _told(payment_id: str, events: Sequence[object]) -> str:
    """A refund in one word, to be told again after a kill: who, how much, of what."""
    (event, *_) = [e for e in events if hasattr(e, "payment")]
    return f"{_named([event])}/{getattr(event, 'amount', 0)}/{payment_id}"


def _refunded(house: House, thing: str) -> RefundShape:
    refund, amount, payment = thing.split("/")
    book = house.world.book
    asked = book.refunds.get(refund) or book.given.get(refund)
    status = _STATUS[asked.state] if asked else "completed"
    return RefundShape(
        refund_id=refund,
        payment_id=payment,
        status=status,
        amount=euros(int(amount)),
    )


def _terminals(world: World) -> list[str]:
    devices = world.settings.devices.values()
    return [d.id for d in devices if d.kind == "terminal" and d.active]


def _payment(facts: Sequence[Fact]) -> str:
    return _named([fact.event for fact in facts])


def _named(events: Sequence[object]) -> str:
    return next(str(e.payment) for e in events if hasattr(e, "payment"))


def _id(thing: str) -> str:
    return thing.removeprefix("payment/")
