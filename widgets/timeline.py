"""Parties as bars in time, a row for each table: tapped, held, dragged.

A bar that is held is lifted: it goes to another time, in quarters of an hour, or to
another table, and shows at once in red whom it would sit on. Nothing changes here: what
was let go is told.
"""

from functools import partial

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.painted_items import Index, ItemName, TappedItems
from widgets.painted_text import fitted, put_icon, put_tag, put_text, tag_width
from widgets.painting import draw_shape
from widgets.theme import RADIUS, STROKE, color
from widgets.timeline_views import (
    BarView,
    Moved,
    RowView,
    TimelineView,
    overlapping,
    spoken_bar,
)

STEP = 15
"""Minutes that a dragged bar snaps to."""
SLOT = 30
"""Minutes of a column."""
HEAD, LABEL, ROW = 56, 104, 56
_INSET, _RIGHT, _EDGE = 3, 12, 28
_LAST = 24 * 60 - STEP
_RADII = (float(RADIUS.rest), float(RADIUS.rest))
# Kind: fill, edge, words.
_LOOKS = {
    "booked": ("tonal", "tonal_edge", "on_tonal"),
    "arrived": ("inverse", "", "on_inverse"),
    "seated": ("card", "outline", "on"),
    "over": ("", "line", "on_var"),
}
_KEYS = {
    Qt.Key.Key_Left: (-STEP, 0),
    Qt.Key.Key_Right: (STEP, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Timeline(TappedItems):
    """A span of a day, its tables below each other; its items are the bars.

    Keys: up and down go from bar to bar, Enter opens one; with Shift the arrows move it by
    a quarter of an hour or a table.

    Signals:
        bar_moved(Moved): a bar was let go elsewhere.
    """

    bar_moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, drags=True)
        self._view = TimelineView()
        self._lifted: BarView | None = None
        self._ghost: BarView | None = None
        self._finger = QPoint()
        self.setAccessibleName(tr("Frise des tables"))

    @property
    def view(self) -> TimelineView:
        """What it shows."""
        return self._view

    @property
    def ghost(self) -> BarView | None:
        """Where the lifted bar would go; None while none is lifted."""
        return self._ghost

    def display(self, view: TimelineView) -> None:
        """Shows a span of a day; waits while a finger is down."""
        if self.waits(partial(self.display, view)):
            return
        self._view = view
        titles = {row.id: row.title for row in view.rows}
        self.set_names(
            [
                ItemName(bar.id, spoken_bar(bar, titles.get(bar.row, "")))
                for bar in view.bars
            ]
        )
        self.updateGeometries()
        self.viewport().update()

    # Where things are

    @override
    def content_height(self) -> int:
        return HEAD + ROW * len(self._view.rows) + _INSET

    @override
    def item_rect(self, item_id: str) -> QRect:
        bar = self._bar(item_id)
        return self._place(bar).toAlignedRect() if bar else QRect()

    def _bar(self, item_id: str) -> BarView | None:
        return next((each for each in self._view.bars if each.id == item_id), None)

    def _place(self, bar: BarView) -> QRectF:
        rows = [row.id for row in self._view.rows]
        if bar.row not in rows:
            return QRectF()
        start = max(bar.start, self._view.start)
        left, right = self._x(start), self._x(min(bar.end, self._view.end))
        top = HEAD + rows.index(bar.row) * ROW - self.offset
        return QRectF(left, top, max(0.0, right - left), ROW).adjusted(
            1, _INSET, -1, -_INSET
        )

    def _x(self, minute: int) -> float:
        return LABEL + (minute - self._view.start) * self._per_minute()

    def _per_minute(self) -> float:
        span = max(1, self._view.end - self._view.start)
        return (self.viewport().width() - LABEL - _RIGHT) / span

    def _row_at(self, y: int) -> RowView | None:
        number = (y + self.offset - HEAD) // ROW
        rows = self._view.rows
        return rows[max(0, min(number, len(rows) - 1))] if rows else None

    @override
    def indexAt(self, point: QPoint) -> QModelIndex:
        """The uppermost; what is under the head is not touched."""
        bars = self._view.bars if point.y() >= HEAD else ()
        hit = [bar.id for bar in bars if self._place(bar).contains(QPointF(point))]
        return self.index_of(hit[-1]) if hit else QModelIndex()

    # What a finger does

    @override
    @Slot(QPoint)
    def _on_press_held(self, point: QPoint) -> None:
        bar = self._bar(self.pressed_id)
        if bar is not None and bar.moves:
            self._lifted = self._ghost = bar
            self._finger = point
            self.viewport().update()

    @override
    @Slot(QPoint)
    def _on_press_dragged(self, point: QPoint) -> None:
        if self._lifted is None:
            return
        self._roll(point.y())
        row = self._row_at(point.y())
        by = (point.x() - self._finger.x()) / self._per_minute()
        start = STEP * round((self._lifted.start + by) / STEP)
        self._ghost = _moved(self._lifted, start, row.id if row else self._lifted.row)
        self.viewport().update()

    def _roll(self, y: int) -> None:
        """Near the upper or lower edge the rows roll by."""
        bar, bottom = self.verticalScrollBar(), self.viewport().height()
        if y > bottom - _EDGE:
            bar.setValue(bar.value() + _EDGE)
        elif y < HEAD + _EDGE:
            bar.setValue(bar.value() - _EDGE)

    @override
    @Slot(QPoint)
    def _on_press_dropped(self, _point: QPoint) -> None:
        self._tell(self._lifted, self._ghost)

    def _tell(self, was: BarView | None, now: BarView | None) -> None:
        if was is not None and now is not None and was != now:
            self.bar_moved.emit(Moved(was.party, was.row, now.row, now.start))

    @override
    @Slot()
    def _on_press_ended(self) -> None:
        self._lifted = self._ghost = None
        self.viewport().update()
        super()._on_press_ended()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._bar(self.current_id)
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        way = _KEYS.get(Qt.Key(event.key()))
        if way is not None and way[0] and not shifted:
            event.ignore()  # the window goes to another day
        elif bar is not None and shifted and way is not None:
            if bar.moves:
                self._tell(bar, self._beside(bar, *way))
        else:
            super().keyPressEvent(event)

    @override
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Into sight, beside the head."""
        top = self.visualRect(index).top() + self.offset
        self.show_span(top - HEAD, top + ROW)

    def _beside(self, bar: BarView, minutes: int, rows: int) -> BarView:
        ids = [row.id for row in self._view.rows]
        there = max(0, min(ids.index(bar.row) + rows, len(ids) - 1))
        return _moved(bar, bar.start + minutes, ids[there])

    # Painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), color("surface_low"))
        self._paint_grid(painter)
        self._paint_now(painter)
        touched = overlapping(self._ghost, self._view.bars) if self._ghost else ()
        for bar in self._view.bars:
            if self._lifted is None or bar.id != self._lifted.id:
                self._paint_bar(painter, bar, clash=bar.clash or bar in touched)
        if self._ghost is not None:
            self._paint_ghost(painter, self._ghost, touched)
        self._paint_head(painter)
        self.paint_bar(painter)

    def _paint_grid(self, painter: QPainter) -> None:
        bottom = min(self.viewport().height(), self.content_height() - self.offset)
        for slot in self._view.slots:
            hour = slot.minute % (2 * SLOT) == 0
            painter.setPen(QPen(color("track" if hour else "line"), 1))
            x = self._x(slot.minute)
            painter.drawLine(QPointF(x, HEAD), QPointF(x, bottom))
        for number, row in enumerate(self._view.rows):
            top = HEAD + number * ROW - self.offset
            painter.setPen(QPen(color("line"), 1))
            below = QPointF(self.viewport().width(), top + ROW)
            painter.drawLine(QPointF(0, top + ROW), below)
            words = fitted(row.title, "line", LABEL - 24)
            put_text(painter, QPointF(16, top + 5), words, "line", color("on"))
            words = fitted(row.note, "caption", LABEL - 24)
            at = QPointF(16, top + 31)
            put_text(painter, at, words, "caption", color("on_var"))

    def _paint_head(self, painter: QPainter) -> None:
        """The times, and under each how many tables are taken of all."""
        width = self.viewport().width()
        painter.fillRect(QRectF(0, 0, width, HEAD), color("surface_low"))
        painter.setPen(QPen(color("outline"), 1))
        painter.drawLine(QPointF(0, HEAD), QPointF(width, HEAD))
        words = tr("tables prises")
        put_text(painter, QPointF(16, 32), words, "caption", color("on_var"))
        column = SLOT * self._per_minute()
        for slot in self._view.slots:
            x = self._x(slot.minute)
            hour, minute = divmod(slot.minute, 60)
            words = f"{hour % 24}:{minute:02d}"
            style = "label_strong" if minute == 0 else "label"
            put_text(painter, QPointF(x + 4, 8), words, style, color("on"))
            full = slot.total > 0 and slot.taken >= slot.total
            ink = color("danger" if full else "on" if slot.taken else "on_var")
            words = fitted(f"{slot.taken}\u202f/\u202f{slot.total}", "caption", column)
            style = "caption_strong" if full else "caption"
            put_text(painter, QPointF(x + 4, 32), words, style, ink)

    def _paint_bar(self, painter: QPainter, bar: BarView, *, clash: bool) -> None:
        rect = self._place(bar)
        if rect.isEmpty() or rect.bottom() < HEAD:
            return
        fill, edge, ink = _LOOKS[bar.kind]
        draw_shape(
            painter,
            rect,
            _RADII,
            fill=color(fill) if fill else None,
            edge=color("danger" if clash else edge) if clash or edge else None,
            width=STROKE.chosen if clash or edge == "tonal_edge" else STROKE.hair,
            dashed=bar.kind == "over",
        )
        if bar.id == self.pressed_id and self._lifted is None:
            layer = color("on")
            layer.setAlphaF(0.14)
            draw_shape(painter, rect, _RADII, fill=layer)
        left, room = rect.left() + 8, rect.width() - 14
        if clash:
            box = QRectF(left, rect.top() + 4, 18, 18)
            put_icon(painter, "priority_high", box, color(ink if fill else "danger"))
            left, room = left + 20, room - 20
        title = fitted(f"{bar.title} · {bar.covers}", "label_strong", room)
        put_text(
            painter, QPointF(left, rect.top() + 4), title, "label_strong", color(ink)
        )
        times = fitted(bar.times, "caption", rect.width() - 14)
        at = QPointF(rect.left() + 8, rect.top() + 27)
        put_text(painter, at, times, "caption", color(ink))
        if self.is_ringed(bar.id):
            painter.setPen(QPen(color("focus"), STROKE.focus))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), *_RADII)

    def _paint_now(self, painter: QPainter) -> None:
        if self._view.start <= self._view.now <= self._view.end:
            x = self._x(self._view.now)
            painter.setPen(QPen(color("primary"), 2))
            painter.drawLine(QPointF(x, HEAD), QPointF(x, self.viewport().height()))

    def _paint_ghost(
        self, painter: QPainter, ghost: BarView, touched: tuple[BarView, ...]
    ) -> None:
        """The lifted bar where it would go, with what speaks against it."""
        row = next((each for each in self._view.rows if each.id == ghost.row), None)
        small = row is not None and 0 < row.seats < ghost.covers
        painter.setOpacity(0.85)
        self._paint_bar(painter, ghost, clash=bool(touched) or small)
        painter.setOpacity(1)
        parts = [_clock(ghost.start)]
        parts += [row.title] if row else []
        parts += [each.title for each in touched]
        if small and row is not None:
            parts.append(row.note)
        words = " · ".join(parts)
        wrong = bool(touched) or small
        ground, ink = (
            ("danger_c", "on_danger_c") if wrong else ("inverse", "on_inverse")
        )
        width, rect = tag_width(words, icon=wrong), self._place(ghost)
        left = max(LABEL, min(rect.left(), self.viewport().width() - width - 8))
        top = rect.top() - 28 if rect.top() - 28 > HEAD else rect.bottom() + 4
        put_tag(
            painter,
            QRectF(left, top, width, 24),
            words,
            color(ground),
            color(ink),
            icon="priority_high" if wrong else "",
        )


def _moved(bar: BarView, start: int, row: str) -> BarView:
    """The same party at another time of the day or another table."""
    start = max(0, min(start, _LAST))
    end = start + bar.end - bar.start
    times = f"{_clock(start)} – {_clock(end)}"
    return bar._replace(start=start, end=end, row=row, times=times)


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
