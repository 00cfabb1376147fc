"""Who pays what: one column a payer, lines that are touched to move or to share.

A column is a card with its lines, its total and its one act. Shared fractions are
dashed; the column being paid has the strong edge.
"""

import math
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import (
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.button import Button
from widgets.icons import paint_icon
from widgets.looks import Kind
from widgets.painted_items import ItemName, TappedItems
from widgets.painted_text import fitted, put_text, width_of, wrapped
from widgets.painting import FiletStyle, draw_filet, draw_shape
from widgets.tag import Tag, TagKind
from widgets.theme import RADIUS, STROKE, color, theme_events

PayerState = Literal["paid", "current", "unpaid"]

COLUMN_WIDTH = 288
_LINE, _LINE_GAP, _INSET = 64, 8, 13
_HEAD, _FOOT = 65, 129
# Where names begin behind short quantities, and the room of the bar.
_NAMES, _BAR = 49, 12
RADII = (float(RADIUS.card), float(RADIUS.small))
_LINE_RADII = (float(RADIUS.button), float(RADIUS.button))
# State: edge role and width, tag, filet and its role, voice of the button.
_TAGS: dict[PayerState, TagKind] = {
    "paid": "success",
    "current": "current",
    "unpaid": "waiting",
}
_FILETS: dict[PayerState, tuple[FiletStyle, str]] = {
    "paid": ("full", "success"),
    "current": ("full", "primary"),
    "unpaid": ("dashed", "outline"),
}
_KINDS: dict[PayerState, Kind] = {
    "paid": "quiet",
    "current": "filled",
    "unpaid": "tonal",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitLineView:
    """A line, or a fraction of one ("1/3" with a `note`), on a payer's bill."""

    id: str
    quantity: str
    name: str
    price_text: str
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerView:
    """A payer.

    Attributes:
        badge: "1", the seat or the number of the share.
        state_text: "payée", "en cours", "à payer".
        act_text: "Encaisser 36,50 €", or how it was paid; "" hides the button.
        act_icon: before these words.
    """

    id: str
    badge: str
    title: str
    state: PayerState = "unpaid"
    state_text: str = ""
    lines: tuple[SplitLineView, ...] = ()
    total_text: str = ""
    act_text: str = ""
    act_icon: str = ""


class _Lines(TappedItems):
    """The lines of a column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, drags=True)
        self._lines: tuple[SplitLineView, ...] = ()
        self._names_left = _NAMES

    def display(self, lines: tuple[SplitLineView, ...]) -> None:
        before, self._lines = self._lines, lines
        self.set_names(
            [
                ItemName(
                    line.id,
                    ", ".join(
                        part
                        for part in (
                            f"{line.quantity} {line.name}",
                            line.note,
                            line.price_text,
                            tr("choisi") if line.chosen else "",
                        )
                        if part
                    ),
                )
                for line in lines
            ]
        )
        widest = max((width_of(line.quantity, "body") for line in lines), default=0.0)
        self._names_left = max(_NAMES, 13 + math.ceil(widest) + 8)
        self.updateGeometries()
        if [line.id for line in before] != [line.id for line in lines]:
            self.viewport().update()
            return
        for old, new in zip(before, lines, strict=True):
            if old != new:
                self.update_item(new.id)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.id_at(event.position().toPoint()):
            super().mousePressEvent(event)
        else:
            event.ignore()  # beside the lines it is the payer who is touched

    @override
    def content_height(self) -> int:
        return len(self._lines) * (_LINE + _LINE_GAP)

    @override
    def item_rect(self, item_id: str) -> QRect:
        for number, line in enumerate(self._lines):
            if line.id == item_id:
                top = number * (_LINE + _LINE_GAP) - self.offset
                bar = _BAR if self.verticalScrollBar().maximum() else 0
                return QRect(0, top, self.viewport().width() - bar, _LINE)
        return QRect()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), color("card"))
        for line in self._lines:
            rect = self.item_rect(line.id)
            if rect.intersects(event.rect()):
                self._paint_line(painter, line, QRectF(rect))
        self.paint_bar(painter)

    def _paint_line(self, painter: QPainter, line: SplitLineView, rect: QRectF) -> None:
        focused = self.is_ringed(line.id)
        ground = "tonal" if line.chosen else "card"
        if line.id == self.pressed_id:
            ground = "tonal_hover" if line.chosen else "surface_high"
        edge, width = ("line", STROKE.hair)
        if focused:
            edge, width = "focus", STROKE.focus
        elif line.chosen:
            edge, width = "primary", STROKE.chosen
        elif line.note:
            edge = "outline"
        draw_shape(
            painter,
            rect,
            _LINE_RADII,
            fill=color(ground),
            edge=color(edge),
            width=width,
            dashed=bool(line.note) and not (focused or line.chosen),
        )
        middle = rect.center().y()
        at = QPointF(rect.x() + 13, middle - 12)
        put_text(painter, at, line.quantity, "body", color("on_var"))
        at = QPointF(rect.right() - 13, middle - 12)
        price = put_text(
            painter, at, line.price_text, "body_strong", color("on"), align="right"
        )
        left = rect.x() + self._names_left
        room = rect.right() - 13 - price - 8 - left
        names = wrapped(line.name, "tile", room)
        top = middle - 10 * len(names) - (10 if line.note else 0)
        for name in names:
            put_text(painter, QPointF(left, top), name, "tile", color("on"))
            top += 20
        if line.note:
            box = QRectF(left, top + 1, 16, 16)
            paint_icon(painter, "call_split", box, color("on_var"))
            at = QPointF(left + 20, top + 1)
            put_text(painter, at, line.note, "caption", color("on_var"))


class SplitColumn(QWidget):
    """A payer, at least 288 wide.

    Signals:
        touched(str): id of a payer who has not paid; beside the lines.
        line_touched(str, str): payer id and line id.
        line_held(str, str): payer id and line id.
        line_dragged(str, QPoint): a held line is carried there on the screen.
        line_dropped(str, QPoint): it was let go there.
        drag_ended: it was let go, wherever.
        pay_requested(str): payer id.
        receipt_requested(str): the button of a payer who has paid.
    """

    touched = Signal(str)
    line_touched = Signal(str, str)
    line_held = Signal(str, str)
    line_dragged = Signal(str, QPoint)
    line_dropped = Signal(str, QPoint)
    drag_ended = Signal()
    pay_requested = Signal(str)
    receipt_requested = Signal(str)

    def __init__(self, view: PayerView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._tag = Tag("", kind="neutral", parent=self)
        self._lines = _Lines(self)
        self._act = self._make_act(view)
        self.setMinimumWidth(COLUMN_WIDTH)
        self._lines.item_tapped.connect(self._on_lines_item_tapped)
        self._lines.item_held.connect(self._on_lines_item_held)
        self._lines.item_dragged.connect(self._on_lines_item_dragged)
        self._lines.item_dropped.connect(self._on_lines_item_dropped)
        self._lines.item_put_back.connect(self.drag_ended)
        theme_events.changed.connect(self.update)
        self.display(view)

    @property
    def view(self) -> PayerView:
        return self._view

    @property
    def act(self) -> Button:
        """The button of this payer."""
        return self._act

    def display(self, view: PayerView) -> None:
        """Shows other values."""
        before, self._view = self._view, view
        self.setAccessibleName(f"{view.title}, {view.state_text}, {view.total_text}")
        icon = None if view.state == "unpaid" else ""
        self._tag.show_tag(view.state_text, _TAGS[view.state], icon=icon)
        self._lines.setAccessibleName(view.title)
        self._lines.display(view.lines)
        if view.act_icon != before.act_icon:
            self._act.hide()
            self._act.deleteLater()
            self._act = self._make_act(view)
        self._act.set_words(view.act_text)
        self._act.set_kind(_KINDS[view.state])
        self._act.setVisible(bool(view.act_text))
        self._lay_out()
        self.update()

    def line_rect(self, line_id: str) -> QRect:
        """Where a line is, in the column's coordinates."""
        rect = self._lines.item_rect(line_id)
        return rect.translated(self._lines.pos()) if not rect.isEmpty() else QRect()

    @Slot(str)
    def _on_lines_item_tapped(self, line_id: str) -> None:
        self.line_touched.emit(self._view.id, line_id)

    @Slot(str)
    def _on_lines_item_held(self, line_id: str) -> None:
        self.line_held.emit(self._view.id, line_id)

    @Slot(str, QPoint)
    def _on_lines_item_dragged(self, line_id: str, point: QPoint) -> None:
        if self._view.state != "paid":
            self.line_dragged.emit(line_id, point)

    @Slot(str, QPoint)
    def _on_lines_item_dropped(self, line_id: str, point: QPoint) -> None:
        if self._view.state != "paid":
            self.line_dropped.emit(line_id, point)
        self.drag_ended.emit()

    @Slot()
    def _on_act_clicked(self) -> None:
        paid = self._view.state == "paid"
        signal = self.receipt_requested if paid else self.pay_requested
        signal.emit(self._view.id)

    def _make_act(self, view: PayerView) -> Button:
        button = Button(
            view.act_text,
            kind=_KINDS[view.state],
            height=64,
            icon=view.act_icon,
            parent=self,
        )
        button.clicked.connect(self._on_act_clicked)
        return button

    def _lay_out(self) -> None:
        width, height = self.width(), self.height()
        hint = self._tag.sizeHint()
        left = width - 17 - hint.width()
        self._tag.setGeometry(
            left, 33 - hint.height() // 2, hint.width(), hint.height()
        )
        inner = width - 2 * _INSET
        self._lines.setGeometry(_INSET, _HEAD, inner, height - _HEAD - _FOOT - 8)
        self._act.setGeometry(_INSET, height - _INSET - 64, inner, 64)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.setAccepted(event.button() == Qt.MouseButton.LeftButton)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if inside and self._view.state != "paid":
            self.touched.emit(self._view.id)

    @override
    def sizeHint(self) -> QSize:
        return QSize(315, 547)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        view, rect = self._view, QRectF(self.rect())
        current = view.state == "current"
        draw_shape(
            painter,
            rect,
            RADII,
            fill=color("card"),
            edge=color("primary" if current else "line"),
            width=STROKE.chosen if current else STROKE.hair,
        )
        badge = QRectF(17, 17, 32, 32)
        radii = (float(RADIUS.rest), float(RADIUS.rest))
        if current:
            draw_shape(painter, badge, radii, fill=color("on"))
        else:
            draw_shape(painter, badge, radii, edge=color("outline"))
        ink = color("card" if current else "on")
        at = QPointF(badge.center().x(), badge.center().y() - 12)
        put_text(painter, at, view.badge, "body_strong", ink, align="center")
        room = self._tag.x() - 57 - 8
        title = fitted(view.title, "line", room)
        put_text(painter, QPointF(57, 21), title, "line", color("on"))
        self._paint_total(painter, rect)

    def _paint_total(self, painter: QPainter, rect: QRectF) -> None:
        style, role = _FILETS[self._view.state]
        top = rect.height() - _FOOT
        draw_filet(painter, 17, top, rect.width() - 34, color=color(role), style=style)
        at = QPointF(17, top + 22)
        put_text(painter, at, tr("Total"), "label", color("on_var"))
        at = QPointF(rect.width() - 17, top + 16)
        total = self._view.total_text
        put_text(painter, at, total, "h2", color("on"), align="right")
