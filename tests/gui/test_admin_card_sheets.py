"""Terms and courses of the card, for whoever may not edit it."""

from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.domain.catalogue.terms import TermsSet
from app.presenters.admin.courses import meal_courses
from app.windows.admin.card.articles import ArticlesSection
from app.windows.admin.card.courses_sheet import CoursesSheet
from app.windows.admin.card.terms_sheet import TermsSheet
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


def test_the_meal_is_put_in_another_order_and_back_by_one_undo(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with demo_house(tmp_path) as opened:
        desk = desk_for(opened, "lea", "admin")
        section = ArticlesSection(desk, board())
        desk.setParent(section)
        qtbot.addWidget(section)
        section.show_place("")
        assert dict(section.sheets()).keys() == {"terms"}  # one word is for one act
        desk.sit_down("marc")
        assert "Suites par catégorie" in dict(section.sheets()).values()
        section.show_sheet("courses")
        assert section.findChild(CoursesSheet) is not None
        said: list[Said] = []
        desk.said.connect(said.append)
        sheet = CoursesSheet(section, desk)
        first, second, *rest = meal_courses(desk.world.catalogue)
        sheet.order.arrows[first.id, 1].click()
        moved = [each.id for each in meal_courses(desk.world.catalogue)]
        assert moved == [second.id, first.id, *(each.id for each in rest)]
        undo = said[-1].undo
        assert undo is not None
        undo()
        assert meal_courses(desk.world.catalogue) == [first, second, *rest]
