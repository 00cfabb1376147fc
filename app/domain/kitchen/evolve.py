"""How tickets, bumps and serving change the dishes of the book."""

from dataclasses import replace

from app.domain.kitchen.events import (
    REMADE,
    ChangeSeen,
    DishesLaunched,
    DishesReady,
    DishesRecalled,
    DishesRouted,
    DishesRushed,
    DishesServed,
    DishesShared,
    DishesStarted,
    RoundSet,
    TicketIssued,
)
from app.domain.orders.dish import Dish, Share
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
            added = line.kind == "add"
            if added or line.kind == "make":
                dish.begin, dish.launched = line.begin, 0
            dish.late = dish.late or added
            part = _part(dish, event.station)
            if part is None:
                dish.tickets += (event.number,)
                dish.seen = dish.seen and not added
            else:
                numbers, seen = (*part.tickets, event.number), part.seen and not added
                _put(dish, replace(part, tickets=numbers, seen=seen))


def _part(dish: Dish, station: str) -> Share | None:
    """What a station makes of a dish beside its own station, None for no part."""
    return next((part for part in dish.shares if part.station == station), None)


def _put(dish: Dish, part: Share) -> None:
    dish.shares = tuple(
        part if each.station == part.station else each for each in dish.shares
    )


def _all_of(dish: Dish, station: str) -> bool:
    """Whether who acts at a station acts for the dish as a whole."""
    return station != dish.station and bool(dish.shares)


def _routed(book: Book, event: DishesRouted, meta: Meta) -> None:
    for dish in dishes_of(book, event, meta):
        dish.station = event.station
        dish.shares = tuple(p for p in dish.shares if p.station != event.station)


def _shared(book: Book, event: DishesShared, meta: Meta) -> None:
    """What a station has done of its part stays."""
    for dish in dishes_of(book, event, meta):
        dish.shares = tuple(
            _part(dish, station) or Share(station)
            for station in event.stations
            if station != dish.station
        )


def _started(book: Book, event: DishesStarted, meta: Meta) -> None:
    now = ms_of(meta)
    for dish in dishes_of(book, event, meta):
        part = _part(dish, event.station)
        if part is None:
            dish.started = dish.started or now
        else:
            _put(dish, replace(part, started=part.started or now))


def _ready(book: Book, event: DishesReady, meta: Meta) -> None:
    """What was made is called by nobody any more, though it was moved to a course that
    waits while the cook did not know."""
    now = ms_of(meta)
    for dish in dishes_of(book, event, meta):
        part = _part(dish, event.station)
        if part is None:
            _bump(dish, now, whole=_all_of(dish, event.station))
        else:
            _put(dish, _made(part, now))
            dish.fired = dish.fired or part.started or now


def _made(part: Share, now: int) -> Share:
    return replace(part, started=part.started or now, ready=part.ready or now)


def _bump(dish: Dish, now: int, *, whole: bool) -> None:
    dish.bumped = dish.bumped or now
    dish.started = dish.started or now
    dish.fired = dish.fired or dish.started
    if whole:
        dish.shares = tuple(_made(part, now) for part in dish.shares)


def _served(book: Book, event: DishesServed, meta: Meta) -> None:
    now = ms_of(meta)
    for dish in dishes_of(book, event, meta):
        fired = dish.fired
        _bump(dish, now, whole=True)
        dish.served, dish.fired = dish.served or now, fired


def _recalled(book: Book, event: DishesRecalled, meta: Meta) -> None:
    for dish in dishes_of(book, event, meta):
        dish.served, part = 0, _part(dish, event.station)
        if part is not None:
            _put(dish, replace(part, ready=0))
        else:
            dish.bumped = 0
            if _all_of(dish, event.station):
                dish.shares = tuple(replace(p, ready=0) for p in dish.shares)
        dish.again = event.reason if event.reason in REMADE else dish.again


def _rushed(book: Book, event: DishesRushed, meta: Meta) -> None:
    for dish in dishes_of(book, event, meta):
        dish.rushed = event.urgent
        if event.urgent:
            _launch(dish, ms_of(meta))


def _launched(book: Book, event: DishesLaunched, meta: Meta) -> None:
    for dish in dishes_of(book, event, meta):
        _launch(dish, ms_of(meta))


def _launch(dish: Dish, now: int) -> None:
    if dish.begin:
        dish.launched = dish.launched or now


def _round_set(book: Book, event: RoundSet, meta: Meta) -> None:
    for dish in dishes_of(book, event, meta):
        dish.round = "joined" if event.joined else "apart"


def _change_seen(book: Book, event: ChangeSeen, meta: Meta) -> None:
    for dish in dishes_of(book, event, meta):
        part = _part(dish, event.station)
        if part is None:
            dish.seen = True
        else:
            _put(dish, replace(part, seen=True))
        if dish.seen and all(each.seen for each in dish.shares):
            dish.left = ""
        for void in book.lines[dish.line].voids:
            void.seen.add(dish.at(event.station).seen_as)


def _day_closed(book: Book, event: DayClosed, meta: Meta) -> None:
    for key in [key for key in book.tickets if key[0] == meta.chain]:
        del book.tickets[key]


KITCHEN: Handlers = {
    TicketIssued: (BOOK, _ticket),
    DishesRouted: (BOOK, _routed),
    DishesShared: (BOOK, _shared),
    DishesStarted: (BOOK, _started),
    DishesReady: (BOOK, _ready),
    DishesServed: (BOOK, _served),
    DishesRecalled: (BOOK, _recalled),
    DishesRushed: (BOOK, _rushed),
    DishesLaunched: (BOOK, _launched),
    RoundSet: (BOOK, _round_set),
    ChangeSeen: (BOOK, _change_seen),
    DayClosed: (BOOK, _day_closed),
}
