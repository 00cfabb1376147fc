"""Devices in the office: what a person asks of one is answered to that person."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.bootstrap import SOFTWARE, Opened
from app.devices import DeviceRoom
from app.suite import MainThread
from app.windows.admin.devices import DevicesSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk, Said
from resources.texts import set_language


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path) as house:
        yield house


@pytest.fixture
def room(qapp: object, opened: Opened) -> Iterator[DeviceRoom]:
    main = MainThread()
    spool = opened.profile.spool
    room = DeviceRoom(opened.house, spool, main.post, lambda: None, SOFTWARE)
    room.start()
    yield room
    room.stop()


def test_a_terminal_answers_the_person_who_asks(
    qtbot: QtBot, opened: Opened, room: DeviceRoom
) -> None:
    desk: Desk = desk_for(opened, "marc", "admin")
    said: list[Said] = []
    desk.said.connect(said.append)
    section = DevicesSection(desk, DeviceBoard(room))
    qtbot.addWidget(section)
    section.show_place("tpe1")
    section.form.test.click()
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[0].text == "Question posée à TPE 1"
    assert said[1].text.startswith("TPE 1 répond en ")
    room.simulated_terminals["tpe1"].power(on=False)
    section.form.test.click()
    qtbot.waitUntil(lambda: len(said) == 4)
    assert (said[3].text, said[3].tone) == ("TPE 1 ne répond pas", "refused")
