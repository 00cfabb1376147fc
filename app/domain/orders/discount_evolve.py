"""How discounts change the lines of the book, and how a part of a line takes its share."""

from dataclasses import replace

from app.domain.money import apportion, rhu
from app.domain.orders.events import DiscountRemoved, LineDiscounted
from app.domain.orders.handling import LINE, ORDER, Handlers
from app.domain.orders.reductions import Discount, divided
from app.domain.orders.state import Book, Line, Order
from app.domain.vocabulary import Meta


def _line_discounted(book: Book, line: Line, event: LineDiscounted, meta: Meta) -> None:
    if event.discount not in book.removed:
        for earned in event.earned:
            if other := book.lines.get(earned.line):
                other.counted[event.discount] = earned.quantity
        line.discounts[event.discount] = Discount(
            event.discount,
            event.amount,
            event.percent,
            event.reason,
            event.comp,
            meta.op,
            meta.appr,
            event.quantity or line.quantity,
            event.promotion,
        )


def _discount_removed(
    book: Book, order: Order, event: DiscountRemoved, meta: Meta
) -> None:
    book.removed.add(event.discount)
    for line in book.lines_of(order, live=False):
        line.discounts.pop(event.discount, None)
    for line in book.lines.values() if event.lapsed else ():
        line.counted.pop(event.discount, None)


def divide_discounts(line: Line, part: Line) -> None:
    """Shares the discounts of `line`, still whole, with `part`: not a cent is lost.

    What a promotion gave goes with the pieces that earned it, all else by quantity.
    """
    left, off, counted = line.quantity, line.discount, line.counted
    line.counted, part.counted = divided(counted, left - part.ordered)
    given = list(line.discounts.values())
    weights = [discount.off(left) for discount in given]
    worth = apportion(off, weights if any(weights) else [1] * len(given))
    pairs = list(zip(given, worth, strict=True))
    even = [0 if d.id in counted else cents for d, cents in pairs]
    shares = apportion(rhu(sum(even) * part.ordered, left), even or [1])
    for (discount, whole), share in zip(pairs, shares, strict=False):
        taken = share
        if discount.id in counted:
            mine = part.counted.get(discount.id, 0)
            taken = rhu(whole * mine, counted[discount.id])
        line.discounts[discount.id] = replace(
            discount, amount=whole - taken, quantity=left - part.ordered
        )
        part.discounts[discount.id] = replace(
            discount, amount=taken, quantity=part.ordered
        )


DISCOUNTS: Handlers = {
    LineDiscounted: (LINE, _line_discounted),
    DiscountRemoved: (ORDER, _discount_removed),
}
