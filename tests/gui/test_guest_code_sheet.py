"""The code of a table: made new, printed, and shut again at the till."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pay_kit import run
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.floor.decide import SetFloor
from app.domain.orders.commands import OpenOrder
from app.domain.rules import SetSetting
from app.presenters.pos.sheets import present_order_acts
from app.services.ports import NetworkStatus
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


def test_a_table_of_any_name_has_an_address_that_a_telephone_opens(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = replace(opened.house.world.floor.tables["t12"], number="Salon 3/4 é")
    run(opened, SetFloor(event=table), "marc")
    run(opened, SetSetting(key="guests.order", value="review"), "marc")
    desk = desk_for(opened, "lea")
    there = NetworkStatus("linked", "C1", address="192.168.1.5:8443")
    monkeypatch.setattr(desk.network, "status", lambda: there)
    page = PosPage(desk, board())
    qtbot.addWidget(page)
    page.show_place("order:o1")
    page.controller.orders.let_guests_in()
    sheet = page.controller.work.sheet
    assert isinstance(sheet, GuestCodeSheet)
    assert sheet.address == "https://192.168.1.5:8443/table/Salon%203%2F4%20%C3%A9"
