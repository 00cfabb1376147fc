"""Credits and clients' accounts in words: lists, balances, how old what is owed is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.credits.events import ClientSet, CreditIssued
from app.domain.world import World
from app.presenters.search import fold
from app.projections.queries import CreditChange
from resources.texts import amount, price, short_date, tr
from widgets.table_model import Cell, Column, Row

KIND_NAMES = {
    "gift": "Bons cadeaux",
    "store": "Avoirs",
    "deposit": "Acomptes",
    "account": "Comptes clients",
}
MOVE_NAMES = {
    "issued": "Émis",
    "topped_up": "Rechargé",
    "redeemed": "Utilisé",
    "returned": "Rendu",
    "refunded": "Remboursé",
    "expired": "Périmé",
    "charged": "Achat",
    "settled": "Réglé",
}
AGES = (30, 60, 90)
"""Days that part what is owed by its age."""


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A client to choose: who, and what is owed."""

    client: str
    name: str
    words: str


def client_lines(
    world: World,
    name_of: Callable[[ClientSet], str],
    text: str = "",
    *,
    owing: bool = False,
) -> list[ClientLine]:
    """Clients whose name has what was typed, by name.

    Args:
        owing: those who owe something, a closed account too; else those who may still
            buy on account.
    """
    wanted = fold(text.strip())
    found = []
    for client in world.credits.clients.values():
        name, owed = name_of(client), world.credits.left(client.client)
        if (owed > 0 if owing else client.active) and wanted in fold(name):
            words = tr("doit {amount}", amount=amount(owed))
            found.append(ClientLine(client.client, name, words))
    return sorted(found, key=lambda line: fold(line.name))


NONE_WORDS = {
    "gift": ("Aucun bon cadeau", "À la caisse : ⋮, puis Vendre un bon cadeau."),
    "store": ("Aucun avoir", "Un remboursement peut se rendre en avoir."),
    "deposit": (
        "Aucun acompte",
        "À la caisse : ⋮, puis Prendre un acompte ; ou depuis une réservation.",
    ),
    "account": (
        "Aucun compte client",
        "Nouveau client en ouvre un : il paiera plus tard, jusqu'à son plafond.",
    ),
}


def none_words(kind: str) -> tuple[str, str]:
    """What stands where there is no balance of a kind, and where one comes from."""
    sentence, hint = NONE_WORDS[kind]
    return tr(sentence), tr(hint)


def credit_columns() -> tuple[Column, ...]:
    """The columns of the list of credits."""
    return (
        Column("code", tr("Numéro"), 150, style="strong"),
        Column("kind", tr("Nature"), 110, drop=1),
        Column("until", tr("Jusqu'au"), 110, drop=2),
        Column("state", tr("État")),
        Column("amount", tr("Émis"), 96, "end", drop=1),
        Column("left", tr("Reste"), 96, "end"),
    )


def credit_rows(world: World, kind: str, day: str, *, all_: bool) -> list[Row]:
    """Credits of a kind ("" for all), those with something left or all of them."""
    rows = []
    for credit in reversed(world.credits.issued.values()):
        left = world.credits.left(credit.credit)
        if (kind and credit.kind != kind) or not (left or all_):
            continue
        expires = world.credits.until(credit)
        until = short_date(date.fromisoformat(expires)) if expires else ""
        rows.append(
            Row(
                credit.credit,
                (
                    credit.code,
                    tr(_ONE[credit.kind]),
                    Cell(until, sort=expires),
                    state_words(world, credit, day),
                    Cell(amount(credit.amount), sort=credit.amount),
                    Cell(amount(left), sort=left),
                ),
            )
        )
    return rows


_ONE = {"gift": "Bon cadeau", "store": "Avoir", "deposit": "Acompte"}


def state_words(world: World, credit: CreditIssued, day: str) -> str:
    """What can be done with a credit."""
    left = world.credits.left(credit.credit)
    if left < 0:
        return tr("utilisé deux fois")
    if not left:
        return tr("soldé")
    if world.credits.expired(credit, day):
        return tr("périmé")
    return tr("entamé") if left < credit.amount else tr("entier")


def credit_words(world: World, credit: CreditIssued, day: str) -> str:
    """What is left of a credit, and what can be done with it."""
    left = world.credits.left(credit.credit)
    state = state_words(world, credit, day)
    return tr("Reste {left} · {state}", left=price(left), state=state)


def liability_words(world: World) -> str:
    """What the house owes: "Bons cadeaux 128,00 · Avoirs 12,20 · Acomptes 40,00"."""
    parts = [
        f"{tr(KIND_NAMES[kind])} {amount(world.credits.liability(kind))}"
        for kind in ("gift", "store", "deposit")
    ]
    return " · ".join(parts)


def owed_words(world: World) -> str:
    """What clients owe in all."""
    owed = sum(world.credits.left(client) for client in world.credits.clients)
    return tr("{amount} à recevoir", amount=amount(owed))


def client_columns() -> tuple[Column, ...]:
    """The columns of the list of clients."""
    return (
        Column("name", tr("Client"), style="strong"),
        Column("owed", tr("Doit"), 110, "end"),
        Column("ceiling", tr("Plafond"), 110, "end", drop=1),
        Column("old", tr("Plus de 30 jours"), 140, "end", drop=2),
    )


def client_rows(
    world: World,
    name_of: Callable[[ClientSet], str],
    recent: Mapping[str, int],
) -> list[Row]:
    """Clients with what they owe.

    Args:
        recent: client -> cents taken on account in the last 30 days. As what is paid
            settles the oldest first, what is owed beyond them is older.
    """
    rows = []
    for client in world.credits.clients.values():
        owed, name = world.credits.left(client.client), name_of(client)
        old = max(0, owed - recent.get(client.client, 0))
        ceiling = amount(client.ceiling) if client.ceiling else ""
        rows.append(
            Row(
                client.client,
                (
                    name if client.active else tr("{name} (fermé)", name=name),
                    Cell(amount(owed), sort=owed),
                    Cell(ceiling, sort=client.ceiling),
                    Cell(amount(old) if old else "", sort=old),
                ),
            )
        )
    return rows


def ages_of(changes: Iterable[CreditChange], day: str) -> list[int]:
    """What is owed by its age in days: up to 30, 60, 90, and older. What was paid settled
    the oldest first."""
    charges: list[tuple[str, int]] = []
    paid = 0
    for change in changes:
        if change.cents > 0:
            charges.append((change.bday, change.cents))
        else:
            paid -= change.cents
    found = [0] * (len(AGES) + 1)
    today = date.fromisoformat(day)
    for bday, cents in charges:
        settled = min(paid, cents)
        paid -= settled
        days = (today - date.fromisoformat(bday)).days
        place = sum(days > age for age in AGES)
        found[place] += cents - settled
    return found


def change_columns() -> tuple[Column, ...]:
    """The columns of the moves of one balance."""
    return (
        Column("day", tr("Jour"), 104),
        Column("what", tr("Quoi"), style="strong"),
        Column("who", tr("Qui"), 120, drop=1),
        Column("cents", tr("Montant"), 88, "end"),
        Column("left", tr("Solde"), 88, "end"),
    )


def change_rows(
    changes: Iterable[CreditChange], name_of: Callable[[str], str]
) -> list[Row]:
    """What happened to one balance, with what was left after each."""
    rows, left = [], 0
    for number, change in enumerate(changes):
        left += change.cents
        day = short_date(date.fromisoformat(change.bday))
        rows.append(
            Row(
                str(number),
                (
                    Cell(day, sort=change.ts),
                    tr(MOVE_NAMES[change.what]),
                    name_of(change.op),
                    Cell(amount(change.cents, sign=True), sort=change.cents),
                    Cell(amount(left), sort=left),
                ),
            )
        )
    return rows
