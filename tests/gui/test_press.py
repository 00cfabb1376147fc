"""Fingers on a painted widget while the till is busy."""

import time

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from widgets.press import HOLD_MS, PressTracker

LEFT = Qt.MouseButton.LeftButton


def event(kind: QEvent.Type) -> QMouseEvent:
    at = QPointF(QPoint(10, 10))
    return QMouseEvent(kind, at, at, LEFT, LEFT, Qt.KeyboardModifier.NoModifier)


def test_a_tap_on_a_busy_till_is_no_hold(qtbot: QtBot) -> None:
    tracker = PressTracker(None)
    tapped, held = QSignalSpy(tracker.tapped), QSignalSpy(tracker.held)
    tracker.press(event(QEvent.Type.MouseButtonPress))

    def let_go() -> None:
        tracker.release(event(QEvent.Type.MouseButtonRelease))

    QTimer.singleShot(HOLD_MS + 50, tracker, let_go)
    time.sleep((HOLD_MS + 150) / 1000)  # the window is busy: both are due at once
    qtbot.waitUntil(lambda: not tracker.down, timeout=5000)
    assert (tapped.count(), held.count()) == (1, 0)


def test_a_finger_that_stays_holds(qtbot: QtBot) -> None:
    tracker = PressTracker(None)
    held = QSignalSpy(tracker.held)
    tracker.press(event(QEvent.Type.MouseButtonPress))
    qtbot.waitUntil(lambda: held.count() == 1, timeout=5000)
    assert not tracker.resting
    tracker.cancel()
