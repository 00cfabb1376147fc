"""What is still to pay: the bills of an order, their lines, prices and what is due.

A bill is what one payer pays. When nothing is split there is one bill, called "". When
the order is split, what nobody took yet stays on the bill "".
"""

from itertools import accumulate, pairwise

from app.domain.money import split_evenly
from app.domain.orders.events import Bill, DishOrdered, Portion
from app.domain.orders.glass import Mixed
from app.domain.orders.state import (
    Beside,
    Book,
    Line,
    Order,
    Payment,
    besides,
    receipted_share,
)
from app.domain.pricing import (
    ArticleLine,
    Component,
    Discount,
    FormuleLine,
    PricedDocument,
    SaleLine,
    Share,
    price_document,
)

REST = ""
"""Id of the bill of what no payer took."""
NO_LINES = PricedDocument((), (), 0, 0, 0)
"""What a bill is priced at that has nothing but what is taken besides turnover."""


def bills(book: Book, order: Order) -> tuple[Bill, ...]:
    """Bills with something left to put on a receipt, payers first, the rest last."""
    free: dict[str, tuple[int, set[int]]] = {}
    for line in book.lines_of(order):
        of, taken = receipted_share(line)
        free[line.id] = of, set(range(of)) - taken
    found = []
    for bill in order.split.bills if order.split else ():
        kept = [_still(free, portion) for portion in bill.portions]
        portions = tuple(portion for portion in kept if portion)
        if portions:
            found.append(Bill(id=bill.id, portions=portions, seat=bill.seat))
    rest = tuple(
        Portion(line=line, of=of, taken=tuple(sorted(left)))
        for line, (of, left) in free.items()
        if left
    )
    left = rest or besides(order)
    return (*found, Bill(id=REST, portions=rest)) if left else tuple(found)


def _still(free: dict[str, tuple[int, set[int]]], portion: Portion) -> Portion | None:
    """What is left of a payer's portion; takes it out of `free`."""
    if portion.line not in free:
        return None
    of, left = free[portion.line]
    if of == 1 and left == {0}:
        of, left = portion.of, set(range(portion.of))
    if of != portion.of:
        return None
    taken = tuple(share for share in portion.taken if share in left)
    free[portion.line] = of, left - set(taken)
    return Portion(line=portion.line, of=of, taken=taken) if taken else None


def bill_of(book: Book, order: Order, bill_id: str) -> Bill | None:
    """The bill of that id, None when nothing of it is left."""
    return next((b for b in bills(book, order) if b.id == bill_id), None)


def price_bill(book: Book, order: Order, bill: Bill) -> PricedDocument:
    """The document a receipt of this bill would be."""
    if not bill.portions:
        return NO_LINES
    prices = "excl" if order.prices == "excl" else "incl"
    return price_document(
        [sale_line(book.lines[portion.line], portion) for portion in bill.portions],
        prices,  # type: ignore[arg-type]  # narrowed to the two literals above
    )


def beside_on(order: Order, bill_id: str) -> list[Beside]:
    """What is taken with a bill besides its lines: all of it with what no payer took."""
    return besides(order) if bill_id == REST else []


def bill_total(book: Book, order: Order, bill: Bill) -> int:
    """Cents that a bill comes to: its lines, and what is taken besides them."""
    taken = sum(each.amount for each in beside_on(order, bill.id))
    return price_bill(book, order, bill).ttc + taken


def sale_line(line: Line, portion: Portion) -> SaleLine:
    """A line of the book, or a payer's part of it, as the arithmetic wants it."""
    discount = Discount(amount=line.discount) if line.discount else None
    share = Share(of=portion.of, taken=portion.taken)
    if not line.formule:
        return ArticleLine(
            label=line.label,
            unit=line.price,
            qty_milli=line.quantity,
            rate=line.rate,
            nature="GOODS" if line.nature == "GOODS" else "SERVICE",
            discount=discount,
            share=share,
        )
    extras = [dish.ordered.extra for dish in line.dishes]
    components = tuple(
        Component(
            label=part.label,
            rate=part.rate,
            nature="GOODS" if part.nature == "GOODS" else "SERVICE",
            ref_price=part.reference or None,
            supplement=part.extra if isinstance(part, DishOrdered) else 0,
        )
        for part in sold_parts(line)
    )
    return FormuleLine(
        label=line.label,
        price=line.price - sum(extras),
        qty_milli=line.quantity,
        components=components,
        discount=discount,
        share=share,
    )


def sold_parts(line: Line) -> list[DishOrdered | Mixed]:
    """What the price of a formule, or of a glass, is shared out over."""
    return [part for dish in line.dishes for part in dish.ordered.drinks]


def waiting_payments(order: Order, bill_id: str) -> list[Payment]:
    """Completed payments of a bill that no receipt counts yet, oldest first.

    Money taken for a bill that a later split does not know pays the rest.
    """
    return [
        payment
        for payment in order.payments.values()
        if payment.waiting and payer(order, payment.bill) == bill_id
    ]


def payer(order: Order, bill_id: str) -> str:
    """The bill that money taken for `bill_id` pays now."""
    bills = order.split.bills if order.split else ()
    return bill_id if any(bill.id == bill_id for bill in bills) else REST


def due(book: Book, order: Order, bill_id: str) -> int:
    """Cents still to pay on a bill; negative when too much was taken."""
    bill = bill_of(book, order, bill_id)
    total = bill_total(book, order, bill) if bill else 0
    return total - sum(p.amount for p in waiting_payments(order, bill_id))


def order_due(book: Book, order: Order) -> int:
    """Cents still to pay on the whole order."""
    total = sum(bill_total(book, order, bill) for bill in bills(book, order))
    return total - sum(p.amount for p in order.payments.values() if p.waiting)


def next_share(book: Book, order: Order) -> int:
    """Cents of the next payer when the bill is split by shares, else all that is due."""
    left = due(book, order, REST)
    if not order.split or not order.split.shares or left <= 0:
        return left
    paid = _paid(order)
    marks = accumulate(parts_of(book, order))
    return next((mark for mark in marks if mark > paid), paid + left) - paid


def parts_of(book: Book, order: Order) -> list[int]:
    """Cents of each equal part of a bill that is split so; none when it is not.

    The parts are those of the whole bill (`fiscal.md` 10.6 a). Whoever has paid one owes
    no more of what comes later: those who have not paid yet share that, or one more pays.
    """
    count = order.split.shares if order.split else 0
    if not count:
        return []
    paid = _paid(order)
    total = due(book, order, REST) + paid
    done = [mark for mark in order.parted if mark <= paid][:count]
    rest = total - (done[-1] if done else 0)
    parts = [mark - before for before, mark in pairwise((0, *done))]
    if rest > 0:
        parts += split_evenly(rest, max(1, count - len(done)))
    return parts


def parted(book: Book, order: Order) -> tuple[int, ...]:
    """Cents that had been paid when each of the equal parts was, as far as they are."""
    paid = _paid(order)
    return tuple(mark for mark in accumulate(parts_of(book, order)) if mark <= paid)


def _paid(order: Order) -> int:
    return sum(payment.amount for payment in waiting_payments(order, REST))
