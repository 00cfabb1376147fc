"""What stands at the right for a right hand stands at the left for a left one."""

from typing import Literal

from PySide6.QtWidgets import QBoxLayout

from widgets import theme

Side = Literal["left", "right"]


def hand_side() -> Side:
    """Where the hand comes from: what it touches most stands there."""
    return "left" if theme.left_handed() else "right"


def far_side() -> Side:
    """The other one; the edge at which what stands under the hand ends."""
    return "right" if theme.left_handed() else "left"


def along(line: QBoxLayout) -> None:
    """Lays a row out towards the hand: its last widget stands there."""
    ways = QBoxLayout.Direction
    line.setDirection(ways.RightToLeft if theme.left_handed() else ways.LeftToRight)
    margins = line.contentsMargins()
    if theme.left_handed():
        line.setContentsMargins(
            margins.right(), margins.top(), margins.left(), margins.bottom()
        )
