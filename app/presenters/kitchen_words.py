"""Words of the kitchen that more than one of its views says."""

from collections.abc import Iterable
from datetime import datetime

from app.domain.orders.state import Dish, Order
from app.domain.world import World
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


def due_words(due_ms: int, now: datetime) -> tuple[str, str]:
    """ "pour 20:41" and "reste 3 min", or by how many whole minutes it is over."""
    due = datetime.fromtimestamp(due_ms / 1000, now.tzinfo)
    seconds = round((due - now).total_seconds())
    if seconds > 0:
        margin = tr("reste {n} min", n=-(-seconds // 60))
    elif seconds > -60:
        margin = tr("à l'heure")
    else:
        margin = tr("{n} min de trop", n=-seconds // 60)
    return tr("pour {time}", time=clock(due)), margin
