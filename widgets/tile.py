"""A product on the till: one large button with its name, its price and its filet.

The filet says the category (short), what is left of a dish that is counted down
(measured) or that there is none left (dashed). `tile_grid.py` lays tiles out in pages.
"""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.icons import paint_icon
from widgets.looks import LOOKS, paint_ground
from widgets.painted_items import keyboard_came
from widgets.painted_text import put_tag, put_text, tag_width, width_of
from widgets.painting import draw_filet, draw_shape, two_lines
from widgets.photo import paint_photo
from widgets.press import PressTracker
from widgets.pressable import Pressable, ShownState
from widgets.theme import RADIUS, STROKE, color, theme_events

Category = Literal[
    "formules",
    "entrees",
    "plats",
    "fromages",
    "desserts",
    "vins",
    "boissons",
    "cafe",
]

MIN_HEIGHT = 104
PHOTO_HEIGHT = 72
PADDING = 12
# From the bottom edge to the middle of the price, and where a tag stands beside it.
_ROW_MIDDLE = 30
_TAG_ROW_MIDDLE = 32
_FILET_BOTTOM = 6
_PRESSING_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_RADII = (float(RADIUS.tile), float(RADIUS.small))


@dataclass(frozen=True, slots=True, kw_only=True)
class TileView:
    """What a tile shows.

    Attributes:
        allergens: letters of the most wanted allergens, "Œ L"; empty when none.
        countdown: "reste 4" when the dish is counted down, else empty.
        share: 0-1, what is left of the day's stock; only with `countdown`.
        in_order: how many are on the order in front of the user.
        digit: key that chooses the tile, shown at its corner when not empty.
        icon: makes the tile an act instead of a product ("add" over "Prix libre").
        chosen: ticked, for the choices of a formule.
        photo: file of what it looks like, shown above the name where there is room.
    """

    id: str
    name: str
    price_text: str
    category: Category
    allergens: str = ""
    countdown: str = ""
    share: float = 0.0
    sold_out: bool = False
    in_order: int = 0
    digit: str = ""
    icon: str = ""
    chosen: bool = False
    photo: str = ""


def spoken(view: TileView) -> str:
    """What a screen reader says of a tile."""
    parts = [view.name, view.price_text]
    if view.sold_out:
        parts.append(tr("épuisé"))
    if view.countdown:
        parts.append(view.countdown)
    if view.allergens:
        parts.append(tr("allergènes {letters}", letters=view.allergens))
    if view.in_order:
        parts.append(tr("{count} dans la commande", count=view.in_order))
    if view.chosen:
        parts.append(tr("choisi"))
    return ", ".join(part for part in parts if part)


class ProductTile(Pressable):
    """One product; a tap chooses it, a long press asks for more about it.

    Signals:
        held(): pressed for half a second; no `clicked` follows.
        swiped(str): brushed "left" or "right"; no `clicked` follows.
    """

    held = Signal()
    swiped = Signal(str)

    def __init__(self, view: TileView, parent: QWidget | None = None) -> None:
        super().__init__(spoken(view), radius=None, parent=parent)
        self._view = view
        self._ringed = True
        self._press = PressTracker(self, swipes=True)
        self._press.ended.connect(self._on_press_ended)
        self._press.tapped.connect(self._on_press_tapped)
        self._press.held.connect(self._on_press_held)
        self._press.swiped.connect(self._on_press_swiped)
        self.setMinimumSize(96, MIN_HEIGHT)
        theme_events.changed.connect(self.update)

    @property
    def view(self) -> TileView:
        return self._view

    def display(self, view: TileView) -> None:
        """Shows other values; repaints only if they differ."""
        if view == self._view:
            return
        self._view = view
        self.setAccessibleName(spoken(view))
        self.update()

    @Slot()
    def _on_press_ended(self) -> None:
        self.setDown(False)

    @Slot()
    def _on_press_tapped(self) -> None:
        self.click()

    @Slot()
    def _on_press_held(self) -> None:
        self.setDown(False)
        self.held.emit()

    @Slot(QPoint, str)
    def _on_press_swiped(self, _start: QPoint, way: str) -> None:
        self.swiped.emit(way)

    @override
    def sizeHint(self) -> QSize:
        return QSize(158, 109)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press.press(event)
        self.setDown(self._press.down)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._press.move(event)
        self.setDown(self._press.resting)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._press.release(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = keyboard_came(event)
        super().focusInEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # The right button, or the Menu key, is a long press.
        self.held.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PRESSING_KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()  # arrows and pages belong to the grid

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_tile(painter, QRectF(self.rect()), self._view, self.shown_state)
        if self._ringed and self.hasFocus():
            draw_shape(
                painter,
                QRectF(self.rect()),
                _RADII,
                edge=color("focus"),
                width=STROKE.focus,
            )


def paint_tile(
    painter: QPainter,
    rect: QRectF,
    view: TileView,
    state: ShownState = "rest",
) -> None:
    """Paints a tile in `rect`; formule choices are painted by it too."""
    if view.icon:
        _paint_act(painter, rect, view, state)
        return
    ground = "surface_high" if view.sold_out else f"category_{view.category}_tile"
    draw_shape(painter, rect, _RADII, fill=color(ground))
    if state in ("hover", "press"):
        layer = color("on")
        layer.setAlphaF(0.14 if state == "press" else 0.06)
        draw_shape(painter, rect, _RADII, fill=layer)
    if view.chosen:
        edge = color("primary")
        draw_shape(painter, rect, _RADII, edge=edge, width=STROKE.chosen)
    elif view.in_order and not view.sold_out:
        edge = color(f"category_{view.category}")
        draw_shape(painter, rect, _RADII, edge=edge, width=STROKE.chosen)
    head = rect
    if view.photo and rect.height() >= MIN_HEIGHT + PHOTO_HEIGHT:
        left = rect.center().x() - PHOTO_HEIGHT / 2
        box = QRectF(left, rect.y() + PADDING, PHOTO_HEIGHT, PHOTO_HEIGHT)
        paint_photo(painter, view.photo, box, faint=view.sold_out)
        head = rect.adjusted(0, PHOTO_HEIGHT + 4, 0, 0)
    _paint_name(painter, head, view)
    _paint_price_row(painter, rect, view)
    _paint_filet(painter, rect, view)


def _paint_act(
    painter: QPainter, rect: QRectF, view: TileView, state: ShownState
) -> None:
    paint_ground(painter, rect, LOOKS["plain"], state, _RADII)
    middle = rect.center()
    icon = QRectF(middle.x() - 12, middle.y() - 24, 24, 24)
    paint_icon(painter, view.icon, icon, color("on"))
    at = QPointF(middle.x(), middle.y() + 6)
    put_text(painter, at, view.name, "label", color("on_var"), align="center")


def _paint_name(painter: QPainter, rect: QRectF, view: TileView) -> None:
    room = rect.width() - 2 * PADDING
    if view.digit:
        at = QPointF(rect.right() - PADDING, rect.y() + PADDING)
        put_text(painter, at, view.digit, "caption", color("on_var"), align="right")
        room -= 20
    if view.chosen:
        coin = QRectF(rect.right() - PADDING - 22, rect.y() + PADDING + 2, 20, 20)
        paint_icon(
            painter,
            "check_circle",
            coin.adjusted(-2, -2, 2, 2),
            color("primary"),
            filled=True,
        )
        room -= 28
    lines, font = two_lines(view.name, "tile", int(room))
    if view.sold_out:
        font = QFont(font)
        font.setStrikeOut(True)
    painter.setFont(font)
    painter.setPen(color("on_var" if view.sold_out else "on"))
    step = 20.0 if len(lines) <= 2 else 15.0
    first = rect.y() + PADDING + 15.8
    for row, line in enumerate(lines):
        painter.drawText(QPointF(rect.x() + PADDING, first + row * step), line)


def _paint_price_row(painter: QPainter, rect: QRectF, view: TileView) -> None:
    tagged = bool(view.sold_out or view.countdown)
    middle = rect.bottom() - (_TAG_ROW_MIDDLE if tagged else _ROW_MIDDLE)
    left, right = rect.x() + PADDING, rect.right() - PADDING
    at = QPointF(left, middle - 10)
    put_text(painter, at, view.price_text, "price", color("on_var"))
    if view.sold_out:
        box = _tag_box(right, middle, "86", icon=True)
        box.setLeft(box.left() + 4)
        put_tag(painter, box, "86", color("on"), color("surface"), icon="block")
    elif view.countdown:
        box = _tag_box(right, middle, view.countdown, icon=False)
        put_tag(
            painter,
            box,
            view.countdown,
            color("card"),
            color("on"),
            edge=color("outline"),
        )
    else:
        if view.in_order:
            right -= _paint_count(painter, QPointF(right, middle), view.in_order)
        if view.allergens:
            _paint_allergens(painter, QPointF(right, middle), view.allergens)


def _paint_count(painter: QPainter, end: QPointF, count: int) -> float:
    """How many are on the order, in a coin that ends at `end`; the room it takes."""
    text = str(count)
    wide = max(20.0, width_of(text, "micro_strong") + 12)
    coin = QRectF(end.x() - wide, end.y() - 10, wide, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("primary"))
    painter.drawRoundedRect(coin, 10, 10)
    at = QPointF(coin.center().x(), end.y() - 8)
    put_text(painter, at, text, "micro_strong", color("on_primary"), align="center")
    return wide + 6


def _paint_allergens(painter: QPainter, end: QPointF, letters: str) -> None:
    left = end.x() - width_of(letters, "caption")
    put_text(painter, QPointF(left, end.y() - 8), letters, "caption", color("on_var"))
    sign = QRectF(left - 18, end.y() - 8, 16, 16)
    paint_icon(painter, "warning", sign, color("on_var"))


def _tag_box(right: float, middle: float, text: str, *, icon: bool) -> QRectF:
    width = tag_width(text, icon=icon)
    return QRectF(right - width, middle - 12, width, 24)


def _paint_filet(painter: QPainter, rect: QRectF, view: TileView) -> None:
    x = rect.x() + PADDING
    y = rect.bottom() - _FILET_BOTTOM - STROKE.filet
    room = rect.width() - 2 * PADDING
    if view.sold_out:
        draw_filet(painter, x, y + 1, room, color=color("outline"), style="dashed")
        return
    ink = color(f"category_{view.category}")
    if view.countdown:
        draw_filet(
            painter,
            x,
            y,
            room,
            color=ink,
            style="measured",
            track=color("track"),
            fraction=view.share,
        )
    else:
        draw_filet(painter, x, y, 24, color=ink, style="short")
