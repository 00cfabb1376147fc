"""The manager's day: four figures, sales by the hour, tenders, best sellers.

Everything is compared with the same day of the week before: what has happened so far
with what had happened at the same hour, and the filet of a figure with the whole of that
day. Source: picture 07.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.catalogue.state import Catalogue
from app.domain.money import rhu
from app.domain.payments.commands import METHODS
from app.domain.till.events import DayClosed
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.admin.words import capital, shop_category, signed
from app.presenters.people import service_name
from app.projections.browsing import entries_of_day
from app.projections.queries import Sums, day_sums
from app.projections.takings import Takings, takings
from app.services.house import Fact, House, facts_of
from resources.texts import amount, long_date, percent, price, tr
from widgets.chart import BarView, ChartView, FiletRowView
from widgets.figure_card import FigureView, TrendWay

WEEK = timedelta(days=7)
_HOURS = range(11, 24)
_MOST_MARKS = 4.5
_HEADROOM = 1.07
TENDER_ICONS = {
    "cash": "payments",
    "foreign": "currency_exchange",
    "card": "contactless",
    "card_manual": "credit_card",
    "voucher": "confirmation_number",
    "cheque": "receipt",
    "holiday_voucher": "confirmation_number",
    "transfer": "account_balance",
    "gift": "redeem",
    "store": "redeem",
    "deposit": "savings",
    "account": "account_balance_wallet",
    "online": "qr_code_scanner",
}
_ROLES = ("course_4", "course_3", "course_2", "course_5")
_SHORT_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRecord:
    """What is stored of a day and of the same day a week before.

    Attributes:
        current: it is the business day that is running.
        closing: its Z, None while there is none.
        so_far: the day's takings; `then` those of the week before at the same hour,
            `whole` those of all that day.
    """

    bday: str
    current: bool
    closing: Fact | None
    sums: Sums
    before: Sums
    so_far: Takings
    then: Takings
    whole: Takings


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """The day as the dashboard shows it."""

    title: str
    note: str
    figures: tuple[FigureView, ...]
    chart: ChartView
    tenders: tuple[FiletRowView, ...]
    best: tuple[FiletRowView, ...]


def read_day(house: House, bday: str) -> DayRecord:
    """Reads a business day and the one it is compared with.

    Raises:
        KnownError: the data cannot be read.
    """
    now = house.clock()
    current = bday == house.business_day(now)
    week_before = (date.fromisoformat(bday) - WEEK).isoformat()
    until = (now - WEEK).isoformat(timespec="milliseconds") if current else ""
    with house.database.read() as connection:
        sums = day_sums(connection, bday)
        before = day_sums(connection, week_before)
        so_far = takings(connection, bday)
        whole = takings(connection, week_before)
        then = takings(connection, week_before, until)
    return DayRecord(
        bday=bday,
        current=current,
        closing=closing_of(house, bday),
        sums=sums,
        before=before,
        so_far=so_far,
        then=then,
        whole=whole,
    )


def closing_of(house: House, bday: str) -> Fact | None:
    """The Z of a business day at this terminal; None when it was not closed."""
    found = facts_of(entries_of_day(house.database, bday, ("till.day_closed",)))
    mine = (
        fact
        for fact in found
        if isinstance(fact.event, DayClosed) and fact.event.till == house.terminal
    )
    return next(mine, None)


def present_day(
    world: World, record: DayRecord, now: datetime, terminal: str, expected: int = 0
) -> DayView:
    """The day in words and figures; `expected` covers of a day that runs, 0 for unknown."""
    day = date.fromisoformat(record.bday)
    return DayView(
        title=capital(long_date(day)),
        note=_state(world, record, now, terminal),
        figures=tuple(_figures(world.catalogue, record, day, expected)),
        chart=_chart(record, now, day, world.settings.number("day.cutoff")),
        tenders=tuple(_tenders(record.sums)),
        best=tuple(_best(world.catalogue, record.sums)),
    )


def _state(world: World, record: DayRecord, now: datetime, terminal: str) -> str:
    if record.closing is not None and isinstance(record.closing.event, DayClosed):
        number = f"{record.closing.event.number:04d}"
        return tr("clôturé, Z n° {number}", number=number)
    if not record.current:
        return tr("pas de clôture")
    if world.till(terminal).session:
        return tr("{service}, en cours", service=service_name(now))
    return tr("caisse fermée")


# ------------------------------------------------------------------ the four figures


def _figures(
    catalogue: Catalogue, record: DayRecord, day: date, expected: int
) -> Iterator[FigureView]:
    now, then, whole = record.so_far, record.then, record.whole
    name = tr(_SHORT_DAYS[day.weekday()])
    against = tr("vs {day} dernier", day=name)

    def beside(change: object, figure: str) -> str:
        """What the change is against; before there is one, the whole day it will be."""
        if change is not None:
            return against
        then = tr("{day} dernier : {figure}", day=name, figure=figure)
        return then if whole.receipts else ""

    change = 10_000 * (now.ttc - then.ttc) // then.ttc if then.ttc > 0 else None
    yield _figure(
        tr("Chiffre d'affaires TTC"),
        price(now.ttc),
        None if change is None else (change, signed(_whole_percent(change))),
        beside(change, price(whole.ttc)),
        _share(now.ttc, whole.ttc),
    )
    more = now.covers - then.covers
    fuller = (more, signed(str(abs(more)), more)) if then.covers else None
    yield _figure(
        tr("Couverts, {n} attendus", n=expected) if expected else tr("Couverts"),
        str(now.covers),
        fuller,
        beside(fuller, str(whole.covers)),
        _share(now.covers, expected or whole.covers),
    )
    better = now.per_cover - then.per_cover
    richer = (
        (better, signed(amount(abs(better)), better))
        if now.covers and then.covers
        else None
    )
    yield _figure(
        tr("Ticket moyen"),
        price(now.per_cover) if now.covers else "—",
        richer,
        beside(richer, price(whole.per_cover)),
        _share(now.per_cover, whole.per_cover),
    )
    yield _cost_figure(catalogue, record, against)


def _cost_figure(catalogue: Catalogue, record: DayRecord, against: str) -> FigureView:
    cost = cost_share(catalogue, record.sums)
    before = cost_share(catalogue, record.before)
    change = None
    if cost is not None and before is not None:
        more = rhu(cost - before, 10)
        words = amount(abs(more) * 10)[:-1]
        change = (more, signed(tr("{n} pt", n=words), more))
    return _figure(
        tr("Coût matière"),
        "—" if cost is None else percent(rhu(cost, 10) * 10),
        change,
        against if change else "",
        None if cost is None or not before else _share(cost, before),
        less_is_better=True,
    )


def _figure(
    label: str,
    value: str,
    change: tuple[int, str] | None,
    against: str,
    fraction: float | None,
    *,
    less_is_better: bool = False,
) -> FigureView:
    more, words = change or (0, "")
    way: TrendWay = "up" if more > 0 else "down" if more < 0 else "flat"
    good = more <= 0 if less_is_better else more >= 0
    return FigureView(label, value, words, against, way, good, fraction)


def _whole_percent(hundredths: int) -> str:
    return percent(rhu(hundredths, 100) * 100)


def _share(part: int, whole: int) -> float | None:
    return min(1.0, max(0.0, part / whole)) if whole > 0 else None


def cost_share(catalogue: Catalogue, sums: Sums) -> int | None:
    """Cost of the ingredients over turnover before VAT, hundredths of a percent.

    Articles without a cost are left out on both sides; None when nothing is known.
    """
    cost = known = everything = 0
    for (family, item, measure), value in sums.items():
        if family != "article":
            continue
        found = catalogue.articles.get(item)
        each = found.cost if found else 0
        if measure == "milli":
            cost += each * value
        else:
            everything += value
            known += value if each else 0
    ht = sums.get(("document", "sale", "ht"), 0)
    ht += sums.get(("document", "refund", "ht"), 0)
    if known <= 0 or ht <= 0 or cost <= 0:
        return None
    return rhu(10_000 * cost * everything, MILLI * ht * known)


# ------------------------------------------------------------------ sales by the hour


def _chart(record: DayRecord, now: datetime, day: date, cutoff: int) -> ChartView:
    today, before = _by_hour(record.sums), _by_hour(record.before)
    first = -(-cutoff // 60)
    hours = sorted(
        {*_HOURS, *today, *before, *([now.hour] if record.current else [])},
        key=lambda hour: (hour - first) % 24,
    )
    most = max((0, *today.values(), *before.values()))
    top = max(1.0, most * _HEADROOM)
    passed = hours.index(now.hour) if record.current else len(hours)
    return ChartView(
        title=tr("Ventes par heure"),
        bars=tuple(
            _bar(hour, today.get(hour, 0), before, top, number - passed)
            for number, hour in enumerate(hours)
        ),
        marks=tuple(_marks(most, top)),
        legend=tr("aujourd'hui") if record.current else _short(day),
        compared_legend=_compared(record, day) if before else "",
    )


def _bar(
    hour: int, cents: int, before: dict[int, int], top: float, ahead: int
) -> BarView:
    label = tr("{n} h", n=hour)
    happened = cents if cents > 0 else None
    return BarView(
        label=label,
        share=happened / top if happened and ahead <= 0 else None,
        compared=max(0, before.get(hour, 0)) / top if before else None,
        current=ahead == 0,
        spoken=f"{label} {price(cents)}",
    )


def _by_hour(sums: Sums) -> dict[int, int]:
    return {
        int(item): value
        for (family, item, measure), value in sums.items()
        if family == "hour" and measure == "ttc"
    }


def _marks(most: int, top: float) -> Iterator[tuple[float, str]]:
    step = mark_step(most)
    value = step
    while step and value <= most:
        yield value / top, tr("{n} €", n=amount(value)[:-3])
        value += step


def mark_step(most: int) -> int:
    """Cents between two lines of a scale: 1, 2 or 5 of some power of ten euros."""
    step = 100
    while step < most:
        for factor in (1, 2, 5):
            if most / (step * factor) <= _MOST_MARKS:
                return step * factor
        step *= 10
    return step if most else 0


def _compared(record: DayRecord, day: date) -> str:
    if record.current:
        return tr("{day} dernier", day=tr(_SHORT_DAYS[day.weekday()]))
    return _short(day - WEEK)


def _short(day: date) -> str:
    return tr("{day} {date}", day=tr(_SHORT_DAYS[day.weekday()]), date=f"{day:%d/%m}")


# ------------------------------------------------------------------ tenders, best sellers


def _tenders(sums: Sums) -> Iterator[FiletRowView]:
    values = {
        method: sums.get(("tender", method, "amount"), 0)
        for method in METHODS
        if ("tender", method, "count") in sums
    }
    total = sum(max(0, value) for value in values.values())
    ordered = sorted(values, key=lambda method: -values[method])
    for rank, method in enumerate(ordered):
        yield FiletRowView(
            id=method,
            icon=TENDER_ICONS[method],
            label=tr(METHODS[method]),
            value_text=price(values[method]),
            share=max(0, values[method]) / total if total else 0.0,
            role=_ROLES[min(rank, len(_ROLES) - 1)],
        )


def _best(catalogue: Catalogue, sums: Sums) -> Iterator[FiletRowView]:
    sold = {
        item: value
        for (family, item, measure), value in sums.items()
        if family == "article" and measure == "milli" and value > 0
    }
    ordered = sorted(sold, key=lambda item: -sold[item])
    most = max(sold.values(), default=1)
    for item in ordered[:12]:
        article = catalogue.articles.get(item)
        icon, role = shop_category(catalogue, article.category if article else "")
        weighed = article is not None and article.unit == "kg"
        yield FiletRowView(
            id=item,
            icon=icon,
            label=article.name if article else item,
            value_text=(
                tr("{n} kg", n=amount(sold[item] // 10))
                if weighed
                else str(sold[item] // MILLI)
            ),
            share=sold[item] / most,
            role=role,
        )
