"""Labels in the windows: chosen, printed on a roll, saved as sheets of stickers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import demo_house, desk_for
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.windows import saving
from app.windows.admin.card.articles import ArticlesSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk, Said
from app.windows.kitchen.page import KitchenPage
from app.windows.labels import LabelSheet
from hardware.printers.document import Document
from resources.texts import set_language


class Printers(DeviceBoard):
    """Keeps what is printed; the bar's printer is not there."""

    def __init__(self) -> None:
        super().__init__()
        self.printed: list[Document] = []

    def print_paper(self, printer: str, paper: Document) -> bool:
        if printer != "bar":
            self.printed.append(paper)
        return printer != "bar"


class Office:
    """Whoever asks for labels, and what is said to them."""

    def __init__(self, opened: Opened) -> None:
        set_language("fr")
        self.desk: Desk = desk_for(opened, "marc", "admin")
        self.board = Printers()
        self.said: list[Said] = []
        self.desk.said.connect(self.said.append)


@pytest.fixture
def office(qapp: object, tmp_path: Path) -> Iterator[Office]:
    with demo_house(tmp_path) as opened:
        yield Office(opened)


def sheet_of(page: ArticlesSection | KitchenPage) -> LabelSheet:
    page.ask_labels()
    return page.findChildren(LabelSheet)[-1]


def test_the_kitchen_labels_what_its_station_makes(
    qtbot: QtBot, office: Office
) -> None:
    page = KitchenPage(office.desk, office.board)
    qtbot.addWidget(page)
    page.show_place("chaud")
    sheet = sheet_of(page)
    assert sheet.where.chosen_key == "printer:chaud"
    sheet.article.choose("entrecote")
    sheet.days.set_value(2)
    sheet.copies.set_value(2)
    sheet.make.click()
    assert office.said[-1].text == "2 étiquettes à l’impression"
    first, second = office.board.printed
    assert first == second
    assert first.title.startswith("ÉTIQUETTE Entrecôte")
    page.leave()


def test_the_card_labels_what_is_listed_on_sheets(
    qtbot: QtBot, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "user_documents_path", lambda: tmp_path / "Documents")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    section = ArticlesSection(office.desk, office.board)
    qtbot.addWidget(section)
    section.show_place("")
    sheet = sheet_of(section)
    sheet.copies.set_value(9)
    sheet.make.click()
    assert "prenez une planche" in office.said[-1].text
    sheet.copies.set_value(1)
    sheet.where.choose("printer:bar")
    sheet.make.click()
    assert office.said[-1].text == "Cette imprimante n’est pas là."
    sheet.where.choose("sheet:L7651")
    sheet.where.chosen.emit("sheet:L7651")
    assert sheet.make.title == "Enregistrer en PDF"
    sheet.make.click()
    qtbot.waitUntil(lambda: office.said[-1].text.startswith("Enregistré : "))
    (saved,) = tmp_path.rglob("Étiquettes_*.pdf")
    assert saved.read_bytes().startswith(b"%PDF")
    assert office.said[-1].text == f"Enregistré : Documents/Sotto/{saved.name}"
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        """A machine that has nothing to show a PDF in."""
        opened.append(url.toLocalFile())
        return False

    monkeypatch.setattr(saving.QDesktopServices, "openUrl", open_url)
    assert office.said[-1].act == "Ouvrir"
    assert office.said[-1].undo is not None
    office.said[-1].undo()
    assert opened == [str(saved), str(saved.parent)]
