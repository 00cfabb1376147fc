"""The code of a table: made new, printed, and shut again at the till."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pay_kit import run
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.orders.commands import OpenOrder
from app.domain.rules import SetSetting
from app.presenters.pos_sheets import present_order_acts
from app.windows.pos.guest_code_sheet import GuestCodeSheet
from app.windows.pos.page import PosPage

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path / "profile") as made:
        run(made, OpenOrder(table="t12", covers=2, order="o1"))
        yield made


def offered(opened: Opened) -> bool:
    world = opened.house.world
    acts = present_order_acts(world, world.book.orders["o1"])
    return any(act.key == "guests" for act in acts)


def test_a_waiter_lets_the_guests_order_and_ends_it(
    qtbot: QtBot, opened: Opened
) -> None:
    assert not offered(opened)
    run(opened, SetSetting(key="guests.order", value="review"), "marc")
    assert offered(opened)
    page = PosPage(desk_for(opened, "lea"), board())
    qtbot.addWidget(page)
    page.resize(1366, 736)
    page.show()
    page.show_place("order:o1")
    page.controller.orders.let_guests_in()
    sheet = page.controller.work.sheet
    assert isinstance(sheet, GuestCodeSheet)
    order = opened.house.world.book.orders["o1"]
    sheet.fresh.click()
    first = order.guest_code
    assert len(first) == 4
    assert first.isdigit()
    assert sheet.code.text() == first
    sheet.shut.click()
    assert order.guest_code == ""
    assert sheet.shut.isHidden()
