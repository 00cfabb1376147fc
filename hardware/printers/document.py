"""What a printer prints: a document of plain blocks that knows no device.

The app composes blocks (text, columns, bars, frames, codes); an encoder lays them out
for the width and the abilities of one printer. Widths are counted in body columns of 12
dots: 48 on 80 mm paper (42 on 180 dpi printers), 32 on 58 mm. The sizes are drawn
exactly on raster printers and become double width and height in a printer's own font.
"""

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass, replace
from typing import Literal, TypeAlias

Kind = Literal["kitchen", "receipt", "addition", "report", "label", "drawer", "test"]
Align = Literal["left", "center", "right"]
Size = Literal["body", "label", "title", "dish", "total", "huge", "table"]


@dataclass(frozen=True, slots=True)
class Face:
    """How one size is drawn: raster height and line in dots, multiples in own font."""

    px: int
    line: int
    width: int
    height: int


FACES: dict[Size, Face] = {
    "body": Face(20, 28, 1, 1),
    "label": Face(24, 36, 1, 1),
    "title": Face(30, 40, 1, 2),
    "dish": Face(36, 52, 2, 2),
    "total": Face(40, 52, 2, 2),
    "huge": Face(54, 72, 3, 3),
    "table": Face(96, 112, 4, 4),
}


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A one-bit picture: rows padded to whole bytes, most significant bit first, 1 black."""

    width: int
    height: int
    bits: bytes


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, wrapped at words; a newline starts a new line.

    `indent` is in columns; two columns stand under one character of a dish.
    """

    text: str
    _: KW_ONLY
    bold: bool = False
    size: Size = "body"
    align: Align = "left"
    invert: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of `Columns`. `width` in columns, 0 for what the others leave."""

    text: str
    _: KW_ONLY
    width: int = 0
    align: Align = "left"
    size: Size = "body"
    bold: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells side by side; a text longer than its cell goes on under itself."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """White on black across the paper: a station and its ticket number, AJOUT, STOP."""

    left: str
    right: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper; the solid one is the house's filet."""

    style: Literal["solid", "dashed"] = "solid"


@dataclass(frozen=True, slots=True)
class Box:
    """A frame around lines of text; heavy for an allergy, plain for a heading."""

    lines: tuple[Text, ...]
    weight: Literal["heavy", "plain"] = "heavy"


@dataclass(frozen=True, slots=True)
class Struck:
    """A dish struck through, with an optional word at the right."""

    text: str
    right: str = ""


@dataclass(frozen=True, slots=True)
class BigNumber:
    """The table number with up to three lines at its right: label, title, body size."""

    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Logo:
    """A centred mark at the head of a receipt: Sotto's own, or the picture given."""

    bitmap: Bitmap | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, shrunk to the paper when it is wider."""

    bitmap: Bitmap
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class QR:
    """A QR code. `module` is the side of a module in dots (1-16)."""

    text: str
    module: int = 5
    level: Literal["L", "M", "Q", "H"] = "M"


@dataclass(frozen=True, slots=True)
class Barcode:
    """EAN-13 (12 or 13 digits) or CODE128 (printable ASCII). `height` in dots."""

    text: str
    symbology: Literal["EAN13", "CODE128"] = "EAN13"
    height: int = 64
    hri: bool = True


@dataclass(frozen=True, slots=True)
class PageSample:
    """A line in another code page: only the test page uses it, to let a person choose."""

    text: str
    encoding: str
    page: int


@dataclass(frozen=True, slots=True)
class Feed:
    """Blank body lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Kick:
    """A pulse that opens the cash drawer on connector pin 2 or 5."""

    pin: Literal[2, 5] = 2


@dataclass(frozen=True, slots=True)
class Cut:
    """Feeds to the knife and cuts, where there is one."""


Block: TypeAlias = (
    Text
    | Columns
    | Bar
    | Rule
    | Box
    | Struck
    | BigNumber
    | Logo
    | Picture
    | QR
    | Barcode
    | PageSample
    | Feed
    | Kick
    | Cut
)


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks to print in order, and what kind of paper it is.

    `kind` decides what happens when nobody knows whether it was printed (see `spool`);
    `title` names the job for a person ("BON 214", or who opened the drawer).
    """

    kind: Kind
    blocks: tuple[Block, ...]
    title: str = ""


def row(left: str, right: str, *, bold: bool = False) -> Columns:
    """The commonest line of a receipt: a text and, at the right edge, another."""
    return Columns((Cell(left, bold=bold), Cell(right, align="right", bold=bold)))


def headed(document: Document, heads: Iterable[Block]) -> Document:
    """`document` under warning heads, without its drawer pulse.

    A drawer opens at most once: a copy of the paper must not open it again.
    """
    kept = tuple(block for block in document.blocks if not isinstance(block, Kick))
    return replace(document, blocks=(*heads, *kept))
