"""The paper of an order that did not come in whole: what was told, and what is lacking."""

from datetime import datetime

from app.domain.access.state import PREFIX
from app.domain.orders.import_events import Doubt, OrderImported
from app.domain.payments.commands import METHODS
from app.domain.vocabulary import Meta
from app.domain.world import World
from hardware.printers.document import (
    Block,
    Cut,
    Document,
    Feed,
    Rule,
    Text,
    row,
)
from resources.texts import price

DASHED = Rule("dashed")


def imported_paper(world: World, event: OrderImported, meta: Meta) -> Document | None:
    """What somebody has to look at, in French; None where all came in whole."""
    order = world.book.orders.get(event.order)
    if order is None or not event.doubts:
        return None
    moment = datetime.fromisoformat(meta.ts)
    key = world.access.keys.get(meta.op.removeprefix(PREFIX))
    where = f"Vente {world.sale_number(order.terminal, order.number)}"
    told: list[Block] = [
        block
        for doubt in event.doubts
        for block in (Text(doubt.told, bold=True), Text(_why(doubt), indent=2))
    ]
    paid: list[Block] = [
        row(
            f"{METHODS.get(each.method, each.method)} {each.reference}".strip(),
            price(each.amount + each.tip, lang="fr"),
        )
        for each in event.payments
    ]
    blocks: list[Block] = [
        Text(world.settings.text("house.name").upper(), bold=True, align="center"),
        Text("COMMANDE À VÉRIFIER", size="title", bold=True, align="center"),
        Rule(),
        row(where, f"{moment:%d/%m/%Y %H:%M}", bold=True),
        row(key.name if key else "", event.reference),
        DASHED,
        *told,
        DASHED,
        *(
            row(line.label, price(line.net, lang="fr"))
            for line in world.book.lines_of(order)
        ),
        *([DASHED, Text("Payé ailleurs", bold=True), *paid] if paid else []),
        Rule(),
        Text("Rien n'est parti en cuisine."),
        Feed(3),
        Cut(),
    ]
    return Document("report", tuple(blocks), f"À VÉRIFIER {where}")


def _why(doubt: Doubt) -> str:
    return doubt.text.format(**dict(doubt.values))
