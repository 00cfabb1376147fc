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
    return tuple(_told(view, begin, now) for view in views)


def _told(view: CardView, begin: dict[str, int], now: datetime) -> CardView:
    """A card that is held back says itself when its first dish is to be begun."""
    times = {line.id: _begins(line, begin) for line in view.lines}
    after = now.timestamp() * 1000
    if view.state == "hold":
        after = max(after, min(filter(None, times.values()), default=0))
    lines = (
        _line(line, times[line.id], now) if times[line.id] > after else line
        for line in view.lines
    )
    return replace(view, lines=tuple(lines))


def _begins(line: CardLineView, begin: dict[str, int]) -> int:
    return min((begin[d] for d in line.id.split("+") if d in begin), default=0)


def _line(line: CardLineView, at: int, now: datetime) -> CardLineView:
    moment = datetime.fromtimestamp(at / 1000, now.tzinfo)
    later = Said("later", tr("LANCER À {time}", time=clock(moment)))
    return replace(line, said=(later, *line.said))
