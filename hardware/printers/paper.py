"""Paper that came out of a simulated printer: what is on it; `paper_picture` draws it.

A ticket is what lies between two cuts, as elements (lines of styled text, pictures,
codes) and as plain text. Dots are the printer's own, 576 or 384 to a line, and
characters stand in cells of 12 by 24 like a thermal printer's font A.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from hardware.printers.document import Align

CELL_WIDTH, CELL_HEIGHT = 12, 24
LINE_DOTS = 30


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of one look. `x` is an absolute start in dots, or None to go on."""

    text: str
    width: int = 1
    height: int = 1
    bold: bool = False
    underline: int = 0
    invert: bool = False
    x: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; `feed` is how far the paper went for it, in dots."""

    spans: tuple[Span, ...]
    align: Align = "left"
    feed: int = LINE_DOTS

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Blank:
    """White paper, in dots."""

    feed: int


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture as rows of bits, 1 for ink; scaled by whole factors."""

    width: int
    height: int
    ink: bytes
    align: Align = "left"
    scale_x: int = 1
    scale_y: int = 1


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code that the printer draws itself. `module` in dots."""

    text: str
    module: int
    level: Literal["L", "M", "Q", "H"]
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class BarCode:
    """A barcode that the printer draws itself. `height` and `module` in dots."""

    symbology: str
    text: str
    height: int
    module: int
    hri: Literal["none", "above", "below", "both"]
    align: Align = "left"


Element: TypeAlias = Line | Blank | Raster | QrCode | BarCode


@dataclass(frozen=True, slots=True)
class Ticket:
    """A piece of paper.

    Attributes:
        elements: top to bottom. digest: names it by the bytes that made it, as
            `escpos.Encoded.digest`. cut: False for what still hangs in the printer.
    """

    elements: tuple[Element, ...]
    digest: str = ""
    cut: bool = True

    @property
    def text(self) -> str:
        """The words on it, a line each; pictures and codes have none."""
        lines = (e.text.rstrip() for e in self.elements if isinstance(e, Line))
        return "\n".join(lines)

    @property
    def blank(self) -> bool:
        """Nothing but white paper."""
        return all(isinstance(e, Blank) or _empty(e) for e in self.elements)


def _empty(element: Element) -> bool:
    return isinstance(element, Line) and not element.text.strip()
