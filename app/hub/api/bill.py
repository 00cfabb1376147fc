"""What an order comes to and how far it has come, as programs are told."""

from typing import Annotated, Literal

from app.domain.orders.billing import order_due, price_bill
from app.domain.orders.events import Bill, Portion
from app.domain.orders.state import Book, Line, Order
from app.domain.pricing import PricedDocument
from app.hub.api.schemas import named

OrderStatus = Annotated[
    Literal["created", "sent", "ready", "served", "paid", "cancelled"],
    named("OrderStatus"),
]

_PENDING = "pending"
_ITEM = {"unsent": _PENDING}


def item_status(line: Line) -> str:
    """How far a line has come."""
    if not line.live:
        return "cancelled"
    return _ITEM.get(line.stage, line.stage)


def order_status(book: Book, order: Order) -> OrderStatus:
    """How far an order has come: as far as the last of what is on it."""
    if book.closed(order):
        return "paid" if order.receipts else "cancelled"
    if book.waits(order) and order.receipts and not order_due(book, order):
        return "paid"
    stages = {line.stage for line in book.lines_of(order)}
    if not stages - {"unsent"}:
        return "created"
    if stages <= {"served"}:
        return "served"
    return "ready" if stages <= {"ready", "served"} else "sent"


def whole_bill(book: Book, order: Order) -> PricedDocument | None:
    """All that is on an order, whoever paid of it; None when nothing is."""
    lines = book.lines_of(order)
    if not lines:
        return None
    portions = tuple(Portion(line=line.id, of=1, taken=(0,)) for line in lines)
    return price_bill(book, order, Bill(id="", portions=portions))
