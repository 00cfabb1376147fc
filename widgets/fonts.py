"""The shipped fonts, and every text style of the house as a cached `QFont`.

Sizes are pixels at 100 %; Qt multiplies them by the scale of the display. Figures are
tabular, so columns of prices align, but for the number of a table, which is a name.
Kitchen styles are those of the preset read at one metre: `font(style, scale)` gives the
near (0.7) and far (1.5) ones.
"""

from functools import lru_cache
from importlib.resources import as_file, files
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase

from widgets.remembered import forget_all, remembered

TEXT_FAMILY = "Inter"
LEGIBLE_FAMILY = "Atkinson Hyperlegible Next"
"""Drawn so that no letter or figure is taken for another; what it lacks (arrows, other
alphabets) comes from `TEXT_FAMILY`."""
PAPER_FAMILY = "Roboto Mono"


class TextStyle(NamedTuple):
    """Size, line and letter spacing in logical pixels; weight 400-800."""

    size: int
    line: int
    weight: int
    spacing: float = 0.0
    family: str = TEXT_FAMILY
    tabular: bool = True


STYLES: dict[str, TextStyle] = {
    "due": TextStyle(64, 72, 700, -2),
    "table": TextStyle(40, 48, 700, -1),
    "number": TextStyle(40, 48, 700, -1, tabular=False),
    "h1": TextStyle(32, 40, 700, -0.6),
    "figure": TextStyle(28, 36, 700, -0.5),
    "key": TextStyle(28, 32, 600),
    "avatar_big": TextStyle(32, 40, 700),
    "avatar_mid": TextStyle(22, 28, 700),
    "h2": TextStyle(24, 32, 600, -0.2),
    "h3": TextStyle(20, 28, 600),
    "total": TextStyle(20, 24, 700),
    "amount": TextStyle(20, 28, 700, -0.2),
    "line": TextStyle(18, 24, 600),
    "line_sent": TextStyle(18, 24, 500),
    "body": TextStyle(16, 24, 400),
    "body_medium": TextStyle(16, 24, 500),
    "body_strong": TextStyle(16, 24, 600),
    "body_bold": TextStyle(16, 24, 700),
    "tile": TextStyle(16, 20, 600),
    "price_strong": TextStyle(15, 20, 600),
    "price": TextStyle(15, 20, 500),
    "tag": TextStyle(15, 20, 700),
    "label": TextStyle(14, 20, 500),
    "label_strong": TextStyle(14, 20, 600),
    "caption": TextStyle(13, 16, 500),
    "caption_strong": TextStyle(13, 16, 600),
    "caption_bold": TextStyle(13, 16, 700),
    "wordmark": TextStyle(23, 28, 700, -0.7),
    "wordmark_big": TextStyle(29, 36, 700, -0.9),
    "micro": TextStyle(12, 16, 500),
    "micro_strong": TextStyle(12, 16, 700),
    "kitchen_table": TextStyle(48, 52, 800, -1),
    "kitchen_dish": TextStyle(36, 44, 700, -0.5),
    "kitchen_dish_done": TextStyle(36, 44, 500, -0.5),
    "kitchen_modifier": TextStyle(28, 36, 700),
    "kitchen_count": TextStyle(26, 32, 700),
    "kitchen_clock": TextStyle(24, 28, 700),
    "kitchen_header": TextStyle(20, 24, 600),
    "kitchen_header_strong": TextStyle(20, 24, 700),
    "kitchen_label": TextStyle(18, 24, 600),
    "paper": TextStyle(20, 28, 500, 0, PAPER_FAMILY),
    "paper_strong": TextStyle(20, 28, 700, 0, PAPER_FAMILY),
}


_state = {"family": TEXT_FAMILY}


def is_legible() -> bool:
    """Whether texts are in `LEGIBLE_FAMILY`."""
    return _state["family"] == LEGIBLE_FAMILY


def set_legible(*, on: bool) -> None:
    """Writes all texts of windows made from now on in `LEGIBLE_FAMILY`, or no longer."""
    if on != is_legible():
        _state["family"] = LEGIBLE_FAMILY if on else TEXT_FAMILY
        forget_all()


@lru_cache(maxsize=1)
def load_fonts() -> tuple[str, ...]:
    """Registers the shipped files with Qt, once; the families that became available.

    Raises:
        FileNotFoundError: Qt could not read a shipped file.
    """
    families: list[str] = []
    for item in sorted(files("resources").joinpath("fonts").iterdir(), key=str):
        if item.name.endswith(".ttf"):
            with as_file(item) as path:
                number = QFontDatabase.addApplicationFont(str(path))
            if number < 0:
                raise FileNotFoundError(f"unreadable font: {item.name}")
            families += QFontDatabase.applicationFontFamilies(number)
    return tuple(families)


@remembered(256)
def font(style: str, scale: float = 1.0) -> QFont:
    """The font of a text style; shared, so copy it (`QFont(...)`) before changing it.

    Raises:
        KeyError: `style` is not in `STYLES`.
    """
    load_fonts()  # whoever measures before keeps widths of another face
    wanted = STYLES[style]
    made = QFont(wanted.family)
    if wanted.family == TEXT_FAMILY and is_legible():
        made.setFamilies([LEGIBLE_FAMILY, TEXT_FAMILY])
    made.setPixelSize(round(wanted.size * scale))
    made.setWeight(QFont.Weight(wanted.weight))
    if wanted.spacing:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, wanted.spacing * scale)
    # The same advance widths on every machine and at every display scale.
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Said even where it is off: the painter's own font would lend its figures else.
    made.setFeature(QFont.Tag("tnum"), int(wanted.tabular))
    return made


def line_height(style: str, scale: float = 1.0) -> int:
    """Line height of a style in logical pixels."""
    return round(STYLES[style].line * scale)
