"""A paper of the till as a PDF of the roll's own width: a receipt that goes by mail.

Real text in the roll's letters, where the printer would put it, so that it can be read
aloud, searched and copied. Only what stands on receipts is drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.reports.tokens import INK, MONO, MONO_BOLD
from hardware.printers.document import (
    FACES,
    QR,
    Bitmap,
    Block,
    Box,
    Columns,
    Document,
    Feed,
    Logo,
    Rule,
    Size,
    Text,
)
from hardware.printers.layout import place, start, wrap

if TYPE_CHECKING:
    from app.reports.ink import Ink

DOTS: Final = 576
"""Across the paper, as on an 80 mm printer (72 mm printed)."""
_POINT: Final = 72 / 203
"""Of a dot, at 203 dpi."""
_MARGIN: Final = 4 / 25.4 * 72
_ADVANCE: Final = 0.6
_ASCENT, _DESCENT = 1.048, 0.271
"""Roboto Mono, in em."""
_LOGO, _BOX_EDGE, _BOX_PAD = 64, 10, 16

Draw = Callable[["Ink", float], None]
"""Draws at so many dots from the top."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block that is laid out; lengths in dots, white wanted around it besides."""

    height: float
    draw: Draw
    above: float = 0
    below: float = 0


def paper_pdf(paper: Document, title: str, author: str) -> bytes:
    """The paper on one page, as long as it is."""
    from app.reports.ink import Ink

    pieces = [piece for block in paper.blocks if (piece := _piece(block)) is not None]
    placed: list[tuple[float, _Piece]] = []
    y, below = 0.0, 0.0
    for piece in pieces:
        y += max(below, piece.above)
        placed.append((y, piece))
        y += piece.height
        below = piece.below
    page = (DOTS * _POINT + 2 * _MARGIN, y * _POINT + 2 * _MARGIN)
    ink = Ink(title, author, page=page)
    for top, piece in placed:
        piece.draw(ink, top)
    return ink.finished()


def _piece(block: Block) -> _Piece | None:
    match block:
        case Text():
            return _text(block, 0, DOTS)
        case Columns():
            return _columns(block)
        case Rule():
            return _rule(block)
        case Box():
            return _box(block)
        case Logo(None):
            return _Piece(_LOGO, _logo, below=8)
        case Logo(Bitmap() as bitmap):
            return _picture(bitmap)
        case QR():
            return _code(block)
        case Feed():
            return _Piece(block.lines * FACES["body"].line, _nothing)
        case _:
            return None


def _nothing(ink: "Ink", top: float) -> None:
    pass


def _advance(size: Size) -> float:
    return FACES[size].px * _ADVANCE


def _write(
    ink: "Ink", x: float, base: float, text: str, size: Size, *, bold: bool
) -> None:
    ink.text(
        _MARGIN + x * _POINT,
        _MARGIN + base * _POINT,
        text,
        face=MONO_BOLD if bold else MONO,
        size=FACES[size].px * _POINT,
        colour=INK,
    )


def _base(size: Size, line: float) -> float:
    """Where letters stand in a line box so many dots high."""
    px = FACES[size].px
    return (line - (_ASCENT + _DESCENT) * px) / 2 + _ASCENT * px


def _text(block: Text, left: float, room: float) -> _Piece:
    step, line = _advance(block.size), FACES[block.size].line
    indent = block.indent * _advance("body")
    lines = wrap(block.text, int((room - indent) / step + 0.01))

    def draw(ink: "Ink", top: float) -> None:
        for number, text in enumerate(lines):
            x = start(len(text) * step, int(room - indent), block.align)
            base = top + number * line + _base(block.size, line)
            _write(ink, left + indent + x, base, text, block.size, bold=block.bold)

    return _Piece(line * len(lines), draw)


def _columns(block: Columns) -> _Piece:
    lines = place(block.cells, DOTS, _advance)
    heights = [
        max((FACES[item.cell.size].line for item in line), default=28) for line in lines
    ]

    def draw(ink: "Ink", top: float) -> None:
        for line, height in zip(lines, heights, strict=True):
            tallest = max((item.cell for item in line), key=lambda c: FACES[c.size].px)
            base = top + _base(tallest.size, height)
            for item in line:
                bold = item.cell.bold
                _write(ink, item.x, base, item.text, item.cell.size, bold=bold)
            top += height

    grand = any(cell.size == "total" for cell in block.cells)
    return _Piece(sum(heights), draw, above=4 if grand else 0)


def _rule(block: Rule) -> _Piece:
    solid = block.style == "solid"
    thick = 4 if solid else 2

    def draw(ink: "Ink", top: float) -> None:
        ink.line(
            _MARGIN,
            _MARGIN + (top + thick / 2) * _POINT,
            DOTS * _POINT,
            thick=thick * _POINT,
            dash=() if solid else (8 * _POINT, 6 * _POINT),
        )

    return _Piece(thick, draw, *((8, 8) if solid else (11, 11)))


def _box(block: Box) -> _Piece:
    inner = [_text(text, _BOX_PAD, DOTS - 2 * _BOX_PAD) for text in block.lines]
    height = sum(piece.height for piece in inner) + 2 * _BOX_EDGE

    def draw(ink: "Ink", top: float) -> None:
        ink.frame(
            _MARGIN,
            _MARGIN + top * _POINT,
            DOTS * _POINT,
            height * _POINT,
            thick=4 * _POINT,
        )
        y = top + _BOX_EDGE
        for piece in inner:
            piece.draw(ink, y)
            y += piece.height

    return _Piece(height, draw, 6, 8)


def _logo(ink: "Ink", top: float) -> None:
    x = _MARGIN + (DOTS - _LOGO) / 2 * _POINT
    ink.mark(x, _MARGIN + top * _POINT, _LOGO * _POINT, colour=INK)


def _picture(bitmap: Bitmap) -> _Piece:
    """The house's own mark, a dot for a dot."""

    def draw(ink: "Ink", top: float) -> None:
        from PIL import ImageOps

        from hardware.printers import fonts

        dots = fonts.from_bits(bitmap.width, bitmap.height, bitmap.bits)
        ink.picture(
            _MARGIN + (DOTS - bitmap.width) / 2 * _POINT,
            _MARGIN + top * _POINT,
            bitmap.width * _POINT,
            bitmap.height * _POINT,
            ImageOps.invert(dots),
        )

    return _Piece(bitmap.height, draw, below=8)


def _code(block: QR) -> _Piece:
    side = 40 * block.module

    def draw(ink: "Ink", top: float) -> None:
        x = _MARGIN + (DOTS - side) / 2 * _POINT
        ink.qr(x, _MARGIN + top * _POINT, side * _POINT, block.text)

    return _Piece(side, draw, 24, 24)
