"""When to begin each dish so that its course ends together, where the house wants that."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.domain.kitchen.timing import beginnings
from app.domain.orders.state import Order
from app.domain.world import World
from resources.texts import clock, tr
from widgets.kitchen_wall_views import CardLineView, CardView, Said


def told_when(
    world: World, views: tuple[CardView, ...], orders: Iterable[Order], now: datetime
) -> tuple[CardView, ...]:
    """The cards, with what of them is to be begun later."""
    begin = beginnings(world, orders)
    if not begin:
        return views
    return tuple(
        replace(view, lines=tuple(_line(line, begin, now) for line in view.lines))
        for view in views
    )


def _line(line: CardLineView, begin: dict[str, int], now: datetime) -> CardLineView:
    times = [begin[dish] for dish in line.id.split("+") if dish in begin]
    if not times or min(times) <= now.timestamp() * 1000:
        return line
    moment = datetime.fromtimestamp(min(times) / 1000, now.tzinfo)
    later = Said("later", tr("LANCER À {time}", time=clock(moment)))
    return replace(line, said=(later, *line.said))
