"""The slip that lets the guests of a table order by telephone: where, and with which code."""

from app.domain.orders.import_events import GuestsLetIn
from app.domain.world import World
from hardware.printers.document import QR, Block, Cut, Document, Feed, Rule, Text


def guest_code_paper(world: World, event: GuestsLetIn) -> Document | None:
    """None where the table is shut, or is none any more."""
    order = world.book.orders.get(event.order)
    if order is None or not event.code:
        return None
    table = world.floor.number(order.table)
    blocks: list[Block] = [
        Text(world.settings.text("house.name").upper(), bold=True, align="center"),
        Text(f"TABLE {table}", size="title", bold=True, align="center"),
        Rule(),
        Text("Commandez avec votre téléphone", align="center"),
        Text("Order with your phone", align="center"),
        *((QR(event.address, module=6), Text(event.address)) if event.address else ()),
        Text(event.code, size="huge", bold=True, align="center"),
        Rule(),
        Feed(2),
        Cut(),
    ]
    return Document("report", tuple(blocks), f"CODE TABLE {table}")
