"""Ink on a spreadsheet: numbers with their formats, heads that stay, totals under a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from app.reports.tokens import LINE, ON, PRIMARY

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

EUROS: Final = "#,##0.00"
WHOLE: Final = "#,##0"
PERCENT: Final = "0.0#%"
QUANTITY: Final = "General"
"""Whole or to the thousandth: "#,##0.###" would write 23 as "23,"."""
MOMENT: Final = "dd/mm/yyyy hh:mm"
TEXT: Final = "@"
FACE: Final = "Inter"

Value = str | int | Decimal | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """Head, number format and width in characters."""

    head: str
    form: str = EUROS
    width: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet of rows; `totals` is empty for none."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    totals: Sequence[Value] = ()


def euros(cents: int) -> Decimal:
    """Cents as an exact number of euros."""
    return Decimal(cents).scaleb(-2)


def fill(sheet: "Worksheet", table: Table) -> None:
    """Writes a table: its heads stay in view, its totals stand under a line."""
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    columns, rows = table.columns, table.rows
    head = Font(name=FACE, color=PRIMARY[1:], bold=True)
    bold = Font(name=FACE, color=ON[1:], bold=True)
    for number, column in enumerate(columns, start=1):
        cell = put(sheet, 1, number, column.head, TEXT)
        cell.font = head
        cell.border = Border(bottom=Side("medium", color=PRIMARY[1:]))
        left = column.form in (TEXT, MOMENT)
        cell.alignment = Alignment(horizontal="left" if left else "right")
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for down, row in enumerate(rows, start=2):
        for across, (column, value) in enumerate(zip(columns, row, strict=True), 1):
            put(sheet, down, across, value, column.form)
    for across, value in enumerate(table.totals, start=1):
        cell = put(sheet, len(rows) + 2, across, value, columns[across - 1].form)
        cell.font = bold
        cell.border = Border(top=Side("thin", color=LINE[1:]))
    sheet.freeze_panes = "A2"
    if rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    print_setup(sheet)


def put(
    sheet: "Worksheet", row: int, column: int, value: Value, form: str
) -> "Cell | MergedCell":
    """Writes a value; words stay words, even those that begin with "="."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    if isinstance(value, str):
        value, form = ILLEGAL_CHARACTERS_RE.sub("", value), TEXT
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.number_format = form
    cell.font = Font(name=FACE, color=ON[1:])
    return cell


def print_setup(sheet: "Worksheet") -> None:
    """One page wide on A4."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False
