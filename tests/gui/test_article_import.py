"""Articles out of a file, in the office: looked at first, written when it is wanted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.presenters.admin.articles import csv_rows
from app.reports.csv_file import csv_bytes
from app.windows.admin.card.articles import ArticlesSection

pytestmark = pytest.mark.gui


@pytest.fixture(name="opened")
def opened_fixture(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path / "house") as opened:
        yield opened


@pytest.fixture(name="section")
def section_fixture(qtbot: QtBot, opened: Opened) -> ArticlesSection:
    desk = desk_for(opened, "marc", "admin")
    section = ArticlesSection(desk, board())
    desk.setParent(section)
    qtbot.addWidget(section)
    section.resize(1190, 736)
    section.show()
    section.show_place("")
    return section


def test_nothing_is_written_before_it_was_seen(
    opened: Opened, section: ArticlesSection, tmp_path: Path
) -> None:
    table = tmp_path / "carte.csv"
    table.write_text("Article;Prix TTC\nGalette complète;9,50\nCrêpe;cher\n", "utf-8")
    before = len(opened.house.world.catalogue.articles)
    sheet = section.importing.read(table)
    assert sheet is not None
    assert len(opened.house.world.catalogue.articles) == before
    sheet.go.click()
    after = opened.house.world.catalogue.articles
    assert len(after) == before + 1
    galette = next(a for a in after.values() if a.name == "Galette complète")
    assert galette.price == 950


def test_the_exported_list_comes_back_as_it_was(
    opened: Opened, section: ArticlesSection, tmp_path: Path
) -> None:
    house = opened.house
    catalogue = house.world.catalogue
    before = dict(catalogue.articles)
    day = house.business_day(house.clock())
    table = tmp_path / "carte.csv"
    table.write_bytes(csv_bytes(*csv_rows(catalogue, before.keys(), day)))
    sheet = section.importing.read(table)
    assert sheet is not None
    sheet.go.click()
    assert catalogue.articles == before


def test_a_file_that_is_none_says_so(section: ArticlesSection, tmp_path: Path) -> None:
    assert section.importing.read(tmp_path / "nothing.csv") is None
    strange = tmp_path / "strange.csv"
    strange.write_bytes(bytes(range(256)))
    sheet = section.importing.read(strange)
    assert sheet is not None
    assert not sheet.go.isEnabled()
