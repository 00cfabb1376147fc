"""Drawing the house: rooms, tables, sections, walls, all of a drawing or nothing of it.

A table on which somebody sits, or that is reserved, does not vanish under them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from app.domain.floor.events import (
    FixtureSet,
    FloorThing,
    RoomSet,
    SectionSet,
    TableSet,
    TablesJoined,
    TablesLinked,
    TracingSet,
)
from app.domain.floor.geometry import covered, inside
from app.domain.floor.state import Floor
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World

LEAST_ROOM, MOST_ROOM = 200, 4_000
LEAST_TABLE, MOST_TABLE = 40, 1_000
MOST_SEATS, MOST_LETTERS, MOST_NAME = 99, 6, 24
"""Centimetres, chairs, letters of a number, letters of a name."""
HALF_TURN = 180
"""Degrees after which a table or a wall stands as before."""
MOST_TRACING = 10_000
OPACITIES = range(5, 101)
"""Centimetres and percent of a picture to draw after."""
_HASH = re.compile(r"[0-9a-f]{64}")


@command
class DrawFloor:
    """Rooms and what stands in them, as they shall be; what is not named stays."""

    things: tuple[FloorThing, ...]


def draw(
    world: World, command: DrawFloor, context: Context
) -> tuple[object, ...] | Refusal:
    """What is different now, or the first thing that cannot be."""
    refused = need(
        context, "catalogue.edit", "Modifier le plan demande un responsable."
    )
    if refused:
        return refused
    flaw = flaw_of(world, command.things, context.now.date())
    if flaw is not None:
        return flaw
    changed = [each for each in command.things if each != known(world.floor, each)]
    return *_apart(world.floor, changed), *changed


def known(floor: Floor, thing: FloorThing) -> FloorThing | None:
    """The thing of this kind and id as it stands, None for a new one."""
    match thing:
        case RoomSet():
            return floor.rooms.get(thing.id)
        case TableSet():
            return floor.tables.get(thing.id)
        case SectionSet():
            return floor.sections.get(thing.id)
        case TracingSet():
            return floor.tracings.get(thing.room)
        case FixtureSet():
            return floor.fixtures.get(thing.id)


def flaw_of(world: World, things: Iterable[FloorThing], today: date) -> Refusal | None:
    """What is wrong with the house if it were drawn so, None when nothing is."""
    rooms, tables = dict(world.floor.rooms), dict(world.floor.tables)
    fixtures: list[SectionSet | FixtureSet | TracingSet] = []
    changed = [thing for thing in things if thing != known(world.floor, thing)]
    for thing in changed:
        if isinstance(thing, RoomSet):
            rooms[thing.id] = thing
        elif isinstance(thing, TableSet):
            tables[thing.id] = thing
        elif thing.active:
            fixtures.append(thing)
    used = {room.id: room for room in rooms.values() if room.active}
    standing = [t for t in tables.values() if t.active and t.room in used]
    gone = [
        table
        for table in world.floor.tables.values()
        if _stands(world.floor, table) and table.id not in {t.id for t in standing}
    ]
    drawn = {thing.id for thing in changed if isinstance(thing, RoomSet | TableSet)}
    found = (
        *_room_flaws(used.values()),
        *_table_flaws(standing, used, drawn),
        *_other_flaws(fixtures),
        *_gone_flaws(world, gone, today),
    )
    return next(iter(found), None)


def _stands(floor: Floor, table: TableSet) -> bool:
    room = floor.rooms.get(table.room)
    return table.active and room is not None and room.active


def _room_flaws(rooms: Iterable[RoomSet]) -> Iterator[Refusal]:
    names = Counter(room.name.strip().casefold() for room in rooms)
    if not names:
        yield Refusal("room_needed", "Gardez au moins une salle.")
    for room in rooms:
        if not 0 < len(room.name.strip()) <= MOST_NAME:
            yield Refusal(
                "name_missing", "Donnez à chaque salle un nom de 24 lettres au plus."
            )
        if names[room.name.strip().casefold()] > 1:
            yield Refusal(
                "name_taken",
                "Deux salles s'appellent {name}.",
                "",
                _values(name=room.name),
            )
        for length in (room.width, room.height):
            if not LEAST_ROOM <= length <= MOST_ROOM:
                yield Refusal("room_size", "Une salle mesure de 2 à 40 mètres de côté.")


def _table_flaws(
    tables: Sequence[TableSet], rooms: dict[str, RoomSet], drawn: set[str]
) -> Iterator[Refusal]:
    """Of those that were drawn, or whose room was."""
    numbers = Counter(table.number.strip().casefold() for table in tables)
    for table in tables:
        number, room = table.number, rooms[table.room]
        if not drawn & {table.id, room.id}:
            continue
        if not 0 < len(number.strip()) <= MOST_LETTERS:
            yield Refusal(
                "number_missing", "Donnez à chaque table un numéro de 6 signes au plus."
            )
        if numbers[number.strip().casefold()] > 1:
            yield Refusal(
                "number_taken", "Deux tables s'appellent {n}.", "", _values(n=number)
            )
        for length in (table.width, table.height):
            if not LEAST_TABLE <= length <= MOST_TABLE:
                yield Refusal(
                    "table_size",
                    "La table {n} doit mesurer de 0,40 à 10 mètres de côté.",
                    "",
                    _values(n=number),
                )
        if not inside(covered(table), room):
            yield Refusal(
                "outside_room",
                "La table {n} dépasse de la salle.",
                "",
                _values(n=number),
            )
        if not 0 <= table.turn < HALF_TURN:
            yield Refusal(
                "turn_out_of_range",
                "La table {n} se tourne de 0 à 179 degrés.",
                "",
                _values(n=number),
            )
        if not 0 <= table.seats <= MOST_SEATS:
            yield Refusal(
                "seats_out_of_range",
                "La table {n} a de 0 à 99 places.",
                "",
                _values(n=number),
            )


def _other_flaws(
    things: Iterable[SectionSet | FixtureSet | TracingSet],
) -> Iterator[Refusal]:
    for thing in things:
        if min(thing.width, thing.height) < 1:
            yield Refusal("size_missing", "Un mur ou un rang a une largeur.")
        if isinstance(thing, TracingSet):
            if not _HASH.fullmatch(thing.picture):
                yield Refusal("picture_unknown", "Cette image n'est pas connue.")
            if thing.opacity not in OPACITIES:
                yield Refusal("opacity_range", "Une image se voit de 5 à 100 %.")
            if max(thing.width, thing.height) > MOST_TRACING:
                yield Refusal("tracing_size", "Une image couvre 100 mètres au plus.")
            continue
        if len(thing.name) > MOST_NAME:
            yield Refusal("name_long", "Un nom a 24 lettres au plus.")
        if isinstance(thing, FixtureSet) and not 0 <= thing.turn < HALF_TURN:
            yield Refusal("turn_out_of_range", "Un mur se tourne de 0 à 179 degrés.")


def _gone_flaws(
    world: World, gone: Iterable[TableSet], today: date
) -> Iterator[Refusal]:
    """Guests who sit at a table, or will, keep it."""
    tables = {table.id: table.number for table in gone}
    for table, number in tables.items():
        if world.order_on(table) is not None:
            yield Refusal(
                "table_taken",
                "La table {n} a une note ouverte : encaissez-la ou déplacez-la.",
                "",
                _values(n=number),
            )
    for day in sorted(world.reservations.days):
        if day < today.isoformat() or not tables:
            continue
        for party in world.reservations.standing(day, world.book):
            for table in party.tables:
                if table in tables:
                    yield Refusal(
                        "table_reserved",
                        "La table {n} est réservée le {day} à {time}.",
                        "",
                        _values(
                            n=tables[table],
                            day=f"{date.fromisoformat(day):%d/%m}",
                            time=party.time,
                        ),
                    )


def _values(**values: str) -> tuple[tuple[str, str], ...]:
    return tuple(values.items())


def _apart(
    floor: Floor, changed: Iterable[FloorThing]
) -> Iterator[TablesJoined | TablesLinked]:
    """Tables that go, or go to another room, leave those that they stand with."""
    for thing in changed:
        before = floor.tables.get(thing.id) if isinstance(thing, TableSet) else None
        if not isinstance(thing, TableSet) or before is None:
            continue
        if thing.active and thing.room == before.room:
            continue
        if thing.id in floor.joined:
            yield TablesJoined(room=before.room, tables=(thing.id,))
        if thing.id in floor.linked:
            yield TablesLinked(room=before.room, tables=(thing.id,))
