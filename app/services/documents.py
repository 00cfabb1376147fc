"""Documents again: what the book no longer remembers is asked of the journal."""

from app.domain.payments.commands import DuplicateReceipt
from app.services.house import House


def duplicate_of(
    house: House, order: str, receipt: str, number: str
) -> DuplicateReceipt:
    """The command that prints a document again, with its right copy number."""
    printed = house.journal.entries(
        stream=f"order/{order}", types=["receipt.duplicated"]
    )
    copies = [
        int(str(entry.data["copy"]))
        for entry in printed
        if entry.data["receipt"] == receipt
    ]
    return DuplicateReceipt(
        order=order,
        receipt=receipt,
        number=number,
        copies=max(copies, default=0),
    )
