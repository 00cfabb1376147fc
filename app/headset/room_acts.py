"""Tables and guests: opened, cleared, joined, noted, somebody called; reservations."""

from collections.abc import Iterable
from datetime import timedelta

from app.domain.floor.decide import ClearTable, JoinTables
from app.domain.orders.commands import MoveOrder, OpenOrder, SetCovers
from app.domain.orders.state import Order
from app.domain.reservations.commands import (
    CreateReservation,
    SeatReservation,
    SetReservationStatus,
)
from app.domain.reservations.events import Reservation
from app.domain.reservations.state import COMING
from app.domain.rules import Command
from app.domain.staff.decide import CallStaff
from app.domain.staff.events import CALLED
from app.headset.plan import Allergy, Plan, Reserve, Room, Slots, answer
from app.headset.speakable import forms_of
from app.presenters.floor.acts import stage_words
from app.presenters.floor.room import need_words
from app.presenters.floor.stage import minutes_since, stage_of
from app.presenters.pos.search import fold
from app.presenters.pos.words import course_name, lowered
from app.services.guests import Guest
from resources.texts import tr, trn

_PHONED = "phone"


def open_table(room: Room, slots: Slots) -> Plan:
    """Guests sit down; at an open table they are counted again."""
    table, covers = room.table(slots.get("table")), int(slots.get("covers") or 0)
    order = room.order(table)
    command: Command = OpenOrder(table=table, covers=covers)
    if order is not None:
        if not covers or covers == order.covers:
            return answer(tr("La {table} est déjà ouverte.", table=room.label(table)))
        command = SetCovers(order=order.id, covers=covers)
    return Plan(how="now", text=room.say(("table.open", slots)), deeds=(command,))


def clear(room: Room, slots: Slots) -> Plan:
    """The table is laid again."""
    table = room.table(slots.get("table"))
    if room.order(table) is not None:
        return answer(tr("La {table} n'est pas payée.", table=room.label(table)))
    command = ClearTable(table=table)
    return Plan(how="now", text=room.say(("table.clear", slots)), deeds=(command,))


def merge(room: Room, slots: Slots) -> Plan:
    """Tables are pushed together, their orders with them."""
    tables = [room.table(number) for number in slots["tables"]]
    if not all(tables):
        return answer(tr("Cette table n'existe pas."))
    orders: dict[str, Order] = {}
    for table in tables:
        if (order := room.order(table)) is not None:
            orders[order.id] = order
    first, *others = orders.values() if orders else (None,)
    moves = [
        MoveOrder(order=each.id, table=first.table) for each in others if first and each
    ]
    return Plan(
        how="ask",
        text=room.say(("table.merge", slots)),
        deeds=(*moves, JoinTables(tables=tuple(tables))),
        done=tr("Réunies."),
    )


def status(room: Room, slots: Slots) -> Plan:
    """How far a table is."""
    table = room.table(slots.get("table"))
    order, label = room.order(table), room.label(table)
    if order is None:
        return answer(tr("La {table} est libre.", table=label))
    if slots.get("course") in room.house.courses:
        return _course_status(room, order, room.house.courses[slots["course"]])
    stage = stage_of(room.world, order, room.now)
    if stage.stage == "seated":
        words = tr("installés")
    elif stage.stage == "bill":
        words = tr("addition donnée")
    else:
        words = lowered(stage_words(room.world, stage))
    need = need_words(room.world, stage)
    minutes = trn(stage.minutes, "{n} minute", "{n} minutes") if stage.minutes else ""
    parts = (room.of(label, words), minutes, need)
    return answer(", ".join(part for part in parts if part))


def _course_status(room: Room, order: Order, course: str) -> Plan:
    name, label = course_name(room.world, course), room.label(order.table)
    dishes = [
        dish
        for line in room.world.book.lines_of(order)
        for dish in line.dishes
        if dish.course == course
    ]
    if not dishes:
        words = tr("rien de commandé")
    elif all(dish.served for dish in dishes):
        words = tr("servis")
    elif all(dish.ready for dish in dishes):
        words = tr("au passe")
    elif any(dish.fired for dish in dishes):
        fired = min(dish.fired for dish in dishes if dish.fired)
        minutes = minutes_since(fired, room.now)
        words = trn(minutes, "en cuisine, {n} minute", "en cuisine, {n} minutes")
    elif any(dish.sent for dish in dishes):
        words = tr("à réclamer")
    else:
        words = tr("à envoyer")
    return answer(room.of(f"{label}, {lowered(name)}", words))


def note(room: Room, slots: Slots) -> Plan:
    """What somebody at the table cannot eat: noted at once, the kitchen hears of it. It
    reads it on paper, which is French, whatever was spoken."""
    table = room.table(slots.get("table"))
    forms = forms_of(slots["allergy"])
    return Plan(
        how="now",
        text=room.say(("table.note", slots)),
        deeds=(Allergy(table, forms[0]),),
    )


def call(room: Room, slots: Slots) -> Plan:
    """Somebody is wanted."""
    what = str(slots["what"])
    who = what if what in CALLED else room.house.people.get(what.lower(), "")
    if not who:
        return answer(tr("Je ne connais pas {name}.", name=what.title()))
    table = room.waiting[-1].table if room.waiting else ""
    command = CallStaff(who=who, table=table)
    return Plan(how="now", text=room.say(("staff.call", slots)), deeds=(command,))


# ------------------------------------------------------------------ reservations


def reserve(room: Room, slots: Slots) -> Plan:
    """A reservation is taken."""
    if not slots.get("time") or not slots.get("covers"):
        return answer(tr("Dites l'heure et le nombre de couverts."))
    command = CreateReservation(
        date=_day(room, slots),
        time=slots["time"],
        covers=int(slots["covers"]),
        source=_PHONED,
    )
    name = str(slots.get("name") or "").title()
    return Plan(
        how="ask",
        text=room.say(("reservation.add", slots)),
        deeds=(Reserve(command, Guest(name=name)),),
        done=tr("Réservé."),
    )


def reservations(room: Room, slots: Slots) -> Plan:
    """Who comes."""
    day = _day(room, slots)
    expected = [
        each
        for each in room.world.reservations.on(day)
        if room.world.reservations.status(each.id, room.world.book) in COMING
    ]
    if not expected:
        return answer(tr("Aucune réservation à venir."))
    covers = sum(each.covers for each in expected)
    count = trn(len(expected), "{n} réservation", "{n} réservations")
    first = expected[0]
    guest = room.guest_of(first).name or tr("sans nom")
    return answer(
        tr(
            "{count}, {covers} couverts ; la première : {time}, {name}, {n}.",
            count=count,
            covers=covers,
            time=first.time,
            name=guest,
            n=first.covers,
        )
    )


def cancel(room: Room, slots: Slots) -> Plan:
    """Guests do not come."""
    known = _named(room, slots, (*COMING, "arrived"))
    if isinstance(known, Plan):
        return known
    command = SetReservationStatus(reservation=known.id, status="cancelled")
    text = room.say(("reservation.cancel", slots))
    return Plan(
        how="ask",
        text=f"{text}, {known.time}, {known.covers}",
        deeds=(command,),
        done=tr("Annulée."),
    )


def arrive(room: Room, slots: Slots) -> Plan:
    """Guests are there; with a table they sit down."""
    known = _named(room, slots, (*COMING, "arrived"))
    if isinstance(known, Plan):
        return known
    table = room.table(slots.get("table"))
    command: Command = SetReservationStatus(reservation=known.id, status="arrived")
    if table:
        command = SeatReservation(reservation=known.id, tables=(table,))
    text = room.say(("reservation.arrive", slots))
    return Plan(how="now", text=text, deeds=(command,))


def _named(room: Room, slots: Slots, statuses: Iterable[str]) -> Reservation | Plan:
    """The one reservation of today, or of the day that was said, under a name."""
    name = fold(str(slots.get("name") or ""))
    book, reservations = room.world.book, room.world.reservations
    found = [
        each
        for each in reservations.on(_day(room, slots))
        if reservations.status(each.id, book) in statuses
        and name in fold(room.guest_of(each).name).split()
    ]
    if len(found) == 1:
        return found[0]
    said = str(slots.get("name") or "").title()
    if found:
        return answer(tr("Plusieurs réservations {name} : voyez l'écran.", name=said))
    return answer(tr("Pas de réservation {name}.", name=said))


def _day(room: Room, slots: Slots) -> str:
    later = timedelta(days=1 if slots.get("date") == "tomorrow" else 0)
    return (room.now + later).date().isoformat()
