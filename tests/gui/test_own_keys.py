"""Keys are shown in every window, and are those of whoever is at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import demo_house
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.staff.decide import SetKeys
from app.domain.staff.events import KeysSet
from app.services.house import Actor
from app.suite import Suite
from app.windows.keys_sheet import OwnKeysSheet
from app.windows.page import HelpSheet
from app.windows.pos.sheets import KeysSheet
from app.windows.shell import Shell
from app.windows.shortcuts import key_name

KEY = Qt.Key
HELPS = {"pos": KeysSheet, "floor": HelpSheet, "kitchen": HelpSheet}
HELPS |= {"admin": HelpSheet, "reservations": HelpSheet, "till": HelpSheet}


@pytest.fixture
def suite(tmp_path: Path, still: None) -> Iterator[Suite]:
    with demo_house(tmp_path) as opened:
        suite = Suite(opened)
        suite.start()
        yield suite
        suite.stop()


def window(suite: Suite, qtbot: QtBot, place: str) -> Shell:
    shell = suite.open_window(place)
    shell.resize(1366, 768)
    shell.show()
    shell.resume("marc")
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    return shell


def press(shell: Shell, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or shell, key)


@pytest.mark.parametrize("place", HELPS)
@pytest.mark.parametrize("key", [KEY.Key_F1, KEY.Key_Question])
def test_f1_and_question_mark_show_the_keys_in_every_window(
    suite: Suite, qtbot: QtBot, place: str, key: Qt.Key
) -> None:
    shell = window(suite, qtbot, place)
    press(shell, key)
    (sheet,) = shell.findChildren(HELPS[place])
    assert sheet.isVisible()
    press(shell, key)  # once is enough
    assert len(shell.findChildren(HELPS[place])) == 1
    press(shell, KEY.Key_Escape)
    assert not sheet.isVisible()


def test_every_place_and_the_menu_are_reached_by_keyboard(
    suite: Suite, qtbot: QtBot
) -> None:
    shell = window(suite, qtbot, "pos")
    control = Qt.KeyboardModifier.ControlModifier
    for key, place in (
        (KEY.Key_F5, "admin"),
        (KEY.Key_F3, "kitchen"),
        (KEY.Key_F4, "reservations"),
        (KEY.Key_F2, "floor"),
        (KEY.Key_F1, "pos"),
    ):
        QTest.keyClick(QApplication.focusWidget() or shell, key, control)
        assert shell.place == place
    QTest.keyClick(QApplication.focusWidget() or shell, KEY.Key_M, control)
    assert shell.menu.sheet.isVisible()
    QTest.keyClick(QApplication.focusWidget() or shell, KEY.Key_F2, control)
    assert shell.place == "pos"  # the menu was asked first


def test_a_key_is_learnt_a_clash_said_and_two_keys_exchanged(
    suite: Suite, qtbot: QtBot
) -> None:
    shell = window(suite, qtbot, "pos")
    press(shell, KEY.Key_F1)
    (keys,) = shell.findChildren(KeysSheet)
    keys.change.click()
    (sheet,) = shell.findChildren(OwnKeysSheet)
    sheet.rows["pos.send"].click()
    press(shell, KEY.Key_Escape)  # gives up learning, not the sheet
    assert sheet.isVisible()
    sheet.rows["pos.send"].click()
    press(shell, KEY.Key_F8)
    assert "Encaisser" in sheet.rows["pos.send"].accessibleName()
    assert sheet.keys == {}
    press(shell, KEY.Key_F8)
    sheet.confirm.click()
    assert suite.house.world.staff.keys["marc"] == {"pos.send": "F8", "pos.pay": "F4"}
    page = shell.page
    assert page is not None
    made = {s.objectName(): s.key().toString() for s in page.findChildren(QShortcut)}
    assert (made["send"], made["pay"]) == ("F8", "F4")


def test_a_key_that_does_something_everywhere_is_learnt_and_not_done(
    suite: Suite, qtbot: QtBot
) -> None:
    shell = window(suite, qtbot, "pos")
    sheet = OwnKeysSheet(shell.work, shell.desk, "pos")
    sheet.open()
    sheet.rows["window.menu"].click()
    QTest.keyClick(sheet, KEY.Key_F2, Qt.KeyboardModifier.ControlModifier)
    assert shell.place == "pos"
    assert sheet.rows["window.menu"].view.trailing == "Ctrl+F2"
    sheet.close_overlay()
    QTest.keyClick(shell, KEY.Key_F2, Qt.KeyboardModifier.ControlModifier)
    assert shell.place != "pos"  # nothing is being learnt: it is done


def test_the_keys_go_with_the_person(suite: Suite, qtbot: QtBot) -> None:
    event = KeysSet(person="lea", keys=("window.lock=F7",))
    suite.house.run(SetKeys(event=event), Actor("lea"))
    shell = window(suite, qtbot, "floor")
    press(shell, KEY.Key_F7)
    assert shell.desk.person == "marc"
    shell.desk.sit_down("lea")
    press(shell, KEY.Key_F7)
    assert not shell.desk.person


def test_the_kitchen_hears_the_key_that_its_cook_chose(
    suite: Suite, qtbot: QtBot
) -> None:
    event = KeysSet(person="marc", keys=("kitchen.recall=B",))
    suite.house.run(SetKeys(event=event), Actor("marc"))
    shell = window(suite, qtbot, "kitchen")
    page = shell.page
    assert page is not None
    with qtbot.waitSignal(page.recall_requested):  # type: ignore[attr-defined]  # the kitchen's
        press(shell, KEY.Key_B)
    with qtbot.assertNotEmitted(page.recall_requested):  # type: ignore[attr-defined]  # the kitchen's
        press(shell, KEY.Key_R)


@pytest.mark.parametrize(
    ("key", "modifiers", "name"),
    [
        (KEY.Key_F9, Qt.KeyboardModifier.NoModifier, "F9"),
        (KEY.Key_L, Qt.KeyboardModifier.ControlModifier, "Ctrl+L"),
        (KEY.Key_5, Qt.KeyboardModifier.KeypadModifier, "5"),
        (KEY.Key_Shift, Qt.KeyboardModifier.ShiftModifier, ""),
    ],
)
def test_a_key_has_one_name(
    key: Qt.Key, modifiers: Qt.KeyboardModifier, name: str
) -> None:
    assert key_name(QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers)) == name
