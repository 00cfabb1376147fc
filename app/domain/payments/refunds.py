"""Deciding what is given back: documents that mirror a receipt, and spare tenders.

What goes back on a card is asked of its terminal first: the document is issued and the
tender is gone only when the terminal has given the money back. Until it is known what it
did, nothing of the same receipt or order is given back a second time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.domain.credits.rules import (
    TOO_LARGE,
    given_back_beside,
    store_credit,
    undone_by,
)
from app.domain.credits.state import ON_ACCOUNT
from app.domain.money import decimal_text, parse_decimal
from app.domain.orders.state import Order, Refund
from app.domain.payments.commands import (
    BALANCED,
    FOREIGN,
    METHODS,
    Disposed,
    RefundFreely,
    RefundReceipt,
    Returned,
    ReturnPayment,
)
from app.domain.payments.events import PaymentRefunded, RefundRequested
from app.domain.payments.rounding import ROUNDING, beside_rounding, rounding
from app.domain.pricing import (
    ArticleLine,
    PricedLine,
    PricingError,
    price_document,
)
from app.domain.pricing import refund as price_refund
from app.domain.receipts.compose import QTY_PLACES, as_priced, heads
from app.domain.receipts.events import (
    DISPOSITIONS,
    ReceiptIssued,
    ReceiptLine,
    ReceiptPayment,
    ReceiptRefunded,
    ReceiptVat,
)
from app.domain.vocabulary import Context, Refusal, ServiceMode, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

RETURNS = tuple(m for m in METHODS if m not in ("gift", "deposit", FOREIGN))
"""How money goes back: foreign notes in euros; instead of money, store credit alone is
given anew."""
MAX_FREE = 100_000
"""Cents of a refund without a receipt."""
MAX_REASON = 200
UNDER_WAY = Refusal(
    "refund_running", "Un remboursement par carte attend sa réponse : tranchez-le."
)

UNKNOWN = Refusal("receipt_unknown", "Ce ticket n'est pas connu de cette caisse.")
DISPOSITION_UNKNOWN = Refusal(
    "disposition_unknown",
    "Dites ce que devient ce qui est rendu : stock, perte, gardé.",
)


def refund(world: World, command: RefundReceipt, context: Context) -> Decision:
    """A document in negative amounts, and the money that is given back for it."""
    refused = _not_now(world, command.reason, context)
    if not refused and command.method not in RETURNS:
        refused = Refusal("method_unknown", "Ce moyen de paiement n'existe pas.")
    if not refused and world.book.refund_under_way(of=command.original.receipt):
        refused = UNDER_WAY
    back = dict(command.back)
    if not refused and not back and not command.beside:
        refused = Refusal("nothing_to_refund", "Choisissez ce qui est remboursé.")
    refused = refused or _disposed_refusal(command)
    original, before = _written(command.original, context)
    if refused or original is None:
        return refused or UNKNOWN
    returned = dict(returned_so_far(original, before))
    try:
        priced = price_refund(as_priced(original), returned, back)
    except PricingError:
        return TOO_LARGE
    settled = {
        each.id
        for done in before
        for each in done.beside
        if each.kind == ON_ACCOUNT or each.tops_up
    }
    if settled & set(command.beside):
        return TOO_LARGE
    beside = given_back_beside(world, original, before, command.beside)
    if isinstance(beside, Refusal):
        return beside
    cents = -priced.ttc - sum(each.amount for each in beside)
    rounded = rounding(world, cents, command.method)
    if rounded:
        cents += rounded
        beside += beside_rounding(-rounded, context.new_id())
    refused = _way_refusal(world, original, before, command.method, cents)
    if refused:
        return refused
    refunded = ReceiptRefunded(
        receipt=context.new_id(),
        order=original.order,
        of=original.receipt,
        number=command.number,
        reason=command.reason.strip()[:MAX_REASON],
        lines=tuple(_refund_lines(original, priced.lines, back, command.disposed)),
        vat=tuple(
            ReceiptVat(rate=r.rate, ttc=r.ttc, ht=r.ht, tva=r.tva) for r in priced.vat
        ),
        ttc=priced.ttc,
        ht=priced.ht,
        tva=priced.tva,
        payments=(
            ReceiptPayment(
                payment=context.new_id(),
                method=command.method,
                amount=-cents,
                reference=_client_of(original) if command.method == "account" else "",
            ),
        ),
        totals=world.till(context.terminal).totals_after(priced.ttc, context.bday),
        issued=command.issued,
        whole=not before and _all_of(original, command),
        beside=beside,
    )
    tender = refunded.payments[0].payment
    if command.method == "card":
        return terminal_refusal(world, command.terminal) or (
            RefundRequested(
                payment=tender,
                order=original.order,
                amount=cents,
                terminal=command.terminal,
                reference=tender,
                document=refunded,
            ),
        )
    return _given(world, refunded, context)


def refund_freely(world: World, command: RefundFreely, context: Context) -> Decision:
    """A document in negative amounts for articles whose receipt is not there, at the
    rates of today."""
    refused = need(
        context, "payment.refund_freely", "Rembourser sans ticket demande un droit."
    ) or _not_now(world, command.reason, context)
    if not refused and command.method not in (
        "cash",
        "card_manual",
        "transfer",
        "store",
    ):
        refused = Refusal("method_unknown", "Ce moyen de paiement n'existe pas.")
    if not refused and not command.lines:
        refused = Refusal("nothing_to_refund", "Choisissez ce qui est remboursé.")
    said = {line.disposition for line in command.lines}
    if not refused and not said <= {None, *DISPOSITIONS}:
        refused = DISPOSITION_UNKNOWN
    if refused:
        return refused
    sold = [_as_sold(world, line, command.mode, context) for line in command.lines]
    lines = [line for line in sold if line is not None]
    if len(lines) < len(sold):
        return Refusal("article_unknown", "Cet article n'est pas à la carte.")
    try:
        priced = price_document(lines)
    except PricingError:
        return Refusal("refund_invalid", "Ces quantités ne se remboursent pas ainsi.")
    if priced.ttc <= 0 or priced.ttc > MAX_FREE:
        return Refusal("amount_out_of_range", "Ce montant n'est pas possible.")
    rounded = rounding(world, priced.ttc, command.method)
    refunded = ReceiptRefunded(
        receipt=context.new_id(),
        order=context.new_id(),
        of="",
        number="",
        reason=command.reason.strip()[:MAX_REASON],
        lines=tuple(
            ReceiptLine(
                id=context.new_id(),
                article=line.article,
                label=part.label,
                quantity=decimal_text(-line.quantity, QTY_PLACES),
                unit=line.price,
                total=-part.ttc,
                ttc=-part.ttc,
                ht=-part.ht,
                rate=part.rate,
                nature=part.nature,
                category=world.catalogue.articles[line.article].category,
                disposition=line.disposition or "",
            )
            for line, part in zip(command.lines, priced.lines, strict=True)
        ),
        vat=tuple(
            ReceiptVat(rate=r.rate, ttc=-r.ttc, ht=-r.ht, tva=-r.tva)
            for r in priced.vat
        ),
        ttc=-priced.ttc,
        ht=-priced.ht,
        tva=-priced.tva,
        payments=(
            ReceiptPayment(
                payment=context.new_id(),
                method=command.method,
                amount=-priced.ttc - rounded,
            ),
        ),
        totals=world.till(context.terminal).totals_after(-priced.ttc, context.bday),
        issued=command.issued,
        beside=beside_rounding(-rounded, context.new_id() if rounded else ""),
    )
    return _given(world, refunded, context)


def _as_sold(
    world: World, returned: Returned, mode: ServiceMode, context: Context
) -> ArticleLine | None:
    article = world.catalogue.articles.get(returned.article)
    if article is None:
        return None
    return ArticleLine(
        label=article.name,
        unit=returned.price,
        qty_milli=returned.quantity,
        rate=world.catalogue.rate_of(article, mode, context.bday),
        nature=world.catalogue.nature_of(article, mode),
    )


def _given(
    world: World, document: ReceiptRefunded, context: Context
) -> tuple[object, ...]:
    """The document, the money that is given back for it, and what that does to credits."""
    tender = document.payments[0]
    given = PaymentRefunded(
        payment=tender.payment,
        order=document.order,
        method=tender.method,
        amount=-tender.amount,
        receipt=document.receipt,
        reference=tender.reference,
    )
    made = (
        (store_credit(world, document, given.amount, context),)
        if tender.method == "store"
        else ()
    )
    return document, given, *made, *undone_by(document)


def _way_refusal(
    world: World,
    original: ReceiptIssued,
    before: Iterable[ReceiptRefunded],
    method: str,
    cents: int,
) -> Refusal | None:
    """Why money cannot go back this way: cash and accounts take what came by them, as far
    as it did not go back `before`."""
    if method not in ("cash", "account"):
        return None
    order = world.book.orders.get(original.order)
    known = order.payments if order else {}
    came = sum(
        paid.amount
        for paid in original.payments
        if (known[paid.payment].method if paid.payment in known else paid.method)
        in ((method, FOREIGN) if method == "cash" else (method,))
    )
    came += sum(
        back.amount
        for done in before
        for back in done.payments
        if back.method == method
    )
    if cents <= came and (came or method == "cash"):
        return None  # nothing given back still needs an account to name
    if method == "cash":
        return Refusal(
            "cash_for_card",
            "Ce ticket n'a pas été payé en espèces : rendez sur le même moyen.",
        )
    return Refusal("not_on_account", "Ce ticket n'a pas été mis en compte.")


def _client_of(original: ReceiptIssued) -> str:
    return next(p.reference for p in original.payments if p.method == "account")


def _all_of(original: ReceiptIssued, command: RefundReceipt) -> bool:
    """Whether this refund takes everything back that was charged for."""
    back = dict(command.back)
    charged = {each.id for each in original.beside if each.kind != ROUNDING}
    return charged == set(command.beside) and all(
        parse_decimal(head.quantity, QTY_PLACES) == back.get(number)
        for number, head in enumerate(heads(original))
        if head.total > 0
    )


def give_back(
    world: World, order: Order, command: ReturnPayment, context: Context
) -> Decision:
    """A tender that waits for no document goes back whole, its tip included."""
    refused = _not_now(world, command.reason, context)
    payment = order.payments.get(command.payment)
    if refused:
        return refused
    if payment is None or not payment.waiting:
        return Refusal("payment_settled", "Ce paiement est déjà enregistré.")
    if world.book.refund_under_way(order=order.id):
        return UNDER_WAY
    method = command.method or payment.method
    method = "cash" if method == FOREIGN else method
    if method not in METHODS:
        return Refusal("method_unknown", "Ce moyen de paiement n'existe pas.")
    if payment.method != method and {payment.method, method} & set(BALANCED):
        return Refusal("credit_stays", "Un bon ou un compte se rend comme il est venu.")
    cents = payment.amount + payment.tip
    if method == "card":
        refund_id = context.new_id()
        return terminal_refusal(world, payment.terminal) or (
            RefundRequested(
                payment=refund_id,
                order=order.id,
                amount=cents,
                terminal=payment.terminal,
                reference=refund_id,
                returns=payment.id,
            ),
        )
    return (
        PaymentRefunded(
            payment=payment.id,
            order=order.id,
            method=method,
            amount=cents,
            receipt="",
            reference=payment.reference if method in BALANCED else "",
        ),
    )


def given_back(
    world: World, refund: Refund, amount: int, authorisation: str, context: Context
) -> tuple[object, ...]:
    """A terminal gave `amount` back: the document is issued, or the tender is gone.

    What it did not give, although it was asked to, goes by transfer.
    """
    given = min(amount, refund.amount)
    rest = refund.amount - given
    document = refund.document
    spare = context.new_id() if rest and document else refund.returns
    back = PaymentRefunded(
        payment=refund.returns or refund.id,
        order=refund.order,
        method="card",
        amount=given,
        receipt=document.receipt if document else "",
        authorisation=authorisation,
        terminal=refund.terminal,
    )
    by_transfer = replace(
        back,
        payment=spare,
        method="transfer",
        amount=rest,
        authorisation="",
        terminal="",
    )
    money = (back, by_transfer) if rest else (back,)
    if document is None:
        return money
    issued = replace(
        document,
        payments=tuple(
            ReceiptPayment(payment=m.payment, method=m.method, amount=-m.amount)
            for m in money
        ),
        totals=world.till(context.terminal).totals_after(document.ttc, context.bday),
    )
    return issued, *money, *undone_by(issued)


def terminal_refusal(world: World, terminal_id: str) -> Refusal | None:
    """Why a card terminal cannot be asked for anything."""
    terminal = world.settings.devices.get(terminal_id)
    if terminal is None or terminal.kind != "terminal" or not terminal.active:
        return Refusal("terminal_unknown", "Ce terminal de paiement n'est pas réglé.")
    return None


def _not_now(world: World, reason: str, context: Context) -> Refusal | None:
    """Why no money may be given back now."""
    refused = need(context, "payment.refund", "Rembourser demande un responsable.")
    if not refused and not world.till(context.terminal).session:
        refused = Refusal("till_shut", "Ouvrez d'abord la caisse.", "till.open")
    if not refused and not reason.strip():
        refused = Refusal("reason_missing", "Dites pourquoi l'argent est rendu.")
    return refused


def _disposed_refusal(command: RefundReceipt) -> Refusal | None:
    """Why what becomes of the lines cannot be what is said of them."""
    named = [each.line for each in command.disposed]
    if len(set(named)) < len(named) or not set(named) <= dict(command.back).keys():
        return Refusal("line_unknown", "Cette ligne n'est pas remboursée.")
    if not {each.disposition for each in command.disposed} <= set(DISPOSITIONS):
        return DISPOSITION_UNKNOWN
    return None


def _written(
    receipt: ReceiptIssued, context: Context
) -> tuple[ReceiptIssued | None, list[ReceiptRefunded]]:
    """A receipt and its refunds as they were written: whoever asks may know it from a
    window that was open before, or from a table that nobody signs."""
    name, written = receipt.receipt, context.documents(receipt.order)
    issued = (d for d in written if isinstance(d, ReceiptIssued) and d.receipt == name)
    given = [d for d in written if isinstance(d, ReceiptRefunded) and d.of == name]
    return next(issued, None), given


def _refund_lines(
    original: ReceiptIssued,
    priced: tuple[PricedLine, ...],
    back: Mapping[int, int],
    disposed: Iterable[Disposed],
) -> list[ReceiptLine]:
    """Lines of the refund: those of the original, with negative quantity and amounts,
    and what becomes of them."""
    said = {each.line: each for each in disposed}
    lines: list[ReceiptLine] = []
    for source, head in enumerate(heads(original)):
        if source not in back:
            continue
        parts = [part for part in priced if part.source == source]
        quantity = decimal_text(-back[source], QTY_PLACES)
        stored = [ln for ln in original.lines if ln.parent == head.id] or [head]
        total = sum(part.ttc for part in parts)
        given = [
            _negative(ln, quantity, 0 if ln.parent else total, part.ttc, part.ht)
            for ln, part in zip(stored, parts, strict=True)
        ]
        if stored[0] is not head:
            given.insert(0, _negative(head, quantity, total, 0, 0))
        if source in said:
            given[0] = replace(
                given[0],
                disposition=said[source].disposition,
                reason=said[source].reason.strip()[:MAX_REASON],
            )
        lines += given
    return lines


def _negative(
    line: ReceiptLine, quantity: str, total: int, ttc: int, ht: int
) -> ReceiptLine:
    return ReceiptLine(
        id=line.id,
        article=line.article,
        label=line.label,
        quantity=quantity,
        unit=line.unit,
        total=total,
        ttc=ttc,
        ht=ht,
        rate=line.rate,
        nature=line.nature,
        parent=line.parent,
        category=line.category,
        share=line.share,
    )


def returned_so_far(
    original: ReceiptIssued, refunds: list[ReceiptRefunded]
) -> tuple[tuple[int, int], ...]:
    """(line, thousandths) that these refunds of `original` gave back in all."""
    index = {line.id: number for number, line in enumerate(heads(original))}
    given: dict[int, int] = {}
    for document in refunds:
        for line in heads(document):
            milli = parse_decimal(line.quantity.removeprefix("-"), QTY_PLACES)
            given[index[line.id]] = given.get(index[line.id], 0) + milli
    return tuple(sorted(given.items()))
