"""What money has to do with credits: taking them as a tender, and what documents make.

A credit is spent like cash: nobody may spend what is not there. Two terminals that are
apart may both take the same one; `Credits.overdrawn` says so once they meet.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from app.domain.credits.events import (
    ClientSettled,
    CreditCancelled,
    CreditIssued,
    CreditToppedUp,
    OfficeCredit,
)
from app.domain.credits.sites import stranger, unheard
from app.domain.credits.state import KINDS, ON_ACCOUNT, code_of
from app.domain.money import euros_text
from app.domain.orders.billing import beside_on
from app.domain.orders.state import Beside, Order, Payment
from app.domain.payments.commands import TakePayment
from app.domain.payments.daily import paid_today
from app.domain.payments.rounding import ROUNDING
from app.domain.pricing.document import vat_row
from app.domain.receipts.events import (
    ReceiptBeside,
    ReceiptIssued,
    ReceiptRefunded,
    ReceiptVat,
)
from app.domain.vocabulary import Context, Refusal, need
from app.domain.world import World

MAX_AMOUNT = 1_000_000
"""Cents of one voucher or deposit: beyond, a finger slipped."""
CAPPED = ("gift", "store")
"""Credits whose spending a day may limit; a deposit is for one meal."""
DAY_CAP, APART_CAP = "gift.day_cap", "gift.apart_cap"
"""Settings: cents that one voucher pays a day, and while the hub is away; 0 for no limit."""
UNKNOWN = Refusal("credit_unknown", "Ce bon n'est pas connu ici : vérifiez le numéro.")
TOO_LARGE = Refusal("refund_too_large", "Tout ou partie est déjà remboursé.")
CLIENT_UNKNOWN = Refusal("client_unknown", "Ce client n'a pas de compte.")


def tender_of(world: World, command: TakePayment, context: Context) -> Refusal | str:
    """The id of the credit or client that pays, "" for other tenders; or why not."""
    if command.method == ON_ACCOUNT:
        return _on_account(world, command, context)
    if command.method not in KINDS:
        return ""
    credit = world.credits.find(command.reference)
    if credit is None or credit.kind != command.method:
        return UNKNOWN
    if refused := stranger(world, credit):
        return refused
    left = world.credits.left(credit.credit)
    if left <= 0:
        return Refusal("credit_spent", "Ce bon a déjà été utilisé en entier.")
    if world.credits.expired(credit, context.bday):
        return Refusal("credit_expired", "Ce bon n'est plus valable.")
    if command.amount > left:
        return Refusal("credit_too_small", "C'est plus que ce qui reste sur ce bon.")
    most = day_most(world, credit, context)
    if most is not None and command.amount > most:
        return _beyond_the_day(credit, most, context)
    return _no_tip(command) or credit.credit


def day_most(world: World, credit: CreditIssued, context: Context) -> int | None:
    """Cents that a voucher may still pay today, None without a limit.

    While the hub, or the site that sold it, cannot be reached, nobody here knows what was
    spent elsewhere: then less may be risked. So no more than that is lost for each terminal
    that is cut off.
    """
    if credit.kind not in CAPPED:
        return None
    caps = [world.settings.number(DAY_CAP)]
    if context.apart or unheard(credit, context):
        caps.append(world.settings.number(APART_CAP))
    limit = min((cap for cap in caps if cap), default=None)
    if limit is None:
        return None
    spent = paid_today(world, context, lambda paid: paid.reference == credit.credit)
    return max(0, limit - spent)


def _beyond_the_day(credit: CreditIssued, most: int, context: Context) -> Refusal:
    text = "Ce bon peut encore payer {left} € aujourd'hui."
    values: tuple[tuple[str, str], ...]
    values = (("left", euros_text(most)), ("cents", str(most)))
    if context.apart:
        text = "Sans hub, ce bon peut encore payer {left} € ici aujourd'hui."
    elif isinstance(credit, OfficeCredit) and unheard(credit, context):
        text = (
            "Sans nouvelles de {name}, ce bon peut encore payer {left} € aujourd'hui."
        )
        values = (*values, ("name", credit.name))
    return Refusal("credit_day_cap", text, values=values)


def top_up_refusal(world: World, code: str, amount: int) -> Refusal | None:
    """Why so many cents cannot be added to a voucher, None when they can."""
    credit = world.credits.find(code)
    if credit is None:
        return UNKNOWN
    if credit.kind != "gift":
        return Refusal("not_a_gift", "Seul un bon cadeau se recharge.")
    if isinstance(credit, OfficeCredit):
        text = "Ce bon se recharge là où il a été vendu : {name}."
        return Refusal("credit_elsewhere", text, values=(("name", credit.name),))
    if world.credits.left(credit.credit) + amount > MAX_AMOUNT:
        return Refusal(
            "amount_out_of_range",
            "Un bon porte au plus {limit} €.",
            values=(("limit", euros_text(MAX_AMOUNT)),),
        )
    return None


def _on_account(world: World, command: TakePayment, context: Context) -> Refusal | str:
    refused = need(
        context, "payment.account", "Mettre une note en compte demande un droit."
    )
    if refused:
        return refused
    client = world.credits.clients.get(command.reference)
    if client is None or not client.active:
        return CLIENT_UNKNOWN
    order = world.book.orders[command.order]
    if beside_on(order, command.bill):
        return Refusal(
            "account_beside", "Un bon, un acompte ou un compte se paie tout de suite."
        )
    owed = world.credits.left(client.client) + command.amount
    if client.ceiling and owed > client.ceiling:
        refused = need(
            context, "credit.edit", "Ce compte client dépasserait son plafond."
        )
    return refused or _no_tip(command) or client.client


def _no_tip(command: TakePayment) -> Refusal | None:
    if not command.tip:
        return None
    return Refusal("no_tip", "Ce moyen de paiement ne porte pas de pourboire.")


def taken_beside(besides: Iterable[Beside]) -> tuple[ReceiptBeside, ...]:
    """What a document says of what it takes besides its turnover."""
    return tuple(
        ReceiptBeside(
            id=each.id,
            kind=each.kind,
            amount=each.amount,
            holder=each.holder,
            vat=_vat(each),
        )
        for each in besides
    )


def _vat(beside: Beside) -> tuple[ReceiptVat, ...]:
    if beside.kind != "deposit":
        return ()
    row = vat_row(beside.rate, beside.amount)
    return (ReceiptVat(rate=row.rate, ttc=row.ttc, ht=row.ht, tva=row.tva),)


def made_by(
    world: World, document: ReceiptIssued, context: Context
) -> Iterator[CreditIssued | CreditToppedUp | ClientSettled]:
    """What follows from what a document took besides its turnover."""
    for each in document.beside:
        if each.kind == ROUNDING:
            continue
        if each.kind == ON_ACCOUNT:
            yield ClientSettled(
                client=each.holder,
                amount=each.amount,
                order=document.order,
                receipt=document.receipt,
                pays=_pays(world, document.order, each.id),
            )
            continue
        deposit = each.kind == "deposit"
        if each.tops_up:
            yield CreditToppedUp(
                credit=each.holder,
                kind=each.kind,
                amount=each.amount,
                order=document.order,
                receipt=document.receipt,
                expires=_longer(world, each.holder, context),
            )
            continue
        yield CreditIssued(
            credit=each.id,
            kind=each.kind,
            code=code_of(each.id),
            amount=each.amount,
            order=document.order,
            receipt=document.receipt,
            expires="" if deposit else expiry(world, each.kind, context),
            reservation=each.holder if deposit else "",
            vat=each.vat,
        )


def _pays(world: World, order: str, beside: str) -> tuple[str, ...]:
    """The charges that somebody said a settlement is for."""
    asked = world.book.orders[order].beside.get(beside)
    return asked.pays if asked else ()


def _longer(world: World, credit: str, context: Context) -> str:
    """A voucher that is topped up is taken as long as a new one, never less than before."""
    before = world.credits.until(world.credits.issued[credit])
    new = expiry(world, "gift", context)
    return max(before, new) if before and new else ""


def expiry(world: World, kind: str, context: Context) -> str:
    """The last day a new credit is taken, "" for ever."""
    months = world.settings.number(f"credit.months_{kind}")
    return months_after(context.bday, months) if months else ""


def months_after(day: str, months: int) -> str:
    """The same day so many months later, or the last one of that month."""
    begun = date.fromisoformat(day)
    years, month = divmod(begun.month - 1 + months, 12)
    year = begun.year + years
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(begun.day, last)).isoformat()


def store_credit(
    world: World, document: ReceiptRefunded, amount: int, context: Context
) -> CreditIssued:
    """The credit that a refund gives instead of money."""
    credit = context.new_id()
    return CreditIssued(
        credit=credit,
        kind="store",
        code=code_of(credit),
        amount=amount,
        order=document.order,
        receipt=document.receipt,
        expires=expiry(world, "store", context),
    )


def given_back_beside(
    world: World,
    original: ReceiptIssued,
    before: Iterable[ReceiptRefunded],
    ids: tuple[str, ...],
) -> tuple[ReceiptBeside, ...] | Refusal:
    """What is left of credits that a document sold, in negative cents; a settlement as a
    whole. With the refunds `before`, never more than the document took for each."""
    sold = {each.id: each for each in original.beside}
    rest = {each.id: each.amount for each in original.beside}
    for each in (beside for done in before for beside in done.beside):
        rest[each.id] = rest.get(each.id, 0) + each.amount
    found = []
    for name in dict.fromkeys(ids):
        beside = sold.get(name)
        if beside is None or beside.kind == ROUNDING:
            return UNKNOWN
        credit = world.credits.issued.get(name)
        left = world.credits.left(name) if credit else beside.amount
        if beside.tops_up:
            left = min(left, world.credits.left(beside.holder))
        if left <= 0:
            return Refusal("credit_spent", "Ce bon a déjà été utilisé en entier.")
        left = min(left, rest[name])  # the rest was added by another sale
        if left <= 0:
            return TOO_LARGE
        vat = world.credits.vat_of(credit, left, left=left) if credit else ()
        found.append(
            ReceiptBeside(
                id=name,
                kind=beside.kind,
                amount=-left,
                holder=beside.holder,
                vat=tuple(
                    ReceiptVat(rate=r.rate, ttc=-r.ttc, ht=-r.ht, tva=-r.tva)
                    for r in vat
                ),
            )
        )
    return tuple(found)


def undone_by(document: ReceiptRefunded) -> Iterator[CreditCancelled | ClientSettled]:
    """What follows from what a refund gave back besides turnover."""
    for each in document.beside:
        if each.kind == ON_ACCOUNT:
            yield ClientSettled(
                client=each.holder,
                amount=each.amount,
                order=document.order,
                receipt=document.receipt,
            )
        elif each.kind != ROUNDING:
            yield CreditCancelled(
                credit=each.holder if each.tops_up else each.id,
                kind=each.kind,
                amount=-each.amount,
                reason="refunded",
                receipt=document.receipt,
            )


def deposit_vat(world: World, order: Order, payment: Payment) -> tuple[ReceiptVat, ...]:
    """What of a tender was taxed when the deposit was taken; empty for other tenders."""
    credit = world.credits.issued.get(payment.reference)
    if payment.method != "deposit" or credit is None:
        return ()
    left = world.credits.left(credit.credit)
    if payment.id in order.payments:  # else it is being taken right now
        left += payment.amount
    return tuple(world.credits.vat_of(credit, payment.amount, left=left))
