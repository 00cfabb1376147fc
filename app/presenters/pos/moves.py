"""What goes to another table: two notes about to become one, lines and money to choose."""

from dataclasses import dataclass

from app.domain.orders.billing import order_due
from app.domain.orders.guests import covers_left
from app.domain.orders.state import Order
from app.domain.world import World
from app.presenters.pay.words import payment_words
from app.presenters.pos.words import (
    course_name,
    joined,
    order_title,
    order_words,
    pieces,
    place_words,
)
from resources.texts import amount, price, tr, trn

PAID = "paid:"
"""Before the id of a tender, among the lines that may go to another table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeView:
    """Two tables about to become one: what the bill will be, which number survives."""

    sentence: str
    keep_other: str
    keep_mine: str


def present_merge(world: World, order: Order, other: Order) -> MergeView:
    """What a merge of `order` into `other` gives."""
    total = order_due(world.book, order) + order_due(world.book, other)
    paid = sum(
        p.amount for o in (order, other) for p in o.payments.values() if p.waiting
    )
    covers = covers_left(order) + covers_left(other)
    mine = order_words(world, order)
    words = tr(
        "{mine} et {other} réunies : {covers}, {total}",
        mine=f"{mine[:1].upper()}{mine[1:]}",
        other=order_title(world, other),
        covers=trn(covers, "{n} couvert", "{n} couverts"),
        total=price(total),
    )
    if paid:
        words = joined([words, tr("{amount} déjà payés", amount=price(paid))])
    return MergeView(
        sentence=words,
        keep_other=tr("Réunir sur la {table}", table=order_title(world, other)),
        keep_mine=tr("Réunir sur la {table}", table=order_title(world, order)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MovableView:
    """A line that may go to another table, `most` pieces of it (0: whole only), or a
    tender that no ticket counts yet."""

    id: str
    title: str
    subtitle: str
    price: str
    most: int


def present_movable(world: World, order: Order) -> tuple[MovableView, ...]:
    """What of an order is on no ticket yet: lines, then what was paid for them."""
    lines = tuple(
        MovableView(
            id=line.id,
            title=line.label,
            subtitle=joined(
                [
                    *([place_words(line.seats)] if order.table else []),
                    course_name(world, line.course),
                ]
            ),
            price=amount(line.net),
            most=pieces(line.quantity, line.unit) if line.unit == "piece" else 0,
        )
        for line in world.book.lines_of(order)
        if not line.receipts
    )
    paid = tuple(
        MovableView(
            id=f"{PAID}{payment.id}",
            title=payment_words(world, payment),
            subtitle=tr("déjà payé"),
            price=amount(-payment.amount),
            most=0,
        )
        for payment in order.payments.values()
        if payment.waiting
    )
    return (*lines, *paid)
