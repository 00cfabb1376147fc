"""Papers are set beside an example that follows each key."""

from pathlib import Path

from gui_kit import demo_house, desk_for
from PIL import Image
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.windows.admin.devices.template_sheet import TemplateSheet
from app.windows.desk import Said
from resources.texts import set_language
from widgets.field import TextField


def test_lines_and_a_logo_are_tried_and_saved(qtbot: QtBot, tmp_path: Path) -> None:
    set_language("fr")
    logo, huge = tmp_path / "logo.png", tmp_path / "huge.png"
    Image.radial_gradient("L").save(logo)
    with huge.open("wb") as file:
        file.truncate(40_000_000)
    with demo_house(tmp_path / "house") as opened:
        host = QWidget()
        qtbot.addWidget(host)
        host.resize(1104, 720)
        host.show()
        desk = desk_for(opened, "marc")
        sheet = TemplateSheet(host, desk)
        sheet.open()
        qtbot.waitUntil(lambda: bool(sheet.roll.pieces))
        assert not sheet.confirm.isEnabled()
        for path, wrong in ((huge, "Ce fichier a 40 Mo ; 2 Mo au plus"), (logo, "")):
            sheet.logo.take_file(str(path))
            qtbot.waitUntil(lambda: not sheet.logo.background.busy)
            shown = not sheet.logo.wrong.isHidden()
            assert (sheet.logo.wrong.text() if shown else "") == wrong
        line = sheet.fields["header:0"]
        assert isinstance(line, TextField)
        line.text_edited.emit("Pizza 🍕")
        sheet.confirm.click()
        assert line.error
        line.text_edited.emit("Cuisine du marché")
        sheet.kinds.chosen.emit("kitchen")
        sheet.widths.choose("58")
        sheet.widths.chosen.emit("58")
        qtbot.waitUntil(lambda: sheet.roll.pieces[0].image.width() == 384)
        said: list[Said] = []
        desk.said.connect(said.append)
        sheet.closed.emit()
        assert said[-1].undo is not None
        said[-1].undo()
        sheet = host.findChildren(TemplateSheet)[-1]
        sheet.confirm.click()
        settings = desk.world.settings
        assert settings.text("receipt.header") == "Cuisine du marché"
        assert settings.text("receipt.picture").startswith("106x106:")
        qtbot.waitUntil(lambda: not sheet.drawing.background.busy)
