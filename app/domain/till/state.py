"""The drawer and the running totals of one terminal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.domain.payments.events import (
    PaymentCompleted,
    PaymentCorrected,
    PaymentRefunded,
)
from app.domain.receipts.events import (
    Exchange,
    GrandTotals,
    ReceiptIssued,
    ReceiptRefunded,
)
from app.domain.receipts.told import Sum, told, told_anew
from app.domain.till.events import (
    CashMoved,
    DayClosed,
    DrawerOpened,
    ForeignCount,
    ForeignMoved,
    MonthClosed,
    PeriodClosed,
    TillCounted,
    TillOpened,
    YearClosed,
)
from app.domain.till.periods import year_of
from app.domain.vocabulary import Meta

ZERO = GrandTotals(day=0, month=0, year=0, perpetual_net=0, perpetual_abs=0)
TILL_FACTS: tuple[type, ...] = (
    TillOpened,
    CashMoved,
    ForeignMoved,
    DrawerOpened,
    TillCounted,
    PaymentCompleted,
    PaymentRefunded,
    PaymentCorrected,
    ReceiptIssued,
    ReceiptRefunded,
    DayClosed,
)
"""Facts that change the till of the terminal that wrote them."""


PURSE, LEFT = "purse.", ".left"
"""What the figures of a Z begin and end with that say what is left of a currency."""


def _left(closing: DayClosed) -> Iterator[tuple[str, int]]:
    for figure in closing.figures:
        if figure.key.startswith(PURSE) and figure.key.endswith(LEFT):
            yield figure.key.removeprefix(PURSE).removesuffix(LEFT), figure.value


@dataclass(frozen=True, slots=True)
class LastPeriod:
    """The last closing of a kind that adds up others.

    Attributes:
        number: in its series; last_day: of its period, "" before the first one.
        upto: number of the last closing that was added up, by terminal.
    """

    number: int = 0
    last_day: str = ""
    upto: dict[str, int] = field(default_factory=dict)

    def after(self, event: PeriodClosed) -> "LastPeriod":
        """What it is once another one was made, here or elsewhere."""
        upto = dict(self.upto)
        for part in (*event.parts, *event.ends):
            upto[part.chain] = max(upto.get(part.chain, 0), part.number)
        last_day = max(self.last_day, event.last_day)
        return LastPeriod(max(self.number, event.number), last_day, upto)


@dataclass(slots=True)
class Till:
    """The till of one terminal.

    Attributes:
        session: id of the open session, "" when the till is shut.
        opened_with: who signed the float too, or allowed to open it; "" for nobody.
        cash: cents that must be in the drawer: float, takings, refunds, movements.
        movements: cents moved in and out without a sale, this session.
        rates: currency -> millionths of a euro for a unit, this session.
        foreign: currency -> hundredths of its unit that must be in the drawer; they stay
            there from one session to the next.
        purses: currency -> its last count of this session.
        counted: the last count of this session, None before it.
        closed_day: last business day that was closed, "" for none.
        closing: number of the last Z.
        closing_hash: hash of the last Z's entry.
        month, year: the last month and fiscal year that were closed.
        year_starts: month with which a fiscal year begins, 1-12.
        totals: running totals after the last document; `day`, `month` and `year` are
            those of `totals_day`.
        told: what the documents since the last Z say of the next one, by family, item
            and measure.
    """

    id: str
    session: str = ""
    opened: str = ""
    opened_by: str = ""
    opened_with: str = ""
    float_total: int = 0
    cash: int = 0
    movements: list[CashMoved] = field(default_factory=list)
    drawer_openings: int = 0
    counted: TillCounted | None = None
    rates: dict[str, int] = field(default_factory=dict)
    foreign: dict[str, int] = field(default_factory=dict)
    purses: dict[str, ForeignCount] = field(default_factory=dict)
    closed_day: str = ""
    closing: int = 0
    closing_hash: str = ""
    totals: GrandTotals = ZERO
    totals_day: str = ""
    told: dict[tuple[str, str, str], int] = field(default_factory=dict)
    month: LastPeriod = field(default_factory=LastPeriod)
    year: LastPeriod = field(default_factory=LastPeriod)
    year_starts: int = 1

    @property
    def closed_until(self) -> str:
        """Last business day that nothing enters any more: its day, month or year is
        closed."""
        return max(self.closed_day, self.month.last_day, self.year.last_day)

    def evolve(self, event: object, meta: Meta) -> None:
        """Takes a fact of this terminal in; never refuses."""
        match event:
            case TillOpened():
                self.session, self.opened = event.session, meta.ts
                self.opened_by, self.opened_with = meta.op, meta.appr
                self.float_total = self.cash = event.total
                self.rates = {rate.currency: rate.micro for rate in event.rates}
                self.movements, self.counted, self.drawer_openings = [], None, 0
            case CashMoved():
                self.cash += event.amount
                self.movements.append(event)
            case ForeignMoved():
                self._hold(event.currency, event.amount)
            case DrawerOpened():
                self.drawer_openings += 1
            case PaymentCompleted() | PaymentRefunded() | PaymentCorrected():
                self._pay(event)
            case TillCounted():
                self.counted = event
                self.foreign |= {e.currency: e.counted for e in event.foreign}
                self.purses |= {e.currency: e for e in event.foreign}
            case ReceiptIssued() | ReceiptRefunded():
                self.totals, self.totals_day = event.totals, meta.bday
                self._hear(told(event))
            case DayClosed():
                self._closed(event, meta)
            case MonthClosed():
                self.month = self.month.after(event)
            case YearClosed():
                self.year = self.year.after(event)
            case _:
                pass

    def _pay(
        self, event: PaymentCompleted | PaymentRefunded | PaymentCorrected
    ) -> None:
        match event:
            case PaymentCompleted(method="cash"):
                self.cash += event.amount + event.tip
            case PaymentCompleted(exchange=Exchange() as given):
                self._hold(given.currency, given.foreign - given.back)
                self.cash -= event.change
            case PaymentRefunded(method="cash"):
                self.cash -= event.amount
            case PaymentCorrected():
                moved = event.amount + event.tip
                self.cash += moved * (event.method == "cash")
                self.cash -= moved * (event.was == "cash")
                self._hear(told_anew(event))
            case _:
                pass

    def _closed(self, event: DayClosed, meta: Meta) -> None:
        self.session = self.opened = self.opened_by = self.opened_with = ""
        self.float_total = self.cash = self.drawer_openings = 0
        self.movements, self.counted, self.told = [], None, {}
        self.rates, self.purses = {}, {}
        self.foreign = dict(_left(event))
        self.closed_day, self.closing = event.day, event.number
        self.closing_hash = meta.hash
        self.totals, self.totals_day = event.totals, event.day

    def _hold(self, currency: str, more: int) -> None:
        self.foreign[currency] = self.foreign.get(currency, 0) + more

    def _hear(self, sums: Iterable[Sum]) -> None:
        for family, item, measure, value in sums:
            key = family, item, measure
            self.told[key] = self.told.get(key, 0) + value

    def foreign_expected(self, currency: str) -> int:
        """Hundredths of a unit that a count must find: what lacked in the count before
        still lacks."""
        before, there = self.purses.get(currency), self.foreign[currency]
        return there + before.expected - before.counted if before else there

    def totals_after(self, ttc: int, bday: str) -> GrandTotals:
        """Running totals once a document of `ttc` cents (negative: refund) is added."""
        before = self.totals
        same_day = self.totals_day == bday
        same_month = self.totals_day[:7] == bday[:7]
        same_year = bool(self.totals_day) and (
            year_of(self.totals_day, self.year_starts)
            == year_of(bday, self.year_starts)
        )
        return GrandTotals(
            day=(before.day if same_day else 0) + ttc,
            month=(before.month if same_month else 0) + ttc,
            year=(before.year if same_year else 0) + ttc,
            perpetual_net=before.perpetual_net + ttc,
            perpetual_abs=before.perpetual_abs + abs(ttc),
        )
