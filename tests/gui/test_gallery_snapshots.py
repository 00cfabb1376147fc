"""The gallery as text: every component in every state, compared line by line.

A wanted change of looks is accepted by running this file with SOTTO_SNAPSHOTS=update
and reading the diff of `snapshots/`.
"""

import difflib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from resources.texts import set_language
from widgets import theme
from widgets.button import Button, IconButton
from widgets.chip import Chip
from widgets.choice_card import ChoiceCard
from widgets.focus_ring import FocusRing
from widgets.gallery import (
    buttons,
    fields,
    lists,
    money,
    pads,
    places,
    room,
    signs,
    trade,
)
from widgets.gallery.dump import dump
from widgets.gallery.window import GalleryPage, GalleryWindow
from widgets.keypad import Key
from widgets.pressable import Pressable
from widgets.text import Label

pytestmark = pytest.mark.gui
FOLDER = Path(__file__).parent / "snapshots"
PAGES: dict[str, tuple[Callable[[], QWidget], int]] = {
    "buttons": (buttons.buttons, 848),
    "signs": (signs.signs, 752),
    "filets": (signs.filets, 752),
    "progress": (signs.progress, 304),
    "empty": (signs.empty, 304),
    "tabs": (signs.tabs, 304),
    "fields": (fields.fields, 848),
    "more_fields": (fields.more_fields, 848),
    "marks": (fields.marks, 1616),
    "pickers": (fields.pickers, 848),
    "amounts": (pads.amounts, 848),
    "choice_cards": (pads.choice_cards, 752),
    "drawer": (pads.drawer, 752),
    "keyboard": (pads.keyboard, 752),
    "figures": (lists.figures, 752),
    "rows": (lists.rows, 752),
    "table": (lists.table, 848),
    "dialog": (places.dialog, 848),
    "undo_and_banner": (places.undo_and_banner, 752),
    "navigation": (places.navigation, 1616),
    "strip": (places.strip, 1616),
    "tiles": (trade.tiles, 848),
    "order_lines": (trade.order_lines, 432),
    "kitchen": (trade.kitchen, 1616),
    "kitchen_panels": (room.kitchen_panels, 1616),
    "tables": (room.tables, 848),
    "plan": (room.plan, 960),
    "timeline": (room.timeline, 1616),
    "acts": (room.acts, 328),
    "charts": (money.charts, 752),
    "split": (money.split, 1616),
    "paper": (money.paper, 752),
    "options": (money.options, 848),
}


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    set_language("fr")
    theme.apply_theme(qapp, theme.Mode.LIGHT)


def laid_out(page: QWidget, width: int) -> QWidget:
    page.setFixedWidth(width)
    page.adjustSize()
    page.grab()
    return page


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_of_the_gallery_is_as_reviewed(name: str, qtbot: QtBot) -> None:
    build, width = PAGES[name]
    page = build()
    qtbot.addWidget(page)
    text = dump(laid_out(page, width))
    path = FOLDER / f"gallery_{name}.txt"
    if os.environ.get("SOTTO_SNAPSHOTS") == "update":
        path.write_text(text, encoding="utf-8")
    reviewed = path.read_text(encoding="utf-8") if path.exists() else ""
    change = difflib.unified_diff(
        reviewed.splitlines(), text.splitlines(), "reviewed", "now", lineterm="", n=1
    )
    assert text == reviewed, "\n".join(change)


@pytest.mark.parametrize("mode", list(theme.Mode))
def test_the_gallery_paints_in_every_mode(
    mode: theme.Mode, qapp: QApplication, qtbot: QtBot
) -> None:
    theme.apply_theme(qapp, mode)
    page = GalleryPage()
    qtbot.addWidget(page)
    picture = page.grab().toImage()
    assert picture.width() == 1680
    assert picture.pixelColor(4, 4) == theme.color("surface")
    # Inside the first button, beside its words: the one loud act.
    assert picture.pixelColor(60, 150) == theme.color("primary")


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform says so
def test_the_window_rings_its_samples_and_changes_mode_live(
    qapp: QApplication, qtbot: QtBot
) -> None:
    window = GalleryWindow(qapp)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: len(window.page.findChildren(FocusRing)) == 6)
    window.page.mode_requested.emit("CONTRAST")
    assert theme.mode() is theme.Mode.CONTRAST


def touch_areas(page: QWidget) -> list[tuple[Pressable, QRect]]:
    return [
        (control, QRect(control.mapTo(page, control.rect().topLeft()), control.size()))
        for control in page.findChildren(Pressable)
        if control.isVisibleTo(page)
    ]


def drawn_areas(page: QWidget) -> list[tuple[Pressable, QRect]]:
    """What is seen of each, where a finger may hit more."""
    return [
        (control, control.drawn.toRect().translated(area.topLeft()))
        for control, area in touch_areas(page)
    ]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_touch_area_is_large_enough_and_apart(name: str, qtbot: QtBot) -> None:
    build, width = PAGES[name]
    page = build()
    qtbot.addWidget(page)
    areas = touch_areas(laid_out(page, width))
    # A strip item and a 40 px chip take the whole height of their row.
    rows = {"_Item": 32, "Chip": 40}
    for control, area in areas:
        least = rows.get(type(control).__name__, theme.TOUCH.least)
        assert area.height() >= least, control.accessibleName()
        assert area.width() >= min(least, 48), control.accessibleName()
    for number, (control, area) in enumerate(areas):
        for other, other_area in areas[number + 1 :]:
            overlap = area.intersected(other_area)
            assert overlap.isEmpty(), (control.accessibleName(), other.accessibleName())


@pytest.mark.parametrize("name", sorted(PAGES))
def test_acts_side_by_side_are_eight_pixels_apart(name: str, qtbot: QtBot) -> None:
    # Segments, tabs, calendar cells, steppers, rail and list rows may touch.
    apart = (Button, IconButton, Chip, Key, ChoiceCard)
    build, width = PAGES[name]
    page = build()
    qtbot.addWidget(page)
    areas = [
        (control, area)
        for control, area in drawn_areas(laid_out(page, width))
        if isinstance(control, apart)
    ]
    for number, (control, area) in enumerate(areas):
        for other, other_area in areas[number + 1 :]:
            near = area.adjusted(-7, -7, 7, 7).intersects(other_area)
            assert not near, (control.accessibleName(), other.accessibleName())


def test_at_two_hundred_percent_strokes_and_words_double(qtbot: QtBot) -> None:
    page = laid_out(buttons.buttons(), 848)
    qtbot.addWidget(page)
    once = QImage(page.size(), QImage.Format.Format_RGB32)
    twice = QImage(page.size() * 2, QImage.Format.Format_RGB32)
    twice.setDevicePixelRatio(2)
    for image in (once, twice):
        image.fill(theme.color("surface"))
        page.render(image)
    for point in (QPoint(20, 60), QPoint(160, 60), QPoint(670, 410)):
        assert twice.pixelColor(point * 2) == once.pixelColor(point)
    # The edge of the outlined button is one pixel, then two.
    edge = theme.color("outline")
    column = [once.pixelColor(80, y) for y in range(200, 216)]
    doubled = [twice.pixelColor(160, y) for y in range(400, 432)]
    assert (column.count(edge), doubled.count(edge)) == (1, 2)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", sorted(PAGES))
def test_no_word_of_the_gallery_is_cut(name: str, language: str, qtbot: QtBot) -> None:
    set_language(language)
    build, width = PAGES[name]
    page = build()
    qtbot.addWidget(page)
    laid_out(page, width)
    set_language("fr")
    for label in page.findChildren(Label):
        if label.isVisibleTo(page):
            assert label.width() >= label.minimumSizeHint().width(), label.text()
            if label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width())
    for control in page.findChildren(Pressable):
        if control.isVisibleTo(page):
            needed = control.minimumSizeHint().width()
            assert control.width() >= needed, control.accessibleName()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_everything_that_is_tapped_has_a_spoken_name(name: str, qtbot: QtBot) -> None:
    build, width = PAGES[name]
    page = build()
    qtbot.addWidget(page)
    laid_out(page, width)
    for control in page.findChildren(Pressable):
        assert control.accessibleName() or not control.isVisibleTo(page), control


def test_the_gallery_has_the_measures_of_its_picture(qtbot: QtBot) -> None:
    # Left, top, width, height of what `13-gallery.png` shows, within 4 px.
    page = GalleryPage()
    qtbot.addWidget(page)
    page.grab()
    wanted = {
        "Plein": QRect(49, 145, 124, 48),
        "Envoyer, Bar 3 · Chaud 2": QRect(49, 465, 196, 72),
        "Annuler la ligne": QRect(661, 477, 190, 48),
        "Repos": QRect(914, 145, 97, 40),
        "Plan": QRect(917, 417, 234, 56),
        "Rembourser 84,50 €": QRect(454, 1613, 198, 48),
    }
    found = dict.fromkeys(wanted, QRect())
    for control, area in reversed(drawn_areas(page)):
        if control.accessibleName() in found:
            found[control.accessibleName()] = area
    for name, box in wanted.items():
        if name == "Rembourser 84,50 €":
            # Only the columns: more fields stand above it than in the picture.
            box.moveTop(found[name].top())
        for measured, drawn in zip(found[name].getRect(), box.getRect(), strict=True):
            assert abs(measured - drawn) <= 4, (name, found[name], box)
