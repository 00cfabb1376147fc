"""Beside the kitchen's cards: the counts of the service, and the pass."""

from collections.abc import Iterable
from datetime import datetime

from app.domain.catalogue.marks import dish_in
from app.domain.kitchen.routing import AT_ONCE, minutes_left
from app.domain.orders.dish import Dish
from app.domain.orders.state import Line
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.kitchen.cards import Card, state_of
from app.presenters.kitchen.ingredients import ingredient_rows
from app.presenters.kitchen.screens import Shown, shows
from app.presenters.kitchen.wall import NameOf, seconds_since
from app.presenters.pos.words import pieces
from resources.texts import tr, trn
from widgets.kitchen_wall_panels import AllDayRow, AllDayView
from widgets.kitchen_wall_pass import PassTicketView, PassView

LOAD_MINUTES = 25
"""Minutes of work at which a station counts as full."""


def present_all_day(
    world: World,
    shown: Iterable[Card],
    station: Shown,
    now: datetime,
    language: str = "",
) -> AllDayView:
    """How many of each dish on the cards that are shown: to make, being made, still to be
    fired or held back."""
    now_ms = round(now.timestamp() * 1000)
    tally: dict[str, list[int]] = {}
    minutes, told = 0, set[str]()
    counted = list[tuple[Line, Dish]]()
    for card in shown:
        for line, dish in card.dishes:
            if dish.ready:
                continue
            count = pieces(line.quantity, line.unit)
            stage = "held" if dish.waits(now_ms) else dish.stage
            column = {"started": 1, "sent": 0}.get(stage, 2)
            if dish.id not in told:  # what two stations make is one dish
                told.add(dish.id)
                counted.append((line, dish))
                name = _called(world, dish, station, language)
                tally.setdefault(name, [0, 0, 0])[column] += count
            minutes += minutes_left(dish, now_ms) * count if dish.fired else 0
    rows = sorted(tally.items(), key=lambda kv: (-sum(kv[1][:2]), kv[0]))
    low = [
        tr("{name} reste {left}", name=_short(world, article), left=left // MILLI)
        for article, left in world.catalogue.remaining.items()
        if 0 < left <= 5 * MILLI and _made_at(world, article, station)
    ]
    gone = [
        _short(world, article)
        for article, left in world.catalogue.remaining.items()
        if left <= 0 and _made_at(world, article, station)
    ]
    return AllDayView(
        rows=tuple(
            AllDayRow(id=name, dish=name, to_do=n[0], cooking=n[1], coming=n[2])
            for name, n in rows
        ),
        ingredients=ingredient_rows(world, counted, now_ms),
        sold_out=" · ".join(gone),
        low_stock=" · ".join(low),
        delay_text=tr("{n} min", n=-(-minutes // AT_ONCE)),
        delay_share=min(1.0, minutes / AT_ONCE / LOAD_MINUTES),
    )


def _called(world: World, dish: Dish, station: Shown, language: str) -> str:
    """A dish in the screen's own language, or in that of the one station it shows."""
    place = world.catalogue.stations.get(station) if isinstance(station, str) else None
    read = language or (place.language if place else "")
    return dish_in(world.catalogue, dish.ordered, read)


def _short(world: World, article: str) -> str:
    found = world.catalogue.articles.get(article)
    return (found.kitchen or found.name) if found else article


def _made_at(world: World, article: str, station: Shown) -> bool:
    found = world.catalogue.articles.get(article)
    return found is not None and bool(found.station) and shows(station, found.station)


def present_pass(
    world: World, found: Iterable[Card], now: datetime, name_of: NameOf
) -> PassView:
    """What waits to be carried, then what each started course still lacks, of the cards of
    all stations."""
    now_ms = round(now.timestamp() * 1000)
    by_course: dict[tuple[str, str], list[Card]] = {}
    for card in found:
        if card.fired and card.dishes:
            by_course.setdefault((card.order.id, card.course), []).append(card)
    waiting, lacking = [], []
    for (order_id, course), group in by_course.items():
        parts = [pair for card in group for pair in card.dishes]
        lacking_parts = {dish.id for _, dish in parts if not dish.ready}
        dishes = list({dish.id: (line, dish) for line, dish in parts}.values())
        done = [pair for pair in dishes if pair[1].id not in lacking_parts]
        order = group[0].order
        sale = world.sale_number(order.terminal, order.number)
        table = world.floor.number(order.table) or sale
        key = f"{order_id}|{course}"
        if len(done) == len(dishes):
            since = max(dish.ready for _, dish in parts)
            age = seconds_since(now_ms, since)
            waiting.append(
                PassTicketView(
                    id=key,
                    table=table,
                    title=_dishes_words(done),
                    detail=f"{age // 60}:{age % 60:02d} · {name_of(order.waiter)}",
                    ready=True,
                )
            )
        elif done:
            lacking.append(
                PassTicketView(
                    id=key,
                    table=table,
                    title=tr(
                        "manque {left} sur {all}",
                        left=len(dishes) - len(done),
                        all=len(dishes),
                    ),
                    detail=_lacking_words(world, group, now),
                )
            )
    return PassView(
        waiting_text=trn(len(waiting), "{n} attend", "{n} attendent")
        if waiting
        else tr("Rien n'attend"),
        tickets=(*waiting, *lacking),
        hints=(("keyboard", tr("1-9 prêt · E en cours · P priorité · R rappel")),),
    )


def _dishes_words(dishes: list[tuple[Line, Dish]]) -> str:
    names = [dish.ordered.kitchen for _, dish in dishes]
    first = names[0]
    same = sum(
        line.quantity // MILLI or 1
        for line, dish in dishes
        if dish.ordered.kitchen == first
    )
    rest = len(dishes) - sum(1 for name in names if name == first)
    words = f"{same} {first}"
    return f"{words} + {rest}" if rest else words


def _lacking_words(world: World, group: list[Card], now: datetime) -> str:
    """ "Chaud en retard · Froid": the stations that are not done, each once."""
    late: dict[str, bool] = {}
    for card in group:
        if not card.ready:
            over = state_of(world, card, now) == "late"
            late[card.station] = late.get(card.station, False) or over
    names = ((world.catalogue.stations[each].name, over) for each, over in late.items())
    return " · ".join(
        tr("{name} en retard", name=name) if over else name for name, over in names
    )
