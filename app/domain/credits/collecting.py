"""Deciding about money that clients owe: reminders that went out, debits by the bank."""

from datetime import date

from app.domain.credits.events import ClientDebited, ClientReminded, DebitEnded
from app.domain.credits.rules import CLIENT_UNKNOWN
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World


@command
class NoteReminder:
    """A reminder of `amount` cents that are late went out to a client."""

    client: str
    amount: int


@command
class Debit:
    """What one client is debited: `debit` is what the bank knows it by."""

    client: str
    debit: str
    amount: int
    pays: tuple[str, ...] = ()


@command
class AskDebits:
    """The bank is asked to collect on `day`, by the file of this SHA-256."""

    debits: tuple[Debit, ...]
    day: str
    file: str


@command
class EndDebit:
    """What the bank said of a debit."""

    client: str
    debit: str
    paid: bool


CollectCommand = NoteReminder | AskDebits | EndDebit
UNDER_WAY = Refusal("debit_under_way", "Un prélèvement de ce client est déjà en cours.")


def collect(
    world: World, command: CollectCommand, context: Context
) -> tuple[object, ...] | Refusal:
    """What is written of a reminder or a debit, or why nothing is."""
    refused = need(
        context, "credit.edit", "Tenir les comptes clients demande un responsable."
    )
    if refused:
        return refused
    match command:
        case NoteReminder():
            return _reminded(world, command)
        case AskDebits():
            return _debited(world, command, context)
        case EndDebit():
            known = world.credits.debits.get(command.client)
            if known is None or known.debit != command.debit:
                return Refusal("debit_over", "Ce prélèvement est déjà réglé.")
            ended = DebitEnded(
                client=command.client, debit=command.debit, paid=command.paid
            )
            return (ended,)


def _reminded(world: World, command: NoteReminder) -> tuple[object, ...] | Refusal:
    if command.client not in world.credits.clients:
        return CLIENT_UNKNOWN
    if not 0 < command.amount <= world.credits.left(command.client):
        return Refusal("nothing_late", "Ce client n'a rien en retard.")
    before = world.credits.reminded.get(command.client)
    level = before.level + 1 if before else 1
    return (ClientReminded(client=command.client, amount=command.amount, level=level),)


def _debited(
    world: World, command: AskDebits, context: Context
) -> tuple[object, ...] | Refusal:
    if date.fromisoformat(command.day) <= context.now.date():
        return Refusal("debit_day", "La banque prélève au plus tôt demain.")
    if not command.debits:
        return Refusal("nothing_to_debit", "Aucun client à prélever.")
    facts = []
    for each in command.debits:
        if each.client not in world.credits.clients:
            return CLIENT_UNKNOWN
        if each.client in world.credits.debits:
            return UNDER_WAY
        if not 0 < each.amount <= world.credits.left(each.client):
            return Refusal("account_less", "Ce client doit moins que cela.")
        facts.append(
            ClientDebited(
                client=each.client,
                debit=each.debit,
                amount=each.amount,
                day=command.day,
                file=command.file,
                pays=each.pays,
            )
        )
    return tuple(facts)
