"""Tips for payroll: who gets what, period by period, as it was agreed.

Whether tips are free of charges and tax depends on their day (a dated parameter of the
house) and on what the person earns, which the payroll knows: the column says up to how
much they may be. Source: `fiscal.md` G-05.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

from app.domain.money import apportion
from app.domain.staff.events import TipsShared
from app.domain.staff.tips import exempt, window_of
from app.reports.cells import QUANTITY, TEXT, Column, Table, Value, euros, fill
from resources.texts import short_date, tr

_HOUR = 60
_CARD = ("card", "card_manual")
_SUMMED = (6, 7, 8)
"""Columns of cents, which have a total."""


@dataclass(frozen=True, slots=True)
class Payee:
    """A person as the payroll knows them."""

    name: str
    role: str


def tips_columns(window: str) -> tuple[Column, ...]:
    """The columns; `window` is the setting of the days on which tips may be exempt."""
    days = window_of(window)
    head = tr("Exonérable")
    if days is not None:
        first, last = (date.fromisoformat(day) for day in days)
        head = tr(
            "Exonérable si salaire ≤ 1,6 SMIC ({first} – {last})",
            first=f"{first:%d/%m/%Y}",
            last=f"{last:%d/%m/%Y}",
        )
    return (
        Column(tr("Nom"), TEXT, 26),
        Column(tr("Rôle"), TEXT, 18),
        Column(tr("Du"), TEXT, 12),
        Column(tr("Au"), TEXT, 12),
        Column(tr("Heures"), QUANTITY, 10),
        Column(tr("Points"), QUANTITY, 8),
        Column(tr("Part")),
        Column(tr("dont par carte"), width=16),
        Column(head, width=26),
        Column(tr("Validé par"), TEXT, 20),
        Column(tr("Validé le"), TEXT, 18),
        Column(tr("Correction"), TEXT, 30),
    )


def tips_rows(
    agreements: Sequence[tuple[TipsShared, str, str]],
    payees: Mapping[str, Payee],
    window: str,
) -> list[tuple[Value, ...]]:
    """One row for each share.

    Args:
        agreements: those that stand, when each was agreed (ISO 8601), who agreed.
        payees: person -> who they are; those who agreed among them.
    """
    return [
        row
        for event, ts, op in agreements
        for row in _rows(event, ts, payees[op].name, payees, window)
    ]


def _rows(
    event: TipsShared, ts: str, by: str, payees: Mapping[str, Payee], window: str
) -> Iterator[tuple[Value, ...]]:
    weights = [share.cents for share in event.shares]
    card = sum(each.cents for each in event.tips if each.method in _CARD)
    by_card = apportion(card, weights)
    free = apportion(exempt(event.tips, window), weights)
    when = f"{ts[8:10]}/{ts[5:7]}/{ts[:4]} {ts[11:16]}"
    for share, carded, exempted in zip(event.shares, by_card, free, strict=True):
        if not share.cents and not share.minutes:
            continue  # a manager said that they were not there
        payee = payees[share.person]
        yield (
            payee.name,
            payee.role,
            _day(event.first),
            _day(event.last),
            Decimal(share.minutes * 100 // _HOUR).scaleb(-2),
            share.points,
            euros(share.cents),
            euros(carded),
            euros(exempted),
            by,
            when,
            event.reason,
        )


def _day(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}"


def tips_workbook(
    rows: Sequence[tuple[Value, ...]], window: str, first: date, last: date
) -> bytes:
    """The rows as an .xlsx file, in the language in force."""
    from openpyxl import Workbook

    columns = tips_columns(window)
    sums: dict[int, Value] = {
        number: sum((Decimal(str(row[number])) for row in rows), Decimal(0))
        for number in _SUMMED
    }
    totals = tuple(
        tr("Total") if number == 0 else sums.get(number)
        for number in range(len(columns))
    )
    book = Workbook()
    book.properties.creator = "Sotto"
    period = f"{short_date(first)} – {short_date(last)}"
    book.properties.title = f"{tr('Pourboires')} {period}"
    sheet = book.worksheets[0]
    sheet.title = tr("Pourboires")
    table = Table(title=tr("Pourboires"), columns=columns, rows=rows, totals=totals)
    fill(sheet, table)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def tips_table(
    rows: Sequence[tuple[Value, ...]], window: str
) -> tuple[list[str], list[list[str]]]:
    """Heads and cells for a CSV file, numbers with a comma."""
    heads = [column.head for column in tips_columns(window)]
    return heads, [[_plain(value) for value in row] for row in rows]


def _plain(value: Value) -> str:
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return "" if value is None else str(value)
