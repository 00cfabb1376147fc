"""Drawing the room: things are chosen, carried, stretched and turned, on a grid of ten
centimetres.

The editor changes nothing itself: it shows the places under the finger and tells them
when the finger goes up. Whoever keeps the drawing displays it again. A room pixel is a
centimetre.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from resources.texts import amount, tr, trn
from widgets.floor_plan_room import fixture_path, paint_fixture, paint_grid
from widgets.floor_plan_shaping import SNAP, Thing, magnet, moved, stretched, turn_of
from widgets.floor_plan_table import (
    outline_pen,
    paint_chairs,
    paint_table,
    table_path,
    turned,
)
from widgets.floor_plan_views import (
    FixtureView,
    FloorView,
    SectionView,
    TableShape,
    TableView,
    TracingView,
    in_layers,
    spoken_table,
)
from widgets.painted_items import ItemName, PaintedItems
from widgets.painted_text import put_tag, put_text, tag_width
from widgets.press import PressTracker
from widgets.theme import TOUCH, color, theme_events

_HANDLE, _MARGIN, _NEAR = 10, 28, 8
_STALK = 34
"""Pixels from what is chosen to the handle that turns it."""
_STEPS = {
    Qt.Key.Key_Left: (-SNAP, 0),
    Qt.Key.Key_Right: (SNAP, 0),
    Qt.Key.Key_Up: (0, -SNAP),
    Qt.Key.Key_Down: (0, SNAP),
}
_Deed = Literal["move", "stretch", "turn"]


class FloorEditor(PaintedItems):
    """A room whose tables, walls and sections are moved and stretched.

    Keys: arrows move what is chosen, with Shift they stretch it; < and > turn it by 15
    degrees; Ctrl A chooses all tables.

    Attributes:
        several: a touch adds to what is chosen; so does one with Ctrl or Shift.

    Signals:
        chosen_changed(object): tuple of the ids that are chosen.
        placed(object): id -> `QRect`, the new places in centimetres.
        turned(str, int): a table or a wall, and its new angle.
    """

    chosen_changed = Signal(object)
    placed = Signal(object)
    turned = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(PressTracker(None, drags="at_once"), parent)
        self.several = False
        self._view = FloorView()
        self._wrong: Collection[str] = ()
        self._chosen: tuple[str, ...] = ()
        self._drafts: dict[str, Thing] = {}
        self._from = QPoint()
        self._deed: _Deed = "move"
        self._scale = 1.0
        self._tracing: TracingView | None = None
        self._picture = QPixmap()
        self.setAccessibleName(tr("Éditeur de salle"))
        self._press.pressed.connect(self._on_press_pressed)
        self._press.tapped.connect(self._on_press_tapped)
        self._press.dragged.connect(self._on_press_dragged)
        self._press.dropped.connect(self._on_press_dropped)
        theme_events.changed.connect(self.viewport().update)

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is being edited."""
        return self._chosen

    def choose(self, *ids: str) -> None:
        """Shows these as chosen, without telling."""
        self._chosen = ids
        self.viewport().update()

    def display(
        self,
        view: FloorView,
        wrong: Collection[str] = (),
        tracing: TracingView | None = None,
    ) -> None:
        """Shows a room; `wrong` are tables that cannot stay so; `tracing` is where the
        picture of `show_picture` lies."""
        self._view, self._wrong, self._tracing = view, wrong, tracing
        things = {thing.id for thing in self._things()}
        self._chosen = tuple(each for each in self._chosen if each in things)
        self.set_names([ItemName(thing.id, _spoken(thing)) for thing in self._things()])
        self._fit()
        self.viewport().update()

    def show_picture(self, picture: QPixmap) -> None:
        """The picture under the room, to draw after; an empty one where it is not here."""
        self._picture = picture
        self.viewport().update()

    @property
    def pictured(self) -> bool:
        """Whether a picture is seen under the room."""
        return self._tracing is not None and not self._picture.isNull()

    @override
    def item_rect(self, item_id: str) -> QRect:
        thing = self._thing(item_id)
        if thing is None:
            return QRect()
        return self._path(thing).boundingRect().toAlignedRect()

    def handle_rect(self) -> QRect:
        """Where a finger stretches what is chosen; empty unless it is one thing."""
        thing = self._alone()
        if thing is None:
            return QRect()
        rect = self._on_screen(thing)
        corner = turned(turn_of(thing), rect).map(rect.bottomRight())
        return _round(corner, TOUCH.pos)

    def turn_rect(self) -> QRect:
        """Where a finger turns it; empty for what does not turn."""
        thing = self._alone()
        if not isinstance(thing, TableShape | FixtureView):
            return QRect()
        return _round(self._turn_handle(thing)[1], TOUCH.least)

    def _turn_handle(self, thing: TableShape | FixtureView) -> tuple[QPointF, QPointF]:
        """Where the stalk begins and where the handle is, on the side that is seen."""
        rect = self._on_screen(thing)
        turn, middle = turned(thing.turn, rect), rect.center().x()
        above = QPointF(middle, rect.top()), QPointF(middle, rect.top() - _STALK)
        below = QPointF(middle, rect.bottom()), QPointF(middle, rect.bottom() + _STALK)
        inside = self.viewport().rect().adjusted(4, 4, -4, -4)
        seen = inside.contains(turn.map(above[1]).toPoint())
        start, end = above if seen else below
        return turn.map(start), turn.map(end)

    def _alone(self) -> Thing | None:
        """The one thing that is chosen."""
        return self._thing(self._chosen[0]) if len(self._chosen) == 1 else None

    def _things(self) -> Iterator[Thing]:
        """Uppermost first, as a finger finds them; the picture only once it is chosen."""
        yield from reversed(in_layers(self._view))
        if self._tracing is not None and self._tracing.id in self._chosen:
            yield self._tracing
        yield from self._view.sections

    def _thing(self, item_id: str) -> Thing | None:
        if item_id in self._drafts:
            return self._drafts[item_id]
        return next((each for each in self._things() if each.id == item_id), None)

    def _thing_at(self, point: QPoint) -> str:
        """What is under a finger; walls are hit a little beside them too."""
        for near in (0, 2 * _NEAR):
            finger = QRectF(_round(QPointF(point), near + 1))
            for thing in self._things():
                if self._path(thing).intersects(finger):
                    return thing.id
        return ""

    def _path(self, thing: Thing) -> QPainterPath:
        """Its outline on the screen."""
        rect = self._on_screen(thing)
        if isinstance(thing, TableShape):
            return table_path(thing, rect)
        if isinstance(thing, FixtureView):
            return fixture_path(thing, rect)
        path = QPainterPath()
        path.addRect(rect)
        return path

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
        self._deed = "move"
        if self.turn_rect().contains(point):
            self._deed = "turn"
        elif self.handle_rect().contains(point):
            self._deed = "stretch"
        else:
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
        if self._deed == "turn":
            self._drafts = self._towards(point)
        else:
            way = point - self._from
            self._drafts = self._changed(way.x() / self._scale, way.y() / self._scale)
        self.viewport().update()

    def _towards(self, point: QPoint) -> dict[str, Thing]:
        """What is chosen turned by as much as the finger went round its middle."""
        known = next((t for t in self._things() if t.id in self._chosen), None)
        if not isinstance(known, TableShape | FixtureView):
            return {}
        middle = self._on_screen(known).center()
        began, now = QPointF(self._from) - middle, QPointF(point) - middle
        by = math.atan2(now.y(), now.x()) - math.atan2(began.y(), began.x())
        return {known.id: replace(known, turn=magnet(known.turn + math.degrees(by)))}

    def _changed(self, across: float, down: float) -> dict[str, Thing]:
        """What is chosen moved or stretched by so much, inside the room."""
        things = {t.id: t for t in self._things() if t.id in self._chosen}
        room = QRect(0, 0, self._view.width, self._view.height)
        if self._deed == "stretch":
            return {
                key: stretched(thing, room, across, down)
                for key, thing in things.items()
            }
        first = things.get(self._chosen[0]) if self._chosen else None
        return moved(things, first, room, across, down) if first else {}

    @Slot(QPoint)
    def _on_press_dropped(self, _point: QPoint) -> None:
        self._tell(self._drafts)

    def _tell(self, drafts: Mapping[str, Thing]) -> None:
        for thing in drafts.values():
            if self._deed == "turn" and thing not in self._things():
                self.turned.emit(thing.id, turn_of(thing))
                return
        places = {
            key: QRect(thing.x, thing.y, thing.w, thing.h)
            for key, thing in drafts.items()
            if thing not in self._things()
        }
        if places:
            self.placed.emit(places)

    @override
    @Slot()
    def _on_press_ended(self) -> None:
        self._drafts = {}
        self.viewport().update()
        super()._on_press_ended()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        held = event.modifiers()
        if event.key() == Qt.Key.Key_A and held & Qt.KeyboardModifier.ControlModifier:
            self._chosen = tuple(shape.id for shape in self._view.shapes)
            self.chosen_changed.emit(self._chosen)
            self.viewport().update()
        elif step is not None and self._chosen:
            stretches = bool(held & Qt.KeyboardModifier.ShiftModifier)
            self._deed = "stretch" if stretches else "move"
            self._tell(self._changed(*step))
        elif event.text() in ("<", ">") and self._alone() is not None:
            thing = self._alone()
            if isinstance(thing, TableShape | FixtureView):
                by = 15 if event.text() == ">" else -15
                self.turned.emit(thing.id, (thing.turn + by) % 180)
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
        self._paint_picture(painter)
        for section in self._view.sections:
            rect = self._on_screen(self._thing(section.id) or section)
            if not self.pictured:
                painter.fillRect(rect, color("surface"))
            at = QPointF(rect.left() + 8, rect.bottom() - 24)
            put_text(painter, at, section.summary, "label_strong", color("on_var"))
            painter.setPen(QPen(color("outline"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)
        paint_grid(painter, room, self._view, self._scale)
        for known in in_layers(self._view):
            thing = self._thing(known.id)
            if isinstance(thing, TableShape):
                self._paint_table(painter, thing)
            elif isinstance(thing, FixtureView):
                rect = self._on_screen(thing)
                paint_fixture(painter, thing, rect, rect.width())
        for chosen in map(self._thing, self._chosen):
            if chosen is not None:
                self._paint_edge(painter, chosen)

    def _paint_picture(self, painter: QPainter) -> None:
        if self._tracing is not None and self.pictured:
            lies = self._thing(self._tracing.id) or self._tracing
            painter.setOpacity(self._tracing.opacity / 100)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            place = self._on_screen(lies)
            painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))
            painter.setOpacity(1)

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
        """Round what is chosen; one thing alone has its size and its handles."""
        painter.setPen(outline_pen("primary"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path(thing))
        if len(self._chosen) > 1:
            return
        self._paint_size(painter, thing)
        handles = [QRectF(self.handle_rect()).center()]
        if isinstance(thing, TableShape | FixtureView):
            start, end = self._turn_handle(thing)
            painter.setPen(QPen(color("primary"), 2))
            painter.drawLine(start, end)
            handles.append(end)
        painter.setPen(QPen(color("card"), 2))
        painter.setBrush(color("primary"))
        for handle in handles:
            painter.drawEllipse(handle, _HANDLE, _HANDLE)

    def _paint_size(self, painter: QPainter, thing: Thing) -> None:
        """How large it is, or at which angle while it is turned: under it, or over it
        where there is no room."""
        words = tr("{w} × {h} m", w=amount(thing.w), h=amount(thing.h))
        if self._deed == "turn" and thing.id in self._drafts:
            words = tr("Angle {n}°", n=turn_of(thing))
        rect = self._path(thing).boundingRect()
        stalk = _STALK if self.turn_rect().center().y() > rect.bottom() else 0
        width = tag_width(words, icon=False)
        top = rect.bottom() + 8 + stalk
        if top + 24 > self.viewport().height():
            top = rect.top() + 8
        box = QRectF(rect.center().x() - width / 2, top, width, 24)
        put_tag(painter, box, words, color("inverse"), color("on_inverse"))


def _round(middle: QPointF, side: int) -> QRect:
    """A square round a point."""
    at = middle.toPoint()
    return QRect(at.x() - side // 2, at.y() - side // 2, side, side)


def _spoken(thing: Thing) -> str:
    """What a screen reader says of a thing."""
    if isinstance(thing, TableShape):
        return spoken_table(thing, TableView(id=thing.id))
    if isinstance(thing, SectionView):
        return tr("rang {name}", name=thing.summary)
    if isinstance(thing, TracingView):
        return tr("image à décalquer")
    return thing.text or tr("mur")
