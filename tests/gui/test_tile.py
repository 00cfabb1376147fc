"""Product tiles: what fits, what a finger and the keyboard do, what is repainted."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from trade_widgets_kit import Paints, drag, emitted, hold, settle, tap

from app.screenshots.layout import painted_texts
from widgets import theme
from widgets.gallery_samples import pos_tiles
from widgets.painting import two_lines
from widgets.tile import PADDING, ProductTile, TileView
from widgets.tile_grid import MAX_TILES, TileGrid, grid_shape

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    theme.apply_theme(qapp, theme.Mode.LIGHT)


@pytest.fixture
def grid(qtbot: QtBot) -> TileGrid:
    made = TileGrid()
    made.resize(822, 576)
    made.display(pos_tiles())
    settle(qtbot, made)
    return made


def middle(tile: ProductTile) -> QPoint:
    return tile.rect().center()


@pytest.mark.parametrize(
    ("width", "height", "shape"),
    [
        (822, 576, (5, 5)),
        (516, 576, (3, 5)),
        (494, 576, (3, 5)),
        (1328, 888, (8, 6)),
        (100, 50, (1, 1)),
    ],
)
def test_a_page_has_the_tiles_of_the_pictures(
    width: int, height: int, shape: tuple[int, int]
) -> None:
    assert grid_shape(width, height) == shape


def test_photographs_make_tiles_taller_and_stand_above_the_name(grid: TileGrid) -> None:
    plain = [tile.view for tile in grid.tiles]
    grid.display([replace(view, photo="entrecote.svg") for view in plain])
    tile = grid.tiles[0]
    assert tile.height() >= 176
    drawn = tile.grab().toImage()
    tile.display(replace(tile.view, photo=""))
    bare = tile.grab().toImage()
    middle = (tile.width() // 2, 12 + 36)
    assert drawn.pixelColor(*middle) != bare.pixelColor(*middle)
    assert drawn.pixelColor(tile.width() // 2, 6) == bare.pixelColor(
        tile.width() // 2, 6
    )


@pytest.mark.parametrize("size", [(3200, 1900), (1900, 3200), (6000, 700)])
def test_a_page_never_has_more_than_48_tiles(size: tuple[int, int]) -> None:
    assert grid_shape(*size).tiles <= MAX_TILES


def test_tiles_have_the_size_of_the_picture(grid: TileGrid) -> None:
    assert len(grid.tiles) == 25
    assert grid.pages == 1
    for tile in grid.tiles:
        assert abs(tile.width() - 158) <= 1
        assert abs(tile.height() - 109) <= 1
    assert grid.tiles[1].x() - grid.tiles[0].geometry().right() - 1 == theme.TOUCH.gap


@pytest.mark.parametrize("width", [158, 167, 159])
def test_no_dish_of_the_demo_menu_is_shortened_or_made_smaller(width: int) -> None:
    for view in pos_tiles():
        lines, font = two_lines(view.name, "tile", width - 2 * PADDING)
        assert " ".join(lines) == view.name
        assert len(lines) <= 2
        assert font.pixelSize() == 16


def test_a_tap_chooses_and_a_long_press_asks_for_more(
    grid: TileGrid, qtbot: QtBot
) -> None:
    chosen, held = QSignalSpy(grid.tile_chosen), QSignalSpy(grid.tile_held)
    tap(grid.tiles[7], middle(grid.tiles[7]))
    assert emitted(chosen) == [("Entrecôte 300 g",)]
    tile = grid.tiles[8]
    hold(qtbot, tile, middle(tile), lambda: held.count() == 1)
    assert not tile.isDown()
    QTest.mouseRelease(tile, Qt.MouseButton.LeftButton, pos=middle(tile))
    assert emitted(held) == [("Magret de canard",)]
    assert chosen.count() == 1


def test_a_pressed_tile_shows_it_at_once_and_forgets_it_when_the_finger_leaves(
    grid: TileGrid,
) -> None:
    tile = grid.tiles[0]
    chosen = QSignalSpy(grid.tile_chosen)
    QTest.mousePress(tile, Qt.MouseButton.LeftButton, pos=middle(tile))
    assert tile.isDown()
    away = middle(tile) + QPoint(0, 60)
    QTest.mouseMove(tile, away)
    assert not tile.isDown()
    QTest.mouseRelease(tile, Qt.MouseButton.LeftButton, pos=away)
    assert chosen.count() == 0


def test_two_quick_taps_choose_twice(grid: TileGrid) -> None:
    chosen = QSignalSpy(grid.tile_chosen)
    tile = grid.tiles[19]
    tap(tile, middle(tile))
    QTest.mouseDClick(tile, Qt.MouseButton.LeftButton, pos=middle(tile))
    QTest.mouseRelease(tile, Qt.MouseButton.LeftButton, pos=middle(tile))
    assert chosen.count() == 2


def test_more_tiles_than_fit_make_pages_turned_by_swipe_key_and_button(
    qtbot: QtBot,
) -> None:
    grid = TileGrid()
    grid.resize(516, 576)
    grid.display(pos_tiles())
    settle(qtbot, grid)
    assert grid.pages == 2
    assert len(grid.tiles) == 14
    arrows = QRect(350, 468, 166, 108)
    assert not any(arrows.intersects(tile.geometry()) for tile in grid.tiles)
    tile = grid.tiles[0]
    chosen = QSignalSpy(grid.tile_chosen)
    drag(tile, middle(tile), middle(tile) - QPoint(40, 0), middle(tile) - QPoint(90, 0))
    assert grid.page == 1
    assert chosen.count() == 0
    assert len(grid.tiles) == 11
    QTest.keyClick(grid, Qt.Key.Key_PageUp)
    QTest.keyClick(grid, Qt.Key.Key_PageDown)
    QTest.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.page == 1
    back, onward = (
        grid.childAt(QPoint(left, 500)) for left in (arrows.left() + 9, 506)
    )
    assert back is not None
    assert onward is not None
    assert not onward.isEnabled()
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert grid.page == 0
    for arrow in (back, onward):
        assert min(arrow.width(), arrow.height()) >= theme.TOUCH.pos


def test_a_tile_in_the_order_still_names_its_allergens(qtbot: QtBot) -> None:
    view = replace(pos_tiles()[4], in_order=2, allergens="G L")
    tile = ProductTile(view)
    tile.resize(158, 109)
    settle(qtbot, tile)
    words = [text.text for text in painted_texts(tile)]
    assert words == [view.name, view.price_text, "2", "G L"]


def test_a_live_change_repaints_one_tile_and_keeps_page_and_buttons(
    grid: TileGrid, qtbot: QtBot
) -> None:
    before = grid.tiles
    noted = [Paints(tile) for tile in before]
    views = list(pos_tiles())
    views[6] = replace(views[6], countdown="reste 3", share=0.2)
    grid.display(views)
    qtbot.waitUntil(lambda: bool(noted[6].rects))
    assert grid.tiles == before
    assert [number for number, paints in enumerate(noted) if paints.rects] == [6]
    assert "reste 3" in before[6].accessibleName()


def test_arrows_move_between_tiles_and_enter_chooses(grid: TileGrid) -> None:
    chosen = QSignalSpy(grid.tile_chosen)
    grid.activateWindow()
    grid.tiles[0].setFocus()
    QTest.keyClick(grid.tiles[0], Qt.Key.Key_Down)
    assert grid.tiles[5].hasFocus()
    QTest.keyClick(grid.tiles[5], Qt.Key.Key_Right)
    QTest.keyClick(grid.tiles[6], Qt.Key.Key_Return)
    QTest.keyClick(grid.tiles[6], Qt.Key.Key_Space)
    assert emitted(chosen) == [("Saumon gravlax",)] * 2
    QTest.keyClick(grid.tiles[6], Qt.Key.Key_Up)
    QTest.keyClick(grid.tiles[1], Qt.Key.Key_Left)
    QTest.keyClick(grid.tiles[0], Qt.Key.Key_Left)
    assert grid.tiles[0].hasFocus()


def test_a_finger_never_takes_the_focus(grid: TileGrid) -> None:
    tap(grid.tiles[3], middle(grid.tiles[3]))
    assert not grid.tiles[3].hasFocus()


def test_a_screen_reader_hears_name_price_and_state(qtbot: QtBot) -> None:
    view = TileView(
        id="1",
        name="Tarte Tatin",
        price_text="8,50",
        category="desserts",
        sold_out=True,
        allergens="L",
    )
    tile = ProductTile(view)
    qtbot.addWidget(tile)
    assert tile.accessibleName() == "Tarte Tatin, 8,50, épuisé, allergènes L"
    tile.display(replace(view, sold_out=False, in_order=2))
    assert "2 dans la commande" in tile.accessibleName()


def test_every_look_of_a_tile_paints_in_every_mode(
    qtbot: QtBot, qapp: QApplication
) -> None:
    plain = TileView(id="1", name="Burger", price_text="16,50", category="plats")
    looks = (
        plain,
        replace(plain, sold_out=True),
        replace(plain, countdown="reste 2", share=0.1),
        replace(plain, in_order=3),
        replace(plain, chosen=True, digit="4"),
        replace(plain, icon="add", name="Prix libre", price_text=""),
    )
    tile = ProductTile(plain)
    tile.resize(158, 109)
    settle(qtbot, tile)
    for mode in theme.Mode:
        theme.apply_theme(qapp, mode)
        pictures = set()
        for look in looks:
            tile.display(look)
            pictures.add(bytes(tile.grab().toImage().constBits()))
        assert len(pictures) == len(looks)
