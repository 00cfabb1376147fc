"""How the book remembers what came in from programs, and that somebody looked."""

from app.domain.orders.handling import ORDER, Handlers
from app.domain.orders.import_events import OrderChecked, OrderImported
from app.domain.orders.state import Book, Order
from app.domain.vocabulary import Meta


def _imported(book: Book, order: Order, event: OrderImported, meta: Meta) -> None:
    order.imported = event


def _checked(book: Book, order: Order, event: OrderChecked, meta: Meta) -> None:
    order.checked = True


IMPORTS: Handlers = {
    OrderImported: (ORDER, _imported),
    OrderChecked: (ORDER, _checked),
}
