"""Fonts, icons, the filet and the resting shape, looked at pixel by pixel."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.screenshots.layout import painted_texts
from widgets import fonts, theme
from widgets.button import Button
from widgets.card import Card
from widgets.icons import icon, icon_names, icon_pixmap
from widgets.painting import draw_filet, draw_shape, two_lines
from widgets.top_bar import Heading

pytestmark = pytest.mark.gui
ROOT = Path(__file__).parents[2]
INK, PAPER = QColor("black"), QColor("white")


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    theme.apply_theme(qapp, theme.Mode.LIGHT)


def drawn(width: int, height: int) -> tuple[QImage, QPainter]:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(PAPER)
    return image, QPainter(image)


def black(image: QImage, y: int) -> list[int]:
    """Columns of a row that are more ink than paper."""
    return [x for x in range(image.width()) if image.pixelColor(x, y).lightness() < 128]


@pytest.mark.parametrize("width", [320, 225, 190])
def test_the_words_of_a_button_stay_on_it_where_its_signs_give_way(
    qtbot: QtBot, width: int
) -> None:
    great = Button(
        "Ouvrir avec 150,00 €", height=72, icon="check", trailing_icon="arrow_forward"
    )
    qtbot.addWidget(great)
    great.setFixedWidth(width)
    great.show()
    (words,) = painted_texts(great)
    assert words.left >= 4
    assert words.right <= width - 4


@pytest.mark.parametrize("style", sorted(set(fonts.STYLES) - {"number"}))
def test_figures_are_tabular_in_every_style(style: str) -> None:
    font = fonts.font(style)
    measure = QFontMetricsF(font)
    assert QFontInfo(font).family() == fonts.STYLES[style].family
    assert QFontInfo(font).weight() == fonts.STYLES[style].weight
    widths = {round(measure.horizontalAdvance(digit * 4), 3) for digit in "0123456789"}
    assert len(widths) == 1


def test_words_keep_their_hyphen_narrow() -> None:
    # Inter's own tabular hyphen is as wide as a figure.
    measure = QFontMetricsF(fonts.font("body"))
    assert measure.horizontalAdvance("-") < measure.horizontalAdvance("0") * 0.8


def test_kitchen_styles_scale_with_the_distance() -> None:
    assert fonts.font("kitchen_dish", 0.7).pixelSize() == 25
    assert fonts.line_height("kitchen_dish", 1.5) == 66
    with pytest.raises(KeyError):
        fonts.font("comic")


def test_every_shipped_icon_draws_something_in_both_variants() -> None:
    for name in icon_names():
        for filled in (False, True):
            image = icon_pixmap(name, INK, 24, filled=filled).toImage()
            inked = any(
                image.pixelColor(x, y).alpha() > 100
                for x in range(24)
                for y in range(24)
            )
            assert inked, name


def test_an_icon_is_drawn_once_a_colour_and_size() -> None:
    first = icon_pixmap("print", INK, 24)
    assert icon_pixmap("print", INK, 24).cacheKey() == first.cacheKey()
    twice = icon_pixmap("print", INK, 24, ratio=2.0)
    assert (twice.width(), twice.deviceIndependentSize().width()) == (48, 24)
    assert not icon("print", "primary", 24).isNull()
    with pytest.raises(KeyError, match="no icon named"):
        icon_pixmap("unicorn", INK, 24)


def test_every_icon_named_in_the_sources_is_shipped() -> None:
    shipped = set(icon_names())
    named = re.compile(r'(?:icon|mark|act_icon)\s*=\s*"([a-z0-9_]+)"')
    missing = {
        (path.name, name)
        for folder in ("widgets", "app")
        for path in (ROOT / folder).rglob("*.py")
        for name in named.findall(path.read_text(encoding="utf-8"))
        if name not in shipped
    }
    assert not missing


def test_a_measured_filet_is_as_long_as_its_share() -> None:
    image, painter = drawn(200, 10)
    draw_filet(
        painter, 0, 2, 200, color=INK, style="measured", track=PAPER, fraction=0.25
    )
    painter.end()
    assert max(black(image, 4)) in (48, 49)


def test_a_measured_filet_starts_at_the_other_end_when_mirrored() -> None:
    image, painter = drawn(200, 10)
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    draw_filet(painter, 0, 2, 200, color=INK, style="measured", fraction=0.25)
    painter.end()
    assert min(black(image, 4)) in (150, 151)


def test_a_waiting_filet_is_dashed_eight_on_six_off() -> None:
    image, painter = drawn(56, 10)
    draw_filet(painter, 0, 2, 56, color=INK, style="dashed")
    painter.end()
    inked = black(image, 4)
    assert [x for x in range(14) if x in inked] == list(range(8))
    assert len(inked) == 32


def test_segments_say_done_current_and_to_come() -> None:
    image, painter = drawn(308, 16)
    draw_filet(
        painter,
        0,
        4,
        308,
        color=INK,
        thickness=8,
        style="segmented",
        segments=("full", "outline", "dashed"),
    )
    painter.end()
    middle = black(image, 8)
    assert all(x in middle for x in range(2, 98))
    assert not any(x in middle for x in range(112, 196))
    assert any(x in black(image, 5) for x in range(112, 196))
    assert 0 < len([x for x in middle if x >= 208]) < 90


def test_things_rest_on_small_corners() -> None:
    image, painter = drawn(60, 60)
    draw_shape(painter, QRectF(0, 0, 60, 60), (20, 6), fill=INK)
    painter.end()
    assert len(black(image, 0)) < len(black(image, 59)) < 60


@pytest.mark.parametrize(
    "name",
    [
        "Blanquette de veau",
        "Assiette de fromages affinés du marché",
        "Anticonstitutionnellementissime",
        "Œufs",
    ],
)
def test_a_dish_is_never_cut(name: str) -> None:
    lines, font = two_lines(name, "tile", 134)
    assert "".join(lines).replace("-", "").replace(" ", "") == name.replace(" ", "")
    measure = QFontMetricsF(font)
    assert all(measure.horizontalAdvance(line) <= 134 for line in lines)
    assert 12 <= font.pixelSize() <= 16


def test_a_name_of_sixty_letters_is_broken_between_its_words() -> None:
    name = "Magret de canard du Sud-Ouest rôti au miel de lavande fine"
    lines, font = two_lines(name, "tile", 134)
    assert " ".join(lines) == name
    assert (len(lines), font.pixelSize()) == (3, 12)


def test_a_long_title_takes_two_smaller_lines(qtbot: QtBot) -> None:
    title = "Magret de canard du Sud-Ouest rôti au miel de lavande fine"
    heading = Heading(title, subtitle="Place 1 · Plats")
    qtbot.addWidget(heading)
    heading.resize(400, 80)
    heading.show()
    shown = [text.text for text in painted_texts(heading)]
    assert " ".join(shown[:-1]) == title
    assert heading.sizeHint().height() == 68


def test_a_dressed_widget_keeps_its_mode_among_others(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(80, 40)
    here, there = Card(parent=room), Card(parent=room)
    for card, left in ((here, 0), (there, 40)):
        Card(parent=card).setGeometry(0, 0, 40, 40)
        card.setGeometry(left, 0, 40, 40)
    theme.dress(there, theme.Mode.DARK)
    picture = room.grab().toImage()
    assert picture.pixelColor(20, 20) == theme.color("card")
    assert picture.pixelColor(60, 20) == theme.color("card", theme.Mode.DARK)
