"""What a cook or a waiter says of the kitchen: what stands on the pass, what goes first."""

from app.domain.kitchen.decide import RushDishes, ServeDishes, at_work, bumps
from app.headset.plan import Plan, Room, Slots, answer, not_open
from resources.texts import tr


def ready(room: Room, slots: Slots) -> Plan:
    """Dishes stand on the pass: all of a table, of a course, of what one station makes."""
    table = room.table(slots.get("table"))
    order = room.order(table)
    if order is None:
        return not_open(room, table)
    course = room.house.courses.get(slots.get("course", ""), "")
    wanted = slots.get("station", "")
    deeds = bumps(room.world, order, course, wanted)
    if not deeds:
        return answer(_nothing(room, table, wanted))
    return Plan(how="now", text=room.say(("kds.ready", slots)), deeds=tuple(deeds))


def served(room: Room, slots: Slots) -> Plan:
    """What stands on the pass for a table, or of a course, was brought."""
    table = room.table(slots.get("table"))
    order = room.order(table)
    if order is None:
        return not_open(room, table)
    course = room.house.courses.get(slots.get("course", ""), "")
    dishes = tuple(
        dish.id
        for line in room.world.book.lines_of(order)
        for dish in line.dishes
        if dish.stage == "ready" and course in ("", dish.course)
    )
    if not dishes:
        words = tr("Rien n'est prêt pour la {table}.", table=room.label(table))
        return answer(words)
    deed = ServeDishes(order=order.id, dishes=dishes)
    return Plan(how="now", text=room.say(("kds.served", slots)), deeds=(deed,))


def rush(room: Room, slots: Slots) -> Plan:
    """What is made for a table goes before the others, or takes its turn again. How many
    may go first at a time is the kitchen's rule."""
    table = room.table(slots.get("table"))
    order = room.order(table)
    if order is None:
        return not_open(room, table)
    course = room.house.courses.get(slots.get("course", ""), "")
    urgent = bool(slots.get("urgent", True))
    if not at_work(room.world, order, course):
        return answer(_nothing(room, table, ""))
    deed = RushDishes(order=order.id, course=course, urgent=urgent)
    return Plan(how="now", text=room.say(("kds.rush", slots)), deeds=(deed,))


def _nothing(room: Room, table: str, station: str) -> str:
    known = room.world.catalogue.stations.get(station)
    label = room.label(table)
    if known is None:
        return tr("La {table} n'a rien en cuisine.", table=label)
    return tr(
        "La {table} n'a rien au poste {station}.", table=label, station=known.name
    )
