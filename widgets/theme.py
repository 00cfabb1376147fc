"""The tokens of the design system, and the one style sheet made from them.

Every colour is a role with one value a mode: light, dark, contrast +. Painted widgets
ask `color(role)` in their `paintEvent`; the chrome (labels, fields, scroll bars, menus)
is styled by the sheet that `apply_theme` renders. Switching the mode repaints all.
Nothing else in the house names a colour.
"""

from enum import Enum
from string import Template
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QGraphicsEffect, QWidget
from typing_extensions import override

from widgets import fonts
from widgets.remembered import forget_all, remembered


class Mode(Enum):
    """How the windows look; the kitchen is always `DARK`."""

    LIGHT = 0
    DARK = 1
    CONTRAST = 2


# role: (light, dark, contrast +)
COLORS: Final[dict[str, tuple[str, str, str]]] = {
    "surface": ("#F4F1EE", "#120F13", "#000000"),
    "surface_low": ("#FAF8F6", "#191519", "#000000"),
    "card": ("#FFFFFF", "#211C22", "#000000"),
    "surface_high": ("#EAE5E1", "#2C262E", "#1C1C1C"),
    "surface_highest": ("#DFD8D4", "#39323B", "#2E2E2E"),
    "line": ("#DDD6D2", "#3F3741", "#FFFFFF"),
    "outline": ("#83787D", "#9A8E9A", "#FFFFFF"),
    "track": ("#DDD6D2", "#4A414C", "#595959"),
    "on": ("#1E171B", "#F4EEF3", "#FFFFFF"),
    "on_var": ("#574D53", "#D2C8D0", "#FFFFFF"),
    "disabled": ("#746A6F", "#8F848E", "#B0B0B0"),
    "primary": ("#5A1F48", "#F2B8D9", "#FFC9E6"),
    "on_primary": ("#FFFFFF", "#3F0F32", "#000000"),
    "primary_hover": ("#6C2C58", "#F8CBE3", "#FFE0F1"),
    "primary_press": ("#46163A", "#E3A0C6", "#FFB0DA"),
    "tonal": ("#EFDFE8", "#4A2540", "#3A0F2E"),
    "on_tonal": ("#43123A", "#FFD9EC", "#FFFFFF"),
    "tonal_hover": ("#E6D1DD", "#57304C", "#4D1A3F"),
    "inverse": ("#2A2027", "#F4EEF3", "#FFFFFF"),
    "on_inverse": ("#FBF6F8", "#211C22", "#000000"),
    "inverse_accent": ("#F2B8D9", "#5A1F48", "#5A1F48"),
    "success": ("#0A664B", "#75FDCE", "#75FDCE"),
    "success_c": ("#CFF2E3", "#0B4233", "#00251A"),
    "on_success_c": ("#00382A", "#C9FBE8", "#C9FBE8"),
    "warning": ("#7A4A00", "#FFC76B", "#FFD66B"),
    "warning_c": ("#FFE5B4", "#4A3200", "#2E2000"),
    "on_warning_c": ("#2E1B00", "#FFE3B3", "#FFEFC9"),
    "danger": ("#B0251D", "#FFB4AB", "#FFC2BA"),
    "on_danger": ("#FFFFFF", "#211C22", "#000000"),
    "danger_c": ("#FBDCD7", "#5C1512", "#3D0000"),
    "on_danger_c": ("#410E0B", "#FFDAD5", "#FFE9E6"),
    "info": ("#2450A8", "#AFC6FF", "#C4D6FF"),
    "info_c": ("#DCE6FF", "#17305F", "#001A4D"),
    "on_info_c": ("#0A2258", "#DCE6FF", "#EAF0FF"),
    "focus": ("#1E5BD6", "#8FB4FF", "#FFFF66"),
    "scrim": ("#661E171B", "#99000000", "#CC000000"),
    # In contrast + tonal buttons, chips, tags and dialogs get this 2 px edge.
    "tonal_edge": ("#00000000", "#00000000", "#FFFFFF"),
    # The PIN panel is aubergine in every mode.
    "brand": ("#5A1F48", "#5A1F48", "#5A1F48"),
    "brand_key": ("#6F3059", "#6F3059", "#6F3059"),
    "brand_press": ("#803F69", "#803F69", "#803F69"),
    "on_brand": ("#FFFFFF", "#FFFFFF", "#FFFFFF"),
    "on_brand_var": ("#F3DCE9", "#F3DCE9", "#F3DCE9"),
    "brand_ring": ("#D8B6CB", "#D8B6CB", "#D8B6CB"),
    # Kitchen and plan states: fills with black text, an edge on light only.
    "status_new": ("#6492F8", "#6492F8", "#6492F8"),
    "status_prep": ("#FAE725", "#FAE725", "#FAE725"),
    "status_ready": ("#75FDCE", "#75FDCE", "#75FDCE"),
    "status_late": ("#DF7036", "#DF7036", "#DF7036"),
    "status_hold": ("#9F96A0", "#9F96A0", "#9F96A0"),
    "on_status": ("#000000", "#000000", "#000000"),
    # What a house wants to stand out on a card of the kitchen: fills, told apart by every eye.
    "mark_sky": ("#AFD0FF", "#AFD0FF", "#AFD0FF"),
    "mark_orange": ("#E8AC3C", "#E8AC3C", "#E8AC3C"),
    "mark_green": ("#4FA860", "#4FA860", "#4FA860"),
    "mark_pink": ("#F06CA2", "#F06CA2", "#F06CA2"),
    "mark_violet": ("#B27AFF", "#B27AFF", "#B27AFF"),
    "status_edge": ("#1E171B", "#00000000", "#00000000"),
    # The meal: direct, starters, mains, cheese, desserts.
    "course_1": ("#F0DDC0", "#5A3A63", "#4B2E54"),
    "on_course_1": ("#1E171B", "#FFFFFF", "#FFFFFF"),
    "course_2": ("#D8989B", "#8F4F80", "#74406A"),
    "on_course_2": ("#1E171B", "#FFFFFF", "#FFFFFF"),
    "course_3": ("#A65A80", "#C07A9C", "#D793B4"),
    "on_course_3": ("#FFFFFF", "#120F13", "#000000"),
    "course_4": ("#763A6B", "#E0AEAC", "#E8BEBB"),
    "on_course_4": ("#FFFFFF", "#120F13", "#000000"),
    "course_5": ("#3B1C46", "#F2DFC2", "#F7EAD2"),
    "on_course_5": ("#FFFFFF", "#120F13", "#000000"),
    # A shop picks its categories among these eight.
    "category_formules": ("#5A1F48", "#E3A0C6", "#E3A0C6"),
    "category_formules_tile": ("#F3EAEF", "#33212F", "#33212F"),
    "category_entrees": ("#4B7A35", "#9CCB84", "#9CCB84"),
    "category_entrees_tile": ("#EDF2E7", "#22301F", "#22301F"),
    "category_plats": ("#A63F2B", "#EE9A84", "#EE9A84"),
    "category_plats_tile": ("#F7EBE7", "#3A221D", "#3A221D"),
    "category_fromages": ("#94700F", "#E2BE5C", "#E2BE5C"),
    "category_fromages_tile": ("#F6F0E0", "#332B16", "#332B16"),
    "category_desserts": ("#B04A78", "#F0A0C0", "#F0A0C0"),
    "category_desserts_tile": ("#F8EAEF", "#381F2B", "#381F2B"),
    "category_vins": ("#7C2438", "#E58C9C", "#E58C9C"),
    "category_vins_tile": ("#F5E8E9", "#381A20", "#381A20"),
    "category_boissons": ("#23689F", "#86BFEC", "#86BFEC"),
    "category_boissons_tile": ("#E8EFF5", "#182B3A", "#182B3A"),
    "category_cafe": ("#6A4932", "#CFA98B", "#CFA98B"),
    "category_cafe_tile": ("#F2EDE7", "#2F251E", "#2F251E"),
    "avatar_1": ("#EBD3E2", "#EBD3E2", "#EBD3E2"),
    "on_avatar_1": ("#43123A", "#43123A", "#43123A"),
    "avatar_2": ("#CFE0F0", "#CFE0F0", "#CFE0F0"),
    "on_avatar_2": ("#0F3350", "#0F3350", "#0F3350"),
    "avatar_3": ("#F2E0B8", "#F2E0B8", "#F2E0B8"),
    "on_avatar_3": ("#3F2E00", "#3F2E00", "#3F2E00"),
    "avatar_4": ("#D3E6CB", "#D3E6CB", "#D3E6CB"),
    "on_avatar_4": ("#1D3A12", "#1D3A12", "#1D3A12"),
    "avatar_5": ("#F3D5CB", "#F3D5CB", "#F3D5CB"),
    "on_avatar_5": ("#4F1A0E", "#4F1A0E", "#4F1A0E"),
    "avatar_6": ("#DAD6EC", "#DAD6EC", "#DAD6EC"),
    "on_avatar_6": ("#2A2353", "#2A2353", "#2A2353"),
    # Paper is paper in every mode.
    "paper": ("#FFFFFF", "#FFFFFF", "#FFFFFF"),
    "ink": ("#000000", "#000000", "#000000"),
}

# What replaces those for who does not tell red from green: blue, amber and a deep red
# that differ in lightness as well, told apart by every kind of colour blindness.
DISTINCT: Final[dict[str, tuple[str, str, str]]] = {
    "success": ("#00569B", "#8CC8FF", "#8CC8FF"),
    "success_c": ("#CFE6FA", "#0B3A5E", "#00213D"),
    "on_success_c": ("#002A4D", "#D3EAFF", "#D3EAFF"),
    "warning": ("#824E00", "#FFC76B", "#FFD66B"),
    "warning_c": ("#FFE5B4", "#705000", "#604600"),
    "on_warning_c": ("#2E1B00", "#FFEFC9", "#FFEFC9"),
    "danger": ("#6E0019", "#FF7A66", "#FF8A75"),
    "danger_c": ("#E9B3AC", "#4A0906", "#3D0000"),
}

CATEGORIES: Final = (
    "formules",
    "entrees",
    "plats",
    "fromages",
    "desserts",
    "vins",
    "boissons",
    "cafe",
)


class _Space(NamedTuple):
    """Distances, logical pixels at 100 %."""

    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741  (one of the six sizes)
    xl: int = 20
    xxl: int = 24
    huge: int = 32
    giant: int = 48


class _Radius(NamedTuple):
    """Corners: what rests on its line has a large one above and a small one below."""

    tiny: int = 3
    small: int = 6
    rest: int = 8
    button: int = 12
    tile: int = 14
    card: int = 16
    sheet: int = 20


class _Stroke(NamedTuple):
    """Widths of lines."""

    hair: int = 1
    table: float = 1.5
    chosen: int = 2
    focus: int = 3
    filet: int = 4


class _Touch(NamedTuple):
    """Least touch areas, and the gap between them."""

    least: int = 48
    pos: int = 64
    great: int = 72
    gap: int = 8


class _Motion(NamedTuple):
    """Milliseconds; `duration` gives 0 for all under "reduce motion"."""

    filet: int = 120
    sheet_in: int = 160
    sheet_out: int = 120
    undo_in: int = 160
    undo: int = 10_000


SPACE: Final = _Space()
RADIUS: Final = _Radius()
STROKE: Final = _Stroke()
TOUCH: Final = _Touch()
MOTION: Final = _Motion()


class ThemeEvents(QObject):
    """Tells what keeps rendered pictures that they are out of date.

    Signals:
        changed: the mode in force was (re)applied.
    """

    changed = Signal()


class _State:
    """What is in force in this process."""

    mode = Mode.LIGHT
    reduce_motion = False
    distinct = False
    left_handed = False


theme_events: Final = ThemeEvents()


def mode() -> Mode:
    """The mode in force."""
    return _State.mode


def reduce_motion() -> bool:
    """True when nothing may slide, shrink or turn."""
    return _State.reduce_motion


def set_reduce_motion(*, on: bool) -> None:
    """Stops (or allows again) every animation started from now on."""
    _State.reduce_motion = on


def left_handed() -> bool:
    """True when order and keypad stand at the left."""
    return _State.left_handed


def set_left_handed(*, on: bool) -> None:
    """Puts order and keypad of windows made from now on at the left, or the right."""
    _State.left_handed = on


def distinct() -> bool:
    """True when the colours of `DISTINCT` are in force."""
    return _State.distinct


def set_distinct(*, on: bool) -> None:
    """Mixes colours for who does not tell red from green; `apply_theme` shows them."""
    if on != _State.distinct:
        _State.distinct = on
        forget_all()


def colors(*, distinct: bool) -> dict[str, tuple[str, str, str]]:
    """Every role's colours in one of the two palettes."""
    return {**COLORS, **DISTINCT} if distinct else COLORS


def duration(milliseconds: int) -> int:
    """`milliseconds`, or 0 under "reduce motion"."""
    return 0 if _State.reduce_motion else milliseconds


def color(role: str, mode: Mode | None = None) -> QColor:
    """The colour of a role in `mode`, or in the mode in force.

    Raises:
        KeyError: no such role.
    """
    return QColor(_palette(mode or _State.mode)[role])


def font(style: str, scale: float = 1.0) -> QFont:
    """The shared font of a text style (see `widgets.fonts`).

    Raises:
        KeyError: no such style.
    """
    return fonts.font(style, scale)


def apply_theme(app: QApplication, mode: Mode) -> None:
    """Puts the whole application in `mode`; may be called again at any time."""
    fonts.load_fonts()
    _State.mode = mode
    if not app.styleSheet():
        app.setStyle("Fusion")
    app.setFont(fonts.font("body"))
    app.setPalette(_qt_palette(mode))
    sheet = style_sheet(mode)
    if app.styleSheet() != sheet:  # it polishes every widget there is
        app.setStyleSheet(sheet)
    theme_events.changed.emit()


class _Dressed(QGraphicsEffect):
    """Paints a widget and all in it in another mode than the one in force."""

    def __init__(self, mode: Mode, parent: QWidget) -> None:
        super().__init__(parent)
        self._mode = mode

    @override
    def draw(self, painter: QPainter) -> None:
        before, _State.mode = _State.mode, self._mode
        try:
            self.drawSource(painter)
        finally:
            _State.mode = before


def dress(widget: QWidget, mode: Mode) -> None:
    """Keeps `widget` and all in it in `mode`, whatever is in force around it."""
    widget.setPalette(_qt_palette(mode))
    widget.setStyleSheet(style_sheet(mode))
    widget.setGraphicsEffect(_Dressed(mode, widget))


@remembered(3)
def _palette(mode: Mode) -> dict[str, QColor]:
    roles = colors(distinct=_State.distinct).items()
    return {role: QColor(of_mode[mode.value]) for role, of_mode in roles}


def _qt_palette(mode: Mode) -> QPalette:
    """Qt's own roles, for what the style sheet does not reach."""
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, name in {
        roles.Window: "surface",
        roles.WindowText: "on",
        roles.Base: "card",
        roles.AlternateBase: "surface_low",
        roles.Text: "on",
        roles.PlaceholderText: "on_var",
        roles.Button: "card",
        roles.ButtonText: "on",
        roles.Highlight: "tonal",
        roles.HighlightedText: "on_tonal",
        roles.Link: "primary",
        roles.ToolTipBase: "inverse",
        roles.ToolTipText: "on_inverse",
    }.items():
        palette.setColor(role, color(name, mode))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, color("disabled", mode))
    return palette


_SHEET = Template("""
QToolTip {
    background: $inverse; color: $on_inverse; border: 0; padding: 8px;
}
QLineEdit, QPlainTextEdit {
    background: transparent; border: 0; padding: 0; color: $on;
    placeholder-text-color: $on_var;
    selection-background-color: $tonal_hover; selection-color: $on_tonal;
}
QLineEdit:disabled, QPlainTextEdit:disabled { color: $disabled; }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView, QMenu {
    background: $card; color: $on; border: 1px solid $outline; outline: 0;
    padding: 4px; selection-background-color: $tonal; selection-color: $on_tonal;
}
QMenu::item { padding: 14px 20px; border-radius: 8px; }
QMenu::item:selected { background: $tonal; color: $on_tonal; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 12px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $outline; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 48px; }
QScrollBar::handle:horizontal { min-width: 48px; }
QScrollBar[thumb="yes"] { background: $surface_high; margin: 0; }
QScrollBar[thumb="yes"]:vertical { width: 24px; }
QScrollBar[thumb="yes"]:horizontal { height: 24px; }
QScrollBar[thumb="yes"]::handle { border-radius: 8px; margin: 4px; }
QAbstractScrollArea::corner { background: $surface_high; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: 0; }
QHeaderView, QHeaderView::section { background: transparent; border: 0; }
QTableView { background: transparent; border: 0; gridline-color: $line; outline: 0; }
""")


def style_sheet(mode: Mode) -> str:
    """The application's style sheet in `mode`."""
    roles = colors(distinct=_State.distinct).items()
    return _SHEET.substitute({role: of_mode[mode.value] for role, of_mode in roles})
