"""Deciding about tables: clearing and joining; setting up rooms."""

from collections.abc import Iterator

from app.domain.floor.drawing import DrawFloor, draw
from app.domain.floor.events import (
    FloorEvent,
    FloorThing,
    TableBlocked,
    TableCleared,
    TablesJoined,
    TablesLinked,
)
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal
MOST_REASON = 40
"""Letters of why a table is blocked."""


@command
class ClearTable:
    """The table is laid again for the next guests."""

    table: str


@command
class BlockTable:
    """Nobody is seated at the table, for a reason; "" lets it be used again."""

    table: str
    reason: str


@command
class JoinTables:
    """Push tables together (two or more), or apart (one)."""

    tables: tuple[str, ...]


@command
class LinkTables:
    """Push tables together of which each keeps its own note; `JoinTables` of one of them
    pulls all apart again."""

    tables: tuple[str, ...]


@command
class SetFloor:
    """Change a room, a section, a table or a fixture as a whole, as a set-up does."""

    event: FloorThing


FloorCommand = ClearTable | BlockTable | JoinTables | LinkTables | SetFloor | DrawFloor


def decide(world: World, command: FloorCommand, context: Context) -> Decision:
    """What changed on the floor, or why it cannot."""
    match command:
        case ClearTable():
            if command.table not in world.floor.tables:
                return Refusal("table_unknown", "Cette table n'existe pas.")
            return (TableCleared(table=command.table),)
        case BlockTable():
            return _block(world, command, context)
        case JoinTables():
            refused = need(context, "order.move", "Réunir des tables demande un droit.")
            return refused or _join(world, command)
        case LinkTables():
            refused = need(context, "order.move", "Réunir des tables demande un droit.")
            return refused or _link(world, command)
        case DrawFloor():
            return draw(world, command, context)
        case _:
            refused = need(
                context, "catalogue.edit", "Modifier le plan demande un responsable."
            )
            return refused or (command.event,)


def _block(world: World, command: BlockTable, context: Context) -> Decision:
    refused = need(
        context, "order.take", "Bloquer une table demande le droit de commander."
    )
    table, reason = world.floor.tables.get(command.table), command.reason.strip()
    if refused or table is None:
        return refused or Refusal("table_unknown", "Cette table n'existe pas.")
    if reason and world.order_on(command.table) is not None:
        values = (("table", table.number),)
        return Refusal("table_taken", "La table {table} est déjà ouverte.", "", values)
    if len(reason) > MOST_REASON:
        return Refusal("reason_long", "Une raison a 40 lettres au plus.")
    return (TableBlocked(table=command.table, reason=reason),)


def _room_of(world: World, names: tuple[str, ...]) -> str | Refusal:
    """The room of tables that can be pushed together."""
    tables = [world.floor.tables.get(name) for name in names]
    rooms = {table.room for table in tables if table and table.active}
    if not tables or not all(table and table.active for table in tables):
        return Refusal("table_unknown", "Cette table n'existe pas.")
    if len(rooms) != 1:
        return Refusal(
            "other_room", "Les tables à réunir doivent être dans la même salle."
        )
    return rooms.pop()


def _join(world: World, command: JoinTables) -> tuple[FloorEvent, ...] | Refusal:
    names = tuple(dict.fromkeys(command.tables))
    room = _room_of(world, names)
    if isinstance(room, Refusal):
        return room
    taken = {order.id for t in names if (order := world.order_on(t))}
    if len(taken) > 1:
        return Refusal("table_taken", "Réunissez d'abord les commandes de ces tables.")
    return TablesJoined(room=room, tables=names), *_relinked(world, room, names)


def _relinked(
    world: World, room: str, names: tuple[str, ...]
) -> Iterator[TablesLinked]:
    """What becomes of those that stood with tables that get one note, or go apart."""
    links = dict.fromkeys(
        world.floor.linked[n] for n in names if n in world.floor.linked
    )
    if not links:
        return
    all_of_them = tuple(dict.fromkeys((*names, *(t for link in links for t in link))))
    if len(names) > 1 and len(all_of_them) > len(names):
        yield TablesLinked(room=room, tables=all_of_them)
        return
    for link in links:
        yield TablesLinked(room=room, tables=link[:1])


def _link(world: World, command: LinkTables) -> tuple[FloorEvent, ...] | Refusal:
    floor = world.floor
    names = tuple(
        dict.fromkeys(t for name in command.tables for t in floor.cluster(name))
    )
    room = _room_of(world, names)
    if isinstance(room, Refusal):
        return room
    if set(names) == set(floor.group(names[0])):
        return Refusal("one_note", "Ces tables n'ont qu'une note.")
    return (TablesLinked(room=room, tables=names),)
