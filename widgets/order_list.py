"""The order in front of the user: courses and lines, touched, held and brushed aside.

One painted list with three variants: `order` (courses, seats, what is still to send),
`bill` (what is being paid) and `counter` (a sale whose last scanned line is lit).
Rows keep their place while a finger is on the list; what changed meanwhile is shown
when it goes up.
"""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.icons import paint_icon
from widgets.order_list_carry import Carry, moves, paint_carried
from widgets.order_list_layout import (
    BELOW,
    PADDING,
    Row,
    Variant,
    act_rect,
    act_text,
    below,
    content_height,
    lay_out,
    seat_rect,
)
from widgets.order_list_paint import paint_below, paint_row
from widgets.order_list_views import OrderView, grown, spoken_course, spoken_line
from widgets.painted_items import ItemName, ScrolledItems
from widgets.press import PressTracker
from widgets.theme import STROKE, TOUCH, color, theme_events

_MOST_SWIPED = 160
_EDGE, _STEP = 40, 16
"""Near an edge what is carried takes the list along, px at each move of the finger."""


class OrderList(ScrolledItems):
    """Lists an order; knows nothing of money or rights.

    Signals:
        line_chosen(str): a line was tapped, or Enter pressed on it.
        line_held(str): a line was pressed for half a second, or Menu pressed on it.
        course_held(str): the same of a header.
        course_swiped(str): a header was brushed aside, or Delete pressed on it.
        lifted(): what was held can be carried now.
        carried(str, str): a row was let go over that other course.
        row_stepped(str, int): Alt and an arrow: one course on (1) or back (-1).
        line_swiped(str, str): a line was brushed "left" or "right".
        course_fired(str): the button of a course, or of one of its lines, was tapped.
        course_toggled(str): a foldable header was tapped.
        course_chosen(str): any other header was tapped.
        seat_touched(str): the seat badge of that line was tapped.
    """

    line_chosen = Signal(str)
    line_held = Signal(str)
    course_held = Signal(str)
    course_swiped = Signal(str)
    lifted = Signal()
    carried = Signal(str, str)
    row_stepped = Signal(str, int)
    line_swiped = Signal(str, str)
    course_fired = Signal(str)
    course_toggled = Signal(str)
    course_chosen = Signal(str)
    seat_touched = Signal(str)

    def __init__(
        self, variant: Variant = "order", *, parent: QWidget | None = None
    ) -> None:
        press = PressTracker(
            None,
            swipes=variant != "bill",
            scrolls=True,
            drags="held" if variant == "order" else "",
        )
        super().__init__(press, parent)
        self._variant: Variant = variant
        self._view = OrderView()
        self._rows: tuple[Row, ...] = ()
        self._pressed = ""
        self._swiped = 0
        self._carry: Carry | None = None
        self.setAccessibleName(tr("Commande"))
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._press.pressed.connect(self._on_press_pressed)
        self._press.tapped.connect(self._on_press_tapped)
        self._press.held.connect(self._on_press_held)
        self._press.swipe_moved.connect(self._on_press_swipe_moved)
        self._press.swiped.connect(self._on_press_swiped)
        self._press.dragged.connect(self._on_press_dragged)
        self._press.dropped.connect(self._on_press_dropped)
        self._press.put_back.connect(self._on_press_put_back)
        theme_events.changed.connect(self._on_theme_changed)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown, from top to bottom, in content pixels."""
        return self._rows

    @property
    def view(self) -> OrderView:
        return self._view

    def display(self, view: OrderView) -> None:
        """Shows an order; repaints the rows that changed, scrolls to one just ordered."""
        if self.waits(partial(self.display, view)):
            return
        old_rows, old_view, self._view = self._rows, self._view, view
        self._lay_out()
        if _places(old_rows) != _places(self._rows):
            self.viewport().update()
        else:
            for before, after in zip(old_rows, self._rows, strict=True):
                lit = after.id in (old_view.chosen, view.chosen)
                if before.drawn != after.drawn or (
                    lit and old_view.chosen != view.chosen
                ):
                    self.update_item(after.id)
            if (old_view.summary, old_view.total_text) != (
                view.summary,
                view.total_text,
            ):
                self.update_item("total")
        chosen = view.chosen if view.chosen != old_view.chosen else ""
        self.show_row(chosen or grown(old_view, view))

    def show_row(self, row_id: str) -> None:
        """Scrolls as little as needed to see a row whole."""
        row = self._row(row_id)
        if row is not None:
            spare = BELOW if self._variant == "order" else 0
            self.show_span(row.top, row.bottom + spare)

    @property
    def hidden(self) -> tuple[Row, ...]:
        """Lines of an order further down, which the row at the bottom counts."""
        end = self.offset + self.viewport().height()
        if self._variant != "order" or self.content_height() <= end:
            return ()
        return below(self._rows, end - BELOW)

    @property
    def below_rect(self) -> QRect:
        """The row at the bottom that counts `hidden`, viewport pixels.

        It stands for the header too of a course whose lines are all hidden.
        """
        box, hidden = self.viewport().rect(), self.hidden
        box.setTop(box.bottom() + 1 - BELOW)
        above = self._rows[self._rows.index(hidden[0]) - 1] if hidden else None
        if above is not None and above.line is None and not act_text(above):
            box.setTop(min(box.top(), above.top - self.offset))
        return box

    def touch_rect(self, row_id: str, part: str) -> QRect:
        """Where a finger hits the "act" or the "seat" of a row, viewport pixels."""
        row = self._row(row_id)
        if row is None:
            return QRect()
        width = self.viewport().width()
        drawn = act_rect(row, width) if part == "act" else seat_rect(row, width)
        spare = max(0, TOUCH.pos - drawn.width()) // 2
        top = row.top - self.offset
        return QRect(drawn.x() - spare, top, drawn.width() + 2 * spare, row.height)

    @override
    def content_height(self) -> int:
        return content_height(self._rows)

    def _lay_out(self) -> None:
        self._rows = lay_out(self._view, self._variant, self.viewport().width())
        self.set_names(
            [
                ItemName(
                    row.id,
                    spoken_line(row.line) if row.line else spoken_course(row.course),
                )
                for row in self._rows
                if row.id != "total"
            ]
        )
        self.updateGeometries()

    def _row(self, row_id: str) -> Row | None:
        return next((row for row in self._rows if row.id == row_id), None)

    def _row_at(self, point: QPoint) -> Row | None:
        if self._on_below(point):
            return None
        y = point.y() + self.offset
        return next((row for row in self._rows if row.top <= y < row.bottom), None)

    def _on_below(self, point: QPoint) -> bool:
        return self.below_rect.contains(point) and bool(self.hidden)

    @override
    def item_rect(self, item_id: str) -> QRect:
        row = self._row(item_id)
        if row is None:
            return QRect()
        width = self.viewport().width()
        return QRect(0, row.top - self.offset, width, row.height + row.ruled)

    # What the finger does

    @Slot(QPoint)
    def _on_press_pressed(self, point: QPoint) -> None:
        row = self._row_at(point)
        if row is not None and self._variant != "bill":
            self._pressed = row.id
            self.update_item(row.id)

    @override
    @Slot()
    def _on_press_ended(self) -> None:
        pressed, self._pressed, self._swiped = self._pressed, "", 0
        if self._carry is not None:
            self._carry = None
            self.viewport().update()
        self.update_item(pressed)
        super()._on_press_ended()

    @Slot(QPoint)
    def _on_press_tapped(self, point: QPoint) -> None:
        if self._on_below(point):
            self.verticalScrollBar().setValue(self.hidden[0].top)
            return
        row = self._row_at(point)
        if row is not None and self._variant != "bill":
            self._tap(row, point)

    def _tap(self, row: Row, point: QPoint) -> None:
        if act_text(row) and self.touch_rect(row.id, "act").contains(point):
            self.course_fired.emit(row.course.id)
        elif row.line is None:
            self._activate(row)
        elif row.line.seat and self.touch_rect(row.id, "seat").contains(point):
            self.seat_touched.emit(row.id)
        else:
            self._activate(row)

    def _activate(self, row: Row) -> None:
        if row.line is not None:
            self.line_chosen.emit(row.id)
        elif row.course.foldable:
            self.course_toggled.emit(row.course.id)
        elif act_text(row):
            self.course_fired.emit(row.course.id)
        else:
            self.course_chosen.emit(row.course.id)

    @Slot(QPoint)
    def _on_press_held(self, point: QPoint) -> None:
        row = self._row_at(point)
        if row is None:
            return
        if self._press.dragging and moves(row):
            self._carry = Carry(row, point, self._view.others)
            self.viewport().update()
            self.lifted.emit()
        else:
            self._hold(row)

    def _hold(self, row: Row) -> None:
        if row.line is not None:
            self.line_held.emit(row.id)
        elif self._variant == "order":
            self.course_held.emit(row.course.id)

    @Slot(QPoint)
    def _on_press_dragged(self, point: QPoint) -> None:
        if self._carry is None:
            return
        height = self.viewport().height()
        bar = self.verticalScrollBar()
        if point.y() < _EDGE or point.y() > height - _EDGE:
            bar.setValue(bar.value() + (_STEP if point.y() > _EDGE else -_STEP))
        target = self._carry.target(self._rows, point, self.offset, self._box())
        self._carry = replace(self._carry, at=point, course=target)
        self.viewport().update()

    @Slot(QPoint)
    def _on_press_dropped(self, point: QPoint) -> None:
        if self._carry is None:
            return
        course = self._carry.target(self._rows, point, self.offset, self._box())
        if course:
            self.carried.emit(self._carry.row.id, course)

    @Slot(QPoint)
    def _on_press_put_back(self, point: QPoint) -> None:
        if self._carry is not None:
            self._hold(self._carry.row)

    def _box(self) -> QRectF:
        return QRectF(self.viewport().rect())

    @Slot(QPoint, int)
    def _on_press_swipe_moved(self, start: QPoint, across: int) -> None:
        row = self._row_at(start)
        if row is not None and _brushes(row):
            self._swiped = max(-_MOST_SWIPED, min(_MOST_SWIPED, across))
            self.update_item(row.id)

    @Slot(QPoint, str)
    def _on_press_swiped(self, start: QPoint, way: str) -> None:
        row = self._row_at(start)
        if row is None:
            return
        if row.line is not None:
            self.line_swiped.emit(row.id, way)
        elif _brushes(row):
            self.course_swiped.emit(row.course.id)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._lay_out()
        self.viewport().update()

    # What Qt asks

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # The right button is a long press; the Menu key comes as a key of its own.
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self._on_press_held(event.pos())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._row(self.current_id)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(event.key())  # type: ignore[call-overload]  # a key
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if row is not None and alt and step is not None:
            self.row_stepped.emit(row.id, step)
        elif row is None or event.key() not in _ROW_KEYS:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Menu:
            self._hold(row)
        elif event.key() == Qt.Key.Key_Delete:
            if row.line is not None:
                self.line_swiped.emit(row.id, "left")
            elif _brushes(row):
                self.course_swiped.emit(row.course.id)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(row)

    @override
    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        moves = QAbstractItemView.CursorAction
        last = self.model().rowCount() - 1
        here = self.currentIndex().row()
        page = max(1, self.viewport().height() // TOUCH.pos - 1)
        target = {
            moves.MoveUp: here - 1,
            moves.MovePrevious: here - 1,
            moves.MoveDown: here + 1,
            moves.MoveNext: here + 1,
            moves.MoveHome: 0,
            moves.MoveEnd: last,
            moves.MovePageUp: here - page,
            moves.MovePageDown: here + page,
        }.get(action, here)
        index = self.model().index(min(max(target, 0), last), 0)
        if 0 <= index.row() < len(self.names):
            self.show_row(self.names[index.row()].id)
        return index

    @override
    def scrollTo(
        self,
        index: object,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        self.show_row(self.current_id)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def sizeHint(self) -> QSize:
        return QSize(432, 470)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), color("card"))
        width = self.viewport().width()
        painter.translate(0, -self.offset)
        dirty = event.rect().translated(0, self.offset)
        for row in self._rows:
            if row.end < dirty.top() or row.top > dirty.bottom() + 1:
                continue
            self._paint_ground(painter, row, width)
            moved = self._swiped if row.id == self._pressed else 0
            if moved:
                self._paint_swiped(painter, row, width, moved)
            else:
                paint_row(painter, row, self._variant, self._view, width)
            self._paint_focus(painter, row, width)
        painter.translate(0, self.offset)
        hidden = self.hidden
        if self._carry is not None:
            paint_carried(painter, self._carry, self._rows, self.offset, self._box())
        elif hidden:
            paint_below(painter, QRectF(self.below_rect), hidden)
        self.paint_bar(painter)

    def _paint_ground(self, painter: QPainter, row: Row, width: int) -> None:
        lit = row.line is not None and row.id == self._view.chosen
        pressed = row.id == self._pressed and not self._swiped
        if lit or pressed:
            ground = color("tonal" if lit else "surface_high")
            painter.fillRect(0, row.top, width, row.height, ground)
        if row.ruled:
            edge = PADDING if self._variant == "order" else 20
            top = row.bottom + row.after
            painter.fillRect(edge, top, width - 2 * edge, 1, color("line"))

    def _paint_swiped(
        self, painter: QPainter, row: Row, width: int, moved: int
    ) -> None:
        """The row slides with the finger and uncovers what letting go will do."""
        icon = "add" if moved > 0 else "delete"
        if row.line is None:
            icon = row.course.swipe_icon
        painter.save()
        painter.setClipRect(0, row.top, width, row.height)
        painter.fillRect(0, row.top, width, row.height, color("surface_highest"))
        left = 20 if moved > 0 else width - 44
        box = QRectF(left, row.top + row.height / 2 - 12, 24, 24)
        paint_icon(painter, icon, box, color("on"))
        painter.translate(moved, 0)
        painter.fillRect(0, row.top, width, row.height, color("card"))
        paint_row(painter, row, self._variant, self._view, width)
        painter.restore()

    def _paint_focus(self, painter: QPainter, row: Row, width: int) -> None:
        if not self.is_ringed(row.id):
            return
        pen = painter.pen()
        pen.setColor(color("focus"))
        pen.setWidth(STROKE.focus)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(2, row.top + 2, width - 4, row.height - 4), 6, 6)


_ROW_KEYS = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Menu,
    Qt.Key.Key_Delete,
)


def _brushes(row: Row) -> bool:
    """Whether a row can be brushed aside: every line, and a header that says what for."""
    return row.line is not None or bool(row.course.swipe_icon)


def _places(rows: tuple[Row, ...]) -> list[tuple[str, int, int]]:
    return [(row.id, row.top, row.height) for row in rows]
