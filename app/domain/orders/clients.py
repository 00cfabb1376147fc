"""Whose order it is, of those who have an account: facts, and what they change.

A note that names a client is charged as their price lists say from then on; what the
kitchen knows already keeps its price.
"""

from app.domain.orders.handling import ORDER, Handlers
from app.domain.orders.serving_events import LineTaxed
from app.domain.orders.state import Book, Order
from app.domain.vocabulary import Meta
from app.domain.wire import Json, fact, upcast


@fact("order.client_set", version=2, stream="order/{order}", series="O")
class OrderClientSet:
    """An order is a client's from now on, or nobody's that is known ("").

    Attributes:
        was: whose it was before.
        lines: what no station knew yet, as the client's price lists have it.
    """

    order: str
    client: str
    was: str = ""
    lines: tuple[LineTaxed, ...] = ()


@upcast("order.client_set", 1)
def _unmixed(data: dict[str, Json]) -> dict[str, Json]:
    """Before drinks were joined in one glass: the default holds."""
    return data


@fact("client.came", stream="client/{client}")
class ClientCame:
    """So many orders named a client so far."""

    client: str
    times: int


def _client_set(book: Book, order: Order, event: OrderClientSet, meta: Meta) -> None:
    order.client = event.client
    for priced in event.lines:
        if line := book.lines.get(priced.line):
            line.price = priced.price
            for dish in priced.dishes:
                book.dishes[dish.id].ordered = dish


CLIENTS: Handlers = {OrderClientSet: (ORDER, _client_set)}
