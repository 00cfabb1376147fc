"""A stored document as its paper, whenever it is made again."""

from app.followers.paper.receipt import Stamp, receipt_paper
from app.projections.invoices import invoices_of
from app.projections.queries import StoredDocument
from app.services.documents import software_of
from app.services.house import House
from app.services.people import person_name
from hardware.printers.document import Document


def stored_paper(house: House, stored: StoredDocument, copy: int = 0) -> Document:
    """The document as it was given, or its duplicate `copy`.

    Raises:
        KnownError: the journal cannot be read.
    """
    written = stored.document
    invoices: tuple[str, ...] = ()
    if copy:
        with house.database.read() as connection:
            found = invoices_of(connection, written.receipt)
        invoices = tuple(each.number for each in found)
    unsigned = None if stored.extract else house.journal.unsigned
    stamp = Stamp(
        number=stored.number,
        ts=stored.ts,
        operator=person_name(house, stored.op),
        till=till_name(stored.number),
        extract=stored.extract,
        software=software_of(house, written.order, written.receipt),
        copy=copy,
        waiting=unsigned.count if unsigned else 0,
        invoices=invoices,
    )
    return receipt_paper(written, stamp, house.world.settings)


def till_name(number: str) -> str:
    """ "Caisse 1" of a printed number "C1-000214"."""
    return f"Caisse {number.partition('-')[0].lstrip('C')}"
