"""What a scanner reads off our labels: sheets as Qt's PDF reader draws them, and rolls."""

import pytest
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from app.domain.catalogue.events import ArticleSet
from app.followers.paper.label import label_paper
from app.reports.labels import SHEETS, Sheet, label_sheets_pdf, price_label
from hardware.printers.emulation import Interpreter
from hardware.printers.escpos import encode
from hardware.printers.paper_picture import render
from hardware.printers.profiles import profile

CODES = {
    ("EAN13", "3012345678902"),
    ("CODE128", "LOT-42/2026-A7"),
    ("QRCODE", "LOT-42/2026-A7B"),
    ("QRCODE", "https://levieuxmoulin.example/01/03012345678902"),
}
DPI = 300


def labelled(code: str) -> ArticleSet:
    return ArticleSet(
        id="terrine",
        name="Terrine de campagne",
        category="shop",
        price=950,
        barcodes=(code,),
    )


def read(picture: Image.Image) -> set[tuple[str, str]]:
    decode = pytest.importorskip("pyzbar.pyzbar", exc_type=ImportError).decode
    return {(code.type, code.data.decode()) for code in decode(picture)}


def drawn(pdf: bytes) -> Image.Image:
    """The first page as an office printer sets it."""
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(pdf)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    size = document.pagePointSize(0) * (DPI / 72)
    picture = document.render(0, QSize(round(size.width()), round(size.height())))
    document.close()
    picture = picture.convertToFormat(QImage.Format.Format_RGBA8888)
    shape = (picture.width(), picture.height())
    ink = Image.frombytes("RGBA", shape, bytes(picture.constBits()))
    paper = Image.new("RGBA", shape, "white")
    paper.alpha_composite(ink)
    return paper.convert("L")


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())
def test_every_code_of_a_sheet_is_read(qapp: object, sheet: Sheet) -> None:
    labels = [price_label(labelled(code)) for _, code in sorted(CODES)]
    page = drawn(label_sheets_pdf(labels, sheet, "Moulin"))
    rows = page.crop((0, 0, page.width, page.height // 3))  # the rest is white
    assert read(rows) == CODES


@pytest.mark.parametrize("model", ["simulated", "simulated_raster", "simulated_58"])
@pytest.mark.parametrize("code", sorted(CODES), ids=str)
def test_the_code_of_a_label_from_a_roll_is_read(
    model: str, code: tuple[str, str]
) -> None:
    printer = profile(model)
    brain = Interpreter(printer)
    brain.feed(encode(label_paper(price_label(labelled(code[1]))), printer).body)
    while (label := brain.step().cut) is None:
        pass
    paper = render(label, printer.dots).convert("L")
    framed = Image.new("L", (paper.width + 80, paper.height + 80), 255)
    framed.paste(paper, (40, 40))
    assert read(framed) == {code}
