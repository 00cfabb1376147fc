"""From a bill to the fiscal document: lines, VAT, payments, running totals."""

from collections.abc import Sequence

from app.domain.credits.rules import deposit_vat, taken_beside
from app.domain.environment import TRAINING
from app.domain.money import decimal_text, parse_decimal
from app.domain.orders.billing import beside_on, price_bill, sold_parts
from app.domain.orders.events import Bill, Portion, portion_text
from app.domain.orders.guests import covers_of
from app.domain.orders.state import Line, Order, Payment
from app.domain.payments.commands import BALANCED
from app.domain.payments.rounding import beside_rounding
from app.domain.pricing import PricedDocument, PricedLine, VatRow
from app.domain.receipts.events import (
    DISPOSITIONS,
    Disposition,
    ReceiptIssued,
    ReceiptLine,
    ReceiptPayment,
    ReceiptRefunded,
    ReceiptVat,
)
from app.domain.vocabulary import MILLI, Context, Nature
from app.domain.world import World

QTY_PLACES = 3


def receipt(
    world: World,
    order: Order,
    bill: Bill,
    payments: Sequence[Payment],
    issued: str,
    context: Context,
    *,
    final: bool = False,
    rounded: int = 0,
) -> ReceiptIssued:
    """The receipt of a bill that `payments` pay to the cent, `rounded` cents besides."""
    book = world.book
    priced = price_bill(book, order, bill)
    sold = [book.lines[portion.line] for portion in bill.portions]
    lines: list[ReceiptLine] = []
    for source, (line, portion) in enumerate(zip(sold, bill.portions, strict=True)):
        parts = [part for part in priced.lines if part.source == source]
        lines += _lines(world, line, portion, parts)
    table = world.floor.number(order.table)
    return ReceiptIssued(
        receipt=context.new_id(),
        order=order.id,
        bill=bill.id,
        mode=order.mode,
        table=table,
        covers=order.covers,
        seated=covers_of(book, order, bill),
        opened=order.opened_ts,
        lines=tuple(lines),
        vat=_vat(priced),
        ttc=priced.ttc,
        ht=priced.ht,
        tva=priced.tva,
        payments=tuple(receipt_payment(world, order, paid) for paid in payments),
        portions=tuple(map(portion_text, bill.portions)),
        totals=world.till(context.terminal).totals_after(priced.ttc, context.bday),
        n_lines=len(sold),
        n_articles=sum(
            _articles(line, p) for line, p in zip(sold, bill.portions, strict=True)
        ),
        issued=issued,
        note=order.mode == "dine_in" and issued != "none" and bool(sold),
        guest_note=order.guest_note,
        final=final,
        clock_anomaly=world.settings.clock_doubtful,
        customer=world.invoices.named.get((order.id, bill.id), ""),
        training=context.environment == TRAINING,
        beside=(
            *taken_beside(beside_on(order, bill.id)),
            *beside_rounding(rounded, context.new_id() if rounded else ""),
        ),
    )


def receipt_payment(world: World, order: Order, payment: Payment) -> ReceiptPayment:
    """A tender as the document names it."""
    return ReceiptPayment(
        payment=payment.id,
        method=payment.method,
        amount=payment.amount,
        tendered=payment.tendered,
        change=payment.change,
        tip=payment.tip,
        excess=payment.excess,
        label=payment.label,
        reference=payment.reference if payment.method in BALANCED else "",
        vat=deposit_vat(world, order, payment),
        exchange=payment.exchange,
    )


def _articles(line: Line, portion: Portion) -> int:
    pieces = line.quantity // MILLI if line.unit == "piece" else 1
    return max(1, pieces * len(portion.taken) // portion.of)


def _lines(
    world: World, line: Line, portion: Portion, parts: list[PricedLine]
) -> list[ReceiptLine]:
    """The line of the document; a formule's components follow their head."""
    quantity, share = quantity_text(line, portion)
    whole = quantity == decimal_text(line.ordered, QTY_PLACES) and not share
    article = world.catalogue.articles.get(line.article)
    head = ReceiptLine(
        id=line.id,
        article=line.article,
        label=line.label,
        quantity=quantity,
        unit=line.price,
        total=sum(part.ttc for part in parts),
        ttc=0 if line.formule else parts[0].ttc,
        ht=0 if line.formule else parts[0].ht,
        rate=line.rate,
        nature=line.nature,
        discount=line.discount,
        reason=next((d.reason for d in line.discounts.values()), ""),
        category=article.category if article else "",
        share=share,
        # Of a part nobody knows what it was weighed in.
        tare=decimal_text(line.tare, QTY_PLACES) if line.tare and whole else "",
        typed=line.typed,
        warranty=article is not None and article.legal_warranty,
    )
    if not line.formule:
        return [head]
    each = sold_parts(line)
    components = [
        ReceiptLine(
            id=f"{line.id}.{number}",
            article=sold.article if sold else line.article,
            label=part.label,
            quantity=quantity,
            unit=0,
            total=0,
            ttc=part.ttc,
            ht=part.ht,
            rate=part.rate,
            nature=part.nature,
            parent=line.id,
            category=head.category,
            share=share,
        )
        for number, part in enumerate(parts)
        for sold in [each[number] if len(parts) == len(each) else None]
    ]
    return [head, *components]


def quantity_text(line: Line, portion: Portion) -> tuple[str, str]:
    """(quantity, share) as the guest reads them: pieces when they come out whole."""
    taken, of = len(portion.taken), portion.of
    mine, rest = divmod(line.quantity * taken, of)
    if rest == 0 and (line.unit != "piece" or mine % MILLI == 0):
        return decimal_text(mine, QTY_PLACES), ""
    return decimal_text(line.quantity, QTY_PLACES), f"{taken}/{of}"


def _vat(priced: PricedDocument) -> tuple[ReceiptVat, ...]:
    return tuple(
        ReceiptVat(rate=row.rate, ttc=row.ttc, ht=row.ht, tva=row.tva)
        for row in priced.vat
    )


def heads(document: ReceiptIssued | ReceiptRefunded) -> list[ReceiptLine]:
    """The lines a guest reads: components of formules left out."""
    return [line for line in document.lines if not line.parent]


def milli_of(line: ReceiptLine) -> int:
    """Thousandths that a line is of, its share of them; negative on a refund."""
    negative = line.quantity.startswith("-")
    milli = parse_decimal(line.quantity.removeprefix("-"), QTY_PLACES)
    if line.share:
        taken, _, of = line.share.partition("/")
        milli = milli * int(taken) // int(of)
    return -milli if negative else milli


def disposition_named(word: str) -> Disposition | None:
    """What becomes of what was given back, by its word; None where nobody said."""
    return next((each for each in DISPOSITIONS if each == word), None)


def as_priced(document: ReceiptIssued) -> PricedDocument:
    """A stored receipt as the arithmetic wants it; `source` counts the `heads`."""
    index = {line.id: number for number, line in enumerate(heads(document))}
    formules = {line.parent for line in document.lines if line.parent}
    counted = [line for line in document.lines if line.id not in formules]
    natures: dict[str, Nature] = {"GOODS": "GOODS", "SERVICE": "SERVICE"}
    return PricedDocument(
        tuple(
            PricedLine(
                line.label,
                line.rate,
                natures[line.nature],
                line.ttc,
                line.ht,
                index[line.parent or line.id],
                parse_decimal(line.quantity, QTY_PLACES),
            )
            for line in counted
        ),
        tuple(VatRow(row.rate, row.ttc, row.ht, row.tva) for row in document.vat),
        document.ttc,
        document.ht,
        document.tva,
    )
