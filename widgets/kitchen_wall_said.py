"""How the kitchen draws what stands out under a dish; its colours and icons besides."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from widgets.kitchen_wall_layout import MODIFIER, SIGN, TEXT_X, said_scale
from widgets.kitchen_wall_views import Said, SaidKind
from widgets.painted_text import put_icon, put_text, width_of
from widgets.painting import draw_shape
from widgets.remembered import remembered
from widgets.theme import RADIUS, STROKE, Mode, color

BLOCK_RADII = (float(RADIUS.rest), float(RADIUS.rest))
_SAID: dict[SaidKind, str] = {
    "without": "block",
    "extra": "add_circle",
    "note": "edit_note",
    "later": "schedule",
    "also": "call_split",
}


@remembered(64)
def dark(role: str) -> QColor:
    """A colour of the kitchen; shared, copy it before changing it."""
    return color(role, Mode.DARK)


def icon(
    painter: QPainter, name: str, box: QRectF, ink: QColor, *, filled: bool = True
) -> None:
    """Icons of the kitchen are filled unless said: they are read from afar."""
    put_icon(painter, name, box, ink, filled=filled)


def paint_said(
    painter: QPainter, said: Said, rows: tuple[str, ...], top: float, ink: QColor
) -> None:
    """What is left out stands in a block, what is added in a frame, a note has a sign;
    what the house wants to stand out has its own colour. What is not to be made now, or
    is made, has no colours."""
    scale, plain = said_scale(said), ink == dark("on")
    words = max((width_of(row, "kitchen_modifier", scale) for row in rows), default=0.0)
    height = MODIFIER * len(rows)
    box = QRectF(TEXT_X - 6, top + 1, words + SIGN + 14, height - 2)
    fill = ""
    if said.kind == "inverse" and ink != dark("on_var"):
        fill = said.colour  # on the white of an addition too
    elif said.kind == "without" and plain:
        fill = "danger"
    sign = dark(said.colour) if said.colour and plain else ink
    if fill:
        draw_shape(painter, box, BLOCK_RADII, fill=dark(fill))
        sign = ink = dark("on_status")
    elif said.kind in ("without", "extra", "bold", "inverse"):
        draw_shape(painter, box, BLOCK_RADII, edge=sign, width=STROKE.chosen)
    name = said.icon or _SAID[said.kind]
    icon(painter, name, QRectF(TEXT_X, top + 4, 28, 28), sign, filled=bool(said.icon))
    down = top - MODIFIER * (scale - 1) / 2
    for row in rows:
        at = QPointF(TEXT_X + SIGN, down)
        put_text(painter, at, row, "kitchen_modifier", ink, scale=scale)
        down += MODIFIER
