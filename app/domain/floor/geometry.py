"""Where things of a room lie, in whole centimetres: turned, inside, apart."""

import math
from typing import NamedTuple

from app.domain.floor.events import FixtureSet, RoomSet, SectionSet, TableSet

Placed = TableSet | SectionSet | FixtureSet


class Box(NamedTuple):
    """A place in a room, in centimetres."""

    x: int
    y: int
    width: int
    height: int


def covered(thing: Placed) -> Box:
    """The place that a thing covers, upright round one that is turned."""
    turn = 0 if isinstance(thing, SectionSet) else math.radians(thing.turn)
    across, down = abs(math.cos(turn)), abs(math.sin(turn))
    width = round(thing.width * across + thing.height * down)
    height = round(thing.width * down + thing.height * across)
    x, y = thing.x + (thing.width - width) // 2, thing.y + (thing.height - height) // 2
    return Box(x, y, width, height)


def inside(box: Box, room: RoomSet) -> bool:
    """Whether a place is within the walls."""
    across, down = box.x + box.width, box.y + box.height
    return min(box.x, box.y) >= 0 and across <= room.width and down <= room.height
