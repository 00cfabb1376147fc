"""Words of the kitchen that more than one of its views says."""

from collections.abc import Iterable

from app.domain.kitchen.events import REMADE
from app.domain.orders.state import Dish, Order
from app.domain.world import World
from resources.texts import tr


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
        tr("À REFAIRE") if any(dish.again in REMADE for dish in making) else "",
    )
    return " · ".join(filter(None, words))
