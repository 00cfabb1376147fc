"""What was sold on some days, line by line, with the moment and the place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Connection, text

from app.domain.receipts.compose import milli_of
from app.domain.receipts.events import ReceiptIssued
from app.domain.wire import from_data

_SALES = """
SELECT data FROM receipt WHERE kind = 'sale' AND bday BETWEEN :first AND :last
ORDER BY bday
"""


@dataclass(frozen=True, slots=True)
class SoldLine:
    """An article that was sold: thousandths, cents that the guest read for it."""

    article: str
    milli: int
    total: int


@dataclass(frozen=True, slots=True)
class Sale:
    """A receipt: when its guests came, in which service mode, the number of their table."""

    opened: datetime
    mode: str
    table: str
    lines: tuple[SoldLine, ...]


def sales(connection: Connection, first: str, last: str) -> list[Sale]:
    """The receipts of the business days `first` to `last`; parts of a formule are left
    out, for the formule stands for them."""
    rows = connection.execute(text(_SALES), {"first": first, "last": last})
    return [sale for data in rows.scalars() for sale in _sale(orjson.loads(data))]


def _sale(data: dict[str, object]) -> Iterator[Sale]:
    event = from_data("receipt.issued", 1, data)
    if isinstance(event, ReceiptIssued) and not event.training:
        yield Sale(
            opened=datetime.fromisoformat(event.opened),
            mode=event.mode,
            table=event.table,
            lines=tuple(
                SoldLine(line.article, milli_of(line), line.total)
                for line in event.lines
                if not line.parent
            ),
        )
