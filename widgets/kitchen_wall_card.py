"""How a kitchen card is drawn: what rests, what ticks, and what a finger is on.

`paint_card` draws all that only a new view changes, so the wall keeps it as a picture;
`paint_moving` draws the clocks over it. Everything is in the card's own coordinates at
the metre preset; the wall has scaled the painter. The kitchen is dark in every mode of
the house.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from resources.texts import tr
from widgets.kitchen_wall_layout import (
    ALLERGY_SCALE,
    BODY_TOP,
    BORDER,
    DISH,
    MODIFIER,
    SEAT_SCALE,
    TEXT_TOP,
    TEXT_X,
    CardPlace,
    LinePlace,
    header_height,
    limit_text,
    seat_width,
)
from widgets.kitchen_wall_said import BLOCK_RADII, dark, icon, paint_said
from widgets.kitchen_wall_views import (
    CardState,
    CardView,
    LineKind,
    clock_text,
    is_soon,
    kind_word,
    state_word,
)
from widgets.painted_text import fitted, put_clock, put_icon, put_text, width_of
from widgets.painting import draw_filet, draw_shape
from widgets.theme import RADIUS, STROKE

_RADII = (float(RADIUS.card), float(RADIUS.small))
_TAG_ICON = 40
BUMP_PART, BANNER_PART = "bump", "banner"
_BANNERS = {"join": "call_merge", "part": "call_split"}
"""What a touch of the banner does -> its sign; a bolt for what goes first."""
_ICONS: dict[CardState, str] = {
    "new": "circle",
    "prep": "skillet",
    "late": "warning",
    "ready": "check_circle",
    "hold": "pause",
}
_SIGNS: dict[LineKind, str] = {
    "add": "add_circle",
    "stop": "dangerous",
    "move": "arrow_forward",
    "wait": "pause",
}


@dataclass(frozen=True, slots=True)
class Touched:
    """What of a card is under a finger or the keyboard."""

    part: str = ""  # a line id, "bump", or "" for the card
    pressed: bool = False
    selected: bool = False


def moving_rects(place: CardPlace) -> tuple[QRect, ...]:
    """What time changes: clocks, filet, ages. The picture of a card leaves them bare."""
    rects = [place.sent, place.fired, place.filet, place.footer]
    rects += [_age_rect(line) for line in place.lines if _has_age(line)]
    return tuple(rect for rect in rects if not rect.isEmpty())


def _age_rect(line: LinePlace) -> QRect:
    return QRect(line.rect.right() - 160, line.rect.y() + 6, 152, 26)


def _has_age(line: LinePlace) -> bool:
    return line.line.kind == "add" and line.line.note_seconds is not None


def share_of(card: CardView, elapsed: int) -> float:
    """0-1, the time since it was fired against its limit."""
    if card.fired_seconds is None:
        return 0.0
    if card.state == "late":
        return 1.0
    return min(1.0, (card.fired_seconds + elapsed) / max(1, 60 * card.limit_minutes))


def paint_card(painter: QPainter, place: CardPlace) -> None:
    """Paints what only a new view changes."""
    card = place.card
    _paint_shape(painter, card, QRectF(0, 0, place.width, place.height))
    height = header_height(card) - BORDER
    inside = QRectF(BORDER, BORDER, place.width - 2 * BORDER, height)
    draw_shape(painter, inside, (_RADII[0] - BORDER, 0.0), fill=_header_ground(card))
    _paint_who(painter, place)
    _paint_still_clocks(painter, place)
    if not place.banner.isEmpty():
        _paint_banner(painter, place)
    _paint_note(painter, place)
    for line in place.lines:
        _paint_line(painter, place, line)
    if not place.bump.isEmpty():
        _paint_bump(painter, place)


def paint_moving(
    painter: QPainter, place: CardPlace, elapsed: int, dirty: QRect
) -> None:
    """Paints over the picture what time changes, as far as it lies in `dirty`.

    Args:
        elapsed: seconds since the view was made.
    """
    card = place.card
    ground = _header_ground(card)
    ink, quiet = _inks(card)
    if place.sent.intersects(dirty):
        painter.fillRect(place.sent, ground)
        sent = clock_text(card.sent_seconds + elapsed)
        put_clock(painter, QPointF(43, 72), sent, "kitchen_header", quiet)
    if place.fired.intersects(dirty):
        painter.fillRect(place.fired, ground)
        fired = (card.fired_seconds or 0) + elapsed
        _paint_fired(painter, place.fired, fired, ink, soon=is_soon(card, elapsed))
    if place.filet.intersects(dirty):
        painter.fillRect(place.filet, ground)
        _paint_limit(painter, place, share_of(card, elapsed))
    if place.footer.intersects(dirty):
        painter.fillRect(place.footer, dark("card"))
        _paint_footer(painter, place, elapsed)
    for line in place.lines:
        if _has_age(line) and _age_rect(line).intersects(dirty):
            painter.fillRect(_age_rect(line), dark("paper"))
            age = (line.line.note_seconds or 0) + elapsed
            words = tr("il y a {clock}", clock=clock_text(age))
            _paint_corner(painter, line, words)


def paint_nothing(painter: QPainter, box: QRectF) -> None:
    """A wall without a card: the mark, and why it is calm."""
    middle = box.center()
    mark = QRectF(middle.x() - 28, middle.y() - 60, 56, 56)
    put_icon(painter, "mark", mark, dark("on_var"))
    at = QPointF(middle.x(), middle.y() + 8)
    words = tr("Aucun bon à montrer")
    put_text(painter, at, words, "kitchen_header", dark("on_var"), align="center")


def paint_touched(painter: QPainter, place: CardPlace, touched: Touched) -> None:
    """Shows the finger or the keyboard over the rest."""
    box = QRectF(0, 0, place.width, place.height)
    waits = place.card.state == "hold"
    head = (waits or bool(place.card.bump_text)) and not touched.part
    if head and touched.pressed:
        box.setHeight(header_height(place.card))
    if touched.part == BUMP_PART:
        box = QRectF(place.bump)
    if touched.part == BANNER_PART:
        box = QRectF(place.banner)
    for line in place.lines:
        if line.line.id == touched.part:
            box = QRectF(line.rect)
    if touched.pressed and (touched.part or head):
        layer = QColor(dark("on"))
        layer.setAlphaF(0.16)
        draw_shape(painter, box, BLOCK_RADII, fill=layer)
    if touched.selected:
        painter.setPen(QPen(dark("focus"), STROKE.focus))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 8, 8)


def _paint_shape(painter: QPainter, card: CardView, whole: QRectF) -> None:
    loud = _loud(card.state)
    edge = dark(loud or ("status_hold" if card.state == "hold" else "surface_high"))
    draw_shape(
        painter,
        whole,
        _RADII,
        fill=dark("card"),
        edge=edge,
        width=BORDER,
        dashed=card.state == "hold",
    )


def _loud(state: CardState) -> str:
    """The status that fills the header: only when somebody must act."""
    return {"late": "status_late", "ready": "status_ready"}.get(state, "")


def _header_ground(card: CardView) -> QColor:
    return dark(_loud(card.state) or "surface_high")


def _inks(card: CardView) -> tuple[QColor, QColor]:
    """Colour of words and of what accompanies them."""
    if _loud(card.state):
        return dark("on_status"), dark("on_status")
    return dark("on"), dark("on_var")


def _paint_who(painter: QPainter, place: CardPlace) -> None:
    card = place.card
    ink, quiet = _inks(card)
    left = 18.0
    if card.moved_from:
        width = width_of(card.table, "kitchen_table") + 12
        painter.fillRect(QRectF(left - 6, 10, width, 56), dark("paper"))
    number = dark("on_status") if card.moved_from else ink
    left += put_text(painter, QPointF(left, 12), card.table, "kitchen_table", number)
    left += 13
    tag = tag_box(place, left)
    room = tag.x() - left - 6
    course = fitted(card.course, "kitchen_header_strong", room)
    put_text(painter, QPointF(left, 14), course, "kitchen_header_strong", ink)
    sign = "group" if card.covers else "person"
    words = " · ".join(word for word in (card.covers, card.waiter) if word)
    if card.moved_from:
        sign, words = "swap_horiz", tr("était {table}", table=card.moved_from)
    icon(painter, sign, QRectF(left, 40, 20, 20), quiet)
    words = fitted(words, "kitchen_header", room - 24)
    put_text(painter, QPointF(left + 24, 38), words, "kitchen_header", quiet)
    _paint_state(painter, place, tag)


def tag_box(place: CardPlace, left: float) -> QRectF:
    """Of the state's tag: without its word where that would cover who it is for."""
    card = place.card
    # 18 px in bold: a tag is read from where the dishes are.
    word = width_of(state_word(card.state), "kitchen_header_strong", 0.9) + 44
    wanted = max(
        width_of(card.course, "kitchen_header_strong"),
        24 + width_of(f"{card.covers} · {card.waiter}", "kitchen_header"),
    )
    width = word if left + wanted + 6 <= place.width - 18 - word else _TAG_ICON
    return QRectF(place.width - 18 - width, 22, width, 32)


def _paint_state(painter: QPainter, place: CardPlace, box: QRectF) -> None:
    state = place.card.state
    if state == "hold":
        edge = dark("status_hold")
        draw_shape(
            painter, box, (6.0, 6.0), edge=edge, width=STROKE.chosen, dashed=True
        )
        ink = dark("on")
    elif _loud(state):
        draw_shape(painter, box, (6.0, 6.0), fill=dark("on_status"))
        ink = dark("paper")
    else:
        draw_shape(painter, box, (6.0, 6.0), fill=dark(f"status_{state}"))
        ink = dark("on_status")
    icon(painter, _ICONS[state], QRectF(box.x() + 9, 27, 22, 22), ink)
    if box.width() > _TAG_ICON:
        at, word = QPointF(box.x() + 35, 27), state_word(state)
        put_text(painter, at, word, "kitchen_header_strong", ink, scale=0.9)


def _paint_still_clocks(painter: QPainter, place: CardPlace) -> None:
    """What stands round the figures: icons, the limit, the planned fire."""
    card = place.card
    quiet = _inks(card)[1]
    right = place.width - 18.0
    if not place.sent.isEmpty():
        icon(painter, "send", QRectF(18, 75, 18, 18), quiet, filled=False)
    if card.fired_seconds is not None:
        at = QPointF(right, 72)
        put_text(painter, at, limit_text(card), "kitchen_label", quiet, align="right")
        return
    at = QPointF(right, 72)
    style = "kitchen_header"
    width = put_text(painter, at, card.fire_text, style, quiet, align="right")
    box = QRectF(right - width - 26, 74, 20, 20)
    icon(painter, "schedule", box, quiet, filled=False)
    length = place.width - 36.0
    ink = dark("status_hold")
    draw_filet(painter, 18, 104, length, color=ink, thickness=4, style="dashed")


def _paint_fired(
    painter: QPainter, box: QRect, seconds: int, ink: QColor, *, soon: bool
) -> None:
    """Since it was fired; what will be late soon stands on a ground of its own, with an
    hourglass for the flame."""
    fired, sign = clock_text(seconds), "local_fire_department"
    left = box.right() - 8 - width_of(fired[:-3], "kitchen_clock") - _seconds_width()
    if soon:
        ground = QRectF(left - 36, box.y(), box.right() - 1 - left + 36, box.height())
        draw_shape(painter, ground, (6.0, 6.0), fill=dark("status_prep"))
        ink, sign = dark("on_status"), "hourglass_empty"
    put_clock(painter, QPointF(left, box.y() + 2), fired, "kitchen_clock", ink)
    icon(painter, sign, QRectF(left - 30, 72, 24, 24), ink)


def _seconds_width() -> float:
    return width_of(":00", "kitchen_clock")


def _paint_limit(painter: QPainter, place: CardPlace, share: float) -> None:
    state = place.card.state
    if _loud(state):
        ink, track = dark("on_status"), QColor(dark("on_status"))
        track.setAlphaF(0.3)
    else:
        ink, track = dark(f"status_{state}"), dark("surface")
    draw_filet(
        painter,
        18,
        106,
        place.width - 36.0,
        color=ink,
        thickness=6,
        style="measured",
        track=track,
        fraction=share,
    )


def _paint_banner(painter: QPainter, place: CardPlace) -> None:
    box, ink = QRectF(place.banner), dark("on_status")
    painter.fillRect(place.banner, dark("paper"))
    sign = _BANNERS.get(place.card.banner_act, "bolt")
    icon(painter, sign, QRectF(18, box.y() + 9, 30, 30), ink, filled=sign == "bolt")
    left, right = TEXT_X - 16, box.right() - 8
    if hint := place.card.banner_hint:
        at = QPointF(right - 3, box.y() + 14)
        right -= put_text(painter, at, hint, "kitchen_label", ink, align="right") + 12
    words = fitted(place.card.banner, "kitchen_clock", right - left)
    put_text(painter, QPointF(left, box.y() + 10), words, "kitchen_clock", ink)


def _paint_note(painter: QPainter, place: CardPlace) -> None:
    top = float(header_height(place.card) + BODY_TOP + TEXT_TOP)
    top += place.banner.height()
    if place.note:
        box = QRectF(22, top + 4, 28, 28)
        icon(painter, "edit_note", box, dark("on"), filled=False)
    for row in place.note:
        put_text(painter, QPointF(TEXT_X, top), row, "kitchen_modifier", dark("on"))
        top += MODIFIER


def _paint_line(painter: QPainter, place: CardPlace, line: LinePlace) -> None:
    view = line.line
    top = float(line.rect.y() + TEXT_TOP)
    ink = dark("on")
    if place.card.state == "hold" or view.done:
        ink = dark("on_var")
    if view.kind != "normal":
        _paint_block(painter, line)
        top = float(line.rect.y() + (34 if view.kind == "add" else 35))
        ink = dark("on_status")
    left = 18.0 if view.kind == "normal" else 26.0
    struck = view.done or view.kind == "stop"
    style = "kitchen_dish"
    put_text(painter, QPointF(left, top), view.quantity, style, ink, struck=struck)
    for name in line.names:
        put_text(painter, QPointF(TEXT_X, top), name, style, ink, struck=struck)
        top += DISH
    for modifier in line.modifiers:
        at = QPointF(TEXT_X, top)
        put_text(painter, at, modifier, "kitchen_modifier", ink, struck=struck)
        top += MODIFIER
    for said, rows in line.said:
        paint_said(painter, said, rows, top, ink)
        top += MODIFIER * len(rows)
    if line.seat:
        right = line.rect.right() - (60 if view.done else 16)
        down = 12 if view.kind == "normal" else 39
        _paint_seat(painter, view.seat, right, line.rect.y() + down, ink)
    if view.done:
        middle = line.rect.center().y()
        box = QRectF(place.width - 50, middle - 16, 32, 32)
        icon(painter, "check_circle", box, dark("status_ready"))
    if not line.frame.isEmpty():
        _paint_allergy(painter, line)


def _paint_block(painter: QPainter, line: LinePlace) -> None:
    view = line.line
    box = QRectF(line.rect)
    ink = dark("on_status")
    loud = view.kind in ("stop", "wait")
    draw_shape(painter, box, BLOCK_RADII, fill=dark("danger" if loud else "paper"))
    edge = 0.0 if view.kind == "add" else 1.0
    if loud:
        draw_shape(painter, box, BLOCK_RADII, edge=dark("paper"), width=STROKE.focus)
    if view.kind != "add":
        _paint_corner(painter, line, tr("toucher = vu"))
    top = box.y() + 7 + edge
    left = box.x() + 10 + 2 * edge
    icon(painter, _SIGNS[view.kind], QRectF(left, top, 26, 26), ink)
    at = QPointF(left + 34, top + 1)
    put_text(painter, at, kind_word(view.kind), "kitchen_header_strong", ink)


def _paint_corner(painter: QPainter, line: LinePlace, words: str) -> None:
    at = QPointF(line.rect.right() - 11, line.rect.y() + 8)
    ink = dark("on_status")
    put_text(painter, at, words, "kitchen_label", ink, align="right")


def _paint_allergy(painter: QPainter, line: LinePlace) -> None:
    box = QRectF(line.frame)
    warn = dark("status_prep")
    draw_shape(painter, box, BLOCK_RADII, edge=warn, width=STROKE.focus)
    icon(painter, "warning", QRectF(box.x() + 15, box.y() + 9, 30, 30), warn)
    top = box.y() + 12
    for row in line.allergy:
        at = QPointF(box.x() + 54, top)
        put_text(painter, at, row, "kitchen_table", dark("on"), scale=ALLERGY_SCALE)
        top += 28
    if line.line.seat:
        right, top = box.right() - 16, box.y() + 9
        _paint_seat(painter, line.line.seat, right, top, dark("on"))


def _paint_seat(
    painter: QPainter, seat: str, right: float, top: float, ink: QColor
) -> None:
    width = seat_width(seat)
    frame = QRectF(right - width, top, width, 30)
    draw_shape(painter, frame, (5.0, 5.0), edge=ink, width=STROKE.chosen)
    at = QPointF(frame.center().x(), frame.y() + 4)
    style = "kitchen_header_strong"
    put_text(painter, at, seat, style, ink, align="center", scale=SEAT_SCALE)


def _paint_bump(painter: QPainter, place: CardPlace) -> None:
    box = QRectF(place.bump)
    draw_shape(painter, box, BLOCK_RADII, fill=dark("surface_highest"))
    words = place.card.bump_text
    wide = width_of(words, "kitchen_header_strong", 1.1) + 37
    left = box.center().x() - wide / 2
    middle = box.center().y()
    due = max((width_of(row, "kitchen_label") for row in place.card.due), default=0.0)
    if due and wide + due + 48 <= box.width():
        left = box.x() + 18
        ink = dark("on" if place.card.state == "late" else "on_var")
        top = middle - 22.0 * len(place.card.due) / 2
        for row in place.card.due:
            at = QPointF(box.right() - 16, top)
            put_text(painter, at, row, "kitchen_label", ink, align="right")
            top += 22
    icon(painter, "done_all", QRectF(left, middle - 14, 28, 28), dark("on"))
    at = QPointF(left + 37, middle - 13)
    put_text(painter, at, words, "kitchen_header_strong", dark("on"), scale=1.1)


def _paint_footer(painter: QPainter, place: CardPlace, elapsed: int) -> None:
    card = place.card
    words = card.footer
    if card.footer_seconds is not None:
        words = f"{words} {clock_text(card.footer_seconds + elapsed)}"
    top = place.footer.y() + 6
    box = QRectF(18, top + 2, 24, 24)
    icon(painter, "room_service", box, dark("on_var"), filled=False)
    put_text(painter, QPointF(52, top + 2), words, "kitchen_header", dark("on_var"))
