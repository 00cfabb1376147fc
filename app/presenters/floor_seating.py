"""Which free tables suit a party that stands at the door.

Tables that are kept for nobody else first, then few empty chairs, dining rooms before the
bar, then the waiter whose turn it is. When no table is large enough, two free neighbours
that can be pushed together are proposed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.domain.floor.events import TableSet
from app.domain.floor.state import Floor, near
from app.domain.reservations.availability import usual_minutes
from app.domain.world import World
from app.presenters.floor_standing import Standing, active_tables, number_key
from app.presenters.floor_turn import Turns, turn_words, turns
from app.presenters.pos_words import Sight
from app.presenters.reservations import minutes_to
from resources.texts import tr, trn

MOST = 6
USUAL_PARTY = 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where a party could sit; several tables are pushed together first."""

    tables: tuple[str, ...]
    title: str
    subtitle: str


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
        _proposal(floor.world, unit, sight, _expected(floor, unit, covers, reservation))
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
    waiter = _waiter(floor.world, best[0][0]) if best else ""
    passed = _waiter(floor.world, usual[0][0]) if usual else ""
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
) -> list[tuple[TableSet, ...]]:
    """The places that are large enough, the best first; one empty chair matters less than
    whose turn it is."""
    units = _free_units(floor)
    fitting = [unit for unit in units if _seats(unit) >= covers]
    if not fitting:
        fitting = [pair for pair in _pairs(units) if _seats(pair) >= covers]
    rooms = floor.world.floor.rooms

    def worth(unit: tuple[TableSet, ...]) -> tuple[object, ...]:
        first = unit[0]
        room, spare = rooms[first.room], _seats(unit) - covers
        return (
            bool(_expected(floor, unit, covers, reservation)),
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


def _free_units(floor: Standing) -> list[tuple[TableSet, ...]]:
    """Free tables; those that stand together are one."""
    world = floor.world
    free = {t.id: t for t in active_tables(world) if floor.stage(t.id).state == "free"}
    groups = dict.fromkeys(world.floor.group(table) for table in free)
    return [tuple(free[t] for t in group if t in free) for group in groups]


def _pairs(units: Iterable[tuple[TableSet, ...]]) -> list[tuple[TableSet, ...]]:
    single = [unit[0] for unit in units if len(unit) == 1]
    return [pair for pair in combinations(single, 2) if near(*pair)]


def _seats(unit: Iterable[TableSet]) -> int:
    return sum(table.seats for table in unit)


def _waiter(world: World, table: TableSet) -> str:
    return world.floor.waiter_of(table.section)


def _proposal(
    world: World, unit: Sequence[TableSet], sight: Sight, expected: str
) -> Proposal:
    numbers = " + ".join(table.number for table in unit)
    seats = _seats(unit)
    waiter = _waiter(world, unit[0])
    parts = [
        trn(seats, "{n} place", "{n} places"),
        world.floor.rooms[unit[0].room].name,
    ]
    if waiter:
        parts.append(sight.name_of(waiter))
    if len(unit) > 1 and len(world.floor.group(unit[0].id)) == 1:
        parts.append(tr("à rapprocher"))
    if expected:
        parts.append(tr("réservée à {time}", time=expected))
    one = len(unit) == 1
    return Proposal(
        tables=tuple(table.id for table in unit),
        title=tr("Table {number}", number=numbers)
        if one
        else tr("Tables {numbers}", numbers=numbers),
        subtitle=" · ".join(parts),
    )
