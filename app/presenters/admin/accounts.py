"""Clients' accounts ticket by ticket: what is open, how old it is, what is late."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.credits.items import (
    AGES,
    TERM,
    AccountMove,
    OpenItem,
    open_items,
    overdue,
)
from app.domain.world import World
from app.presenters.admin.credits import MOVE_NAMES
from app.projections.queries import CreditChange
from app.reports.statement import StatementLine
from app.services.clients import Contact
from resources.texts import amount, price, short_date, tr, trn


def items_of(changes: Iterable[CreditChange]) -> list[OpenItem]:
    """The charges of an account that are not paid, the oldest first."""
    moves = [AccountMove(c.key, c.cents, c.bday, c.order, c.pays) for c in changes]
    return open_items(moves)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An open ticket to choose: `cents` of it are left."""

    key: str
    title: str
    detail: str
    cents: int


def item_lines(
    items: Sequence[OpenItem], numbers: Mapping[str, str], day: str, term: int
) -> list[ItemLine]:
    """The open tickets of a client, the oldest first.

    Args:
        numbers: key of a charge -> number of its ticket.
        term: days within which they are to be paid.
    """
    lines = []
    for item in items:
        number = numbers.get(item.key, "")
        title = tr("Ticket {number}", number=number) if number else tr("Achat")
        words = [short_date(date.fromisoformat(item.bday)), age_words(item, day, term)]
        if item.left < item.cents:
            words.append(tr("sur {amount}", amount=amount(item.cents)))
        lines.append(ItemLine(item.key, title, " · ".join(words), item.left))
    return lines


def age_words(item: OpenItem, day: str, term: int) -> str:
    """ "12 jours", or since when it is late."""
    late = (date.fromisoformat(day) - date.fromisoformat(item.due(term))).days
    if late > 0:
        return trn(late, "{n} jour de retard", "{n} jours de retard")
    age = item.age(day)
    return trn(age, "{n} jour", "{n} jours") if age else tr("aujourd'hui")


def age_names() -> tuple[str, ...]:
    """What the parts of `ages_of` are called, the youngest first."""
    first, second, third = AGES
    return (
        tr("0 à {n} j", n=first),
        tr("{n} à {m} j", n=first + 1, m=second),
        tr("{n} à {m} j", n=second + 1, m=third),
        tr("plus de {n} j", n=third),
    )


def statement_lines(
    changes: Iterable[CreditChange], numbers: Mapping[str, str]
) -> list[StatementLine]:
    """The moves of an account as its statement has them, each with its ticket."""
    lines, owed = [], 0
    for change in changes:
        owed += change.cents
        words = tr(MOVE_NAMES[change.what])
        number = numbers.get(change.key, "")
        if number:
            words = f"{words} · {tr('ticket {number}', number=number)}"
        lines.append(StatementLine(change.bday, words, change.cents, owed))
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A client who has not paid in time, or whose bank may be asked.

    Attributes:
        late: cents that should have been paid; owed: all of them.
        items: the open tickets.
        words: what stands under the name.
    """

    client: str
    name: str
    contact: Contact
    late: int
    owed: int
    items: tuple[OpenItem, ...]
    words: str


def late_clients(
    world: World,
    items: Mapping[str, Sequence[OpenItem]],
    named: Mapping[str, tuple[str, Contact]],
    day: str,
) -> list[Late]:
    """Who owes something, those who are late first.

    Args:
        named: client -> name and contact.
    """
    term = world.settings.number(TERM)
    found = []
    for client, (name, contact) in named.items():
        mine, owed = tuple(items.get(client, ())), world.credits.left(client)
        if owed <= 0:
            continue
        late = overdue(mine, day, term)
        found.append(
            Late(
                client=client,
                name=name,
                contact=contact,
                late=late,
                owed=owed,
                items=mine,
                words=" · ".join(_late_words(world, client, contact, late)),
            )
        )
    return sorted(found, key=lambda each: (-each.late, each.name))


def _late_words(world: World, client: str, contact: Contact, late: int) -> list[str]:
    words = [tr("{amount} en retard", amount=price(late)) if late else tr("à jour")]
    reminded = world.credits.reminded.get(client)
    if reminded and late:
        words.append(trn(reminded.level, "relancé {n} fois", "relancé {n} fois"))
    debit = world.credits.debits.get(client)
    if debit:
        day = short_date(date.fromisoformat(debit.day))
        asked = price(debit.amount)
        words.append(tr("prélèvement de {amount} le {day}", amount=asked, day=day))
    if late and not contact.mail:
        words.append(tr("sans e-mail"))
    return words


def reminder_words(house: str, late: Late, level: int, term: int) -> tuple[str, str]:
    """Subject and text of a reminder; the second and further ones are firmer."""
    asked = {
        "house": house,
        "amount": price(late.late),
        "owed": price(late.owed),
        "days": term,
    }
    if level > 1:
        text = tr(
            "Bonjour,\n\nMalgré notre relance, {amount} restent impayés au-delà de {days} "
            "jours sur votre compte. Merci de les régler dès réception.\n\nSolde du "
            "compte : {owed}. Le relevé est joint.\n\n{house}",
            **asked,
        )
        return tr("{house} · deuxième relance", house=house), text
    text = tr(
        "Bonjour,\n\nSauf erreur de notre part, {amount} restent à régler au-delà de "
        "{days} jours sur votre compte. Si votre règlement est parti, ne tenez pas compte "
        "de ce message.\n\nSolde du compte : {owed}. Le relevé est joint.\n\n{house}",
        **asked,
    )
    return tr("{house} · relevé de votre compte", house=house), text
