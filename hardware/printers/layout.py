"""Cells of a line placed on paper: pure arithmetic in dots, shared by both renderings.

A character of a size is so many dots wide (`advance`); fixed cells keep their columns,
the first flexible cell at the left takes what is over. On narrower paper fixed columns
shrink in proportion, the same in every row, so that tables stay tables. Long texts wrap,
amounts never do: a row whose amounts do not fit has its cells one under the other.
"""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import zip_longest

from hardware.printers.document import Align, Cell, Size

COLUMN_DOTS = 12
_FULL_COLUMNS = 48
_BETWEEN = " · "
_LEAST_COLUMNS = 8  # of a text that shares its line
_GOOD_COLUMNS = 16  # below which fixed columns give way to it

Advance = Callable[[Size], float]


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of text and where it starts, in dots from the left edge."""

    x: int
    text: str
    cell: Cell


def wrap(text: str, characters: int) -> list[str]:
    """`text` in lines of at most `characters`, broken between the things that a "·" sets
    apart, else at spaces where possible."""
    lines: list[str] = []
    for part in text.split("\n"):
        if len(part) <= characters:
            lines.append(part)
        else:
            lines += _broken(part, max(1, characters)) or [""]
    return lines


def _broken(part: str, characters: int) -> list[str]:
    lines: list[str] = []
    for thing in part.split(_BETWEEN):
        if lines and len(lines[-1]) + len(_BETWEEN) + len(thing) <= characters:
            lines[-1] += _BETWEEN + thing
        else:
            lines += textwrap.wrap(thing, characters, break_on_hyphens=False)
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
        full = [replace(cell, width=0) for cell in cells if cell.text]
        return [line for cell in full for line in place((cell,), room, advance)]
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
    cell = cells[index]
    return cell.align == "left" and not cell.width and index + 1 < len(cells)


def _widths(cells: tuple[Cell, ...], room: int, advance: Advance) -> list[int] | None:
    """The width of each cell: shrunk columns first where they are wanted, then as told."""
    if len(cells) == 1:
        return [min(cells[0].width * COLUMN_DOTS or room, room)]
    told = [cell.width for cell in cells]
    tries = [told]
    if (sum(told) + _GOOD_COLUMNS) * COLUMN_DOTS > room:
        tries.insert(
            0, [-(-width * room // (_FULL_COLUMNS * COLUMN_DOTS)) for width in told]
        )
    for columns in tries:
        widths = _fitted(cells, columns, room, advance)
        if widths is not None:
            return widths
    return None


def _fitted(
    cells: tuple[Cell, ...], columns: list[int], room: int, advance: Advance
) -> list[int] | None:
    """The widths in dots if all cells fit in `room`, None otherwise."""
    widths = []
    for cell, wanted in zip(cells, columns, strict=True):
        step = advance(cell.size)
        longest = max(map(len, cell.text.split("\n")))
        if (
            cell.width
            and cell.align == "right"
            and longest * step > wanted * COLUMN_DOTS
        ):
            return None  # an amount is not broken
        needed = int((1 if cell.width else longest) * step + 0.99)
        widths.append(max(wanted * COLUMN_DOTS, needed))
    flexible = [index for index, cell in enumerate(cells) if not cell.width]
    if not flexible:
        return widths if sum(widths) <= room else None
    taker = next((i for i in flexible if cells[i].align == "left"), flexible[0])
    rest = room - sum(widths) + widths[taker]
    least = _LEAST_COLUMNS * COLUMN_DOTS
    if len(flexible) > 1:  # rather two lines than a word in two
        word = max(map(len, cells[taker].text.split()), default=0)
        least = max(least, int(word * advance(cells[taker].size) + 0.99) + COLUMN_DOTS)
    if rest < min(widths[taker] + COLUMN_DOTS, least):
        return None
    widths[taker] = rest
    return widths
