"""What needs a person, because two terminals that were apart did what does not fit.

Nothing here is stored: it follows from the lines, the documents and the tenders, so it
is the same on every terminal that has the same entries, and it is over when somebody has
put things right (paid, merged, refunded, given back) or said that it may stay as it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.money import parse_decimal, rhu
from app.domain.orders.billing import due, payer, waiting_payments
from app.domain.orders.events import Portion
from app.domain.orders.state import (
    Book,
    Line,
    Order,
    Receipt,
    fully_receipted,
    unreceipted,
)
from app.domain.receipts.compose import QTY_PLACES, quantity_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """One thing that a person has to look at.

    Attributes:
        code: stable word for programs.
        text: French source sentence.
        lines, receipts, payments, orders, reservations: ids of what it is about.
        amount: cents at stake, 0 when it is not about money.
        keys: names of the ones that may stay as they are (`SettleAttention`); none where
            money or an answer is missing.
    """

    code: str
    text: str
    lines: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    payments: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    amount: int = 0
    reservations: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


TEXTS: dict[str, str] = {
    "payment_unknown": "Une carte est restée sans réponse : vérifiez le ticket du TPE.",
    "overpaid": "Trop a été encaissé : rendez un paiement ou remboursez un ticket.",
    "line_on_two_receipts": "Une ligne est sur deux tickets : remboursez le second.",
    "credit_twice": "Un bon a été utilisé deux fois : récupérez l'argent.",
    "refunded_twice": "Plus a été rendu que vendu : récupérez l'argent.",
    "changed_after_receipt": "Une ligne a changé après son ticket : remboursez-la.",
    "added_after_receipt": "Une ligne est arrivée après le ticket : elle reste à payer.",
    "void_after_division": "Une annulation touche des articles déplacés : vérifiez.",
    "two_orders": "Deux commandes sont ouvertes sur cette table : réunissez-les.",
}
"""Code -> French source sentence."""
_TWICE, _VOID = "line_on_two_receipts", "void_after_division"


def attention(
    book: Book,
    order: Order,
    tables: Sequence[str] = (),
    overdrawn: Mapping[str, int] | None = None,
) -> tuple[Attention, ...]:
    """What a person has to look at on an order, the most urgent first.

    Args:
        book: where the order is.
        order: any order, closed ones too: money can be taken twice for it.
        tables: the tables pushed together with its own (`Floor.group`).
        overdrawn: credits that were spent twice (`Credits.overdrawn`).
    """
    found = (
        _payment_unknown(order),
        _overpaid(book, order),
        _on_two_receipts(book, order),
        _credit_twice(book, order, overdrawn or {}),
        _refunded_twice(order),
        _changed_after_receipt(book, order),
        _added_after_receipt(book, order),
        _void_after_division(book, order),
        _two_orders(book, order, tables or (order.table,)),
    )
    return tuple(each for each in found if each)


def _said(
    code: str,
    amount: int = 0,
    *,
    lines: Iterable[str] = (),
    receipts: Iterable[str] = (),
    payments: Iterable[str] = (),
    orders: Iterable[str] = (),
    keys: Iterable[str] = (),
) -> Attention:
    """The attention `code`, each id once."""
    return Attention(
        code=code,
        text=TEXTS[code],
        lines=tuple(dict.fromkeys(lines)),
        receipts=tuple(dict.fromkeys(receipts)),
        payments=tuple(payments),
        orders=tuple(orders),
        amount=amount,
        keys=tuple(dict.fromkeys(keys)),
    )


def _payment_unknown(order: Order) -> Attention | None:
    unknown = [p for p in order.payments.values() if p.state == "unknown"]
    if not unknown:
        return None
    amount = sum(payment.amount for payment in unknown)
    return _said("payment_unknown", amount, payments=(p.id for p in unknown))


def _overpaid(book: Book, order: Order) -> Attention | None:
    """More money than bills and documents account for.

    Two documents for the same lines mean money taken twice, unless both count the same
    tender.
    """
    paid = {payer(order, p.bill) for p in order.payments.values() if p.waiting}
    spare = {bill: -due(book, order, bill) for bill in sorted(paid)}
    doubles = list(_doubles(book, order))
    counted = sum(p.amount for p in order.payments.values() if p.receipt)
    sealed = sum(receipt.total for receipt in order.receipts)
    twice = sum(charged(receipt, line) for receipt, line in doubles) + counted - sealed
    amount = sum(max(0, cents) for cents in (*spare.values(), twice))
    if not amount:
        return None
    waiting = (
        payment.id
        for bill, cents in spare.items()
        if cents > 0
        for payment in waiting_payments(order, bill)
    )
    doubled = (receipt.id for receipt, _ in doubles) if twice > 0 else ()
    return _said("overpaid", amount, receipts=doubled, payments=waiting)


def _on_two_receipts(book: Book, order: Order) -> Attention | None:
    doubles = list(_doubles(book, order))
    if not doubles:
        return None
    return _said(
        "line_on_two_receipts",
        sum(charged(receipt, line) for receipt, line in doubles),
        lines=(line for _, line in doubles),
        receipts=(receipt.id for receipt, _ in doubles),
        keys=(f"{receipt.id}:{line}" for receipt, line in doubles),
    )


def _credit_twice(
    book: Book, order: Order, overdrawn: Mapping[str, int]
) -> Attention | None:
    """More of a credit was spent than there was, the last of it here."""
    over = {
        f"{paid.id}:{overdrawn[paid.reference]}": (paid, overdrawn[paid.reference])
        for paid in order.payments.values()
        if paid.state == "completed"
        and paid.reference in overdrawn
        and paid.id == _last_spent(book, paid.reference)
    }
    left = {key: each for key, each in over.items() if not _left(order, key)}
    if not left:
        return None
    return _said(
        "credit_twice",
        sum(min(paid.amount, cents) for paid, cents in left.values()),
        payments=(paid.id for paid, _ in left.values()),
        keys=left,
    )


def _last_spent(book: Book, credit: str) -> str:
    """The last payment with a credit."""
    paid = (
        (payment.ms, payment.id)
        for order in book.orders.values()
        for payment in order.payments.values()
        if payment.reference == credit and payment.state == "completed"
    )
    return max(paid)[1]


def _left(order: Order, key: str) -> bool:
    return ("credit_twice", key) in order.settled


def _refunded_twice(order: Order) -> Attention | None:
    """More given back of a line than was sold: on two terminals, or on a card that was
    held to have been refused."""
    over = {
        (receipt.id, line, back): rhu(receipt.heads[line].total * (back - sold), sold)
        for receipt in order.receipts
        for line, back in receipt.returned.items()
        if (sold := _sold(receipt, line)) < back
        and ("refunded_twice", f"{receipt.id}:{line}:{back}") not in order.settled
    }
    if not over:
        return None
    return _said(
        "refunded_twice",
        sum(over.values()),
        lines=(line for _, line, _ in over),
        receipts=(receipt for receipt, _, _ in over),
        keys=(f"{receipt}:{line}:{back}" for receipt, line, back in over),
    )


def _changed_after_receipt(book: Book, order: Order) -> Attention | None:
    changed = [
        (receipt, portion.line)
        for receipt in order.receipts
        for portion in receipt.portions
        if portion.line in book.lines
        and _differs(book.lines[portion.line], receipt, portion)
        and charged(receipt, portion.line)
        and ("changed_after_receipt", f"{receipt.id}:{portion.line}")
        not in order.settled
    ]
    if not changed:
        return None
    return _said(
        "changed_after_receipt",
        sum(charged(receipt, line) for receipt, line in changed),
        lines=(line for _, line in changed),
        receipts=(receipt.id for receipt, _ in changed),
        keys=(f"{receipt.id}:{line}" for receipt, line in changed),
    )


def _differs(line: Line, receipt: Receipt, portion: Portion) -> bool:
    """Whether the document says something else than the line does now."""
    head = receipt.heads[line.id]
    now = (*quantity_text(line, portion), line.price, line.discount)
    then = head.quantity, head.share, head.unit, head.discount
    elsewhere = line.home != receipt.order and line.id not in receipt.followed
    return elsewhere or now != then


def _added_after_receipt(book: Book, order: Order) -> Attention | None:
    if not any(receipt.final for receipt in order.receipts):
        return None
    late = [line for line in book.lines_of(order) if not fully_receipted(line)]
    if not late:
        return None
    amount = sum(map(unreceipted, late))
    return _said("added_after_receipt", amount, lines=(line.id for line in late))


def _void_after_division(book: Book, order: Order) -> Attention | None:
    """More was voided than was left, since parts had been moved elsewhere."""
    over = {
        line.id: f"{line.id}:{line.voided}"
        for line in book.lines_of(order, live=False)
        if line.divided and line.voided > line.ordered
    }
    left = {ln: key for ln, key in over.items() if (_VOID, key) not in order.settled}
    return _said(_VOID, lines=left, keys=left.values()) if left else None


def _two_orders(book: Book, order: Order, tables: Sequence[str]) -> Attention | None:
    if not order.table or book.closed(order):
        return None
    standing = book.orders_on(*filter(None, tables))
    if len(standing) < 2:
        return None
    names = [each.id for each in standing]
    key = "+".join(sorted(names))
    if any(("two_orders", key) in each.settled for each in standing):
        return None
    return _said("two_orders", orders=names, keys=(key,))


def _doubles(book: Book, order: Order) -> Iterator[tuple[Receipt, str]]:
    """(receipt, line) where an earlier receipt owns a share of the line.

    The first in canonical order owns it, as long as it was not given back.
    """
    for receipt in order.receipts:
        for portion in receipt.portions:
            line = book.lines.get(portion.line)
            if (
                line
                and len(line.receipts) > 1
                and charged(receipt, line.id)
                and (_TWICE, f"{receipt.id}:{line.id}") not in order.settled
                and _owned(book, line, receipt)
            ):
                yield receipt, line.id


def _owned(book: Book, line: Line, mine: Receipt) -> bool:
    """Whether a receipt before `mine` charges a share of the line that `mine` has."""
    place = [name for name, _, _ in line.receipts].index(mine.id)
    _, of, taken = line.receipts[place]
    return any(
        charged(other, line.id)
        for name, cut, shares in line.receipts[:place]
        if cut != of or set(shares) & set(taken)
        for other in filter(None, [book.receipt(name)])
    )


def charged(receipt: Receipt, line: str) -> int:
    """Cents that a receipt still charges for a line, refunds taken off."""
    sold = _sold(receipt, line)
    back = min(sold, receipt.returned.get(line, 0))
    return rhu(receipt.heads[line].total * (sold - back), sold)


def _sold(receipt: Receipt, line: str) -> int:
    """Thousandths of a line that a receipt sold."""
    return parse_decimal(receipt.heads[line].quantity, QTY_PLACES)
