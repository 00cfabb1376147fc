"""Facts about the drawer and the day."""

from dataclasses import dataclass
from typing import Literal

from app.domain.receipts.events import GrandTotals
from app.domain.records import record
from app.domain.wire import Json, fact, upcast


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one unit of a currency is worth: millionths of a euro."""

    currency: str
    micro: int


@fact("till.opened", version=2, stream="till/{till}", series="M", signed=True)
class TillOpened:
    """A session began with this float.

    `rates` are those of the currencies that it takes, until it ends.
    """

    till: str
    session: str
    coins: tuple[Coins, ...]
    total: int
    rates: tuple[Rate, ...] = ()


@upcast("till.opened", 1)
def _in_euros(data: dict[str, Json]) -> dict[str, Json]:
    """The first version took no other currency."""
    return data


@fact("till.foreign_moved", stream="till/{till}", series="M", signed=True)
class ForeignMoved:
    """Notes of another currency went in (positive hundredths of a unit) or out of the drawer
    without a sale."""

    till: str
    session: str
    currency: str
    amount: int
    reason: str


@fact("till.cash_moved", version=2, stream="till/{till}", series="M", signed=True)
class CashMoved:
    """Cash went in (positive) or out (negative) without a sale.

    `move` is its id, by which files are kept with it; "" in the first version.
    """

    till: str
    session: str
    amount: int
    reason: str
    note: str = ""
    move: str = ""


@upcast("till.cash_moved", 1)
def _unnamed(data: dict[str, Json]) -> dict[str, Json]:
    """The first version had no files."""
    return data


About = Literal["move", "float", "count"]
"""What a file is kept with: a movement of cash, or a session as it begins or is counted."""


@fact("till.file_kept", stream="till/{till}", series="M", signed=True)
class FileKept:
    """A picture or scan was kept with a movement of cash, or with a count of the drawer.

    Attributes:
        about: one of `About`; `of` the id of the movement, or of the session.
        file: SHA-256 of its bytes, in hexadecimal (`app.services.kept_files`).
    """

    id: str
    till: str
    about: str
    of: str
    file: str


CASH_REASONS: dict[str, str] = {
    "change": "Monnaie",
    "bank": "Banque",
    "supplier": "Fournisseur",
    "tip": "Pourboires",
    "error": "Erreur de caisse",
    "other": "Autre",
}
"""Why cash moves -> its French name; any other reason says itself."""


@fact("till.drawer_opened", stream="till/{till}", series="M", signed=True)
class DrawerOpened:
    """The drawer was opened without a sale."""

    till: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderCheck:
    """A tender held against another paper: the total of a stand-alone card terminal,
    its collection, the vouchers in hand.

    Attributes:
        expected: cents that were taken, tips included; `told` what the paper says.
        terminal: the card terminal whose total it is, for what all tills took on it;
            "" for a tender as a whole.
    """

    method: str
    expected: int
    told: int
    terminal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCount:
    """Hundredths of a unit of a currency that were counted, and that must be there."""

    currency: str
    counted: int
    expected: int = 0


@fact("till.counted", version=4, stream="till/{till}", series="M", signed=True)
class TillCounted:
    """The drawer was counted, blind: the expected amount was not shown before.

    Attributes:
        checked: the tenders that were held against another paper.
        foreign: the notes of other currencies.
    """

    till: str
    session: str
    coins: tuple[Coins, ...]
    total: int
    expected: int
    difference: int
    reason: str = ""
    checked: tuple[TenderCheck, ...] = ()
    foreign: tuple[ForeignCount, ...] = ()


@upcast("till.counted", 1)
@upcast("till.counted", 2)
@upcast("till.counted", 3)
def _unchecked(data: dict[str, Json]) -> dict[str, Json]:
    """The first version counted the drawer only, the second no terminal by itself, the
    third no other currency."""
    return data


@fact("till.reported", version=2, stream="till/{till}", series="M", signed=True)
class TillReported:
    """An X was read: it resets nothing.

    `since` is the first business day of a month that was read so far, "" for a day.
    """

    till: str
    session: str
    figures: tuple[Figure, ...]
    since: str = ""


@upcast("till.reported", 1)
def _of_the_day(data: dict[str, Json]) -> dict[str, Json]:
    """The first version was always of the day."""
    return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The numbers of a fiscal series that a closing covers, inclusive."""

    series: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """The entries of a terminal that a closing covers: those since the closing before.

    Attributes:
        first, last: their numbers in the chain.
        since, until: moments of the first and the last one, ISO 8601.
        series: what they are in each fiscal series.
        software: the programs that wrote them, with their fiscal versions.
    """

    first: int
    last: int
    since: str
    until: str
    series: tuple[Span, ...]
    software: tuple[str, ...]


@fact("till.day_closed", version=2, stream="till/{till}", series="Z", signed=True)
class DayClosed:
    """The Z: figures of the business day, summed from stored documents.

    Attributes:
        day: business day that is closed; no sale enters it any more.
        first, last: first and last `tseq` of series T, 0 when there was no sale.
        totals: running totals at the closing; the perpetual ones are never reset.
        open_since: oldest business day that still has an open order, else the next day.
        previous: hash of the previous closing's entry, "" for the first.
        extent: the entries since the closing before; None in the first version.
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
    extent: Extent | None = None


@upcast("till.day_closed", 1)
def _without_extent(data: dict[str, Json]) -> dict[str, Json]:
    """The first version did not say which entries it covers."""
    return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A closing that another one adds up.

    Attributes:
        chain, number: of the terminal that made it, in its series.
        day: its last business day.
        hash: of its entry.
        net: its turnover, cents with VAT.
    """

    chain: str
    number: int
    day: str
    hash: str
    net: int


@record
class PeriodClosed:
    """A closing that adds up closings, figure by figure; documents are not read again.

    Attributes:
        till: the terminal that made it.
        number: in its series, from 1.
        first_day, last_day: of the period, inclusive.
        parts: what it adds up, in the order of days: of a month its Zs, of a year its
            months, of the establishment what each terminal closed for the period.
        figures: theirs, added up by key.
        totals: running totals at the end; of the establishment, those of `ends` together.
        start_net, start_abs: the perpetual totals before the first part.
        extent: from the first part's to the last one's; None for the establishment.
        previous: hash of the previous closing of the kind, "" for the first.
        complement: 0 for the first closing of the period, n for the nth after it, which
            adds up what came too late for those before: none is ever changed.
        absent: terminals that had not closed the period, or not told of it yet.
        ends: of the establishment, the last closing of each terminal that was ever added
            up; the next one goes on from them.
    """

    till: str
    number: int
    first_day: str
    last_day: str
    parts: tuple[Part, ...]
    figures: tuple[Figure, ...]
    totals: GrandTotals
    start_net: int
    start_abs: int
    extent: Extent | None = None
    previous: str = ""
    complement: int = 0
    absent: tuple[str, ...] = ()
    ends: tuple[Part, ...] = ()


@fact("till.month_closed", stream="till/{till}", series="ZM", signed=True)
class MonthClosed(PeriodClosed):
    """A terminal's month: its Zs added up."""


@fact("till.year_closed", stream="till/{till}", series="ZY", signed=True)
class YearClosed(PeriodClosed):
    """A terminal's fiscal year: its months added up."""


@fact("establishment.day_closed", stream="establishment", series="E", signed=True)
class EstablishmentDayClosed(PeriodClosed):
    """A business day of all terminals: their Zs added up."""


@fact("establishment.month_closed", stream="establishment", series="EM", signed=True)
class EstablishmentMonthClosed(PeriodClosed):
    """A month of all terminals: their months added up."""


@fact("establishment.year_closed", stream="establishment", series="EY", signed=True)
class EstablishmentYearClosed(PeriodClosed):
    """A fiscal year of all terminals: their years added up."""


Closing = DayClosed | PeriodClosed
"""Any closing."""
PERIODS: tuple[type[PeriodClosed], ...] = (
    MonthClosed,
    YearClosed,
    EstablishmentDayClosed,
    EstablishmentMonthClosed,
    EstablishmentYearClosed,
)
"""The closings that add up others."""
ADDED: dict[type[PeriodClosed], str] = {
    MonthClosed: "Z",
    YearClosed: "ZM",
    EstablishmentDayClosed: "Z",
    EstablishmentMonthClosed: "ZM",
    EstablishmentYearClosed: "ZY",
}
"""Kind of closing -> the series of what it adds up."""
TillEvent = (
    TillOpened
    | CashMoved
    | ForeignMoved
    | FileKept
    | DrawerOpened
    | TillCounted
    | TillReported
    | DayClosed
    | MonthClosed
    | YearClosed
    | EstablishmentDayClosed
    | EstablishmentMonthClosed
    | EstablishmentYearClosed
)
