"""A finger and a keyboard: real mouse and key events at the real place of a widget.

Events go to the window as the platform delivers them, so Qt itself finds what lies
under the finger. Before each tap we look whether that is the widget that was meant: a
sheet that covers it stops the service, as it would stop a person.
"""

import time
from collections.abc import Callable
from itertools import count
from typing import TypeVar

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QWidget

from widgets.problem_stack import ProblemStack
from widgets.undo_bar import UndoBar

PATIENCE_S = 20.0
TYPING_S = 0.06
"""Between two keys of a person; a scanner's gun is faster, and is told from it."""
GUN_MS = 5
_HELD_S = 0.7
"""Longer than a press must be held, by more than what Qt's timers are rounded."""
_LOOK_MS = 4
_BRUSH_PX = 140
_LEFT = Qt.MouseButton.LeftButton

_Widget = TypeVar("_Widget", bound=QWidget)


class Stuck(Exception):  # noqa: N818 # what happened to the hands, not an error type
    """Hands cannot do what the story wants: it is not there, covered or refused."""


class Finger(QObject):
    """Taps, holds, drags and types; waits while the windows live.

    Args:
        tapped: called after each tap or key: the clock goes on.
    """

    def __init__(self, tapped: Callable[[], None]) -> None:
        super().__init__()
        self._tapped = tapped
        self.taps = 0
        self._wake = QTimer(self, interval=_LOOK_MS)

    # Waiting

    def until(
        self,
        reached: Callable[[], object],
        what: str,
        *,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """Lets the windows live until `reached()` is true.

        Raises:
            Stuck: it was not after `patience_s` seconds.
        """
        if not self.sees(reached, patience_s=patience_s):
            raise Stuck(what)

    def sees(self, reached: Callable[[], object], *, patience_s: float) -> bool:
        """Whether `reached()` becomes true while the windows live for so long.

        Looks are counted, not seconds: on a machine that is busy with something else
        patience is as much longer as everything takes.
        """
        looks = count(round(patience_s * 1000 / _LOOK_MS), -1)
        loop = QEventLoop()

        @Slot()
        def look() -> None:
            if reached() or not next(looks):
                loop.quit()

        if not reached():
            self._wake.timeout.connect(look)
            self._wake.start()
            loop.exec()
            self._wake.stop()
            self._wake.timeout.disconnect(look)
        return bool(reached())

    def rest(self) -> None:
        """Lets the windows do what is due."""
        loop = QEventLoop()
        QTimer.singleShot(0, loop.quit)
        loop.exec()

    def pause(self, seconds: float) -> None:
        """Lets the windows live for so long."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    # Seeing

    def find(self, root: QWidget, kind: type[_Widget]) -> _Widget:
        """The widget of this kind that is on show, the uppermost of several.

        Raises:
            Stuck: none comes on show.
        """
        self.until(lambda: self.look(root, kind), f"no {kind.__name__} on show")
        found = self.look(root, kind)
        assert found is not None
        return found

    def look(self, root: QWidget, kind: type[_Widget]) -> _Widget | None:
        """The same, None when there is none now."""
        shown = [w for w in root.findChildren(kind) if w.isVisible()]
        return shown[-1] if shown else None

    # Touching

    def tap(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Taps a widget, in its middle or at `place`.

        Raises:
            Stuck: it is hidden, covered or does not answer.
        """
        top, point = self._aim(widget, place)
        QTest.mouseClick(_handle(top), _LEFT, Qt.KeyboardModifier.NoModifier, point)
        self._done()

    def tap_item(
        self, view: QAbstractScrollArea, where: Callable[[], QRect], what: str
    ) -> None:
        """Taps the middle of a painted item of `view`.

        Args:
            where: asked once nothing moves any more: a problem that comes up pushes
                what is drawn below it.

        Raises:
            Stuck: it is not on show.
        """
        self._look(view)
        port = view.viewport()
        seen = where().intersected(port.rect())
        if seen.isEmpty():
            raise Stuck(f"{what} is not on show in {_name(view)}")
        self.tap(port, seen.center())

    def hold(self, widget: QWidget, place: Callable[[], QPoint] | None = None) -> None:
        """Presses for long, in the middle or at `place`, which is asked once nothing
        moves any more."""
        self._look(widget)
        top, point = self._aim(widget, place() if place else None)
        QTest.mousePress(_handle(top), _LEFT, Qt.KeyboardModifier.NoModifier, point)
        self._hold_still()
        QTest.mouseRelease(_handle(top), _LEFT, Qt.KeyboardModifier.NoModifier, point)
        self._done()

    def drag(
        self, widget: QWidget, start: Callable[[], QPoint], end: Callable[[], QPoint]
    ) -> None:
        """Presses for long at `start`, carries it to `end` and lets go.

        Args:
            start: asked once nothing moves any more.
            end: asked once it is held: what is drawn may have moved meanwhile.
        """
        self._look(widget)
        top, point = self._aim(widget, start())
        QTest.mousePress(_handle(top), _LEFT, Qt.KeyboardModifier.NoModifier, point)
        self._hold_still()
        goal = widget.mapTo(widget.window(), end())
        for step in range(1, 6):
            QTest.mouseMove(_handle(top), point + (goal - point) * step / 5)
            self.rest()
        QTest.mouseRelease(_handle(top), _LEFT, Qt.KeyboardModifier.NoModifier, goal)
        self._done()

    def swipe(self, widget: QWidget, start: Callable[[], QPoint], across: int) -> None:
        """Brushes from `start` sideways, to the left when `across` is negative.

        Args:
            start: asked once nothing moves any more.
        """
        self._look(widget)
        top, point = self._aim(widget, start())
        goal = point + QPoint(across, 0)
        QTest.mousePress(_handle(top), _LEFT, Qt.KeyboardModifier.NoModifier, point)
        for step in range(1, 6):
            QTest.mouseMove(_handle(top), point + (goal - point) * step / 5)
            self.rest()
        QTest.mouseRelease(_handle(top), _LEFT, Qt.KeyboardModifier.NoModifier, goal)
        self._done()

    # Typing

    def type(self, window: QWidget, text: str) -> None:
        """Types on the keyboard while `window` has it, at a person's pace."""
        self._take_keyboard(window)
        for sign in text:
            self._strike(window, sign)
            self.pause(TYPING_S)
        self._done()

    def press(self, window: QWidget, key: Qt.Key) -> None:
        """Presses a key that is no character."""
        self._take_keyboard(window)
        QTest.keyClick(_handle(window), key)
        self.pause(TYPING_S)
        self._done()

    def select_all(self, window: QWidget) -> None:
        """Marks what stands in the field, so that the next key replaces it."""
        self._take_keyboard(window)
        control = Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(_handle(window), Qt.Key.Key_A, control)
        self._done()

    def scan(self, window: QWidget, code: str) -> None:
        """A gun reads a code: its keys come faster than anybody types.

        They are queued at once, each with the time at which the gun pressed it: what
        a busy machine makes of the pauses between them is no gun's.
        """
        self._take_keyboard(window)
        pressed = round(time.monotonic() * 1000)
        for number, sign in enumerate(f"{code}\r"):
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, _key(sign), Qt.KeyboardModifier.NoModifier, sign)
                key.setTimestamp(pressed + number * GUN_MS)
                QCoreApplication.postEvent(_handle(window), key)
        self.rest()
        self._done()

    def _hold_still(self) -> None:
        self.pause(_HELD_S)
        for _ in range(3):  # a hold that is due by now is noticed: a timer, then a turn
            self.rest()

    def _strike(self, window: QWidget, sign: str) -> None:
        if sign.isascii():
            QTest.keyClick(_handle(window), sign)  # type: ignore[call-overload]  # takes a character too
            return
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign)
            QCoreApplication.sendEvent(_handle(window), key)

    def _take_keyboard(self, window: QWidget) -> None:
        top = window.window()
        if not top.isActiveWindow():
            top.activateWindow()
            self.until(top.isActiveWindow, f"{_name(top)} does not take the keyboard")

    def _aim(self, widget: QWidget, place: QPoint | None) -> tuple[QWidget, QPoint]:
        """Scrolls to a widget; its window, and where in it the finger goes down."""
        top = self._look(widget)
        if not widget.isVisible():
            raise Stuck(f"{_name(widget)} is not on show")
        if not widget.isEnabled():
            raise Stuck(f"{_name(widget)} does not answer")
        _scroll_to(widget)
        point = widget.mapTo(top, place or widget.rect().center())
        hit = _covering(widget, point)
        bar = _undo_bar(hit)
        if bar is not None:  # a message lies there: brushed away
            self.swipe(bar, lambda: bar.rect().center(), _BRUSH_PX)
            hit = _covering(widget, point)
        if hit is not None:
            raise Stuck(f"{_name(hit)} covers {_name(widget)}")
        return top, point

    def _look(self, widget: QWidget) -> QWidget:
        """Looks at a window until nothing moves in it: the window."""
        top = widget.window()
        problems = top.findChild(ProblemStack)
        if problems is not None:
            self.until(lambda: problems.still, "the problems do not come to rest")
        return top

    def _done(self) -> None:
        self.taps += 1
        self._tapped()
        self.rest()


def _handle(window: QWidget) -> QWindow:
    return window.window().windowHandle()


def _key(sign: str) -> int:
    """The key of a sign on a keyboard."""
    return Qt.Key.Key_Return if sign == "\r" else ord(sign.upper())


def _covering(widget: QWidget, point: QPoint) -> QWidget | None:
    """What a finger would hit at a point of the window instead of `widget`."""
    hit = widget.window().childAt(point)
    if hit is None:
        return widget.window()
    return None if hit is widget or widget.isAncestorOf(hit) else hit


def _undo_bar(hit: QWidget | None) -> UndoBar | None:
    """The undo bar of which `hit` is a part."""
    while hit is not None and not isinstance(hit, UndoBar):
        hit = hit.parentWidget()
    return hit


def _scroll_to(widget: QWidget) -> None:
    """A sheet longer than its window is scrolled, as one does without thinking."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, 8)
        parent = parent.parentWidget()


def _name(widget: QWidget | None) -> str:
    if widget is None:
        return "nothing"
    return f"{type(widget).__name__} «{widget.accessibleName()}»"
