"""Credits and clients' accounts in words: lists, balances, how old what is owed is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.credits.events import (
    ClientSet,
    CreditElsewhere,
    CreditIssued,
    OfficeCredit,
)
from app.domain.credits.items import AGES, OpenItem, ages_of
from app.domain.credits.sites import dues
from app.domain.world import World
from app.presenters.pos.search import fold
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
            found.append(ClientLine(client.client, name, owes_words(owed)))
    return sorted(found, key=lambda line: fold(line.name))


def owes_words(owed: int) -> str:
    """What a client owes, or has paid ahead."""
    if owed < 0:
        return tr("avance {amount}", amount=amount(-owed))
    return tr("doit {amount}", amount=amount(owed))


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
        Column("kind", tr("Nature"), 180, drop=1),
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
                    kind_words(credit),
                    Cell(until, sort=expires),
                    state_words(world, credit, day),
                    Cell(amount(credit.amount), sort=credit.amount),
                    Cell(amount(left), sort=left),
                ),
            )
        )
    return rows


def kind_words(credit: CreditIssued) -> str:
    """What a credit is, and which other site owes it: "Bon cadeau · Lyon"."""
    words = tr(_ONE[credit.kind])
    return f"{words} · {credit.name}" if isinstance(credit, OfficeCredit) else words


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
    words = tr("Reste {left} · {state}", left=price(left), state=state)
    if isinstance(credit, OfficeCredit):
        words += " · " + tr("de {site}", site=credit.name)
    return words


def liability_words(world: World) -> str:
    """What the house owes: "Bons cadeaux 128,00 · Avoirs 12,20 · Acomptes 40,00"."""
    parts = [
        f"{tr(KIND_NAMES[kind])} {amount(world.credits.liability(kind))}"
        for kind in ("gift", "store", "deposit")
    ]
    return " · ".join(parts)


def dues_words(world: World) -> str:
    """What other sites owe here for vouchers, or are owed: "Lyon doit 30,00 · dû à Nice
    12,00"; "" for nothing."""
    parts = []
    for due in sorted(dues(world.credits).values(), key=lambda each: each.name):
        if due.cents:
            words = tr("{site} doit") if due.cents > 0 else tr("dû à {site}")
            parts.append(f"{words.format(site=due.name)} {amount(abs(due.cents))}")
    return " · ".join(parts)


def owed_words(world: World) -> str:
    """What clients owe in all."""
    owed = sum(world.credits.left(client) for client in world.credits.clients)
    return tr("{amount} à recevoir", amount=amount(owed))


def client_columns() -> tuple[Column, ...]:
    """The columns of the list of clients: what is owed, by its age."""
    first, second, third = AGES
    return (
        Column("name", tr("Client"), style="strong"),
        Column("owed", tr("Doit"), 104, "end"),
        Column("young", tr("0 à {n} j", n=first), 92, "end", drop=3),
        Column("old", tr("{n} à {m} j", n=first + 1, m=second), 92, "end", drop=2),
        Column("older", tr("{n} à {m} j", n=second + 1, m=third), 92, "end", drop=2),
        Column("oldest", tr("plus de {n} j", n=third), 104, "end", drop=2),
        Column("ceiling", tr("Plafond"), 104, "end", drop=1),
    )


def client_rows(
    world: World,
    name_of: Callable[[ClientSet], str],
    items: Mapping[str, Sequence[OpenItem]],
    day: str,
) -> list[Row]:
    """Clients with what they owe on a day, by its age.

    Args:
        items: client -> the charges that are not paid.
    """
    rows = []
    for client in world.credits.clients.values():
        owed, name = world.credits.left(client.client), name_of(client)
        ceiling = amount(client.ceiling) if client.ceiling else ""
        rows.append(
            Row(
                client.client,
                (
                    name if client.active else tr("{name} (fermé)", name=name),
                    Cell(amount(owed), sort=owed),
                    *(
                        Cell(amount(cents) if cents else "", sort=cents)
                        for cents in ages_of(items.get(client.client, ()), day)
                    ),
                    Cell(ceiling, sort=client.ceiling),
                ),
            )
        )
    return rows


def change_columns() -> tuple[Column, ...]:
    """The columns of the moves of one balance."""
    return (
        Column("day", tr("Jour"), 104),
        Column("what", tr("Quoi"), style="strong"),
        Column("who", tr("Qui"), 120, drop=1),
        Column("cents", tr("Montant"), 88, "end"),
        Column("left", tr("Solde"), 88, "end"),
    )


def with_elsewhere(
    changes: Sequence[CreditChange], told: Iterable[CreditElsewhere], seller: str
) -> list[CreditChange]:
    """The moves of a voucher with those that other sites made of it, as they came.

    Args:
        told: what the head office said of it, the oldest first.
        seller: the site that sold it, "" for this one.
    """
    found, sums = list(changes), dict[str, int]()
    for each in told:
        before = sums.get(each.site)
        cents = each.cents - (before or 0)
        sums[each.site] = each.cents
        what = "redeemed" if cents < 0 else "returned"
        if before is None and each.site == seller:
            what = "issued"
        if cents:
            day = each.at[:10]
            found.append(
                CreditChange(what, cents, day, each.at, each.op, "", where=each.name)
            )
    return sorted(found, key=lambda each: datetime.fromisoformat(each.ts))


def _move_words(change: CreditChange, name_of: Callable[[str], str]) -> str:
    """What happened; at another site where it was and who did it, which is the news."""
    words = tr(MOVE_NAMES[change.what])
    if not change.where:
        return words
    who = _who(change, name_of)
    where = f"{change.where}, {who}" if who else change.where
    return where if change.what == "redeemed" else f"{words} · {where}"


def _who(change: CreditChange, name_of: Callable[[str], str]) -> str:
    """Who did it; "" for somebody whom the other site alone knows."""
    who = name_of(change.op)
    return "" if change.where and who == change.op else who


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
                    _move_words(change, name_of),
                    _who(change, name_of),
                    Cell(amount(change.cents, sign=True), sort=change.cents),
                    Cell(amount(left), sort=left),
                ),
            )
        )
    return rows
