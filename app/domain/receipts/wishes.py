"""When a receipt is on paper unasked.

Since 1 August 2023 nothing is printed unless the guest asks for it (code de
l'environnement, D. 541-371), but for what the law itself wants on paper. Source:
`fiscal.md` E-02, E-03.
"""

from typing import Final

from app.domain.orders.state import Order
from app.domain.world import World

WEIGHED: Final = "ticket.weighed"
"""Setting: whether what is sold by weight has its ticket printed."""


def paper_due(world: World, order: Order | None) -> str:
    """Why the receipt of an order is printed unasked: "note" (a meal from the threshold
    on), "warranty" (goods whose legal warranty the ticket has to mention), "weighed"; ""
    when it is not."""
    if order is None:
        return ""
    book, settings = world.book, world.settings
    due = book.total(order) >= settings.number("note.threshold")
    if order.mode == "dine_in" and due:
        return "note"
    lines = book.lines_of(order)
    articles = world.catalogue.articles
    sold = (articles.get(line.article) for line in lines)
    if any(article and article.legal_warranty for article in sold):
        return "warranty"
    if settings.text(WEIGHED) == "yes" and any(line.unit == "kg" for line in lines):
        return "weighed"
    return ""
