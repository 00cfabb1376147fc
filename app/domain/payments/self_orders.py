"""Guests who order by telephone what they fetch: their order is there with the payment that
was asked for, goes to the kitchen once it is paid, and is given up by itself if it is not.

Nothing was let in by the team here: what guards it is that nothing is made unpaid, that few
may wait to be paid at once, and that whoever may stop orders from outside stops these too.
"""

from dataclasses import replace
from typing import Final

from app.domain.channels.decide import pause_refusal
from app.domain.manners import tender_refusal
from app.domain.money import rhu
from app.domain.orders.commands import AddLines, OpenOrder
from app.domain.orders.events import (
    LineDiscounted,
    LinesAdded,
    LineVoided,
    OrderCancelled,
    OrderCreated,
)
from app.domain.orders.moving import open_order
from app.domain.orders.placing import add_lines, as_opened
from app.domain.orders.promoting import follow
from app.domain.orders.state import Book, Order, Payment
from app.domain.orders.table_orders import GUEST, MOST_LINES, orderable
from app.domain.payments.asking import NOTHING_DUE
from app.domain.payments.commands import ONLINE, PAGE, GuestTakeaway
from app.domain.payments.events import PaymentRequested
from app.domain.settings import GUESTS_FETCH
from app.domain.vocabulary import MILLI, Context, Refusal
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

MOST_WAITING: Final = 20
"""Orders that wait to be paid at once, of all telephones together."""
_OFF: Final = Refusal("guests_off", "Les clients ne commandent pas ici.")
_BUSY: Final = Refusal("orders_waiting", "Trop de commandes attendent : un instant.")


def guest_takeaway(world: World, command: GuestTakeaway, context: Context) -> Decision:
    """An order to be fetched, with the payment that is asked for it."""
    refused = _not_now(world, command, context)
    if refused:
        return refused
    created = begun(world, context)
    if isinstance(created, Refusal):
        return created
    order = as_opened(created, context)
    asked = AddLines(order=order.id, lines=command.lines)
    lines = add_lines(world, order, asked, context)
    if isinstance(lines, Refusal):
        return lines
    given = follow(world, (created, *lines), context)
    refused = tender_refusal(world, order, ONLINE, context)
    cents = sum(
        rhu(line.price * line.quantity, MILLI)
        for added in lines
        if isinstance(added, LinesAdded)
        for line in added.lines
    ) - sum(off.amount for off in given if isinstance(off, LineDiscounted))
    if refused or cents <= 0:
        return refused or NOTHING_DUE
    payment = PaymentRequested(
        payment=command.share,
        order=order.id,
        bill="",
        method=ONLINE,
        amount=cents,
        tip=0,
        terminal=f"{PAGE}{command.provider}",
        reference=reference_of(order, command.share),
    )
    return created, *lines, *given, payment


def begun(world: World, context: Context) -> OrderCreated | Refusal:
    """The order as it would be: guests read prices with VAT, and pay them so."""
    opened = open_order(world, OpenOrder(mode="takeaway"), context)
    if isinstance(opened, Refusal):
        return opened
    return replace(opened[0], waiter=GUEST, prices="incl")


def reference_of(order: Order, share: str) -> str:
    """What a provider knows a guest's part by. Their telephone says which part it is, so
    it is of this order alone: what was paid for another one pays nothing here."""
    return f"{order.id}-{share}"


def _not_now(world: World, command: GuestTakeaway, context: Context) -> Refusal | None:
    if world.settings.text(GUESTS_FETCH) == "no" or not command.provider:
        return _OFF
    if not world.till(context.terminal).session:
        return Refusal("till_shut", "La caisse n'est pas ouverte : payez au comptoir.")
    if not 0 < len(command.lines) <= MOST_LINES:
        return Refusal("lines_out_of_range", "De 1 à 30 plats à la fois.")
    if any(not orderable(world, line.article) or line.price for line in command.lines):
        return Refusal("article_unknown", "Cet article n'est pas à la carte.")
    if (
        asked_by(world.book, command.share) is not None
        or _waiting(world) >= MOST_WAITING
    ):
        return _BUSY
    return pause_refusal(world, context.now)


def _waiting(world: World) -> int:
    orders = (o for o in world.book.orders.values() if o.waiter == GUEST)
    return sum(p.on_phone for order in orders for p in order.payments.values())


def asked_by(book: Book, payment: str) -> Order | None:
    """The order that a payment was asked for, None for none."""
    found = (o for o in book.orders.values() if payment in o.payments)
    return next(found, None)


def given_up(world: World, order: Order, payment: Payment) -> tuple[object, ...]:
    """An order that guests took down to be fetched and did not pay: none of it was made."""
    ours = order.waiter == GUEST and not order.table
    money = any(p.waiting or p.running for p in _others(order, payment))
    lines = world.book.lines_of(order)
    theirs = any(line.sent or line.added_by != GUEST for line in lines)
    if not ours or money or order.receipts or theirs:
        return ()
    voided = (
        LineVoided(
            order=order.id,
            line=line.id,
            quantity=line.quantity,
            amount=line.net,
            stage="unsent",
            reason="Non payé",
        )
        for line in lines
    )
    return *voided, OrderCancelled(order=order.id, reason="Non payé")


def _others(order: Order, payment: Payment) -> list[Payment]:
    return [each for each in order.payments.values() if each.id != payment.id]
