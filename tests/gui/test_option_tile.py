"""Options: choosing by finger and digit, what is missing, the steps of a formule."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from trade_widgets_kit import Paints, emitted, settle, tap

from widgets import theme
from widgets.gallery_samples_options import (
    formule_choices,
    formule_steps,
    option_groups,
)
from widgets.option_tile import HEADER, TILE_HEIGHT, OptionGroup, StepBar
from widgets.painted_text import width_of, wrapped
from widgets.pressable import Pressable
from widgets.tile_grid import TileGrid

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    theme.apply_theme(qapp, theme.Mode.LIGHT)


@pytest.fixture
def group(qtbot: QtBot) -> OptionGroup:
    made = OptionGroup(option_groups()[2])
    made.resize(592, made.heightForWidth(592))
    settle(qtbot, made)
    return made


def test_options_are_192_by_68_under_their_title(group: OptionGroup) -> None:
    assert [tile.width() for tile in group.tiles] == [192, 192, 192]
    assert {tile.height() for tile in group.tiles} == {TILE_HEIGHT}
    assert group.tiles[0].y() == HEADER
    assert group.tiles[1].x() == 200


def test_options_wrap_in_a_narrow_sheet(group: OptionGroup) -> None:
    assert group.heightForWidth(400) == HEADER + 2 * TILE_HEIGHT + 8
    group.resize(400, 200)
    assert group.tiles[2].y() == HEADER + TILE_HEIGHT + 8


def test_a_tap_and_a_digit_choose_an_option(group: OptionGroup) -> None:
    toggled = QSignalSpy(group.option_toggled)
    tap(group.tiles[0], group.tiles[0].rect().center())
    assert group.press_digit("8")
    assert not group.press_digit("1")
    assert emitted(toggled) == [("frites",), ("haricots",)]


def test_what_is_sold_out_cannot_be_chosen(group: OptionGroup) -> None:
    toggled = QSignalSpy(group.option_toggled)
    tap(group.tiles[2], group.tiles[2].rect().center())
    assert not group.press_digit("9")
    assert toggled.count() == 0
    assert group.tiles[2].accessibleName() == "Gratin, reste 0 · 86, épuisé"


def test_choosing_keeps_the_tiles_and_repaints_the_changed_one(
    group: OptionGroup, qtbot: QtBot
) -> None:
    tiles = group.tiles
    noted = [Paints(tile) for tile in tiles]
    view = option_groups()[2]
    chosen = replace(view.options[0], chosen=True)
    group.display(
        replace(
            view,
            state="done",
            state_text="Frites maison",
            options=(chosen, *view.options[1:]),
        )
    )
    qtbot.waitUntil(lambda: bool(noted[0].rects))
    assert group.tiles == tiles
    assert tiles[0].accessibleName() == "Frites maison, choisi"


def test_no_option_of_the_demo_is_shortened() -> None:
    for view in option_groups():
        for option in view.options:
            assert " ".join(wrapped(option.name, "tile", 192 - 65)) == option.name
            assert width_of(option.detail, "caption") <= 192 - 65


def test_steps_are_touched_and_heard(qtbot: QtBot) -> None:
    steps = StepBar()
    steps.resize(592, 64)
    steps.display(formule_steps())
    settle(qtbot, steps)
    chosen = QSignalSpy(steps.step_chosen)
    buttons = steps.findChildren(Pressable)
    assert buttons[0].accessibleName() == "1 Entrée, Œufs mimosa"
    assert {button.height() for button in buttons} == {theme.TOUCH.pos}
    tap(buttons[1], buttons[1].rect().center())
    buttons[3].setFocus()
    QTest.keyClick(buttons[3], Qt.Key.Key_Return)
    assert emitted(chosen) == [("2",), ("4",)]


def test_steps_are_kept_from_one_formule_to_the_next(qtbot: QtBot) -> None:
    steps = StepBar()
    steps.resize(592, 64)
    steps.display(formule_steps())
    settle(qtbot, steps)
    steps.display(formule_steps()[:2])
    shown = [b for b in steps.findChildren(Pressable) if b.isVisible()]
    assert len(shown) == 2
    assert shown[1].geometry().right() == 591


def test_the_choices_of_a_formule_are_tiles_three_in_a_row(qtbot: QtBot) -> None:
    grid = TileGrid()
    grid.resize(592, 216)
    grid.display(formule_choices())
    settle(qtbot, grid)
    assert [tile.width() for tile in grid.tiles] == [192] * 6
    assert {tile.height() for tile in grid.tiles} == {104}
    assert "choisi" in grid.tiles[0].accessibleName()
