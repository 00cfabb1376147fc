"""A painted widget whose items a screen reader, a keyboard and a test can still reach.

`PaintedItems` is a `QListView` that lays its items out and paints them itself. Qt's
list keeps the rest: one accessible child an item with its name and place, a current
item that the keyboard moves, and repainting of the changed item only.
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEasingCurve,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPropertyAnimation,
    QRect,
    QRectF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget
from typing_extensions import override

from widgets.press import PressTracker
from widgets.theme import color, duration, theme_events

# Keys that move the current item; any other goes on to the window.
_MOVING_KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
_TAPPING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_BAR = 4
_FLING_MS = 400
_LEAST_FLING = 0.3  # px per ms
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ItemName(NamedTuple):
    """What a screen reader says of one item, by id."""

    id: str
    text: str


def keyboard_came(event: QFocusEvent) -> bool:
    """Whether somebody walked here by keyboard, and wants a ring to see where."""
    return event.reason() in (
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    )


class NamesModel(QAbstractListModel):
    """Ids and spoken names, one row an item, in reading order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[ItemName, ...] = ()

    @property
    def names(self) -> tuple[ItemName, ...]:
        return self._names

    def replace(self, names: Sequence[ItemName]) -> None:
        """Shows other names; tells views only what changed when the ids are the same."""
        old, new = self._names, tuple(names)
        if [item.id for item in old] != [item.id for item in new]:
            self.beginResetModel()
            self._names = new
            self.endResetModel()
            return
        self._names = new
        for row, (before, after) in enumerate(zip(old, new, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def row_of(self, item_id: str) -> int:
        """-1 when there is no such item."""
        for row, name in enumerate(self._names):
            if name.id == item_id:
                return row
        return -1

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._names)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._names[index.row()].text
        return None


class PaintedItems(QListView):
    """Base of the kitchen wall, the floor plan, the order list and the timeline.

    A subclass paints in `paintEvent`, says where an item is in `item_rect` and which
    items there are by `set_names`, and listens to its `press`.

    Args:
        press: what a finger may do here; it becomes a child of the list.
    """

    def __init__(self, press: PressTracker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        press.setParent(self)
        self._press = press
        self._waiting: Callable[[], None] | None = None
        self._ringed = True
        self._names = NamesModel(self)
        self.setModel(self._names)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Every subclass paints its own ground: Qt need not paint one under it.
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # By keyboard only: a finger must not take the focus from the scan field.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        press.ended.connect(self._on_press_ended)

    def waits(self, show: Callable[[], None]) -> bool:
        """Whether a finger is down, under which nothing moves: `show` is called once it is
        lifted, unless something newer was shown until then."""
        self._waiting = show if self._press.down else None
        return self._press.down

    @Slot()
    def _on_press_ended(self) -> None:
        """The finger is lifted; who forgets what it held does so before this."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    @property
    def names(self) -> tuple[ItemName, ...]:
        """What a screen reader can reach, in reading order."""
        return self._names.names

    @property
    def current_id(self) -> str:
        """The item that the keyboard is on; "" when none."""
        row = self.currentIndex().row()
        return self.names[row].id if 0 <= row < len(self.names) else ""

    def is_ringed(self, item_id: str) -> bool:
        """The keyboard is on that item: paint its ring."""
        return self._ringed and self.hasFocus() and item_id == self.current_id

    def set_names(self, names: Sequence[ItemName]) -> None:
        """Names the items; the keyboard stays on the same item if it is still there."""
        current = self.current_id
        self._names.replace(names)
        if current and self.current_id != current:
            self.set_current(current)

    def set_current(self, item_id: str) -> None:
        """Moves the keyboard there; nowhere when there is no such item."""
        self.setCurrentIndex(self.index_of(item_id))

    def index_of(self, item_id: str) -> QModelIndex:
        """An item as Qt calls it; an invalid index when there is no such item."""
        row = self._names.row_of(item_id)
        return self._names.index(row, 0) if row >= 0 else QModelIndex()

    @abstractmethod
    def item_rect(self, item_id: str) -> QRect:
        """Where the item is, in viewport pixels; empty when it is not shown."""

    def id_at(self, point: QPoint) -> str:
        """The item under a viewport point, "" for none."""
        row = self.indexAt(point).row()
        return self.names[row].id if row >= 0 else ""

    def update_item(self, item_id: str) -> None:
        """Repaints one item."""
        self.viewport().update(self.item_rect(item_id))

    @override
    def visualRect(self, index: Index) -> QRect:
        if not index.isValid() or index.row() >= len(self.names):
            return QRect()
        return self.item_rect(self.names[index.row()].id)

    @override
    def indexAt(self, point: QPoint) -> QModelIndex:
        for row, name in enumerate(self.names):
            if self.item_rect(name.id).contains(point):
                return self._names.index(row, 0)
        return QModelIndex()

    @override
    def dataChanged(
        self, top_left: Index, bottom_right: Index, roles: Sequence[int] = ()
    ) -> None:
        # QListView would lay everything out again and repaint the whole viewport.
        QAbstractItemView.dataChanged(self, top_left, bottom_right, list(roles))

    @override
    def doItemsLayout(self) -> None:
        # The subclass lays out; QListView would ask a delegate about every row.
        QAbstractItemView.doItemsLayout(self)

    @override
    def updateGeometries(self) -> None:
        """Nothing scrolls unless a subclass says so."""

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press.press(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._press.move(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._press.release(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = keyboard_came(event)
        super().focusInEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What is typed is for the window: a list must not search in itself.
        if event.key() not in _MOVING_KEYS:
            event.ignore()
            return
        self._ringed = True
        super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # Two quick taps are two taps.
        self.mousePressEvent(event)


class ScrolledItems(PaintedItems):
    """Painted items in a column that is scrolled by finger, wheel and keyboard.

    Items are laid out in content pixels; `offset` of them are above the window.
    """

    def __init__(self, press: PressTracker, parent: QWidget | None = None) -> None:
        super().__init__(press, parent)
        self._fling = QPropertyAnimation(self.verticalScrollBar(), b"value", self)
        self._fling.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.verticalScrollBar().setSingleStep(32)
        press.pressed.connect(self._fling.stop)
        press.scrolled.connect(self._on_press_scrolled)
        press.flung.connect(self._on_press_flung)

    @property
    def offset(self) -> int:
        """Content pixels above the window."""
        return self.verticalScrollBar().value()

    def content_height(self) -> int:
        """Height of all items; 0 when they never scroll."""
        return 0

    def show_span(self, top: int, bottom: int) -> None:
        """Scrolls as little as needed to see content pixels `top` to `bottom`."""
        bar = self.verticalScrollBar()
        bar.setValue(min(top, max(bottom - self.viewport().height(), bar.value())))

    def paint_bar(self, painter: QPainter) -> None:
        """Where we are, in viewport pixels; nothing when everything is in sight."""
        bar, seen = self.verticalScrollBar(), self.viewport().height()
        if bar.maximum() == 0:
            return
        length = max(32, seen * seen // self.content_height())
        top = (seen - length) * bar.value() // bar.maximum()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("outline"))
        left = self.viewport().width() - _BAR - 2
        painter.drawRoundedRect(QRectF(left, top, _BAR, length), _BAR / 2, _BAR / 2)

    @Slot(int)
    def _on_press_scrolled(self, step: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - step)

    @Slot(float)
    def _on_press_flung(self, speed: float) -> None:
        if duration(_FLING_MS) == 0 or abs(speed) < _LEAST_FLING:
            return
        bar = self.verticalScrollBar()
        self._fling.setDuration(_FLING_MS)
        self._fling.setStartValue(bar.value())
        self._fling.setEndValue(round(bar.value() - speed * _FLING_MS / 2))
        self._fling.start()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    @override
    def updateGeometries(self) -> None:
        bar, seen = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self.content_height() - seen))
        bar.setPageStep(seen)


class TappedItems(ScrolledItems):
    """Items that are tapped or held, and show the finger that is on them.

    Signals:
        item_tapped(str): id; Enter and Space do the same for the current item.
        item_held(str): id, after half a second; Menu does the same.
        item_dragged(str, QPoint): held and moved; where on the screen. Only with `drags`.
        item_dropped(str, QPoint): let go there.
        item_put_back(str): let go where it was.
    """

    item_tapped = Signal(str)
    item_held = Signal(str)
    item_dragged = Signal(str, QPoint)
    item_dropped = Signal(str, QPoint)
    item_put_back = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, drags: bool = False) -> None:
        tracker = PressTracker(None, scrolls=True, drags="held" if drags else "")
        super().__init__(tracker, parent)
        self._pressed = ""
        self._press.dragged.connect(self._on_press_dragged)
        self._press.dropped.connect(self._on_press_dropped)
        self._press.put_back.connect(self._on_press_put_back)
        self._press.pressed.connect(self._on_press_pressed)
        self._press.tapped.connect(self._on_press_tapped)
        self._press.held.connect(self._on_press_held)
        theme_events.changed.connect(self.viewport().update)

    @property
    def pressed_id(self) -> str:
        """The item under the finger, "" for none."""
        return self._pressed

    @property
    def columns(self) -> int:
        """How many items stand side by side; arrow keys follow."""
        return 1

    @Slot(QPoint)
    def _on_press_pressed(self, point: QPoint) -> None:
        self._pressed = self.id_at(point)
        self.update_item(self._pressed)

    @override
    @Slot()
    def _on_press_ended(self) -> None:
        pressed, self._pressed = self._pressed, ""
        self.update_item(pressed)
        super()._on_press_ended()

    @Slot(QPoint)
    def _on_press_tapped(self, point: QPoint) -> None:
        if item_id := self.id_at(point):
            self.item_tapped.emit(item_id)

    @Slot(QPoint)
    def _on_press_held(self, point: QPoint) -> None:
        if item_id := self.id_at(point):
            self.item_held.emit(item_id)

    @Slot(QPoint)
    def _on_press_dragged(self, point: QPoint) -> None:
        if self._pressed:
            self.item_dragged.emit(self._pressed, self.viewport().mapToGlobal(point))

    @Slot(QPoint)
    def _on_press_dropped(self, point: QPoint) -> None:
        if self._pressed:
            self.item_dropped.emit(self._pressed, self.viewport().mapToGlobal(point))

    @Slot(QPoint)
    def _on_press_put_back(self, point: QPoint) -> None:
        if self._pressed:
            self.item_put_back.emit(self._pressed)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.current_id and event.key() in _TAPPING_KEYS:
            self.item_tapped.emit(self.current_id)
        elif self.current_id and event.key() == Qt.Key.Key_Menu:
            self.item_held.emit(self.current_id)
        else:
            super().keyPressEvent(event)

    @override
    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        moves = QAbstractItemView.CursorAction
        here, last = self.currentIndex().row(), len(self.names) - 1
        target = {
            moves.MoveLeft: here - 1,
            moves.MovePrevious: here - 1,
            moves.MoveRight: here + 1,
            moves.MoveNext: here + 1,
            moves.MoveUp: here - self.columns,
            moves.MoveDown: here + self.columns,
            moves.MoveHome: 0,
            moves.MoveEnd: last,
        }.get(action, here)
        return self._names.index(min(max(target, 0), last), 0)

    @override
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        rect = self.visualRect(index).translated(0, self.offset)
        if not rect.isEmpty():
            self.show_span(rect.top(), rect.bottom() + 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometries()
