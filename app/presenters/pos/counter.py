"""The counter: a sale, what it costs and the ways to pay it in one tap.

`present_counter` shows the sale in front of the person, or what is left of the one
before (the change to give) until the next article.
"""

from dataclasses import dataclass

from app.domain.orders.billing import bills, order_due, price_bill
from app.domain.orders.state import Line, Order
from app.domain.payments.events import PaymentCompleted, PaymentFailed, PaymentUnknown
from app.domain.receipts.events import ReceiptIssued, total_of
from app.domain.receipts.wishes import paper_due
from app.domain.settings import DeviceSet
from app.domain.world import World
from app.presenters.pay.choices import taken_here
from app.presenters.pay.words import method_name
from app.presenters.pos.lines import Draft, beside_course, present_line, weight_words
from app.presenters.pos.order import OpenTable
from app.presenters.pos.serving import ServingView, present_serving
from app.presenters.pos.words import (
    Sight,
    joined,
    order_title,
    pieces,
    preset_words,
    promised_words,
)
from resources.texts import amount, percent, price, tr, trn
from widgets.order_list_views import CourseView, LineView, OrderView

NOTES = (500, 1000, 2000, 5000, 10_000)
"""Cents of the notes that guests pay with."""
ROUND = (2000, 5000, 10_000)
_QUICK = 3
_WAITING_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A sale that was just paid, by one tender or several: said until the next article."""

    number: str
    amount: int
    methods: tuple[str, ...]
    change: int = 0
    excess: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterView:
    """The counter.

    Attributes:
        empty: what stands where the lines would be, "" when there are some.
        waiting: sales on hold, shown while there is no sale.
        big_label, big: "À payer 47,97", "À rendre 2,03".
        change: `big` is money to give back.
        cash: (cents handed over, words) of the one-tap amounts; the first is exact.
        card, voucher: they can be taken here.
        card_words: second line of the card button while it runs or after it failed.
        card_runs: the terminal has been asked.
        stuck: a person must settle a card payment on the payment page.
        due: something is to pay.
        serving: how the sale, or the next one, is served.
        receipt: over the ways of giving a receipt.
        payable: it can be paid now, nothing runs.
    """

    order: str
    title: str
    subtitle: str
    list: OrderView
    empty: str
    empty_hint: str
    waiting: tuple[OpenTable, ...]
    summary: str
    total: str
    big_label: str
    big: str
    change: bool
    cash: tuple[tuple[int, str], ...]
    card: bool
    voucher: bool
    card_words: str
    card_runs: bool
    stuck: bool
    due: bool
    payable: bool
    can_hold: bool
    receipt: str
    serving: ServingView


def wished(world: World, order: Order | None, wish: str) -> str:
    """How the receipt is given: as the guest wishes, else as the law has it."""
    return wish or ("paper" if paper_due(world, order) else "none")


def receipt_words(world: World, order: Order | None) -> str:
    """What stands over the ways of giving a receipt."""
    due = paper_due(world, order)
    if due == "note":
        limit = world.settings.number("note.threshold")
        return tr("Note due dès {limit}", limit=price(limit))
    return {
        "warranty": tr("Garantie légale : ticket imprimé"),
        "weighed": tr("Vente au poids : ticket imprimé"),
    }.get(due, tr("Pas de ticket, sauf demande"))


def quick_cash(due: int) -> list[int]:
    """What a guest is likely to hand over for `due` cents, smallest first: rounded up to
    each kind of note, and the next round sums when that is the exact amount already."""
    if due <= 0:
        return []
    likely = {-(-due // note) * note for note in NOTES} - {due}
    if len(likely) < _QUICK:
        likely |= {(due // note + 1) * note for note in ROUND}
    return sorted(likely)[:_QUICK]


def default_terminal(world: World) -> DeviceSet | None:
    """The card terminal that is asked: the first one in use."""
    devices = world.settings.devices.values()
    return next((d for d in devices if d.kind == "terminal" and d.active), None)


def present_counter(
    world: World,
    order: Order | None,
    person: str,
    sight: Sight,
    *,
    chosen: str = "",
    scans: int = 0,
    paid: Paid | None = None,
    failed: str = "",
    draft: Draft | None = None,
    served: str = "counter",
    tenders: tuple[str, ...] = (),
) -> CounterView:
    """The counter.

    Args:
        chosen: the line that was touched or scanned last, lit.
        scans: how often its code was read in a row, 0 when it was not scanned.
        failed: why the card was not charged, until the next try.
        served: how this sale, or the next one, is served.
        tenders: those that are taken here; empty for all.
    """
    lines = world.book.lines_of(order) if order else []
    due = order_due(world.book, order) if order else 0
    payments = order.payments.values() if order else ()
    states = {payment.state for payment in payments if payment.in_hand}
    runs, stuck = "in_progress" in states, "unknown" in states
    waiting = () if lines or due else suspended(world, order, sight)
    moment = f"{sight.now:%H:%M}"
    title = tr("Nouvelle vente")
    if order is not None:
        moment = sight.clock(order.opened)
        place = tr("Table {table}") if order.table else tr("Vente {table}")
        title = place.format(table=order_title(world, order))
    elif paid is not None:
        title = tr("Vente payée")
    words = _card_words(runs=runs, stuck=stuck, failed=failed)
    return CounterView(
        order=order.id if order else "",
        title=title,
        subtitle=" · ".join((tr("Comptoir"), sight.name_of(person), moment)),
        list=_list(world, order, lines, sight, chosen, scans, draft),
        empty="" if lines or draft or due else _empty(paid),
        empty_hint="" if lines or paid or due else tr("ou touchez un article"),
        waiting=waiting,
        summary=_summary(world, order, lines),
        total=price(due),
        big_label=_big_label(paid, lines),
        big=amount(paid.change if paid and not lines else due),
        change=bool(paid and not lines and paid.change),
        cash=_cash(due) if taken_here("cash", tenders) else (),
        card=default_terminal(world) is not None and taken_here("card", tenders),
        voucher=taken_here("voucher", tenders),
        card_words=words,
        card_runs=runs,
        stuck=stuck,
        due=due > 0,
        payable=due > 0 and not runs and not stuck,
        can_hold=bool(lines) and not runs,
        receipt=receipt_words(world, order),
        serving=present_serving(world, order, served, sight),
    )


def _card_words(*, runs: bool, stuck: bool, failed: str) -> str:
    if runs:
        return tr("présentez la carte")
    return tr("à vérifier sur le TPE") if stuck else failed


def _empty(paid: Paid | None) -> str:
    if paid is None:
        return tr("Scannez un article")
    return tr(
        "{amount} payés : {method}",
        amount=price(paid.amount),
        method=" + ".join(method_name(each) for each in paid.methods),
    )


def _big_label(paid: Paid | None, lines: list[Line]) -> str:
    if paid is not None and not lines:
        return tr("À rendre") if paid.change else tr("Rien à rendre")
    return tr("À payer")


def _cash(due: int) -> tuple[tuple[int, str], ...]:
    exact = (due, tr("Exact"))
    return (exact, *((note, _note_words(note)) for note in quick_cash(due)))


def _note_words(cents: int) -> str:
    """ "50 €" rather than "50,00 €"."""
    whole, rest = divmod(cents, 100)
    return price(cents) if rest else price(cents).replace(amount(cents), f"{whole}")


def _list(
    world: World,
    order: Order | None,
    lines: list[Line],
    sight: Sight,
    chosen: str,
    scans: int,
    draft: Draft | None,
) -> OrderView:
    if order is None:
        return OrderView()
    views = [
        counter_line(world, order, line, sight, scans=scans if line.id == chosen else 0)
        for line in reversed(lines)
    ]
    # The line being rung stands first, the others as they came.
    views.sort(key=lambda view: view.id != chosen)
    if draft:
        views.insert(0, draft.line)
    course = CourseView(id="counter", place=1, name="", lines=tuple(views))
    courses = (*([course] if views else []), *beside_course(order))
    return OrderView(courses=courses, chosen=draft.line.id if draft else chosen)


def counter_line(
    world: World, order: Order, line: Line, sight: Sight, *, scans: int = 0
) -> LineView:
    """A line of a sale: its second row says code, weight, rate, age check."""
    view = present_line(world, order, line, sight)
    article = world.catalogue.articles.get(line.article)
    words = [view.detail] if line.discounts or line.voids or line.sent else []
    if not words:
        words = [joined(m.name for d in line.dishes for m in d.ordered.modifiers)]
        words.append(weight_words(line))
    if line.unit != "piece":
        told = tr("balance") if line.barcode else ""
        words.append(tr("poids saisi") if line.typed else told)
    elif scans:
        times = trn(scans, "scanné {n} fois", "scanné {n} fois")
        words += [times, spaced_code(line.barcode)]
    else:
        words.append(percent(line.rate))
    if article is not None and article.alcohol:
        words.append(tr("majorité à vérifier"))
    return LineView(
        id=view.id,
        name=view.name,
        quantity_text=view.quantity_text,
        price_text=view.price_text,
        old_price_text=view.old_price_text,
        detail=" · ".join(word for word in words if word),
    )


def spaced_code(code: str) -> str:
    """An EAN-13 as it is printed under its bars: "3 760123 450010"."""
    if len(code) == 13 and code.isdigit():
        return f"{code[0]} {code[1:7]} {code[7:]}"
    return code


def _summary(world: World, order: Order | None, lines: list[Line]) -> str:
    if order is None or not lines:
        return ""
    count = sum(pieces(line.quantity, line.unit) for line in lines)
    vat: dict[int, int] = {}
    for bill in bills(world.book, order):
        for row in price_bill(world.book, order, bill).vat:
            vat[row.rate] = vat.get(row.rate, 0) + row.tva
    parts = [f"{percent(rate)} {amount(vat[rate])}" for rate in sorted(vat)]
    words = [trn(count, "{n} article", "{n} articles")]
    if parts:
        words.append(tr("TVA {parts}", parts=" · ".join(parts)))
    return " · ".join(words)


def suspended(world: World, order: Order | None, sight: Sight) -> tuple[OpenTable, ...]:
    """Sales without a table that were put aside: oldest first, then those that are
    promised, the soonest first."""
    held = [
        each
        for each in world.book.open_orders()
        if not each.table
        and each is not order
        and (order_due(world.book, each) or world.book.waits(each))
    ]
    held.sort(key=lambda each: each.promised)
    return tuple(
        OpenTable(
            order=each.id,
            title=tr("Vente {table}", table=order_title(world, each)),
            subtitle=_held_words(world, each, sight),
            amount=_due_words(order_due(world.book, each)),
            initials="",
        )
        for each in held[:_WAITING_SHOWN]
    )


def _due_words(due: int) -> str:
    return amount(due) if due else tr("payé")


def _held_words(world: World, order: Order, sight: Sight) -> str:
    lines = world.book.lines_of(order)
    count = sum(pieces(line.quantity, line.unit) for line in lines)
    articles = trn(count, "{n} article", "{n} articles")
    name = sight.unseal(order.id, order.name) if order.name else ""
    if order.promised:
        when = promised_words(order.promised, sight.now)
        said = [when, name, preset_words(world, order.served)]
    else:
        said = [name, articles, sight.name_of(order.waiter), sight.clock(order.opened)]
    return " · ".join(filter(None, said))


def failure_words(fact: PaymentFailed | PaymentUnknown) -> str:
    """Why a card was not charged, for the card button."""
    if isinstance(fact, PaymentUnknown):
        return tr("à vérifier sur le TPE")
    return {
        "refused": tr("carte refusée"),
        "aborted": tr("paiement abandonné"),
        "not_sent": tr("le terminal ne répond pas"),
    }.get(fact.state, tr("non payé"))


def paid_of(fact: PaymentCompleted, number: str, receipt: ReceiptIssued) -> Paid:
    """What is said of a sale that this payment closed."""
    return Paid(
        number=number,
        amount=total_of(receipt),
        methods=tuple(dict.fromkeys(paid.method for paid in receipt.payments)),
        change=fact.change,
        excess=fact.excess,
    )
