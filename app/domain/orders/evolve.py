"""How each fact changes the book. Total: it never refuses, never raises, never drops.

Facts come in canonical order. A terminal whose clock is far ahead can date an order or a
line after what others wrote about it (clocks drag each other along only so far); such a
fact waits in `Book.early` for the thing it is about and is taken in right behind it.
What is seen twice is kept out by `World.evolve`.
"""

from dataclasses import replace

from app.domain.kitchen.evolve import KITCHEN
from app.domain.orders import events as orders
from app.domain.orders import serving_events as serving
from app.domain.orders.billing import parted
from app.domain.orders.clients import CLIENTS
from app.domain.orders.discount_evolve import DISCOUNTS, divide_discounts
from app.domain.orders.dish import Dish
from app.domain.orders.formule_events import DishSwapped, LineMixed
from app.domain.orders.handling import (
    BOOK,
    LINE,
    ORDER,
    Handlers,
    dishes_of,
    ms_of,
    step_of,
)
from app.domain.orders.import_evolve import IMPORTS
from app.domain.orders.reductions import Void
from app.domain.orders.settled_events import AttentionSettled
from app.domain.orders.state import Beside, Book, Line, Order
from app.domain.payments import events as payments
from app.domain.payments.evolve import PAYMENTS
from app.domain.receipts.events import ReceiptIssued
from app.domain.receipts.evolve import RECEIPTS
from app.domain.vocabulary import Meta


def evolve(book: Book, event: object, meta: Meta) -> None:
    """Takes a fact in; facts that are not about orders leave the book as it is."""
    found = HANDLERS.get(type(event))
    if found is None:
        return
    about, handler = found
    if about is BOOK:
        handler(book, event, meta)
    else:
        key: str = getattr(event, about)
        things: dict[str, Order] | dict[str, Line]
        things = book.orders if about is ORDER else book.lines
        thing = things.get(key)
        if thing is None:
            book.wait(key, event, meta)
            return
        handler(book, thing, event, meta)
    order = book.orders.get(getattr(event, "order", ""))
    if order is not None:
        order.touched = max(order.touched, ms_of(meta))
    for made in _made(event) if book.early else ():
        for waiting, its_meta in book.early.pop(made, ()):
            evolve(book, waiting, its_meta)


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
        waiter=event.waiter or meta.op,
        preset=event.preset,
        terminal=meta.chain,
        since=meta.bday,
    )
    key = meta.chain, meta.bday
    book.numbers[key] = max(book.numbers.get(key, 0), event.number)


def _line_added(book: Book, order: Order, event: orders.LineAdded, meta: Meta) -> None:
    if event.line in book.lines:
        return
    dishes = [
        Dish(dish, event.line, dish.course, dish.station) for dish in event.dishes
    ]
    line = Line(
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
        tare=event.tare,
        typed=event.typed,
    )
    book.lines[event.line] = line
    for dish in dishes:
        book.dishes[dish.ordered.id] = dish
    order.lines.append(event.line)
    order.vacated = False


def _lines_added(
    book: Book, order: Order, event: orders.LinesAdded, meta: Meta
) -> None:
    for line in event.lines:
        _line_added(book, order, line, meta)


def _quantity_set(
    book: Book, line: Line, event: orders.QuantitySet, meta: Meta
) -> None:
    line.ordered = event.quantity + line.voided


def _line_changed(
    book: Book, line: Line, event: orders.LineChanged, meta: Meta
) -> None:
    if event.seats is not None:
        line.seats = event.seats
    if event.kitchen_note is not None:
        line.kitchen_note = event.kitchen_note
    if event.guest_note is not None:
        line.guest_note = event.guest_note
    if event.course is not None and not line.formule:
        for dish in line.dishes:
            dish.course = event.course


def _line_voided(book: Book, line: Line, event: orders.LineVoided, meta: Meta) -> None:
    void = Void(event.quantity, event.stage, event.reason, meta.op, ms_of(meta))
    line.voids += (void,)


def _sent(book: Book, event: orders.OrderSent, meta: Meta) -> None:
    now = ms_of(meta)
    for line_id in event.lines:
        line = book.lines.get(line_id)
        if line is None:
            alone = replace(event, lines=(line_id,), fired=())
            book.wait(line_id, alone, meta)
            continue
        for dish in line.dishes:
            dish.sent = dish.sent or now
    fired = orders.CourseFired(order=event.order, course="", dishes=event.fired)
    _fired(book, fired, meta)


def _fired(book: Book, event: orders.CourseFired, meta: Meta) -> None:
    """Once, by dish: whoever fires it second changes nothing."""
    now = ms_of(meta)
    for dish in dishes_of(book, event, meta):
        dish.sent = dish.sent or now
        _make(dish, now)


def _make(dish: Dish, now: int) -> None:
    """What was prepared ahead is made from now on."""
    if not dish.fired:
        dish.fired, dish.left = now, ""
        dish.started = now if dish.started else 0


def _timing(
    book: Book, order: Order, event: orders.CourseTimingSet, meta: Meta
) -> None:
    order.timing[event.course] = event.timing


def _course_changed(book: Book, event: orders.CourseChanged, meta: Meta) -> None:
    """What a cook had in hand is remembered where it was, until the cook has seen it."""
    now = ms_of(meta)
    for dish in dishes_of(book, event, meta):
        if dish.fired and not dish.ready:
            dish.left = dish.left or dish.course
            if dish.shares:
                dish.unsee()
        dish.course = event.course
        if dish.left == dish.course:
            dish.left = ""
        if dish.id in event.fired:
            _make(dish, now)
        elif dish.id in event.held and not dish.ready:
            dish.fired, dish.started, dish.rushed = 0, 0, False


def _swapped(book: Book, line: Line, event: DishSwapped, meta: Meta) -> None:
    """The step has this dish, whichever had it before: two terminals may both have
    swapped it while they were apart. A formule keeps its last dish, though one left out
    the one and the other the other."""
    now = ms_of(meta)
    names = [event.was] if event.dish is None else [event.was, event.dish.id]
    steps = {step_of(name) for name in names if name}
    was = next((d for d in line.dishes if step_of(d.id) in steps), None)
    new = None
    if event.dish is not None:
        fired = now if event.fired else 0
        dish = event.dish
        new = Dish(dish, line.id, event.course, dish.station, sent=now, fired=fired)
        book.dishes[dish.id] = new
    dishes = placed(line.dishes, was, new)
    if not dishes:
        return
    line.dishes = dishes
    if was is not None:
        was.dropped, was.left = line.quantity, ""
        was.unsee()
        line.gone.append(was)
        line.price -= was.ordered.extra
    if new is not None:
        line.price += new.ordered.extra


def _mixed(book: Book, line: Line, event: LineMixed, meta: Meta) -> None:
    line.label, line.price, line.formule = event.label, event.price, event.formule
    line.dishes[0].ordered = event.dish


def placed(dishes: list[Dish], was: Dish | None, new: Dish | None) -> list[Dish]:
    """The dishes of a formule, by step, with `new` for `was`."""
    kept = [dish for dish in dishes if dish is not was]
    return sorted([*kept, *([new] if new else [])], key=lambda dish: step_of(dish.id))


def _divided(book: Book, line: Line, event: orders.LineDivided, meta: Meta) -> None:
    """The part takes its share of the discounts; what was voided is not divided."""
    if event.new_line in book.lines:
        return
    taken = min(event.quantity, line.quantity)
    part = replace(
        line,
        id=event.new_line,
        ordered=taken,
        dishes=part_dishes(line, event.new_line),
        voids=(),
        discounts={},
        receipts=(),
        divided=False,
        gone=[],
        counted={},
    )
    if taken:
        divide_discounts(line, part)
    line.ordered -= taken
    line.divided = True
    book.lines[part.id] = part
    for dish in part.dishes:
        book.dishes[dish.ordered.id] = dish
    home = book.orders[line.home]
    home.lines.insert(home.lines.index(line.id) + 1, part.id)


def part_dishes(line: Line, new_line: str) -> list[Dish]:
    """The dishes of a part divided off `line`: made as far as those of the whole.

    They keep their numbers, which are the steps of a formule.
    """
    return [
        replace(
            dish,
            ordered=replace(dish.ordered, id=new_line + dish.id.removeprefix(line.id)),
            line=new_line,
        )
        for dish in line.dishes
    ]


def _moved(book: Book, event: orders.LinesMoved, meta: Meta) -> None:
    target = book.orders.get(event.target)
    if target is None:
        book.wait(event.target, event, meta)
        return
    left = {event.order}
    for line_id in event.lines:
        line = book.lines.get(line_id)
        if line is None:
            book.wait(line_id, replace(event, lines=(line_id,)), meta)
        elif line.home != target.id:
            left.add(line.home)
            book.orders[line.home].lines.remove(line_id)
            target.lines.append(line_id)
            target.vacated = False
            line.home = target.id
            for name, _, _ in line.receipts if line_id in event.paid else ():
                if receipt := book.receipt(name):
                    receipt.followed.add(line_id)
    for source in map(book.orders.get, left):
        if source is not None and source is not target:
            source.vacated = not book.lines_of(source)
            target.since = min(target.since, source.since)
    target.touched = max(target.touched, ms_of(meta))


def _table_changed(
    book: Book, order: Order, event: orders.TableChanged, meta: Meta
) -> None:
    order.table = event.table


def _waiter(book: Book, order: Order, event: orders.WaiterSet, meta: Meta) -> None:
    order.waiter = event.waiter


def _covers(book: Book, order: Order, event: orders.CoversSet, meta: Meta) -> None:
    order.covers = event.covers


def _allergy(book: Book, order: Order, event: orders.AllergyNoted, meta: Meta) -> None:
    if event.text:
        order.allergies[event.seat] = event.text
    else:
        order.allergies.pop(event.seat, None)


def _named(book: Book, order: Order, event: orders.GuestNamed, meta: Meta) -> None:
    if event.text:
        order.names[event.seat] = event.text
    else:
        order.names.pop(event.seat, None)


def _mode_set(book: Book, order: Order, event: serving.ModeSet, meta: Meta) -> None:
    order.mode, order.preset = event.mode, event.preset
    for taxed in event.lines:
        line = book.lines.get(taxed.line)
        if line is None:
            alone = replace(event, lines=(taxed,))
            book.wait(taxed.line, alone, meta)
            continue
        line.price, line.rate, line.nature = taxed.price, taxed.rate, taxed.nature
        for dish in taxed.dishes:
            book.dishes[dish.id].ordered = dish


def _promised(
    book: Book, order: Order, event: serving.OrderPromised, meta: Meta
) -> None:
    order.promised, order.later = event.at, event.later


def _reserved(
    book: Book, order: Order, event: serving.OrderReserved, meta: Meta
) -> None:
    order.later = False


def _contact(book: Book, order: Order, event: serving.ContactSet, meta: Meta) -> None:
    order.name, order.phone, order.address = event.name, event.phone, event.address


def _note(book: Book, order: Order, event: orders.OrderNoteSet, meta: Meta) -> None:
    order.kitchen_note, order.guest_note = event.kitchen, event.guest


def _split(book: Book, order: Order, event: orders.SplitSet, meta: Meta) -> None:
    order.split = event if event.shares or event.bills else None
    order.parted = ()
    order.parted = parted(book, order)


def _leaving(book: Book, order: Order, event: orders.LeavingSet, meta: Meta) -> None:
    order.leaving[event.bill] = event.covers


def _cancelled(
    book: Book, order: Order, event: orders.OrderCancelled, meta: Meta
) -> None:
    order.cancelled = True


def _settled(book: Book, order: Order, event: AttentionSettled, meta: Meta) -> None:
    order.settled |= {(event.code, key) for key in event.about}


def _beside_added(
    book: Book, order: Order, event: orders.BesideAdded, meta: Meta
) -> None:
    taken = (r.id for r in order.receipts if event.beside in r.beside)
    order.beside[event.beside] = Beside(
        id=event.beside,
        kind=event.kind,
        amount=event.amount,
        holder=event.holder,
        rate=event.rate,
        receipt=next(taken, ""),
        pays=event.pays,
    )


def _beside_dropped(
    book: Book, order: Order, event: orders.BesideDropped, meta: Meta
) -> None:
    order.dropped.add(event.beside)


HANDLERS: Handlers = {
    orders.OrderCreated: (BOOK, _created),
    orders.LineAdded: (ORDER, _line_added),
    orders.LinesAdded: (ORDER, _lines_added),
    orders.QuantitySet: (LINE, _quantity_set),
    orders.LineChanged: (LINE, _line_changed),
    orders.LineVoided: (LINE, _line_voided),
    orders.OrderSent: (BOOK, _sent),
    orders.CourseFired: (BOOK, _fired),
    orders.CourseTimingSet: (ORDER, _timing),
    orders.CourseChanged: (BOOK, _course_changed),
    orders.LineDivided: (LINE, _divided),
    DishSwapped: (LINE, _swapped),
    LineMixed: (LINE, _mixed),
    orders.LinesMoved: (BOOK, _moved),
    orders.TableChanged: (ORDER, _table_changed),
    orders.WaiterSet: (ORDER, _waiter),
    orders.CoversSet: (ORDER, _covers),
    orders.AllergyNoted: (ORDER, _allergy),
    orders.GuestNamed: (ORDER, _named),
    serving.ModeSet: (ORDER, _mode_set),
    serving.OrderPromised: (ORDER, _promised),
    serving.OrderReserved: (ORDER, _reserved),
    serving.ContactSet: (ORDER, _contact),
    orders.OrderNoteSet: (ORDER, _note),
    orders.SplitSet: (ORDER, _split),
    orders.LeavingSet: (ORDER, _leaving),
    orders.OrderCancelled: (ORDER, _cancelled),
    orders.BesideAdded: (ORDER, _beside_added),
    orders.BesideDropped: (ORDER, _beside_dropped),
    AttentionSettled: (ORDER, _settled),
    **CLIENTS,
    **DISCOUNTS,
    **KITCHEN,
    **IMPORTS,
    **PAYMENTS,
    **RECEIPTS,
}

_MADE: dict[type, str] = {
    orders.OrderCreated: "order",
    orders.LineDivided: "new_line",
    payments.PaymentRequested: "payment",
    payments.PaymentCompleted: "payment",
    payments.RefundRequested: "payment",
    ReceiptIssued: "receipt",
}
"""Fact -> the field that names what it made; lines are told by `orders.added`."""


def _made(event: object) -> tuple[str, ...]:
    """The things that a fact made, for which others may have waited."""
    if type(event) in _MADE:
        return (getattr(event, _MADE[type(event)]),)
    return tuple(line.line for line in orders.added(event))
