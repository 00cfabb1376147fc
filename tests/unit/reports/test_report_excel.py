"""The workbook, read back."""

import dataclasses
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from z_sample import HEADING, NAMES, REPORT, SUMS

from app.reports.excel import z_workbook
from app.reports.z_report import report_of


@pytest.fixture(scope="module")
def book():
    return load_workbook(BytesIO(z_workbook(REPORT)))


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def exact(value):
    """A number of a cell in cents."""
    return int(Decimal(str(value)) * 100)


def test_the_sheets_are_the_sections_of_a_closing(book):
    assert book.sheetnames == [
        "Synthèse",
        "TVA",
        "Encaissements",
        "Cartes par terminal",
        "Par heure",
        "Par catégorie",
        "Opérateurs",
        "Documents",
    ]


def test_vat_is_in_numbers_one_can_add(book):
    sheet = book["TVA"]
    rows = cells(sheet)
    assert rows[0] == ["Taux", "Nature", "HT", "TVA", "TTC"]
    assert [rows[3][0], rows[3][1]] == [0.1, "Ensemble"]
    assert [exact(value) for value in rows[3][2:]] == [10648, 1066, 11714]
    assert [exact(value) for value in rows[-1][2:]] == [20430, 2130, 22560]
    assert sheet["A4"].number_format == "0.0#%"
    assert sheet["C4"].number_format == "#,##0.00"
    services = [row for row in rows if row[1] == "Services"]
    assert [exact(row[2]) for row in services] == [6127, 1300]


def test_each_terminal_stands_beside_what_it_says_itself(book):
    [_, row] = cells(book["Cartes par terminal"])
    assert row[:2] == ["TPE 1", 4]
    assert [exact(value) for value in row[2:]] == [10_444, 10_444, 10_400, -44]


def test_a_whole_quantity_has_no_lonely_point(book):
    assert book["Par catégorie"]["B2"].number_format == "General"


def test_tenders_and_hours_add_up_to_the_turnover(book):
    tenders = cells(book["Encaissements"])
    assert tenders[2][:3] == ["Carte", 4, 101.44]
    assert [exact(value) for value in tenders[-1][2:4]] == [22560, 300]
    hours = cells(book["Par heure"])
    assert hours[1] == ["11 h", 1, 0, 69.3]
    assert hours[-1] == ["Total", 4, 4, 225.6]


def test_the_summary_names_every_figure(book):
    sheet = book["Synthèse"]
    values = {row[0]: row[1] for row in cells(sheet) if row[0]}
    assert sheet["A1"].value == "Le Vieux Moulin · Z 0123"
    assert exact(values["Chiffre d’affaires net TTC"]) == 22560
    assert exact(values["Retours TTC"]) == -1890
    assert exact(values["Écart"]) == -50
    assert exact(values["Perpétuel absolu"]) == 10_076_340
    assert values["Extrait de signature"] == "k7Qd"
    voids = next(row for row in cells(sheet) if row[0] == "Annulations après envoi")
    assert voids[1:3] == [2, 8.4]


def test_documents_have_dates_and_stay_readable_when_scrolled(book):
    sheet = book["Documents"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:H6"
    assert sheet["B2"].value == datetime(2026, 11, 20, 11, 52)  # noqa: DTZ001
    assert [cell.value for cell in sheet["C"]][1:] == ["Ticket"] * 4 + ["Remboursement"]
    assert sum(exact(cell.value) for cell in sheet["H"][1:]) == 22560
    assert sheet.column_dimensions["A"].width == 14


def test_names_cannot_become_formulas_nor_break_the_file():
    names = {**NAMES, "p1": "=HYPERLINK(1)", "p2": "Ka\x00rim\x1b"}
    book = load_workbook(BytesIO(z_workbook(report_of(SUMS, HEADING, names))))
    sheet = book["Opérateurs"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=HYPERLINK(1)", "s")
    assert sheet["A3"].value == "Karim"


def test_an_empty_reading_is_a_workbook_too():
    heading = dataclasses.replace(HEADING, kind="X", number=0)
    book = load_workbook(BytesIO(z_workbook(report_of({}, heading, {}))))
    assert book["Synthèse"]["A1"].value == "Le Vieux Moulin · X"
    assert cells(book["Documents"]) == [
        ["Numéro", "Date", "Type", "Table", "Opérateur", "HT", "TVA", "TTC"]
    ]
    assert "Espèces" not in [cell.value for cell in book["Synthèse"]["A"]]


def test_an_uncounted_drawer_has_no_difference():
    done = ("counted", "difference")
    sums = {key: value for key, value in SUMS.items() if key[1] not in done}
    book = load_workbook(BytesIO(z_workbook(report_of(sums, HEADING, NAMES))))
    names = [cell.value for cell in book["Synthèse"]["A"]]
    assert "Attendu" in names
    assert "Écart" not in names
