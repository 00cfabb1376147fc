"""Words of the kitchen that more than one of its views says."""

from collections.abc import Iterable
from datetime import datetime

from app.domain.kitchen.limits import Limit
from app.domain.orders.dish import Dish
from app.domain.orders.state import Order
from app.domain.world import World
from app.presenters.pos.words import day_words, promised_words
from resources.texts import clock, tr


def course_title(world: World, order: Order, course: str) -> str:
    """ "Table 12 · Plats", or the number of a sale without a table."""
    number = world.floor.number(order.table)
    table = (
        tr("Table {number}", number=number)
        if number
        else world.sale_number(order.terminal, order.number)
    )
    known = world.catalogue.courses.get(course)
    return f"{table} · {known.name}" if known else table


def banner_words(dishes: Iterable[Dish]) -> str:
    """Why dishes stand before the others, or why they are there again."""
    making = [dish for dish in dishes if not dish.ready]
    words = (
        tr("PRIORITÉ") if any(dish.rushed for dish in making) else "",
        tr("À REFAIRE") if any(dish.again for dish in making) else "",
    )
    return " · ".join(filter(None, words))


def round_words(act: str) -> str:
    """What a card's band says of its rounds."""
    if act == "join":
        return tr("TOURNÉE SUIVANTE")
    return tr("TOURNÉES RÉUNIES") if act == "part" else ""


def round_hint(act: str) -> str:
    """What a touch of that band does."""
    if act == "join":
        return tr("toucher = réunir")
    return tr("toucher = séparer") if act == "part" else ""


def limit_words(limit: Limit, promised: int, now: datetime) -> str:
    """What stands after the clock of a card: "/ 15" as typed, "≈ 12" as learned, "→ 20:41"
    for what was promised today, "→ demain" for later."""
    if promised:
        moment = datetime.fromtimestamp(promised / 1000, now.tzinfo)
        today = moment.date() == now.date()
        return f"→ {clock(moment) if today else day_words(moment.date(), now).lower()}"
    return f"{'≈' if limit.learned else '/'} {limit.minutes}"


def due_words(
    limit: Limit, due_ms: int, promised: int, now: datetime
) -> tuple[str, str]:
    """ "pour 20:41" and "reste 3 min", or by how many whole minutes it is over; "promis" to
    a guest, "d'habitude" where the limit was learned."""
    due = datetime.fromtimestamp(due_ms / 1000, now.tzinfo)
    seconds = round((due - now).total_seconds())
    minutes = -(-seconds // 60)
    if minutes >= 2 * 60:
        margin = tr("reste {n} h", n=minutes // 60)
    elif seconds > 0:
        margin = tr("reste {n} min", n=minutes)
    elif seconds > -60:
        margin = tr("à l'heure")
    else:
        margin = tr("{n} min de trop", n=-seconds // 60)
    if promised and due.date() != now.date():
        return promised_words(promised, now), margin
    if promised:
        return tr("promis {time}", time=clock(due)), margin
    said = tr("d'habitude {time}") if limit.learned else tr("pour {time}")
    return said.format(time=clock(due)), margin
