"""What the folds of all nouns share: what a fact is about, and how it waits for that.

A noun's `evolve.py` has a table: fact -> (what it is about, its handler). The door in
`orders/evolve.py` finds that thing and hands it over.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from app.domain.orders.dish import Dish
from app.domain.orders.state import Book
from app.domain.vocabulary import Meta

BOOK, ORDER, LINE = "", "order", "line"
"""What a fact is about, which is the field that names it. A handler is called with the
book, then the order or the line if it is about one, then the fact and its meta."""

Handlers = dict[type, tuple[str, Callable[..., None]]]


def ms_of(meta: Meta) -> int:
    """When a fact was written by the clock of its terminal, ms since 1970; 0 for one
    that has no time. The logical clock is none: it follows the terminal that is most
    ahead."""
    return round(datetime.fromisoformat(meta.ts).timestamp() * 1000) if meta.ts else 0


def line_of(dish_id: str) -> str:
    """The line of a dish: "<line>.<n>" -> "<line>"."""
    line, _, _ = dish_id.rpartition(".")
    return line


def step_of(dish_id: str) -> int:
    """The step of a formule that a dish is: "<line>.<n>", or "<line>.<n>-<id>" once it was
    swapped."""
    return int(dish_id.rpartition(".")[2].partition("-")[0])


class AboutDishes(Protocol):
    """A fact about dishes, by their ids."""

    @property
    def dishes(self) -> tuple[str, ...]:
        """Ids of the dishes."""
        ...


def dishes_of(book: Book, event: AboutDishes, meta: Meta) -> Iterator[Dish]:
    """The dishes a fact is about; for those that are not there yet, it waits."""
    for dish_id in event.dishes:
        dish = book.dishes.get(dish_id)
        if dish is None:
            alone = replace(event, dishes=(dish_id,))  # type: ignore[type-var]  # a fact
            book.wait(line_of(dish_id), alone, meta)
        else:
            yield dish
