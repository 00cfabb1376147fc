"""The bill being paid: its head and lines, who pays which part, what is still due."""

from collections.abc import Iterable

from app.domain.money import decimal_text
from app.domain.orders.billing import bill_total, due
from app.domain.orders.events import Bill, Portion
from app.domain.orders.state import Line, Order, Payment, Receipt
from app.domain.pricing import PricedDocument
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.pay.account import Account, payers_of, receipts_of
from app.presenters.pay.choices import Choices, wanted
from app.presenters.pay.views import (
    BillView,
    DueView,
    HeadView,
    PartState,
    PartView,
    Stretch,
)
from app.presenters.pay.words import beside_name, payment_words
from app.presenters.pos.words import (
    Sight,
    kilograms,
    mode_words,
    named_seat,
    order_title,
)
from resources.texts import amount, percent, price, tr, trn
from widgets.order_list_views import CourseView, LineView, OrderView

_PLACES = 3


def present_bill(
    world: World, account: Account, choices: Choices, sight: Sight
) -> BillView:
    """The left pane."""
    return BillView(
        head=present_head(world, account, sight),
        list=_list(world, account),
        parts=_parts(world, account, choices),
        may_print=bool(account.bill),
    )


def present_head(world: World, account: Account, sight: Sight) -> HeadView:
    """Whose bill it is, who serves, and whether the guest has seen it."""
    order = account.order
    where = guests_words(order)
    if account.split:
        where = payer_title(order, account.bill_id, sight)
    note = tr("depuis {time}", time=sight.clock(order.opened))
    if order.additions:
        note = tr("note imprimée {time}", time=sight.clock(order.addition_ms))
    if (order.id, account.bill_id) in world.invoices.asked:
        note = tr("avec facture")
    return HeadView(
        number=order_title(world, order),
        words=f"{where} · {sight.name_of(order.waiter)}",
        note=note,
    )


def guests_words(order: Order) -> str:
    """ "3 couverts", or how the order is served."""
    if order.covers:
        return trn(order.covers, "{n} couvert", "{n} couverts")
    return mode_words(order.mode)


def payer_title(order: Order, bill_id: str, sight: Sight | None = None) -> str:
    """ "Place 2", "Place 2 · Anne" with `sight`, "Payeur 2"; "Le reste" of nobody."""
    for number, bill in enumerate(order.split.bills if order.split else (), 1):
        if bill.id == bill_id:
            if bill.seat and sight is not None:
                return named_seat(order, bill.seat, sight)
            if bill.seat:
                return tr("Place {seats}", seats=bill.seat)
            return tr("Payeur {number}", number=number)
    return tr("Le reste")


def _list(world: World, account: Account) -> OrderView:
    bill, priced = account.bill, account.priced
    if bill is None or priced is None:
        return OrderView()
    book = world.book
    totals = line_totals(priced)
    lines = tuple(
        LineView(
            id=portion.line,
            name=book.lines[portion.line].label,
            quantity_text=quantity_words(book.lines[portion.line], portion),
            price_text=amount(totals[source]),
        )
        for source, portion in enumerate(bill.portions)
    )
    besides = tuple(
        LineView(
            id=each.id,
            name=beside_name(each),
            quantity_text="",
            price_text=amount(each.amount),
        )
        for each in account.beside
    )
    return OrderView(
        courses=(CourseView(id="bill", place=1, name="", lines=(*lines, *besides)),),
        summary=vat_words(priced),
        total_text=amount(account.total),
    )


def line_totals(priced: PricedDocument) -> dict[int, int]:
    """Position of a portion -> its cents."""
    totals: dict[int, int] = {}
    for part in priced.lines:
        totals[part.source] = totals.get(part.source, 0) + part.ttc
    return totals


def quantity_words(line: Line, portion: Portion) -> str:
    """ "2", "1/3", "0,320 kg": what a payer has of a line."""
    taken, of = len(portion.taken), portion.of
    mine, rest = divmod(line.quantity * taken, of)
    if line.unit != "piece":
        return kilograms(mine) if not rest else f"{taken}/{of}"
    if rest == 0 and mine % MILLI == 0:
        return decimal_text(mine, _PLACES)
    return fraction_words(taken * line.quantity, of * MILLI)


def fraction_words(taken: int, of: int) -> str:
    """The fraction in its lowest terms."""
    low, high = taken, of
    while high:
        low, high = high, low % high
    return f"{taken // low}/{of // low}"


def vat_words(priced: PricedDocument) -> str:
    """ "dont TVA 10 % 6,77 · 20 % 1,67"."""
    rows = " · ".join(
        f"{percent(row.rate)}\u00a0{amount(row.tva)}" for row in priced.vat if row.tva
    )
    return tr("dont TVA {rows}", rows=rows) if rows else tr("sans TVA")


# Who pays which part


def _parts(world: World, account: Account, choices: Choices) -> tuple[PartView, ...]:
    if account.split:
        return tuple(_bill_parts(world, account))
    shown = _share_parts if account.shares else _tender_parts
    return *shown(world, account, choices), *_phone_parts(account)


def _phone_parts(account: Account) -> Iterable[PartView]:
    """What guests are paying by telephone: the till need not wait for them."""
    for cents in account.phones.values():
        yield PartView(
            id="",
            title=tr("Au téléphone"),
            detail=tr("un client le paie"),
            amount_text=amount(cents),
            state="unpaid",
        )


def _share_parts(
    world: World, account: Account, choices: Choices
) -> Iterable[PartView]:
    """One card a share; what was taken fills the shares from the first."""
    done = 0
    for number, share in enumerate(account.shares):
        state: PartState = "unpaid"
        detail = tr("à payer")
        cents = share
        if number < account.number or account.left <= 0:
            state = "paid"
            detail = _paid_words(world, account.paid, done, done + share)
        elif number == account.number:
            state = "current"
            detail = current_words(account)
            if account.share < share:
                paid = amount(share - account.share)
                detail = tr("déjà payé {amount}", amount=paid)
                cents = account.share
        done += share
        yield PartView(
            id="",
            title=tr("Part {number}", number=number + 1),
            detail=detail,
            amount_text=amount(cents),
            state=state,
        )


def current_words(account: Account) -> str:
    """What happens to the part that is being paid."""
    if account.running is None and account.bill_id in account.phones:
        return _phone_words(account, account.bill_id, account.left)
    if account.running is None:
        return tr("en cours d'encaissement")
    if account.running.state == "unknown":
        return tr("carte à vérifier")
    return tr("carte en cours")


def _paid_words(world: World, payments: Iterable[Payment], start: int, end: int) -> str:
    """Who paid the cents from `start` to `end` of a bill."""
    names: list[str] = []
    at = 0
    for payment in payments:
        if at < end and at + payment.amount > start:
            name = payment_words(world, payment)
            if payment.change:
                name += " · " + tr("rendu {amount}", amount=amount(payment.change))
            if name not in names:
                names.append(name)
        at += payment.amount
    return ", ".join(names)


def _tender_parts(
    world: World, account: Account, choices: Choices
) -> Iterable[PartView]:
    """What was taken so far and what comes now, on a bill that is not shared."""
    if not account.paid:
        return
    for payment in account.paid:
        alone = payment.tip and not payment.amount
        yield PartView(
            id="",
            title=tr("Pourboire") if alone else tr("Payé"),
            detail=payment_words(world, payment)
            if alone
            else _paid_words(world, (payment,), 0, payment.amount),
            amount_text=amount(payment.amount or payment.tip),
            state="paid",
        )
    if account.left > 0:
        yield PartView(
            id="",
            title=tr("Reste"),
            detail=current_words(account),
            amount_text=amount(account.left),
            state="current",
        )


def _phone_words(account: Account, bill_id: str, left: int) -> str:
    """What of a bill guests are paying by telephone."""
    cents = account.phones[bill_id]
    if cents < left:
        return tr("{price} au téléphone", price=price(cents))
    return tr("un client le paie au téléphone")


def _bill_parts(world: World, account: Account) -> Iterable[PartView]:
    """One card a payer, those who have paid with their ticket."""
    order = account.order
    found = {bill.id: bill for bill in account.others}
    if account.bill:
        found[account.bill_id] = account.bill
    ids = [bill.id for bill in (order.split.bills if order.split else ())]
    for bill_id in [*ids, *([""] if "" in found else [])]:
        title = payer_title(order, bill_id)
        receipts = receipts_of(order, bill_id)
        if bill_id in found:
            current = bill_id == account.bill_id
            detail = tr("à payer")
            if bill_id in account.phones:
                left = due(world.book, order, bill_id)
                detail = _phone_words(account, bill_id, left)
            yield PartView(
                id=bill_id,
                title=title,
                detail=current_words(account) if current else detail,
                amount_text=amount(_total(world, order, found[bill_id])),
                state="current" if current else "unpaid",
                tappable=not current and account.running is None,
            )
        elif receipts:
            yield PartView(
                id=bill_id,
                title=title,
                detail=receipt_words(world, order, receipts[-1]),
                amount_text=amount(sum(r.total for r in receipts)),
                state="paid",
            )


def _total(world: World, order: Order, bill: Bill) -> int:
    return bill_total(world.book, order, bill)


def receipt_words(world: World, order: Order, receipt: Receipt) -> str:
    """ "Carte · TPE 1 · ticket 214"."""
    names = dict.fromkeys(payment_words(world, p) for p in payers_of(receipt, order))
    ticket = tr("ticket {number}", number=receipt.tseq)
    return " · ".join([", ".join(names), ticket] if names else [ticket])


# What is still due


def present_due(account: Account, choices: Choices) -> DueView:
    """The large figure, its filet and the words under it."""
    now = wanted(choices, account)
    left = max(0, account.left)
    label = tr("Reste à payer") if account.paid else tr("À payer")
    if account.left < 0:
        label = tr("Trop encaissé")
    parts = None
    if account.shares:
        fewest = account.number + 1 if account.paid else 1
        parts = (len(account.shares), fewest)
    return DueView(
        label=label,
        amount_text=price(abs(account.left)),
        short_text=amount(abs(account.left)),
        filet=_filet(account, now),
        captions=_captions(account, now, left),
        parts=parts,
        leaving=account.leaving,
    )


def _filet(account: Account, now: int) -> tuple[Stretch, ...]:
    """Paid, being paid, still to pay; share by share when there are shares."""
    if account.shares and now == account.share:
        return tuple(_share_stretches(account))
    found = (
        Stretch(account.taken, "paid"),
        Stretch(now, "current"),
        Stretch(account.left - now, "unpaid"),
    )
    return tuple(stretch for stretch in found if stretch.cents > 0)


def _share_stretches(account: Account) -> Iterable[Stretch]:
    for number, share in enumerate(account.shares):
        if number < account.number or account.left <= 0:
            yield Stretch(share, "paid")
        elif number == account.number:
            if account.share < share:
                yield Stretch(share - account.share, "paid")
            yield Stretch(account.share, "current")
        else:
            yield Stretch(share, "unpaid")


def _captions(account: Account, now: int, left: int) -> tuple[str, ...]:
    words = []
    if account.taken:
        words.append(tr("payé {amount}", amount=amount(account.taken)))
    rest = left - now
    number, count = account.number, len(account.shares)
    if now and account.shares and now == account.share:
        words.append(_share_words(number, now))
        if rest > 0 and count - number == 2:
            words.append(_share_words(number + 1, rest))
        elif rest > 0:
            more = trn(count - number - 1, "{n} part", "{n} parts")
            words.append(f"{more} · {amount(rest)}")
    elif rest > 0:
        words.append(tr("maintenant {amount}", amount=amount(now)))
        words.append(tr("ensuite {amount}", amount=amount(rest)))
    return tuple(words)


def _share_words(number: int, cents: int) -> str:
    words = tr("part {number}", number=number + 1)
    return f"{words} · {amount(cents)}"
