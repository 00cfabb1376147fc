"""One finger on a painted widget: tap, hold, swipe, scroll, or hold and drag.

Painted widgets hand their mouse events to a `PressTracker` (Qt makes mouse events out
of touches that nobody took) and listen to its signals. The states follow one another
in one direction, so a press ends in exactly one of tap, hold, swipe, scroll or drop.
"""

from typing import Literal

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent

SLOP_PX = 12
HOLD_MS = 500
SWIPE_PX = 64

_State = Literal["idle", "pressing", "swiping", "scrolling", "dragging", "spent"]


class PressTracker(QObject):
    """Follows one press from down to up.

    Args:
        swipes, scrolls: sideways and up or down moves mean something here.
        drags: a thing is carried once "held", or "at_once".

    Signals:
        pressed(QPoint): a finger went down there (show the press at once).
        ended(): the press is over, whatever it became.
        tapped(QPoint): went up where it went down.
        held(QPoint): stayed for `HOLD_MS`.
        swipe_moved(QPoint, int): sideways by so many px from the first point.
        swiped(QPoint, str): let go beyond `SWIPE_PX`; "left" or "right".
        scrolled(int): moved down by so many px since the last time.
        flung(float): let go while scrolling, px per ms downwards.
        dragged(QPoint): carrying something, now there.
        dropped(QPoint): let go of it there.
        put_back(QPoint): let go after a hold, where it was.
    """

    pressed = Signal(QPoint)
    ended = Signal()
    tapped = Signal(QPoint)
    held = Signal(QPoint)
    swipe_moved = Signal(QPoint, int)
    swiped = Signal(QPoint, str)
    scrolled = Signal(int)
    flung = Signal(float)
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    put_back = Signal(QPoint)

    def __init__(
        self,
        parent: QObject | None,
        *,
        swipes: bool = False,
        scrolls: bool = False,
        drags: Literal["", "held", "at_once"] = "",
    ) -> None:
        super().__init__(parent)
        self._swipes, self._scrolls = swipes, scrolls
        self._drags: Literal["", "held", "at_once"] = drags
        self._state: _State = "idle"
        self._start = QPoint()
        self._last = QPoint()
        self._last_ms = 0
        self._speed = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timer_timeout)
        # A busy window finds the hold due before the finger it has not yet seen go.
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._on_turn_timeout)

    @property
    def down(self) -> bool:
        """A finger is on the widget."""
        return self._state != "idle"

    @property
    def resting(self) -> bool:
        """Down, and still a tap if it went up now."""
        return self._state == "pressing"

    @property
    def dragging(self) -> bool:
        """Held, and now carrying something."""
        return self._state == "dragging"

    def press(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._start = self._last = event.position().toPoint()
        self._last_ms = event.timestamp()
        self._speed = 0.0
        self._state = "pressing"
        self._timer.start(HOLD_MS)
        self.pressed.emit(self._start)

    def move(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._state == "pressing":
            self._leave_rest(point)
        if self._state == "swiping":
            self.swipe_moved.emit(self._start, point.x() - self._start.x())
        elif self._state == "scrolling":
            step = point.y() - self._last.y()
            elapsed = max(1, event.timestamp() - self._last_ms)
            self._speed = 0.6 * step / elapsed + 0.4 * self._speed
            self.scrolled.emit(step)
        elif self._state == "dragging":
            self.dragged.emit(point)
        self._last, self._last_ms = point, event.timestamp()

    def release(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._state == "idle":
            return
        point = event.position().toPoint()
        state, self._state = self._state, "idle"
        self._timer.stop()
        self._finish(state, point)
        # Last, so that what waited for the finger to go does not move its target.
        self.ended.emit()

    def cancel(self) -> None:
        """Forgets the press: the thing under the finger has gone."""
        if self._state != "idle":
            self._state = "idle"
            self._timer.stop()
            self.ended.emit()

    def _finish(self, state: _State, point: QPoint) -> None:
        across = point.x() - self._start.x()
        if state == "pressing":
            self.tapped.emit(point)
        elif state == "swiping" and abs(across) >= SWIPE_PX:
            self.swiped.emit(self._start, "right" if across > 0 else "left")
        elif state == "scrolling":
            self.flung.emit(self._speed)
        elif state == "dragging":
            signal = self.dropped if self._far(point) else self.put_back
            signal.emit(point)

    def _far(self, point: QPoint) -> bool:
        return (point - self._start).manhattanLength() > SLOP_PX

    def _leave_rest(self, point: QPoint) -> None:
        if not self._far(point):
            return
        self._timer.stop()
        if self._drags == "at_once":
            self._state = "dragging"
            return
        way = point - self._start
        if abs(way.x()) > abs(way.y()):
            self._state = "swiping" if self._swipes else "spent"
        else:
            self._state = "scrolling" if self._scrolls else "spent"

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._turn.start()

    @Slot()
    def _on_turn_timeout(self) -> None:
        if self._state == "pressing" and not self._timer.isActive():
            self._state = "dragging" if self._drags == "held" else "spent"
            self.held.emit(self._start)
