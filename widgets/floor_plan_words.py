"""What of a table's words there is room for: a round one is narrow at its foot."""

import math

from PySide6.QtCore import QRectF

from widgets.floor_plan_views import LOUD_STATES, TableShape, TableView
from widgets.painted_text import fitted, width_of


def cramped(shape: TableShape, view: TableView, rect: QRectF) -> bool:
    """Whether the foot of a round table has room for neither its words nor its minutes."""
    if shape.kind != "round" or not view.subtitle:
        return False
    sign = 22 if view.state == "late" else 0
    minutes = sign + width_of(view.minutes_text, "label_strong")
    words = width_of(view.subtitle, subtitle_style(view))
    return min(minutes, words) > foot_room(shape, rect)


def foot_room(shape: TableShape, rect: QRectF) -> float:
    """For the last row of a table."""
    return room_at(shape, rect, rect.center().y() + 41) - 8


def subtitle_style(view: TableView) -> str:
    """Text style of what stands under the number."""
    return "caption_strong" if view.state in LOUD_STATES else "caption"


def in_short(words: str, style: str, room: float) -> str:
    """ "plats à réclamer", "à réclamer" where there is less room."""
    whole = width_of(words, style) <= room
    return fitted(words if whole else words.partition(" ")[2] or words, style, room)


def room_at(shape: TableShape, rect: QRectF, y: float) -> float:
    """Width of a table at a height: that of the chord of a round one."""
    if shape.kind != "round":
        return rect.width()
    half, off = rect.width() / 2, y - rect.center().y()
    return 2 * math.sqrt(max(0.0, half * half - off * off))
