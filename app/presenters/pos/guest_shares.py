"""What guests said by telephone that they will pay at the till, for whoever takes money."""

from collections.abc import Iterable

from app.domain.money import rhu
from app.domain.orders.state import Order
from app.domain.payments.commands import TakeShare
from app.domain.payments.phone_events import ShareTold
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.pos.words import order_title
from resources.texts import price, tr
from widgets.problem_stack import Problem

KEY = "share"
_SHOWN = 4


def told_orders(world: World) -> list[Order]:
    """Orders of which guests said a part, the oldest first."""
    return [order for order in world.book.open_orders() if order.told]


def present_shares(world: World, orders: Iterable[Order], person: str) -> list[Problem]:
    """A row for each part, with the one tap that takes it."""
    if "payment.take" not in world.rights_of(person):
        return []
    return [
        _row(world, order, told) for order in orders for told in order.told.values()
    ]


def take_command(world: World, which: str) -> TakeShare | None:
    """Takes the part "<order>:<telephone>"; None when it is over."""
    order_id, _, share = which.partition(":")
    order = world.book.orders.get(order_id)
    if order is None or share not in order.told:
        return None
    return TakeShare(order=order_id, share=share)


def share_words(told: ShareTold) -> str:
    """ "34,00 €, dont pourboire 2,00 €"."""
    words = price(told.amount + told.tip)
    if told.tip:
        words = f"{words}, {tr('dont pourboire {price}', price=price(told.tip))}"
    return words


def _row(world: World, order: Order, told: ShareTold) -> Problem:
    table = tr("Table {table}", table=order_title(world, order))
    cents = share_words(told)
    title = tr("{table} : un client paie sa part, {cents}", table=table, cents=cents)
    return Problem(
        f"{KEY}:{order.id}:{told.share}",
        "warning",
        "call_split",
        title,
        _what(world, told),
        tr("Encaisser"),
        "payments",
        awaited=True,
    )


def _what(world: World, told: ShareTold) -> str:
    """Its dishes, or that it is an amount."""
    if not told.portions:
        return tr("Une part du total")
    names = []
    for portion in told.portions:
        line = world.book.lines.get(portion.line)
        if line is None:
            continue
        pieces = rhu(line.quantity * len(portion.taken), portion.of)
        whole = pieces % MILLI == 0
        count = str(pieces // MILLI) if whole else f"{len(portion.taken)}/{portion.of}"
        names.append(line.label if count == "1" else f"{count} {line.label}")
    more = len(names) - _SHOWN
    words = ", ".join(names[:_SHOWN])
    return f"{words} {tr('et {n} de plus', n=more)}" if more > 0 else words
