"""The journal of the till for some days, by day, rate and tender, as PDF and workbook.

What is shown are the sums of stored closings, and the entries that go to the accountant
(`app/fiscal/accounting.py`); a figure here is one of theirs. Source: `fiscal.md` 8.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Final

from app.domain.environment import Mark
from app.domain.payments.commands import METHODS
from app.fiscal.accounting import Books, ClosedDay, balance
from app.reports.cells import EUROS, TEXT, Value, euros, fill
from app.reports.cells import Column as Cells
from app.reports.cells import Table as Sheet
from app.reports.ink import Ink
from app.reports.layout import Band, lay_out
from app.reports.letterhead import headline, letterhead
from app.reports.sections import Column, Row, Table
from app.reports.z_report import Establishment
from resources.texts import amount, percent, short_date, tr

_TOP = 168.0
_MOST_ROWS = 36
"""Rows of a table on a page before it goes on in another."""
_TENDERS: Final[tuple[tuple[str, ...], ...]] = (
    ("cash",),
    ("card", "card_manual"),
    ("voucher",),
)
"""Tenders that have a column of their own on paper."""


def books_pdf(books: Books, house: Establishment, mark: Mark | None = None) -> bytes:
    """The journal as a PDF file, in the language in force; the same books, the same bytes.

    Args:
        mark: of figures that are not those of real trade.
    """
    title = tr("Journal de caisse")
    ink = Ink(f"{title} · {_days(books)}", house.name)
    if mark:
        ink.watermark(mark.word)
    _head(ink, books, house, title)
    parts = [house.name, title, _days(books), *([mark.paper] if mark else [])]

    def before(ink: Ink) -> None:
        if mark:
            ink.watermark(mark.word)

    lay_out(ink, list(_bands(books)), top=_TOP, foot=" · ".join(parts), before=before)
    return ink.finished()


def _days(books: Books) -> str:
    first, last = (date.fromisoformat(day) for day in (books.first, books.last))
    return tr("Du {first} au {last}", first=short_date(first), last=short_date(last))


def _head(ink: Ink, books: Books, house: Establishment, title: str) -> None:
    letterhead(ink, house, title)
    words = tr("Sommes des clôtures, à importer dans le logiciel comptable")
    headline(ink, _days(books), words)


def _bands(books: Books) -> Iterator[Band]:
    for table in (_by_rate(books), _by_tender(books), _by_account(books)):
        for start in range(0, len(table.rows), _MOST_ROWS):
            rows = table.rows[start : start + _MOST_ROWS]
            yield [Table(title=table.title, columns=table.columns, rows=rows)]


# ------------------------------------------------------------------ by day and rate


def _rates(books: Books) -> list[int]:
    return sorted(
        {
            int(item)
            for closing in books.closings
            for family, item, _ in closing.sums
            if family == "vat_rate"
        }
    )


def _rate_row(closing: ClosedDay, rates: Sequence[int]) -> list[int]:
    """HT of each rate, VAT, TTC."""
    hts = [closing.sums.get(("vat_rate", str(rate), "ht"), 0) for rate in rates]
    tva = sum(closing.sums.get(("vat_rate", str(rate), "tva"), 0) for rate in rates)
    return [*hts, tva, sum(hts) + tva]


def _by_rate(books: Books) -> Table:
    rates = _rates(books)
    heads = [tr("HT {rate}", rate=percent(rate)) for rate in rates]
    rows = [_rate_row(closing, rates) for closing in books.closings]
    return _table(
        tr("Chiffre d'affaires par jour et par taux"),
        [*heads, tr("TVA"), tr("TTC")],
        books.closings,
        rows,
    )


# ------------------------------------------------------------------ by day and tender


def _tenders(books: Books) -> list[tuple[str, tuple[str, ...]]]:
    """(words, methods) of each column that has something: on paper there is room for four."""
    named = [(tr(METHODS[group[0]]), group) for group in _TENDERS]
    rest = tuple(m for m in METHODS if not any(m in group for group in _TENDERS))
    used = set(_used(books))
    return [
        (words, group)
        for words, group in (*named, (tr("Autres"), rest))
        if used & set(group)
    ]


def _used(books: Books) -> list[str]:
    return [
        method
        for method in METHODS
        if any(("tender", method, "amount") in each.sums for each in books.closings)
    ]


def _tender_row(closing: ClosedDay, columns: Sequence[tuple[str, ...]]) -> list[int]:
    """What was taken by each, tips set apart, and the difference of the drawer."""
    sums = closing.sums
    taken = [
        sum(sums.get(("tender", method, "amount"), 0) for method in methods)
        for methods in columns
    ]
    tips = sum(sums.get(("tender", method, "tip"), 0) for method in METHODS)
    return [*taken, tips, sums.get(("cash", "difference", "amount"), 0)]


def _by_tender(books: Books) -> Table:
    columns = _tenders(books)
    methods = [methods for _, methods in columns]
    rows = [_tender_row(closing, methods) for closing in books.closings]
    heads = [words for words, _ in columns]
    return _table(
        tr("Encaissements par jour et par moyen"),
        [*heads, tr("Pourboires"), tr("Écart")],
        books.closings,
        rows,
    )


def _table(
    title: str,
    heads: Sequence[str],
    closings: Sequence[ClosedDay],
    rows: Sequence[Sequence[int]],
) -> Table:
    """Amounts of each closing under their heads, and their totals."""
    shown = [
        Row(cells=(_day(closing), closing.piece, *map(amount, row)))
        for closing, row in zip(closings, rows, strict=True)
    ]
    totals = [sum(column) for column in zip(*rows, strict=True)] or [0] * len(heads)
    shown.append(Row(cells=(tr("Total"), "", *map(amount, totals)), loud=True))
    return Table(
        title=title,
        columns=(
            Column(head=tr("Jour"), part=1.1, figures=False),
            Column(head=tr("Clôture"), part=1.3, figures=False),
            *(Column(head=head, part=1.2) for head in heads),
        ),
        rows=shown,
    )


def _day(closing: ClosedDay) -> str:
    return short_date(date.fromisoformat(closing.day))


# ------------------------------------------------------------------ by account


def _by_account(books: Books) -> Table:
    told = balance(books.postings)
    rows = [
        Row(cells=(account.number, account.name, _side(debit), _side(credit)))
        for account, debit, credit in told
    ]
    sides = sum(debit for _, debit, _ in told), sum(credit for *_, credit in told)
    rows.append(Row(cells=(tr("Total"), "", *map(amount, sides)), loud=True))
    return Table(
        title=tr("Écritures par compte"),
        columns=(
            Column(head=tr("Compte"), part=1, figures=False),
            Column(head=tr("Libellé"), part=3, figures=False),
            Column(head=tr("Débit"), part=1.2),
            Column(head=tr("Crédit"), part=1.2),
        ),
        rows=rows,
    )


def _side(cents: int) -> str:
    return amount(cents) if cents else ""


# ------------------------------------------------------------------ workbook


def books_workbook(books: Books, mark: Mark | None = None) -> bytes:
    """The same as an .xlsx file, with every line of every entry."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "Sotto"
    book.properties.title = f"{tr('Journal de caisse')} · {_days(books)}"
    book.remove(book.worksheets[0])
    for table in (_rate_sheet(books), _tender_sheet(books), _entry_sheet(books)):
        sheet = book.create_sheet(table.title)
        fill(sheet, table)
        if mark and sheet.oddHeader is not None:
            sheet.oddHeader.center.text = mark.paper
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rate_sheet(books: Books) -> Sheet:
    rates = _rates(books)
    heads = [tr("HT {rate}", rate=percent(rate)) for rate in rates]
    rows = [_rate_row(closing, rates) for closing in books.closings]
    return _sheet(tr("Par taux"), [*heads, tr("TVA"), tr("TTC")], books, rows)


def _tender_sheet(books: Books) -> Sheet:
    used = _used(books)
    rows = [_tender_row(c, [(method,) for method in used]) for c in books.closings]
    heads = [tr(METHODS[method]) for method in used]
    return _sheet(tr("Par moyen"), [*heads, tr("Pourboires"), tr("Écart")], books, rows)


def _sheet(
    title: str, heads: Sequence[str], books: Books, rows: Sequence[Sequence[int]]
) -> Sheet:
    shown: list[tuple[Value, ...]] = [
        (closing.day, closing.piece, *map(euros, row))
        for closing, row in zip(books.closings, rows, strict=True)
    ]
    totals = [euros(sum(column)) for column in zip(*rows, strict=True)]
    return Sheet(
        title=title,
        columns=(
            Cells(tr("Jour"), TEXT, 12),
            Cells(tr("Clôture"), TEXT, 16),
            *(Cells(head, EUROS, 16) for head in heads),
        ),
        rows=shown,
        totals=(tr("Total"), None, *totals) if totals else (),
    )


def _entry_sheet(books: Books) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (
            posting.journal.number,
            posting.number,
            posting.closing.day,
            posting.closing.piece,
            line.account.number,
            line.account.name,
            posting.label,
            euros(line.debit),
            euros(line.credit),
        )
        for posting in books.postings
        for line in posting.lines
    ]
    debit = sum((row[-2] for row in rows if isinstance(row[-2], Decimal)), Decimal(0))
    credit = sum((row[-1] for row in rows if isinstance(row[-1], Decimal)), Decimal(0))
    return Sheet(
        title=tr("Écritures"),
        columns=(
            Cells(tr("Journal"), TEXT, 10),
            Cells(tr("Numéro"), "0", 10),
            Cells(tr("Jour"), TEXT, 12),
            Cells(tr("Clôture"), TEXT, 16),
            Cells(tr("Compte"), TEXT, 10),
            Cells(tr("Libellé"), TEXT, 34),
            Cells(tr("Écriture"), TEXT, 26),
            Cells(tr("Débit")),
            Cells(tr("Crédit")),
        ),
        rows=rows,
        totals=(tr("Total"), *[None] * 6, debit, credit),
    )
