"""The journal of the back office: pages, a search, the other list, the verification."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.catalogue.decide import SetAvailability
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder, VoidLine
from app.presenters.admin.journal import PAGE
from app.services.house import Actor
from app.windows.admin.fiscal.journal import JournalSection
from resources.texts import set_language

MARC = Actor("marc", "admin")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path, FixedClock()) as made:
        yield made


@pytest.fixture
def section(opened: Opened, qtbot: QtBot) -> JournalSection:
    desk = desk_for(opened, "marc", "admin")
    made = JournalSection(desk, board())
    desk.setParent(made)
    qtbot.addWidget(made)
    made.resize(1366, 736)
    made.show()
    return made


def numbers(section: JournalSection) -> list[int]:
    model = section.table.model
    rows = [model.row_at(number) for number in range(model.rowCount())]
    return [int(row.id.partition(":")[2]) for row in rows]


def test_pages_lead_to_the_oldest_entry_and_back(
    section: JournalSection, opened: Opened, qtbot: QtBot
) -> None:
    for turn in range(PAGE):
        opened.house.run(SetAvailability(article="magret", remaining=turn), MARC)
    head = opened.house.journal.head().seq
    section.show_place("")
    qtbot.waitUntil(lambda: head in numbers(section))
    assert not section.newer.isEnabled()
    section.older.click()
    qtbot.waitUntil(lambda: head - PAGE in numbers(section))
    section.newer.click()
    qtbot.waitUntil(lambda: head in numbers(section))


def test_a_number_leads_to_its_entry(section: JournalSection, qtbot: QtBot) -> None:
    section.show_place("")
    section.search_submitted.emit("3")
    qtbot.waitUntil(lambda: numbers(section)[:1] == [3])
    section.table.row_opened.emit(section.table.model.row_at(0).id)
    assert section.split.side_shown


def test_the_verification_says_what_it_came_to(
    section: JournalSection, qtbot: QtBot
) -> None:
    section.show_place("")
    chosen = QAction(section)
    chosen.setData("chain")
    section._on_verify_triggered(chosen)
    qtbot.waitUntil(lambda: "intactes" in section.bar.words.text())


def test_an_order_is_played_again_by_keys_and_leads_to_its_entries(
    section: JournalSection, opened: Opened, qtbot: QtBot
) -> None:
    lea = Actor("lea", approver="marc")
    for command in (
        OpenOrder(table="t12", order="o"),
        AddLine(order="o", article="bar_roti", line="bar"),
        SendOrder(order="o"),
        VoidLine(order="o", line="bar", reason="Trop long"),
    ):
        opened.house.run(command, lea)
    section.show_place("")
    assert section.replay.isHidden()
    section.show_place("order/o")
    places: list[tuple[str, str]] = []
    section.desk.place_requested.connect(lambda *place: places.append(place))
    section.replay.click()
    sheet = section.controller._replays.sheet
    assert sheet is not None
    grave = sheet.scene
    assert grave.grave  # where somebody who looks it through stops first
    qtbot.keyClick(sheet, Qt.Key.Key_Left)
    assert sheet.scene.moment <= grave.moment
    assert sheet.scene is not grave
    qtbot.keyClick(sheet, Qt.Key.Key_Right)
    assert sheet.scene is grave
    qtbot.keyClick(sheet, Qt.Key.Key_Space)
    assert sheet._timer.isActive()
    qtbot.keyClick(sheet, Qt.Key.Key_Left)
    assert not sheet._timer.isActive()
    sheet.journal.click()
    assert places == [("admin", "journal:order/o")]
    qtbot.waitUntil(lambda: section.controller._replays.sheet is None)
