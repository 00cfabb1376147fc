"""Drawing the room: things are chosen, carried and stretched, on a grid of ten centimetres.

The editor changes nothing itself: it shows the places under the finger and tells them
when the finger goes up. Whoever keeps the drawing displays it again. A room pixel is a
centimetre.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from resources.texts import amount, tr, trn
from widgets.floor_plan_room import paint_fixture
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
from widgets.painted_text import put_tag, put_text, tag_width
from widgets.press import PressTracker
from widgets.theme import TOUCH, color, theme_events

SNAP = 10
_METRE = 100
_LEAST = {True: SNAP, False: 40}
"""Centimetres that a wall or a section (True) and a table (False) keep."""
_HANDLE, _MARGIN, _NEAR = 10, 28, 8
_ROOM_FOR_METRE = 32
_STEPS = {
    Qt.Key.Key_Left: (-SNAP, 0),
    Qt.Key.Key_Right: (SNAP, 0),
    Qt.Key.Key_Up: (0, -SNAP),
    Qt.Key.Key_Down: (0, SNAP),
}
Thing = TableShape | SectionView | FixtureView


def snapped(length: float) -> int:
    """The nearest line of the grid."""
    return SNAP * round(length / SNAP)


class FloorEditor(PaintedItems):
    """A room whose tables, walls and sections are moved and stretched.

    Keys: arrows move what is chosen, with Shift they stretch it; Ctrl A chooses all
    tables.

    Attributes:
        several: a touch adds to what is chosen; so does one with Ctrl or Shift.

    Signals:
        chosen_changed(object): tuple of the ids that are chosen.
        placed(object): id -> `QRect`, the new places in centimetres.
    """

    chosen_changed = Signal(object)
    placed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(PressTracker(None, drags="at_once"), parent)
        self.several = False
        self._view = FloorView()
        self._wrong: Collection[str] = ()
        self._chosen: tuple[str, ...] = ()
        self._drafts: dict[str, Thing] = {}
        self._from = QPoint()
        self._stretching = False
        self._scale = 1.0
        self._tracing = QPixmap()
        self.setAccessibleName(tr("Éditeur de salle"))
        self._press.pressed.connect(self._on_press_pressed)
        self._press.tapped.connect(self._on_press_tapped)
        self._press.dragged.connect(self._on_press_dragged)
        self._press.dropped.connect(self._on_press_dropped)
        self._press.ended.connect(self._on_press_ended)
        theme_events.changed.connect(self.viewport().update)

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is being edited."""
        return self._chosen

    def choose(self, *ids: str) -> None:
        """Shows these as chosen, without telling."""
        self._chosen = ids
        self.viewport().update()

    def display(self, view: FloorView, wrong: Collection[str] = ()) -> None:
        """Shows a room; `wrong` are tables that cannot stay so."""
        self._view, self._wrong = view, wrong
        things = {thing.id for thing in self._things()}
        self._chosen = tuple(each for each in self._chosen if each in things)
        self.set_names([ItemName(thing.id, _spoken(thing)) for thing in self._things()])
        self._fit()
        self.viewport().update()

    def trace(self, picture: QPixmap) -> None:
        """A picture under the room, to draw after; an empty one takes it away."""
        self._tracing = picture
        self.viewport().update()

    @property
    def tracing(self) -> bool:
        """Whether a picture lies under the room."""
        return not self._tracing.isNull()

    @override
    def item_rect(self, item_id: str) -> QRect:
        thing = self._thing(item_id)
        return self._on_screen(thing).toAlignedRect() if thing else QRect()

    def handle_rect(self) -> QRect:
        """Where a finger stretches what is chosen; empty unless it is one thing."""
        rect = self.item_rect(self._chosen[0]) if len(self._chosen) == 1 else QRect()
        if rect.isEmpty():
            return QRect()
        half = TOUCH.pos // 2
        corner = rect.bottomRight()
        return QRect(corner.x() - half, corner.y() - half, TOUCH.pos, TOUCH.pos)

    def _things(self) -> Iterator[Thing]:
        """Uppermost first, as a finger finds them."""
        yield from self._view.shapes
        yield from self._view.fixtures
        yield from self._view.sections

    def _thing(self, item_id: str) -> Thing | None:
        if item_id in self._drafts:
            return self._drafts[item_id]
        return next((each for each in self._things() if each.id == item_id), None)

    def _thing_at(self, point: QPoint) -> str:
        """What is under a finger; walls are hit a little beside them too."""
        for near in (0, _NEAR):
            for thing in self._things():
                rect = self._on_screen(thing).toAlignedRect()
                if rect.adjusted(-near, -near, near, near).contains(point):
                    return thing.id
        return ""

    def _fit(self) -> None:
        port = self.viewport().size()
        across, down = port.width() - 2 * _MARGIN, port.height() - 2 * _MARGIN
        self._scale = max(
            0.05, min(across / self._view.width, down / self._view.height)
        )

    def _on_screen(self, thing: Thing) -> QRectF:
        return self._room_rect(thing.x, thing.y, thing.w, thing.h)

    def _room_rect(self, x: float, y: float, w: float, h: float) -> QRectF:
        scale = self._scale
        return QRectF(_MARGIN + x * scale, _MARGIN + y * scale, w * scale, h * scale)

    # What a finger does

    @Slot(QPoint)
    def _on_press_pressed(self, point: QPoint) -> None:
        self._stretching = self.handle_rect().contains(point)
        if not self._stretching:
            self._touch(self._thing_at(point))
        self._from = point
        self.viewport().update()

    def _touch(self, thing: str) -> None:
        """Chooses what was touched; one of several that are chosen stays with them."""
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        adds = self.several or bool(QApplication.keyboardModifiers() & held)
        chosen: tuple[str, ...] = (thing,) if thing else ()
        if adds and thing:
            others = tuple(each for each in self._chosen if each != thing)
            chosen = others if thing in self._chosen else (*others, thing)
        elif thing in self._chosen:
            chosen = self._chosen
        if chosen != self._chosen:
            self._chosen = chosen
            self.chosen_changed.emit(chosen)

    @Slot(QPoint)
    def _on_press_tapped(self, point: QPoint) -> None:
        """A tap on one of several without more chooses it alone."""
        thing = self._thing_at(point)
        if len(self._chosen) > 1 and thing in self._chosen and not self.several:
            held = QApplication.keyboardModifiers()
            if held == Qt.KeyboardModifier.NoModifier:
                self._chosen = (thing,)
                self.chosen_changed.emit(self._chosen)
                self.viewport().update()

    @Slot(QPoint)
    def _on_press_dragged(self, point: QPoint) -> None:
        way = point - self._from
        self._drafts = self._changed(way.x() / self._scale, way.y() / self._scale)
        self.viewport().update()

    def _changed(self, across: float, down: float) -> dict[str, Thing]:
        """What is chosen moved or stretched by so much, inside the room."""
        things = {t.id: t for t in self._things() if t.id in self._chosen}
        if self._stretching:
            return {key: self._stretched(t, across, down) for key, t in things.items()}
        if not things:
            return {}
        first = things[self._chosen[0]]
        right, below = snapped(first.x + across), snapped(first.y + down)
        by_x, by_y = right - first.x, below - first.y
        width, height = self._view.width, self._view.height
        by_x = max(by_x, -min(t.x for t in things.values()))
        by_y = max(by_y, -min(t.y for t in things.values()))
        by_x = min(by_x, width - max(t.x + t.w for t in things.values()))
        by_y = min(by_y, height - max(t.y + t.h for t in things.values()))
        return {
            key: replace(thing, x=thing.x + by_x, y=thing.y + by_y)
            for key, thing in things.items()
        }

    def _stretched(self, thing: Thing, across: float, down: float) -> Thing:
        least = _LEAST[not isinstance(thing, TableShape)]
        width = min(snapped(thing.w + across), self._view.width - thing.x)
        height = min(snapped(thing.h + down), self._view.height - thing.y)
        return replace(thing, w=max(least, width), h=max(least, height))

    @Slot(QPoint)
    def _on_press_dropped(self, _point: QPoint) -> None:
        self._tell(self._drafts)

    def _tell(self, drafts: Mapping[str, Thing]) -> None:
        moved = {
            key: QRect(thing.x, thing.y, thing.w, thing.h)
            for key, thing in drafts.items()
            if thing not in self._things()
        }
        if moved:
            self.placed.emit(moved)

    @Slot()
    def _on_press_ended(self) -> None:
        self._drafts = {}
        self.viewport().update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        held = event.modifiers()
        if event.key() == Qt.Key.Key_A and held & Qt.KeyboardModifier.ControlModifier:
            self._chosen = tuple(shape.id for shape in self._view.shapes)
            self.chosen_changed.emit(self._chosen)
            self.viewport().update()
        elif step is not None and self._chosen:
            self._stretching = bool(held & Qt.KeyboardModifier.ShiftModifier)
            self._tell(self._changed(*step))
        else:
            super().keyPressEvent(event)

    # Painting

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), color("surface_high"))
        room = self._room_rect(0, 0, self._view.width, self._view.height)
        painter.fillRect(room, color("surface_low"))
        if self.tracing:
            painter.setOpacity(0.45)
            painter.drawPixmap(room.toAlignedRect(), self._tracing)
            painter.setOpacity(1)
        for section in self._view.sections:
            rect = self._on_screen(self._thing(section.id) or section)
            if not self.tracing:
                painter.fillRect(rect, color("surface"))
            at = QPointF(rect.left() + 8, rect.bottom() - 24)
            put_text(painter, at, section.summary, "label_strong", color("on_var"))
            painter.setPen(QPen(color("outline"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)
        self._paint_grid(painter, room)
        for fixture in self._view.fixtures:
            rect = self._on_screen(self._thing(fixture.id) or fixture)
            paint_fixture(painter, fixture, rect, rect.width())
        for known in self._view.shapes:
            shape = self._thing(known.id)
            if isinstance(shape, TableShape):
                self._paint_table(painter, shape)
        for thing in map(self._thing, self._chosen):
            if thing is not None:
                self._paint_edge(painter, thing)

    def _paint_grid(self, painter: QPainter, room: QRectF) -> None:
        """A line a metre, and how many metres there are."""
        step, ink = _METRE * self._scale, color("on_var")
        every = 1 if step >= _ROOM_FOR_METRE else 5
        hair = QPen(color("line"), 1)
        for metre in range(0, self._view.width // _METRE + 1, every):
            x = room.left() + metre * step
            painter.setPen(hair)
            painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
            put_text(painter, QPointF(x, 6), str(metre), "caption", ink, align="center")
        for metre in range(0, self._view.height // _METRE + 1, every):
            y = room.top() + metre * step
            painter.setPen(hair)
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            at = QPointF(_MARGIN / 2, y - 8)
            put_text(painter, at, str(metre), "caption", ink, align="center")
        painter.setPen(QPen(color("outline"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(room)

    def _paint_table(self, painter: QPainter, shape: TableShape) -> None:
        rect = self._on_screen(shape)
        paint_chairs(painter, shape, rect, self._scale)
        painter.fillPath(table_path(shape, rect), color("card"))
        seats = trn(shape.seats, "{n} place", "{n} places")
        paint_table(painter, shape, TableView(id=shape.id, subtitle=seats), rect)
        if shape.id in self._wrong:
            painter.setPen(outline_pen("danger"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(table_path(shape, rect))

    def _paint_edge(self, painter: QPainter, thing: Thing) -> None:
        """Round what is chosen; one thing alone has its size and a handle."""
        rect = self._on_screen(thing)
        painter.setPen(outline_pen("primary"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if isinstance(thing, TableShape):
            painter.drawPath(table_path(thing, rect))
        else:
            painter.drawRect(rect)
        if len(self._chosen) > 1:
            return
        words = tr("{w} × {h} m", w=amount(thing.w), h=amount(thing.h))
        width = tag_width(words, icon=False)
        top = rect.top() - 28 if rect.top() > _MARGIN + 4 else rect.bottom() + 8
        if top + 24 > self.viewport().height():
            top = rect.top() + 8
        box = QRectF(rect.center().x() - width / 2, top, width, 24)
        put_tag(painter, box, words, color("inverse"), color("on_inverse"))
        painter.setPen(QPen(color("card"), 2))
        painter.setBrush(color("primary"))
        painter.drawEllipse(rect.bottomRight(), _HANDLE, _HANDLE)


def _spoken(thing: Thing) -> str:
    """What a screen reader says of a thing."""
    if isinstance(thing, TableShape):
        return spoken_table(thing, TableView(id=thing.id))
    if isinstance(thing, SectionView):
        return tr("rang {name}", name=thing.summary)
    return thing.text or tr("mur")
