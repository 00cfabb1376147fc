"""Terms and courses of the card, for whoever may not edit it."""

from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.domain.catalogue.terms import TermsSet
from app.windows.admin.articles import ArticlesSection
from app.windows.admin.terms_sheet import TermsSheet
from app.windows.desk import Approval, Said

pytestmark = pytest.mark.gui


def test_a_tick_that_needs_a_manager_comes_with_their_word(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with demo_house(tmp_path) as opened:
        desk = desk_for(opened, "lea", "admin")
        section = ArticlesSection(desk, board())
        desk.setParent(section)
        qtbot.addWidget(section)
        asked: list[Approval] = []
        said: list[Said] = []
        desk.approval_requested.connect(asked.append)
        desk.said.connect(said.append)
        sheet = TermsSheet(section, desk)
        key = next(iter(sheet.ticks))
        was = sheet.ticks[key].isChecked()
        sheet.ticks[key].click()
        assert sheet.ticks[key].isChecked() == was
        desk.approve(asked[0], "marc")
        assert sheet.ticks[key].isChecked() != was
        assert said[-1].undo is not None
        kind, thing, _ = key
        assert desk.world.terms.of(kind, thing) != TermsSet(kind=kind, id=thing)
