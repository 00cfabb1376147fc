"""Which tables can be pushed together: how far they are carried, what stands in the way,
which chairs are lost, and whether people still get past.

A plan knows centimetres, so nothing has to be set up: two or three tables in a row are a
place of their own when somebody can push them there in a moment.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from app.domain.floor.events import FixtureSet, TableSet
from app.domain.floor.geometry import Box, covered
from app.domain.floor.state import Floor

NEAR, CARRIED = 80, 160
"""Centimetres between tables that are thought of, and that one is carried at most."""
AISLE = 60
"""Centimetres that a person with plates needs to get past."""
_QUARTER = 90


class Sides(NamedTuple):
    """Chairs on each side."""

    top: int
    right: int
    bottom: int
    left: int


@dataclass(frozen=True, slots=True)
class Block:
    """Tables as they would stand together.

    Attributes:
        tables: ids, as they were given.
        chairs: those that are left.
        carried: centimetres that tables were carried, all together.
        tight: an aisle to something else is narrower than it was, and too narrow.
        across: they stand side by side, else one below another; None for a single one.
    """

    tables: tuple[str, ...]
    box: Box
    chairs: Sides
    carried: int = 0
    tight: bool = False
    across: bool | None = None

    @property
    def seats(self) -> int:
        """How many guests can sit there."""
        return sum(self.chairs)


def joins(floor: Floor, tables: Sequence[TableSet]) -> list[Block]:
    """Every two or three of these tables that can be pushed together, in all directions
    the best way; fewer tables first, then those that leave room to pass."""
    fixtures = tuple(f for f in floor.fixtures.values() if f.active)
    rooms = {table.room for table in tables}
    found = [
        block
        for room in sorted(rooms)
        for block in _blocks(
            tuple(t for t in floor.tables.values() if t.active and t.room == room),
            tuple(f for f in fixtures if f.room == room),
        )
    ]
    wanted = [table.id for table in tables]
    kept = (block for block in found if set(block.tables) <= set(wanted))
    return sorted(kept, key=lambda block: (len(block.tables), block.tight))


@lru_cache(maxsize=16)
def _blocks(
    tables: tuple[TableSet, ...], fixtures: tuple[FixtureSet, ...]
) -> tuple[Block, ...]:
    """Of a room: worked out once for each way that it is drawn."""
    places = {table.id: covered(table) for table in tables}
    solid = [covered(fixture) for fixture in fixtures]
    alone = [Block((t.id,), places[t.id], chairs(t)) for t in tables]
    pairs = _grown(alone, tables, places, solid)
    return (*pairs, *_grown(pairs, tables, places, solid))


def _grown(
    blocks: Sequence[Block],
    tables: tuple[TableSet, ...],
    places: Mapping[str, Box],
    solid: Sequence[Box],
) -> list[Block]:
    """Each with one table more; of the ways to the same tables the best one."""
    order = {table.id: number for number, table in enumerate(tables)}
    found: dict[tuple[str, ...], Block] = {}
    for block in blocks:
        for table in tables:
            if table.id in block.tables or gap(block.box, places[table.id]) > NEAR:
                continue
            for made in _pushed(block, table, places, solid):
                key = tuple(sorted(made.tables, key=order.__getitem__))
                if key not in found or _worth(made) < _worth(found[key]):
                    found[key] = replace(made, tables=key)
    return list(found.values())


def _worth(block: Block) -> tuple[bool, int, int]:
    return block.tight, -block.seats, block.carried


def chairs(table: TableSet) -> Sides:
    """Where the chairs of a table stand: at its long sides as the plan draws them, all
    round a round one, or one that stands askew."""
    seats = table.seats
    if table.shape == "round" or table.turn % _QUARTER:
        each, more = divmod(seats, 4)
        return Sides(*(each + (side < more) for side in range(4)))
    first, second = (seats + 1) // 2, seats // 2
    if table.turn == _QUARTER:
        return Sides(0, first, 0, second)
    return Sides(first, 0, second, 0)


def _pushed(
    block: Block, table: TableSet, places: Mapping[str, Box], solid: Sequence[Box]
) -> Iterator[Block]:
    """The table carried to each side of the block where it can stand."""
    here, own = places[table.id], chairs(table)
    ours = (*block.tables, table.id)
    others = [
        place
        for key, place in places.items()
        if key not in ours and gap(here, place) < CARRIED + AISLE
    ]
    for across, place, left in _places(block, here, own):
        if block.across not in (None, across):
            continue  # a row goes on in its own direction
        carried = abs(place.x - here.x) + abs(place.y - here.y)
        way = _around(here, place)
        blocked = any(_meet(way, each) and not _meet(here, each) for each in solid)
        if carried > CARRIED or blocked or any(_meet(place, each) for each in others):
            continue
        tight = any(
            gap(place, each) < min(AISLE, gap(here, each)) for each in (*others, *solid)
        )
        yield Block(
            tables=(*block.tables, table.id),
            box=_around(block.box, place),
            chairs=left,
            carried=block.carried + carried,
            tight=block.tight or tight,
            across=across,
        )


def _places(block: Block, here: Box, own: Sides) -> Iterator[tuple[bool, Box, Sides]]:
    """Side by side or not, where the table would stand, the chairs that are left."""
    box, has = block.box, block.chairs
    x = box.x + (box.width - here.width) // 2
    y = box.y + (box.height - here.height) // 2
    top, bottom = has.top + own.top, has.bottom + own.bottom
    right, left = has.right + own.right, has.left + own.left
    yield (
        True,
        here._replace(x=box.x + box.width, y=y),
        Sides(top, own.right, bottom, has.left),
    )
    yield (
        True,
        here._replace(x=box.x - here.width, y=y),
        Sides(top, has.right, bottom, own.left),
    )
    yield (
        False,
        here._replace(x=x, y=box.y + box.height),
        Sides(has.top, right, own.bottom, left),
    )
    yield (
        False,
        here._replace(x=x, y=box.y - here.height),
        Sides(own.top, right, has.bottom, left),
    )


def gap(one: Box, other: Box) -> int:
    """Centimetres between two places, 0 where they touch or lie on each other."""
    across = max(one.x, other.x) - min(one.x + one.width, other.x + other.width)
    down = max(one.y, other.y) - min(one.y + one.height, other.y + other.height)
    return max(across, 0) + max(down, 0)


def _meet(one: Box, other: Box) -> bool:
    """Whether two places share some ground."""
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def _around(one: Box, other: Box) -> Box:
    """The place that holds both."""
    x, y = min(one.x, other.x), min(one.y, other.y)
    right = max(one.x + one.width, other.x + other.width)
    below = max(one.y + one.height, other.y + other.height)
    return Box(x, y, right - x, below - y)
