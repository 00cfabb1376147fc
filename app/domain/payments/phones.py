"""Guests who pay by telephone: what is free to take, their part, and its end.

A guest's part of the lines is a bill of the split, so nobody else can take it and the till
sees it at once; a part of the rest is an amount that is kept free meanwhile. The till waits
for no telephone: what it takes first is taken, and what a guest paid all the same is too
much and stands until somebody gives it back. The bill of a part that came to nothing goes.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.manners import tender_refusal
from app.domain.orders.billing import (
    REST,
    bill_of,
    bill_total,
    due,
    payer,
    waiting_payments,
)
from app.domain.orders.events import Bill, Portion, SplitSet
from app.domain.orders.state import Order, Payment
from app.domain.orders.table_orders import CODE_WRONG, admits
from app.domain.payments.asking import MAX_TIP, NOTHING_DUE
from app.domain.payments.commands import (
    ONLINE,
    PAGE,
    GuestPay,
    OpenPage,
    TakeShare,
)
from app.domain.payments.events import PaymentRequested
from app.domain.payments.phone_events import PageOpened, ShareEnded, ShareTold
from app.domain.payments.self_orders import asked_by, given_up, reference_of
from app.domain.settings import GUESTS_PAY
from app.domain.vocabulary import Context, Refusal, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

MOST_CUTS: Final = 1000
TAKEN: Final = Refusal("share_taken", "Quelqu'un d'autre vient de prendre cela.")
_ID: Final = re.compile(r"[0-9A-Za-z]{20,40}")
_MOST_TOLD, _MOST_AT_ONCE = 30, 30
"""Parts of an order that telephones said, and that they pay at the same moment."""
_INVALID: Final = Refusal("share_invalid", "Cette part ne peut pas être prise.")
_GONE: Final = Refusal("share_gone", "Cette part n'est plus demandée.")


def guest_pay(world: World, command: GuestPay, context: Context) -> Decision:
    """Their part is theirs: asked for on a provider's page, or said at the till."""
    order = admits(world, command.table, command.code)
    if order is None:
        return CODE_WRONG
    refused = _not_now(world, order, command, context)
    if refused:
        return refused
    if command.share in order.payments:  # a tap that came twice
        return ()
    if command.provider and asked_by(world.book, command.share):
        return _INVALID
    cents = _cents(world, order, command)
    if isinstance(cents, Refusal):
        return cents
    if not command.provider:
        return (
            ShareTold(
                order=order.id,
                share=command.share,
                portions=command.portions,
                bill=command.bill,
                amount=cents,
                tip=command.tip,
            ),
        )
    asked = PaymentRequested(
        payment=command.share,
        order=order.id,
        bill=command.share if command.portions else command.bill,
        method=ONLINE,
        amount=cents + command.tip,
        tip=command.tip,
        terminal=f"{PAGE}{command.provider}",
        reference=reference_of(order, command.share),
        issued=command.issued,
    )
    if not command.portions:
        return (asked,)
    return _split_off(order, command.portions, command.share), asked


def _cents(world: World, order: Order, command: GuestPay) -> int | Refusal:
    """What their part comes to, if it is free."""
    if command.portions:
        bill = Bill(id=command.share, portions=command.portions)
        refused = items_refusal(world, order, bill)
        return refused or bill_total(world.book, order, bill) or NOTHING_DUE
    left = free_of(world, order, command.bill)
    if left <= 0:
        return NOTHING_DUE
    return command.amount if 0 < command.amount <= left else TAKEN


def _not_now(
    world: World, order: Order, command: GuestPay, context: Context
) -> Refusal | None:
    if world.settings.text(GUESTS_PAY) == "no":
        return Refusal("guests_pay_off", "Ici, l'addition se paie à la caisse.")
    if not _ID.fullmatch(command.share):
        return _INVALID
    if not 0 <= command.tip <= MAX_TIP:
        return Refusal("tip_out_of_range", "Ce pourboire n'est pas possible.")
    if not command.provider:
        many = len(order.told) >= _MOST_TOLD and command.share not in order.told
        return TAKEN if many else None
    if not world.till(context.terminal).session:
        return Refusal("till_shut", "La caisse n'est pas ouverte : payez au comptoir.")
    if sum(payment.on_phone for payment in order.payments.values()) >= _MOST_AT_ONCE:
        return Refusal("payments_waiting", "Trop de paiements attendent : un instant.")
    if any(payment.in_hand for payment in order.payments.values()):
        return Refusal("payment_running", "Une carte est en cours : un instant.")
    return tender_refusal(world, order, ONLINE, context)


def items_refusal(world: World, order: Order, bill: Bill) -> Refusal | None:
    """Why a guest cannot take these portions: they are somebody's, or what was paid of the
    rest, or is being paid, would be more than what is left of it."""
    if waiting_payments(order, REST):
        return Refusal(
            "partly_paid", "Une part du total est payée : partagez ce qui reste."
        )
    rest = bill_of(world.book, order, REST)
    free = {portion.line: portion for portion in rest.portions} if rest else {}
    lines = [portion.line for portion in bill.portions]
    inside = len(lines) == len(set(lines)) and all(
        portion.line in free and _inside(portion, free[portion.line])
        for portion in bill.portions
    )
    if not inside:
        return TAKEN
    cents = bill_total(world.book, order, bill)
    return TAKEN if cents > free_of(world, order, REST) else None


def _inside(wanted: Portion, free: Portion) -> bool:
    """Whether a portion is part of what nobody took of its line."""
    shares = set(wanted.taken)
    if not shares or len(shares) < len(wanted.taken) or not 0 < wanted.of <= MOST_CUTS:
        return False
    if free.of == 1:
        return shares <= set(range(wanted.of))
    return wanted.of == free.of and shares <= set(free.taken)


def paying(order: Order, bill: str) -> Iterator[Payment]:
    """What guests are paying of a bill by telephone at this moment."""
    for payment in order.payments.values():
        if payment.on_phone and payer(order, payment.bill) == bill:
            yield payment


def free_of(world: World, order: Order, bill: str) -> int:
    """Cents of a bill that nobody has paid and nobody is paying."""
    kept = sum(payment.amount for payment in paying(order, bill))
    return due(world.book, order, bill) - kept


def _split_off(order: Order, portions: tuple[Portion, ...], bill: str) -> SplitSet:
    before = order.split.bills if order.split else ()
    return SplitSet(order=order.id, bills=(*before, Bill(id=bill, portions=portions)))


def freed(world: World, payment: Payment) -> tuple[object, ...]:
    """What follows once a guest's payment came to nothing: others may take their part, and
    an order that was never made is given up."""
    order = world.book.orders.get(payment.order)
    if order is None or payment.method != ONLINE:
        return ()
    if payment.bill != payment.id:
        return given_up(world, order, payment)
    before = order.split.bills if order.split else ()
    kept = tuple(bill for bill in before if bill.id != payment.bill)
    if len(kept) == len(before):
        return ()
    return (SplitSet(order=order.id, bills=kept),)


def open_page(world: World, command: OpenPage) -> Decision:
    """The page of a payment that runs; only the first one stands."""
    payment = world.book.payment(command.order, command.payment)
    if payment is None or payment.method != ONLINE or not payment.running:
        return _GONE
    if payment.page:
        return ()
    return (
        PageOpened(
            payment=payment.id,
            order=payment.order,
            session=command.session,
            url=command.url,
            mail=command.mail,
            to=command.to,
        ),
    )


def take_share(
    world: World, order: Order, command: TakeShare, context: Context
) -> Decision:
    """What guests said is over; their dishes have a bill, if nobody else took them."""
    refused = need(context, "payment.take", "Encaisser demande un droit.")
    told = order.told.get(command.share)
    if refused or told is None:
        return refused or _GONE
    ended = ShareEnded(order=order.id, share=told.share)
    bill = Bill(id=context.new_id(), portions=told.portions)
    if not told.portions or items_refusal(world, order, bill):
        return (ended,)
    return ended, _split_off(order, told.portions, bill.id)
