"""Where the rows of an order list stand: plain geometry, no painting.

Three variants of one list: the order being taken, the bill being paid (36 px rows that
nobody taps) and the counter (the last scanned line is tall).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QRect

from widgets.order_list_views import CourseView, LineView, OrderView
from widgets.painted_text import tag_width, width_of, wrapped

Variant = Literal["order", "bill", "counter"]

PADDING = 16
NAME_X = 56  # padding, tag or quantity 28, gap 12
PRICE_WIDTH = 56
GAP = 12
SEAT_WIDTH = 28
ROW = 64
BELOW = 44
COURSE_ROW = "course:"
"""Beginning of the row id of a header, before the id of its course."""
_HEADER = 40
_BILL_ROW = 36
_TOTAL_ROW = 48
_COUNTER_ROW, _COUNTER_CHOSEN = 69, 80
_COURSE_END = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One painted row.

    Attributes:
        id: of the line or the course; rows of both kinds have different ids.
        line: None for a course header and for the total row.
        after: empty px between the row and its hairline.
        ruled: a hairline stands under it.
        names: the name cut in lines; `details` the same for the second row.
    """

    id: str
    course: CourseView
    line: LineView | None
    top: int
    height: int
    after: int = 0
    ruled: bool = False
    names: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    tag_below: bool = False

    @property
    def bottom(self) -> int:
        """Without the hairline."""
        return self.top + self.height

    @property
    def drawn(self) -> tuple[object, ...]:
        """What the row shows: two rows that draw the same need no repainting."""
        subject = self.line or replace(self.course, lines=())
        return subject, self.names, self.details, self.ruled, self.tag_below

    @property
    def end(self) -> int:
        """Where the next row begins."""
        return self.bottom + self.after + self.ruled


def below(rows: tuple[Row, ...], end: int) -> tuple[Row, ...]:
    """The lines that stand, for the most part, below `end`, content pixels."""
    lines = (row for row in rows if row.line is not None)
    return tuple(row for row in lines if row.top + row.bottom > 2 * end)


def course_row_id(course: CourseView) -> str:
    """Row id of a header; cannot be that of a line."""
    return COURSE_ROW + course.id


def lay_out(view: OrderView, variant: Variant, width: int) -> tuple[Row, ...]:
    """Rows from top to bottom, in content pixels."""
    if variant == "order":
        return tuple(_order_rows(view, width))
    return tuple(_flat_rows(view, variant, width))


def content_height(rows: tuple[Row, ...]) -> int:
    """Height of all rows."""
    return rows[-1].end if rows else 0


def act_text(row: Row) -> str:
    """Words of the row's button, "" for none."""
    return row.line.act_text if row.line else row.course.fire_text


def act_rect(row: Row, width: int) -> QRect:
    """The row's button as drawn; its touch area is the row's height."""
    wide = round(width_of(act_text(row), "body_strong")) + 28
    right = width - PADDING
    if row.line or (row.course.folded and row.course.price_text):
        right -= PRICE_WIDTH + GAP
    return QRect(right - wide, row.top + (row.height - 48) // 2, wide, 48)


def seat_rect(row: Row, width: int) -> QRect:
    """The seat badge as drawn; its touch area is 64 px wide and the row's height."""
    left = width - PADDING - PRICE_WIDTH - GAP - SEAT_WIDTH
    return QRect(left, row.top + row.height // 2 - 12, SEAT_WIDTH, 24)


def _order_rows(view: OrderView, width: int) -> Iterator[Row]:
    top = 0
    for number, course in enumerate(view.courses):
        last_course = number == len(view.courses) - 1
        open_lines = () if course.folded else course.lines
        if course.name:
            tall = course.foldable or course.folded or bool(course.fire_text)
            height = ROW if tall else _HEADER
            ruled = not open_lines and not last_course
            row = Row(course_row_id(course), course, None, top, height, ruled=ruled)
            yield row
            top = row.end
        for index, line in enumerate(open_lines):
            last = index == len(open_lines) - 1
            end = _COURSE_END if last and not last_course else 0
            row = _order_line(course, line, top, width, after=end)
            yield row
            top = row.end


def _order_line(
    course: CourseView, line: LineView, top: int, width: int, *, after: int
) -> Row:
    room = width - NAME_X - PADDING - PRICE_WIDTH - GAP
    if line.act_text:
        room -= round(width_of(line.act_text, "body_strong")) + 28 + GAP
    elif line.seat or line.state in ("sent", "served"):
        room -= SEAT_WIDTH + GAP
        room -= 20 + GAP if line.state in ("sent", "served") else 0
    style = "line" if line.state in ("to_send", "offered") else "line_sent"
    names = wrapped(line.name, style, room, lines=3)
    icon = 18 if line.state in ("voided", "offered") else 0
    details = wrapped(line.detail, "label", room - icon, lines=4) if line.detail else ()
    below = False
    if line.tag:
        taken = width_of(details[-1], "label") + 8 if details else 0
        below = bool(details) and taken + tag_width(line.tag, icon=True) > room
    text = 24 * len(names) + 20 * len(details)
    if line.tag:
        text += 28 if below or not details else 4
    return Row(
        line.id,
        course,
        line,
        top,
        max(ROW, text + 16),
        after=after,
        ruled=bool(after),
        names=names,
        details=details,
        tag_below=below,
    )


def _flat_rows(view: OrderView, variant: Variant, width: int) -> Iterator[Row]:
    top = 0
    pairs = [(course, line) for course in view.courses for line in course.lines]
    for number, (course, line) in enumerate(pairs):
        chosen = variant == "counter" and line.id == view.chosen
        if variant == "bill":
            style, height, room = "body_medium", _BILL_ROW, width - 48 - 20 - 72
        elif chosen:
            style, height, room = "h3", _COUNTER_CHOSEN, width - 64 - 20 - 88
        else:
            style, height, room = "line", _COUNTER_ROW, width - 64 - 20 - 88
        names = wrapped(line.name, style, room)
        height += 24 * (len(names) - 1)
        ruled = variant == "counter" and not chosen and number < len(pairs) - 1
        height -= ruled
        details = (line.detail,) if line.detail else ()
        row = Row(
            line.id,
            course,
            line,
            top,
            height,
            ruled=ruled,
            names=names,
            details=details,
        )
        yield row
        top = row.end
    if view.total_text and pairs:
        yield Row("total", pairs[-1][0], None, top, _TOTAL_ROW)
