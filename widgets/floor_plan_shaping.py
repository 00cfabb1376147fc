"""Shaping what stands in a room: moved, stretched and turned, in whole centimetres.

A length snaps to a grid of ten centimetres, an angle to every 45 and 15 degrees.
"""

import math
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QRect, QRectF

from widgets.floor_plan_table import turned
from widgets.floor_plan_views import (
    FixtureView,
    SectionView,
    TableShape,
    TracingView,
)

SNAP = 10
_METRE = 100
_LEAST = {True: SNAP, False: 40}
"""Centimetres that a wall or a section (True) and a table (False) keep."""
_MAGNETS = ((45, 5), (15, 3))
"""Angles that a thing is drawn to, and from how many degrees away."""
Thing = TableShape | SectionView | FixtureView | TracingView


def magnet(degrees: float) -> int:
    """An angle 0-179, drawn to every 45 and, less far, to every 15 degrees."""
    for step, reach in _MAGNETS:
        nearest = step * round(degrees / step)
        if abs(degrees - nearest) <= reach:
            return nearest % 180
    return round(degrees) % 180


def snapped(length: float) -> int:
    """The nearest line of the grid."""
    return SNAP * round(length / SNAP)


def moved(
    things: Mapping[str, Thing], first: Thing, room: QRect, across: float, down: float
) -> dict[str, Thing]:
    """Things carried together, the first of them on the grid, all inside the room."""
    by_x = snapped(first.x + across) - first.x
    by_y = snapped(first.y + down) - first.y
    if not isinstance(first, TracingView):
        boxes = [covered(thing) for thing in things.values()]
        by_x = max(by_x, -min(box.left() for box in boxes))
        by_y = max(by_y, -min(box.top() for box in boxes))
        by_x = min(by_x, room.width() - max(b.left() + b.width() for b in boxes))
        by_y = min(by_y, room.height() - max(b.top() + b.height() for b in boxes))
    return {
        key: replace(thing, x=thing.x + by_x, y=thing.y + by_y)
        for key, thing in things.items()
    }


def stretched(thing: Thing, room: QRect, across: float, down: float) -> Thing:
    """By its corner, the one across from it staying where it is; a picture keeps its
    proportions."""
    if isinstance(thing, TracingView):
        width = max(_METRE, snapped(thing.w + across))
        return replace(thing, w=width, h=max(1, round(thing.h * width / thing.w)))
    angle = math.radians(turn_of(thing))
    cos, sin = math.cos(angle), math.sin(angle)
    least = _LEAST[not isinstance(thing, TableShape)]
    width = max(least, snapped(thing.w + across * cos + down * sin))
    height = max(least, snapped(thing.h + down * cos - across * sin))
    if not turn_of(thing):
        width = max(least, min(width, room.width() - thing.x))
        height = max(least, min(height, room.height() - thing.y))
    more, taller = (width - thing.w) / 2, (height - thing.h) / 2
    made = replace(
        thing,
        x=thing.x + round(more * cos - taller * sin - more),
        y=thing.y + round(more * sin + taller * cos - taller),
        w=width,
        h=height,
    )
    return made if room.contains(covered(made)) else thing


def turn_of(thing: Thing) -> int:
    """Degrees clockwise; sections and pictures do not turn."""
    return thing.turn if isinstance(thing, TableShape | FixtureView) else 0


def covered(thing: Thing) -> QRect:
    """The place in the room that a thing covers, upright round one that is turned."""
    rect = QRect(thing.x, thing.y, thing.w, thing.h)
    turn = turn_of(thing)
    return turned(turn, QRectF(rect)).mapRect(QRectF(rect)).toRect() if turn else rect
