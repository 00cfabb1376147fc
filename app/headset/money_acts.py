"""Bills and payments. All of it waits for a yes; what a hand has to do is for the screen."""

from app.domain.orders.billing import bills, due, next_share, order_due
from app.domain.orders.commands import CompLine, Discount, PrintAddition, SplitOrder
from app.domain.orders.events import Bill
from app.domain.orders.state import Order
from app.domain.payments.commands import RequestCard, TakePayment
from app.domain.receipts.wishes import paper_due
from app.domain.rules import Command
from app.headset.plan import Plan, Room, Slots, answer, not_open
from app.presenters.pay.split import SplitError, by_seats, plan_of
from app.presenters.pos.counter import default_terminal
from app.presenters.pos.sheets import COMP_REASONS, DISCOUNT_REASONS
from app.presenters.pos.words import place_words
from resources.texts import tr, trn

_PERCENT = 100
"""Hundredths of a percent."""


def request(room: Room, slots: Slots) -> Plan:
    """The provisional bill, split where that was said; its payment is asked after it."""
    found = _payable(room, slots)
    if isinstance(found, Plan):
        return found
    split = _split(room, found, slots)
    if isinstance(split, Plan):
        return split
    total = room.amount(order_due(room.world.book, found))
    text = room.say(("bill.request", slots))
    pay = (
        {"table": slots["table"], "method": slots["method"]}
        if "method" in slots
        else {}
    )
    return Plan(
        how="ask",
        text=f"{text}, {total}",
        deeds=(*split, PrintAddition(order=found.id)),
        done=tr("Elle sort."),
        then=(("bill.pay", pay),) if pay else (),
    )


def pay(room: Room, slots: Slots) -> Plan:
    """Money for what is due, or for the next share of it."""
    found = _payable(room, slots)
    if isinstance(found, Plan):
        return found
    payer, amount = _next_payer(room, found)
    method = slots.get("method") or "card"
    command = _tender(room, found, method, amount, payer.id if payer else "")
    if isinstance(command, Plan):
        return command
    said = room.say(("bill.pay", {"table": slots["table"], "method": method}))
    place = place_words((payer.seat,)).lower() if payer and payer.seat else ""
    left = order_due(room.world.book, found) - amount
    return Plan(
        how="ask",
        text=", ".join(filter(None, (said, place, room.amount(amount)))),
        deeds=(command,),
        done=room.whisper("terminal", table=slots["table"], amount=amount)
        if isinstance(command, RequestCard)
        else paid_words(room, found, amount, left),
    )


def paid_words(room: Room, order: Order, amount: int, left: int) -> str:
    """That `amount` was paid, and the cents that are still to pay."""
    table = room.label(order.table)
    if left <= 0:
        return room.whisper("paid", table=table, amount=amount)
    paid, rest = room.amount(amount), room.amount(left)
    return tr(
        "{table} : {amount} payés, reste {left}", table=table, amount=paid, left=rest
    )


def _next_payer(room: Room, order: Order) -> tuple[Bill | None, int]:
    """Whose bill is next where each has their own, and the cents to take now."""
    book = room.world.book
    left = bills(book, order) if order.split and order.split.bills else ()
    if not left:
        return None, next_share(book, order)
    return left[0], due(book, order, left[0].id)


def comp(room: Room, slots: Slots) -> Plan:
    """On the house."""
    found = _payable(room, slots)
    if isinstance(found, Plan):
        return found
    lines = [
        line
        for line in room.world.book.lines_of(found)
        if line.article == slots["item"] and not line.comped and not line.receipts
    ]
    if not lines:
        article = room.world.catalogue.articles[slots["item"]]
        table = room.label(found.table)
        name = article.name
        return answer(
            tr("La {table} n'a rien de tel : {name}.", table=table, name=name)
        )
    deeds = tuple(CompLine(order=found.id, line=line.id, reason="") for line in lines)
    return Plan(
        how="ask",
        text=room.say(("bill.comp", slots)),
        deeds=deeds,
        done=tr("Offert."),
        reasons=COMP_REASONS,
    )


def discount(room: Room, slots: Slots) -> Plan:
    """Something off the whole order."""
    found = _payable(room, slots)
    if isinstance(found, Plan):
        return found
    percent = int(slots.get("percent") or 0) * _PERCENT
    command = Discount(
        order=found.id, reason="", percent=percent, amount=int(slots.get("amount") or 0)
    )
    return Plan(
        how="ask",
        text=room.say(("bill.discount", slots)),
        deeds=(command,),
        done=tr("Remise accordée."),
        reasons=DISCOUNT_REASONS,
    )


def _payable(room: Room, slots: Slots) -> Order | Plan:
    """The order of a table, of which nothing waits to be sent from this headset."""
    table = room.table(slots.get("table"))
    waiting = sum(wish.table == table for wish in room.waiting)
    if waiting:
        words = trn(
            waiting,
            "La {table} a {n} ligne à envoyer d'abord.",
            "La {table} a {n} lignes à envoyer d'abord.",
            table=room.label(table),
        )
        return answer(words)
    order = room.order(table)
    if order is None:
        return not_open(room, table)
    if not room.world.book.lines_of(order):
        return answer(tr("La {table} n'a rien pris.", table=room.label(table)))
    return order


def _split(room: Room, order: Order, slots: Slots) -> tuple[Command, ...] | Plan:
    split = slots.get("split")
    if not split:
        return ()
    if split["mode"] == "equal":
        return (SplitOrder(order=order.id, shares=int(split["n"])),)
    book = room.world.book
    try:
        seats = by_seats(plan_of(book, order), order, book.lines_of(order))
    except SplitError as error:
        return answer(tr(error.text))
    return (SplitOrder(order=order.id, bills=seats.bills()),)


def _tender(
    room: Room, order: Order, method: str, amount: int, bill: str
) -> Command | Plan:
    if amount <= 0:
        return answer(tr("La {table} est payée.", table=room.label(order.table)))
    issued = "paper" if paper_due(room.world, order) else "none"
    if method == "card":
        terminal = default_terminal(room.world)
        if terminal is None:
            return answer(tr("Aucun terminal de paiement n'est réglé."))
        return RequestCard(
            order=order.id,
            amount=amount,
            terminal=terminal.id,
            bill=bill,
            issued=issued,
        )
    if method in ("cash", "cheque"):
        return TakePayment(
            order=order.id, method=method, amount=amount, bill=bill, issued=issued
        )
    return answer(tr("Les titres se comptent à l'écran."))
