"""Where an order stands with its money, worked out once for everything that shows it."""

from dataclasses import dataclass

from app.domain.orders.billing import (
    REST,
    beside_on,
    bill_of,
    bills,
    due,
    next_share,
    order_due,
    parts_of,
    payer,
    price_bill,
    waiting_payments,
)
from app.domain.orders.events import Bill
from app.domain.orders.guests import covers_left, covers_of
from app.domain.orders.state import Beside, Book, Order, Payment, Receipt, Refund
from app.domain.payments.phones import free_of, paying
from app.domain.pricing import PricedDocument
from app.domain.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One bill of an order, and what the rest of the order does meanwhile.

    Attributes:
        bill: None when nothing of it is left to put on a receipt.
        left: cents still to pay on the bill; negative when too much was taken.
        share: cents that are proposed: the next payer's when the bill is split by shares,
            else what of it no guest is paying by telephone, if that is not all.
        shares: cents of every share of the bill, () when it is not split so.
        paid: what was taken for the bill and waits for its receipt, oldest first.
        running: the card payment or refund that is made, or whose answer was lost.
        failed: what card terminals were asked to give back and did not.
        beside: what is taken with the bill besides its lines.
        order_left: cents still to pay on the whole order.
        others: the other bills with something left.
        leaving: (guests who leave with the bill, guests whom no document counts yet) when
            the bill is a payer's, else None.
    """

    order: Order
    bill_id: str
    bill: Bill | None
    priced: PricedDocument | None
    left: int
    share: int
    shares: tuple[int, ...]
    paid: tuple[Payment, ...]
    running: Payment | None
    failed: tuple[Refund, ...]
    beside: tuple[Beside, ...]
    order_left: int
    others: tuple[Bill, ...]
    leaving: tuple[int, int] | None = None

    @property
    def total(self) -> int:
        """Cents of the bill."""
        lines = self.priced.ttc if self.priced else 0
        return lines + sum(each.amount for each in self.beside)

    @property
    def taken(self) -> int:
        """Cents already paid on the bill."""
        return sum(payment.amount for payment in self.paid)

    @property
    def phones(self) -> dict[str, int]:
        """Bill -> cents that guests are paying of it by telephone at this moment."""
        found: dict[str, int] = {}
        for payment in self.order.payments.values():
            if payment.on_phone:
                bill = payer(self.order, payment.bill)
                found[bill] = found.get(bill, 0) + payment.amount
        return found

    @property
    def number(self) -> int:
        """Position of the share that is being paid, from 0."""
        paid = self.taken
        for number, share in enumerate(self.shares):
            if paid < share:
                return number
            paid -= share
        return max(0, len(self.shares) - 1)

    @property
    def split(self) -> bool:
        """Whether the order is split in several bills."""
        return bool(self.order.split and self.order.split.bills)

    @property
    def settled(self) -> bool:
        """Whether nothing on the order is left to do for anybody."""
        return not (self.bill or self.others or self.running or self.paid)


def running_payment(book: Book, order: Order) -> Payment | None:
    """The card payment, or refund, that keeps everything else waiting."""
    running = (p for p in order.payments.values() if p.in_hand)
    return next(running, None) or book.refund_under_way(order=order.id)


def account_of(world: World, order: Order, bill_id: str) -> Account:
    """The account of one bill of an order ("" is what no payer took)."""
    book = world.book
    bill = bill_of(book, order, bill_id)
    priced = price_bill(book, order, bill) if bill else None
    left = due(book, order, bill_id)
    beside = tuple(beside_on(order, bill_id))
    others = tuple(b for b in bills(book, order) if b.id != bill_id)
    leaving = None
    if bill is not None and others and covers_left(order):
        leaving = covers_of(book, order, bill), covers_left(order)
    return Account(
        order=order,
        bill_id=bill_id,
        bill=bill,
        priced=priced,
        left=left,
        share=_proposed(world, order, bill_id),
        shares=tuple(parts_of(book, order)) if bill_id == REST and priced else (),
        paid=tuple(waiting_payments(order, bill_id)),
        running=running_payment(book, order),
        failed=tuple(r for r in book.refunds.values() if r.order == order.id),
        beside=beside,
        order_left=order_due(book, order),
        others=others,
        leaving=leaving,
    )


def _proposed(world: World, order: Order, bill_id: str) -> int:
    if bill_id == REST and order.split and order.split.shares:
        return next_share(world.book, order)
    free = free_of(world, order, bill_id)
    return free if free > 0 else due(world.book, order, bill_id)


def receipts_of(order: Order, bill_id: str) -> list[Receipt]:
    """The documents of one bill, oldest first."""
    return [receipt for receipt in order.receipts if receipt.bill == bill_id]


def payers_of(receipt: Receipt, order: Order) -> list[Payment]:
    """What paid a receipt."""
    found = (order.payments.get(payment) for payment in receipt.payments)
    return [payment for payment in found if payment is not None]


def first_unpaid(world: World, order: Order) -> str:
    """The bill that comes next: the first with something left that no guest is paying by
    telephone, if there is one."""
    found = [bill.id for bill in bills(world.book, order)]
    at_hand = [b for b in found if b == REST or not any(paying(order, b))]
    return next(iter(at_hand or found), REST)
