"""A kitchen ticket and an addition as papers, with what the house knows of them."""

from datetime import datetime

from app.domain.kitchen.events import TicketIssued
from app.domain.kitchen.limits import limit_of
from app.domain.kitchen.timing import beginnings
from app.domain.money import decimal_text
from app.domain.orders.billing import beside_on, bills, price_bill
from app.domain.orders.state import Order
from app.domain.receipts.compose import QTY_PLACES
from app.domain.receipts.events import AdditionPrinted
from app.domain.vocabulary import Meta
from app.followers.paper.kitchen import kitchen_papers
from app.followers.paper.receipt import BESIDE, addition_paper
from app.services.house import SYSTEM, House
from app.services.people import person_name, unseal_order
from hardware.printers.document import Document


def issued_papers(
    house: House, ticket: TicketIssued, meta: Meta, instead: str = ""
) -> tuple[Document, ...]:
    """The papers of a ticket in its form; `instead` as in `kitchen_papers`."""
    world = house.world
    course = world.catalogue.courses.get(ticket.course)
    order = world.book.orders.get(ticket.order)
    dishes = (world.book.dishes.get(line.dish) for line in ticket.lines)
    limit = limit_of(world, ticket.course, filter(None, dishes), house.clock())
    sealed = {line.allergy for line in ticket.lines if line.allergy}
    now, who = house.clock(), meta.op
    if who == SYSTEM and order:  # a course that went by itself
        who = order.waiter
    return kitchen_papers(
        ticket,
        world.settings,
        station=world.catalogue.stations[ticket.station].name,
        course=course.name if course else "",
        waiter=person_name(house, who),
        ts=meta.ts,
        allergies={s: unseal_order(house, ticket.order, s) for s in sealed},
        limit=limit.minutes if course else 0,
        note=order.kitchen_note if order else "",
        served=_served(house, order) if order and not order.table else "",
        terminal=_terminal(house, meta.chain),
        instead=instead,
        begin={
            dish: datetime.fromtimestamp(at / 1000, now.tzinfo).strftime("%H:%M")
            for dish, at in beginnings(world, [order] if order else []).items()
            if at > now.timestamp() * 1000
        },
    )


def issued_addition(
    house: House, event: AdditionPrinted, meta: Meta
) -> Document | None:
    """What is due on the bills of an order, or on one of them; None for nothing."""
    book = house.world.book
    order = book.orders.get(event.order)
    found = [
        bill
        for bill in (bills(book, order) if order else ())
        if event.bill in ("", bill.id)
    ]
    if order is None or not found:
        return None
    priced = [price_bill(book, order, bill) for bill in found]
    lines = [
        (decimal_text(line.quantity, QTY_PLACES).replace(".", ","), line.label, total)
        for bill, priced_bill in zip(found, priced, strict=True)
        for source, portion in enumerate(bill.portions)
        for line in [book.lines[portion.line]]
        for total in [sum(p.ttc for p in priced_bill.lines if p.source == source)]
    ]
    lines += [
        ("", BESIDE.get(each.kind, each.kind), each.amount)
        for bill in found
        for each in beside_on(order, bill.id)
    ]
    name = house.world.settings.text("house.name").upper()
    moment = datetime.fromisoformat(meta.ts)
    return addition_paper(
        lines,
        sum(cents for _, _, cents in lines),
        order.covers,
        _where(house, order),
        f"{name} · A-{meta.tseq:06d} · {moment:%H:%M}",
        house.world.settings,
    )


def _where(house: House, order: Order) -> str:
    number = house.world.floor.number(order.table)
    sale = house.world.sale_number(order.terminal, order.number)
    parts = [f"Table {number}" if number else f"Vente {sale}"]
    if order.covers:
        parts.append(f"{order.covers} couvert{'s' if order.covers > 1 else ''}")
    return " · ".join([*parts, person_name(house, order.waiter)])


def _served(house: House, order: Order) -> str:
    """ "À emporter · pour 19:30 · Dupont", of what is fetched or brought."""
    preset = house.world.catalogue.presets.get(order.served)
    when, name = "", unseal_order(house, order.id, order.name) if order.name else ""
    if order.promised:
        at = datetime.fromtimestamp(order.promised / 1000, house.clock().tzinfo)
        same = at.date() == house.clock().date()
        when = f"pour {at:%H:%M}" if same else f"pour le {at:%d/%m %H:%M}"
    if not (when or name) or preset is None:
        return ""
    return " · ".join(filter(None, (preset.name, when, name)))


def _terminal(house: House, chain: str) -> tuple[str, str]:
    """Chain and name of a terminal, where there are several."""
    terminals = house.world.terminals
    known = terminals.known.get(chain)
    return (chain, known.name if known else "") if terminals.several else ("", "")
