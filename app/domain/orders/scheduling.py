"""Orders that are promised for later: when they leave for the kitchen by themselves, and
on which day their dishes are taken off the countdowns."""

from datetime import datetime, timedelta

from app.domain.kitchen.capacity import Tonight
from app.domain.orders.billing import order_due
from app.domain.orders.commands import ReserveOrder
from app.domain.orders.serving_events import OrderReserved
from app.domain.orders.state import Order
from app.domain.orders.taking import Decision
from app.domain.vocabulary import Context, Refusal
from app.domain.world import World

STILL_MS = 60_000
"""Nobody takes down an order any more that was left alone for so long."""
_MINUTE = 60_000


def day_of(world: World, at: datetime) -> str:
    """The business day of a moment to come, "YYYY-MM-DD"."""
    cutoff = timedelta(minutes=world.settings.number("day.cutoff"))
    return (at - cutoff).date().isoformat()


def promised_day(world: World, order: Order, now: datetime) -> str:
    """The business day for which an order is promised, "" for none."""
    if not order.promised:
        return ""
    return day_of(world, datetime.fromtimestamp(order.promised // 1000, now.tzinfo))


def leaves_at(tonight: Tonight, order: Order) -> int:
    """When an order has to leave to be ready as promised, ms; 0 when it does not leave by
    itself: nothing is promised or left to send, the preset leaves it to people, or it is
    not paid where it has to be."""
    world = tonight.world
    preset = world.catalogue.presets.get(order.served)
    if not world.book.waits(order) or preset is None or preset.sends == "hand":
        return 0
    if preset.sends == "paid" and order_due(world.book, order) > 0:
        return 0
    return made_from(tonight, order)


def made_from(tonight: Tonight, order: Order) -> int:
    """When a promised order has to be sent at the latest, ms."""
    return order.promised - tonight.needed(order) * _MINUTE


def goes_now(tonight: Tonight, order: Order, bday: str) -> bool:
    """Whether an order leaves by itself now: its hour has come on its own day, and nobody
    is taking it down."""
    now_ms = round(tonight.now.timestamp() * 1000)
    if now_ms < order.touched + STILL_MS:
        return False
    if promised_day(tonight.world, order, tonight.now) != bday:
        return False
    return 0 < leaves_at(tonight, order) <= now_ms


def holds_back(tonight: Tonight, order: Order) -> bool:
    """Whether it is too early for an order to be made, although it is paid."""
    if not tonight.world.book.waits(order):
        return False
    return round(tonight.now.timestamp() * 1000) < made_from(tonight, order)


def reserve(
    world: World, order: Order, command: ReserveOrder, context: Context
) -> Decision:
    """Its day has come: its dishes are taken off the countdowns."""
    if not order.later or promised_day(world, order, context.now) > context.bday:
        return Refusal("nothing_to_reserve", "Rien n'est à réserver.")
    return (OrderReserved(order=order.id),)
