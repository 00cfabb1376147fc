"""Fingers and eyes for tests of painted widgets: press, drag, and what was repainted."""

from collections.abc import Callable
from unittest.mock import patch

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from widgets import press

LEFT = Qt.MouseButton.LeftButton


def emitted(spy: QSignalSpy) -> list[tuple[object, ...]]:
    """What a signal has said so far."""
    return [tuple(spy.at(number)) for number in range(spy.count())]


def tap(widget: QWidget, at: QPoint) -> None:
    """A short touch."""
    QTest.mouseClick(widget, LEFT, pos=at)


def drag(widget: QWidget, start: QPoint, *points: QPoint) -> None:
    """Down at `start`, over `points`, up at the last one."""
    QTest.mousePress(widget, LEFT, pos=start)
    for point in points:
        QTest.mouseMove(widget, point)
    QTest.mouseRelease(widget, LEFT, pos=points[-1])


def hold(qtbot: QtBot, widget: QWidget, at: QPoint, held: Callable[[], bool]) -> None:
    """Presses until `held()`, without letting go; nobody waits as long as a finger."""
    with patch.object(press, "HOLD_MS", 0):
        QTest.mousePress(widget, LEFT, pos=at)
    qtbot.waitUntil(held, timeout=3000)


class Paints(QObject):
    """Notes what a widget repaints from now on."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.rects: list[QRect] = []
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.rects += [QRect(rect) for rect in event.region()]  # type: ignore[attr-defined]
        return False

    def bounds(self) -> QRect:
        """Everything that was repainted, as one rectangle."""
        whole = QRect()
        for rect in self.rects:
            whole = whole.united(rect)
        return whole


def settle(qtbot: QtBot, widget: QWidget) -> None:
    """Shows a widget and lets it paint."""
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.repaint()
    QTest.qWait(0)
