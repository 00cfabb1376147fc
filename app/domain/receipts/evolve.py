"""How documents change the orders of the book.

A receipt names its lines, so nothing that happens afterwards or elsewhere changes what
it covers; what does not fit any more is found by `orders/attention.py`.
"""

from dataclasses import replace

from app.domain.money import parse_decimal
from app.domain.orders.events import Portion, parse_portion, portion_text
from app.domain.orders.handling import BOOK, ORDER, Handlers, ms_of
from app.domain.orders.state import Book, Order, Receipt
from app.domain.payments.evolve import bring
from app.domain.receipts.events import (
    AdditionPrinted,
    ReceiptDuplicated,
    ReceiptIssued,
    ReceiptRefunded,
)
from app.domain.vocabulary import Meta


def _issued(book: Book, order: Order, event: ReceiptIssued, meta: Meta) -> None:
    portions = tuple(map(parse_portion, event.portions))
    if event.receipt not in book.receipts:
        _note_receipt(book, order, event, portions, meta)
    for portion in portions:
        line = book.lines.get(portion.line)
        named = event.receipt, portion.of, portion.taken
        if line is None:
            alone = replace(event, portions=(portion_text(portion),))
            book.wait(portion.line, alone, meta)
        elif named not in line.receipts:
            line.receipts += (named,)


def _note_receipt(
    book: Book,
    order: Order,
    event: ReceiptIssued,
    portions: tuple[Portion, ...],
    meta: Meta,
) -> None:
    receipt = Receipt(
        id=event.receipt,
        order=event.order,
        bill=event.bill,
        chain=meta.chain,
        tseq=meta.tseq,
        ttc=event.ttc,
        ms=ms_of(meta),
        portions=portions,
        copies=book.copies.get(event.receipt, 0),
        heads={line.id: line for line in event.lines if not line.parent},
        payments=tuple(paid.payment for paid in event.payments),
        final=event.final,
        beside={each.id: each.amount for each in event.beside},
        bday=meta.bday,
        seated=event.covers if event.seated is None else event.seated,
    )
    order.receipts.append(receipt)
    book.receipts[event.receipt] = event.order
    for each in receipt.beside:
        if each in order.beside:
            order.beside[each].receipt = event.receipt
    for paid in receipt.payments:
        payment = book.payment(order.id, paid)
        if payment is None or payment.receipt:
            continue
        if payment.order != order.id:  # moved by a terminal that did not know of it
            bring(book, payment, order)
        payment.receipt = event.receipt


def _refunded(book: Book, event: ReceiptRefunded, meta: Meta) -> None:
    if not event.of:
        return
    receipt = book.receipt(event.of)
    if receipt is None:
        book.wait(event.of, event, meta)
        return
    receipt.refunded -= event.ttc
    for line in event.lines:
        if not line.parent:
            back = parse_decimal(line.quantity.removeprefix("-"), 3)
            receipt.returned[line.id] = receipt.returned.get(line.id, 0) + back


def _duplicated(book: Book, event: ReceiptDuplicated, meta: Meta) -> None:
    copies = max(book.copies.get(event.receipt, 0), event.copy)
    book.copies[event.receipt] = copies
    receipt = book.receipt(event.receipt)
    if receipt is not None:
        receipt.copies = copies


def _addition(book: Book, order: Order, event: AdditionPrinted, meta: Meta) -> None:
    order.additions += 1
    order.addition_ms = ms_of(meta)
    for line in book.lines_of(order):
        line.shown = True


RECEIPTS: Handlers = {
    ReceiptIssued: (ORDER, _issued),
    ReceiptRefunded: (BOOK, _refunded),
    ReceiptDuplicated: (BOOK, _duplicated),
    AdditionPrinted: (ORDER, _addition),
}
