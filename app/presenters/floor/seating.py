"""Which free tables suit a party that stands at the door.

Tables that are kept for nobody else first, then few empty chairs, dining rooms before the
bar, then the waiter whose turn it is. When no table is large enough, free neighbours that
can be pushed together are proposed, first those that leave room to pass.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.floor.events import TableSet
from app.domain.floor.joining import joins
from app.domain.floor.state import Floor
from app.domain.reservations.availability import usual_minutes
from app.domain.world import World
from app.presenters.floor.standing import Standing, active_tables, number_key
from app.presenters.floor.turn import Turns, turn_words, turns
from app.presenters.pos.words import Sight
from app.presenters.reservations.page import minutes_to
from resources.texts import tr, trn

MOST = 6
USUAL_PARTY = 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where a party could sit; several tables are pushed together first."""

    tables: tuple[str, ...]
    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class _Unit:
    """A place for a party: a table, or several that stand or would stand together."""

    tables: tuple[TableSet, ...]
    seats: int
    tight: bool = False


def likely_party(floor: Floor, table: str) -> int:
    """How many guests probably sit down at a table, with those that stand by it."""
    seats = sum(floor.tables[each].seats for each in floor.group(table))
    return min(seats, USUAL_PARTY)


def propose(
    floor: Standing, covers: int, sight: Sight, reservation: str = ""
) -> tuple[Proposal, ...]:
    """At most `MOST` places for so many guests, the best first.

    Args:
        reservation: the one that these guests have made.
    """
    best = _ranked(floor, covers, turns(floor), reservation)[:MOST]
    return tuple(
        _proposal(
            floor.world, unit, sight, _expected(floor, unit.tables, covers, reservation)
        )
        for unit in best
    )


def whose_turn(
    floor: Standing, covers: int, sight: Sight, reservation: str = ""
) -> str:
    """Why the best place is whose it is: "Léa : 9 couverts, cuisine chargée → Marc"; ""
    where nobody serves it."""
    known = turns(floor)
    best = _ranked(floor, covers, known, reservation)[:1]
    usual = _ranked(floor, covers, Turns(), reservation)[:1]
    waiter = _waiter(floor.world, best[0].tables[0]) if best else ""
    passed = _waiter(floor.world, usual[0].tables[0]) if usual else ""
    if not waiter:
        return ""
    name = sight.name_of(waiter)
    if passed in ("", waiter):
        words = turn_words(known.of(waiter))
        return tr("Tour de {name} : {words}", name=name, words=words)
    words = f"{sight.name_of(passed)} : {turn_words(known.of(passed))}"
    return f"{words} → {name}"


def _ranked(
    floor: Standing, covers: int, known: Turns, reservation: str
) -> list[_Unit]:
    """The places that are large enough, the best first; one empty chair matters less than
    whose turn it is."""
    units = _free_units(floor)
    fitting = [unit for unit in units if unit.seats >= covers]
    if not fitting:
        fitting = _pushed(floor.world, units, covers)
    rooms = floor.world.floor.rooms

    def worth(unit: _Unit) -> tuple[object, ...]:
        first = unit.tables[0]
        room, spare = rooms[first.room], unit.seats - covers
        return (
            bool(_expected(floor, unit.tables, covers, reservation)),
            unit.tight,
            spare // 2,
            room.style == "express",
            known.of(_waiter(floor.world, first)).score,
            spare,
            room.rank,
            number_key(first.number),
        )

    return sorted(fitting, key=worth)


def _expected(
    floor: Standing, unit: Iterable[TableSet], covers: int, reservation: str
) -> str:
    """The time of who else is expected there before they are gone, "" for nobody."""
    stay = usual_minutes(floor.world, covers, floor.now)
    found = [floor.next[table.id] for table in unit if table.id in floor.next]
    times = [
        each.time
        for each in found
        if each.id != reservation and minutes_to(each, floor.now) < stay
    ]
    return min(times, default="")


def _free_units(floor: Standing) -> list[_Unit]:
    """Free tables; those that stand together are one."""
    world = floor.world
    free = {t.id: t for t in active_tables(world) if floor.stage(t.id).state == "free"}
    groups = dict.fromkeys(world.floor.group(table) for table in free)
    found = []
    for group in groups:
        tables = tuple(free[table] for table in group if table in free)
        found.append(_Unit(tables, sum(table.seats for table in tables)))
    return found


def _pushed(world: World, units: Sequence[_Unit], covers: int) -> list[_Unit]:
    """The fewest free tables that can be pushed together for so many guests."""
    single = {u.tables[0].id: u.tables[0] for u in units if len(u.tables) == 1}
    blocks = [
        block
        for block in joins(world.floor, list(single.values()))
        if block.seats >= covers
    ]
    return [
        _Unit(tuple(single[t] for t in block.tables), block.seats, tight=block.tight)
        for block in blocks
        if len(block.tables) == len(blocks[0].tables)
    ]


def _waiter(world: World, table: TableSet) -> str:
    return world.floor.waiter_of(table.section)


def _proposal(world: World, unit: _Unit, sight: Sight, expected: str) -> Proposal:
    tables = unit.tables
    numbers = " + ".join(table.number for table in tables)
    waiter = _waiter(world, tables[0])
    parts = [
        trn(unit.seats, "{n} place", "{n} places"),
        world.floor.rooms[tables[0].room].name,
    ]
    if waiter:
        parts.append(sight.name_of(waiter))
    if len(tables) > 1 and len(world.floor.group(tables[0].id)) == 1:
        parts.append(tr("à rapprocher"))
        if unit.tight:
            parts.append(tr("passage étroit"))
    if expected:
        parts.append(tr("réservée à {time}", time=expected))
    one = len(tables) == 1
    return Proposal(
        tables=tuple(table.id for table in tables),
        title=tr("Table {number}", number=numbers)
        if one
        else tr("Tables {numbers}", numbers=numbers),
        subtitle=" · ".join(parts),
    )
