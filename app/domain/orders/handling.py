"""What the folds of all nouns share: what a fact is about, and how it waits for that.

A noun's `evolve.py` has a table: fact -> (what it is about, its handler). The door in
`orders/evolve.py` finds that thing and hands it over.
"""

from collections.abc import Callable

from app.domain.orders.state import Book, Dish
from app.domain.vocabulary import Meta

BOOK, ORDER, LINE = "", "order", "line"
"""What a fact is about, which is the field that names it. A handler is called with the
book, then the order or the line if it is about one, then the fact and its meta."""

Handlers = dict[type, tuple[str, Callable[..., None]]]


def ms_of(meta: Meta) -> int:
    """Milliseconds since 1970 of a fact, from its hybrid logical clock."""
    return int(meta.order[0][:12] or "0", 16)


def dish_of(book: Book, dish_id: str, alone: object, meta: Meta) -> Dish | None:
    """A dish; None when its line is not there yet, and then `alone` waits for it.

    `alone` is the fact as it would be if it were about this dish only.
    """
    dish = book.dishes.get(dish_id)
    if dish is None:
        line, _, _ = dish_id.rpartition(".")
        book.wait(line, alone, meta)
    return dish
