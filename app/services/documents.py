"""Documents again: what the book no longer remembers is asked of the journal."""

from app.domain.payments.commands import DuplicateReceipt, MailReceipt
from app.services.house import House
from app.services.ids import new_id

MAILS = "mail/"
"""Before the keys of addresses to which a document is still to be sent."""


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


def software_of(house: House, order: str, receipt: str) -> str:
    """What wrote a document, as its entry says; "" when the journal has none."""
    entries = house.journal.entries(
        stream=f"order/{order}", types=["receipt.issued", "receipt.refunded"]
    )
    written = (e.sw for e in entries if e.data.get("receipt") == receipt)
    return next(written, "")


def mail_key(order: str, mail: str) -> str:
    """Key under which the address of a mail is sealed: of no stream, so it is told to
    no other terminal, and destroyed once the mail is over."""
    return f"{MAILS}{order}/{mail}"


def mail_of(
    house: House, order: str, receipt: str, number: str, to: str, *, original: bool
) -> MailReceipt:
    """The command that sends a document to an address, which it seals.

    Args:
        original: the guest asked for it as they paid.

    Raises:
        KnownError: the key could not be stored, or the journal not be read.
    """
    mail = new_id()
    again = duplicate_of(house, order, receipt, number)
    return MailReceipt(
        order=order,
        receipt=receipt,
        number=number,
        mail=mail,
        to=house.sealer.seal(mail_key(order, mail), to),
        original=original,
        copies=again.copies,
    )
