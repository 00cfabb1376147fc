"""What was paid on the business day that it is now, by whatever counts by the day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from app.domain.orders.state import Payment
from app.domain.vocabulary import Context
from app.domain.world import World

_EPOCH: Final = datetime.fromtimestamp(0, UTC)


def paid_today(
    world: World, context: Context, counts: Callable[[Payment], bool]
) -> int:
    """Cents of the tenders that count, as far as this terminal knows them."""
    cutoff = timedelta(minutes=world.settings.number("day.cutoff"))
    today = (context.now - cutoff).date()
    return sum(
        payment.amount
        for order in world.book.orders.values()
        for payment in order.payments.values()
        if payment.state == "completed"
        and counts(payment)
        and (_moment(payment.ms, context) - cutoff).date() == today
    )


def _moment(ms: int, context: Context) -> datetime:
    return (_EPOCH + timedelta(milliseconds=ms)).astimezone(context.now.tzinfo)
