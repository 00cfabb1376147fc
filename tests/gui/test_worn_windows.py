"""Windows that look and speak to whoever takes them, on any terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import demo_house
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from app.appearance import Appearance
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.staff.comfort import Comfort
from app.domain.staff.decide import SetComfort
from app.domain.staff.events import ComfortSet
from app.services.house import Actor
from app.suite import Suite
from app.windows.comfort_sheet import ComfortSheet
from app.windows.pos.page import PosPage
from app.windows.shell import Shell
from resources.texts import language
from widgets import fonts, theme
from widgets.dialog import Dialog

LEAS = Comfort(
    language="en", font="legible", palette="distinct", hand="left", scale=150
)
PINS = {"lea": "1111", "marc": "9999"}


@pytest.fixture
def suite(tmp_path: Path, qapp: QApplication) -> Iterator[Suite]:
    appearance = Appearance(tmp_path / "appearance.json", qapp)
    appearance.wear(LEAS)
    appearance.wear(Comfort())
    with demo_house(tmp_path) as opened:
        suite = Suite(opened, appearance)
        suite.start()
        event = ComfortSet(person="lea", comfort=LEAS)
        suite.house.run(SetComfort(event=event), Actor("lea"))
        yield suite
        suite.stop()
    appearance.wear(Comfort())


def log_in(suite: Suite, person: str, shell: Shell | None = None) -> Shell:
    """Types somebody's code; the window that they have then."""
    page = (shell or suite.shells[-1]).login_page
    page.choose(person)
    page.pin_entered.emit(person, PINS[person])
    return suite.shells[-1]


def wait_seated(qtbot: QtBot, suite: Suite, person: str) -> Shell:
    qtbot.waitUntil(lambda: suite.shells[-1].desk.person == person)
    qtbot.waitUntil(lambda: suite.shells[-1].page is not None)
    return suite.shells[-1]


def rail_words(shell: Shell) -> list[str]:
    return [b.accessibleName() for b in shell.rail.findChildren(QAbstractButton)]


def test_who_logs_in_finds_their_own_windows_and_leaves_the_screens(
    qtbot: QtBot, suite: Suite
) -> None:
    shell = suite.open_window("pos")
    shell.resize(1366, 768)
    shell.show()
    log_in(suite, "lea", shell)
    shell = wait_seated(qtbot, suite, "lea")
    assert (language(), fonts.is_legible(), theme.distinct()) == ("en", True, True)
    assert shell.devicePixelRatio() == 1.5
    assert abs(shell.width() * 1.5 - 1366) < 3
    assert "Till" in rail_words(shell)
    page = shell.page
    assert isinstance(page, PosPage)
    assert page.panes.panel.x() < page.panes.catalogue.x()

    shell.lock()
    shell = suite.shells[-1]
    assert not shell.desk.person
    assert (language(), fonts.is_legible(), theme.distinct()) == ("fr", False, False)
    assert shell.devicePixelRatio() == 1
    log_in(suite, "marc", shell)
    shell = wait_seated(qtbot, suite, "marc")
    page = shell.page
    assert isinstance(page, PosPage)
    assert page.panes.panel.x() > page.panes.catalogue.x()


def test_under_the_left_hand_sheets_and_words_leave_the_order_in_the_light(
    qtbot: QtBot, suite: Suite
) -> None:
    shell = suite.open_window("pos")
    shell.resize(1366, 768)
    shell.show()
    log_in(suite, "lea", shell)
    shell = wait_seated(qtbot, suite, "lea")
    page = shell.page
    assert isinstance(page, PosPage)
    page.show_help()
    sheet = page.controller.work.sheet
    assert sheet is not None
    order = page.panes.panel
    edge = order.mapTo(shell, order.rect().topRight()).x()
    assert sheet.mapTo(shell, sheet.rect().topLeft()).x() > edge
    assert sheet.sheet.width() > 400
    assert page.beside == order.width()


def test_all_windows_of_a_process_change_at_once(qtbot: QtBot, suite: Suite) -> None:
    for place in ("floor", "pos"):
        suite.open_window(place).show()
    log_in(suite, "marc", suite.shells[0])
    log_in(suite, "lea", suite.shells[1])
    wait_seated(qtbot, suite, "lea")
    places = {shell.place: shell for shell in suite.shells}
    assert places.keys() == {"floor", "pos"}
    assert all("Till" in rail_words(shell) for shell in suite.shells)
    assert places["floor"].desk.person == "marc"


def test_a_choice_in_the_menu_is_kept_for_the_person(
    qtbot: QtBot, suite: Suite
) -> None:
    suite.open_window("pos").show()
    log_in(suite, "marc")
    shell = wait_seated(qtbot, suite, "marc")
    shell.menu.open()
    shell.menu.sheet.act_requested.emit("comfort")
    sheet = shell.findChild(ComfortSheet)
    assert sheet is not None
    sheet.rows["hand"].chosen.emit("left")
    sheet.rows["mode"].chosen.emit("dark")
    sheet.done.click()
    qtbot.waitUntil(theme.left_handed)
    assert theme.mode() is theme.Mode.DARK
    kept = suite.house.world.staff.comforts["marc"]
    assert kept == Comfort(hand="left", mode="dark")
    assert suite.shells[-1].desk.person == "marc"


def test_the_login_sets_the_screen_for_who_has_chosen_nothing(
    qtbot: QtBot, suite: Suite
) -> None:
    suite.open_window("pos").show()
    suite.shells[-1].login_page.language.click()
    assert language() == "en"
    log_in(suite, "marc")
    assert "Till" in rail_words(wait_seated(qtbot, suite, "marc"))


def test_who_it_is_and_the_code_are_given_by_keyboard_alone(
    qtbot: QtBot, suite: Suite
) -> None:
    shell = suite.open_window("pos")
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    people = list(shell.login_page._people)
    for _ in range(people.index("marc")):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    for digit in PINS["marc"]:
        qtbot.keyClicks(QApplication.focusWidget(), digit)
    wait_seated(qtbot, suite, "marc")


@pytest.mark.parametrize("place", ["pos", "floor", "kitchen", "admin", "reservations"])
def test_in_an_ordinary_window_nothing_scrolls(
    qtbot: QtBot, suite: Suite, place: str
) -> None:
    shell = suite.open_window(place)
    shell.resize(1024, 700)
    shell.show()
    qtbot.waitUntil(lambda: not shell.frame.scrolls)
    shell.resume("marc")
    shell.go(place)
    qtbot.waitUntil(lambda: not shell.frame.scrolls)


@pytest.mark.parametrize("place", ["floor", "reservations"])
def test_at_200_percent_a_large_screen_still_holds_a_whole_page(
    qtbot: QtBot, suite: Suite, place: str
) -> None:
    shell = suite.open_window("pos")
    shell.resize(960, 540)  # of 1920 × 1080
    shell.show()
    shell.resume("marc")
    shell.go(place)
    shell.problems.show_problems([])
    qtbot.waitUntil(lambda: not shell.frame.scrolls)


def test_at_200_percent_a_sheet_lies_in_sight_and_the_keyboard_finds_all(
    qtbot: QtBot, suite: Suite
) -> None:
    shell = suite.open_window("admin")
    shell.resize(683, 384)
    shell.show()
    shell.resume("marc")
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    assert shell.frame.scrolls
    view = shell.frame.viewport()
    dialog = Dialog(shell.work, "Fermer ?", "Tout reste.", act="Oui", refuse="Non")
    dialog.open()
    panel = dialog.panel
    assert panel is not None
    box = panel.rect().translated(panel.mapTo(shell, panel.rect().topLeft()))
    assert shell.rect().contains(box)
    dialog.close_overlay()
    found = set()
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        found.add(focus)
        if view.isAncestorOf(focus) and focus.width() < view.width():
            corner = focus.mapTo(view, focus.rect().center())
            assert view.rect().contains(corner), focus
    assert len(found) > 12


@pytest.mark.parametrize("at", ["pos", "pay", "admin"])
def test_who_changes_how_a_window_looks_stays_where_they_are(
    qtbot: QtBot, suite: Suite, at: str
) -> None:
    """The table in front of them may be a colleague's, not the last of their own."""
    house = suite.house
    for table, order, person in (("t1", "theirs", "karim"), ("t2", "own", "marc")):
        house.run(OpenOrder(table=table, order=order), Actor(person))
        house.run(AddLine(order=order, article="cafe"), Actor(person))
    shell = suite.open_window("pos")
    shell.show()
    log_in(suite, "marc", shell)
    shell = wait_seated(qtbot, suite, "marc")
    shell.go(at, "articles" if at == "admin" else "order:theirs")
    before = shell.page.here
    assert before
    event = ComfortSet(person="marc", comfort=Comfort(language="en"))
    house.run(SetComfort(event=event), Actor("marc"))
    qtbot.waitUntil(lambda: language() == "en" and suite.shells[-1] is not shell)
    shell = wait_seated(qtbot, suite, "marc")
    assert (shell.place, shell.page.here) == (at, before)
