"""Which free tables suit a party that stands at the door.

Tables that are kept for nobody else first, then the fewest empty chairs, dining rooms
before the bar, then the waiter with the fewest guests. When no table is large enough,
two free neighbours that can be pushed together are proposed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.domain.floor.events import TableSet
from app.domain.floor.state import Floor, near
from app.domain.reservations.availability import usual_minutes
from app.domain.world import World
from app.presenters.floor_standing import Standing, active_tables, number_key
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
    units = _free_units(floor)
    fitting = [unit for unit in units if _seats(unit) >= covers]
    if not fitting:
        fitting = [pair for pair in _pairs(units) if _seats(pair) >= covers]
    load = _load(floor)
    rooms = floor.world.floor.rooms

    def worth(
        unit: Sequence[TableSet],
    ) -> tuple[bool, int, bool, int, int, tuple[int, str]]:
        first = unit[0]
        room = rooms[first.room]
        return (
            bool(_expected(floor, unit, covers, reservation)),
            _seats(unit) - covers,
            room.style == "express",
            load.get(_waiter(floor.world, first), 0),
            room.rank,
            number_key(first.number),
        )

    best = sorted(fitting, key=worth)[:MOST]
    return tuple(
        _proposal(floor.world, unit, sight, _expected(floor, unit, covers, reservation))
        for unit in best
    )


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


def _load(floor: Standing) -> dict[str, int]:
    load: dict[str, int] = {}
    for order in floor.orders:
        load[order.waiter] = load.get(order.waiter, 0) + order.covers
    return load


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
