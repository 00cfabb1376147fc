"""Beside the plan: rows with one act, the legend, and plates where a note is opened."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from trade_widgets_kit import Paints, emitted, settle

from widgets import theme
from widgets.floor_acts import ActPlate, ActRow, StageLegend, legend
from widgets.floor_plan import FloorPlan
from widgets.floor_plan_views import FloorView, TableShape, TableView
from widgets.gallery_samples_floor import floor, floor_acts

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    theme.apply_theme(qapp, theme.Mode.LIGHT)


def test_a_row_asks_for_the_act_of_the_table_it_shows_now(qtbot: QtBot) -> None:
    late, ready, *_ = floor_acts()
    row = ActRow(late)
    settle(qtbot, row)
    spy = QSignalSpy(row.act_requested)
    row.display(ready)
    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert emitted(spy) == [("serve:7",)]
    assert row.button.accessibleName() == "Servi, table 7, 2 plats, au passe, 1 min"
    assert (row.button.width(), row.button.height(), row.height()) == (112, 64, 77)


def test_every_act_is_as_wide_as_the_others(qtbot: QtBot) -> None:
    for view in floor_acts():
        row = ActRow(view)
        qtbot.addWidget(row)
        row.setFixedWidth(300)
        row.grab()
        assert (row.button.x(), row.button.width()) == (188, 112)


def test_a_plate_asks_for_its_act_where_there_is_no_room_for_a_row(
    qtbot: QtBot,
) -> None:
    late, ready, _, clear = floor_acts()
    plate = ActPlate(late)
    settle(qtbot, plate)
    spy = QSignalSpy(plate.act_requested)
    plate.display(ready)
    QTest.mouseClick(plate, Qt.MouseButton.LeftButton)
    assert emitted(spy) == [("serve:7",)]
    assert plate.view is ready
    assert plate.accessibleName().startswith("Servi, table 7")
    pixel = plate.grab().toImage().pixelColor(plate.width() // 2 - 18, 14)
    assert pixel == theme.color("status_ready")
    assert ActPlate(clear).sizeHint().width() <= 96


def test_the_legend_names_every_stage_that_a_tag_can_show(qtbot: QtBot) -> None:
    made = StageLegend()
    settle(qtbot, made)
    assert [stage for stage, _ in legend()] == [
        "aperitif", "starters", "mains", "cheese", "desserts", "bill",
    ]  # fmt: skip
    assert "Fromages" in made.accessibleName()
    assert made.height() == 72
    tag = made.grab().toImage().pixelColor(2, 12)
    assert tag == theme.color("course_1")


def test_a_free_plate_is_where_a_note_is_opened(qtbot: QtBot) -> None:
    shapes = (
        TableShape(id="a", number="Paul", kind="tab", x=20, y=20, w=80, h=40),
        TableShape(
            id="b", number="Nouvelle note", kind="tab", x=120, y=20, w=160, h=60
        ),
        TableShape(id="c", number="Nouvelle note", kind="tab", x=300, y=20, w=60, h=60),
    )
    plan = FloorPlan()
    plan.resize(400, 100)
    paul = TableView(id="a", state="occupied", amount_text="8,50")
    plan.display(FloorView(width=400, height=100, shapes=shapes, tables=(paul,)))
    settle(qtbot, plan)
    names = [name.text for name in plan.names]
    assert names == ["note Paul, 8,50", "Nouvelle note", "Nouvelle note"]
    image = plan.grab().toImage()
    assert image.pixelColor(30, 25) == theme.color("card")
    assert image.pixelColor(130, 30) == theme.color("surface_low")


def test_words_of_the_room_that_change_repaint_only_their_place(qtbot: QtBot) -> None:
    plan = FloorPlan()
    plan.resize(958, 664)
    plan.display(floor())
    settle(qtbot, plan)
    noted = Paints(plan.viewport())
    room = floor()
    lea, karim = room.sections
    fixtures = tuple(
        replace(f, text="Passe · rien") if f.id == "pass" else f for f in room.fixtures
    )
    plan.display(
        replace(
            room, sections=(lea, replace(karim, summary="Karim")), fixtures=fixtures
        )
    )
    qtbot.waitUntil(lambda: bool(noted.rects))
    bounds = noted.bounds()
    assert bounds.left() >= 515
    assert bounds.top() >= 500
