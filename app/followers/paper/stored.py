"""A stored document as its paper, whenever it is made again."""

from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.followers.paper.receipt import Stamp, receipt_paper
from app.projections.invoices import invoices_of
from app.projections.queries import StoredDocument
from app.services.clients import client_name
from app.services.documents import software_of
from app.services.house import House
from app.services.people import person_name, unseal_order
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
        customer=customer_of(house, written),
        invoices=invoices,
    )
    return receipt_paper(written, stamp, house.world.settings)


def customer_of(house: House, written: ReceiptIssued | ReceiptRefunded) -> str:
    """Who is named on a document: as the guest wished, else whose account it is; "" once
    the name was erased."""
    if isinstance(written, ReceiptIssued) and written.customer:
        return unseal_order(house, written.order, written.customer)
    holders = [
        *(paid.reference for paid in written.payments if paid.method == "account"),
        *(each.holder for each in written.beside if each.kind == "account"),
    ]
    known = house.world.credits.clients
    return client_name(house, known.get(holders[0])) if holders else ""


def till_name(number: str) -> str:
    """ "Caisse 1" of a printed number "C1-000214"."""
    return f"Caisse {number.partition('-')[0].lstrip('C')}"
