"""Paper: rasters become pictures, tickets hang under each other, torn where cut."""

import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QImage
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from trade_widgets_kit import emitted, settle, tap

from widgets import theme
from widgets.gallery_samples_money import paper_pieces
from widgets.paper_roll import (
    DOTS,
    KEPT,
    PaperPiece,
    PaperRoll,
    raster_image,
    torn_edge,
)

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    theme.apply_theme(qapp, theme.Mode.LIGHT)


@pytest.fixture
def roll(qtbot: QtBot) -> PaperRoll:
    made = PaperRoll("Chaud")
    made.resize(700, 400)
    settle(qtbot, made)
    return made


def blank(name: str, *, height: int = 100, cut: bool = True) -> PaperPiece:
    return PaperPiece(
        id=name, image=raster_image(bytes(72 * height)), caption=name, cut=cut
    )


def test_a_raster_is_black_where_a_bit_is_set() -> None:
    row = bytes([0b10000001]) + bytes(71)
    image = raster_image(row * 2)
    assert (image.width(), image.height()) == (DOTS, 2)
    black = [x for x in range(16) if image.pixelColor(x, 1).lightness() == 0]
    assert black == [0, 7]


def test_a_raster_is_a_copy_of_its_bytes() -> None:
    rows = bytearray(72)
    image = raster_image(bytes(rows))
    del rows
    assert image.pixelColor(5, 0).lightness() == 255


@pytest.mark.parametrize(("count", "width"), [(71, 576), (72, 575), (3, 16)])
def test_a_raster_of_broken_rows_is_refused(count: int, width: int) -> None:
    with pytest.raises(ValueError, match="no whole rows"):
        raster_image(bytes(count), width)


def test_tickets_hang_under_each_other_in_their_order(roll: PaperRoll) -> None:
    for piece in paper_pieces():
        roll.append(piece)
    first, second = (roll.item_rect(piece.id) for piece in paper_pieces())
    assert second.top() > first.bottom()
    assert first.width() == DOTS + 48
    assert [name.text for name in roll.names] == [p.caption for p in paper_pieces()]


def test_paper_that_was_not_cut_goes_on(roll: PaperRoll) -> None:
    roll.append(blank("a", cut=False))
    roll.append(blank("b"))
    assert roll.item_rect("b").top() == roll.item_rect("a").bottom() + 1


def test_paper_is_white_in_every_mode_and_ink_is_black(
    roll: PaperRoll, qapp: QApplication
) -> None:
    black = PaperPiece(id="black", image=raster_image(b"\xff" * 72 * 40))
    roll.append(black)
    at = roll.item_rect("black")
    for mode in theme.Mode:
        theme.apply_theme(qapp, mode)
        picture = roll.grab().toImage()
        assert picture.pixelColor(at.x() + 10, at.center().y()).lightness() == 255
        assert picture.pixelColor(at.center()).lightness() == 0


def test_a_narrow_window_shrinks_the_paper(roll: PaperRoll) -> None:
    roll.append(blank("a", height=200))
    wide = roll.item_rect("a")
    roll.resize(400, 400)
    narrow = roll.item_rect("a")
    assert narrow.width() < wide.width()
    assert narrow.height() < wide.height()
    assert narrow.right() < 400


def test_the_roll_follows_the_last_ticket_unless_one_reads_above(
    roll: PaperRoll,
) -> None:
    for number in range(6):
        roll.append(blank(str(number), height=200))
    assert roll.viewport().rect().intersects(roll.item_rect("5"))
    roll.verticalScrollBar().setValue(0)
    roll.append(blank("6", height=200))
    assert roll.offset == 0


def test_the_last_ticket_stays_in_sight_when_the_window_changes(
    roll: PaperRoll,
) -> None:
    roll.append(blank("a", height=900))
    roll.resize(roll.width(), 300)
    assert roll.offset == roll.verticalScrollBar().maximum() > 0


def test_only_the_last_tickets_are_kept(roll: PaperRoll) -> None:
    for number in range(KEPT + 5):
        roll.append(blank(str(number), height=8))
    assert len(roll.pieces) == KEPT
    assert roll.pieces[0].id == "5"
    roll.clear()
    assert not roll.names
    assert roll.content_height() == 0


def test_a_ticket_is_tapped(roll: PaperRoll) -> None:
    roll.append(blank("a"))
    tapped = QSignalSpy(roll.item_tapped)
    tap(roll.viewport(), roll.item_rect("a").center())
    tap(roll.viewport(), QPoint(5, 390))
    assert emitted(tapped) == [("a",)]


@pytest.mark.parametrize(
    ("above", "below"), [(True, True), (False, True), (True, False)]
)
def test_paper_has_teeth_only_where_it_was_cut(above: bool, below: bool) -> None:
    edge = torn_edge(QRectF(0, 0, 120, 60), above=above, below=below)
    teeth = [point for point in edge.toList() if 0 < point.y() < 60]
    assert any(point.y() < 30 for point in teeth) == above
    assert any(point.y() > 30 for point in teeth) == below


def test_a_sample_ticket_has_ink(qapp: QApplication) -> None:
    image = paper_pieces()[0].image.convertToFormat(QImage.Format.Format_Grayscale8)
    assert min(bytes(image.constBits())) == 0
