"""Orders of online shops and platforms: taken down whatever of them is unknown here."""

from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from app.domain.orders.commands import AddLine, ImportOrder, PlaceOrder
from app.domain.orders.import_events import Doubt, PaidElsewhere
from app.domain.orders.importing import unbooked
from app.domain.payments.commands import TakePayment
from app.domain.world import World
from app.hub.api.order_shapes import OrderShape, Promise, order_shape
from app.hub.api.shapes import Amount, Count, Note, Quantity, Sent, cents, milli
from app.hub.api.visit import Visiting, Write, carried_out, opened_by
from app.services.house import Actor, House

router = APIRouter(prefix="/orders", tags=["orders"])

_MAX_ITEMS, _MAX_PAYMENTS = 200, 20
Word = Annotated[str, Field(max_length=200)]


class ImportedItem(Sent):
    """Something that was ordered elsewhere, as the shop knows it."""

    menu_item_id: Word = Field("", description="Of `GET /menu`, where it is known.")
    name: Word = Field("", examples=["Pizza Regina"])
    quantity: Quantity = Decimal(1)
    unit_price: Amount | None = Field(
        None, description="What the guest paid; of what is known here, the card counts."
    )
    modifiers: tuple[Word, ...] = Field(
        (), max_length=50, description="Ids or names of options."
    )
    notes: Note = ""


class ImportedPayment(Sent):
    """Money that was taken elsewhere."""

    method: Literal[
        "card_manual", "transfer", "voucher", "holiday_voucher", "cheque", "cash"
    ] = Field("transfer", description="How it reaches the house.")
    amount: Amount
    tip: Amount = Decimal(0)
    reference: Word = Field("", examples=["pi_3MtwBwLkdIwHu7ix"])


class ImportedOrder(Sent):
    """An order that was placed elsewhere. It is taken down whatever of it is unknown."""

    reference: Word = Field(examples=["A-17"], description="The shop's own number.")
    items: list[ImportedItem] = Field(min_length=1, max_length=_MAX_ITEMS)
    payments: list[ImportedPayment] = Field([], max_length=_MAX_PAYMENTS)
    mode: Literal["takeaway", "delivery", "dine_in"] = "takeaway"
    preset: Word = ""
    promised_at: Promise | None = None
    table_id: Word = ""
    covers: Count = Field(0, ge=0, le=200)
    notes: Note = ""


@router.post(
    "/import",
    response_model=OrderShape,
    status_code=201,
    **opened_by("orders:write", 409, key=True),
)
async def import_order(told: ImportedOrder, visit: Visiting) -> Response:
    """Takes down an order of a shop or a platform. An item that is unknown, sold out or
    half said becomes an open one in the shop's words; every payment is kept (with
    `payments:cash`). What did not come in whole is in `doubts`, printed, and rings at the
    tills until somebody has looked. Give an `Idempotency-Key`: with `payments` it has to
    be there."""
    if told.payments:
        visit.need("payments:cash")

    def act(house: House) -> OrderShape:
        facts = carried_out(house, _command(house.world, told), visit.actor)
        order: str = facts[0].event.order  # type: ignore[attr-defined]
        with house.alongside(None):  # the request is noted with the order
            _book(house, order, visit.actor)
        return order_shape(house, order)

    return await visit.write(
        Write(
            act=act,
            again=lambda house, thing: order_shape(house, thing.partition("/")[2]),
            status=201,
            location=lambda thing: f"/api/v1/orders/{thing.partition('/')[2]}",
            needs_key=bool(told.payments),
        )
    )


def _command(world: World, told: ImportedOrder) -> ImportOrder:
    doubts: list[Doubt] = []
    table = world.floor.by_number(told.table_id.strip()) if told.table_id else None
    if told.table_id and table is None:
        text = "Cette table n'existe pas."
        doubts.append(Doubt(told=told.table_id, code="table_unknown", text=text))
    return ImportOrder(
        order=PlaceOrder(
            lines=tuple(_line(world, item) for item in told.items),
            mode="dine_in" if table else told.mode,
            preset="" if table else told.preset,
            promised=None if table else told.promised_at,
            table=table.id if table else "",
            covers=told.covers,
            kitchen_note=told.notes,
        ),
        names=tuple(_name(world, item) for item in told.items),
        doubts=tuple(doubts),
        reference=told.reference,
        payments=tuple(
            PaidElsewhere(
                method=paid.method,
                amount=cents(paid.amount),
                tip=cents(paid.tip),
                reference=paid.reference,
            )
            for paid in told.payments
        ),
    )


def _line(world: World, item: ImportedItem) -> AddLine:
    return AddLine(
        order="",
        article=item.menu_item_id,
        quantity=milli(item.quantity),
        options=tuple(_option(world, item, word) for word in item.modifiers),
        kitchen_note=item.notes,
        price=None if item.unit_price is None else cents(item.unit_price),
        merge=False,
    )


def _name(world: World, item: ImportedItem) -> str:
    article = world.catalogue.articles.get(item.menu_item_id)
    return item.name or (article.name if article else item.menu_item_id) or "?"


def _option(world: World, item: ImportedItem, word: str) -> str:
    """The id of an option that is told by its name; the word itself where none is."""
    catalogue = world.catalogue
    article = catalogue.articles.get(item.menu_item_id)
    for name in article.groups if article else ():
        group = catalogue.groups.get(name)
        for option in group.options if group else ():
            if option.name.casefold() == word.strip().casefold():
                return option.id
    return word


def _book(house: House, order: str, actor: Actor) -> None:
    """Takes down what was paid; what is refused stays said, and somebody sees to it."""
    for paid in unbooked(house.world.book.orders[order]):
        house.run(
            TakePayment(
                order=order,
                method=paid.method,
                amount=paid.amount,
                tip=paid.tip,
                label=paid.reference[:60],
            ),
            actor,
        )
