"""The split of a bill between payers: a column each, and where a touched line may go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.orders.billing import REST, bills, due, order_due, price_bill
from app.domain.orders.events import Bill
from app.domain.orders.state import Order, Receipt
from app.domain.payments.commands import METHODS
from app.domain.payments.phones import paying
from app.domain.world import World
from app.presenters.pay.account import payers_of
from app.presenters.pay.bill import (
    fraction_words,
    guests_words,
    line_totals,
    quantity_words,
)
from app.presenters.pay.split import (
    PAID,
    Payer,
    Plan,
    add_payer,
    pieces_of,
    plan_of,
    shares_of,
)
from app.presenters.pay.views import HeadView, OptionView, Stretch
from app.presenters.pos.words import Sight, guest_of_seat, order_title
from resources.texts import amount, price, tr, trn
from widgets.split_column import PayerState, PayerView, SplitLineView

_SHORT = {"card_manual": "Carte", "voucher": "Titre-resto"}
_ICONS = {"cash": "payments", "card": "contactless", "card_manual": "credit_card"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitChoices:
    """What the person touched so far.

    Attributes:
        by: "articles" or "places".
        extra: payers added who have nothing yet.
        chosen: (payer, line) that were touched.
        count: pieces of the one touched line to hand over, 0 for all.
        sharing: payers among whom the touched lines are to be shared, None when not.
        receipt: payer whose paid bill was touched, "" for none.
    """

    order: str
    by: str = "articles"
    extra: int = 0
    chosen: tuple[tuple[str, str], ...] = ()
    count: int = 0
    sharing: tuple[str, ...] | None = None
    receipt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """The right pane.

    Attributes:
        pieces: (handed over, all) when a line has several pieces, else None.
        targets: where the touched lines may go, or who shares them.
        act: the great button of this state; "" hides it.
    """

    title: str
    detail: str
    pieces: tuple[int, int] | None = None
    targets: tuple[OptionView, ...] = ()
    act: str = ""
    may_act: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitView:
    """The whole page."""

    head: HeadView
    mode: str
    payers: tuple[PayerView, ...]
    due_text: str
    filet: tuple[Stretch, ...]
    paid_text: str
    side: SideView


def split_plan(world: World, order: Order, choices: SplitChoices) -> Plan:
    """The split in force, with the payers that were added and have nothing yet."""
    plan = plan_of(world.book, order)
    for _ in range(choices.extra):
        plan = add_payer(plan, order)
    return plan


def present_split(
    world: World, order: Order, choices: SplitChoices, sight: Sight
) -> SplitView:
    """The page of one order."""
    plan = split_plan(world, order, choices)
    left = {bill.id: bill for bill in bills(world.book, order)}
    columns = tuple(
        _named(column, order, plan, sight)
        for column in _columns(world, order, plan, left, choices)
    )
    unpaid = order_due(world.book, order)
    paid = world.book.total(order) - unpaid
    guests = f"{guests_words(order)} · {price(world.book.total(order))}"
    return SplitView(
        head=HeadView(
            number=order_title(world, order),
            words=tr("Partager la note"),
            note=f"{guests} · {sight.name_of(order.waiter)}",
        ),
        mode=choices.by,
        payers=columns,
        due_text=amount(unpaid),
        filet=tuple(_filet(world, order, columns, left, paid)),
        paid_text=_paid_text(paid, unpaid),
        side=_side(world, order, plan, choices),
    )


def _named(column: PayerView, order: Order, plan: Plan, sight: Sight) -> PayerView:
    """The column of a seat with the name of who sits there."""
    seat = next((each.seat for each in plan.payers if each.id == column.id), 0)
    return replace(column, title=guest_of_seat(order, seat, sight)) if seat else column


def _paid_text(paid: int, unpaid: int) -> str:
    if not paid:
        return tr("rien de payé")
    total = amount(paid + unpaid)
    return tr("payé {paid} sur {total}", paid=amount(paid), total=total)


# The columns


def payer_name(plan: Plan, payer: str) -> str:
    """ "Place 2", "Payeur 2", or what nobody took."""
    for number, found in enumerate(plan.payers, 1):
        if found.id == payer:
            if found.seat:
                return tr("Place {seats}", seats=found.seat)
            return tr("Payeur {number}", number=number)
    return tr("À répartir")


def _columns(
    world: World,
    order: Order,
    plan: Plan,
    left: dict[str, Bill],
    choices: SplitChoices,
) -> tuple[PayerView, ...]:
    at_hand = {b: left[b] for b in left if b == REST or not any(paying(order, b))}
    current = _current(plan, at_hand or left, choices)
    known = {payer.id for payer in plan.payers}
    columns = [_orphan(world, order, r) for r in order.receipts if r.bill not in known]
    columns += [
        _column(world, order, plan, payer, left.get(payer.id), choices, current)
        for payer in plan.payers
    ]
    if REST in left or choices.by == "articles":
        rest = Payer(REST)
        column = _column(world, order, plan, rest, left.get(REST), choices, current)
        # What is to be shared out stands where reading begins.
        columns.insert(0 if choices.by == "articles" else len(columns), column)
    return tuple(columns)


def _current(plan: Plan, left: dict[str, Bill], choices: SplitChoices) -> str | None:
    """The column that comes next: with the touched line, else the first to pay."""
    if choices.chosen:
        return choices.chosen[-1][0]
    order = [payer.id for payer in plan.payers]
    if choices.by == "places" or not any(payer in left for payer in order):
        order.append(REST)
    return next((payer for payer in order if payer in left), None)


def _column(
    world: World,
    order: Order,
    plan: Plan,
    payer: Payer,
    bill: Bill | None,
    choices: SplitChoices,
    current: str | None,
) -> PayerView:
    title = payer_name(plan, payer.id)
    places = [found.id for found in plan.payers]
    number = places.index(payer.id) + 1 if payer.id in places else 0
    badge = str(payer.seat or number or "…")
    receipts = [r for r in order.receipts if r.bill == payer.id]
    if payer.id in plan.kept and receipts:
        paid = _orphan(world, order, receipts[-1])
        return replace(paid, id=payer.id, badge=badge, title=title)
    state: PayerState = "current" if payer.id == current else "unpaid"
    words: dict[PayerState, str] = {"current": tr("en cours"), "unpaid": tr("à payer")}
    lines: tuple[SplitLineView, ...] = ()
    total = left = 0
    if bill is not None:
        priced = price_bill(world.book, order, bill)
        total, left = priced.ttc, due(world.book, order, bill.id)
        lines = _lines(world, plan, bill, line_totals(priced), choices)
        if any(paying(order, bill.id)):
            words[state] = tr("au téléphone")
        if left != total:
            words[state] = tr("payé {amount}", amount=amount(total - left))
    return PayerView(
        id=payer.id,
        badge=badge,
        title=title,
        state=state,
        state_text=words[state] if bill else tr("rien"),
        lines=lines,
        total_text=amount(total),
        act_text=tr("Encaisser {price}", price=price(left)) if bill else "",
    )


def _lines(
    world: World,
    plan: Plan,
    bill: Bill,
    totals: dict[int, int],
    choices: SplitChoices,
) -> tuple[SplitLineView, ...]:
    book = world.book
    return tuple(
        SplitLineView(
            id=portion.line,
            quantity=quantity_words(book.lines[portion.line], portion),
            name=book.lines[portion.line].label,
            price_text=amount(totals[source]),
            note=_shared_words(plan.cuts[portion.line])
            if "/" in quantity_words(book.lines[portion.line], portion)
            else "",
            chosen=(bill.id, portion.line) in choices.chosen,
        )
        for source, portion in enumerate(bill.portions)
    )


def _shared_words(owners: Sequence[str]) -> str:
    """ "partagé en 3": between how many a line is, those who have paid included."""
    paying = {owner for owner in owners if owner != PAID}
    return tr("partagé en {n}", n=max(2, len(paying) + owners.count(PAID)))


def _orphan(world: World, order: Order, receipt: Receipt) -> PayerView:
    """A bill that is paid, as its ticket has it."""
    methods = [payment.method for payment in payers_of(receipt, order)]
    return PayerView(
        id=f"receipt:{receipt.id}",
        badge="✓",
        title=tr("Ticket {number}", number=receipt.tseq),
        state="paid",
        state_text=tr("payée"),
        lines=tuple(
            SplitLineView(
                id=head.id,
                quantity=_paid_words(head.quantity, head.share),
                name=head.label,
                price_text=amount(head.total),
                note=tr("partagé en {n}", n=head.share.partition("/")[2])
                if head.share
                else "",
            )
            for head in receipt.heads.values()
        ),
        total_text=amount(receipt.ttc),
        act_text=_short_receipt_words(methods, receipt),
        act_icon=_ICONS.get(methods[0], "receipt_long") if methods else "receipt_long",
    )


def _paid_words(quantity: str, share: str) -> str:
    """What a receipt has of a line, said as before it was paid: "1/2" of 2 by 4."""
    if not share or not quantity.isdecimal():
        return share or quantity.replace(".", ",")
    taken, of = share.split("/")
    return fraction_words(int(taken) * int(quantity), int(of))


def _short_receipt_words(methods: Sequence[str], receipt: Receipt) -> str:
    """ "Carte · ticket 214": what fits on the button of a column."""
    names = list(dict.fromkeys(tr(_SHORT.get(m) or METHODS[m]) for m in methods))
    name = names[0] if len(names) == 1 else tr("{n} règlements", n=len(methods))
    return f"{name} · {tr('ticket {number}', number=receipt.tseq)}"


def _filet(
    world: World,
    order: Order,
    columns: Iterable[PayerView],
    left: dict[str, Bill],
    paid: int,
) -> Iterable[Stretch]:
    """As long as the money of each: paid, the next one, the others."""
    if paid > 0:
        yield Stretch(paid, "paid")
    dues = {bill: due(world.book, order, bill) for bill in left}
    current = sum(dues.get(c.id, 0) for c in columns if c.state == "current")
    if current > 0:
        yield Stretch(current, "current")
    rest = sum(dues.values()) - current
    if rest > 0:
        yield Stretch(rest, "unpaid")


# The right pane


def _side(world: World, order: Order, plan: Plan, choices: SplitChoices) -> SideView:
    if choices.receipt:
        return _paid_side(order, choices)
    if not choices.chosen:
        return SideView(
            title=tr("Qui paie quoi ?"),
            detail=tr("Touchez un article, puis celui qui le paie."),
            act=tr("Une note par place"),
        )
    title, detail = _touched_words(world, order, plan, choices)
    if choices.sharing is not None:
        count = len(choices.sharing)
        return SideView(
            title=title,
            detail=tr("entre qui le partager ?"),
            targets=tuple(
                OptionView(
                    f"with:{payer.id}",
                    payer_name(plan, payer.id),
                    payer.id in choices.sharing,
                    "person",
                )
                for payer in plan.unpaid
            ),
            act=tr("Partager en {n}", n=count) if count > 1 else tr("Partager"),
            may_act=count > 1,
        )
    return SideView(
        title=title,
        detail=detail,
        pieces=_pieces(world, plan, choices),
        targets=tuple(_targets(plan, choices)),
        act=tr("Une note par place"),
    )


def _paid_side(order: Order, choices: SplitChoices) -> SideView:
    receipt = receipt_of(order, choices.receipt)
    number = receipt.number if receipt else ""
    return SideView(
        title=tr("Ticket {number}", number=number),
        detail=price(receipt.ttc) if receipt else "",
        targets=(OptionView("reprint", tr("Réimprimer"), icon="print"),),
        act=tr("Une note par place"),
    )


def receipt_of(order: Order, payer: str) -> Receipt | None:
    """The last document of a column: "receipt:<id>", or a payer's id."""
    found = [
        receipt
        for receipt in order.receipts
        if payer in (f"receipt:{receipt.id}", receipt.bill)
    ]
    return found[-1] if found else None


def _touched_words(
    world: World, order: Order, plan: Plan, choices: SplitChoices
) -> tuple[str, str]:
    lines = {line for _, line in choices.chosen}
    if len(lines) == 1:
        name = world.book.lines[lines.pop()].label
        return name, tr("touché : où le mettre ?")
    words = trn(len(choices.chosen), "{n} article", "{n} articles")
    return words, tr("touchés : où les mettre ?")


def _pieces(world: World, plan: Plan, choices: SplitChoices) -> tuple[int, int] | None:
    """(to hand over, all) of the one touched line, when it has several pieces."""
    if len(choices.chosen) != 1:
        return None
    payer, line = choices.chosen[0]
    owners = plan.cuts.get(line, ())
    whole = pieces_of(world.book.lines[line], owners, payer)
    if whole < 2:
        return None
    return min(choices.count or whole, whole), whole


def _targets(plan: Plan, choices: SplitChoices) -> Iterable[OptionView]:
    sources = {payer for payer, _ in choices.chosen}
    for payer in plan.unpaid:
        if sources != {payer.id}:
            key = f"to:{payer.id}"
            yield OptionView(key, payer_name(plan, payer.id), icon="arrow_forward")
    if len(plan.unpaid) > 1:
        yield OptionView("share", tr("Partager…"), icon="call_split")
        yield OptionView("table", tr("Toute la table"), icon="group")
    if sources != {REST} and choices.by == "articles":
        yield OptionView("rest", tr("À répartir"), icon="undo")


def moved_words(world: World, plan: Plan, lines: Sequence[str], target: str) -> str:
    """What was just done, for the undo bar."""
    where = payer_name(plan, target)
    if len(lines) == 1:
        return f"{world.book.lines[lines[0]].label} → {where}"
    words = trn(len(lines), "{n} article", "{n} articles")
    return f"{words} → {where}"


def shared_words(world: World, order: Order, plan: Plan, lines: Sequence[str]) -> str:
    """ "Pichet Brouilly partagé en 2 : 6,50 + 6,50"."""
    names = [world.book.lines[line].label for line in lines]
    owners = plan.cuts[lines[0]]
    count = len(set(owners))
    if len(lines) > 1:
        return tr("{n} articles partagés", n=len(lines))
    done = tr("{name} partagé en {n}", name=names[0], n=count)
    found = []
    for bill in bills(world.book, order):
        totals = line_totals(price_bill(world.book, order, bill))
        found += [
            amount(totals[source])
            for source, portion in enumerate(bill.portions)
            if portion.line == lines[0]
        ]
    return f"{done} : {' + '.join(found)}" if len(found) <= 4 else done


def seats_words(world: World, order: Order) -> str:
    """ "Une note par place : 40,00 + 36,50 + 14,00"."""
    totals = [
        amount(price_bill(world.book, order, bill).ttc)
        for bill in bills(world.book, order)
    ]
    if len(totals) > 4:
        return tr("{n} notes, une par place", n=len(totals))
    return tr("Une note par place : {amounts}", amounts=" + ".join(totals))


def touched(choices: SplitChoices, payer: str, line: str) -> SplitChoices:
    """A line was tapped: chosen, or let go."""
    key = payer, line
    chosen = tuple(k for k in choices.chosen if k != key)
    if key not in choices.chosen:
        chosen = (*chosen, key)
    return replace(choices, chosen=chosen, count=0, sharing=None, receipt="")


def owned(plan: Plan, payer: str, line: str) -> bool:
    """Whether a payer still has something of a line."""
    return bool(shares_of(plan.cuts.get(line, ()), payer))
