"""How each fact changes the book. Total: an unknown line or order is passed over, and
comes right when the missing entry arrives and the book is folded again."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.domain.kitchen import events as kitchen
from app.domain.orders import events as orders
from app.domain.orders.events import Portion
from app.domain.orders.state import (
    Book,
    Discount,
    Dish,
    Line,
    Order,
    Payment,
    Receipt,
    Void,
)
from app.domain.payments import events as payments
from app.domain.receipts import events as receipts
from app.domain.till.events import DayClosed
from app.domain.vocabulary import Meta

Handler = Callable[[Book, Any, Meta], None]


def ms_of(meta: Meta) -> int:
    """Milliseconds since 1970 of a fact, from its hybrid logical clock."""
    return int(meta.order[0][:12] or "0", 16)


def evolve(book: Book, event: object, meta: Meta) -> None:
    """Takes a fact in; facts that are not about orders leave the book as it is."""
    handler = HANDLERS.get(type(event))
    if handler is not None:
        handler(book, event, meta)
        order = book.orders.get(getattr(event, "order", ""))
        if order is not None:
            order.touched = ms_of(meta)


def _created(book: Book, event: orders.OrderCreated, meta: Meta) -> None:
    if event.order in book.orders:
        return
    book.orders[event.order] = Order(
        id=event.order,
        mode=event.mode,
        table=event.table,
        covers=event.covers,
        name=event.name,
        number=event.number,
        prices=event.prices,
        opened=ms_of(meta),
        opened_ts=meta.ts,
        bday=meta.bday,
        waiter=meta.op,
        terminal=meta.chain,
    )
    key = meta.chain, meta.bday
    book.numbers[key] = max(book.numbers.get(key, 0), event.number)


def _line_added(book: Book, event: orders.LineAdded, meta: Meta) -> None:
    order = book.orders.get(event.order)
    if order is None or event.line in book.lines:
        return
    dishes = [Dish(dish, event.line, dish.course) for dish in event.dishes]
    book.lines[event.line] = Line(
        id=event.line,
        home=event.order,
        article=event.article,
        label=event.label,
        ordered=event.quantity,
        price=event.price,
        rate=event.rate,
        nature=event.nature,
        unit=event.unit,
        formule=event.formule,
        dishes=dishes,
        seats=event.seats,
        kitchen_note=event.kitchen_note,
        guest_note=event.guest_note,
        added=ms_of(meta),
        added_by=meta.op,
        barcode=event.barcode,
    )
    book.dishes.update((dish.id, dish) for dish in dishes)
    order.lines.append(event.line)


def _quantity_set(book: Book, event: orders.QuantitySet, meta: Meta) -> None:
    line = book.lines.get(event.line)
    if line is not None:
        line.ordered = event.quantity
        line.changed_after_receipt |= bool(line.receipts)


def _line_changed(book: Book, event: orders.LineChanged, meta: Meta) -> None:
    line = book.lines.get(event.line)
    if line is None:
        return
    if event.seats is not None:
        line.seats = event.seats
    if event.kitchen_note is not None:
        line.kitchen_note = event.kitchen_note
    if event.guest_note is not None:
        line.guest_note = event.guest_note
    if event.course is not None and not line.formule:
        for dish in line.dishes:
            dish.course = event.course


def _line_voided(book: Book, event: orders.LineVoided, meta: Meta) -> None:
    line = book.lines.get(event.line)
    if line is None:
        return
    void = Void(event.quantity, event.stage, event.reason, meta.op, ms_of(meta))
    line.voids.append(void)
    line.changed_after_receipt |= bool(line.receipts)


def _line_discounted(book: Book, event: orders.LineDiscounted, meta: Meta) -> None:
    line = book.lines.get(event.line)
    if line is not None:
        line.discounts[event.discount] = Discount(
            event.discount,
            event.amount,
            event.percent,
            event.reason,
            event.comp,
            meta.op,
            meta.appr,
        )
        line.changed_after_receipt |= bool(line.receipts)


def _discount_removed(book: Book, event: orders.DiscountRemoved, meta: Meta) -> None:
    order = book.orders.get(event.order)
    for line in book.lines_of(order, live=False) if order else ():
        if line.discounts.pop(event.discount, None):
            line.changed_after_receipt |= bool(line.receipts)


def _sent(book: Book, event: orders.OrderSent, meta: Meta) -> None:
    now = ms_of(meta)
    for line_id in event.lines:
        line = book.lines.get(line_id)
        for dish in line.dishes if line else ():
            dish.sent = dish.sent or now
    _fire(book, event.fired, now)


def _fire(book: Book, dishes: tuple[str, ...], now: int) -> None:
    for dish_id in dishes:
        dish = book.dishes.get(dish_id)
        if dish is not None and not dish.fired:
            dish.fired = now


def _fired(book: Book, event: orders.CourseFired, meta: Meta) -> None:
    _fire(book, event.dishes, ms_of(meta))


def _timing(book: Book, event: orders.CourseTimingSet, meta: Meta) -> None:
    order = book.orders.get(event.order)
    if order is not None:
        order.timing[event.course] = event.timing


def _divided(book: Book, event: orders.LineDivided, meta: Meta) -> None:
    line = book.lines.get(event.line)
    if line is None or event.new_line in book.lines:
        return
    dishes = [
        replace(
            dish,
            ordered=replace(dish.ordered, id=f"{event.new_line}.{number}"),
            line=event.new_line,
            tickets=list(dish.tickets),
        )
        for number, dish in enumerate(line.dishes)
    ]
    part = replace(
        line,
        id=event.new_line,
        ordered=event.quantity,
        dishes=dishes,
        voids=[],
        discounts={},
        receipts=[],
        changed_after_receipt=False,
    )
    line.ordered -= event.quantity
    line.changed_after_receipt |= bool(line.receipts)
    book.lines[part.id] = part
    book.dishes.update((dish.id, dish) for dish in dishes)
    home = book.orders[line.home]
    home.lines.insert(home.lines.index(line.id) + 1, part.id)


def _moved(book: Book, event: orders.LinesMoved, meta: Meta) -> None:
    target = book.orders.get(event.target)
    if target is None:
        return
    for line_id in event.lines:
        line = book.lines.get(line_id)
        if line is None or line.home == target.id:
            continue
        source = book.orders.get(line.home)
        if source is not None:
            source.lines.remove(line_id)
        target.lines.append(line_id)
        line.home = target.id
        line.changed_after_receipt |= bool(line.receipts)


def _table_changed(book: Book, event: orders.TableChanged, meta: Meta) -> None:
    order = book.orders.get(event.order)
    if order is not None:
        order.table = event.table


def _covers(book: Book, event: orders.CoversSet, meta: Meta) -> None:
    order = book.orders.get(event.order)
    if order is not None:
        order.covers = event.covers


def _allergy(book: Book, event: orders.AllergyNoted, meta: Meta) -> None:
    order = book.orders.get(event.order)
    if order is None:
        return
    if event.text:
        order.allergies[event.seat] = event.text
    else:
        order.allergies.pop(event.seat, None)


def _note(book: Book, event: orders.OrderNoteSet, meta: Meta) -> None:
    order = book.orders.get(event.order)
    if order is not None:
        order.kitchen_note, order.guest_note = event.kitchen, event.guest


def _split(book: Book, event: orders.SplitSet, meta: Meta) -> None:
    order = book.orders.get(event.order)
    if order is not None:
        order.split = event if event.shares or event.bills else None


def _cancelled(book: Book, event: orders.OrderCancelled, meta: Meta) -> None:
    order = book.orders.get(event.order)
    if order is not None:
        order.cancelled = True


def _ticket(book: Book, event: kitchen.TicketIssued, meta: Meta) -> None:
    key = meta.chain, event.station
    book.tickets[key] = max(book.tickets.get(key, 0), event.number)
    for ticket_line in event.lines:
        dish = book.dishes.get(ticket_line.dish)
        if dish is not None:
            dish.tickets.append(event.number)
            if ticket_line.kind == "add":
                dish.late, dish.seen = True, False


def _stamp(
    name: str,
) -> Handler:
    def handler(book: Book, event: Any, meta: Meta) -> None:
        now = ms_of(meta)
        for dish_id in event.dishes:
            dish = book.dishes.get(dish_id)
            if dish is not None and not getattr(dish, name):
                setattr(dish, name, now)
                if name in ("ready", "served"):
                    dish.started = dish.started or now
                if name == "served":
                    dish.ready = dish.ready or now

    return handler


def _recalled(book: Book, event: kitchen.DishesRecalled, meta: Meta) -> None:
    for dish_id in event.dishes:
        dish = book.dishes.get(dish_id)
        if dish is not None:
            dish.ready = dish.served = 0


def _change_seen(book: Book, event: kitchen.ChangeSeen, meta: Meta) -> None:
    for dish_id in event.dishes:
        dish = book.dishes.get(dish_id)
        if dish is None:
            continue
        dish.seen = True
        for void in book.lines[dish.line].voids:
            void.seen.add(dish_id)


def _requested(book: Book, event: payments.PaymentRequested, meta: Meta) -> None:
    order = book.orders.get(event.order)
    if order is not None and event.payment not in order.payments:
        order.payments[event.payment] = Payment(
            id=event.payment,
            order=event.order,
            bill=event.bill,
            method=event.method,
            amount=event.amount - event.tip,
            tip=event.tip,
            state="in_progress",
            terminal=event.terminal,
            reference=event.reference,
            issued=event.issued,
            ms=ms_of(meta),
            op=meta.op,
        )


def _completed(book: Book, event: payments.PaymentCompleted, meta: Meta) -> None:
    order = book.orders.get(event.order)
    if order is None:
        return
    before = order.payments.get(event.payment)
    if before is not None and before.state == "completed":
        return
    order.payments[event.payment] = Payment(
        id=event.payment,
        order=event.order,
        bill=event.bill,
        method=event.method,
        amount=event.amount,
        tip=event.tip,
        state="completed",
        terminal=event.terminal,
        reference=event.reference,
        tendered=event.tendered,
        change=event.change,
        excess=event.excess,
        authorisation=event.authorisation,
        scheme=event.scheme,
        last4=event.last4,
        label=event.label,
        receipt=before.receipt if before else "",
        ms=ms_of(meta),
        op=meta.op,
    )


def _failed(book: Book, event: payments.PaymentFailed, meta: Meta) -> None:
    payment = _payment(book, event.order, event.payment)
    if payment is not None and payment.state != "completed":
        payment.state = event.state
        payment.code, payment.detail = event.code, event.detail


def _unknown(book: Book, event: payments.PaymentUnknown, meta: Meta) -> None:
    payment = _payment(book, event.order, event.payment)
    if payment is not None and payment.state == "in_progress":
        payment.state, payment.detail = "unknown", event.detail


def _payment(book: Book, order_id: str, payment_id: str) -> Payment | None:
    order = book.orders.get(order_id)
    return order.payments.get(payment_id) if order else None


def parse_portion(text: str) -> Portion:
    """ "line:3:0,1" -> Portion(line, of=3, taken=(0, 1))."""
    line, of, taken = text.split(":")
    return Portion(line=line, of=int(of), taken=tuple(map(int, taken.split(","))))


def portion_text(portion: Portion) -> str:
    """Portion(line, of=3, taken=(0, 1)) -> "line:3:0,1"."""
    return f"{portion.line}:{portion.of}:{','.join(map(str, portion.taken))}"


def _issued(book: Book, event: receipts.ReceiptIssued, meta: Meta) -> None:
    order = book.orders.get(event.order)
    if order is None or event.receipt in book.receipts:
        return
    portions = tuple(map(parse_portion, event.portions))
    order.receipts.append(
        Receipt(
            id=event.receipt,
            order=event.order,
            bill=event.bill,
            chain=meta.chain,
            tseq=meta.tseq,
            ttc=event.ttc,
            ms=ms_of(meta),
            portions=portions,
        )
    )
    book.receipts[event.receipt] = event.order
    for portion in portions:
        line = book.lines.get(portion.line)
        if line is not None:
            line.receipts.append((event.receipt, portion.of, portion.taken))
    for paid in event.payments:
        payment = order.payments.get(paid.payment)
        if payment is not None and not payment.receipt:
            payment.receipt = event.receipt


def _receipt(book: Book, order_id: str, receipt_id: str) -> Receipt | None:
    order = book.orders.get(order_id)
    found = (r for r in order.receipts if r.id == receipt_id) if order else ()
    return next(iter(found), None)


def _refunded(book: Book, event: receipts.ReceiptRefunded, meta: Meta) -> None:
    receipt = _receipt(book, event.order, event.of)
    if receipt is not None:
        receipt.refunded -= event.ttc


def _duplicated(book: Book, event: receipts.ReceiptDuplicated, meta: Meta) -> None:
    receipt = _receipt(book, event.order, event.receipt)
    if receipt is not None:
        receipt.copies = max(receipt.copies, event.copy)


def _addition(book: Book, event: receipts.AdditionPrinted, meta: Meta) -> None:
    order = book.orders.get(event.order)
    if order is not None:
        order.additions += 1
        order.addition_ms = ms_of(meta)


def _day_closed(book: Book, event: DayClosed, meta: Meta) -> None:
    for key in [key for key in book.tickets if key[0] == meta.chain]:
        del book.tickets[key]


HANDLERS: dict[type, Handler] = {
    DayClosed: _day_closed,
    orders.OrderCreated: _created,
    orders.LineAdded: _line_added,
    orders.QuantitySet: _quantity_set,
    orders.LineChanged: _line_changed,
    orders.LineVoided: _line_voided,
    orders.LineDiscounted: _line_discounted,
    orders.DiscountRemoved: _discount_removed,
    orders.OrderSent: _sent,
    orders.CourseFired: _fired,
    orders.CourseTimingSet: _timing,
    orders.LineDivided: _divided,
    orders.LinesMoved: _moved,
    orders.TableChanged: _table_changed,
    orders.CoversSet: _covers,
    orders.AllergyNoted: _allergy,
    orders.OrderNoteSet: _note,
    orders.SplitSet: _split,
    orders.OrderCancelled: _cancelled,
    kitchen.TicketIssued: _ticket,
    kitchen.DishesStarted: _stamp("started"),
    kitchen.DishesReady: _stamp("ready"),
    kitchen.DishesServed: _stamp("served"),
    kitchen.DishesRecalled: _recalled,
    kitchen.ChangeSeen: _change_seen,
    payments.PaymentRequested: _requested,
    payments.PaymentCompleted: _completed,
    payments.PaymentFailed: _failed,
    payments.PaymentUnknown: _unknown,
    receipts.ReceiptIssued: _issued,
    receipts.ReceiptRefunded: _refunded,
    receipts.ReceiptDuplicated: _duplicated,
    receipts.AdditionPrinted: _addition,
}
