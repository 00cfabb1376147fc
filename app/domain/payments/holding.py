"""Who has a card terminal in hand: it serves every till of the house, one guest at a time.

What a till asks of a terminal is in the journal before it is on the wire, so the others
know it as soon as they hear of each other.
"""

from datetime import datetime
from typing import Final

from app.domain.orders.state import Book, Payment

LONGEST_MS: Final = 300_000
"""No terminal waits longer for a guest; of a till that died nothing more is told."""


def holder(book: Book, terminal: str, now: datetime) -> Payment | None:
    """The payment or refund for which a guest has a terminal in hand, at whatever till;
    None for nobody, as far as is known here. A doubt holds no terminal."""
    taken = (p for order in book.orders.values() for p in order.payments.values())
    for payment in (*taken, *book.refunds.values()):
        asked = payment.terminal == terminal and payment.state == "in_progress"
        if asked and not given_up(payment, now):
            return payment
    return None


def given_up(payment: Payment, now: datetime) -> bool:
    """Whether nobody waits for its answer any more, if it still runs: the till that asked
    would have told it by now."""
    return payment.ms < int(now.timestamp() * 1000) - LONGEST_MS
