"""Guests who eat: how many there are, and which document counts them.

Each document of an order counts the guests who leave with it, so that the documents of a
day count nobody twice: the average per guest is that of the table, however it is paid.
"""

from app.domain.money import rhu
from app.domain.orders.billing import bill_total, bills
from app.domain.orders.events import Bill
from app.domain.orders.state import Book, Order

MAX_COVERS = 200


def covers_left(order: Order) -> int:
    """Guests whom no document of the order counts yet."""
    return max(0, order.covers - sum(receipt.seated for receipt in order.receipts))


def covers_of(book: Book, order: Order, bill: Bill) -> int:
    """Guests who leave with a bill: as many as a person said, else by what it comes to.

    A seat is one guest. The last bill has those who are left.
    """
    left, open_bills = covers_left(order), bills(book, order)
    others = [each for each in open_bills if each.id != bill.id]
    if not left or not others:
        return left
    if (
        not bill.portions
    ):  # a tip or a voucher: whoever gives it ate on another document
        return 0
    if bill.id in order.leaving:
        return min(left, order.leaving[bill.id])
    if bill.seat:
        return 1
    said = sum(order.leaving.get(each.id, 0) for each in others)
    shared = max(0, left - said)
    unsaid = [each for each in (bill, *others) if each.id not in order.leaving]
    total = sum(bill_total(book, order, each) for each in unsaid)
    mine = bill_total(book, order, bill)
    fair = rhu(shared * mine, total) if total > 0 else 0
    return min(left, max(1, fair)) if shared else 0
