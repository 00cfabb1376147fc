"""Facts about the drawer and the day."""

from dataclasses import dataclass

from app.domain.receipts.events import GrandTotals
from app.domain.wire import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Coins:
    """`count` notes or coins worth `value` cents each."""

    value: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a report: its key ("vat.1000.ttc") and cents or a count."""

    key: str
    value: int


@fact("till.opened", stream="till/{till}", series="M", signed=True)
class TillOpened:
    """A session began with this float."""

    till: str
    session: str
    coins: tuple[Coins, ...]
    total: int


@fact("till.cash_moved", stream="till/{till}", series="M", signed=True)
class CashMoved:
    """Cash went in (positive) or out (negative) without a sale."""

    till: str
    session: str
    amount: int
    reason: str
    note: str = ""


@fact("till.drawer_opened", stream="till/{till}", series="M", signed=True)
class DrawerOpened:
    """The drawer was opened without a sale."""

    till: str
    reason: str


@fact("till.counted", stream="till/{till}", series="M", signed=True)
class TillCounted:
    """The drawer was counted, blind: the expected amount was not shown before."""

    till: str
    session: str
    coins: tuple[Coins, ...]
    total: int
    expected: int
    difference: int
    reason: str = ""


@fact("till.reported", stream="till/{till}", series="M", signed=True)
class TillReported:
    """An X was read: it resets nothing."""

    till: str
    session: str
    figures: tuple[Figure, ...]


@fact("till.day_closed", stream="till/{till}", series="Z", signed=True)
class DayClosed:
    """The Z: figures of the business day, summed from stored documents.

    Attributes:
        day: business day that is closed; no sale enters it any more.
        first, last: first and last `tseq` of series T, 0 when there was no sale.
        totals: running totals at the closing; the perpetual ones are never reset.
        open_since: oldest business day that still has an open order, else the next day.
        previous: hash of the previous closing's entry, "" for the first.
    """

    till: str
    session: str
    number: int
    day: str
    figures: tuple[Figure, ...]
    first: int
    last: int
    totals: GrandTotals
    open_since: str
    previous: str = ""


TillEvent = (
    TillOpened | CashMoved | DrawerOpened | TillCounted | TillReported | DayClosed
)
