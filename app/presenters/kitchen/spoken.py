"""What a kitchen's screen says aloud of its news, where its station wants that."""

from collections.abc import Iterable

from app.domain.kitchen.events import DishesReady, TicketIssued, TicketLine
from app.domain.orders.state import Order
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.kitchen.screens import Shown
from app.presenters.kitchen.sounds import KINDS, news_of
from resources.texts import tr
from widgets.kitchen_wall_views import CardView

MOST = 4
"""Dishes that are named; nobody listens to more."""


def spoken_news(world: World, event: object, station: Shown) -> str:
    """ "Table 12 : 2 entrecôte, 1 bar rôti": a fact as the screen of a station says it, ""
    for nothing."""
    news = news_of(event, station)
    match event:
        case TicketIssued() if news:
            lines = [
                line for line in event.lines if KINDS.get(line.kind, "change") == news
            ]
            words = _beginning(event, news, lines).format(
                table=_place(world, event.order), dishes=_dishes(lines or event.lines)
            )
            known = any(line.allergy for line in lines or event.lines)
            return f"{words}. {tr('Attention, allergie')}" if known else words
        case DishesReady() if news:
            return tr("Prêt, {table}", table=_place(world, event.order))
        case _:
            return ""


def spoken_late(world: World, views: Iterable[CardView]) -> str:
    """That cards are over their limit: of which tables."""
    orders = dict.fromkeys(view.id.partition("|")[0] for view in views)
    places = ", ".join(_place(world, order) for order in orders)
    return tr("En retard, {table}", table=places)


def spoken_due(world: World, views: Iterable[CardView]) -> str:
    """That cards that were held back are to be begun: of which tables."""
    orders = dict.fromkeys(view.id.partition("|")[0] for view in views)
    places = ", ".join(_place(world, order) for order in orders)
    return tr("À lancer, {table}", table=places)


def _beginning(event: TicketIssued, news: str, lines: Iterable[TicketLine]) -> str:
    if event.kind == "rush":
        return tr("Priorité, {table}")
    if event.kind == "again":
        return tr("À refaire, {table} : {dishes}")
    if news == "stop":
        return tr("Stop, {table} : {dishes}")
    if news == "new":
        return "{table} : {dishes}"
    added = any(line.kind == "add" for line in lines)
    return (
        tr("Ajout, {table} : {dishes}")
        if added
        else tr("Changement, {table} : {dishes}")
    )


def _place(world: World, order: str) -> str:
    known: Order | None = world.book.orders.get(order)
    if known is None:
        return ""
    number = world.floor.number(known.table)
    if number:
        return tr("table {number}", number=number)
    return tr("vente {number}", number=world.sale_number(known.terminal, known.number))


def _dishes(lines: Iterable[TicketLine]) -> str:
    tally: dict[str, int] = {}
    for line in lines:
        pieces = line.quantity // MILLI if line.unit == "piece" else 1
        tally[line.label] = tally.get(line.label, 0) + pieces
    words = [f"{n} {name.lower()}" for name, n in tally.items()]
    more = len(words) - MOST
    if more > 0:
        words = [*words[:MOST], tr("et {n} de plus", n=more)]
    return ", ".join(words)
