"""Carrying out what a dialogue decided: one deed after the other, in the person's name."""

from app.domain.orders.allergies import gathered, sealed_texts
from app.domain.orders.commands import (
    AddLines,
    NoteAllergy,
    OpenOrder,
    PlaceOrder,
    SendOrder,
)
from app.domain.reservations.commands import SeatReservation
from app.domain.rules import Command
from app.domain.vocabulary import Refusal
from app.headset.plan import Allergy, Deed, Reserve, Send
from app.services.guests import seat_reservation, take_reservation
from app.services.house import Actor, House
from app.services.ids import new_id
from app.services.people import order_key, unseal_order


def do(house: House, deed: Deed, actor: Actor) -> Refusal | None:
    """Does it; why not, when the house refuses. A deed that is done twice is done once:
    lines and orders have their ids beforehand.

    Raises:
        KnownError: nothing was written.
    """
    match deed:
        case Send():
            return _send(house, deed, actor)
        case Allergy():
            return _allergy(house, deed, actor)
        case Reserve(command, guest):
            return _refused(take_reservation(house, command, guest, actor))
        case SeatReservation():
            return _refused(seat_reservation(house, deed, actor))
        case _:
            return _run(house, deed, actor)


def _send(house: House, deed: Send, actor: Actor) -> Refusal | None:
    """Lines that were taken down already are only sent: a kill came between the two."""
    order = house.world.order_on(deed.table)
    lines = tuple(wish.line(order.id if order else "") for wish in deed.wishes)
    new = tuple(line for line in lines if line.line not in house.world.book.lines)
    refused = None
    if order is None:
        refused = _run(house, PlaceOrder(lines=new, table=deed.table), actor)
    elif new:
        refused = _run(house, AddLines(order=order.id, lines=new), actor)
    if refused is not None:
        return refused
    order = house.world.order_on(deed.table)
    if order is None:
        return None
    sending = SendOrder(order=order.id, lines=tuple(line.line for line in lines))
    return _run(house, sending, actor)


def _allergy(house: House, deed: Allergy, actor: Actor) -> Refusal | None:
    """Added to what is known of the table; said once, it is written once."""
    order = house.world.order_on(deed.table)
    if order is None:
        opening = OpenOrder(table=deed.table, order=new_id())
        if (refused := _run(house, opening, actor)) is not None:
            return refused
        order = house.world.book.orders[opening.order]
    before = order.allergies.get(0, "")
    if deed.text in unseal_order(house, order.id, before).split(", "):
        return None
    sealed = house.sealer.seal(order_key(order.id), deed.text)
    texts = (*sealed_texts(order.id, before), (order.id, sealed))
    text = gathered(order.id, texts)
    return _run(house, NoteAllergy(order=order.id, seat=0, text=text), actor)


def _run(house: House, command: Command, actor: Actor) -> Refusal | None:
    return _refused(house.run(command, actor))


def _refused(result: object) -> Refusal | None:
    return result if isinstance(result, Refusal) else None
