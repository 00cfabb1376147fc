"""Documents, cash slips and reports as papers, from what the journal says of them."""

import logging
from collections.abc import Iterator

from app.domain.receipts.events import (
    ReceiptDuplicated,
    ReceiptIssued,
    ReceiptRefunded,
    SlipPrinted,
)
from app.domain.till.events import CashMoved, DayClosed, TillReported
from app.domain.vocabulary import Meta
from app.fiscal.breach import breaches
from app.followers.paper.cash import cash_paper
from app.followers.paper.credit import slip_paper
from app.followers.paper.receipt import Stamp, receipt_paper
from app.followers.paper.report import report_paper
from app.followers.paper.stored import customer_of, stored_paper, till_name
from app.projections.queries import document
from app.services.house import House
from app.services.people import person_name
from hardware.printers.document import Document

_log = logging.getLogger("sotto.print")


def issued_receipt(
    house: House, event: ReceiptIssued | ReceiptRefunded, meta: Meta, software: str
) -> Document:
    """A receipt, or what was given back."""
    number = f"{meta.chain}-{meta.tseq:06d}"
    mine = meta.chain == house.terminal and not meta.extract
    unsigned = house.journal.unsigned if mine else None
    stamp = Stamp(
        number=number,
        ts=meta.ts,
        operator=person_name(house, meta.op),
        till=till_name(number),
        extract=meta.extract,
        software=software,
        waiting=unsigned.count if unsigned else 0,
        customer=customer_of(house, event),
    )
    return receipt_paper(event, stamp, house.world.settings)


def issued_duplicate(house: House, event: ReceiptDuplicated) -> Iterator[Document]:
    """A document once more; nothing where there is no such document."""
    with house.database.read() as connection:
        stored = document(connection, event.receipt)
    if stored is None:
        _log.error("no document %s to print again", event.receipt)
        return
    yield stored_paper(house, stored, event.copy)


def issued_slip(house: House, event: SlipPrinted) -> Iterator[Document]:
    """What was bought without its price, or that it was paid without what it was."""
    with house.database.read() as connection:
        stored = document(connection, event.receipt)
    if stored is not None and isinstance(stored.document, ReceiptIssued):
        yield slip_paper(
            stored.document,
            stored.number,
            stored.ts,
            event.kind,
            house.world.settings,
        )


def issued_cash(house: House, event: CashMoved, meta: Meta) -> Document:
    """Cash that went in or out of the drawer, to sign."""
    who, number = person_name(house, meta.op), f"{meta.chain}-{meta.tseq:06d}"
    return cash_paper(event, number, meta.ts, who, house.world.settings)


def issued_report(
    house: House, event: DayClosed | TillReported, meta: Meta
) -> Document:
    """An X or a Z."""
    _, chain, seq = meta.order
    return report_paper(
        event,
        meta,
        person_name(house, meta.op),
        house.world.settings,
        breaches=breaches(house, chain, seq),
    )
