"""Papers that carry value, and those that are no receipts: vouchers, store credit,
deposits; the gift ticket and the proof of payment.

Source: `fiscal.md` F-06, F-07, H-05, E-07.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from app.domain.credits.events import CreditIssued, CreditToppedUp, OfficeCredit
from app.domain.papers import HEADER
from app.domain.payments.commands import METHODS
from app.domain.receipts.compose import heads
from app.domain.receipts.events import ReceiptIssued
from app.domain.settings import Settings
from app.domain.world import World
from app.followers.paper.receipt import farewell, mark, own_lines
from hardware.printers.document import (
    Barcode,
    Block,
    Box,
    Cut,
    Document,
    Rule,
    Text,
    row,
)
from resources.texts import amount, price, short_date

DASHED = Rule("dashed")
_NAMES = {"gift": "BON CADEAU", "store": "AVOIR", "deposit": "ACOMPTE"}
_SLIPS = {"gift": "TICKET CADEAU", "proof": "PREUVE DE PAIEMENT"}


def credit_paper(credit: CreditIssued, number: int, settings: Settings) -> Document:
    """A voucher, a store credit or a deposit: what is scanned when it is spent."""
    name = _NAMES[credit.kind]
    until = f"valable jusqu'au {_day(credit.expires)}" if credit.expires else ""
    blocks: list[Block] = [
        *mark(settings),
        Text(
            settings.text("house.name").upper(), size="title", bold=True, align="center"
        ),
        Text(settings.text("house.address"), align="center"),
        *own_lines(settings, HEADER),
        Rule(),
        Box(
            (
                Text(name, size="title", bold=True, align="center"),
                Text(
                    price(credit.amount, lang="fr"),
                    size="total",
                    bold=True,
                    align="center",
                ),
            ),
            "plain",
        ),
        *([Text(until, align="center")] if until else []),
        Text(_terms(credit.kind), align="center"),
        Barcode(credit.code),
        DASHED,
        Text("À présenter au paiement", align="center"),
        Text(f"N° P-{number:06d}", align="center"),
        *farewell(settings),
        Cut(),
    ]
    return Document("receipt", tuple(blocks), f"{name} {credit.code}")


def credit_papers(
    world: World, event: CreditIssued | CreditToppedUp, number: int
) -> Iterable[Document]:
    """A credit as it was made; a voucher that was topped up, with what is left on it.
    That of another site came out there."""
    if isinstance(event, OfficeCredit):
        return
    if isinstance(event, CreditIssued):
        yield credit_paper(event, number, world.settings)
    elif event.credit in world.credits.issued:
        credit, left = (
            world.credits.issued[event.credit],
            world.credits.left(event.credit),
        )
        now = replace(credit, amount=left, expires=event.expires)
        yield credit_paper(now, number, world.settings)


def slip_paper(
    document: ReceiptIssued, number: str, ts: str, kind: str, settings: Settings
) -> Document:
    """What was bought without its price, or that it was paid without what it was."""
    name = _SLIPS[kind]
    moment = datetime.fromisoformat(ts)
    bought: Iterable[Block]
    if kind == "gift":
        bought = (
            row(line.label, f"× {line.quantity.replace('.', ',')}")
            for line in heads(document)
        )
    else:
        bought = [
            row(METHODS.get(paid.method, paid.method), _cents(paid.amount))
            for paid in document.payments
        ]
    blocks = [
        Text(
            settings.text("house.name").upper(), size="title", bold=True, align="center"
        ),
        Text(name, bold=True, align="center"),
        Text("Ce document n'est pas un ticket de caisse.", align="center"),
        Rule(),
        row(f"Ticket {number}", f"{moment:%d/%m/%Y %H:%M}"),
        DASHED,
        *bought,
        Cut(),
    ]
    return Document("receipt", tuple(blocks), f"{name} {number}")


def _terms(kind: str) -> str:
    if kind == "deposit":
        return "à déduire de votre note"
    return "utilisable en plusieurs fois"


def _day(day: str) -> str:
    return short_date(date.fromisoformat(day))


def _cents(cents: int) -> str:
    return amount(cents, lang="fr").replace("−", "-")
