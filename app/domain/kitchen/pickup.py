"""Orders that guests fetch themselves: which are being made, which stand ready."""

from typing import NamedTuple

from app.domain.orders.dish import Dish
from app.domain.orders.state import Order
from app.domain.settings import PICKUP_MINUTES
from app.domain.world import World

FORGOTTEN_MS = 3 * 3_600_000
"""An order that nobody bumps in so long is not waited for any more."""
_MINUTE = 60_000


class Pickups(NamedTuple):
    """Orders without a table: those in the making, the oldest first, and those that stand
    ready with the moment (ms) since which they do, the newest first."""

    preparing: tuple[Order, ...]
    ready: tuple[tuple[Order, int], ...]


def pickups(world: World, now_ms: int) -> Pickups:
    """How they stand. What was handed over is gone at once; what is ready is gone after
    `PICKUP_MINUTES`, for guests who took it without a word."""
    keep = world.settings.number(PICKUP_MINUTES) * _MINUTE
    preparing, ready = list[Order](), list[tuple[Order, int]]()
    for order in world.book.orders.values():
        if order.table or order.cancelled or world.past(order):
            continue
        left = [dish for dish in _sent(world, order) if not dish.served]
        if not left:
            continue
        if all(dish.ready for dish in left):
            since = max(dish.ready for dish in left)
            if now_ms - since < keep:
                ready.append((order, since))
        elif now_ms - max(dish.sent for dish in left) < FORGOTTEN_MS:
            preparing.append(order)
    ready.sort(key=lambda each: -each[1])
    return Pickups(tuple(preparing), tuple(ready))


def _sent(world: World, order: Order) -> list[Dish]:
    """Dishes that some station has, of what is still wanted."""
    lines = world.book.lines_of(order)
    return [
        dish for line in lines for dish in line.dishes if dish.sent and dish.station
    ]
