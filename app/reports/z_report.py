"""What an X or a Z says, ready for paper and spreadsheet: figures and names, no layout.

Every amount is cents taken from stored documents; nothing is computed from rates here.
The sections are those of section 6 of the fiscal requirements; `report_of` fills them
from the sums of a closing ("<family>", "<item>", "<measure>").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from app.domain.environment import Mark
from app.domain.money import rhu
from app.domain.payments.decide import METHODS
from app.reports.z_beside import BesideLine, beside_of
from app.reports.z_currencies import CurrencyLine, currency_lines
from app.reports.z_terminals import TerminalLine, terminal_lines

Kind = Literal["X", "Z", "ZM", "ZY", "E", "EM", "EY"]
"""A reading of the till, or the closing of a day, a month, a fiscal year; of a terminal,
or of the establishment."""
Sums = Mapping[tuple[str, str, str], int]

CONTROLS: Mapping[str, str] = {
    "discount": "Remises",
    "comp": "Offerts",
    "void": "Annulations après envoi",
    "order_cancelled": "Commandes abandonnées",
    "addition": "Additions imprimées",
    "addition_unpaid": "Additions sans ticket",
    "duplicate": "Duplicatas",
    "drawer_opened": "Tiroir ouvert sans vente",
    "cash_moved": "Mouvements d'espèces",
    "refund_freely": "Remboursements sans ticket",
    "payment_corrected": "Règlements corrigés",
    "payment_unknown": "Cartes sans réponse",
    "integrity": "Défauts d'intégrité",
    "unsigned": "Documents hors signature",
    "rollback": "Retours à une copie",
    "breach": "Ruptures d'intégrité",
    "restored": "Restaurations",
    "clock": "Reculs de l'horloge",
    "clock_forward": "Sauts de l'horloge",
    "clock_drift": "Horloges en désaccord",
    "degraded": "Passages en mode dégradé",
    "training": "Tickets d'école",
    "verified": "Vérifications réussies",
    "witness_unreachable": "Témoin de fin illisible",
}
"""Control counter -> French name, in the order in which they are read."""

_COUNTED = {"counted", "difference"}
_CUT_OFF_HOUR = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Establishment:
    """Who sells, as the law wants it named."""

    name: str
    address: str
    siret: str
    naf: str
    vat_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Which report this is.

    Attributes:
        number: in the series of closings; 0 for an X.
        first_day, last_day: business days covered, the same for a day.
        terminal: chain ("C1"), "" for the establishment.
        operator: name of the person who read or closed.
        made: when.
        first_moment, last_moment: of the first and last document, None without any.
        first_document, last_document: their numbers, 0 without any.
        mark: of figures that are not those of real trade.
        complement: 0, or n for the nth closing that completes the period.
        absent: terminals whose closing is not in it.
    """

    kind: Kind
    number: int
    first_day: date
    last_day: date
    terminal: str
    establishment: Establishment
    operator: str
    made: datetime
    first_moment: datetime | None = None
    last_moment: datetime | None = None
    first_document: int = 0
    last_document: int = 0
    mark: Mark | None = None
    complement: int = 0
    absent: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """A closing that this one adds up: its name, last business day, net turnover."""

    name: str
    day: date
    net: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanLine:
    """The numbers of a series that a closing covers; "" is the journal itself."""

    series: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What binds a report to the journal.

    Attributes:
        head_hash: hash of the report's own entry; it goes on paper as a QR code.
        previous_hash: of the closing before, "" for the first.
        signature: extract of four characters.
        software: fiscal version.
        verification: words on the last verification of the journal.
        qr: what the QR code holds.
    """

    head_hash: str
    signature: str
    software: str
    previous_hash: str = ""
    verification: str = ""
    qr: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningTotals:
    """Totals after the last document, cents; the perpetual ones are never reset.

    `start_net`, `start_abs` are the perpetual ones before the period, None where they are
    not told.
    """

    day: int
    month: int
    year: int
    perpetual_net: int
    perpetual_abs: int
    start_net: int | None = None
    start_abs: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnover:
    """Sales and returns (both positive cents, VAT included), and what was counted.

    `sold` are those receipts that are not only tips, vouchers, deposits or settlements; 0
    in closings of before they were counted.
    """

    sales: int
    returns: int
    receipts: int
    sold: int
    refunds: int
    lines: int
    articles: int
    covers: int

    @property
    def net(self) -> int:
        """Sales minus returns."""
        return self.sales - self.returns

    @property
    def average(self) -> int:
        """Sales per receipt of a sale, 0 without any."""
        count = self.sold or self.receipts
        return rhu(self.sales, count) if count else 0

    @property
    def per_cover(self) -> int:
        """Net turnover per cover, 0 without any."""
        return rhu(self.net, self.covers) if self.covers else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VatLine:
    """A rate (hundredths of a percent), of one nature or of both when it is ""."""

    rate: int
    ttc: int
    ht: int
    tva: int
    nature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderLine:
    """What one method brought: `amount` pays documents; tips and excess are beside it.
    `told` is what another paper says of it all, if one was read; `off` how much more."""

    name: str
    count: int
    amount: int
    tip: int = 0
    excess: int = 0
    told: int | None = None
    off: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CashBlock:
    """The drawer. `refunds`, `moved_out` and `foreign` (change in euros for foreign notes)
    are negative; not counted is None."""

    opening: int
    sales: int
    refunds: int
    moved_in: int
    moved_out: int
    expected: int
    foreign: int = 0
    counted: int | None = None
    difference: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlLine:
    """How often something happened that a controller looks at, and for how much."""

    name: str
    count: int
    amount: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorLine:
    """One person's documents, net turnover, voids and discounts."""

    name: str
    documents: int
    ttc: int
    voids: int = 0
    discounts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HourLine:
    """An hour of the clock (0-23)."""

    hour: int
    documents: int
    ttc: int
    covers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryLine:
    """A category: thousandths sold and net turnover."""

    name: str
    milli: int
    ttc: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A receipt or a refund of the period."""

    number: str
    moment: datetime
    refund: bool
    table: str
    operator: str
    ttc: int
    ht: int
    tva: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ZReport:
    """An X or a Z.

    Attributes:
        vat: by rate; `natures` the same by rate and nature.
        totals, seal: None for what has none (an X need not be sealed).
        cash: None when the report covers no drawer.
        hours: in the order of the business day.
        categories: by falling turnover.
        documents: for the spreadsheet; may be left out.
        parts: the closings that it adds up; spans: the numbers that it covers.
    """

    heading: Heading
    turnover: Turnover
    vat: Sequence[VatLine]
    natures: Sequence[VatLine]
    tenders: Sequence[TenderLine]
    cash: CashBlock | None
    controls: Sequence[ControlLine]
    operators: Sequence[OperatorLine]
    hours: Sequence[HourLine]
    categories: Sequence[CategoryLine]
    totals: RunningTotals | None = None
    seal: Seal | None = None
    documents: Sequence[DocumentLine] = ()
    beside: Sequence[BesideLine] = ()
    parts: Sequence[PartLine] = ()
    spans: Sequence[SpanLine] = ()
    terminals: Sequence[TerminalLine] = ()
    currencies: Sequence[CurrencyLine] = ()


def report_of(
    sums: Sums,
    heading: Heading,
    names: Mapping[str, str],
    *,
    totals: RunningTotals | None = None,
    seal: Seal | None = None,
    documents: Sequence[DocumentLine] = (),
    parts: Sequence[PartLine] = (),
    spans: Sequence[SpanLine] = (),
) -> ZReport:
    """The report of the sums of a closing.

    Args:
        sums: as a closing stores them.
        names: ids of people, categories and devices -> what they are called.
    """
    figure = _Figures(sums)
    return ZReport(
        heading=heading,
        turnover=Turnover(
            sales=figure("document", "sale", "ttc"),
            returns=-figure("document", "refund", "ttc"),
            receipts=figure("document", "sale", "count"),
            sold=figure("document", "sold", "count"),
            refunds=figure("document", "refund", "count"),
            lines=figure("document", "lines", "count"),
            articles=figure("document", "articles", "count"),
            covers=figure("document", "covers", "count"),
        ),
        vat=tuple(_rates(figure)),
        natures=tuple(_natures(figure)),
        tenders=tuple(_tenders(figure)),
        cash=_cash(figure),
        controls=tuple(_controls(figure)),
        operators=tuple(_operators(figure, names)),
        hours=tuple(_hours(figure)),
        categories=tuple(_categories(figure, names)),
        totals=totals,
        seal=seal,
        documents=documents,
        beside=tuple(beside_of(sums)),
        parts=parts,
        spans=spans,
        terminals=terminal_lines(sums, names, of_one=heading.kind in ("X", "Z")),
        currencies=currency_lines(sums, of_one=heading.kind in ("X", "Z")),
    )


class _Figures:
    """Sums by family, item and measure; what is not there is 0."""

    def __init__(self, sums: Sums) -> None:
        self._sums = sums

    def __call__(self, family: str, item: str, measure: str) -> int:
        return self._sums.get((family, item, measure), 0)

    def items(self, family: str) -> set[str]:
        """The items of a family."""
        return {item for name, item, _ in self._sums if name == family}

    def hours(self) -> list[int]:
        """Hours of which there is something, as a business day goes."""
        return hours_of(self._sums)


def hours_of(sums: Sums) -> list[int]:
    """Hours of the clock of which a closing has figures, as a business day goes."""
    hours = {int(item) for family, item, _ in sums if family == "hour"}
    return sorted(hours, key=lambda hour: (hour - _CUT_OFF_HOUR) % 24)


def _rates(figure: _Figures) -> Iterator[VatLine]:
    for rate in sorted(map(int, figure.items("vat_rate"))):
        yield _vat_line(figure, "vat_rate", str(rate), rate)


def _natures(figure: _Figures) -> Iterator[VatLine]:
    keys = (item.split(".") for item in figure.items("vat"))
    for rate, nature in sorted((int(rate), nature) for rate, nature in keys):
        yield _vat_line(figure, "vat", f"{rate}.{nature}", rate, nature)


def _vat_line(
    figure: _Figures, family: str, item: str, rate: int, nature: str = ""
) -> VatLine:
    return VatLine(
        rate=rate,
        nature=nature,
        ttc=figure(family, item, "ttc"),
        ht=figure(family, item, "ht"),
        tva=figure(family, item, "tva"),
    )


def _tenders(figure: _Figures) -> Iterator[TenderLine]:
    used, measures = figure.items("tender"), ("count", "amount", "tip", "excess", "off")
    for method in [*METHODS, *sorted(used - METHODS.keys())]:
        if method in used:
            told, off = (figure("tender", method, each) for each in ("told", "off"))
            yield TenderLine(
                name=METHODS.get(method, method),
                told=told if told or off else None,  # a figure of 0 is not kept
                **{each: figure("tender", method, each) for each in measures},
            )


def _cash(figure: _Figures) -> CashBlock | None:
    items = figure.items("cash")
    if not items:
        return None
    return CashBlock(
        opening=figure("cash", "float", "amount"),
        sales=figure("cash", "sales", "amount"),
        refunds=figure("cash", "refunds", "amount"),
        moved_in=figure("cash", "in", "amount"),
        moved_out=figure("cash", "out", "amount"),
        expected=figure("cash", "expected", "amount"),
        foreign=figure("cash", "foreign", "amount"),
        # A figure of 0 is not kept: one of the two is there once it was counted.
        counted=figure("cash", "counted", "amount") if items & _COUNTED else None,
        difference=figure("cash", "difference", "amount"),
    )


def _controls(figure: _Figures) -> Iterator[ControlLine]:
    for item, name in CONTROLS.items():
        if count := figure("control", item, "count"):
            amount = figure("control", item, "amount")
            yield ControlLine(name=name, count=count, amount=amount)


def _operators(figure: _Figures, names: Mapping[str, str]) -> Iterator[OperatorLine]:
    lines = [
        OperatorLine(
            name=names.get(person, person),
            documents=figure("operator", person, "count"),
            ttc=figure("operator", person, "ttc"),
            voids=figure("operator", person, "voids"),
            discounts=figure("operator", person, "discounts"),
        )
        for person in figure.items("operator")
    ]
    yield from sorted(lines, key=lambda line: (-line.ttc, line.name))


def _hours(figure: _Figures) -> Iterator[HourLine]:
    for hour in figure.hours():
        yield HourLine(
            hour=hour,
            documents=figure("hour", str(hour), "count"),
            ttc=figure("hour", str(hour), "ttc"),
            covers=figure("hour", str(hour), "covers"),
        )


def _categories(figure: _Figures, names: Mapping[str, str]) -> Iterator[CategoryLine]:
    lines = [
        CategoryLine(
            name=names.get(category, category),
            milli=figure("category", category, "milli"),
            ttc=figure("category", category, "ttc"),
        )
        for category in figure.items("category")
    ]
    yield from sorted(lines, key=lambda line: (-line.ttc, line.name))
