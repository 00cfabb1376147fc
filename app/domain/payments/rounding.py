"""Cash where the smallest coins are gone: what is rounded, and by how much (`fiscal.md` G-07).

Only the tender that pays the rest of a bill is rounded, and only in cash. The difference is
no turnover: it stands beside the document's total, so tenders and document still add up.
"""

from typing import Final

from app.domain.orders.billing import due
from app.domain.orders.state import Order
from app.domain.payments.commands import TakePayment
from app.domain.profile.choosing import profile_of
from app.domain.receipts.events import ReceiptBeside
from app.domain.world import World

ROUNDING: Final = "rounding"
"""`ReceiptBeside.kind` of what rounding adds to a document, or takes off."""


def rounding_of(world: World, order: Order, command: TakePayment) -> int:
    """Cents that rounding adds to a tender; 0 for one that leaves something to pay."""
    cents = rounding(world, command.amount, command.method)
    rest = cents and due(world.book, order, command.bill)
    return cents if command.amount == rest else 0


def rounding(world: World, cents: int, method: str) -> int:
    """Cents that rounding adds to what a tender pays, or gives back."""
    return profile_of(world.settings).payable(cents, method)[1]


def beside_rounding(cents: int, name: str) -> tuple[ReceiptBeside, ...]:
    """The difference as a document says it; `name` is its id."""
    if not cents:
        return ()
    return (ReceiptBeside(id=name, kind=ROUNDING, amount=cents),)
