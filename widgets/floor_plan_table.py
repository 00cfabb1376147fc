"""How a table is drawn, in any rectangle: plan, grid, editor and the row of acts.

A table that needs nothing stays an outline with words in it; only one that waits for
somebody is filled. Smaller than 96 px it keeps its number, its symbol, its minutes;
smaller than 68 px, in a large room of real metres, its number and its filet.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from widgets.floor_plan_views import (
    LOUD_STATES,
    Stage,
    TableShape,
    TableState,
    TableView,
)
from widgets.floor_plan_words import (
    cramped,
    foot_room,
    in_short,
    room_at,
    subtitle_style,
)
from widgets.painted_text import (
    fitted,
    put_icon,
    put_tag,
    put_text,
    tag_width,
    width_of,
)
from widgets.painting import draw_filet, draw_shape
from widgets.theme import RADIUS, STROKE, color

COMPACT_UNDER, TINY_UNDER = 96, 68
_TINY_STYLES = (("h3", 28), ("label_strong", 20), ("micro_strong", 16))
"""Of a number that stands alone, with their heights: the first that fits."""
_EMPTY = ("free", "to_clear", "blocked")
_SIGNS = {"to_clear": "cleaning_services", "blocked": "block"}
_TAG_RADII = (float(RADIUS.rest), float(RADIUS.tiny))
_CORNERS = (float(RADIUS.button), float(RADIUS.button))
# Stage: symbol, place in the meal (0: none, black or inverse).
_STAGES: dict[Stage, tuple[str, int]] = {
    "": ("", 0),
    "seated": ("chair", 0),
    "aperitif": ("local_bar", 1),
    "starters": ("eco", 2),
    "mains": ("restaurant", 3),
    "cheese": ("cheese", 4),
    "desserts": ("cake", 5),
    "bill": ("receipt_long", 0),
}


def stage_of(view: TableView) -> Stage:
    """The stage whose tag is shown."""
    return "bill" if view.bill_asked else view.stage


def table_path(shape: TableShape, rect: QRectF) -> QPainterPath:
    """Outline of a table, for painting and for hitting it."""
    path = QPainterPath()
    if shape.kind == "round":
        path.addEllipse(rect)
    else:
        radius = float(RADIUS.rest if shape.kind == "tab" else RADIUS.tile)
        radius = min(radius, rect.width() / 4, rect.height() / 4)
        path.addRoundedRect(rect, radius, radius)
    return turned(shape.turn, rect).map(path) if shape.turn else path


def crossings(shapes: Sequence[TableShape]) -> dict[str, tuple[str, ...]]:
    """Id of a table -> numbers of those that it overlaps; pushed together is no overlap."""
    paths = [
        table_path(t, QRectF(t.x, t.y, t.w, t.h).adjusted(1, 1, -1, -1)) for t in shapes
    ]
    found: dict[str, tuple[str, ...]] = {}
    for (one, here), (other, there) in combinations(zip(shapes, paths, strict=True), 2):
        if here.intersects(there):
            found[one.id] = (*found.get(one.id, ()), other.number)
            found[other.id] = (*found.get(other.id, ()), one.number)
    return found


def turned(degrees: int, rect: QRectF) -> QTransform:
    """So many degrees round the middle of a rectangle."""
    middle = rect.center()
    turn = QTransform().translate(middle.x(), middle.y()).rotate(degrees)
    return turn.translate(-middle.x(), -middle.y())


def paint_chairs(
    painter: QPainter, shape: TableShape, rect: QRectF, scale: float
) -> None:
    """The chairs, partly under the table: paint it after them."""
    if shape.kind == "tab" or shape.seats <= 0:
        return
    if shape.turn:
        painter.save()
        painter.setTransform(turned(shape.turn, rect), combine=True)
        paint_chairs(painter, replace(shape, turn=0), rect, scale)
        painter.restore()
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("surface_highest"))
    if shape.kind == "round":
        reach, size = rect.width() / 2 + 4 * scale, 7 * scale
        for seat in range(shape.seats):
            angle = math.pi / 4 + 2 * math.pi * seat / shape.seats
            at = rect.center() + QPointF(math.cos(angle), math.sin(angle)) * reach
            painter.drawEllipse(at, size, size)
        return
    above = (shape.seats + 1) // 2
    for count, top in (
        (above, rect.top() - 8 * scale),
        (shape.seats - above, rect.bottom() - 2 * scale),
    ):
        for seat in range(count):
            middle = rect.left() + rect.width() * (seat + 0.5) / count
            chair = QRectF(middle - 16 * scale, top, 32 * scale, 10 * scale)
            painter.drawRoundedRect(chair, 4 * scale, 4 * scale)


def paint_table(
    painter: QPainter,
    shape: TableShape,
    view: TableView,
    rect: QRectF,
    *,
    pressed: bool = False,
    ground: str = "card",
) -> None:
    """Paints a table; `ground` is the role behind an occupied one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_ground(painter, shape, view, rect, ground)
    if pressed:
        layer = color("on")
        layer.setAlphaF(0.14)
        painter.fillPath(table_path(shape, rect), layer)
    wide = rect.width() >= COMPACT_UNDER
    if shape.kind == "tab":
        _paint_tab(painter, shape, view, rect)
    elif min(rect.height(), rect.width()) < TINY_UNDER:
        _paint_tiny(painter, shape, view, rect)
    elif view.state in _EMPTY:
        _paint_empty(painter, shape, view, rect)
    elif view.state == "booked" and rect.height() >= (88 if wide else COMPACT_UNDER):
        _paint_booked(painter, shape, view, rect)
    elif wide and rect.height() >= 88 and not cramped(shape, view, rect):
        _paint_rows(painter, shape, view, rect)
    else:
        _paint_compact(painter, shape, view, rect)


def paint_stage_tag(painter: QPainter, rect: QRectF, view: TableView) -> None:
    """The small shape with the symbol of the stage."""
    symbol, place = _STAGES[stage_of(view)]
    if not symbol:
        return
    if view.state in LOUD_STATES:
        ground, ink = color("on_status"), color("paper")
    elif place:
        ground, ink = color(f"course_{place}"), color(f"on_course_{place}")
    else:
        ground, ink = color("inverse"), color("on_inverse")
    draw_shape(painter, rect, _TAG_RADII, fill=ground)
    inset = rect.width() * 0.18
    box = rect.adjusted(inset, inset, -inset, -inset)
    put_icon(painter, symbol, box, ink, filled=True)


def paint_waiter(
    painter: QPainter, view: TableView, at: QPointF, behind: QColor
) -> None:
    """Initials at the corner of a table, cut out of what is `behind` them."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(behind)
    painter.drawEllipse(at, 15, 15)
    painter.setBrush(color(f"avatar_{view.avatar}"))
    painter.drawEllipse(at, 13, 13)
    ink = color(f"on_avatar_{view.avatar}")
    top = QPointF(at.x(), at.y() - 8)
    put_text(painter, top, view.waiter, "micro_strong", ink, align="center")


def paint_next_booking(
    painter: QPainter, words: str, at: QPointF, *, late: bool = False
) -> None:
    """Hung under the table; `at` is the middle of its top edge. `late` is a warning."""
    ground, ink = ("warning_c", "on_warning_c") if late else ("inverse", "on_inverse")
    width = tag_width(words, icon=True)
    put_tag(
        painter,
        QRectF(at.x() - width / 2, at.y(), width, 24),
        words,
        color(ground),
        color(ink),
        icon="priority_high" if late else "event",
        edge=color("on_warning_c") if late else None,
    )


def _paint_ground(
    painter: QPainter, shape: TableShape, view: TableView, rect: QRectF, ground: str
) -> None:
    edge, width = color("outline"), 1.0
    fill: QColor | None = None
    if view.state in LOUD_STATES:
        fill, edge, width = color(f"status_{view.state}"), color("status_edge"), 2.0
    elif view.state == "occupied":
        fill = color(ground)
    elif view.state in ("to_clear", "blocked"):
        fill = color("surface_high")
    elif view.state == "booked":
        width = 2.0
    inner = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    path = table_path(shape, inner)
    if fill is not None:
        painter.fillPath(path, fill)
    if view.state in ("to_clear", "blocked"):
        _paint_hatching(painter, path, rect)
    wanted = shape.kind == "tab" and view.state == "free"
    if (shape.kind == "tab" and not wanted) or not edge.alpha():
        return
    pen = QPen(edge, width)
    if view.state == "booked" or wanted:
        pen.setDashPattern([3.5, 2.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.strokePath(path, pen)


def _paint_hatching(painter: QPainter, path: QPainterPath, rect: QRectF) -> None:
    """Diagonal stripes eight pixels wide: somebody must clear it, nobody waits."""
    painter.save()
    painter.setClipPath(path)
    painter.setPen(QPen(color("surface_highest"), 8))
    reach = rect.height()
    x = rect.left() - reach
    while x < rect.right() + reach:
        start = QPointF(x, rect.bottom() + 8)
        painter.drawLine(start, QPointF(x + reach + 16, rect.top() - 8))
        x += 22.6
    painter.restore()


def _inks(view: TableView) -> tuple[QColor, QColor]:
    if view.state in LOUD_STATES:
        return color("on_status"), color("on_status")
    return color("on"), color("on_var")


def _paint_number(
    painter: QPainter, shape: TableShape, view: TableView, rect: QRectF, middle: float
) -> None:
    """The number and the stage tag beside it, centred together."""
    ink = _inks(view)[0]
    number = width_of(shape.number, "h2")
    # A table too narrow for both keeps its number.
    symbol = _STAGES[stage_of(view)][0] and number + 36 <= rect.width()
    tag = 36 if symbol else 0
    left = rect.center().x() - (number + tag) / 2
    put_text(painter, QPointF(left, middle - 16), shape.number, "h2", ink)
    if tag:
        box = QRectF(left + number + 8, middle - 14, 28, 28)
        paint_stage_tag(painter, box, view)


def _paint_minutes(
    painter: QPainter, view: TableView, rect: QRectF, middle: float
) -> None:
    ink = _inks(view)[0]
    late = view.state == "late"
    words = fitted(view.minutes_text, "label_strong", rect.width() - 12)
    width = width_of(words, "label_strong") + (22 if late else 0)
    left = rect.center().x() - width / 2
    if late:
        box = QRectF(left, middle - 8, 16, 16)
        put_icon(painter, "warning", box, ink, filled=True)
        left += 22
    put_text(painter, QPointF(left, middle - 10), words, "label_strong", ink)


def _paint_share(painter: QPainter, view: TableView, rect: QRectF, top: float) -> None:
    if view.share is None:
        return
    loud = view.state in LOUD_STATES
    track = QColor(color("on_status")) if loud else color("track")
    if loud:
        track.setAlphaF(0.3)
    length = min(96.0, max(16.0, rect.width() - 28))
    draw_filet(
        painter,
        rect.center().x() - length / 2,
        top,
        length,
        color=color("on_status" if loud else "on_var"),
        style="measured",
        track=track,
        fraction=view.share,
    )


def _paint_rows(
    painter: QPainter, shape: TableShape, view: TableView, rect: QRectF
) -> None:
    """Number and stage, minutes, filet, covers and amount."""
    top = rect.top() + (rect.height() - 104) / 2
    ink, quiet = _inks(view)
    style = subtitle_style(view)
    minutes, middle = top + 57, top + 85
    # The words of a round table that its foot has no room for stand across its middle.
    words_at, room = middle, foot_room(shape, rect)
    if shape.kind == "round" and width_of(view.subtitle, style) > room:
        minutes, words_at = middle, minutes
        room = room_at(shape, rect, words_at + 8) - 8
    _paint_number(painter, shape, view, rect, top + 28)
    _paint_minutes(painter, view, rect, minutes)
    _paint_share(painter, view, rect, top + 70)
    if view.subtitle:
        words = in_short(view.subtitle, style, room)
        at = QPointF(rect.center().x(), words_at - 8)
        ink = ink if view.state in LOUD_STATES else quiet
        put_text(painter, at, words, style, ink, align="center")
        return
    covers = width_of(view.covers, "caption_bold")
    amount = width_of(view.amount_text, "caption")
    whole = 26 + covers + amount
    if not view.covers or whole > room_at(shape, rect, middle + 8):
        at = QPointF(rect.center().x(), middle - 8)
        put_text(painter, at, view.amount_text, "caption", quiet, align="center")
        return
    left = rect.center().x() - whole / 2
    box = QRectF(left, middle - 8, 16, 16)
    put_icon(painter, "person", box, quiet, filled=True)
    at = QPointF(left + 18, middle - 8)
    put_text(painter, at, view.covers, "caption_bold", quiet)
    at = QPointF(left + 18 + covers + 8, middle - 8)
    put_text(painter, at, view.amount_text, "caption", quiet)


def _paint_compact(
    painter: QPainter, shape: TableShape, view: TableView, rect: QRectF
) -> None:
    """What is left of a table on a small screen."""
    top = rect.center().y() - 30
    words = view.minutes_text or view.booking_text or view.subtitle
    _paint_number(painter, shape, view, rect, top + 18)
    words = fitted(words, "caption_strong", rect.width() - 8)
    at = QPointF(rect.center().x(), top + 36)
    ink = _inks(view)[0]
    put_text(painter, at, words, "caption_strong", ink, align="center")
    _paint_share(painter, view, rect, top + 55)


def _paint_tiny(
    painter: QPainter, shape: TableShape, view: TableView, rect: QRectF
) -> None:
    """The number alone, on the colour of the state, and how the time goes."""
    ink = color("on_var") if view.state == "free" else _inks(view)[0]
    style, high = next(
        (each for each in _TINY_STYLES if _fits(shape.number, each, rect)),
        _TINY_STYLES[-1],
    )
    filet = 0 if view.share is None else 4
    at = QPointF(rect.center().x(), rect.center().y() - high / 2 - filet)
    put_text(painter, at, shape.number, style, ink, align="center")
    _paint_share(painter, view, rect, rect.center().y() + high / 2 - 3)


def _fits(words: str, style: tuple[str, int], rect: QRectF) -> bool:
    name, high = style
    return width_of(words, name) <= rect.width() - 4 and high <= rect.height() - 8


def _paint_empty(
    painter: QPainter, shape: TableShape, view: TableView, rect: QRectF
) -> None:
    """Free: a grey number. To clear: a number over hatching, and a broom; blocked: a
    bar, and why."""
    middle = rect.center().y()
    clearing = view.state == "to_clear"
    icon = _SIGNS.get(view.state, "")
    ink = color("on" if icon else "on_var")
    at = QPointF(rect.center().x(), middle - 25)
    put_text(painter, at, shape.number, "h2", ink, align="center")
    words = view.minutes_text if clearing else view.subtitle
    style = "caption_strong" if icon else "caption"
    beside = 22 if icon else 0
    room = rect.width() - 12 - beside
    if view.state == "blocked" and width_of(words, style) > room:
        words, beside = "", 18  # its menu says why
    words = fitted(words, style, room)
    width = width_of(words, style)
    left = rect.center().x() - (width + beside) / 2
    if icon:
        box = QRectF(left, middle + 9, 18, 18)
        put_icon(painter, icon, box, ink)
        left += beside
    put_text(painter, QPointF(left, middle + 10), words, style, ink)


def _paint_booked(
    painter: QPainter, shape: TableShape, view: TableView, rect: QRectF
) -> None:
    middle = rect.center().y()
    center = rect.center().x()
    at = QPointF(center, middle - 36)
    put_text(painter, at, shape.number, "h2", color("on"), align="center")
    words = fitted(view.booking_text, "caption_strong", rect.width() - 28)
    left = center - (width_of(words, "caption_strong") + 21) / 2
    box = QRectF(left, middle, 16, 16)
    put_icon(painter, "event", box, color("on"))
    at = QPointF(left + 21, middle)
    put_text(painter, at, words, "caption_strong", color("on"))
    at = QPointF(center, middle + 19)
    words = fitted(view.subtitle, "caption", rect.width() - 8)
    put_text(painter, at, words, "caption", color("on_var"), align="center")


def _paint_tab(
    painter: QPainter, shape: TableShape, view: TableView, rect: QRectF
) -> None:
    if view.state == "free":
        _paint_new_tab(painter, shape, rect)
        return
    words = f"{shape.number} {view.amount_text}".strip()
    if width_of(words, "caption_strong") > rect.width() - 8:
        words = fitted(shape.number, "caption_strong", rect.width() - 8)
    at = QPointF(rect.center().x(), rect.center().y() - 8)
    put_text(painter, at, words, "caption_strong", color("on"), align="center")


def _paint_new_tab(painter: QPainter, shape: TableShape, rect: QRectF) -> None:
    """A place where a bill can be opened: a plus and a word, or the plus alone."""
    ink = color("on_var")
    words = width_of(shape.number, "label")
    alone = words + 27 > rect.width() - 12
    left = rect.center().x() - (20 if alone else words + 27) / 2
    box = QRectF(left, rect.center().y() - 10, 20, 20)
    put_icon(painter, "add", box, ink)
    if not alone:
        at = QPointF(left + 27, rect.center().y() - 10)
        put_text(painter, at, shape.number, "label", ink)


def paint_plate(
    painter: QPainter, rect: QRectF, number: str, state: TableState
) -> None:
    """A table as a small plate in a row: its number on the colour of its state."""
    loud = state in LOUD_STATES
    grounds = {"occupied": "card", "to_clear": "surface_highest"}
    ground = grounds.get("to_clear" if state == "blocked" else state)
    ground = f"status_{state}" if loud else ground
    draw_shape(
        painter,
        rect,
        (float(RADIUS.button), float(RADIUS.tiny)),
        fill=color(ground) if ground else None,
        edge=color("status_edge" if loud else "outline"),
        dashed=state == "booked",
    )
    ink = color("on_status" if loud else "on")
    words = fitted(number, "h3", rect.width() - 8)
    at = QPointF(rect.center().x(), rect.center().y() - 14)
    put_text(painter, at, words, "h3", ink, align="center")


def outline_pen(role: str) -> QPen:
    """Pen of a ring round a table that is chosen or dropped upon."""
    return QPen(color(role), STROKE.focus)
