"""How a control is filled, inked and edged in each state: data shared by all controls.

`LOOKS` names the voices of the house. *Éclat* is `filled` or `danger` (one a panel),
*voix* is `tonal`, *murmure* is everything else. `banner_*` live on coloured grounds.
"""

from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from widgets import theme
from widgets.painting import draw_shape
from widgets.pressable import ShownState

Kind = Literal[
    "filled",
    "tonal",
    "outlined",
    "text",
    "danger",
    "quiet",
    "plain",
    "bare",
    "inverse",
    "brand",
    "brand_bare",
    "warning_filled",
    "warning_outlined",
    "warning_bare",
    "danger_filled",
    "danger_outlined",
    "danger_bare",
    "info_filled",
    "success_filled",
]


class Look(NamedTuple):
    """Colour roles; "" paints nothing.

    `hover` and `press` name a ground; `edge` has `edge_width` px.
    """

    ground: str
    hover: str
    press: str
    ink: str
    edge: str = ""
    edge_width: float = 1.0


LOOKS: Final[dict[str, Look]] = {
    "filled": Look("primary", "primary_hover", "primary_press", "on_primary"),
    "tonal": Look("tonal", "tonal_hover", "tonal_hover", "on_tonal", "tonal_edge", 2),
    "outlined": Look("card", "surface_high", "surface_highest", "on", "outline"),
    "text": Look("", "tonal", "tonal_hover", "primary"),
    "danger": Look("danger", "danger", "danger", "on_danger"),
    "quiet": Look("surface_high", "surface_highest", "surface_highest", "on"),
    "plain": Look("card", "surface_high", "surface_highest", "on", "line"),
    "bare": Look("", "surface_high", "surface_highest", "on_var"),
    "inverse": Look("", "", "", "inverse_accent"),
    "brand": Look("brand_key", "brand_key", "brand_press", "on_brand"),
    "brand_bare": Look("", "brand_key", "brand_press", "on_brand"),
    "warning_filled": Look("on_warning_c", "on_warning_c", "on_warning_c", "warning_c"),
    "warning_outlined": Look("", "", "", "on_warning_c", "on_warning_c"),
    "warning_bare": Look("", "", "", "on_warning_c"),
    "danger_bare": Look("", "", "", "on_danger_c"),
    "danger_filled": Look("on_danger_c", "on_danger_c", "on_danger_c", "danger_c"),
    "info_filled": Look("on_info_c", "on_info_c", "on_info_c", "info_c"),
    "success_filled": Look("on_success_c", "on_success_c", "on_success_c", "success_c"),
    "danger_outlined": Look("", "", "", "on_danger_c", "on_danger_c"),
}

# How much ink is mixed into the ground where no state colour is given.
_HOVER_INK, _PRESS_INK = 0.08, 0.16


def ground_color(look: Look, state: ShownState) -> QColor | None:
    """What to fill the control with; None for nothing."""
    if state == "inactive":
        return theme.color("surface_high")
    role = {"rest": look.ground, "hover": look.hover, "press": look.press}[state]
    if state != "rest" and role == look.ground:
        return _inked(look, _HOVER_INK if state == "hover" else _PRESS_INK)
    return theme.color(role) if role else None


def ink_color(look: Look, state: ShownState) -> QColor:
    """Colour of the words and the icon."""
    return theme.color("disabled" if state == "inactive" else look.ink)


def paint_ground(
    painter: QPainter,
    rect: QRectF,
    look: Look,
    state: ShownState,
    radii: tuple[float, float] = (theme.RADIUS.button, theme.RADIUS.button),
) -> None:
    """Fills and edges a control; an inactive one has a dashed outline."""
    inactive = state == "inactive"
    edge = "outline" if inactive else look.edge
    draw_shape(
        painter,
        rect,
        radii,
        fill=ground_color(look, state),
        edge=theme.color(edge) if edge else None,
        width=1.0 if inactive else look.edge_width,
        dashed=inactive,
    )


def mixed(ground: QColor, ink: QColor, part: float) -> QColor:
    """`ground` with `part` (0-1) of `ink` in it."""
    keep = 1 - part
    return QColor.fromRgbF(
        ground.redF() * keep + ink.redF() * part,
        ground.greenF() * keep + ink.greenF() * part,
        ground.blueF() * keep + ink.blueF() * part,
    )


def _inked(look: Look, part: float) -> QColor:
    ink = theme.color(look.ink)
    if look.ground:
        return mixed(theme.color(look.ground), ink, part)
    ink.setAlphaF(part)
    return ink
