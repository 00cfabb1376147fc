"""The order in front of the cashier, as the guest before it reads it.

Nothing of it is for the house alone: no note to the kitchen, nobody of the team, no
reason of a discount. What guests say by touch is theirs to say: their language, a tip,
how they want the receipt.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.orders.events import Portion
from app.domain.orders.state import Line, Order, Refund
from app.domain.payments.commands import TIPPED
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.pay.account import Account, account_of, payers_of
from app.presenters.pay.bill import line_totals, quantity_words
from app.presenters.pay.cash import rounding_tip
from app.presenters.pay.choices import (
    TIPS,
    Choices,
    tip_of,
    wanted,
    wished,
)
from app.presenters.pay.views import OptionView
from app.presenters.pay.words import beside_name
from app.presenters.pos.words import joined, kilograms
from hardware.displays.screen import Lines, Row
from resources.texts import GUESTS, amount, language, price, tr

TIP, RECEIPT, LANGUAGE = "tip", "receipt", "language"
"""What a guest may say by touch."""
RECEIPTS = ("none", "paper", "digital")
"""Kinds of receipt that a guest can choose; a mail's address is told to the till."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What stands in front of a person at the till, and what its guest may say of it.

    Attributes:
        order, bill: "" for none.
        tips: (key, cents) of the tips that can be given now, the smallest first.
        tip: the one that is chosen; another key is one that only the till knows.
        tip_cents: what it adds to the bill.
        receipts: kinds of receipt that can be chosen ("none", "paper", "digital").
        receipt: the one that is chosen.
    """

    order: str = ""
    bill: str = ""
    tips: tuple[tuple[str, int], ...] = ()
    tip: str = ""
    tip_cents: int = 0
    receipts: tuple[str, ...] = ()
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class GuestLine:
    """A line of the order: what it is, how much of it, what it costs.

    Attributes:
        words: under it, what was chosen, the guest's own note, what was taken off.
    """

    label: str
    detail: str
    cents: int
    amount: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the guest may answer by touch: `kind` is `TIP` or `RECEIPT`."""

    kind: str
    text: str
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestView:
    """What a guest sees.

    Attributes:
        house: name of the restaurant.
        lines: the newest last.
        label, total: "À payer" and how much, "" while there is nothing.
        notes: beneath the total: what was paid, the tip in it, how prices are meant.
        words: said to the guest when nothing else is.
        act: what the guest is to do now, "" for nothing.
        code: what the QR code of the receipt says, "" without; code_words: under it.
        questions: what the guest may answer; languages: what they may read in.
        two: the same on two lines of twenty characters.
    """

    house: str
    lines: tuple[GuestLine, ...] = ()
    label: str = ""
    total: str = ""
    notes: tuple[str, ...] = ()
    words: str = ""
    act: str = ""
    code: str = ""
    code_words: str = ""
    questions: tuple[Question, ...] = ()
    languages: tuple[OptionView, ...] = ()
    two: Lines = field(default_factory=Lines)


def present_guest(world: World, front: Front, code: str = "") -> GuestView:
    """The view of what is in front of the guest, in the language that is on."""
    house = world.settings.text("house.name")
    found = world.book.orders.get(front.order)
    if found is None:
        return _idle(house)
    if is_paid(world, found):
        return _paid(world, found, house, code)
    account = account_of(world, found, front.bill)
    lines = tuple(_lines(world, account))
    due = account.share if account.shares else account.left
    if due <= 0 and not lines:
        return _idle(house)
    label = tr("Reste à payer") if account.taken else tr("Total")
    last = lines[-1] if lines else None
    running = account.running
    card = running is not None and not isinstance(running, Refund)
    tip = front.tip_cents
    if card and running is not None:
        label, due, tip = tr("À payer par carte"), running.amount, running.tip
    return GuestView(
        house=house,
        lines=lines,
        label=label,
        total=price(due + tip),
        notes=tuple(_notes(account, tip)),
        act=tr("Présentez votre carte au terminal") if card else "",
        questions=() if card else tuple(_questions(front)),
        two=Lines(
            Row(last.label, amount(last.cents))
            if last and not account.taken
            else Row(),
            Row(label.upper(), amount(due + tip)),
        ),
    )


def pay_front(world: World, choices: Choices, account: Account) -> Front:
    """What the guest has before them while their bill is on the paying page."""
    want = wanted(choices, account)
    tips = {**TIPS, "round": rounding_tip(want)}
    offered = sorted(tips.items(), key=lambda tip: tip[1])
    return Front(
        order=choices.order,
        bill=account.bill_id,
        tips=tuple(offered) if choices.method in TIPPED and want else (),
        tip=choices.tip,
        tip_cents=tip_of(choices, want) if want else 0,
        receipts=RECEIPTS,
        receipt=wished(world, choices, account),
    )


def language_options(chosen: str) -> tuple[OptionView, ...]:
    """The languages of guests, each by its own name."""
    return tuple(OptionView(key, name, key == chosen) for key, name in GUESTS.items())


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
    completed = [p for p in order.payments.values() if p.state == "completed"]
    paid, tip = sum(p.amount for p in completed), sum(p.tip for p in completed)
    thanks = tr("Merci, à bientôt")
    label, total = (tr("À rendre"), change) if change else (tr("Payé"), paid + tip)
    return GuestView(
        house=house,
        label=label,
        total=price(total),
        notes=(_with_tip(tip),) if tip and not change else (),
        words=thanks,
        code=code,
        code_words=tr("Votre ticket : à lire avec un téléphone") if code else "",
        two=Lines(Row(thanks), Row(label.upper(), amount(total))),
    )


def _notes(account: Account, tip: int) -> Iterator[str]:
    """French law wants prices with VAT and service in them, and said so (`fiscal.md`
    F-08)."""
    if tip:
        yield _with_tip(tip)
    if account.taken:
        yield tr("Déjà payé {price}", price=price(account.taken))
    if account.order.prices != "excl":
        yield tr("Prix nets, TVA et service compris")


def _with_tip(tip: int) -> str:
    return tr("dont pourboire {price}", price=price(tip))


def _questions(front: Front) -> Iterator[Question]:
    if front.tips:
        options = (
            OptionView(
                key, price(cents) if cents else tr("Non merci"), key == front.tip
            )
            for key, cents in front.tips
        )
        yield Question(TIP, tr("Un pourboire ?"), tuple(options))
    if front.receipts:
        kinds = {
            "none": tr("Sans ticket"),
            "paper": tr("Imprimé"),
            "digital": tr("Sur mon téléphone"),
        }
        receipts = (
            OptionView(key, kinds[key], key == front.receipt) for key in front.receipts
        )
        yield Question(RECEIPT, tr("Votre ticket ?"), tuple(receipts))


def _lines(world: World, account: Account) -> Iterator[GuestLine]:
    """What the guest pays: their part of a bill that is split."""
    bill, priced = account.bill, account.priced
    if bill is not None and priced is not None:
        totals = line_totals(priced)
        for source, portion in enumerate(bill.portions):
            line = world.book.lines[portion.line]
            yield _line(world, line, portion, totals.get(source, 0))
    for each in account.beside:
        yield GuestLine(beside_name(each), "", each.amount, price(each.amount))


def _line(world: World, line: Line, portion: Portion, cents: int) -> GuestLine:
    name = world.guest_names.on_note(line, language())
    whole = portion.of == len(portion.taken)
    if line.unit == "kg":
        detail = kilograms(line.quantity) if whole else quantity_words(line, portion)
    else:
        pieces = quantity_words(line, portion)
        detail = f"× {pieces}" if not whole or line.quantity > MILLI else ""
    return GuestLine(name, detail, cents, price(cents), _words(world, line))


def _words(world: World, line: Line) -> str:
    named, tongue = world.guest_names.of, language()
    parts = [
        named("option", m.id, tongue, m.name)
        for dish in line.dishes
        for m in dish.ordered.modifiers
    ]
    if line.formule and not line.dishes[0].ordered.mixed:
        dishes = (dish.ordered for dish in line.dishes)
        parts = [
            *(named("article", d.article, tongue, d.label) for d in dishes),
            *parts,
        ]
    words = [joined(parts), line.guest_note]
    if line.comped:
        words.append(tr("offert"))
    elif line.discount:
        words.append(tr("remise {off}", off=price(-line.discount)))
    return " · ".join(word for word in words if word)
