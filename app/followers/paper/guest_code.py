"""The slip that lets the guests of a table order and pay by telephone: where, and with
which code."""

from app.domain.orders.import_events import GuestsLetIn
from app.domain.settings import GUESTS_ORDER, GUESTS_PAY
from app.domain.world import World
from hardware.printers.document import QR, Block, Cut, Document, Feed, Rule, Text


def _where(event: GuestsLetIn) -> tuple[Block, ...]:
    """The address to scan, with the code, and to type, without."""
    if not event.address:
        return ()
    scanned = f"{event.address}?code={event.code}"
    return QR(scanned, module=6), Text(event.address)


def _words(world: World) -> tuple[str, str]:
    """What the telephone is good for, in French and English."""
    orders, pays = (
        world.settings.text(key) != "no" for key in (GUESTS_ORDER, GUESTS_PAY)
    )
    if orders and pays:
        return "Commandez et payez au téléphone", "Order and pay with your phone"
    if pays:
        return "Payez avec votre téléphone", "Pay with your phone"
    return "Commandez avec votre téléphone", "Order with your phone"


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
        *(Text(words, align="center") for words in _words(world)),
        *_where(event),
        Text(event.code, size="huge", bold=True, align="center"),
        Rule(),
        Feed(2),
        Cut(),
    ]
    return Document("report", tuple(blocks), f"CODE TABLE {table}")
