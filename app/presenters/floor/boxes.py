"""Places in a room set against each other: aligned, spread, too near."""

from collections.abc import Mapping
from typing import Literal, get_args

from app.domain.floor.geometry import Box

Edge = Literal["left", "center", "right", "top", "middle", "bottom", "across", "down"]
"""A line that things are put on, or a way in which they are spread evenly."""
EDGES: dict[str, Edge] = {edge: edge for edge in get_args(Edge)}
_SPREAD, _ACROSS = ("across", "down"), ("left", "center", "right")
_FIRST, _LAST = ("left", "top"), ("right", "bottom")


def arranged(boxes: Mapping[str, Box], edge: Edge) -> dict[str, Box]:
    """Places by their edges or middles, or spread evenly "across" or "down"."""
    return _spread(boxes, edge) if edge in _SPREAD else _aligned(boxes, edge)


def near_box(box: Box, thing: Box, gap: int) -> bool:
    """Whether a thing stands on a place or less than `gap` from it."""
    return (
        box.x < thing.x + thing.width + gap
        and thing.x < box.x + box.width + gap
        and box.y < thing.y + thing.height + gap
        and thing.y < box.y + box.height + gap
    )


def _aligned(boxes: Mapping[str, Box], edge: Edge) -> dict[str, Box]:
    """Places with one edge, or their middles, on a line."""
    start, length = ("x", "width") if edge in _ACROSS else ("y", "height")
    least = min(getattr(box, start) for box in boxes.values())
    most = max(getattr(box, start) + getattr(box, length) for box in boxes.values())
    made = {}
    for key, box in boxes.items():
        free = most - least - getattr(box, length)
        by = 0 if edge in _FIRST else free if edge in _LAST else free // 2
        made[key] = box._replace(**{start: least + by})
    return made


def _spread(boxes: Mapping[str, Box], edge: Edge) -> dict[str, Box]:
    """Equal room between neighbours; the first and the last stay."""
    start, length = ("x", "width") if edge == "across" else ("y", "height")
    order = sorted(boxes, key=lambda key: getattr(boxes[key], start))
    first, last = boxes[order[0]], boxes[order[-1]]
    end = getattr(last, start) + getattr(last, length)
    whole = end - getattr(first, start)
    free = whole - sum(getattr(boxes[key], length) for key in order)
    at, made = getattr(first, start), {}
    for place, key in enumerate(order):
        begin = at + free * place // (len(order) - 1)
        made[key] = boxes[key]._replace(**{start: begin})
        at += getattr(boxes[key], length)
    return made
