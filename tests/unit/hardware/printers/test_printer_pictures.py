"""Drawn tickets: the design's proportions, and codes that a scanner reads."""

from dataclasses import replace

import pytest
import samples
from PIL import Image

from hardware.printers import fonts, raster
from hardware.printers.document import (
    FACES,
    QR,
    Barcode,
    BigNumber,
    Bitmap,
    Box,
    Cut,
    Document,
    Logo,
    Picture,
    Rule,
    Struck,
    Text,
)
from hardware.printers.emulation import Interpreter
from hardware.printers.escpos import encode
from hardware.printers.paper import BarCode, QrCode, Ticket
from hardware.printers.paper_picture import render
from hardware.printers.profiles import Profile, profile

SIM = profile("simulated")
ALL_PICTURE = profile("simulated_raster")


def ticket(document: Document, model: Profile) -> Ticket:
    brain = Interpreter(model)
    brain.feed(encode(document, model).body)
    while not brain.hungry:
        if (cut := brain.step().cut) is not None:
            return cut
    return brain.hanging


def drawn(document: Document, width: int = 576) -> Image.Image:
    """The document drawn directly, ink 255."""
    strips = [raster.draw(block, width) for block in document.blocks]
    bitmap = raster.stack([strip for strip in strips if strip], width)
    return fonts.from_bits(bitmap.width, bitmap.height, bitmap.bits)


def ink_rows(image: Image.Image, x0: int = 0, x1: int = 576) -> list[tuple[int, int]]:
    """First and last row of every run of rows that have ink between two columns."""
    column = image.crop((x0, 0, x1, image.height)).resize(
        (1, image.height), Image.Resampling.BOX
    )
    inked = [column.getpixel((0, y)) != 0 for y in range(image.height)]
    edges = [y for y in range(image.height) if inked[y] != (y > 0 and inked[y - 1])]
    if inked[-1]:
        edges.append(image.height)
    return [(a, b - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def test_the_receipt_has_the_heights_of_the_design() -> None:
    image = drawn(samples.receipt())
    rows = ink_rows(image)
    assert image.size == (576, 1080)
    assert rows[:2] == [(4, 45), (51, 58)]  # the ring and its line
    assert [row for row in rows if row[1] - row[0] == 3] == [
        (204, 207),
        (636, 639),
        (932, 935),
    ]
    dashes = [row for row in rows if row[1] - row[0] == 1]
    assert [top for top, _ in dashes] == [283, 531, 771, 1011]


def test_the_kitchen_ticket_has_the_heights_of_the_design() -> None:
    image = drawn(samples.kitchen())
    assert image.size == (576, 732)
    assert ink_rows(image, 560, 576)[0] == (0, 51)  # the bar
    assert (172, 175) in ink_rows(image)
    assert (438, 539) in ink_rows(image)  # the allergy's frame
    assert ink_rows(image, 0, 120)[1] == pytest.approx((83, 152), abs=2)  # "12"


def test_a_struck_dish_has_a_line_of_five_dots_through_it() -> None:
    image = drawn(Document("kitchen", (Struck("1 RISOTTO"),)))
    gap = ink_rows(image, 24, 40)  # between the figure and the word
    assert [last - first + 1 for first, last in gap] == [5]


def test_a_long_table_name_shrinks_beside_its_lines() -> None:
    lines = ("20:34 · SUITE 2", "PLATS", "12 couverts")
    image = drawn(Document("kitchen", (BigNumber("TERRASSE 12", lines),)))
    left_of_lines = 576 - round(15 * fonts.advance(FACES["label"].px))
    column = image.crop((left_of_lines - 12, 20, left_of_lines, 112))
    assert column.getbbox() is None


@pytest.mark.parametrize("block", [Logo(), Rule(), Box((Text("x" * 200),))])
@pytest.mark.parametrize("width", [384, 512, 576])
def test_strips_are_as_wide_as_the_paper(block: Logo | Rule | Box, width: int) -> None:
    strip = raster.draw(block, width)
    assert strip is not None
    assert strip.ink.width == width


def test_a_picture_printed_as_a_picture_is_the_same_picture() -> None:
    document = samples.kitchen()
    on_paper = render(ticket(document, ALL_PICTURE)).convert("L")
    direct = drawn(document)
    top = on_paper.crop((0, 0, 576, direct.height))
    assert Image.eval(top, lambda level: 255 - level).tobytes() == direct.tobytes()


def test_own_font_paper_has_bars_and_sizes() -> None:
    image = render(ticket(samples.kitchen(), SIM))
    assert image.mode == "1"
    assert image.width == 576
    black = Image.eval(image.convert("L"), lambda level: 255 - level)
    assert ink_rows(black, 570, 576)[0] == (0, 47)  # the bar reaches the edge


@pytest.mark.parametrize("model", [SIM, ALL_PICTURE, profile("simulated_58")])
def test_codes_on_paper_are_read_back(model: Profile) -> None:
    decode = pytest.importorskip("pyzbar.pyzbar", exc_type=ImportError).decode
    link = "https://levieuxmoulin.example/ticket/C1-000214?s=k7Qd"
    document = Document(
        "receipt",
        (
            QR(link, 5),
            Barcode("201234500123"),
            Barcode("C1-000214", "CODE128"),
            Cut(),
        ),
    )
    paper = render(ticket(document, model), model.dots).convert("L")
    framed = Image.new("L", (paper.width + 80, paper.height + 80), 255)
    framed.paste(paper, (40, 40))
    found = {(code.type, code.data.decode()) for code in decode(framed)}
    assert found == {
        ("QRCODE", link),
        ("EAN13", "2012345001237"),
        ("CODE128", "C1-000214"),
    }


def test_printers_without_their_own_codes_get_drawn_ones() -> None:
    decode = pytest.importorskip("pyzbar.pyzbar", exc_type=ImportError).decode
    model = replace(SIM, native_qr=False, native_barcode=False)
    document = Document("receipt", (QR("abc"), Barcode("201234500123"), Cut()))
    paper = render(ticket(document, model)).convert("L")
    assert sorted(code.data for code in decode(paper)) == [b"2012345001237", b"abc"]


def test_content_that_no_code_holds_is_drawn_as_text() -> None:
    too_much = drawn(Document("receipt", (QR("x" * 8000),)))
    wrong = drawn(Document("receipt", (Barcode("12AB"),)))
    assert too_much.getbbox() is not None
    assert wrong.getbbox() is not None


def test_what_a_real_printer_would_not_print_does_not_break_the_paper() -> None:
    strange = Ticket(
        (
            QrCode("x" * 8000, 3, "L"),
            BarCode("EAN13", "12AB", 60, 3, "both"),
            BarCode("ITF", "1234", 60, 3, "none"),
            BarCode("EAN13", "201234500123", 60, 3, "both"),
        )
    )
    assert render(strange).height > 60
    assert render(Ticket(())).size == (576, 1)


def test_a_wide_picture_is_shrunk() -> None:
    block = Picture(Bitmap(1152, 100, b"\xff" * 144 * 100))
    assert drawn(Document("receipt", (block,))).getbbox() == (0, 0, 576, 50)
