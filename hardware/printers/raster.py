"""A document drawn as one-bit strips, exactly as the design shows it on 576 dots.

Each block becomes a strip as wide as the paper; margins of neighbours collapse like in
a text flow. The same strips serve printers told to print pictures and, for the mark and
codes, printers that otherwise use their own font.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw

from hardware.printers import codes, fonts
from hardware.printers.charset import DRAWN, printable
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
    Feed,
    Logo,
    PageSample,
    Picture,
    Rule,
    Size,
    Struck,
    Text,
)
from hardware.printers.layout import COLUMN_DOTS, Placed, place, start, wrap

_BAR_PAD = 12
_BOX_PAD = 12
_BOX_INSET = 6
_RADIUS = 8
_STRIKE_DOTS = 5
_DASH, _GAP = 8, 6
_NUMBER_BASE = 101
_NUMBER_TIGHT = 0.93
_HALF_DISH = 10.8  # dots
_QUIET = 4  # modules of white around a code


@dataclass(frozen=True, slots=True)
class Strip:
    """A drawn block (ink 255 on 0) and the white it wants around, in dots."""

    ink: Image.Image
    above: int = 0
    below: int = 0


def stack(strips: Iterable[Strip], width: int) -> Bitmap:
    """The strips one under the other, as bits for the printer."""
    placed: list[tuple[int, Image.Image]] = []
    y, below = 0, 0
    for index, strip in enumerate(strips):
        y += max(below, strip.above) if index else 0
        placed.append((y, strip.ink))
        y += strip.ink.height
        below = strip.below
    paper = fonts.strip(width, y + below)
    for top, ink in placed:
        paper.paste(ink, (0, top))
    return Bitmap(width, paper.height, fonts.bits(paper))


def draw(block: Block, width: int) -> Strip | None:
    """The strip of a block, None for what is not ink (a cut, a drawer pulse)."""
    match block:
        case Text() | PageSample():
            return _text(block if isinstance(block, Text) else Text(block.text), width)
        case Columns() | Struck():
            return _columns(block, width)
        case Bar():
            return _bar(block, width)
        case Rule():
            return _rule(block, width)
        case Box():
            return _box(block, width)
        case BigNumber():
            return _big_number(block, width)
        case Logo():
            return Strip(_at(logo(block.bitmap, width), width, "center"), 0, 8)
        case Picture():
            return Strip(_at(shrunk(block.bitmap, width), width, block.align), 4, 4)
        case QR() | Barcode():
            return Strip(_at(code(block, width), width, "center"), 8, 8)
        case Feed():
            return Strip(fonts.strip(width, block.lines * FACES["body"].line))
        case _:
            return None


def logo(bitmap: Bitmap | None, width: int) -> Image.Image:
    """The mark at the head of a receipt; without a picture, Sotto's ring and line."""
    if bitmap is not None:
        return shrunk(bitmap, width)
    scale = 4
    mark = Image.new("L", (64 * scale, 64 * scale), 0)
    pen = ImageDraw.Draw(mark)
    pen.ellipse(_scaled((11, 4, 53, 46), scale), outline=255, width=8 * scale)
    pen.rounded_rectangle(_scaled((10, 51, 54, 59), scale), 4 * scale, fill=255)
    return mark.resize((64, 64), Image.Resampling.BOX)


def shrunk(bitmap: Bitmap, width: int) -> Image.Image:
    """A picture no wider than the paper."""
    image = fonts.from_bits(bitmap.width, bitmap.height, bitmap.bits)
    if image.width <= width:
        return image
    return image.resize((width, max(1, image.height * width // image.width)))


def code(block: QR | Barcode, width: int) -> Image.Image:
    """A QR code or barcode with its quiet zone.

    Content that the symbology cannot hold is written as text instead: a ticket is
    worth more than its code.
    """
    try:
        if isinstance(block, QR):
            return _squares(codes.qr_modules(block.text, block.level), block, width)
        return _bars(block, width)
    except ValueError:
        strip = _text(Text(block.text, align="center"), width)
        return strip.ink


def struck_cells(block: Struck) -> tuple[Cell, ...]:
    """A struck dish as cells."""
    cells = (Cell(block.text, size="dish", bold=True, struck=True),)
    if not block.right:
        return cells
    right = Cell(block.right, align="right", size="label", bold=True, struck=True)
    return (*cells, right)


def _advance(size: Size) -> float:
    return fonts.advance(FACES[size].px)


def _scaled(box: tuple[int, int, int, int], scale: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = (side * scale for side in box)
    return left, top, right - 1, bottom - 1


def _at(image: Image.Image, width: int, align: Align) -> Image.Image:
    paper = fonts.strip(width, image.height)
    paper.paste(image, (start(image.width, width, align), 0))
    return paper


def _text(block: Text, width: int) -> Strip:
    face = FACES[block.size]
    step = fonts.advance(face.px)
    left = round(block.indent * (COLUMN_DOTS if block.size == "body" else _HALF_DISH))
    lines = wrap(printable(block.text, DRAWN), int((width - left) / step + 0.01))
    paper = fonts.strip(width, face.line * len(lines))
    base = fonts.baseline(face.px, face.line)
    for index, text in enumerate(lines):
        x = left + start(len(text) * step, width - left, block.align)
        y = index * face.line + base
        fonts.draw_text(paper, (x, y), text, face.px, bold=block.bold)
    if block.invert:
        paper = paper.point(lambda ink: 255 - ink)
    return Strip(paper)


def _columns(block: Columns | Struck, width: int) -> Strip:
    cells = block.cells if isinstance(block, Columns) else struck_cells(block)
    clean = tuple(_printable_cell(cell) for cell in cells)
    lines = [_line(line, width) for line in place(clean, width, _advance)]
    if not lines:
        return Strip(fonts.strip(width, FACES["body"].line))
    paper = fonts.strip(width, sum(line.height for line in lines))
    y = 0
    for line in lines:
        paper.paste(line, (0, y))
        y += line.height
    grand = any(cell.size == "total" for cell in cells)
    return Strip(paper, above=4 if grand else 0)


def _line(line: list[Placed], width: int) -> Image.Image:
    """Cells of one line: on one baseline, but centred beside a dish."""
    height = max((FACES[item.cell.size].line for item in line), default=28)
    tallest = max((FACES[item.cell.size].px for item in line), default=20)
    centred = any(item.cell.size == "dish" for item in line)
    paper = fonts.strip(width, height)
    for item in line:
        px = FACES[item.cell.size].px
        base = fonts.baseline(px if centred else tallest, height)
        bold = item.cell.bold
        fonts.draw_text(paper, (item.x, base), item.text, px, bold=bold)
        if item.cell.struck:
            middle = base - round(0.35 * px)
            box = (item.x, middle - 2, item.x + len(item.text) * fonts.advance(px) - 1)
            ImageDraw.Draw(paper).rectangle((*box, middle - 3 + _STRIKE_DOTS), fill=255)
    return paper


def _printable_cell(cell: Cell) -> Cell:
    return replace(cell, text=printable(cell.text, DRAWN))


def _bar(block: Bar, width: int) -> Strip:
    height = 52 if block.right else 48
    paper = fonts.strip(width, height)
    room = float(width - 2 * _BAR_PAD)
    if block.right:
        text, px = printable(block.right, DRAWN), FACES["label"].px
        x = width - _BAR_PAD - len(text) * fonts.advance(px)
        fonts.draw_text(paper, (x, fonts.baseline(px, height)), text, px, bold=True)
        room = x - 2 * _BAR_PAD
    text = printable(block.left, DRAWN)
    px = _fitting(text, FACES["title"].px, room)
    fonts.draw_text(paper, (_BAR_PAD, fonts.baseline(px, height)), text, px, bold=True)
    return Strip(paper.point(lambda ink: 255 - ink), above=8)


def _fitting(text: str, px: int, room: float) -> int:
    """The largest size up to `px` at which `text` fits in `room` dots."""
    return max(8, min(px, int(room / fonts.advance(1) / max(1, len(text)))))


def _rule(block: Rule, width: int) -> Strip:
    if block.style == "solid":
        return Strip(Image.new("L", (width, 4), 255), 8, 8)
    paper = fonts.strip(width, 2)
    pen = ImageDraw.Draw(paper)
    for x in range(0, width, _DASH + _GAP):
        pen.rectangle((x, 0, x + _DASH - 1, 1), fill=255)
    return Strip(paper, 11, 11)


def _box(block: Box, width: int) -> Strip:
    weight = 5 if block.weight == "heavy" else 4
    pad = weight + _BOX_PAD
    inner = [_text(line, width - 2 * pad).ink for line in block.lines]
    edge = weight + _BOX_INSET
    paper = fonts.strip(width, sum(line.height for line in inner) + 2 * edge)
    y = edge
    for line in inner:
        paper.paste(line, (pad, y))
        y += line.height
    frame = (0, 0, width - 1, paper.height - 1)
    ImageDraw.Draw(paper).rounded_rectangle(frame, _RADIUS, outline=255, width=weight)
    return Strip(paper, 6, 8)


def _big_number(block: BigNumber, width: int) -> Strip:
    paper = fonts.strip(width, FACES["table"].line)
    y, room = 8, float(width)
    sizes: tuple[Size, ...] = ("label", "title", "body")
    for text, size in zip(block.lines, sizes, strict=False):
        px, line = FACES[size].px, FACES[size].line
        clean = printable(text, DRAWN)
        x = width - len(clean) * fonts.advance(px)
        base = y + fonts.baseline(px, line)
        fonts.draw_text(paper, (x, base), clean, px, bold=size != "body")
        y += line
        room = min(room, x - COLUMN_DOTS)
    number = printable(block.text, DRAWN)
    px = _fitting(number, FACES["table"].px, room)
    for index, digit in enumerate(number):
        x = index * fonts.advance(px) * _NUMBER_TIGHT
        fonts.draw_text(paper, (x, _NUMBER_BASE), digit, px, bold=True)
    return Strip(paper)


def _squares(rows: list[list[bool]], block: QR, width: int) -> Image.Image:
    side = len(rows) + 2 * _QUIET
    small = fonts.strip(side, side)
    for y, modules in enumerate(rows):
        for x, black in enumerate(modules):
            if black:
                small.putpixel((x + _QUIET, y + _QUIET), 255)
    module = max(1, min(block.module, width // side))
    return small.resize((side * module, side * module), Image.Resampling.NEAREST)


def _bars(block: Barcode, width: int) -> Image.Image:
    if block.symbology == "EAN13":
        text, modules = codes.ean13(block.text), codes.ean13_modules(block.text)
    else:
        text, modules = block.text, codes.code128_modules(block.text)
    module = 3 if (len(modules) + 20) * 3 <= width else 2
    if (len(modules) + 20) * module > width:
        raise ValueError("the barcode is wider than the paper")
    face = FACES["body"]
    image = fonts.strip(
        len(modules) * module, block.height + (face.line if block.hri else 0)
    )
    pen = ImageDraw.Draw(image)
    for index, black in enumerate(modules):
        if black == "1":
            x = index * module
            pen.rectangle((x, 0, x + module - 1, block.height - 1), fill=255)
    if block.hri:
        x = start(len(text) * fonts.advance(face.px), image.width, "center")
        y = block.height + fonts.baseline(face.px, face.line)
        fonts.draw_text(image, (x, y), text, face.px, bold=False)
    return image
