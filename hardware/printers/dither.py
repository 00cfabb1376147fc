"""A picture file as the black dots that a printer has."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from hardware.printers import fonts
from hardware.printers.document import Bitmap

MOST_BYTES = 2_000_000
MOST_SIDE = 4000
"""Pixels: more would take longer to shrink than a person waits."""
_FAINT = 1 / 2000
"""Of the dots: with fewer black ones nothing is seen."""


class PictureError(ValueError):
    """The file is not to be printed; `why` is "large" (`size` bytes), "unknown",
    "broken", "sides" or "blank"."""

    def __init__(self, why: str, size: int = 0) -> None:
        super().__init__(why)
        self.why, self.size = why, size


def dithered(content: bytes, width: int, height: int) -> Bitmap:
    """A PNG or JPEG in black dots, as large as fits `width` times `height`.

    What is transparent stays white. Greys become dots of black (Floyd-Steinberg).

    Raises:
        PictureError: it is no such picture, too large, broken, or white.
    """
    if len(content) > MOST_BYTES:
        raise PictureError("large", len(content))
    bitmap = _dots(_read(content), width, height)
    black = sum(byte.bit_count() for byte in bitmap.bits)
    if black < _FAINT * bitmap.width * bitmap.height:
        raise PictureError("blank")
    return bitmap


def _read(content: bytes) -> Image.Image:
    """The picture in greys on white."""
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as file:
            small = max(file.size) <= MOST_SIDE
            picture = ImageOps.exif_transpose(file).convert("RGBA") if small else None
    except UnidentifiedImageError as error:
        raise PictureError("unknown") from error
    except Image.DecompressionBombError as error:
        raise PictureError("sides") from error
    except (OSError, SyntaxError, ValueError) as error:  # Pillow's, of damaged files
        raise PictureError("broken") from error
    if picture is None:
        raise PictureError("sides")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    return paper.convert("L")


def resized(bitmap: Bitmap, width: int, height: int) -> Bitmap:
    """A picture of dots in another size, its greys guessed from them."""
    ink = fonts.from_bits(bitmap.width, bitmap.height, bitmap.bits)
    return _dots(ImageOps.invert(ink), width, height)


def _dots(grey: Image.Image, width: int, height: int) -> Bitmap:
    """Dark on white as dots; 1 is black."""
    scale = min(width / grey.width, height / grey.height)
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    ink = ImageOps.invert(grey.resize(size, Image.Resampling.LANCZOS)).convert("1")
    return Bitmap(*size, ink.tobytes())
