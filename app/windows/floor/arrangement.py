"""Where plan and panel stand on a page of any size: numbers only.

Tables under 88 px cannot be read, so where the panel would make them smaller it shrinks
to a strip of plates; on an upright page it stands under the plan.
"""

from typing import Literal, NamedTuple

HEAD = 72
PANEL, WIDEST, STRIP = 328, 440, 104
LEAST_SCALE = 0.86
_UNDER_SHARE = 0.4

Shape = Literal["beside", "strip", "under"]


class Arrangement(NamedTuple):
    """How the panel stands, and its size; the plan takes the rest."""

    shape: Shape
    width: int
    height: int


def arranged(width: int, height: int, room: tuple[int, int]) -> Arrangement:
    """Arranges a page of `width` × `height` px for a room of that size at 100 %."""
    body = max(0, height - HEAD)
    across, down = room
    if height > width:
        plan = min(round(width * down / across), round(body * (1 - _UNDER_SHARE)))
        return Arrangement("under", width, body - plan)
    if width - PANEL < LEAST_SCALE * across:
        return Arrangement("strip", STRIP, body)
    spare = width - round(body * across / down)
    return Arrangement("beside", min(WIDEST, max(PANEL, spare)), body)
