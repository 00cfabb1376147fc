"""Deciding what is taken besides turnover, and about clients' accounts."""

from app.domain.credits.collecting import (
    UNDER_WAY,
    AskDebits,
    CollectCommand,
    EndDebit,
    NoteReminder,
    collect,
)
from app.domain.credits.events import (
    ClientForgotten,
    ClientSet,
    CreditCancelled,
)
from app.domain.credits.rules import CLIENT_UNKNOWN, MAX_AMOUNT, top_up_refusal
from app.domain.credits.sites import to_book
from app.domain.credits.state import ON_ACCOUNT
from app.domain.orders.billing import waiting_payments
from app.domain.orders.events import BesideAdded, BesideDropped
from app.domain.orders.state import Order, besides
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

MAX_NAME = 4000
SOLD = ("gift", "deposit", ON_ACCOUNT)


@command
class AddBeside:
    """Take money with an order that is no turnover: sell a voucher ("gift"; `holder` is
    the code or id of one that is topped up), take a "deposit" (`holder` may be the
    reservation), settle an "account" (`holder`), of which the charges `pays`."""

    order: str
    kind: str
    amount: int
    holder: str = ""
    beside: str = ""
    pays: tuple[str, ...] = ()


@command
class DropBeside:
    """Do not take it after all."""

    order: str
    beside: str


@command
class SetClient:
    """Keep a client, new or changed; name and contact are sealed already."""

    client: str
    name: str
    ceiling: int = 0
    active: bool = True
    contact: str = ""


@command
class ForgetClient:
    """Let a client's name go; whoever runs it erases the name's key."""

    client: str


@command
class WriteOff:
    """Let go of what is left of expired credits."""


@command
class BookSites:
    """Have what other sites and this one owe each other for vouchers enter the books."""


CreditCommand = (
    AddBeside
    | DropBeside
    | SetClient
    | ForgetClient
    | WriteOff
    | BookSites
    | CollectCommand
)


def decide(world: World, command: CreditCommand, context: Context) -> Decision:
    """What follows, or why nothing does."""
    match command:
        case SetClient():
            return _set_client(command, context)
        case ForgetClient():
            return _forget_client(world, command, context)
        case WriteOff():
            return _write_off(world, context)
        case BookSites():
            return tuple(to_book(world.credits))
        case NoteReminder() | AskDebits() | EndDebit():
            return collect(world, command, context)
        case _:
            refused = need(context, "payment.take", "Encaisser demande un droit.")
            order = world.book.orders.get(command.order)
            if not refused and (order is None or order.cancelled):
                refused = Refusal("order_unknown", "Cette commande n'est plus là.")
            if refused or order is None:
                return refused or ()
            if isinstance(command, AddBeside):
                return _add(world, order, command, context)
            return _drop(order, command)


def _add(world: World, order: Order, command: AddBeside, context: Context) -> Decision:
    if command.kind not in SOLD:
        return Refusal("beside_unknown", "Cela ne s'encaisse pas ainsi.")
    if not 0 < command.amount <= MAX_AMOUNT:
        return Refusal("amount_out_of_range", "Ce montant n'est pas possible.")
    if any(payment.running for payment in order.payments.values()):
        return Refusal(
            "payment_running", "Une carte est en cours : attendez sa réponse."
        )
    holder = command.holder
    if refused := _account_refusal(world, order, command):
        return refused
    if command.kind == "gift" and holder:
        refused = top_up_refusal(world, holder, command.amount)
        if refused:
            return refused
        found = world.credits.find(holder)
        holder = found.credit if found else ""
    if command.kind == "deposit" and holder and holder not in world.reservations.known:
        return Refusal("reservation_unknown", "Cette réservation n'est plus là.")
    rate = 0
    if command.kind == "deposit":
        code = world.settings.text("deposit.vat")
        rate = world.catalogue.rate(code, context.bday)
    return (
        BesideAdded(
            order=order.id,
            beside=command.beside or context.new_id(),
            kind=command.kind,
            amount=command.amount,
            holder=holder,
            rate=rate,
            pays=command.pays if command.kind == ON_ACCOUNT else (),
        ),
    )


def _account_refusal(world: World, order: Order, command: AddBeside) -> Refusal | None:
    """Why an account is not settled by so much. What the bank has collected is taken once,
    whatever is owed by now: what is too much is the client's, and pays what comes next."""
    if command.kind != ON_ACCOUNT:
        return None
    left = world.credits.left(command.holder)
    debit = world.credits.debits.get(command.holder)
    if command.holder not in world.credits.clients:
        return CLIENT_UNKNOWN
    if debit and debit.debit == order.id:
        taken = sum(
            beside.amount
            for beside in order.beside.values()
            if beside.kind == ON_ACCOUNT and beside.id not in order.dropped
        )
        if taken + command.amount <= debit.amount:
            return None
    if command.amount > left:
        return Refusal("account_less", "Ce client doit moins que cela.")
    if command.amount > left - _settling(world, command.holder):
        return Refusal(
            "account_settling", "Une autre vente ouverte règle déjà ce compte."
        )
    return None


def _settling(world: World, client: str) -> int:
    """Cents that open sales are about to settle of an account."""
    return sum(
        beside.amount
        for order in world.book.orders.values()
        if not order.cancelled
        for beside in besides(order)
        if beside.kind == ON_ACCOUNT and beside.holder == client
    )


def _drop(order: Order, command: DropBeside) -> Decision:
    if command.beside not in [each.id for each in besides(order)]:
        return Refusal("beside_gone", "Cela n'est plus à encaisser.")
    if waiting_payments(order, "") or any(p.running for p in order.payments.values()):
        return Refusal("partly_paid", "De l'argent a été pris : remboursez d'abord.")
    return (BesideDropped(order=order.id, beside=command.beside),)


def _set_client(command: SetClient, context: Context) -> Decision:
    refused = need(
        context, "credit.edit", "Tenir les comptes clients demande un responsable."
    )
    right = 0 < len(command.name) <= MAX_NAME and command.ceiling >= 0
    right = right and len(command.contact) <= MAX_NAME
    if not refused and not right:
        refused = Refusal("client_invalid", "Ce client n'est pas complet.")
    return refused or (
        ClientSet(
            client=command.client,
            name=command.name,
            ceiling=command.ceiling,
            active=command.active,
            contact=command.contact,
        ),
    )


def _forget_client(world: World, command: ForgetClient, context: Context) -> Decision:
    refused = need(
        context, "credit.edit", "Tenir les comptes clients demande un responsable."
    )
    if not refused and command.client not in world.credits.clients:
        refused = CLIENT_UNKNOWN
    if not refused and world.credits.left(command.client):
        refused = Refusal(
            "client_owes", "Ce compte n'est pas soldé : son nom se garde jusque-là."
        )
    if not refused and command.client in world.credits.debits:
        refused = UNDER_WAY
    return refused or (ClientForgotten(client=command.client),)


def _write_off(world: World, context: Context) -> Decision:
    refused = need(
        context, "credit.edit", "Solder les bons expirés demande un responsable."
    )
    over = tuple(
        CreditCancelled(
            credit=credit.credit,
            kind=credit.kind,
            amount=world.credits.left(credit.credit),
            reason="expired",
        )
        for credit in world.credits.own
        if world.credits.expired(credit, context.bday)
        and world.credits.left(credit.credit) > 0
    )
    if not refused and not over:
        refused = Refusal("nothing_expired", "Aucun bon expiré n'a de reste.")
    return refused or over
