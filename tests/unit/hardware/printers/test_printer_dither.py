"""Picture files as dots: the right way round, no larger than told, and no bad surprise."""

from io import BytesIO

import pytest
from PIL import Image

from hardware.printers import dither
from hardware.printers.dither import PictureError, dithered, resized


def png(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def ink(content: bytes) -> float:
    """How much of the picture is black."""
    bitmap = dithered(content, 384, 160)
    bits = "".join(f"{byte:08b}" for byte in bitmap.bits)
    return bits.count("1") / (bitmap.width * bitmap.height)


def test_dark_is_black_grey_is_half_and_transparent_is_paper() -> None:
    grey = Image.new("L", (320, 160), 128)
    assert ink(png(grey)) == pytest.approx(0.5, abs=0.02)
    glass = Image.new("RGBA", (320, 160), (0, 0, 0, 0))
    glass.paste((0, 0, 0, 255), (0, 0, 160, 160))
    assert ink(png(glass)) == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(
    ("size", "dots"),
    [((4000, 100), (384, 10)), ((10, 3000), (1, 160)), ((2, 1), (320, 160))],
)
def test_a_picture_fills_its_room_and_keeps_its_shape(
    size: tuple[int, int], dots: tuple[int, int]
) -> None:
    bitmap = dithered(png(Image.new("L", size, 0)), 384, 160)
    assert (bitmap.width, bitmap.height) == dots
    smaller = resized(bitmap, 96, 40)
    assert smaller.width <= 96
    assert smaller.height <= 40


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "unknown"),
        (b"%PDF-1.7", "unknown"),
        (png(Image.new("L", (99, 99), 0))[:60], "broken"),
        (png(Image.new("L", (4001, 1), 0)), "sides"),
        (png(Image.new("1", (20000, 20000), 0)), "sides"),
        (png(Image.new("L", (99, 99), 255)), "blank"),
        (bytes(dither.MOST_BYTES + 1), "large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_logo_says_why(content: bytes, why: str) -> None:
    with pytest.raises(PictureError) as caught:
        dithered(content, 384, 160)
    assert caught.value.why == why
