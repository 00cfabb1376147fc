"""Guns and labels are set in one sheet; a page that sells follows at once."""

from pathlib import Path

from gui_kit import demo_house, desk_for
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.rules import SetSetting
from app.windows.admin.devices.scan_sheet import ScanSheet
from app.windows.house_wedge import HouseWedge
from hardware.scanners.wedge import WedgeSettings
from resources.texts import set_language
from widgets.field import TextField


def test_a_label_is_added_tried_and_saved(qtbot: QtBot, tmp_path: Path) -> None:
    set_language("fr")
    with demo_house(tmp_path) as opened:
        host = QWidget()
        qtbot.addWidget(host)
        host.resize(1024, 700)
        host.show()
        desk = desk_for(opened, "marc")
        sheet = ScanSheet(host, desk)
        sheet.open()
        row = sheet.fields["row:2"]
        assert isinstance(row, TextField)
        row.text_edited.emit("29")
        sheet.confirm.click()
        assert row.error
        row.text_edited.emit("29IIIIIVVVVVC")
        sheet.trial.set_text("2912345012502")
        sheet.trial.text_edited.emit("2912345012502")
        assert sheet.answer.text().startswith("Article 2912345, 1,250")
        sheet.confirm.click()
        stored = desk.world.settings.text("scan.in_store")
        assert stored.endswith("29IIIIIVVVVVC:weight:3")


def test_a_page_follows_the_settings(qtbot: QtBot, tmp_path: Path) -> None:
    with demo_house(tmp_path) as opened:
        window = QWidget()
        qtbot.addWidget(window)
        desk = desk_for(opened, "marc")
        wedge = HouseWedge(window, desk)
        desk.run(SetSetting(key="scan.prefix", value="~"))
        assert wedge._wedge._settings == WedgeSettings(prefix="~")
        said: list[str] = []
        desk.said.connect(lambda it: said.append(it.text))
        wedge.repaired.emit()
        assert said == ["Code compris. Réglez la douchette en clavier français."]
