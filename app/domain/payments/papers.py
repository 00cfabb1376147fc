"""Documents once more, on paper or by mail, and papers that are no receipts
(`fiscal.md` E-05, E-06, E-07)."""

from app.domain.payments.commands import DuplicateReceipt, MailReceipt, PrintSlip
from app.domain.receipts.events import MailAsked, ReceiptDuplicated, SlipPrinted
from app.domain.vocabulary import Refusal
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

SLIPS = ("gift", "proof")


def duplicate(world: World, command: DuplicateReceipt) -> tuple[ReceiptDuplicated]:
    """One copy more than anybody knows of."""
    copies = max(world.book.copies.get(command.receipt, 0), command.copies)
    return (
        ReceiptDuplicated(
            receipt=command.receipt,
            order=command.order,
            number=command.number,
            copy=copies + 1,
            medium=command.medium,
        ),
    )


def mail(world: World, command: MailReceipt) -> Decision:
    """A document by mail: the one that the guest asked for as they paid, or a copy."""
    copies: tuple[ReceiptDuplicated, ...] = ()
    if not command.original:
        again = DuplicateReceipt(
            order=command.order,
            receipt=command.receipt,
            number=command.number,
            medium="email",
            copies=command.copies,
        )
        copies = duplicate(world, again)
    return (
        *copies,
        MailAsked(
            mail=command.mail,
            receipt=command.receipt,
            order=command.order,
            number=command.number,
            copy=copies[0].copy if copies else 0,
            to=command.to,
        ),
    )


def slip(command: PrintSlip) -> Decision:
    """A paper without prices, or without articles; no sale and no duplicate."""
    if command.kind not in SLIPS:
        return Refusal("slip_unknown", "Ce papier n'existe pas.")
    return (
        SlipPrinted(
            receipt=command.receipt,
            order=command.order,
            number=command.number,
            kind=command.kind,
        ),
    )
