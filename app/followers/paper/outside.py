"""Papers of orders from outside: what did not come in whole, and codes of tables."""

from app.domain.orders.import_events import GuestsLetIn, OrderImported
from app.domain.vocabulary import Meta
from app.domain.world import World
from app.followers.paper.guest_code import guest_code_paper
from app.followers.paper.imported import imported_paper
from hardware.printers.document import Document

Outside = OrderImported | GuestsLetIn


def outside_paper(world: World, event: Outside, meta: Meta) -> Document | None:
    """What a fact calls for at the counter, None for nothing."""
    if isinstance(event, GuestsLetIn):
        return guest_code_paper(world, event)
    return imported_paper(world, event, meta)
