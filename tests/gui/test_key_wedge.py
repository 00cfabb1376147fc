"""Guns and people at one keyboard, with real key events."""

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.windows.key_wedge import KeyWedge

CODE = "3760123450010"


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    column = QVBoxLayout(made)
    for name in ("first", "second"):
        edit = QLineEdit()
        edit.setObjectName(name)
        column.addWidget(edit)
    qtbot.addWidget(made)
    with qtbot.waitActive(made, timeout=5000):
        made.show()
        made.activateWindow()
    edit_of(made, "first").setFocus()
    yield made
    made.close()


@pytest.fixture
def wedge(window: QWidget) -> Iterator[KeyWedge]:
    made = KeyWedge(window)
    made.start()
    yield made
    made.stop()


def edit_of(window: QWidget, name: str) -> QLineEdit:
    found = window.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def press(edit: QLineEdit, sign: str, *, at: int) -> None:
    """A key that was pressed at a time of its own, whenever it arrives."""
    code = Qt.Key.Key_Return if sign == "\r" else ord(sign)
    key = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, sign)
    key.setTimestamp(at)
    QApplication.sendEvent(edit, key)


def test_a_gun_is_heard_and_its_keys_reach_nobody(
    window: QWidget, wedge: KeyWedge
) -> None:
    codes: list[str] = []
    wedge.scanned.connect(codes.append)
    edit = edit_of(window, "first")
    QTest.keyClicks(edit, CODE)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert codes == [CODE]
    assert edit.text() == ""
    assert not wedge.holding


def test_a_gun_is_heard_while_the_till_is_busy(
    qtbot: QtBot, window: QWidget, wedge: KeyWedge
) -> None:
    codes: list[str] = []
    wedge.scanned.connect(codes.append)
    edit = edit_of(window, "first")
    press(edit, CODE[0], at=1000)

    def the_others_come() -> None:
        for number, sign in enumerate(f"{CODE[1:]}\r", 1):
            press(edit, sign, at=1000 + 5 * number)

    QTimer.singleShot(70, window, the_others_come)
    time.sleep(0.15)  # the window is busy: what its timers want is due with the keys
    qtbot.waitUntil(lambda: not wedge.holding, timeout=5000)
    assert (codes, edit.text()) == ([CODE], "")


def test_a_quick_space_on_a_button_is_a_click(
    qtbot: QtBot, window: QWidget, wedge: KeyWedge
) -> None:
    button = QPushButton("Servi", window)
    button.show()
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Space)  # let go before it is clear who typed
    assert not button.isDown()
    assert not wedge.holding


def test_slow_keys_are_a_person_s_however_fast_they_arrive(
    window: QWidget, wedge: KeyWedge
) -> None:
    edit = edit_of(window, "first")
    for number, sign in enumerate(f"{CODE}\r"):
        press(edit, sign, at=1000 + 120 * number)
    wedge.stop()
    assert edit.text() == CODE


def test_a_person_s_keys_arrive_a_moment_later(
    qtbot: QtBot, window: QWidget, wedge: KeyWedge
) -> None:
    edit = edit_of(window, "first")
    QTest.keyClick(edit, Qt.Key.Key_A)
    assert wedge.holding
    qtbot.waitUntil(lambda: edit.text() == "a", timeout=2000)
    assert not wedge.holding


def test_two_that_listen_do_not_hand_a_key_to_and_fro(
    qtbot: QtBot, window: QWidget, wedge: KeyWedge
) -> None:
    """The last digit of a manager's code, typed over the till, never arrived."""
    badge = KeyWedge(edit_of(window, "second"))
    badge.start()
    edit = edit_of(window, "first")
    QTest.keyClick(edit, Qt.Key.Key_9)
    qtbot.waitUntil(lambda: edit.text() == "9", timeout=5000)
    badge.stop()


def test_a_few_quick_keys_and_enter_are_a_person_s(
    window: QWidget, wedge: KeyWedge
) -> None:
    edit = edit_of(window, "first")
    entered = QSignalSpy(edit.returnPressed)
    QTest.keyClicks(edit, "12")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert (edit.text(), entered.count()) == ("12", 1)


def test_erasing_and_repeated_keys_are_never_held(
    window: QWidget, wedge: KeyWedge
) -> None:
    edit = edit_of(window, "first")
    edit.setText("abc")
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.text() == "ab"
    none = Qt.KeyboardModifier.NoModifier
    for _ in range(3):
        repeated = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_X, none, "x", autorep=True
        )
        QApplication.sendEvent(edit, repeated)
    assert edit.text() == "abxxx"


def test_a_command_overtakes_nothing(window: QWidget, wedge: KeyWedge) -> None:
    edit = edit_of(window, "first")
    QTest.keyClick(edit, Qt.Key.Key_A)
    QTest.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert (edit.text(), edit.selectedText()) == ("a", "a")


def test_a_tap_overtakes_nothing(window: QWidget, wedge: KeyWedge) -> None:
    press(edit_of(window, "first"), "1", at=1000)
    second = edit_of(window, "second")
    at, left = QPointF(5, 5), Qt.MouseButton.LeftButton
    tap = QMouseEvent(
        QEvent.Type.MouseButtonPress,
        at,
        second.mapToGlobal(at),
        left,
        left,
        Qt.KeyboardModifier.NoModifier,
    )
    tap.setTimestamp(1200)
    QApplication.sendEvent(second, tap)
    assert (edit_of(window, "first").text(), second.text()) == ("1", "")
    assert not wedge.holding


def test_what_is_held_goes_where_the_focus_went(
    qtbot: QtBot, window: QWidget, wedge: KeyWedge
) -> None:
    QTest.keyClick(edit_of(window, "first"), Qt.Key.Key_A)
    second = edit_of(window, "second")
    second.setFocus()
    qtbot.waitUntil(lambda: second.text() == "a", timeout=2000)


def test_keys_of_another_window_pass(qtbot: QtBot, wedge: KeyWedge) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    with qtbot.waitActive(other, timeout=5000):
        other.show()
        other.activateWindow()
    other.setFocus()
    QTest.keyClick(other, Qt.Key.Key_A)
    assert other.text() == "a"
    other.close()


def test_stopping_sends_on_what_was_held(window: QWidget, wedge: KeyWedge) -> None:
    edit = edit_of(window, "first")
    QTest.keyClick(edit, Qt.Key.Key_A)
    wedge.stop()
    assert edit.text() == "a"
    QTest.keyClick(edit, Qt.Key.Key_B)
    assert edit.text() == "ab"
