"""A ticket drawn in one bit, at the dots of the printer that it came out of."""

from functools import lru_cache

from PIL import Image, ImageDraw

from hardware.printers import codes, fonts
from hardware.printers.document import Align, Document
from hardware.printers.emulation import Interpreter
from hardware.printers.escpos import encode
from hardware.printers.layout import start
from hardware.printers.paper import (
    CELL_HEIGHT,
    CELL_WIDTH,
    BarCode,
    Blank,
    Element,
    Line,
    QrCode,
    Raster,
    Span,
    Ticket,
)
from hardware.printers.profiles import Profile

_FONT_PX, _BASELINE = 20, 20


def render(ticket: Ticket, width: int = 576) -> Image.Image:
    """The ticket as a one-bit picture (mode "1", white paper), `width` dots wide."""
    strips = [_draw(element, width) for element in ticket.elements]
    height = sum(strip.height for strip in strips)
    paper = fonts.strip(width, max(1, height))
    y = 0
    for strip in strips:
        paper.paste(strip, (0, y))
        y += strip.height
    return Image.frombytes("1", paper.size, _inverted(fonts.bits(paper)))


def preview(document: Document, profile: Profile) -> Image.Image:
    """The paper that a printer of that model would put out, drawn without one.

    Raises:
        ValueError: a block holds what no printer can print.
    """
    interpreter = Interpreter(profile)
    interpreter.feed(encode(document, profile).body)
    ticket = None
    while ticket is None and not interpreter.hungry:
        ticket = interpreter.step().cut
    return render(ticket or interpreter.hanging, profile.dots)


def _inverted(ink: bytes) -> bytes:
    return bytes(byte ^ 0xFF for byte in ink)


def _draw(element: Element, width: int) -> Image.Image:
    match element:
        case Line():
            return _draw_line(element, width)
        case Blank(feed):
            return fonts.strip(width, feed)
        case Raster():
            image = fonts.from_bits(element.width, element.height, element.ink)
            size = (element.width * element.scale_x, element.height * element.scale_y)
            return _aligned(image.resize(size), width, element.align)
        case QrCode():
            return _aligned(_draw_qr(element), width, element.align)
        case BarCode():
            return _aligned(_draw_bars(element), width, element.align)


def _aligned(image: Image.Image, width: int, align: Align) -> Image.Image:
    paper = fonts.strip(width, image.height)
    paper.paste(image, (start(image.width, width, align), 0))
    return paper


def _draw_line(line: Line, width: int) -> Image.Image:
    """Spans stand on one baseline at the bottom of the tallest."""
    tallest = max((span.height for span in line.spans), default=1)
    paper = fonts.strip(width, max(line.feed, tallest * CELL_HEIGHT))
    length = sum(len(span.text) * span.width for span in line.spans) * CELL_WIDTH
    x = start(length, width, line.align)
    for span in line.spans:
        x = span.x if span.x is not None else x
        ink = _draw_span(span)
        paper.paste(ink, (x, (tallest - span.height) * CELL_HEIGHT))
        x += ink.width
    return paper


def _draw_span(span: Span) -> Image.Image:
    """Letters, underline and inversion of one span."""
    size = (len(span.text) * CELL_WIDTH * span.width, CELL_HEIGHT * span.height)
    ink = fonts.strip(*size)
    for index, char in enumerate(span.text):
        if char != " ":
            cell = _cell(char, span.width, span.height, bold=span.bold)
            ink.paste(cell, (index * CELL_WIDTH * span.width, 0))
    if span.underline:
        box = (0, size[1] - span.underline, size[0], size[1])
        ImageDraw.Draw(ink).rectangle(box, fill=255)
    return ink.point(lambda level: 255 - level) if span.invert else ink


@lru_cache(maxsize=1024)
def _cell(char: str, width: int, height: int, *, bold: bool) -> Image.Image:
    side = min(width, height)  # a stretched letter keeps its strokes, as on a printer
    cell = fonts.strip(CELL_WIDTH * side, CELL_HEIGHT * side)
    fonts.draw_text(cell, (0.0, _BASELINE * side), char, _FONT_PX * side, bold=bold)
    if width == height:
        return cell
    return cell.resize((CELL_WIDTH * width, CELL_HEIGHT * height))


def _draw_qr(code: QrCode) -> Image.Image:
    try:
        rows = codes.qr_modules(code.text, code.level)
    except ValueError:
        return fonts.strip(1, 1)  # too much for a QR code: a printer prints nothing
    small = fonts.strip(len(rows), len(rows))
    small.putdata([255 if black else 0 for row in rows for black in row])
    side = len(rows) * code.module
    return small.resize((side, side), Image.Resampling.NEAREST)


def _draw_bars(code: BarCode) -> Image.Image:
    """EAN-13 and CODE128 as bars; any other symbology, or wrong digits, as text."""
    try:
        if code.symbology == "EAN13":
            modules, text = codes.ean13_modules(code.text), codes.ean13(code.text)
        elif code.symbology == "CODE128":
            modules, text = codes.code128_modules(code.text), code.text
        else:
            return _draw_span(Span(code.text))
    except ValueError:
        return _draw_span(Span(code.text))
    width = len(modules) * code.module
    above = CELL_HEIGHT if code.hri in ("above", "both") else 0
    below = CELL_HEIGHT if code.hri in ("below", "both") else 0
    image = fonts.strip(width, above + code.height + below)
    pen = ImageDraw.Draw(image)
    for index, black in enumerate(modules):
        if black == "1":
            x = index * code.module
            pen.rectangle((x, above, x + code.module - 1, above + code.height - 1), 255)
    written = _draw_span(Span(text))
    x = start(written.width, width, "center")
    if above:
        image.paste(written, (x, 0))
    if below:
        image.paste(written, (x, above + code.height))
    return image
