"""How the rows of an order list are drawn. Geometry comes from `order_list_layout`."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from resources.texts import trn
from widgets.icons import paint_icon
from widgets.order_list_layout import (
    BELOW,
    GAP,
    NAME_X,
    PADDING,
    PRICE_WIDTH,
    SEAT_WIDTH,
    Row,
    Variant,
    act_rect,
    act_text,
    seat_rect,
)
from widgets.order_list_views import CourseView, LineView, OrderView
from widgets.painted_text import put_tag, put_text, tag_width, width_of, wrapped
from widgets.painting import draw_filet, draw_shape
from widgets.theme import RADIUS, STROKE, color

_BUTTON_RADII = (float(RADIUS.button), float(RADIUS.button))
_TAG_RADII = (float(RADIUS.rest), float(RADIUS.tiny))


def paint_row(
    painter: QPainter, row: Row, variant: Variant, view: OrderView, width: int
) -> None:
    """Paints a row at its own place; grounds and hairlines are the list's."""
    if row.line is None:
        if row.id == "total":
            _paint_total(painter, row, view, width)
        else:
            _paint_course(painter, row, width)
    elif variant == "order":
        _paint_line(painter, row, row.line, width)
    else:
        lit = variant == "counter" and row.id == view.chosen
        _paint_flat(painter, row, row.line, variant, width, lit=lit)


def paint_below(painter: QPainter, box: QRectF, hidden: tuple[Row, ...]) -> None:
    """The row that stays at the bottom: how many lines there are further down."""
    painter.fillRect(box, color("card"))
    inside = box.adjusted(PADDING, 0, -PADDING, 0)
    if box.height() == BELOW:  # else it stands for a header, under a rule of its own
        painter.fillRect(QRectF(inside.x(), box.y(), inside.width(), 1), color("line"))
    course, middle = hidden[0].course, box.y() + BELOW / 2
    words = trn(len(hidden), "{n} ligne plus bas", "{n} lignes plus bas")
    if course.name:
        paint_course_tag(painter, QRectF(PADDING, middle - 14, 28, 28), course)
        words = f"{course.name} · {words}"
    put_text(painter, QPointF(NAME_X, middle - 12), words, "body_strong", color("on"))
    arrow = QRectF(inside.right() - 24, middle - 12, 24, 24)
    paint_icon(painter, "keyboard_arrow_down", arrow, color("on_var"))


def paint_course_tag(painter: QPainter, rect: QRectF, course: CourseView) -> None:
    """The small shape with the number of the suite, resting on its line."""
    draw_shape(painter, rect, _TAG_RADII, fill=color(f"course_{course.place}"))
    ink = color(f"on_course_{course.place}")
    if course.tag:
        at = QPointF(rect.center().x(), rect.center().y() - 12)
        put_text(painter, at, course.tag, "body_strong", ink, align="center")
    else:
        paint_icon(painter, "bolt", rect.adjusted(5, 5, -5, -5), ink)


def _paint_course(painter: QPainter, row: Row, width: int) -> None:
    course = row.course
    quiet = course.state == "served"
    tall = row.height > 40
    middle = row.top + row.height / 2
    tag_top = middle - 14 if tall else row.top + 8
    paint_course_tag(painter, QRectF(PADDING, tag_top, 28, 28), course)
    ink = color("on_var" if quiet else "on")
    if not tall:
        at = QPointF(NAME_X, tag_top + 2)
        put_text(painter, at, course.name, "body_strong", ink)
        _paint_state_right(painter, course, width - PADDING, tag_top + 14)
        return
    at = QPointF(NAME_X, middle - 22)
    put_text(painter, at, course.name, "body_strong", ink)
    left = float(NAME_X)
    if course.state_icon:
        box = QRectF(left, middle + 4, 16, 16)
        paint_icon(painter, course.state_icon, box, color("on_var"))
        left += 22
    at = QPointF(left, middle + 2)
    put_text(painter, at, course.state_text, "label", color("on_var"))
    if act_text(row):
        _paint_act(painter, row, width)
    elif course.foldable:
        icon = "keyboard_arrow_down" if course.folded else "keyboard_arrow_up"
        right = width - PADDING - PRICE_WIDTH - GAP
        box = QRectF(right - 24, middle - 12, 24, 24)
        paint_icon(painter, icon, box, color("on_var"))
    if course.price_text:
        at = QPointF(width - PADDING, middle - 12)
        ink = color("on_var")
        put_text(painter, at, course.price_text, "line_sent", ink, align="right")


def _paint_state_right(
    painter: QPainter, course: CourseView, right: float, middle: float
) -> None:
    ink = color("on_var")
    at = QPointF(right, middle - 10)
    taken = put_text(painter, at, course.state_text, "label", ink, align="right")
    if course.state_icon:
        box = QRectF(right - taken - 22, middle - 9, 18, 18)
        paint_icon(painter, course.state_icon, box, ink)


def _paint_line(painter: QPainter, row: Row, line: LineView, width: int) -> None:
    fresh = line.state in ("to_send", "offered")
    ink = color("on" if fresh else "on_var")
    style = "line" if fresh else "line_sent"
    middle = row.top + row.height / 2
    _paint_quantity(painter, line, middle, ink)
    _paint_words(painter, row, line, style, ink)
    right = float(width - PADDING)
    if line.old_price_text:
        at = QPointF(right, middle - 22)
        put_text(painter, at, line.price_text, "line", ink, align="right")
        at = QPointF(right, middle + 2)
        old = line.old_price_text
        put_text(painter, at, old, "label", color("on_var"), align="right", struck=True)
    else:
        struck = line.state == "voided"
        at = QPointF(right, middle - 12)
        put_text(painter, at, line.price_text, style, ink, align="right", struck=struck)
    if line.act_text:
        _paint_act(painter, row, width)
        return
    if line.seat:
        _paint_seat(painter, QRectF(seat_rect(row, width)), line.seat)
    if line.state in ("sent", "served"):
        left = width - PADDING - PRICE_WIDTH - GAP - SEAT_WIDTH - GAP - 20
        icon = "check" if line.state == "served" else "check_small"
        paint_icon(painter, icon, QRectF(left, middle - 10, 20, 20), color("on_var"))


def _paint_quantity(
    painter: QPainter, line: LineView, middle: float, ink: QColor
) -> None:
    x = PADDING + 14.0
    unsent = line.state == "to_send" or (line.state == "offered" and line.unsent)
    waiting = line.state == "held"
    top = middle - (15 if unsent or waiting else 12)
    put_text(
        painter,
        QPointF(x, top),
        line.quantity_text,
        "line",
        ink,
        align="center",
    )
    if unsent:
        draw_filet(painter, x - 10, top + 26, 20, color=color("primary"), style="short")
    elif waiting:
        draw_filet(painter, x - 10, top + 26, 20, color=color("on_var"), style="dashed")


def _paint_words(
    painter: QPainter, row: Row, line: LineView, style: str, ink: QColor
) -> None:
    x = float(NAME_X)
    text = 24 * len(row.names) + 20 * len(row.details)
    if line.tag:
        text += 28 if row.tag_below or not row.details else 4
    top = row.top + (row.height - text) / 2
    struck = line.state == "voided"
    for name in row.names:
        put_text(painter, QPointF(x, top), name, style, ink, struck=struck)
        top += 24
    quiet = color("danger" if struck else "on_var")
    sign = {"voided": "block", "offered": "redeem"}.get(line.state, "")
    beside = bool(line.tag and row.details) and not row.tag_below
    if beside:
        top += 2 if len(row.details) == 1 else 0
    taken = 0.0
    for number, detail in enumerate(row.details):
        left = x
        if sign:
            if number == 0:
                paint_icon(painter, sign, QRectF(left - 1, top + 2, 16, 16), quiet)
            left += 20
        taken = left - x + put_text(painter, QPointF(left, top), detail, "label", quiet)
        top += 20
    if line.tag:
        at_left = x + taken + 8 if beside else x
        at_top = top - 22 if beside else top + 4
        _paint_tag(painter, line, QPointF(at_left, at_top))


def _paint_tag(painter: QPainter, line: LineView, at: QPointF) -> None:
    """What cannot be eaten, what is wrong, or what was only guessed."""
    ground, ink, icon, edge = "card", "on", "question_mark", "on_var"
    if line.allergy:
        ground, ink, icon, edge = "warning_c", "on_warning_c", "warning", "tonal_edge"
    elif line.problem:
        ground, ink, icon, edge = "danger_c", "on_danger_c", "error", "tonal_edge"
    put_tag(
        painter,
        QRectF(at.x(), at.y(), tag_width(line.tag, icon=True), 24),
        line.tag,
        color(ground),
        color(ink),
        icon=icon,
        edge=color(edge),
        dashed=ground == "card",
    )


def _paint_act(painter: QPainter, row: Row, width: int) -> None:
    box = QRectF(act_rect(row, width))
    draw_shape(
        painter,
        box,
        _BUTTON_RADII,
        fill=color("tonal"),
        edge=color("tonal_edge"),
        width=STROKE.chosen,
    )
    at = QPointF(box.center().x(), box.center().y() - 12)
    ink = color("on_tonal")
    put_text(painter, at, act_text(row), "body_strong", ink, align="center")


def _paint_seat(painter: QPainter, box: QRectF, seat: str) -> None:
    pen = QPen(color("outline"), 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(color("card"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    style = "caption_strong" if width_of(seat, "caption_strong") <= 24 else "micro"
    at = QPointF(box.center().x(), box.center().y() - 8)
    put_text(painter, at, seat, style, color("on"), align="center")


def _paint_flat(
    painter: QPainter,
    row: Row,
    line: LineView,
    variant: Variant,
    width: int,
    *,
    lit: bool,
) -> None:
    """A line of a bill or of the counter: no seat, no course."""
    bill = variant == "bill"
    right = width - 20.0
    name_x, quantity_right = (48.0, 36.0) if bill else (64.0, 52.0)
    style = "body_medium" if bill else "h3" if lit else "line"
    step = 28 if lit else 24
    middle = row.top + row.height / 2
    struck = line.state == "voided"
    top = middle - (step * len(row.names) + 16 * len(row.details)) / 2
    count_style = "body" if bill else "h2" if lit else "line"
    count_step = 32 if lit else 24
    if bill and width_of(line.quantity_text, count_style) > quantity_right - 16:
        # "1/2" is wider than its column: smaller, from the margin on.
        count_style, count_step = "caption", 16
        quantity_right = 20 + width_of(line.quantity_text, count_style)
    put_text(
        painter,
        QPointF(quantity_right, middle - count_step / 2),
        line.quantity_text,
        count_style,
        color("on_var" if bill else "on"),
        align="right",
    )
    for name in row.names:
        at = QPointF(name_x, top)
        put_text(painter, at, name, style, color("on"), struck=struck)
        top += step
    for detail in row.details:
        put_text(painter, QPointF(name_x, top), detail, "caption", color("on_var"))
        top += 16
    put_text(
        painter,
        QPointF(right, middle - step / 2),
        line.price_text,
        style,
        color("on"),
        align="right",
        struck=struck,
    )


def _paint_total(painter: QPainter, row: Row, view: OrderView, width: int) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(QRectF(20, row.top + 8, width - 40, 1), color("line"))
    at = QPointF(width - 20, row.top + 19)
    ink = color("on")
    total = put_text(painter, at, view.total_text, "line", ink, align="right")
    room = width - 40 - total - GAP
    style, step = "label", 20
    if width_of(view.summary, style) > room:
        style, step = "caption", 16
    lines = wrapped(view.summary, style, room)
    top = row.top + 31 - step * len(lines) / 2
    for line in lines:
        put_text(painter, QPointF(20, top), line, style, color("on_var"))
        top += step
