"""The statement of a client's account, as a page and as a workbook."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.reports.statement import StatementLine, statement_pdf, statement_workbook
from app.reports.z_report import Establishment
from resources.texts import set_language

HOUSE = Establishment(
    name="Le Vieux Moulin",
    address="12 quai Saint-Vincent",
    siret="81234567800021",
    naf="5610A",
    vat_number="FR43812345678",
)
LINES = (
    StatementLine("2026-11-02", "Achat", 5240, 5240),
    StatementLine("2026-11-20", "Réglé", -2000, 3240),
)


@pytest.fixture(autouse=True)
def french() -> None:
    set_language("fr")


def test_a_workbook_has_what_was_bought_and_paid_and_what_is_due() -> None:
    made = statement_workbook("Anne Martin", LINES, HOUSE, "2026-11-30")
    (sheet,) = load_workbook(BytesIO(made)).worksheets
    rows = [row for row in sheet.iter_rows(values_only=True) if any(row)]
    assert rows[1:] == [
        ("2026-11-02", "Achat", 52.4, 52.4),
        ("2026-11-20", "Réglé", -20, 32.4),
        ("À régler", None, None, 32.4),
    ]


def test_who_bought_nothing_owes_nothing() -> None:
    assert statement_pdf("Anne", (), HOUSE, "2026-11-30").startswith(b"%PDF-")
    assert statement_workbook("Anne", (), HOUSE, "2026-11-30").startswith(b"PK")
