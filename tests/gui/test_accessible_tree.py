"""A screen reader finds a name and a role at every control that the keyboard reaches."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gui_kit import evening_house
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from app.suite import Suite
from app.windows.admin.page import places
from app.windows.keys_sheet import OwnKeysSheet
from app.windows.shell import Shell

MUTE = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Window}
PLACES = ("pos", "pos:table:t12", "pos:counter", "floor", "kitchen", "reservations")
PLACES += ("reservations:new", "till", "till:open", "till:close")
PLACES += tuple(f"admin:{place.key}" for place in places())


@pytest.fixture
def shell(tmp_path: Path, still: None) -> Iterator[Shell]:
    with evening_house(tmp_path) as opened:
        suite = Suite(opened)
        suite.start()
        shell = suite.open_window("pos")
        shell.resize(1366, 768)
        shell.show()
        shell.resume("marc")
        yield shell
        suite.stop()


def nameless(root: QWidget) -> list[str]:
    """Controls in sight that the keyboard reaches and a reader cannot say."""
    found = []
    for widget in root.findChildren(QWidget):
        reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not reached or not widget.isVisibleTo(root) or widget.focusProxy():
            continue
        told = QAccessible.queryAccessibleInterface(widget)
        if told is None or not told.text(QAccessible.Text.Name).strip():
            found.append(f"{widget} has no name")
        elif told.role() in MUTE and not widget.findChildren(QAbstractButton):
            found.append(f"{widget} has no role")
    return found


def test_every_control_of_every_page_has_a_name(shell: Shell, qtbot: QtBot) -> None:
    orders = shell.desk.world.book.orders
    order = next(key for key, each in orders.items() if each.table == "t12")
    mute = {}
    for place in (*PLACES, f"pay:order:{order}"):
        name, _, argument = place.partition(":")
        shell.go(name, argument)
        qtbot.wait(20)
        mute[place] = nameless(shell)
    assert {place: found for place, found in mute.items() if found} == {}


def test_every_control_of_the_login_has_a_name(shell: Shell) -> None:
    shell.lock()
    assert nameless(shell) == []


SHEETS: dict[str, Callable[[Shell], object]] = {
    "menu": lambda shell: shell.menu.open(),
    "comfort": lambda shell: shell.menu._ask_comfort(),
    "keys": lambda shell: OwnKeysSheet(shell.work, shell.desk, "").open(),
}


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_control_of_a_sheet_has_a_name(shell: Shell, sheet: str) -> None:
    SHEETS[sheet](shell)
    assert nameless(shell) == []
