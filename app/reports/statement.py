"""The statement of a client's account as a PDF: what was bought, what was paid, what is due.

Source: `fiscal.md` G-11. It is no invoice: the tickets that it names are the documents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.environment import Mark
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
) -> bytes:
    """The statement of a client on a business day, in the language in force."""
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
    foot = " · ".join([house.name, title, *([mark.paper] if mark else [])])
    lay_out(ink, tables, top=_TOP, foot=foot, before=before)
    return ink.finished()


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


def _day(day: str) -> str:
    return short_date(date.fromisoformat(day))
