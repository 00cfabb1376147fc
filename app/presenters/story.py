"""What happened to an order, where, when and by whom, in the words of the trade.

Read from the journal, in its order, and only what concerns the things that are asked for:
a line, a receipt, a payment.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.orders import events as orders
from app.domain.orders.formule_events import LineMixed
from app.domain.orders.settled_events import AttentionSettled
from app.domain.payments import events as payments
from app.domain.payments.commands import METHODS
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.vocabulary import Meta
from app.domain.world import World
from app.presenters.admin.stock import quantity_text
from app.presenters.network import terminal_words
from app.services.house import Fact, House, facts_of
from app.services.people import person_name
from resources.texts import price, tr


@dataclass(frozen=True, slots=True)
class Chapter:
    """One thing that happened.

    Attributes:
        time: "20:34"; `words` what; `who` did it and on which terminal.
    """

    time: str
    words: str
    who: str


def story_of(
    house: House, found: Iterable[str], names: Collection[str]
) -> tuple[Chapter, ...]:
    """What happened to these orders about these things, oldest first.

    Args:
        found: ids of the orders.
        names: ids of lines, receipts, payments, orders.

    Raises:
        KnownError: the journal cannot be read.
    """
    facts: list[Fact] = []
    for order in found:
        facts += facts_of(house.journal.entries(stream=f"order/{order}"))
    facts.sort(key=lambda fact: fact.meta.order)
    house.bring_back(*(getattr(fact.event, "target", "") for fact in facts))
    labels = labels_of(facts)
    chapters = []
    for fact in facts:
        words = fact_words(house.world, labels, fact)
        if not words or not _about(fact.event) & set(names):
            continue
        moment = datetime.fromisoformat(fact.meta.ts).astimezone(house.clock().tzinfo)
        who = (
            person_name(house, fact.meta.op),
            terminal_words(house.world, fact.meta.chain),
        )
        chapter = Chapter(f"{moment:%H:%M}", words, " · ".join(filter(None, who)))
        chapters.append(chapter)
    return tuple(chapters)


def labels_of(facts: Iterable[Fact]) -> dict[str, str]:
    """What the lines are called that these facts added."""
    return {
        line.line: line.label for fact in facts for line in orders.added(fact.event)
    }


def fact_words(world: World, labels: dict[str, str], fact: Fact) -> str:
    """A fact in a few words, "" when it changes nothing about money or lines."""
    tell = _WORDS.get(type(fact.event))
    return tell(fact.event, fact.meta, _Teller(world, labels)) if tell else ""


def _about(event: object) -> set[str]:
    """Ids of what a fact is about."""
    found: set[str] = set()
    for name in ("line", "new_line", "receipt", "of", "payment", "order", "target"):
        value = getattr(event, name, "")
        if isinstance(value, str):
            found.add(value)
    for portion in getattr(event, "portions", ()):
        found.add(portion.partition(":")[0])
    for line in getattr(event, "lines", ()):
        found.add(line if isinstance(line, str) else getattr(line, "id", ""))
    found |= {line.line for line in orders.added(event)}
    if isinstance(event, AttentionSettled):
        found |= {part for key in event.about for part in key.split(":")}
    elif not isinstance(event, orders.OrderCreated | orders.TableChanged):
        found.discard(event.order)  # type: ignore[attr-defined]  # all stand on one
    return found


@dataclass(frozen=True, slots=True)
class _Teller:
    world: World
    labels: dict[str, str]

    def label(self, line: str) -> str:
        found = self.world.book.lines.get(line)
        return self.labels.get(line) or (found.label if found else "")

    def where(self, order: str) -> str:
        found = self.world.book.orders.get(order)
        number = self.world.floor.number(found.table) if found else ""
        if number:
            return tr("T. {number}", number=number)
        if found is None:
            return order
        number = self.world.sale_number(found.terminal, found.number)
        return tr("Vente {number}", number=number)


def _created(event: orders.OrderCreated, meta: Meta, teller: _Teller) -> str:
    number = teller.world.floor.number(event.table)
    if number:
        return tr("Table {number} ouverte", number=number)
    number = teller.world.sale_number(meta.chain, event.number)
    return tr("Vente {number} ouverte", number=number)


def _added(
    event: orders.LineAdded | orders.LinesAdded, meta: Meta, teller: _Teller
) -> str:
    pieces = [
        f"{quantity_text(line.quantity)} × {line.label}" for line in orders.added(event)
    ]
    return tr("{lines} pris", lines=", ".join(pieces))


def _quantity(event: orders.QuantitySet, meta: Meta, teller: _Teller) -> str:
    return tr(
        "{label} : quantité {quantity}",
        label=teller.label(event.line),
        quantity=quantity_text(event.quantity),
    )


def _voided(event: orders.LineVoided, meta: Meta, teller: _Teller) -> str:
    words = tr("{label} annulé", label=teller.label(event.line))
    return f"{words} · {tr(event.reason)}" if event.reason else words


def _discounted(event: orders.LineDiscounted, meta: Meta, teller: _Teller) -> str:
    label = teller.label(event.line)
    if event.comp:
        return tr("{label} offert", label=label)
    words = tr("{label} : remise de {amount}", label=label, amount=price(event.amount))
    return f"{words} · {event.reason}" if event.promotion else words


def _mixed(event: LineMixed, meta: Meta, teller: _Teller) -> str:
    words = tr("Assemblé : {name}") if event.formule else tr("Séparé : {name}")
    return words.format(name=event.label)


def _moved(event: orders.LinesMoved, meta: Meta, teller: _Teller) -> str:
    where = teller.where(event.target)
    if not event.lines:
        return tr("Commande réunie : {order}", order=where)
    labels = ", ".join(dict.fromkeys(map(teller.label, event.lines)))
    return tr("{label} → {where}", label=labels, where=where)


def _divided(event: orders.LineDivided, meta: Meta, teller: _Teller) -> str:
    return tr(
        "{quantity} × {label} mis à part",
        quantity=quantity_text(event.quantity),
        label=teller.label(event.line),
    )


def _table(event: orders.TableChanged, meta: Meta, teller: _Teller) -> str:
    number = teller.world.floor.number(event.table)
    return tr("Passé à la table {number}", number=number)


def _settled(event: AttentionSettled, meta: Meta, teller: _Teller) -> str:
    return tr("Laissé ainsi · {why}", why=event.reason)


def _asked(event: payments.PaymentRequested, meta: Meta, teller: _Teller) -> str:
    return tr("Carte demandée, {amount}", amount=price(event.amount))


def _paid(event: payments.PaymentCompleted, meta: Meta, teller: _Teller) -> str:
    method = f"{tr(METHODS.get(event.method, event.method))} {event.label}".strip()
    return tr("{method}, {amount} encaissés", method=method, amount=price(event.amount))


def _failed(event: payments.PaymentFailed, meta: Meta, teller: _Teller) -> str:
    return tr("Carte refusée")


def _unknown(event: payments.PaymentUnknown, meta: Meta, teller: _Teller) -> str:
    return tr("Le TPE n'a pas répondu")


def _returned(event: payments.PaymentRefunded, meta: Meta, teller: _Teller) -> str:
    method = tr(METHODS.get(event.method, event.method))
    return tr("{method}, {amount} rendus", method=method, amount=price(event.amount))


def _issued(event: ReceiptIssued, meta: Meta, teller: _Teller) -> str:
    number = f"{meta.chain}-{meta.tseq:06d}"
    return tr("Ticket {number}, {amount}", number=number, amount=price(event.ttc))


def _refunded(event: ReceiptRefunded, meta: Meta, teller: _Teller) -> str:
    return tr(
        "Ticket {number} remboursé, {amount}",
        number=event.number,
        amount=price(-event.ttc),
    )


_WORDS: dict[type, Callable[[Any, Meta, _Teller], str]] = {
    orders.OrderCreated: _created,
    orders.LineAdded: _added,
    orders.LinesAdded: _added,
    orders.QuantitySet: _quantity,
    orders.LineVoided: _voided,
    orders.LineDiscounted: _discounted,
    LineMixed: _mixed,
    orders.LinesMoved: _moved,
    orders.LineDivided: _divided,
    orders.TableChanged: _table,
    AttentionSettled: _settled,
    payments.PaymentRequested: _asked,
    payments.PaymentCompleted: _paid,
    payments.PaymentFailed: _failed,
    payments.PaymentUnknown: _unknown,
    payments.PaymentRefunded: _returned,
    ReceiptIssued: _issued,
    ReceiptRefunded: _refunded,
}
"""What is told, and in which words; the rest changes nothing about money or lines."""
