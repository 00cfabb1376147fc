"""Documents again: what the book no longer remembers is asked of the journal."""

from app.domain.payments.commands import DuplicateReceipt
from app.projections.queries import StoredDocument
from app.services.house import House


def duplicate_of(house: House, stored: StoredDocument) -> DuplicateReceipt:
    """The command that prints a stored document again, with its right copy number."""
    document = stored.document
    printed = house.journal.entries(
        stream=f"order/{document.order}", types=["receipt.duplicated"]
    )
    copies = [
        int(str(entry.data["copy"]))
        for entry in printed
        if entry.data["receipt"] == document.receipt
    ]
    return DuplicateReceipt(
        order=document.order,
        receipt=document.receipt,
        number=stored.number,
        copies=max(copies, default=0),
    )
