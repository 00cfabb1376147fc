"""Drawing the room: tables are carried and stretched, on an 8 px grid.

The editor changes nothing itself: it shows the place under the finger and tells the
new shape when the finger goes up. Whoever keeps the room displays it again.
"""

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.floor_plan_room import paint_fixture, paint_section
from widgets.floor_plan_table import outline_pen, paint_chairs, paint_table, table_path
from widgets.floor_plan_views import (
    FixtureView,
    FloorView,
    SectionView,
    TableShape,
    TableView,
    spoken_table,
)
from widgets.painted_items import ItemName, PaintedItems
from widgets.press import PressTracker
from widgets.theme import TOUCH, color, theme_events

SNAP = 8
_LEAST = 56
_HANDLE = 10
_STEPS = {
    Qt.Key.Key_Left: (-SNAP, 0),
    Qt.Key.Key_Right: (SNAP, 0),
    Qt.Key.Key_Up: (0, -SNAP),
    Qt.Key.Key_Down: (0, SNAP),
}


def snapped(length: float) -> int:
    """The nearest line of the grid."""
    return SNAP * round(length / SNAP)


class FloorEditor(PaintedItems):
    """A room whose tables are moved and resized.

    Keys: arrows move the chosen table, with Shift they stretch it; Tab chooses the
    next one.

    Signals:
        shape_chosen(str): id of the touched table, "" for the floor.
        shape_changed(object): a `TableShape` with its new place and size.
    """

    shape_chosen = Signal(str)
    shape_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(PressTracker(None, drags="at_once"), parent)
        self._view = FloorView()
        self._chosen = ""
        self._draft: TableShape | None = None
        self._start: TableShape | None = None
        self._from = QPoint()
        self._stretching = False
        self._scale = 1.0
        self.setAccessibleName(tr("Éditeur de salle"))
        self._press.pressed.connect(self._on_press_pressed)
        self._press.tapped.connect(self._on_press_tapped)
        self._press.dragged.connect(self._on_press_dragged)
        self._press.dropped.connect(self._on_press_dropped)
        self._press.ended.connect(self._on_press_ended)
        theme_events.changed.connect(self.viewport().update)

    @property
    def chosen(self) -> str:
        """The table being edited, "" for none."""
        return self._chosen

    def choose(self, shape_id: str) -> None:
        """Shows the handle of a table, "" of none."""
        self._chosen = shape_id
        self.viewport().update()

    def display(self, view: FloorView) -> None:
        """Shows a room."""
        self._view = view
        self.set_names(
            [
                ItemName(shape.id, spoken_table(shape, TableView(id=shape.id)))
                for shape in view.shapes
            ]
        )
        self._fit()
        self.viewport().update()

    @override
    def item_rect(self, item_id: str) -> QRect:
        shape = self._shape(item_id)
        return self._on_screen(shape).toAlignedRect() if shape else QRect()

    def handle_rect(self) -> QRect:
        """Where a finger stretches the chosen table; empty when there is none."""
        rect = self.item_rect(self._chosen)
        if rect.isEmpty():
            return QRect()
        half = TOUCH.pos // 2
        corner = rect.bottomRight()
        return QRect(corner.x() - half, corner.y() - half, TOUCH.pos, TOUCH.pos)

    def _shape(self, shape_id: str) -> TableShape | None:
        if self._draft is not None and self._draft.id == shape_id:
            return self._draft
        return next((s for s in self._view.shapes if s.id == shape_id), None)

    def _fit(self) -> None:
        port = self.viewport().size()
        self._scale = max(
            0.25,
            min(port.width() / self._view.width, port.height() / self._view.height),
        )

    def _on_screen(self, thing: TableShape | SectionView | FixtureView) -> QRectF:
        scale = self._scale
        return QRectF(
            thing.x * scale, thing.y * scale, thing.w * scale, thing.h * scale
        )

    @Slot(QPoint)
    def _on_press_pressed(self, point: QPoint) -> None:
        self._stretching = bool(self._chosen) and self.handle_rect().contains(point)
        if not self._stretching:
            self._chosen = self.id_at(point)
            self.shape_chosen.emit(self._chosen)
        self._start = self._shape(self._chosen)
        self._from = point
        self.viewport().update()

    @Slot(QPoint)
    def _on_press_tapped(self, _point: QPoint) -> None:
        self._draft = None

    @Slot(QPoint)
    def _on_press_dragged(self, point: QPoint) -> None:
        if self._start is None:
            return
        way = point - self._from
        self._draft = self._changed(
            self._start, way.x() / self._scale, way.y() / self._scale
        )
        self.viewport().update()

    def _changed(self, shape: TableShape, across: float, down: float) -> TableShape:
        """The shape moved or stretched by so many room pixels, inside the room."""
        if self._stretching:
            return replace(
                shape,
                w=max(
                    _LEAST, min(snapped(shape.w + across), self._view.width - shape.x)
                ),
                h=max(
                    _LEAST, min(snapped(shape.h + down), self._view.height - shape.y)
                ),
            )
        return replace(
            shape,
            x=max(0, min(snapped(shape.x + across), self._view.width - shape.w)),
            y=max(0, min(snapped(shape.y + down), self._view.height - shape.h)),
        )

    @Slot(QPoint)
    def _on_press_dropped(self, _point: QPoint) -> None:
        if self._draft is not None and self._draft != self._start:
            self.shape_changed.emit(self._draft)

    @Slot()
    def _on_press_ended(self) -> None:
        self._draft = self._start = None
        self.viewport().update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        shape = self._shape(self._chosen)
        step = _STEPS.get(Qt.Key(event.key()))
        if shape is None or step is None:
            super().keyPressEvent(event)
            return
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        self._stretching = bool(shifted)
        self.shape_changed.emit(self._changed(shape, *step))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), color("surface_low"))
        for section in self._view.sections:
            paint_section(painter, section, self._on_screen(section))
        for fixture in self._view.fixtures:
            rect = self._on_screen(fixture)
            paint_fixture(painter, fixture, rect, rect.width())
        for known in self._view.shapes:
            shape = self._shape(known.id) or known
            rect = self._on_screen(shape)
            paint_chairs(painter, shape, rect, self._scale)
            view = TableView(id=shape.id, state="free")
            paint_table(painter, shape, view, rect)
            if shape.id == self._chosen:
                self._paint_handle(painter, shape, rect)

    @staticmethod
    def _paint_handle(painter: QPainter, shape: TableShape, rect: QRectF) -> None:
        painter.setPen(outline_pen("primary"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(table_path(shape, rect))
        painter.setPen(QPen(color("card"), 2))
        painter.setBrush(color("primary"))
        painter.drawEllipse(QPointF(rect.right(), rect.bottom()), _HANDLE, _HANDLE)
