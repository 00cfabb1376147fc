"""Under the left hand room and reservations are mirrored, as the till is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import board, desk_for, evening_house
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.windows.floor.page import FloorPage
from app.windows.floor.seat_sheets import SeatSheet
from app.windows.page import Page
from app.windows.reservations.page import ReservationsPage
from widgets import theme

pytestmark = pytest.mark.gui


@pytest.fixture(name="evening")
def evening_fixture(tmp_path: Path) -> Iterator[Opened]:
    with evening_house(tmp_path) as opened:
        yield opened


@pytest.fixture(params=["left", "right"])
def hand(request: pytest.FixtureRequest) -> Iterator[str]:
    theme.set_left_handed(on=request.param == "left")
    yield str(request.param)
    theme.set_left_handed(on=False)


def shown(qtbot: QtBot, page: Page) -> None:
    page.desk.setParent(page)
    qtbot.addWidget(page)
    page.resize(1286, 736)
    page.show()
    QTest.qWait(1)


def across(page: QWidget, *widgets: QWidget) -> list[int]:
    """Where they begin, from the far side to the side of the hand."""
    at = [widget.mapTo(page, QPoint(0, 0)).x() for widget in widgets]
    return at[::-1] if theme.left_handed() else at


def test_what_waits_in_the_room_stands_under_the_hand(
    qtbot: QtBot, evening: Opened, hand: str
) -> None:
    page = FloorPage(desk_for(evening, "lea", "floor"), board())
    shown(qtbot, page)
    for row in ((page.stack, page.panel), (page.tabs, page.views, page.seat)):
        at = across(page, *row)
        assert at == sorted(at)
    expected = 0 if hand == "left" else page.width() - page.panel.width()
    assert page.panel.x() == expected
    assert page.beside == (page.panel.width() if hand == "left" else 0)

    act = page.panel.rows[0]
    ends = act.button.x() + act.button.width() == act.width()
    assert (act.button.x() == 0, ends) == (hand == "left", hand == "right")

    page.seat.click()
    sheet = page.controller.work.sheet
    assert isinstance(sheet, SeatSheet)
    rest = sheet.rest()
    assert (rest.left() == 0) == (hand == "left")

    page.resize(800, 1286)  # upright, what waits stands below
    QTest.qWait(1)
    assert page.panel.x() == 0
    assert page.beside == 0


def test_a_party_is_seated_from_the_side_of_the_hand(
    qtbot: QtBot, evening: Opened, hand: str
) -> None:
    page = ReservationsPage(desk_for(evening, "marc", "reservations"), board())
    shown(qtbot, page)
    assert hand in ("left", "right")
    line = page.coming.lines[0]
    for row in (
        (page.heading, page.view_button, page.services, page.new),
        (page.coming, page.others),
        (line.row, line.button),
    ):
        at = across(page, *row)
        assert at == sorted(at)
    # A day before is at the left of a day after, whichever hand it is.
    assert page.before.x() < page.after.x()
