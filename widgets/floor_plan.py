"""The room: tables where they stand, each with its stage; touched, held and dragged.

One painted widget scaled to its window. A change repaints the table that changed.
Holding a table lifts it; letting it go over another asks to move or join them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.floor_plan_actors import Actors
from widgets.floor_plan_room import (
    SUMMARY_BAND,
    fixture_path,
    ground_under,
    merge_rect,
    paint_fixture,
    paint_merge,
    paint_section,
)
from widgets.floor_plan_table import (
    TINY_UNDER,
    outline_pen,
    paint_chairs,
    paint_next_booking,
    paint_table,
    paint_waiter,
    table_path,
)
from widgets.floor_plan_views import (
    FixtureView,
    FloorView,
    SectionView,
    TableShape,
    TableView,
    in_layers,
    spoken_table,
)
from widgets.painted_items import ItemName, PaintedItems
from widgets.painted_text import fitted, put_tag, tag_width
from widgets.press import PressTracker
from widgets.theme import TOUCH, color, theme_events

_LARGEST, _SMALLEST = 1.6, 0.15
# What is painted beyond a table: chairs, avatar, ring, a name, the next booking.
_AROUND = (20, 44, 24, 34)


class FloorPlan(PaintedItems):
    """A room with its tables.

    Keys: arrows go to the nearest table that way, Enter taps it, Menu holds it.

    Attributes:
        actors: who changed something at a table just now.

    Signals:
        table_tapped(str): table id.
        table_held(str): held and let go where it was.
        table_dropped(str, str): source and target ids.
        section_tapped(str): the foot of a section, where its waiter stands.
    """

    table_tapped = Signal(str)
    table_held = Signal(str)
    table_dropped = Signal(str, str)
    section_tapped = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(PressTracker(None, drags="held"), parent)
        self._view = FloorView()
        self._shapes: dict[str, TableShape] = {}
        self._tables: dict[str, TableView] = {}
        self._rects: dict[str, QRectF] = {}
        self._scale = self._zoom = 1.0
        self._pressed = ""
        self._lifted = ""
        self._target = ""
        self._finger = QPoint()
        self.actors = Actors(self)
        self.setAccessibleName(tr("Plan de salle"))
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._press.pressed.connect(self._on_press_pressed)
        self._press.tapped.connect(self._on_press_tapped)
        self._press.held.connect(self._on_press_held)
        self._press.put_back.connect(self._on_press_put_back)
        self._press.dragged.connect(self._on_press_dragged)
        self._press.dropped.connect(self._on_press_dropped)
        self.actors.changed.connect(self.update_item)
        theme_events.changed.connect(self.viewport().update)

    @property
    def view(self) -> FloorView:
        return self._view

    def display(self, view: FloorView) -> None:
        """Shows a room; repaints what changed in it. Waits while a finger is down."""
        if self.waits(partial(self.display, view)):
            return
        old, self._view = self._view, view
        tables = {table.id: table for table in view.tables}
        changed = {
            table_id
            for table_id in tables.keys() | self._tables.keys()
            if self._tables.get(table_id) != tables.get(table_id)
        }
        self._tables = tables
        if _as_built(old) == _as_built(view) and self._rects:
            for table_id in changed:
                self.update_item(table_id)
            self._update_words(old)
            self._name_tables({n.id: n for n in self.names if n.id not in changed})
        else:
            self._shapes = {shape.id: shape for shape in view.shapes}
            self._lay_out()
            self.viewport().update()
            self._name_tables({})

    def _update_words(self, old: FloorView) -> None:
        """Repaints the sections and fixtures that say something else now."""
        for before, section in zip(old.sections, self._view.sections, strict=True):
            if before != section:
                self.viewport().update(self.foot_rect(section))
        for was, fixture in zip(old.fixtures, self._view.fixtures, strict=True):
            if was != fixture:
                self.viewport().update(self._on_screen(fixture).toAlignedRect())

    def foot_rect(self, section: SectionView) -> QRect:
        """Where a section says who serves it, in viewport pixels."""
        band = self._on_screen(section).toAlignedRect()
        band.setTop(band.bottom() - round(SUMMARY_BAND * self._zoom))
        return band

    def table_rect(self, table_id: str) -> QRect:
        """Where a table is drawn, in viewport pixels."""
        return self._rects.get(table_id, QRectF()).toAlignedRect()

    @override
    def item_rect(self, item_id: str) -> QRect:
        """Where a finger hits a table: at least 64 px each way."""
        rect = self.table_rect(item_id)
        if rect.isNull():
            return QRect()
        across = max(0, TOUCH.pos - rect.width() + 1) // 2
        down = max(0, TOUCH.pos - rect.height() + 1) // 2
        return rect.adjusted(-across, -down, across, down)

    @override
    @Slot(str)
    def update_item(self, item_id: str) -> None:
        rect = self._rects.get(item_id)
        if rect is not None:
            self.viewport().update(self._touched_by(self._wide(item_id, rect)))

    def _name_tables(self, kept: Mapping[str, ItemName]) -> None:
        """Names the tables; those whose name is kept say nothing else."""
        self.set_names(
            [
                kept.get(shape.id)
                or ItemName(shape.id, spoken_table(shape, self._table(shape)))
                for shape in self._view.shapes
            ]
        )

    def _lay_out(self) -> None:
        port = self.viewport().size()
        fit = min(port.width() / self._view.width, port.height() / self._view.height)
        self._scale = min(_LARGEST, max(_SMALLEST, fit))
        # A large screen is seen from farther: the whole painting grows with the room.
        # On a small one only the room shrinks; words stay as they are.
        self._zoom = max(1.0, self._scale)
        self._rects = {shape.id: self._on_screen(shape) for shape in self._view.shapes}

    def _on_screen(self, thing: TableShape | SectionView | FixtureView) -> QRectF:
        return _times(QRectF(thing.x, thing.y, thing.w, thing.h), self._scale)

    def _drawn(self, thing: TableShape | SectionView | FixtureView) -> QRectF:
        """Where it is painted, before the painter's zoom."""
        return _times(self._on_screen(thing), 1 / self._zoom)

    def _wide(self, item_id: str, rect: QRectF) -> QRectF:
        """The place of a table with the corners of one that is turned."""
        shape = self._shapes[item_id]
        if not shape.turn:
            return rect
        return rect.united(table_path(shape, rect).boundingRect())

    def _touched_by(self, rect: QRectF) -> QRect:
        """Everything on the screen that is painted for a table."""
        left, top, right, bottom = _AROUND
        zoom = self._zoom
        return rect.adjusted(
            -left * zoom, -top * zoom, right * zoom, bottom * zoom
        ).toAlignedRect()

    def _table_at(self, point: QPoint) -> str:
        """Where fingers' areas overlap, the table itself wins."""
        inside = [
            thing.id
            for thing in reversed(in_layers(self._view))
            if isinstance(thing, TableShape)
            and table_path(thing, self._rects[thing.id]).contains(QPointF(point))
        ]
        near = [
            table_id
            for table_id in self._rects
            if self.item_rect(table_id).contains(point)
        ]
        return next(iter([*inside, *near]), "")

    @override
    def indexAt(self, point: QPoint) -> QModelIndex:
        return self.index_of(self._table_at(point))

    # What the finger does

    @Slot(QPoint)
    def _on_press_pressed(self, point: QPoint) -> None:
        self._pressed = self._table_at(point)
        self.update_item(self._pressed)

    @override
    @Slot()
    def _on_press_ended(self) -> None:
        pressed, self._pressed = self._pressed, ""
        self.update_item(pressed)
        if self._lifted:
            self._lifted = self._target = ""
            self.viewport().update()
        super()._on_press_ended()

    @Slot(QPoint)
    def _on_press_tapped(self, point: QPoint) -> None:
        table_id = self._table_at(point)
        if table_id:
            self.table_tapped.emit(table_id)
            return
        for section in self._view.sections:
            if self.foot_rect(section).contains(point):
                self.section_tapped.emit(section.id)

    @Slot(QPoint)
    def _on_press_held(self, point: QPoint) -> None:
        self._lifted, self._finger = self._pressed, point
        self.update_item(self._lifted)

    @Slot(QPoint)
    def _on_press_put_back(self, _point: QPoint) -> None:
        if self._lifted:
            self.table_held.emit(self._lifted)

    @Slot(QPoint)
    def _on_press_dragged(self, point: QPoint) -> None:
        if not self._lifted:
            return
        before = self._ghost_rect()
        self._finger = point
        target = self._table_at(point)
        if target == self._lifted:
            target = ""
        if target != self._target:
            self.update_item(self._target)
            self.update_item(target)
            self._target = target
        self.viewport().update(self._touched_by(before))
        self.viewport().update(self._touched_by(self._ghost_rect()))

    @Slot(QPoint)
    def _on_press_dropped(self, point: QPoint) -> None:
        target = self._table_at(point)
        if self._lifted and target and target != self._lifted:
            self.table_dropped.emit(self._lifted, target)

    def _ghost_rect(self) -> QRectF:
        rect = QRectF(self._rects.get(self._lifted, QRectF()))
        rect.moveCenter(QPointF(self._finger))
        return rect

    # Keyboard

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.current_id:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.table_tapped.emit(self.current_id)
        elif event.key() == Qt.Key.Key_Menu:
            self.table_held.emit(self.current_id)
        else:
            super().keyPressEvent(event)

    @override
    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        moves = QAbstractItemView.CursorAction
        ways = {
            moves.MoveLeft: QPointF(-1, 0),
            moves.MoveRight: QPointF(1, 0),
            moves.MoveUp: QPointF(0, -1),
            moves.MoveDown: QPointF(0, 1),
        }
        here = self._rects.get(self.current_id)
        if here is None or action not in ways:
            ends = {moves.MoveHome: 0, moves.MoveEnd: len(self.names) - 1}
            here_row = max(0, self.currentIndex().row())
            return self.model().index(ends.get(action, here_row), 0)
        target = _nearest(here.center(), ways[action], self._rects) or self.current_id
        self.update_item(self.current_id)
        self.update_item(target)
        return self.index_of(target)

    # What Qt asks

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), color(self._view.ground))
        painter.scale(self._zoom, self._zoom)
        # Not the rectangle round it: a table and the foot of its section lie far apart.
        dirty = event.region()
        for section in self._view.sections:
            paint_section(painter, section, self._drawn(section))
        shown = [
            shape
            for shape in self._view.shapes
            if dirty.intersects(
                self._touched_by(self._wide(shape.id, self._rects[shape.id]))
            )
        ]
        self._paint_layers(painter, shown, dirty)
        for shape in shown:
            self._paint_beside(painter, shape)
        if self._lifted:
            self._paint_ghost(painter)

    def _paint_layers(
        self, painter: QPainter, shown: Sequence[TableShape], dirty: QRegion
    ) -> None:
        """Fixtures and tables as they lie over one another; chairs under all tables that
        follow each other."""
        ids, bracketed = {shape.id for shape in shown}, False
        scale = self._scale / self._zoom
        for are_tables, things in groupby(in_layers(self._view), _is_table):
            if not are_tables:
                for fixture in things:
                    self._paint_fixture(painter, fixture, dirty)
                continue
            tables = [t for t in things if isinstance(t, TableShape) and t.id in ids]
            for shape in tables:
                paint_chairs(painter, shape, self._drawn(shape), scale)
            if not bracketed:
                self._paint_merges(painter, scale)
                bracketed = True
            for shape in tables:
                self._paint_table(painter, shape)

    def _paint_fixture(
        self, painter: QPainter, fixture: TableShape | FixtureView, dirty: QRegion
    ) -> None:
        if isinstance(fixture, FixtureView):
            place = fixture_path(fixture, self._on_screen(fixture)).boundingRect()
            if dirty.intersects(place.toAlignedRect()):
                rect = self._drawn(fixture)
                paint_fixture(painter, fixture, rect, self._room_in(rect))

    def _paint_merges(self, painter: QPainter, scale: float) -> None:
        for merge in self._view.merges:
            joined = [self._shapes[t] for t in merge.tables if t in self._shapes]
            rects = [self._drawn(shape) for shape in joined]
            paint_merge(painter, merge, merge_rect(rects, scale))

    def _room_in(self, fixture: QRectF) -> float:
        """Width left of what stands on a fixture, such as open bills on the bar."""
        drawn = (self._drawn(shape) for shape in self._view.shapes)
        lefts = [r.left() - fixture.left() for r in drawn if fixture.contains(r)]
        return min([fixture.width(), *lefts])

    def _table(self, shape: TableShape) -> TableView:
        return self._tables.get(shape.id) or TableView(id=shape.id)

    def _paint_table(self, painter: QPainter, shape: TableShape) -> None:
        rect = self._drawn(shape)
        pressed = shape.id == self._pressed
        paint_table(painter, shape, self._table(shape), rect, pressed=pressed)
        if shape.id == self._target or self.is_ringed(shape.id):
            role = "primary" if shape.id == self._target else "focus"
            painter.setPen(outline_pen(role))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(table_path(shape, rect.adjusted(-3, -3, 3, 3)))

    def _paint_beside(self, painter: QPainter, shape: TableShape) -> None:
        """The waiter's initials and the next booking, over neighbours if need be."""
        rect, table = self._drawn(shape), self._table(shape)
        if table.waiter:
            behind = color(ground_under(self._view, shape.x + shape.w, shape.y))
            inset = 4 if shape.kind == "round" else 3
            if min(rect.width(), rect.height()) < TINY_UNDER:
                inset = -8  # its number needs all of it
            at = QPointF(rect.right() - inset, rect.top() + inset)
            paint_waiter(painter, table, at, behind)
        if name := self.actors.name(shape.id):
            words = fitted(name, "caption_strong", rect.width() + 8)
            width = tag_width(words, icon=False)
            box = QRectF(rect.left() - 10, rect.top() - 16, width, 24)
            put_tag(painter, box, words, color("inverse"), color("on_inverse"))
        if table.next_booking:
            # In a small room neighbours are too near for more than the time.
            words = table.next_booking
            words = words if self._scale >= 1 else words.split(" ")[0]
            at = QPointF(rect.center().x(), rect.bottom() + 5)
            paint_next_booking(painter, words, at, late=table.next_late)

    def _paint_ghost(self, painter: QPainter) -> None:
        """The lifted table under the finger, and where it would go."""
        shape = self._shapes[self._lifted]
        rect = _times(self._ghost_rect(), 1 / self._zoom)
        painter.setOpacity(0.85)
        paint_table(painter, shape, self._table(shape), rect, ground="surface_high")
        painter.setPen(outline_pen("primary"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(table_path(shape, rect))
        painter.setOpacity(1)
        words = shape.number
        if self._target:
            words = f"{shape.number} → {self._shapes[self._target].number}"
        width = tag_width(words, icon=False)
        box = QRectF(rect.center().x() - width / 2, rect.y() - 30, width, 24)
        put_tag(painter, box, words, color("inverse"), color("on_inverse"))


def _is_table(thing: TableShape | FixtureView) -> bool:
    return isinstance(thing, TableShape)


def _times(rect: QRectF, factor: float) -> QRectF:
    return QRectF(
        rect.x() * factor,
        rect.y() * factor,
        rect.width() * factor,
        rect.height() * factor,
    )


def _as_built(view: FloorView) -> FloorView:
    """The room without what is said in it."""
    return replace(
        view,
        tables=(),
        sections=tuple(
            replace(section, summary="", waiter="", avatar=1)
            for section in view.sections
        ),
        fixtures=tuple(replace(fixture, text="") for fixture in view.fixtures),
    )


def _nearest(here: QPointF, way: QPointF, rects: dict[str, QRectF]) -> str:
    """The closest table in a direction; going sideways counts double."""
    best, best_far = "", float("inf")
    for table_id, rect in rects.items():
        gap = rect.center() - here
        ahead = gap.x() * way.x() + gap.y() * way.y()
        aside = abs(gap.x() * way.y()) + abs(gap.y() * way.x())
        if ahead > 1 and aside <= 2 * ahead and ahead + 2 * aside < best_far:
            best, best_far = table_id, ahead + 2 * aside
    return best
