"""What stands over a screen: a scrim that keeps fingers and keyboard inside.

An `Overlay` covers its host and follows its size. The Tab key stays inside, Escape
closes, and the focus goes back to where it was. `Dialog`, `SideSheet` and `BottomSheet`
put a panel on it.
"""

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QPoint,
    QPropertyAnimation,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

from widgets import theme
from widgets.focus_ring import RING_PROPERTY
from widgets.pressable import is_inside
from widgets.view_frame import frame_of, sight_of


class Overlay(QWidget):
    """A scrim over `host`, hidden until `open`.

    Args:
        host: the widget to cover; the order beside it stays in the light.
        closes_outside: tapping the scrim closes it.

    Signals:
        opened: it is on show.
        closed: it has gone.
    """

    opened = Signal()
    closed = Signal()

    def __init__(self, host: QWidget, *, closes_outside: bool = True) -> None:
        super().__init__(host)
        self._host, self._closes_outside = host, closes_outside
        self._before: QWidget | None = None
        self._panel: QWidget | None = None
        self._ground: QWidget | None = None
        self._slide: QPropertyAnimation | None = None
        host.installEventFilter(self)
        self.hide()

    @property
    def panel(self) -> QWidget | None:
        """What stands on the scrim."""
        return self._panel

    def open(self) -> None:
        """Shows it and takes the keyboard."""
        if self.isVisible():
            return
        self._before = QApplication.focusWidget()
        frame = frame_of(self._host)
        self._ground = frame.content if frame is not None else None
        if self._ground is not None:
            self._ground.installEventFilter(self)
        self.setGeometry(self._covered())
        self.raise_()
        self.show()
        # A field that comes first is written in at once; a button only with Tab, so
        # that after a finger none seems chosen.
        stops = self._stops()
        written = bool(stops) and stops[0].property(RING_PROPERTY) is None
        (stops[0] if written else self).setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit()

    def close_overlay(self) -> None:
        """Hides it and gives the keyboard back, unless what was opened since has it."""
        if self.isHidden():
            return
        now = QApplication.focusWidget()
        held = now is None or is_inside(self, now)
        self.hide()
        before = self._before if held else None
        # What had the keyboard may have gone with the sheet it stood on.
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.closed.emit()

    def area(self) -> QRect:
        """What it covers, in the coordinates of its host; a subclass may leave a part
        of the host in the light."""
        return self._host.rect()

    def _covered(self) -> QRect:
        """Its area, or all that is in sight where a frame shows a part of the host."""
        framed = frame_of(self._host) is not None
        return sight_of(self._host) if framed else self.area()

    def follow(self) -> None:
        """Covers its area again after the host was laid out anew."""
        self.setGeometry(self._covered())
        self.place_panel()

    def place_panel(self) -> None:
        """Lays the panel out in the room there is; a subclass says where."""

    def slide(self, start: QPoint, end: QPoint, milliseconds: int) -> None:
        """Moves the panel, or puts it there at once under "reduce motion"."""
        if self._panel is None:
            return
        if self._slide is not None:
            self._slide.stop()
        if theme.duration(milliseconds) == 0:
            self._panel.move(end)
            self._on_slide_finished()
            return
        self._slide = QPropertyAnimation(self._panel, b"pos", self)
        self._slide.setDuration(milliseconds)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.setStartValue(start)
        self._slide.setEndValue(end)
        self._slide.finished.connect(self._on_slide_finished)
        self._slide.start()

    @Slot()
    def _on_slide_finished(self) -> None:
        self.place_panel()

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        stops = self._stops()
        if not stops:
            return True
        now = QApplication.focusWidget()
        step = 1 if forward else -1
        nowhere = -1 if forward else 0
        here = next((n for n, stop in enumerate(stops) if stop is now), nowhere)
        stops[(here + step) % len(stops)].setFocus(
            Qt.FocusReason.TabFocusReason
            if forward
            else Qt.FocusReason.BacktabFocusReason
        )
        return True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not vars(self):  # collected with its window, which still moves
            return False
        resized = watched is self._host and event.type() == QEvent.Type.Resize
        moved = event.type() in (QEvent.Type.Move, QEvent.Type.Resize)
        if resized or (watched is self._ground and moved):
            self.follow()
        return False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_overlay()
        # Nothing behind the scrim hears a key.
        event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self._panel is not None and self._panel.geometry().contains(
            event.position().toPoint()
        )
        if self._closes_outside and not inside:
            self.close_overlay()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("scrim"))

    def _stops(self) -> list[QWidget]:
        """Where the Tab key stops, in order."""
        stops: list[QWidget] = []
        widget: QWidget | None = self.nextInFocusChain()
        while widget is not None and widget is not self:
            wanted = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if (
                wanted
                and widget.isEnabled()
                and widget.focusProxy() is None
                and is_inside(self, widget)
                and widget.isVisibleTo(self)
            ):
                stops.append(widget)
            widget = widget.nextInFocusChain()
        return stops
