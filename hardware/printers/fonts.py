"""Letters as dots: the shipped Roboto Mono drawn on 8-bit strips, ink 255 on 0.

A strip is thresholded to one bit only when it is finished, so that letters are cut like
in the design. Without the shipped font, Pillow's own is drawn in the same cells.
"""

from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

# Roboto Mono: every advance is 0.6 em; ascent and descent of its line box.
_ADVANCE = 0.6
_ASCENT = 1.048
_DESCENT = 0.271


@lru_cache(maxsize=32)
def load(px: int, *, bold: bool) -> Font:
    """The paper font at `px` dots high."""
    name = f"RobotoMono-{'Bold' if bold else 'Medium'}.ttf"
    shipped = files("resources").joinpath("fonts", name)
    if not shipped.is_file():
        return ImageFont.load_default(px)
    return ImageFont.truetype(
        BytesIO(shipped.read_bytes()), px, layout_engine=ImageFont.Layout.BASIC
    )


def advance(px: int) -> float:
    """The width of one character, in dots."""
    return px * _ADVANCE


def baseline(px: int, line: int) -> int:
    """Where letters of `px` stand in a line box `line` dots high, from its top."""
    ascent, descent = round(_ASCENT * px), round(_DESCENT * px)
    return (line - ascent - descent) // 2 + ascent


def strip(width: int, height: int) -> Image.Image:
    """An empty piece of paper to draw on."""
    return Image.new("L", (width, height), 0)


def draw_text(
    paper: Image.Image, xy: tuple[float, int], text: str, px: int, *, bold: bool
) -> None:
    """Writes `text` with its baseline at `xy`, in cells of exactly 0.6 em.

    ⚠ is drawn, not written: the font has none. It takes a full em.
    """
    x, y = xy
    for char in text:
        if char == "⚠":
            _warning(paper, round(x), y, px)
        elif char != " ":
            mask, left, top = _glyph(char, px, bold=bold)
            paper.paste(255, (round(x) + left, y + top), mask)
        x += px if char == "⚠" else advance(px)


@lru_cache(maxsize=1024)
def _glyph(char: str, px: int, *, bold: bool) -> tuple[Image.Image, int, int]:
    """A letter's ink and where its corner lies from the pen on the baseline."""
    font = load(px, bold=bold)
    left, top, right, bottom = (round(side) for side in font.getbbox(char, anchor="ls"))
    mask = strip(max(1, right - left), max(1, bottom - top))
    pen = ImageDraw.Draw(mask)
    pen.text((-left, -top), char, fill=255, font=font, anchor="ls")
    return mask, left, top


def bits(paper: Image.Image) -> bytes:
    """The finished strip as rows of bits, 1 for ink, padded to whole bytes."""
    return paper.point(_threshold(), "1").tobytes()


def from_bits(width: int, height: int, ink: bytes) -> Image.Image:
    """A strip from rows of bits, the inverse of `bits`."""
    return Image.frombytes("1", (width, height), ink).convert("L")


@lru_cache(maxsize=1)
def _threshold() -> list[int]:
    return [255 if level > 127 else 0 for level in range(256)]


def _warning(paper: Image.Image, x: int, y: int, px: int) -> None:
    """A filled triangle with an exclamation mark, its base a tenth below the line."""
    scale = 4
    side = px * scale
    sign = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(sign)
    unit = side / 30
    draw.polygon(
        [(1 * unit, 27 * unit), (15 * unit, 2 * unit), (29 * unit, 27 * unit)], fill=255
    )
    draw.rectangle((13.5 * unit, 10 * unit, 16.5 * unit, 18 * unit), fill=0)
    draw.rectangle((13.5 * unit, 21 * unit, 16.5 * unit, 24 * unit), fill=0)
    small = sign.resize((px, px), Image.Resampling.BOX)
    paper.paste(255, (x, y - round(px * 0.8)), small)
