"""The room behind the tables: sections, fixtures, and the bracket of merged tables."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from widgets.floor_plan_table import turned
from widgets.floor_plan_views import FixtureView, FloorView, MergeView, SectionView
from widgets.painted_text import (
    fitted,
    put_icon,
    put_tag,
    put_text,
    tag_width,
    width_of,
)
from widgets.painting import draw_shape
from widgets.theme import RADIUS, STROKE, color

_PANEL = (float(RADIUS.sheet), float(RADIUS.rest))
_FIXTURE = (float(RADIUS.rest), float(RADIUS.rest))
_METRE, _ROOM_FOR_METRE = 100, 32
"""Centimetres of one, and pixels that it needs to have its number."""
UPSIDE_DOWN = 90
"""Degrees from which words are turned back the other way."""
SUMMARY_BAND = 44
"""Height at the foot of a section where its waiter and summary stand."""


def ground_under(view: FloorView, x: int, y: int) -> str:
    """Colour role of the floor at a point of the room."""
    for section in view.sections:
        across = section.x <= x < section.x + section.w
        if across and section.y <= y < section.y + section.h:
            return "surface"
    return view.ground


def paint_section(painter: QPainter, section: SectionView, rect: QRectF) -> None:
    """A panel with its waiter at the bottom."""
    draw_shape(painter, rect, _PANEL, fill=color("surface"))
    left = rect.x() + 14
    middle = rect.bottom() - 22
    if section.waiter:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(f"avatar_{section.avatar}"))
        painter.drawEllipse(QRectF(left, middle - 12, 24, 24))
        ink = color(f"on_avatar_{section.avatar}")
        at = QPointF(left + 12, middle - 8)
        put_text(painter, at, section.waiter, "micro_strong", ink, align="center")
        left += 32
    else:
        box = QRectF(left, middle - 12, 24, 24)
        put_icon(painter, "person_add", box, color("on_var"))
        left += 32
    words = fitted(section.summary, "label", rect.right() - left - 8)
    put_text(painter, QPointF(left, middle - 10), words, "label", color("on_var"))


def paint_fixture(
    painter: QPainter, fixture: FixtureView, rect: QRectF, room: float
) -> None:
    """The bar (solid, its words at the left), the door, the pass.

    Args:
        room: width that the words may take from the left edge.
    """
    if fixture.turn:
        painter.save()
        # Half a turn changes nothing of it but the way that its words are read.
        degrees = fixture.turn if fixture.turn <= UPSIDE_DOWN else fixture.turn - 180
        painter.setTransform(turned(degrees, rect), combine=True)
        paint_fixture(painter, replace(fixture, turn=0), rect, room)
        painter.restore()
        return
    if fixture.look == "wall":
        painter.fillRect(rect, color("outline"))
        return
    if fixture.look == "block":
        ground, edge = color("surface_high"), color("outline")
        draw_shape(painter, rect, _FIXTURE, fill=ground, edge=edge)
        words = fitted(fixture.text, "caption", rect.width() - 6)
        at = QPointF(rect.center().x(), rect.center().y() - 8)
        put_text(painter, at, words, "caption", color("on_var"), align="center")
        return
    solid = fixture.look == "solid"
    draw_shape(
        painter,
        rect,
        _FIXTURE,
        fill=color("surface_high") if solid else None,
        edge=None if solid else color("outline" if _dashed(fixture) else "line"),
        dashed=_dashed(fixture),
    )
    words = fixture.text
    if width_of(words, "label") > room - 24 - (26 if fixture.icon else 0):
        words = fitted(words.split(" · ")[0], "label", max(0.0, room - 50))
    width = width_of(words, "label") + (26 if fixture.icon else 0)
    left = rect.x() + 13 if solid else rect.center().x() - width / 2
    ink = color("on" if fixture.look == "outline" else "on_var")
    if fixture.icon:
        box = QRectF(left, rect.center().y() - 10, 20, 20)
        put_icon(painter, fixture.icon, box, ink)
        left += 27
    put_text(painter, QPointF(left, rect.center().y() - 10), words, "label", ink)


def fixture_path(fixture: FixtureView, rect: QRectF) -> QPainterPath:
    """Outline of a fixture, for hitting it and for the room that it takes."""
    path = QPainterPath()
    path.addRect(rect)
    return turned(fixture.turn, rect).map(path)


def _dashed(fixture: FixtureView) -> bool:
    return fixture.look == "dashed"


def merge_rect(rects: Sequence[QRectF], scale: float) -> QRectF:
    """The bracket round merged tables, its tag included."""
    whole = QRectF()
    for rect in rects:
        whole = whole.united(rect)
    return whole.adjusted(-16 * scale, -24 * scale, 16 * scale, 12 * scale)


def paint_merge(painter: QPainter, merge: MergeView, box: QRectF) -> None:
    """The bracket, with its words on its upper edge."""
    radii = (float(RADIUS.card), float(RADIUS.small))
    draw_shape(painter, box, radii, edge=color("primary"), width=STROKE.chosen)
    width = tag_width(merge.text, icon=True)
    put_tag(
        painter,
        QRectF(box.center().x() - width / 2, box.y() - 12, width, 24),
        merge.text,
        color("tonal"),
        color("on_tonal"),
        icon="link",
        edge=color("tonal_edge"),
    )


def paint_grid(painter: QPainter, room: QRectF, view: FloorView, scale: float) -> None:
    """A line a metre, and how many metres there are."""
    step, ink = _METRE * scale, color("on_var")
    every = 1 if step >= _ROOM_FOR_METRE else 5
    hair = QPen(color("line"), 1)
    for metre in range(0, view.width // _METRE + 1, every):
        x = room.left() + metre * step
        painter.setPen(hair)
        painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
        put_text(painter, QPointF(x, 6), str(metre), "caption", ink, align="center")
    for metre in range(0, view.height // _METRE + 1, every):
        y = room.top() + metre * step
        painter.setPen(hair)
        painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
        at = QPointF(room.left() / 2, y - 8)
        put_text(painter, at, str(metre), "caption", ink, align="center")
    painter.setPen(QPen(color("outline"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(room)
