"""How tickets, bumps and serving change the dishes of the book."""

from dataclasses import replace

from app.domain.kitchen.events import (
    REMADE,
    ChangeSeen,
    DishesReady,
    DishesRecalled,
    DishesRouted,
    DishesRushed,
    DishesServed,
    DishesStarted,
    RoundSet,
    TicketIssued,
)
from app.domain.orders.handling import BOOK, Handlers, dishes_of, line_of, ms_of
from app.domain.orders.state import Book
from app.domain.till.events import DayClosed
from app.domain.vocabulary import Meta


def _ticket(book: Book, event: TicketIssued, meta: Meta) -> None:
    key = meta.chain, event.station
    book.tickets[key] = max(book.tickets.get(key, 0), event.number)
    for line in event.lines:
        dish = book.dishes.get(line.dish)
        if dish is None:
            book.wait(line_of(line.dish), replace(event, lines=(line,)), meta)
        else:
            dish.tickets += (event.number,)
            if line.kind == "add":
                dish.late, dish.seen = True, False


def _routed(book: Book, event: DishesRouted, meta: Meta) -> None:
    for dish in dishes_of(book, event, meta):
        dish.station = event.station


def _started(book: Book, event: DishesStarted, meta: Meta) -> None:
    now = ms_of(meta)
    for dish in dishes_of(book, event, meta):
        dish.started = dish.started or now


def _ready(book: Book, event: DishesReady, meta: Meta) -> None:
    """What was made is called by nobody any more, though it was moved to a course that
    waits while the cook did not know."""
    now = ms_of(meta)
    for dish in dishes_of(book, event, meta):
        dish.ready = dish.ready or now
        dish.started = dish.started or now
        dish.fired = dish.fired or dish.started


def _served(book: Book, event: DishesServed, meta: Meta) -> None:
    now = ms_of(meta)
    for dish in dishes_of(book, event, meta):
        dish.served = dish.served or now
        dish.ready = dish.ready or now
        dish.started = dish.started or now


def _recalled(book: Book, event: DishesRecalled, meta: Meta) -> None:
    for dish in dishes_of(book, event, meta):
        dish.ready = dish.served = 0
        dish.again = event.reason if event.reason in REMADE else dish.again


def _rushed(book: Book, event: DishesRushed, meta: Meta) -> None:
    for dish in dishes_of(book, event, meta):
        dish.rushed = event.urgent


def _round_set(book: Book, event: RoundSet, meta: Meta) -> None:
    for dish in dishes_of(book, event, meta):
        dish.round = "joined" if event.joined else "apart"


def _change_seen(book: Book, event: ChangeSeen, meta: Meta) -> None:
    for dish in dishes_of(book, event, meta):
        dish.seen, dish.left = True, ""
        for void in book.lines[dish.line].voids:
            void.seen.add(dish.id)


def _day_closed(book: Book, event: DayClosed, meta: Meta) -> None:
    for key in [key for key in book.tickets if key[0] == meta.chain]:
        del book.tickets[key]


KITCHEN: Handlers = {
    TicketIssued: (BOOK, _ticket),
    DishesRouted: (BOOK, _routed),
    DishesStarted: (BOOK, _started),
    DishesReady: (BOOK, _ready),
    DishesServed: (BOOK, _served),
    DishesRecalled: (BOOK, _recalled),
    DishesRushed: (BOOK, _rushed),
    RoundSet: (BOOK, _round_set),
    ChangeSeen: (BOOK, _change_seen),
    DayClosed: (BOOK, _day_closed),
}
