"""Noms pour les clients: typed part by part, kept as each field is left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import demo_house, desk_for
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.windows.admin.card.guest_names_sheet import GuestNamesSheet

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path / "profile") as made:
        yield made


def test_a_manager_types_the_card_in_german(qtbot: QtBot, opened: Opened) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1366, 768)
    host.show()
    desk = desk_for(opened, "marc", "admin")
    sheet = GuestNamesSheet(host, desk, "plats")
    sheet.open()
    sheet.language.options[1].click()
    names = opened.house.world.guest_names
    field = sheet.fields["article", "entrecote"]
    QTest.keyClicks(field.edit, "Rumpsteak")
    assert names.of("article", "entrecote", "de", "") == ""  # not with every key
    field.edit.editingFinished.emit()
    assert names.of("article", "entrecote", "de", "") == "Rumpsteak"
    assert sheet.part._combo.currentText().startswith("Plats · 1 sur ")
    sheet.language.options[0].click()
    assert sheet.fields["article", "entrecote"].text == ""
    sheet.language.options[1].click()
    assert sheet.fields["article", "entrecote"].text == "Rumpsteak"
    QTest.keyClicks(sheet.fields["article", "magret"].edit, "Entenbrust")
    sheet.close_overlay()
    assert names.of("article", "magret", "de", "") == "Entenbrust"
