"""A document once more, marked as a duplicate: from the menu, the till and the bill."""

from app.projections.queries import last_document
from app.services.documents import duplicate_of
from app.services.house import Fact
from app.windows.desk import Desk
from resources.texts import tr


def reprint(desk: Desk, order: str, receipt: str, number: str) -> None:
    """Prints a document again, however often and however long ago it was printed."""

    def said(facts: tuple[Fact, ...]) -> None:
        desk.say(tr("Duplicata du ticket {number} imprimé", number=number))

    desk.run(duplicate_of(desk.house, order, receipt, number), said)


def reprint_last(desk: Desk) -> None:
    """Prints the last document of this till again."""
    house = desk.house
    with house.database.read() as connection:
        last = last_document(connection, house.terminal)
    if last is None:
        desk.say(tr("Aucun ticket à réimprimer."), tone="refused")
    else:
        reprint(desk, last.document.order, last.document.receipt, last.number)
