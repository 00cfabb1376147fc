"""Cells of a line placed on paper: pure arithmetic in dots, shared by both renderings.

A character of a size is so many dots wide (`advance`); fixed cells keep their columns,
the first flexible cell at the left takes what is over. Long texts wrap, nothing is cut
off: a receipt may not lose words.
"""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest

from hardware.printers.document import Align, Cell, Size

COLUMN_DOTS = 12
_LEAST_COLUMNS = 8

Advance = Callable[[Size], float]


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of text and where it starts, in dots from the left edge."""

    x: int
    text: str
    cell: Cell


def wrap(text: str, characters: int) -> list[str]:
    """`text` in lines of at most `characters`, broken at spaces where possible."""
    lines: list[str] = []
    for part in text.split("\n"):
        if len(part) <= characters:
            lines.append(part)
        else:
            lines += textwrap.wrap(
                part, max(1, characters), break_on_hyphens=False
            ) or [""]
    return lines


def start(width: float, room: int, align: Align) -> int:
    """Where a text `width` dots wide starts in `room` dots."""
    slack = max(0, room - width)
    return {"left": 0, "center": int(slack / 2), "right": int(slack)}[align]


def place(cells: tuple[Cell, ...], room: int, advance: Advance) -> list[list[Placed]]:
    """The lines that `cells` fill in `room` dots, each line left to right.

    Cells that cannot stand side by side (a narrow paper, a long amount) go one under
    the other.
    """
    widths = _widths(cells, room, advance)
    if widths is None:
        return [line for cell in cells for line in place((cell,), room, advance)]
    x, placed = 0, []
    for index, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        step = advance(cell.size)
        gap = COLUMN_DOTS if _touches_next(cells, index) else 0
        pieces = wrap(cell.text, max(1, int((width - gap + 0.01) / step)))
        placed.append(
            [
                Placed(x + start(len(piece) * step, width, cell.align), piece, cell)
                for piece in pieces
            ]
        )
        x += width
    lines = zip_longest(*placed)
    return [[item for item in line if item and item.text] for line in lines]


def _touches_next(cells: tuple[Cell, ...], index: int) -> bool:
    return cells[index].align == "left" and index + 1 < len(cells)


def _widths(cells: tuple[Cell, ...], room: int, advance: Advance) -> list[int] | None:
    natural = [_natural(cell, advance(cell.size)) for cell in cells]
    if len(cells) == 1:
        return [min(cells[0].width * COLUMN_DOTS or room, room)]
    flexible = [index for index, cell in enumerate(cells) if not cell.width]
    if not flexible:
        return natural if sum(natural) <= room else None
    taker = next((i for i in flexible if cells[i].align == "left"), flexible[0])
    rest = room - sum(natural) + natural[taker]
    least = min(natural[taker] + COLUMN_DOTS, _LEAST_COLUMNS * COLUMN_DOTS)
    if rest < least:
        return None
    natural[taker] = rest
    return natural


def _natural(cell: Cell, step: float) -> int:
    """The dots that a cell asks for; never less than one of its characters."""
    longest = 1 if cell.width else max(map(len, cell.text.split("\n")))
    return max(cell.width * COLUMN_DOTS, int(longest * step + 0.99))
