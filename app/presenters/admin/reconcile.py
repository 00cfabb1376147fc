"""À réconcilier: what does not fit since terminals were apart, and the ways out.

A matter is one attention of one order. Its story is read from the journal: what
happened, when, who did it, on which terminal. The ways out are acts of the house.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.orders.attention import Attention, attention, charged
from app.domain.orders.state import Order
from app.domain.payments.commands import METHODS
from app.domain.world import World
from app.presenters.admin.words import moment_words
from app.presenters.network import terminal_words
from app.presenters.pay.words import give_back_words
from resources.texts import amount, price, tr, trn
from widgets.problem_stack import Problem
from widgets.table_model import Cell, Column, Row

PAY, LOSS, OPEN, MERGE = "pay", "loss", "open", "merge"
SETTLE, RECOVER, REFUSED = "settle", "recover", "refused"
REFUND, RETURN = "refund:", "return:"
"""Acts; the last two are followed by the id of a receipt or of a payment."""
REASONED = (SETTLE, RECOVER, LOSS)
"""Acts that a person gives a reason for."""
_TITLES = {
    "payment_unknown": "Carte sans réponse",
    "overpaid": "Trop encaissé",
    "line_on_two_receipts": "Payé deux fois",
    "refunded_twice": "Rendu deux fois",
    "credit_twice": "Bon utilisé deux fois",
    "changed_after_receipt": "Changé après le ticket",
    "added_after_receipt": "Arrivé après le ticket",
    "void_after_division": "Annulé et déplacé",
    "two_orders": "Deux commandes, une table",
}
_FEW = 3
_GRAVE = (
    *("payment_unknown", "overpaid", "line_on_two_receipts", "refunded_twice"),
    "credit_twice",
)


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that a person has to decide."""

    order: Order
    attention: Attention

    @property
    def key(self) -> str:
        """Names it while it lasts."""
        return f"{self.attention.code}:{self.order.id}"


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way out: `act` names it, `words` say what it changes."""

    act: str
    verb: str
    words: str
    icon: str


@dataclass(frozen=True, slots=True)
class MatterView:
    """A matter in full."""

    title: str
    subtitle: str
    words: str
    ways: tuple[WayOut, ...]
    reasoned: bool


def matters(world: World) -> list[Matter]:
    """Everything that needs a person, the gravest first, each thing once."""
    found: list[Matter] = []
    tables: set[tuple[str, ...]] = set()
    for order in world.book.orders.values():
        group = world.floor.group(order.table)
        for each in attention(world.book, order, group, world.credits.overdrawn):
            told_by_the_tickets = each.code == "overpaid" and not each.payments
            if told_by_the_tickets or each.orders in tables:
                continue
            if each.orders:
                tables.add(each.orders)
            found.append(Matter(order, each))
    found.sort(key=lambda m: (m.attention.code not in _GRAVE, -m.order.touched))
    return found


def order_words(world: World, order: Order) -> str:
    """ "T. 12", or "Vente 0042" where nobody sits."""
    number = world.floor.number(order.table)
    if number:
        return tr("T. {number}", number=number)
    number = world.sale_number(order.terminal, order.number)
    return tr("Vente {number}", number=number)


def title_of(matter: Matter) -> str:
    """What is the matter, in two or three words."""
    return tr(_TITLES[matter.attention.code])


def matter_columns() -> tuple[Column, ...]:
    """The columns of the list."""
    return (
        Column("where", tr("Où"), 120, style="strong"),
        Column("what", tr("Quoi")),
        Column("amount", tr("En jeu"), 110, "end", drop=1),
        Column("moment", tr("Depuis"), 130, drop=2),
    )


def matter_rows(world: World, found: Iterable[Matter], now: datetime) -> list[Row]:
    """Every matter as it is listed."""
    rows = []
    for matter in found:
        cents, tone = matter.attention.amount, matter.attention.code in _GRAVE
        touched = datetime.fromtimestamp(matter.order.touched / 1000, now.tzinfo)
        rows.append(
            Row(
                matter.key,
                (
                    order_words(world, matter.order),
                    Cell(title_of(matter), tag="danger" if tone else "warning"),
                    Cell(amount(cents) if cents else "—", sort=cents),
                    Cell(moment_words(touched, now), sort=matter.order.touched),
                ),
            )
        )
    return rows


def names_in(matter: Matter) -> frozenset[str]:
    """Ids of what the matter is about, for its story."""
    each, order = matter.attention, matter.order
    names = {*each.lines, *each.receipts, *each.payments, *each.orders}
    if each.code == "overpaid":
        names |= {*order.payments, *(receipt.id for receipt in order.receipts)}
    if each.code == "added_after_receipt":
        names |= {receipt.id for receipt in order.receipts}
    return frozenset(names)


def present_matter(world: World, matter: Matter) -> MatterView:
    """A matter in full."""
    each = matter.attention
    ways = tuple(ways_out(world, matter))
    words = [order_words(world, matter.order)]
    if each.amount:
        words.append(price(each.amount))
    return MatterView(
        title=title_of(matter),
        subtitle=" · ".join(words),
        words=_what_happened(world, matter),
        ways=ways,
        reasoned=any(way.act in REASONED for way in ways),
    )


def _what_happened(world: World, matter: Matter) -> str:
    each = matter.attention
    labels = dict.fromkeys(
        world.book.lines[line].label for line in each.lines if line in world.book.lines
    )
    what = ", ".join(labels)
    match each.code:
        case "line_on_two_receipts":
            return tr("{what} : encaissé sur deux tickets.", what=what)
        case "refunded_twice":
            return tr("{what} : rendu plus que vendu.", what=what)
        case "changed_after_receipt":
            return tr("{what} : le ticket dit autre chose que la commande.", what=what)
        case "added_after_receipt":
            return tr("{what} : pris quand la note était déjà payée.", what=what)
        case "void_after_division":
            return tr(
                "{what} : annulé ici pendant qu'une partie partait ailleurs.", what=what
            )
        case "two_orders":
            return tr("Deux personnes ont ouvert la même table, chacune de son côté.")
        case "overpaid":
            return tr("Les paiements dépassent ce qui est dû.")
        case _:
            return tr(each.text)


# ------------------------------------------------------------------ ways out


def ways_out(world: World, matter: Matter) -> Iterator[WayOut]:
    """What can be done, the likeliest first."""
    each, cents = matter.attention, matter.attention.amount
    match each.code:
        case "payment_unknown":
            yield WayOut(
                PAY,
                tr("Trancher avec le ticket du TPE"),
                tr("Accepté : recopiez son numéro d'autorisation."),
                "credit_card",
            )
            yield WayOut(
                REFUSED,
                tr("Le TPE a refusé"),
                tr("Rien n'a été pris : la note reste à payer."),
                "block",
            )
        case "overpaid":
            yield from _returns(world, matter)
        case "line_on_two_receipts":
            yield from _refunds(world, matter)
            yield WayOut(
                SETTLE,
                tr("Garder les deux tickets"),
                tr("Les clients sont partis : les deux ventes restent au journal."),
                "done_all",
            )
        case "refunded_twice" | "credit_twice":
            yield WayOut(
                RECOVER,
                tr("L'argent est revenu : {amount}", amount=price(cents)),
                tr("Une entrée d'espèces est notée sur cette caisse."),
                "savings",
            )
            yield WayOut(
                SETTLE,
                tr("Passer en perte"),
                tr("L'argent ne reviendra pas : c'est noté au journal."),
                "money_off",
            )
        case "changed_after_receipt":
            yield from _refunds(world, matter)
            yield WayOut(
                SETTLE,
                tr("Le ticket est juste"),
                tr("Le client a payé ce qu'il devait : rien n'est rendu."),
                "check",
            )
        case "added_after_receipt":
            yield WayOut(
                PAY,
                tr("Encaisser {amount}", amount=price(cents)),
                tr("Les clients sont encore là : un second ticket est émis."),
                "payments",
            )
            if not any(world.book.lines[line].receipts for line in each.lines):
                yield WayOut(
                    LOSS,
                    tr("Passer en perte"),
                    tr("Les clients sont partis : les lignes sont annulées."),
                    "money_off",
                )
        case "void_after_division":
            yield WayOut(
                SETTLE,
                tr("Tout est juste"),
                tr("La partie déplacée a bien été servie : rien ne change."),
                "check",
            )
        case "two_orders":
            yield WayOut(
                MERGE,
                tr("Réunir les commandes"),
                tr("Une seule note pour la table ; toutes les lignes y sont."),
                "merge",
            )
            yield WayOut(
                SETTLE,
                tr("Les laisser séparées"),
                tr("Deux groupes partagent la table : deux notes."),
                "call_split",
            )
        case _:
            pass
    if each.code in ("added_after_receipt", "void_after_division", "two_orders"):
        yield WayOut(
            OPEN,
            tr("Ouvrir la commande"),
            tr("Déplacer des lignes, en annuler, changer de table."),
            "open_in_new",
        )


def _returns(world: World, matter: Matter) -> Iterator[WayOut]:
    payments = matter.order.payments
    for name in matter.attention.payments:
        payment = payments[name]
        method = payment.label or tr(METHODS.get(payment.method, payment.method))
        cents = price(payment.amount + payment.tip)
        yield WayOut(
            PAY if payment.method == "card" else f"{RETURN}{name}",
            tr("Rendre {amount}", amount=cents),
            give_back_words(payment)
            or tr(
                "{method}, encaissé sur {terminal}.",
                method=method,
                terminal=terminal_words(world, payment.chain),
            ),
            "assignment_return",
        )


def _refunds(world: World, matter: Matter) -> Iterator[WayOut]:
    """A credit note for any receipt that still charges the lines, the newest first."""
    lines = matter.attention.lines
    for receipt in reversed(matter.order.receipts):
        cents = sum(charged(receipt, line) for line in lines if line in receipt.heads)
        if cents:
            yield WayOut(
                f"{REFUND}{receipt.id}",
                tr("Rembourser le {number}", number=receipt.number),
                tr(
                    "{amount}, encaissés sur {terminal}.",
                    amount=price(cents),
                    terminal=terminal_words(world, receipt.chain),
                ),
                "assignment_return",
            )


def present_apart(world: World) -> tuple[Problem, ...]:
    """The row of problems that leads here; a card without an answer has its own."""
    found = [m for m in matters(world) if m.attention.code != "payment_unknown"]
    if not found:
        return ()
    where = ", ".join(dict.fromkeys(order_words(world, m.order) for m in found[:_FEW]))
    count = len(found)
    return (
        Problem(
            "reconcile",
            "danger" if found[0].attention.code in _GRAVE else "warning",
            "rule",
            trn(count, "{n} chose à réconcilier", "{n} choses à réconcilier"),
            tr("{where} : quelqu'un doit trancher. Rien n'est perdu.", where=where),
            tr("Voir"),
            "rule",
        ),
    )
