"""Whether a reservation can be had, and at which tables."""

from dataclasses import replace
from datetime import timedelta

from app.domain.orders.guests import MAX_COVERS
from app.domain.reservations.availability import (
    Stay,
    best_tables,
    covers_left,
    is_day,
    minute_of,
    service_at,
    stays,
    taken_tables,
)
from app.domain.reservations.events import Reservation
from app.domain.vocabulary import Context, Refusal
from app.domain.world import World

OVERBOOK = "reservation.overbook"
"""Right to reserve beyond the house's hours, tables and covers."""
MAX_DAYS = 3650
MAX_MINUTES = 12 * 60
MAX_TABLES = 10
MAX_ID = 40
LATE = timedelta(minutes=30)
"""How long after its time a reservation can still be written down."""
_MAX_SEALED = 4000


def impossible(world: World, asked: Reservation) -> Refusal | None:
    """Why nobody could have such a reservation, None when somebody may."""
    if not 1 <= asked.covers <= MAX_COVERS:
        return Refusal("covers_out_of_range", "Le nombre de couverts va de 1 à 200.")
    if not is_day(asked.date) or minute_of(asked.time) is None:
        return Refusal("time_invalid", "Cette date ou cette heure n'existe pas.")
    if not 0 < asked.minutes <= MAX_MINUTES:
        return Refusal("minutes_out_of_range", "Cette durée n'est pas possible.")
    sealed = (asked.name, asked.phone, asked.email, asked.note)
    if any(len(text) > _MAX_SEALED for text in sealed):
        return Refusal("text_too_long", "Ce texte est trop long.")
    if not 0 < len(asked.id) <= MAX_ID:
        return Refusal("id_invalid", "Cet identifiant n'est pas possible.")
    return no_such_place(world, asked.tables)


def no_such_place(world: World, names: tuple[str, ...]) -> Refusal | None:
    """Why guests cannot sit at these tables together, whoever sits there."""
    tables = [world.floor.tables.get(name) for name in names]
    if not all(table and table.active for table in tables):
        return Refusal("table_unknown", "Cette table n'existe pas.")
    if len(set(names)) < len(names) or len(names) > MAX_TABLES:
        return Refusal("tables_invalid", "Une table y est deux fois.")
    if len({table.room for table in tables if table}) > 1:
        return Refusal("other_room", "Ces tables ne sont pas dans la même salle.")
    return None


def out_of_time(world: World, asked: Reservation, context: Context) -> Refusal | None:
    """Why it is too late for a reservation, or too early."""
    if asked.start < (context.now - LATE).isoformat()[:16]:
        return Refusal("in_the_past", "Cette heure est passée.")
    days = min(world.settings.number("reservation.horizon"), MAX_DAYS)
    last = (context.now + timedelta(days=days)).date().isoformat()
    if asked.date > last:
        values = (("days", str(days)),)
        text = "On réserve jusqu'à {days} jours à l'avance."
        return Refusal("too_early", text, values=values)
    return None


def place(
    world: World,
    asked: Reservation,
    tables: tuple[str, ...] | None,
    context: Context,
) -> tuple[str, ...] | Refusal:
    """The tables of a reservation: those that are asked for, or the best place.

    Whoever may overbook gets what they ask for; the best place is () when none is free.
    """
    refused = overbooked(world, asked, tables, context)
    if refused and context.lacks(OVERBOOK):
        return refused
    if tables is not None:
        return tables
    start, end, taken = _around(world, asked, context)
    return best_tables(world, taken, start, end, asked.covers)


def overbooked(
    world: World,
    asked: Reservation,
    tables: tuple[str, ...] | None,
    context: Context,
) -> Refusal | None:
    """Why the house does not take it without a manager, None when it does."""
    service = service_at(world, asked.date, asked.time)
    if service is None:
        return Refusal("closed", "La maison ne reçoit pas à cette heure.", OVERBOOK)
    most = world.settings.number("reservation.max_covers")
    if asked.covers > most:
        text = "Au-delà de {n} couverts, un responsable décide."
        return Refusal("party_too_large", text, OVERBOOK, (("n", str(most)),))
    start, end, taken = _around(world, asked, context)
    full = Refusal("full", "La maison est complète à cette heure.", OVERBOOK)
    if covers_left(world, service, taken, start, end) < asked.covers:
        return full
    if tables is None:
        return None if best_tables(world, taken, start, end, asked.covers) else full
    return _reserved(world, replace(asked, tables=tables), context)


def keeps(world: World, asked: Reservation, context: Context) -> bool:
    """Whether the tables of a reservation do for it as it will be."""
    tables = [world.floor.tables[table] for table in asked.tables]
    seats = sum(table.seats for table in tables if table.active)
    return seats >= asked.covers and not _reserved(world, asked, context)


def _reserved(world: World, asked: Reservation, context: Context) -> Refusal | None:
    start, end, taken = _around(world, asked, context)
    busy = taken_tables(taken, start, end)
    numbers = [world.floor.number(table) for table in asked.tables if table in busy]
    if not numbers:
        return None
    values = (("tables", ", ".join(numbers)),)
    text = "Table {tables} : déjà prise à cette heure."
    return Refusal("table_reserved", text, OVERBOOK, values)


def _around(
    world: World, asked: Reservation, context: Context
) -> tuple[int, int, list[Stay]]:
    """Its first and last minute, and who else sits somewhere that day."""
    start = minute_of(asked.time) or 0
    taken = stays(world, asked.date, context.now, asked.id)
    return start, start + asked.minutes, taken
