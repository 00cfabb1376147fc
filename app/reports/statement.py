"""The statement of a client's account: what was bought, what was paid, what is due.

Source: `fiscal.md` G-11. It is no invoice: the tickets that it names are the documents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from app.domain.environment import Mark
from app.reports.cells import TEXT, euros, fill
from app.reports.cells import Column as Cells
from app.reports.cells import Table as Sheet
from app.reports.ink import Ink
from app.reports.layout import Band, lay_out
from app.reports.letterhead import headline, letterhead
from app.reports.sections import Column, Row, Table
from app.reports.z_report import Establishment
from resources.texts import amount, price, short_date, tr

_TOP = 168.0
_MOST_ROWS = 30
"""Rows of a table on a page before it goes on in another."""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A move of the account: its business day, words, cents (positive: more is owed) and
    the balance after it."""

    day: str
    words: str
    cents: int
    owed: int


def statement_pdf(
    name: str,
    lines: Sequence[StatementLine],
    house: Establishment,
    day: str,
    mark: Mark | None = None,
    ages: Sequence[tuple[str, int]] = (),
) -> bytes:
    """The statement of a client on a business day, in the language in force.

    Args:
        ages: (words, cents) of what is owed by its age.
    """
    title = tr("Relevé de compte")
    ink = Ink(f"{title} · {name}", house.name)
    owed = lines[-1].owed if lines else 0

    def before(ink: Ink) -> None:
        if mark:
            ink.watermark(mark.word)

    before(ink)
    letterhead(ink, house, title)
    words = tr("Au {day} : {owed} à régler", day=_day(day), owed=price(owed))
    headline(ink, name, words)
    rows = [_row(line) for line in lines]
    rows.append(Row(cells=(tr("À régler"), "", "", amount(owed)), loud=True))
    parts = range(0, len(rows), _MOST_ROWS)
    tables: list[Band] = [[_table(rows[n : n + _MOST_ROWS])] for n in parts]
    if ages:
        tables.append([_ages(ages)])
    foot = " · ".join([house.name, title, *([mark.paper] if mark else [])])
    lay_out(ink, tables, top=_TOP, foot=foot, before=before)
    return ink.finished()


def statement_workbook(
    name: str,
    lines: Sequence[StatementLine],
    house: Establishment,
    day: str,
    mark: Mark | None = None,
    ages: Sequence[tuple[str, int]] = (),
) -> bytes:
    """The same as an .xlsx file."""
    from openpyxl import Workbook

    title = tr("Relevé de compte")
    book = Workbook()
    book.properties.creator = "Sotto"
    book.properties.title = f"{title} · {name} · {house.name} · {_day(day)}"
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(title)
    table = Sheet(
        title=title,
        columns=(
            Cells(tr("Jour"), TEXT, 12),
            Cells(tr("Mouvement"), TEXT, 28),
            Cells(tr("Montant")),
            Cells(tr("Solde")),
        ),
        rows=[(e.day, e.words, euros(e.cents), euros(e.owed)) for e in lines],
        totals=(tr("À régler"), None, None, euros(lines[-1].owed if lines else 0)),
    )
    fill(sheet, table)
    if ages:
        old = book.create_sheet(tr("Par ancienneté"))
        heads = tuple(Cells(words) for words, _ in ages)
        row = tuple(euros(cents) for _, cents in ages)
        fill(old, Sheet(title=tr("Par ancienneté"), columns=heads, rows=[row]))
    if sheet.oddHeader is not None:
        sheet.oddHeader.left.text = f"{house.name} · {name}"
        sheet.oddHeader.center.text = mark.paper if mark else ""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _row(line: StatementLine) -> Row:
    cents = amount(line.cents, sign=True)
    return Row(cells=(_day(line.day), line.words, cents, amount(line.owed)))


def _table(rows: Sequence[Row]) -> Table:
    return Table(
        title=tr("Mouvements"),
        columns=(
            Column(head=tr("Jour"), part=1, figures=False),
            Column(head=tr("Mouvement"), part=2.4, figures=False),
            Column(head=tr("Montant"), part=1),
            Column(head=tr("Solde"), part=1),
        ),
        rows=rows,
    )


def _ages(ages: Sequence[tuple[str, int]]) -> Table:
    return Table(
        title=tr("Par ancienneté"),
        columns=tuple(Column(head=words, part=1) for words, _ in ages),
        rows=[Row(cells=tuple(amount(cents) for _, cents in ages))],
    )


def _day(day: str) -> str:
    return short_date(date.fromisoformat(day))
