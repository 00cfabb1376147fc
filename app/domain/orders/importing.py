"""Orders that programs bring: nothing that was told is lost.

What the house cannot take as it was told becomes a line of its own words and price, in
the name of its article where that is known, and a doubt that a person settles. VAT of
what nobody knows is the highest there is: less is never declared by mistake.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from app.domain.catalogue.state import DIRECT
from app.domain.catalogue.stock import portions, shortage, taken
from app.domain.money import decimal_text
from app.domain.orders.commands import AddLine, CheckOrder, ImportOrder, PlaceOrder
from app.domain.orders.events import (
    DishOrdered,
    LineAdded,
    LinesAdded,
    OrderCreated,
)
from app.domain.orders.import_events import (
    Doubt,
    OrderChecked,
    OrderImported,
    PaidElsewhere,
)
from app.domain.orders.placing import as_opened, place_order
from app.domain.orders.serving_events import OrderPromised
from app.domain.orders.state import Order
from app.domain.orders.taking import (
    MAX_PRICE,
    MAX_QUANTITY,
    Decision,
    clean_note,
    new_line,
)
from app.domain.vocabulary import MILLI, Context, Refusal
from app.domain.world import World

_PLACES, MOST_WORDS = 3, 60
_FINAL = ("channels_paused", "right_missing")
"""Codes after which nothing is taken at all: the program is told why."""
_BLAMED = {
    "person_unknown": "waiter",
    "preset_unknown": "preset",
    "table_taken": "table",
    "table_unknown": "table",
    "mode_of_table": "promised",
}
"""Code of a refusal -> what of the order it is about; else its time is tried first."""


def import_order(world: World, command: ImportOrder, context: Context) -> Decision:
    """The order with all its lines, and what a person has to look at."""
    doubts = list(command.doubts)
    opened = _opened(world, command.order, context, doubts)
    if isinstance(opened, Refusal):
        return opened
    created, *more = opened
    assert isinstance(created, OrderCreated)
    order = as_opened(created, context)
    order.later = any(isinstance(e, OrderPromised) and e.later for e in more)
    lines = tuple(_lines(world, order, command, context, doubts))
    return (
        created,
        *more,
        *([LinesAdded(order=order.id, lines=lines)] if lines else ()),
        OrderImported(
            order=order.id,
            reference=_clean(command.reference),
            doubts=tuple(doubts),
            payments=tuple(
                replace(paid, reference=_clean(paid.reference))
                for paid in command.payments
            ),
        ),
    )


def check_order(
    world: World, order: Order, command: CheckOrder, context: Context
) -> Decision:
    """It has been looked at; nothing rings for it any more."""
    if not to_check(order):
        return Refusal("order_checked", "Cette commande a déjà été vérifiée.")
    return (OrderChecked(order=order.id),)


def to_check(order: Order) -> bool:
    """Whether something of an order did not come in whole, and nobody has looked yet."""
    told = order.imported
    if told is None or order.checked or order.cancelled:
        return False
    return bool(told.doubts or unbooked(order))


def unbooked(order: Order) -> list[PaidElsewhere]:
    """What a program says was paid, and no tender ever said: one that went to another
    order with the lines, was corrected or given back since, is not to be taken again."""
    if order.imported is None:
        return []
    booked, left = Counter(order.booked), []
    for paid in order.imported.payments:
        key = paid.method, paid.amount, paid.tip
        if booked[key]:
            booked[key] -= 1
        else:
            left.append(paid)
    return left


def _opened(
    world: World, place: PlaceOrder, context: Context, doubts: list[Doubt]
) -> tuple[object, ...] | Refusal:
    """The order without its lines: without its time, its preset, its waiter or its table
    where one of those cannot be."""
    bare = replace(place, lines=())
    while True:
        done = place_order(world, bare, context)
        if not isinstance(done, Refusal):
            return done
        said = {
            "waiter": bare.waiter,
            "promised": _promised_words(bare),
            "preset": bare.preset,
            "table": world.floor.number(bare.table) or bare.table,
        }
        blamed = [name for name in said if name == _BLAMED.get(done.code, "promised")]
        wrong = next((n for n in (*blamed, *said) if said[n]), "")
        if not wrong or done.code in _FINAL:
            return done
        doubts.append(_doubt(said[wrong], done))
        bare = _without(bare, wrong)


def _without(place: PlaceOrder, wrong: str) -> PlaceOrder:
    match wrong:
        case "waiter":
            return replace(place, waiter="")
        case "promised":
            return replace(place, promised=None)
        case "preset":
            return replace(place, preset="")
        case _:
            # What is eaten in is so without its table too: its VAT is another one.
            return replace(place, table="", covers=0)


def _promised_words(place: PlaceOrder) -> str:
    return f"{place.promised:%d/%m %H:%M}" if place.promised else ""


def _lines(
    world: World,
    order: Order,
    command: ImportOrder,
    context: Context,
    doubts: list[Doubt],
) -> Iterator[LineAdded]:
    used: Counter[str] = Counter()
    for place, asked in enumerate(command.order.lines):
        name = _clean(command.names[place]) or _clean(asked.article) or "?"
        line = new_line(world, order, asked, context)
        known, lost = world.catalogue.options_of(asked.article), tuple[str, ...]()
        why = line if isinstance(line, Refusal) else None
        if why is not None and why.code == "option_unknown":
            kept = tuple(option for option in asked.options if option in known)
            lost = tuple(option for option in asked.options if option not in known)
            line = new_line(world, order, replace(asked, options=kept), context)
        if not isinstance(line, Refusal):
            wants = Counter(
                taken(world, LinesAdded(order=order.id, lines=(line,)), portions)
            )
            short = None if order.later else shortage(world, used + wants)
            if short is None:
                used += wants
            else:
                line, why = short, short
        if isinstance(line, Refusal):
            why = line
            lost = tuple(known[o].name if o in known else o for o in asked.options)
            line = _as_told(world, order, replace(asked, options=lost), name, context)
        elif lost:
            note = ", ".join((line.kitchen_note, *lost)).strip(", ")
            line = replace(line, kitchen_note=clean_note(note))
        if why is not None:
            doubts.append(_doubt(_told(asked, name, lost), why, line.line))
        yield line


def _as_told(
    world: World, order: Order, asked: AddLine, name: str, context: Context
) -> LineAdded:
    """A line in the program's own words, at its price; options are words."""
    catalogue, room = world.catalogue, world.floor.room(order.table)
    article = catalogue.articles.get(asked.article)
    price = asked.price
    if price is None:
        price = (
            catalogue.price_of(
                article, order.served, context.now, order.prices, room=room
            )
            if article
            else 0
        )
    price = max(0, min(price, MAX_PRICE))
    line = context.new_id()
    rate = (
        catalogue.rate_of(article, order.served, context.bday)
        if article
        else catalogue.rate("", context.bday)
    )
    nature = catalogue.nature_of(article, order.served) if article else "SERVICE"
    course = catalogue.course_of(article) if article else DIRECT
    quantity = max(MILLI, min(asked.quantity, MAX_QUANTITY))
    dish = DishOrdered(
        id=f"{line}.0",
        article=article.id if article else "",
        label=name,
        kitchen=name,
        course=course,
        station=article.station if article else _main_station(world),
        rate=rate,
        nature=nature,
        reference=price,
    )
    notes = (asked.kitchen_note, *asked.options)
    return LineAdded(
        order=order.id,
        line=line,
        article=article.id if article else "",
        label=name,
        quantity=quantity,
        price=price,
        rate=rate,
        nature=nature,
        course=course,
        dishes=(dish,),
        kitchen_note=clean_note(", ".join(note for note in notes if note)),
    )


def _main_station(world: World) -> str:
    """The station that makes most of what is cooked here: somebody there will ask."""
    articles = world.catalogue.articles.values()
    cooked = (
        article.station
        for article in articles
        if article.active
        and article.station
        and world.catalogue.course_of(article) != DIRECT
    )
    return next((station for station, _ in Counter(cooked).most_common(1)), "")


def _told(asked: AddLine, name: str, lost: tuple[str, ...]) -> str:
    words = f"{decimal_text(asked.quantity, _PLACES)} × {name}"
    return f"{words} ({', '.join(lost)})" if lost else words


def _clean(told: str) -> str:
    """A program's own word, as it may stand on paper and screens."""
    return clean_note(told)[:MOST_WORDS].strip()


def _doubt(told: str, why: Refusal, line: str = "") -> Doubt:
    return Doubt(
        told=clean_note(told, None),  # a note may have no room for all of it
        code=why.code,
        text=why.text,
        values=why.values,
        line=line,
    )
