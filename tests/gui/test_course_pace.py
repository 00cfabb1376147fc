"""A course has a rule of its own, by which it goes once it is held."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.domain.orders.pacing import rule_of
from app.windows.admin.card.articles import ArticlesSection
from app.windows.admin.card.courses_sheet import CoursesSheet
from app.windows.desk import Said

pytestmark = pytest.mark.gui


@pytest.fixture
def sheet(qtbot: QtBot, tmp_path: Path) -> Iterator[CoursesSheet]:
    with demo_house(tmp_path) as opened:
        desk = desk_for(opened, "marc", "admin")
        section = ArticlesSection(desk, board())
        desk.setParent(section)
        qtbot.addWidget(section)
        yield CoursesSheet(section, desk)


def test_desserts_go_by_themselves_though_the_house_calls_courses(
    sheet: CoursesSheet,
) -> None:
    desk, said = sheet.order._desk, list[Said]()
    desk.said.connect(said.append)
    pace = sheet.order.paces["desserts"]
    assert pace.minutes.isHidden()
    pace.rule.chosen.emit("ready")
    assert rule_of(desk.world, "desserts") == ("ready", 5)
    assert sheet.order.paces["desserts"] is pace  # what a finger is on stays there
    assert not pace.minutes.isHidden()
    pace.minutes.chosen.emit("12")
    assert rule_of(desk.world, "desserts") == ("ready", 12)
    assert rule_of(desk.world, "plats") == ("call", 5)

    for undo in (said[-1].undo, said[-2].undo):
        assert undo is not None
        undo()
    assert rule_of(desk.world, "desserts") == ("call", 5)
    assert pace.minutes.isHidden()


def test_nothing_goes_before_the_first_course(sheet: CoursesSheet) -> None:
    assert "entrees" not in sheet.order.paces
    sheet.order.arrows["plats", -1].click()
    assert "plats" not in sheet.order.paces
    assert "entrees" in sheet.order.paces
