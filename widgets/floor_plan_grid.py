"""The same tables without the room: a grid of them, and a list of them.

For those who think in numbers, and for rooms that nobody has drawn yet. Both show
tables in the order of the view's shapes.
"""

from abc import abstractmethod

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.floor_plan_table import (
    outline_pen,
    paint_plate,
    paint_stage_tag,
    paint_table,
    paint_waiter,
)
from widgets.floor_plan_views import (
    FloorView,
    TableShape,
    TableView,
    spoken_table,
)
from widgets.painted_items import ItemName, TappedItems
from widgets.painted_text import fitted, put_text
from widgets.painting import draw_filet
from widgets.theme import RADIUS, color

_CELL_WIDTH, _CELL_HEIGHT, _GAP, _MARGIN = 148, 112, 16, 16
_ROW, _PAD = 64, 16
_FILET, _AMOUNT = 96, 104


class _TableItems(TappedItems):
    """Tables one after another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = FloorView()
        self._tables: dict[str, TableView] = {}
        self.setAccessibleName(tr("Tables"))

    @abstractmethod
    def place(self, number: int) -> QRect:
        """Content rectangle of the table at a place."""

    @abstractmethod
    def paint_item(
        self, painter: QPainter, shape: TableShape, view: TableView, rect: QRectF
    ) -> None:
        """Paints a table at its content rectangle."""

    def display(self, view: FloorView) -> None:
        """Shows the tables of a room; repaints those that changed."""
        same = view.shapes == self._view.shapes
        before, self._view = self._tables, view
        self._tables = {table.id: table for table in view.tables}
        self.set_names(
            [
                ItemName(shape.id, spoken_table(shape, self._table(shape)))
                for shape in view.shapes
            ]
        )
        self.updateGeometries()
        for shape in view.shapes if same else ():
            if before.get(shape.id) != self._tables.get(shape.id):
                self.update_item(shape.id)
        if not same:
            self.viewport().update()

    def _table(self, shape: TableShape) -> TableView:
        return self._tables.get(shape.id) or TableView(id=shape.id)

    @override
    def content_height(self) -> int:
        if not self._view.shapes:
            return 0
        return self.place(len(self._view.shapes) - 1).bottom() + 1 + _MARGIN

    @override
    def item_rect(self, item_id: str) -> QRect:
        for number, shape in enumerate(self._view.shapes):
            if shape.id == item_id:
                return self.place(number).translated(0, -self.offset)
        return QRect()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), color("surface_low"))
        painter.translate(0, -self.offset)
        dirty = event.region().translated(0, self.offset)
        for number, shape in enumerate(self._view.shapes):
            rect = self.place(number)
            if not dirty.intersects(rect.adjusted(-16, -16, 16, 16)):
                continue
            self.paint_item(painter, shape, self._table(shape), QRectF(rect))
            if self.is_ringed(shape.id):
                painter.setPen(outline_pen("focus"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                box = QRectF(rect).adjusted(2, 2, -2, -2)
                painter.drawRoundedRect(box, RADIUS.button, RADIUS.button)
        painter.translate(0, self.offset)
        self.paint_bar(painter)


class FloorGrid(_TableItems):
    """Tables as equal squares; `item_tapped` and `item_held` give table ids."""

    @property
    @override
    def columns(self) -> int:
        width = self.viewport().width() - 2 * _MARGIN
        return max(1, (width + _GAP) // (_CELL_WIDTH + _GAP))

    @override
    def place(self, number: int) -> QRect:
        row, column = divmod(number, self.columns)
        width = (
            self.viewport().width() - 2 * _MARGIN - (self.columns - 1) * _GAP
        ) // self.columns
        return QRect(
            _MARGIN + column * (width + _GAP),
            _MARGIN + row * (_CELL_HEIGHT + _GAP),
            width,
            _CELL_HEIGHT,
        )

    @override
    def update_item(self, item_id: str) -> None:
        # The waiter's initials stand over the corner of the cell.
        self.viewport().update(self.item_rect(item_id).adjusted(0, -13, 13, 0))

    @override
    def paint_item(
        self, painter: QPainter, shape: TableShape, view: TableView, rect: QRectF
    ) -> None:
        square = TableShape(id=shape.id, number=shape.number, x=0, y=0, seats=0)
        paint_table(painter, square, view, rect, pressed=shape.id == self.pressed_id)
        if view.waiter:
            at = QPointF(rect.right() - 3, rect.top() + 3)
            paint_waiter(painter, view, at, color("surface_low"))


class FloorList(_TableItems):
    """Tables as rows of number, stage, minutes, filet, covers, amount, waiter."""

    @override
    def place(self, number: int) -> QRect:
        width = self.viewport().width() - 2 * _MARGIN
        return QRect(_MARGIN, _MARGIN + number * (_ROW + 1), width, _ROW)

    @override
    def paint_item(
        self, painter: QPainter, shape: TableShape, view: TableView, rect: QRectF
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if shape.id == self.pressed_id:
            painter.fillRect(rect, color("surface_high"))
        painter.fillRect(
            QRectF(rect.x(), rect.bottom(), rect.width(), 1), color("line")
        )
        self._paint_number(painter, shape, view, rect)
        tag = QRectF(rect.x() + 72, rect.center().y() - 14, 28, 28)
        paint_stage_tag(painter, tag, view)
        self._paint_words(painter, view, rect)
        right = rect.right() - 8
        if view.waiter:
            at = QPointF(right - 13, rect.center().y())
            paint_waiter(painter, view, at, color("surface_low"))
        at = QPointF(right - 44, rect.center().y() - 12)
        amount = view.amount_text
        put_text(painter, at, amount, "body_strong", color("on"), align="right")
        if view.share is not None:
            draw_filet(
                painter,
                right - 44 - _AMOUNT - _FILET,
                rect.center().y() - 2,
                _FILET,
                color=color("on_var"),
                style="measured",
                track=color("track"),
                fraction=view.share,
            )

    @staticmethod
    def _paint_number(
        painter: QPainter, shape: TableShape, view: TableView, rect: QRectF
    ) -> None:
        box = QRectF(rect.x(), rect.center().y() - 24, 56, 48)
        paint_plate(painter, box, shape.number, view.state)

    @staticmethod
    def _paint_words(painter: QPainter, view: TableView, rect: QRectF) -> None:
        first = view.minutes_text or view.booking_text or view.subtitle
        second = view.subtitle if first != view.subtitle else view.next_booking
        if view.covers:
            covers = tr("{count} couverts", count=view.covers)
            second = " · ".join(part for part in (covers, second) if part)
        room = rect.width() - 112 - 44 - _AMOUNT - _FILET - _PAD
        left = rect.x() + 112
        top = rect.center().y() - (20 if second else 12)
        words = fitted(first, "body_strong", room)
        put_text(painter, QPointF(left, top), words, "body_strong", color("on"))
        words = fitted(second, "caption", room)
        put_text(painter, QPointF(left, top + 24), words, "caption", color("on_var"))
