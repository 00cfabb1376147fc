"""Orders in JSON: what is asked and what is told, as the API document has it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.domain.orders.billing import order_due
from app.domain.orders.importing import to_check, unbooked
from app.domain.orders.state import Book, Line, Order
from app.domain.vocabulary import Refusal
from app.hub.api.bill import OrderStatus, item_status, order_status, whole_bill
from app.hub.api.problems import refused
from app.hub.api.shapes import (
    Amount,
    Count,
    Id,
    Level,
    Note,
    Quantity,
    Sent,
    ServedAs,
    Told,
    euros,
    units,
)
from app.services.house import House

ORDER_UNKNOWN = Refusal("order_unknown", "Cette commande n'est plus là.")
_MAX_ITEMS = 200

Promise = Annotated[AwareDatetime, Field(examples=["2026-11-20T20:45:00+01:00"])]
"""When an order is ready, with its offset."""
TableNumber = Annotated[str, Field(max_length=16, examples=["12"])]


class Choice(Sent):
    """What is chosen at one step of a formule, counted from 0."""

    step: Count = Field(ge=0, le=50)
    menu_item_id: Id
    modifiers: list[Id] = Field([], max_length=50)


class NewItem(Sent):
    """Something that is ordered."""

    # Tuples: the default of a list would be copied for each item.

    menu_item_id: Id
    quantity: Quantity
    modifiers: tuple[Id, ...] = Field((), max_length=50, description="Ids of options.")
    notes: Note = ""
    choices: tuple[Choice, ...] = Field((), max_length=20, description="Of a formule.")
    seats: tuple[Annotated[Count, Field(ge=1, le=200)], ...] = Field((), max_length=50)
    course: str = Field("", max_length=64, description="Empty for its own.")
    unit_price: Amount | None = Field(None, description="Of an open price alone.")


class NewOrder(Sent):
    """An order with what is on it. It is written down whole, or not at all."""

    table_id: TableNumber | None = Field(None, description="The table's number.")
    server_id: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="Whose order it is; whoever asks without it."
    )
    items: list[NewItem] = Field([], max_length=_MAX_ITEMS)
    covers: Count = Field(0, ge=0, le=200)
    mode: ServedAs | None = Field(None, description="At a table: dine_in.")
    preset: Id | None = Field(
        None, description="Of `GET /presets`; it names the mode.", examples=["takeaway"]
    )
    promised_at: Promise | None = Field(None, description="As soon as it can be.")
    notes: Note = ""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "table_id": "12",
                    "server_id": "lea",
                    "items": [
                        {
                            "menu_item_id": "burger_1",
                            "quantity": 1,
                            "modifiers": ["no_onions", "medium_rare"],
                            "notes": "Sauce à part",
                        }
                    ],
                }
            ]
        }
    )


class MoreItems(Sent):
    """More of what is ordered: all of it, or nothing."""

    items: list[NewItem] = Field(min_length=1, max_length=_MAX_ITEMS)


class ChangedItem(BaseModel):
    """Another quantity or note of an item; quantity 0 takes it off."""

    item_id: Id
    quantity: Annotated[Level, Field(ge=0, le=999, decimal_places=3)] | None = None
    notes: Note | None = None
    reason: str = Field("", max_length=200, description="Where it was sent already.")


class ChangedOrder(BaseModel):
    """What is to be otherwise; what is not named stays as it is.

    Changes are made one after the other. The first that is refused stops there, and
    what came before stands.
    """

    table_id: TableNumber | None = Field(None, description="Onto a free table.")
    covers: Count | None = Field(None, ge=0, le=200)
    notes: Note | None = None
    promised_at: Promise | None = Field(
        None, description="null where it is named: as soon as it can be made."
    )
    items: list[ChangedItem] = Field([], max_length=_MAX_ITEMS)


class NewOrderStatus(Sent):
    """Where an order goes: out to the kitchen, onto the pass, to the guests, or away."""

    status: Literal["sent", "ready", "served", "cancelled"]
    reason: str = Field("", max_length=200)


class OrderItemShape(BaseModel):
    """A line of an order."""

    item_id: str
    menu_item_id: str = Field(examples=["burger_1"])
    name: str = Field(examples=["Burger Classique"])
    quantity: Level
    unit_price: Told
    modifiers: list[str] = Field(examples=[["no_onions", "medium_rare"]])
    notes: str = Field(examples=["Sauce à part"])
    status: str = Field(
        examples=["pending"],
        description="pending, held, sent, started, ready, served or cancelled.",
    )


class DoubtShape(BaseModel):
    """Something of an imported order that could not be taken as it was told."""

    told: str = Field(examples=["2 × Pizza Regina"])
    code: str = Field(examples=["article_unknown"])
    item_id: str = Field(description="The item that stands for it; empty for none.")


class OrderShape(BaseModel):
    """An order as it stands. `subtotal` is without VAT, `total` with it."""

    order_id: str
    status: OrderStatus
    created_at: str = Field(examples=["2026-11-20T20:26:00+01:00"])
    table_id: str = Field(examples=["12"])
    server_id: str = Field(examples=["lea"])
    items: list[OrderItemShape]
    subtotal: Told
    tax: Told
    total: Told
    due: Told = Field(description="Still to pay.")
    number: int = Field(examples=[42])
    mode: str = Field(examples=["dine_in"])
    preset: str = Field(examples=["takeaway"])
    promised_at: str | None = Field(examples=["2026-11-20T20:45:00+01:00"])
    covers: int
    notes: str
    prices_include_tax: bool
    reference: str = Field("", examples=["A-17"], description="Of the shop it is from.")
    doubts: list[DoubtShape] = Field(
        [], description="What did not come in whole, until somebody has looked."
    )


class OrdersShape(BaseModel):
    """Orders, page by page."""

    orders: list[OrderShape]
    next: str | None = None


def order_of(house: House, order_id: str) -> Order:
    """An order of the book.

    Raises:
        ProblemError: 404.
    """
    house.bring_back(order_id)
    found = house.world.book.orders.get(order_id)
    if found is None:
        raise refused(ORDER_UNKNOWN)
    return found


def order_shape(house: House, order_id: str) -> OrderShape:
    """An order as programs see it."""
    order = order_of(house, order_id)
    book = house.world.book
    lines = book.lines_of(order, live=False)
    priced = whole_bill(book, order)
    return OrderShape(
        order_id=order.id,
        status=order_status(book, order),
        created_at=order.opened_ts,
        table_id=house.world.floor.number(order.table),
        server_id=order.waiter,
        items=[_item(line) for line in lines],
        subtotal=euros(priced.ht if priced else 0),
        tax=euros(priced.tva if priced else 0),
        total=euros(priced.ttc if priced else 0),
        due=euros(_due(book, order, priced.ttc if priced else 0)),
        number=order.number,
        mode=order.mode,
        preset=order.served,
        promised_at=_promised(house, order),
        covers=order.covers,
        notes=order.kitchen_note,
        prices_include_tax=order.prices != "excl",
        reference=order.imported.reference if order.imported else "",
        doubts=[*_doubts(order)] if to_check(order) else [],
    )


def _doubts(order: Order) -> Iterator[DoubtShape]:
    for doubt in order.imported.doubts if order.imported else ():
        yield DoubtShape(told=doubt.told, code=doubt.code, item_id=doubt.line)
    for paid in unbooked(order):
        told = f"{paid.reference or paid.method} {euros(paid.amount)}"
        yield DoubtShape(told=told, code="payment_not_taken", item_id="")


def _promised(house: House, order: Order) -> str | None:
    if not order.promised:
        return None
    at = datetime.fromtimestamp(order.promised / 1000, house.clock().tzinfo)
    return at.isoformat(timespec="seconds")


def _due(book: Book, order: Order, total: int) -> int:
    """Cents still to pay; nothing has to be priced anew while no receipt names a line."""
    if order.receipts or order.split:
        return order_due(book, order)
    return total - sum(p.amount for p in order.payments.values() if p.waiting)


def _item(line: Line) -> OrderItemShape:
    return OrderItemShape(
        item_id=line.id,
        menu_item_id=line.article,
        name=line.label,
        quantity=units(line.quantity if line.live else line.ordered),
        unit_price=euros(line.price),
        modifiers=[m.id for dish in line.dishes for m in dish.ordered.modifiers],
        notes=line.kitchen_note,
        status=item_status(line),
    )
