"""Payers' columns: lines that are touched, one act each, columns kept and added."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from trade_widgets_kit import Paints, emitted, hold, settle, tap

from app.screenshots.layout import faults, painted_texts
from widgets import theme
from widgets.gallery_samples_money import payers
from widgets.painted_text import width_of
from widgets.pressable import Pressable
from widgets.split_board import SplitBoard
from widgets.split_column import COLUMN_WIDTH, SplitColumn

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    theme.apply_theme(qapp, theme.Mode.LIGHT)


@pytest.fixture
def split(qtbot: QtBot) -> SplitBoard:
    made = SplitBoard()
    made.resize(1078, 547)
    made.display(payers())
    settle(qtbot, made)
    return made


def tap_line(column: SplitColumn, line_id: str) -> None:
    at = column.line_rect(line_id).center()
    child = column.childAt(at)
    assert child is not None
    tap(child, child.mapFrom(column, at))


def test_columns_share_the_width_and_are_at_least_288(split: SplitBoard) -> None:
    widths = [column.width() for column in split.columns]
    assert max(widths) - min(widths) <= 1
    assert min(widths) >= COLUMN_WIDTH
    assert all(column.height() == 547 for column in split.columns)


def test_long_names_and_small_fractions_are_whole_in_the_narrowest_column(
    qtbot: QtBot,
) -> None:
    payer = payers()[0]
    line = replace(payer.lines[-1], quantity="1/12", name="Verre de Mâcon blanc")
    column = SplitColumn(replace(payer, lines=(line,)))
    column.resize(COLUMN_WIDTH, 547)
    settle(qtbot, column)
    assert not faults(column, touch=48)
    words = {text.text: text for text in painted_texts(column)}
    name = next(text for text in words if text.startswith("Verre"))
    assert words[name].left >= words["1/12"].right + 4


def test_a_line_is_touched_in_its_column(split: SplitBoard) -> None:
    touched = QSignalSpy(split.line_touched)
    tap_line(split.columns[1], "magret")
    tap_line(split.columns[0], "badoit")
    assert emitted(touched) == [("2", "magret"), ("1", "badoit")]
    for line in payers()[0].lines:
        assert split.columns[0].line_rect(line.id).height() >= theme.TOUCH.pos


def test_a_line_is_held_to_share_it(split: SplitBoard, qtbot: QtBot) -> None:
    held = QSignalSpy(split.line_held)
    column = split.columns[1]
    at = column.line_rect("soupe").center()
    child = column.childAt(at)
    assert child is not None
    inside = child.mapFrom(column, at)
    hold(qtbot, child, inside, lambda: held.count() == 1)
    QTest.mouseRelease(child, Qt.MouseButton.LeftButton, pos=inside)
    assert emitted(held) == [("2", "soupe")]


def test_each_column_has_one_act(split: SplitBoard) -> None:
    paid, shown = QSignalSpy(split.pay_requested), QSignalSpy(split.receipt_requested)
    for column in split.columns:
        column.act.click()
    assert emitted(paid) == [("2",), ("3",)]
    assert emitted(shown) == [("1",)]
    kinds = [column.act.kind for column in split.columns]
    assert kinds == ["quiet", "filled", "tonal"]
    assert all(column.act.height() == theme.TOUCH.pos for column in split.columns)


def test_paying_changes_words_voice_and_icon_of_the_act(split: SplitBoard) -> None:
    done = replace(
        payers()[1], state="paid", act_text="Espèces · ticket 215", act_icon="payments"
    )
    split.display((payers()[0], done, payers()[2]))
    column = split.columns[1]
    assert column.act.title == "Espèces · ticket 215"
    assert column.act.kind == "quiet"
    shown = QSignalSpy(split.receipt_requested)
    column.act.click()
    assert emitted(shown) == [("2",)]


def test_columns_are_kept_while_payers_change(split: SplitBoard) -> None:
    before = split.columns
    split.display((*payers(), replace(payers()[2], id="4", badge="4")))
    assert split.columns[:3] == before
    assert len(split.columns) == 4
    split.display(payers()[:2])
    assert split.columns == before[:2]


def in_sight(column: SplitColumn) -> bool:
    return column.visibleRegion().boundingRect() == column.rect()


def test_whose_turn_it_is_comes_in_sight(split: SplitBoard, qtbot: QtBot) -> None:
    split.resize(640, 547)
    many = [replace(payers()[0], id=f"b{n}", state="paid") for n in range(6)]
    for turn in (5, 0, 4):
        shown = [
            replace(p, state="current") if n == turn else p for n, p in enumerate(many)
        ]
        split.display(shown)
        qtbot.waitUntil(partial(in_sight, split.columns[turn]), timeout=2000)


def test_a_chosen_line_repaints_itself(split: SplitBoard, qtbot: QtBot) -> None:
    column = split.columns[0]
    port = column.childAt(column.line_rect("oeufs").center())
    assert port is not None
    noted = Paints(port)
    lines = list(payers()[0].lines)
    lines[1] = replace(lines[1], chosen=True)
    column.display(replace(payers()[0], lines=tuple(lines)))
    qtbot.waitUntil(lambda: bool(noted.rects))
    inside = column.line_rect("entrecote").translated(
        -port.mapTo(column, port.rect().topLeft())
    )
    assert inside.contains(noted.bounds())


def test_a_payer_is_added_by_the_dashed_column(split: SplitBoard) -> None:
    wanted = QSignalSpy(split.payer_wanted)
    add = next(
        child
        for child in split.findChildren(Pressable)
        if child.accessibleName() == "Ajouter un payeur"
    )
    tap(add, add.rect().center())
    assert wanted.count() == 1
    split.display(payers(), may_add=False)
    assert add.isHidden()


def test_no_word_of_the_demo_is_shortened() -> None:
    room = COLUMN_WIDTH - 2 * 13
    for payer in payers():
        for line in payer.lines:
            words = width_of(line.name, "body_strong")
            price = width_of(line.price_text, "body_strong")
            assert words <= room - 49 - 13 - price - 8
