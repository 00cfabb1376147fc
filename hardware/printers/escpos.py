"""A document as ESC/POS bytes for one printer profile.

python-escpos builds the bytes (its `Dummy` printer), never sends them. Every job starts
with ESC @ and one code page, so that nothing left by an earlier job shows. `encode`
gives the job without its end; `fence` gives the few bytes after it that make the
printer say when it has printed.
Source: Epson ESC/POS command reference
(download4.epson.biz/sec_pubs/pos/reference_en/escpos); bytes checked one by one in
the unit tests.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

from PIL.Image import Image

from hardware.printers import codes, fonts, logos, raster
from hardware.printers.charset import printable
from hardware.printers.document import (
    FACES,
    QR,
    Align,
    Bar,
    Barcode,
    BigNumber,
    Bitmap,
    Block,
    Box,
    Cell,
    Columns,
    Cut,
    Document,
    Feed,
    Kick,
    Logo,
    PageSample,
    Picture,
    Rule,
    Size,
    Struck,
    Text,
)
from hardware.printers.fence import cut_bytes
from hardware.printers.layout import COLUMN_DOTS, Placed, place, start, wrap
from hardware.printers.library import byte_builder
from hardware.printers.profiles import Profile

_CODE_MARGIN = b"\x1bJ\x0c"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A job ready to send.

    Attributes:
        body: all bytes but the fence. paper: how many of them make the ticket, up to
            and including its cut. lines: body lines of paper, to estimate the time.
        pictures: whether images are in it.
        logos: keys of pictures that the printer keeps once it has printed this.
    """

    body: bytes
    paper: int
    lines: float
    pictures: bool
    logos: frozenset[bytes] = frozenset()

    @property
    def digest(self) -> str:
        """Names the ticket by its bytes, "" for a job without paper."""
        return sha256(self.body[: self.paper]).hexdigest() if self.paper else ""


def encode(
    document: Document, profile: Profile, stored: frozenset[bytes] | None = None
) -> Encoded:
    """The bytes of `document` for `profile`.

    Args:
        stored: keys of the pictures in the printer's memory, None to use none of it.

    Raises:
        ValueError: a block holds what no printer can print (a picture without bits).
    """
    writer = _Writer(profile, stored)
    if document.kind != "drawer":
        writer.begin()
    writer.blocks(document.blocks)
    body = writer.output
    return Encoded(
        body, writer.paper, writer.lines, writer.pictures, frozenset(writer.logos)
    )


@dataclass(frozen=True, slots=True)
class _Style:
    width: int = 1
    height: int = 1
    bold: bool = False
    invert: bool = False


_PLAIN = _Style()


class _Writer:
    """Writes blocks one after the other, keeping what the printer is set to."""

    def __init__(self, profile: Profile, stored: frozenset[bytes] | None) -> None:
        self.profile = profile
        self._stored = stored
        self.logos: set[bytes] = set()
        self.lines = 0.0
        self.paper = 0
        self.pictures = False
        self._printer = byte_builder(profile)
        self._raw = self._printer._raw  # noqa: SLF001 - its documented extension point
        self._room = profile.columns * COLUMN_DOTS
        self._encoding = profile.page.encoding
        most = 8 if profile.size_command == "GS" else 2
        self._faces = {
            size: (min(most, face.width), min(most, face.height))
            for size, face in FACES.items()
        }
        self._style = _PLAIN
        self._align = "left"
        self._drawn: list[raster.Strip] = []

    @property
    def output(self) -> bytes:
        """Everything written so far."""
        out: bytes = self._printer.output
        return out

    def begin(self) -> None:
        """Resets the printer and selects the one code page."""
        self._raw(b"\x1b@" + b"\x1bt" + bytes([self.profile.page.number]))

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        """Writes the blocks, as pictures if the profile says so."""
        for block in blocks:
            if self.profile.mode == "raster":
                strip = raster.draw(block, self.profile.dots)
                if strip is not None and not isinstance(block, PageSample):
                    self._drawn.append(strip)
                    continue
                self._flush_drawn()
            self._block(block)
        self._flush_drawn()

    def _flush_drawn(self) -> None:
        if self._drawn:
            self._image(raster.stack(self._drawn, self.profile.dots))
            self._drawn = []

    def _block(self, block: Block) -> None:  # noqa: C901, PLR0912 - one arm a block
        match block:
            case Text():
                self._text(block)
            case Columns():
                self._columns(block.cells)
            case Struck():
                self._columns(raster.struck_cells(block))
            case Bar():
                self._bar(block)
            case Rule():
                self._rule(block)
            case Box():
                self._box(block)
            case BigNumber():
                self._big_number(block)
            case Logo():
                self._logo(block)
            case Picture():
                image = raster.shrunk(block.bitmap, self.profile.dots)
                self._picture(image, block.align)
            case QR():
                self._qr(block)
            case Barcode():
                self._barcode(block)
            case PageSample():
                self._page_sample(block)
            case Feed():
                self._raw(b"\x1bd" + bytes([min(255, block.lines)]))
                self.lines += block.lines
            case Kick():
                self._printer.cashdraw(block.pin)
            case Cut():
                self._raw(cut_bytes(self.profile))
                self.lines += 4
                self.paper = self.paper or len(self.output)

    def _set(self, style: _Style) -> None:
        now = self._style
        if (style.width, style.height) != (now.width, now.height):
            if self.profile.size_command == "GS":
                self._printer.set(
                    custom_size=True, width=style.width, height=style.height
                )
            else:
                # ESC ! also clears bold, which the comparison below must know.
                mode = (style.width > 1) << 5 | (style.height > 1) << 4
                self._raw(b"\x1b!" + bytes([mode]))
                now = replace(now, bold=False)
        if style.bold != now.bold:
            self._printer.set(bold=style.bold)
        if style.invert != now.invert:
            self._printer.set(invert=style.invert)
        self._style = style

    def _set_align(self, align: str) -> None:
        if align != self._align:
            self._printer.set(align=align)
            self._align = align

    def _write(self, text: str, style: _Style) -> None:
        if text:
            self._set(style)
            self._raw(text.encode(self._encoding))

    def _end_line(self, height: int = 1) -> None:
        self._raw(b"\n")
        self.lines += height

    def _clean(self, text: str) -> str:
        return printable(text, self._encoding)

    def _face(self, size: Size, *, bold: bool, invert: bool = False) -> _Style:
        return _Style(*self._faces[size], bold, invert)

    def _advance(self, size: Size) -> float:
        return COLUMN_DOTS * self._faces[size][0]

    def _text(self, block: Text) -> None:
        style = self._face(block.size, bold=block.bold, invert=block.invert)
        left = block.indent * COLUMN_DOTS
        room = (self._room - left) // (COLUMN_DOTS * style.width)
        self._set_align(block.align)
        for line in wrap(self._clean(block.text), room):
            self._write(" " * block.indent, _PLAIN)
            self._write(line, style)
            self._end_line(style.height)
        self._set_align("left")

    def _columns(self, cells: tuple[Cell, ...]) -> None:
        for line in place(tuple(map(self._cell, cells)), self._room, self._advance):
            self._line(line)

    def _cell(self, cell: Cell) -> Cell:
        """The cell in the printer's characters. No printer font strikes through:
        dashes run through the words instead."""
        text = self._clean(cell.text)
        if cell.struck:
            text = f"-{text.replace(' ', '-')}-"
        return cell if text == cell.text else replace(cell, text=text)

    def _line(self, line: list[Placed]) -> None:
        at, tallest = 0, 1
        for item in line:
            style = self._face(item.cell.size, bold=item.cell.bold)
            self._write(" " * ((item.x - at) // COLUMN_DOTS), _PLAIN)
            self._write(item.text, style)
            at = max(at, item.x) + len(item.text) * COLUMN_DOTS * style.width
            tallest = max(tallest, style.height)
        self._end_line(tallest)

    def _bar(self, block: Bar) -> None:
        columns = self.profile.columns
        left, right = self._clean(block.left), self._clean(block.right)
        wide = 2 if 2 * len(left) + len(right) + 3 <= columns else 1
        left = left[: columns - len(right) - 3]
        blank = columns - 2 - wide * len(left) - len(right)
        style = _Style(1, 2, bold=True, invert=True)
        self._write(" ", style)
        self._write(left, replace(style, width=wide))
        self._write(" " * max(0, blank) + right + " ", style)
        self._end_line(2)
        self._set(_PLAIN)

    def _rule(self, block: Rule) -> None:
        if self.profile.raster:
            self._raw(b"\x1bJ\x04")
            self._image(_filet(block, self.profile.dots))
        elif block.style == "solid":
            filet = next(c for c in "─—=" if self._clean(c) == c)
            self._text(Text(filet * self.profile.columns))
        else:
            self._text(Text("- " * (self.profile.columns // 2)))

    def _box(self, block: Box) -> None:
        """A frame of rules; a heavy one has black sides of inverse spaces too."""
        heavy = block.weight == "heavy"
        inner = self.profile.columns - (4 if heavy else 0)
        self._rule(Rule())
        for text in block.lines:
            style = self._face(text.size, bold=text.bold)
            side = replace(style, width=1, invert=True)
            for line in wrap(self._clean(text.text), inner // style.width):
                used = len(line) * style.width
                before = start(used, inner, text.align)
                gap = replace(side, invert=False)
                if heavy:
                    self._write(" ", side)
                    self._write(" ", gap)
                self._write(" " * before, gap)
                self._write(line, style)
                if heavy:
                    self._write(" " * (inner - before - used) + " ", gap)
                    self._write(" ", side)
                self._end_line(style.height)
        self._set(_PLAIN)
        self._rule(Rule())

    def _big_number(self, block: BigNumber) -> None:
        """The number takes the line of the title; the label stands above, body below."""
        label, title, body = (*map(self._clean, block.lines), "", "", "")[:3]
        number, columns = self._clean(block.text), self.profile.columns
        style = self._face("table", bold=True)
        while style.width > 1 and len(number) * style.width + len(title) >= columns:
            style = replace(style, width=style.width - 1, height=style.height - 1)
        if label:
            self._text(Text(label, bold=True, align="right"))
        self._write(number, style)
        blank = columns - len(number) * style.width - len(title)
        self._write(" " * max(1, blank), _PLAIN)
        self._write(title, _Style(1, 2, bold=True))
        self._end_line(style.height)
        if body:
            self._text(Text(body, align="right"))

    def _image(self, bitmap: Bitmap) -> None:
        """GS v 0, in pieces small enough for the printer's buffer."""
        stride = (bitmap.width + 7) // 8
        if len(bitmap.bits) < stride * bitmap.height:
            raise ValueError("a picture has fewer bits than its size says")
        self._set(_PLAIN)
        for top in range(0, bitmap.height, self.profile.fragment):
            rows = min(self.profile.fragment, bitmap.height - top)
            size = stride.to_bytes(2, "little") + rows.to_bytes(2, "little")
            piece = bitmap.bits[top * stride : (top + rows) * stride]
            self._raw(b"\x1dv0\x00" + size + piece)
        self.lines += bitmap.height / 28
        self.pictures = self.pictures or bitmap.height > 28

    def _logo(self, block: Logo) -> None:
        """The house's picture out of the printer's memory, where it has one."""
        image = raster.logo(block.bitmap, self.profile.dots)
        bitmap = Bitmap(image.width, image.height, fonts.bits(image))
        if self._stored is None or block.bitmap is None or not logos.fits(bitmap):
            self._picture(image, "center")
            return
        key = logos.key_of(bitmap)
        self._set(_PLAIN)
        self._set_align("center")
        if key not in self._stored | self.logos:
            self._raw(logos.define(key, bitmap))
            self.logos.add(key)
            self.pictures = True
        self._raw(logos.show(key))
        self._set_align("left")
        self.lines += bitmap.height / 28

    def _picture(self, image: Image, align: Align) -> None:
        if self.profile.raster:
            self._set_align(align)
            self._image(Bitmap(image.width, image.height, fonts.bits(image)))
            self._set_align("left")

    def _qr(self, block: QR) -> None:
        if len(block.text.encode()) > 2300 or not (
            self.profile.native_qr or self.profile.raster
        ):
            self._text(Text(block.text, align="center"))
        elif self.profile.native_qr:
            self._set_align("center")
            self._raw(_CODE_MARGIN)
            level = "LMQH".index(block.level)
            self._printer.qr(block.text, ec=level, size=block.module, native=True)
            self._raw(_CODE_MARGIN)
            self._set_align("left")
            self.lines += block.module * 2
        else:
            self._picture(raster.code(block, self.profile.dots), "center")

    def _barcode(self, block: Barcode) -> None:
        """The printer's own bars, drawn ones, or at worst the digits."""
        try:
            bars, wide = _bars(block, self.profile.dots)
        except ValueError:
            self._text(Text(block.text, align="center"))
            return
        if self.profile.native_barcode:
            self._set_align("center")
            self._raw(_CODE_MARGIN + b"\x1dh" + bytes([min(255, block.height)]))
            self._raw(b"\x1dw" + bytes([wide]) + b"\x1df\x00")
            self._raw(b"\x1dH" + (b"\x02" if block.hri else b"\x00") + bars)
            self._raw(_CODE_MARGIN)
            self._set_align("left")
            self.lines += 4
        elif self.profile.raster:
            self._picture(raster.code(block, self.profile.dots), "center")
        else:
            self._text(Text(block.text, align="center"))

    def _page_sample(self, block: PageSample) -> None:
        self._set(_PLAIN)
        self._raw(b"\x1bt" + bytes([block.page]))
        self._raw(block.text.encode(block.encoding, "replace"))
        self._end_line()
        self._raw(b"\x1bt" + bytes([self.profile.page.number]))


@lru_cache(maxsize=8)
def _filet(block: Rule, dots: int) -> Bitmap:
    """A rule and the white under it."""
    strip = raster.draw(block, dots)
    assert strip is not None
    return raster.stack([replace(strip, below=6)], dots)


def _bars(block: Barcode, dots: int) -> tuple[bytes, int]:
    """The GS k command of a barcode, and the module width that fits the paper."""
    if block.symbology == "EAN13":
        text = codes.ean13(block.text)
        command = b"\x1dk\x02" + text.encode("ascii") + b"\x00"
        modules = 95
    else:
        modules = len(codes.code128_modules(block.text))
        content = b"{B" + block.text.encode("ascii").replace(b"{", b"{{")
        command = b"\x1dkI" + bytes([len(content)]) + content
        modules = max(modules, 11 * len(block.text) + 35)  # code set B only
    wide = next((w for w in (3, 2) if modules * w <= dots), 0)
    if not wide or len(block.text) > 250:
        raise ValueError("the barcode is wider than the paper")
    return command, wide
