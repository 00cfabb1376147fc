"""A row of an order that is carried to another course: where it may go, how it looks."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QPainter

from widgets.order_list_layout import Row
from widgets.order_list_paint import paint_row
from widgets.order_list_views import OrderView
from widgets.painted_text import fitted, put_text
from widgets.painting import draw_shape
from widgets.theme import RADIUS, STROKE, color

_STRIP = 64
_OVER, _THIN = 36, 0.8
_RADII = (float(RADIUS.button), float(RADIUS.button))


def moves(row: Row) -> bool:
    """Whether a row can be carried."""
    return row.line.moves if row.line else row.course.moves


@dataclass(frozen=True, slots=True)
class Carry:
    """What is carried, viewport pixels.

    Attributes:
        at: where the finger is.
        others: courses without a line, (id, name), shown in a strip at the bottom.
        course: the one under the finger, "" for none and for the row's own.
    """

    row: Row
    at: QPoint
    others: tuple[tuple[str, str], ...]
    course: str = ""

    def target(
        self, rows: tuple[Row, ...], point: QPoint, offset: int, box: QRectF
    ) -> str:
        """The other course at a place, "" for none."""
        for course, _, place in self.strip(box):
            if place.contains(QPointF(point)):
                return course
        y = point.y() + offset
        under = (row.course for row in rows if row.top <= y < row.end)
        found = next(under, None)
        if found is None or not found.name or found.id == self.row.course.id:
            return ""
        return found.id

    def strip(self, box: QRectF) -> list[tuple[str, str, QRectF]]:
        """(course, name, place) of the courses without a line."""
        wide = box.width() / max(1, len(self.others))
        top = box.bottom() - _STRIP
        return [
            (course, name, QRectF(box.x() + n * wide, top, wide, _STRIP))
            for n, (course, name) in enumerate(self.others)
        ]


def paint_carried(
    painter: QPainter, carry: Carry, rows: tuple[Row, ...], offset: int, box: QRectF
) -> None:
    """The course under the finger framed, the other courses, and the row itself."""
    mine = [row for row in rows if row.course.id == carry.course]
    if mine:
        top, bottom = mine[0].top - offset, mine[-1].bottom - offset
        frame = QRectF(4, top + 2, box.width() - 8, bottom - top - 4)
        edge = color("primary")
        draw_shape(painter, frame, _RADII, edge=edge, width=STROKE.focus)
    for course, name, place in carry.strip(box):
        lit = course == carry.course
        painter.fillRect(place, color("card"))
        draw_shape(
            painter,
            place.adjusted(4, 4, -4, -4),
            _RADII,
            fill=color("tonal" if lit else "surface_high"),
            edge=color("primary" if lit else "outline"),
            width=STROKE.focus if lit else STROKE.chosen,
            dashed=not lit,
        )
        at = QPointF(place.center().x(), place.center().y() - 12)
        words = fitted(name, "body_strong", place.width() - 16)
        ink = color("on_tonal" if lit else "on")
        put_text(painter, at, words, "body_strong", ink, align="center")
    _paint_row(painter, carry, box)


def _paint_row(painter: QPainter, carry: Carry, box: QRectF) -> None:
    """Over the finger, so that it hides nothing of where it may go."""
    row = carry.row
    top = max(0, carry.at.y() - row.height - _OVER)
    ground = QRectF(4, top, box.width() - 8, row.height)
    edge = color("outline")
    draw_shape(painter, ground, _RADII, fill=color("card"), edge=edge, width=2)
    painter.save()
    painter.setOpacity(_THIN)
    painter.translate(0, top - row.top)
    paint_row(painter, row, "order", OrderView(), round(box.width()))
    painter.restore()
