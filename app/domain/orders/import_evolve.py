"""How the book remembers what came in from outside, and that somebody looked."""

from app.domain.orders.handling import ORDER, Handlers
from app.domain.orders.import_events import (
    GuestsLetIn,
    OrderChecked,
    OrderImported,
)
from app.domain.orders.state import Book, Order
from app.domain.vocabulary import Meta


def _imported(book: Book, order: Order, event: OrderImported, meta: Meta) -> None:
    order.imported = event


def _checked(book: Book, order: Order, event: OrderChecked, meta: Meta) -> None:
    order.checked = True


def _let_in(book: Book, order: Order, event: GuestsLetIn, meta: Meta) -> None:
    order.guest_code = event.code


IMPORTS: Handlers = {
    GuestsLetIn: (ORDER, _let_in),
    OrderImported: (ORDER, _imported),
    OrderChecked: (ORDER, _checked),
}
