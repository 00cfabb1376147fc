"""The order in front of the cashier, as the guest before it reads it."""

from dataclasses import dataclass, field

from app.domain.orders.state import Line, Order
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.pay_account import account_of, payers_of
from app.presenters.pos_words import kilograms
from hardware.displays.screen import Lines, Row
from resources.texts import amount, price, tr

MOST_LINES = 9


@dataclass(frozen=True, slots=True)
class GuestLine:
    """A line of the order: what it is, how much of it, what it costs."""

    label: str
    detail: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestView:
    """What a guest sees.

    Attributes:
        house: name of the restaurant.
        lines: the newest last; of a long order the last ones.
        label, total: "À payer" and how much, "" while there is nothing.
        words: said to the guest when nothing else is.
        code: what the QR code of the receipt says, "" without.
        two: the same on two lines of twenty characters.
    """

    house: str
    lines: tuple[GuestLine, ...] = ()
    label: str = ""
    total: str = ""
    words: str = ""
    code: str = ""
    two: Lines = field(default_factory=Lines)


def present_guest(
    world: World, order: str, bill: str = "", code: str = ""
) -> GuestView:
    """The view of one bill of an order, of none with ""."""
    house = world.settings.text("house.name")
    found = world.book.orders.get(order)
    if found is None:
        return _idle(house)
    if is_paid(world, found):
        return _paid(world, found, house, code)
    lines = [line for line in world.book.lines_of(found) if line.live]
    account = account_of(world, found, bill)
    due = account.share if account.shares else account.left
    if due <= 0 and not lines:
        return _idle(house)
    label = tr("Reste à payer") if account.taken else tr("Total")
    last = lines[-1] if lines else None
    return GuestView(
        house=house,
        lines=tuple(_line(line) for line in lines[-MOST_LINES:]),
        label=label,
        total=price(due),
        two=Lines(
            Row(last.label, amount(last.net)) if last and not account.taken else Row(),
            Row(label.upper(), amount(due)),
        ),
    )


def is_paid(world: World, order: Order) -> bool:
    """Whether nothing of it is left to do, and money was taken for it."""
    taken = any(p.state == "completed" for p in order.payments.values())
    return taken and world.book.closed(order)


def _idle(house: str) -> GuestView:
    words = tr("Bienvenue")
    return GuestView(house=house, words=words, two=Lines(Row(house), Row(words)))


def _paid(world: World, order: Order, house: str, code: str) -> GuestView:
    last = payers_of(order.receipts[-1], order) if order.receipts else []
    change = sum(payment.change for payment in last)
    paid = sum(p.amount for p in order.payments.values() if p.state == "completed")
    thanks = tr("Merci, à bientôt")
    label, total = (tr("À rendre"), change) if change else (tr("Payé"), paid)
    return GuestView(
        house=house,
        label=label,
        total=price(total),
        words=thanks,
        code=code,
        two=Lines(Row(thanks), Row(label.upper(), amount(total))),
    )


def _line(line: Line) -> GuestLine:
    if line.unit == "kg":
        detail = kilograms(line.quantity)
    else:
        pieces = line.quantity // MILLI
        detail = f"× {pieces}" if pieces > 1 else ""
    return GuestLine(line.label, detail, price(line.net))
