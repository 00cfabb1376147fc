"""Labels: what stands on them, where they lie on a sheet, and that scanners read them."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.domain.catalogue.events import ArticleSet
from app.followers.paper.label import label_paper
from app.reports.labels import (
    SHEETS,
    Sheet,
    allergen_label,
    label_sheets_pdf,
    price_label,
    symbology,
    use_by_label,
)
from hardware.printers.document import Barcode, Cut

TERRINE = ArticleSet(
    id="terrine",
    name="Terrine de campagne",
    category="shop",
    price=950,
    barcodes=("3012345678902",),
    allergens=("milk", "eggs?"),
)
NOON = datetime(2026, 11, 20, 12, 5, tzinfo=UTC)


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_a_price_label_says_the_price_and_the_code() -> None:
    label = price_label(TERRINE)
    assert (label.title, label.code) == ("Terrine de campagne", "3012345678902")
    assert label.big.startswith("9,50")
    by_weight = ArticleSet(id="x", name="Comté", category="shop", price=2990, unit="kg")
    assert price_label(by_weight).big.endswith("le kg")


def test_what_nobody_has_said_is_not_taken_to_be_absent() -> None:
    plain = ArticleSet(id="x", name="Frites", category="plats", price=450)
    assert allergen_label(plain).lines == ("Allergènes : non renseigné",)
    assert allergen_label(TERRINE).lines == (
        "Contient : lait",
        "Peut contenir : œufs",
    )


def test_a_preparation_says_when_by_whom_and_until_when() -> None:
    label = use_by_label(TERRINE, NOON, 3, "Léa")
    assert label.big == "DLC 23/11/2026"
    assert label.lines[0] == "Fait le 20/11/2026 à 12:05 par Léa"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("3012345678902", "EAN13"),
        ("3012345678901", "CODE128"),
        ("LOT-42", "CODE128"),
        ("https://example.org/01/03012345678902", "QR"),
    ],
)
def test_bars_stay_short_enough_to_be_read(code: str, kind: str) -> None:
    assert symbology(code) == kind


def test_a_label_is_cut_and_bears_its_code() -> None:
    paper = label_paper(price_label(TERRINE))
    assert paper.blocks[-1] == Cut()
    assert Barcode("3012345678902") in paper.blocks


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())
def test_every_sheet_fits_on_its_page(sheet: Sheet) -> None:
    assert sheet.across * sheet.width + (sheet.across - 1) * sheet.gap <= 210
    assert sheet.down * sheet.height <= 297


def test_a_sheet_that_was_begun_goes_on_and_overflows_to_the_next() -> None:
    sheet = SHEETS["L7159"]
    pages = texts(
        label_sheets_pdf([price_label(TERRINE)] * 3, sheet, "Moulin", first=23)
    )
    assert [page.count("Terrine") for page in pages] == [2, 1]
