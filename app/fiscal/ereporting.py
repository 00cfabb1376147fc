"""E-reporting: takings of closed days as the tax office wants them (flows 10.3 and 10.4).

A report adds stored closings up, as they were signed, less what was invoiced the same day
and goes by its invoice. Nothing is computed again from receipts. A closing that comes after
its period was reported makes a report that takes the first one's place.

Sources: `fiscal.md` 9.2 (J-10 to J-13), DGFiP, Spécifications externes v3.2 (TT and TG
numbers, XSD `ereporting`), annexe 7 (G rules). Whether refunds are netted is open: days may
be negative there; payments may not (G1.16, see `payments_of`).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from typing_extensions import override

from app.domain.invoices.decide import sends
from app.domain.invoices.reports import (
    CORRECTED,
    FIRST,
    PAYMENTS,
    TRANSACTIONS,
    WAITING,
    FlowStated,
    ReportMade,
)
from app.fiscal.accounting import ClosedDay
from app.fiscal.facturx import euro_text, percent_text
from app.services.house import Actor, House
from app.services.site import FIRST_CHAIN
from db.errors import KnownError
from db.whole_file import write_whole
from resources.texts import tr

CATEGORIES: Final = {"GOODS": "TLB1", "SERVICE": "TPS1"}
UNTAXED: Final = "TNT1"
CADENCES: Final[Mapping[str, tuple[str, str]]] = {
    "real_monthly": ("decade", "month"),
    "real_quarterly": ("month", "month"),
    "simplified": ("month", "month"),
    "exempt": ("two_months", "two_months"),
}
"""Regime of VAT -> period of the transactions, of the payments (décret 2022-1299).

The simplified regime is to change in 2027: then this table does."""


class NotReportedError(KnownError):
    """No report can be made; the argument says why, in words."""

    @override
    def text(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class Period:
    """A period that is reported as a whole; days inclusive."""

    kind: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, order=True)
class Taking:
    """What a day had in one category at one rate; cents, net of refunds."""

    day: str
    category: str
    rate: int
    net: int
    tax: int


@dataclass(frozen=True, slots=True, order=True)
class Payment:
    """What a day was paid for services at one rate; cents with VAT."""

    day: str
    rate: int
    amount: int


@dataclass(frozen=True, slots=True)
class Report:
    """A report, whole: its file says nothing else.

    Attributes:
        report: its id; made: when.
        siren, name: who declares; platform, platform_name: through whom.
    """

    report: str
    period: Period
    type: str
    times: int
    made: datetime
    siren: str
    name: str
    platform: str
    platform_name: str
    debits: bool
    takings: tuple[Taking, ...]
    payments: tuple[Payment, ...]
    closings: tuple[str, ...]

    @property
    def net(self) -> int:
        """Cents without VAT; of payments, what was taken."""
        return sum(t.net for t in self.takings) + sum(p.amount for p in self.payments)

    @property
    def tax(self) -> int:
        """VAT, in cents."""
        return sum(taking.tax for taking in self.takings)

    @property
    def rows(self) -> Sequence[Taking | Payment]:
        """What it tells."""
        return self.takings or self.payments


# ------------------------------------------------------------------------- periods


def period_of(kind: str, day: date, regime: str) -> Period:
    """The period that a day is reported in."""
    length = CADENCES[regime][kind == PAYMENTS]
    if length == "decade":
        first = day.replace(day=min(21, (day.day - 1) // 10 * 10 + 1))
        last = _month_end(day) if first.day == 21 else first + timedelta(days=9)
        return Period(kind, first, last)
    months = 2 if length == "two_months" else 1
    first = day.replace(day=1, month=day.month - (day.month - 1) % months)
    return Period(
        kind, first, _month_end(first.replace(month=first.month + months - 1))
    )


def _month_end(day: date) -> date:
    following = day.replace(day=28) + timedelta(days=4)
    return following.replace(day=1) - timedelta(days=1)


def periods_before(today: date, since: date, regime: str) -> list[Period]:
    """The periods that are over, those with a day from `since` on, the oldest first."""
    found = []
    for kind in (TRANSACTIONS, PAYMENTS):
        period = period_of(kind, since, regime)
        while period.last < today:
            found.append(period)
            period = period_of(kind, period.last + timedelta(days=1), regime)
    return sorted(found, key=lambda each: (each.first, each.kind))


# --------------------------------------------------------------------------- rows


def takings_of(closings: Iterable[ClosedDay]) -> tuple[Taking, ...]:
    """What closings come to by day, category and rate, less what was invoiced."""
    sums: dict[tuple[str, str, int], list[int]] = {}
    for day, rate, nature, measure, cents in _figures(closings):
        category = CATEGORIES[nature] if rate else UNTAXED
        place = {"ht": 0, "tva": 1}.get(measure)
        if place is not None:
            sums.setdefault((day, category, rate), [0, 0])[place] += cents
    return tuple(
        Taking(*key, *cents) for key, cents in sorted(sums.items()) if any(cents)
    )


def payments_of(closings: Iterable[ClosedDay]) -> tuple[Payment, ...]:
    """What was taken for services by day and rate, less what was invoiced.

    A deposit is a payment of the day it is taken, and none of the day it is spent; it is
    taken to be for services, as a restaurant's are.
    No payment may be negative (G1.16): what a day gave back beyond what it took lessens the
    days before it, then those after. What a whole period gave back has no place in it.
    """
    closed = tuple(closings)
    rates: dict[int, dict[str, int]] = {}
    for day, rate, nature, measure, cents in (*_figures(closed), *_deposits(closed)):
        if nature == "SERVICE" and measure == "ttc":
            days = rates.setdefault(rate, {})
            days[day] = days.get(day, 0) + cents
    return tuple(
        sorted(
            Payment(day, rate, cents)
            for rate, days in rates.items()
            for day, cents in _none_below_zero(days).items()
            if cents
        )
    )


def _none_below_zero(days: Mapping[str, int]) -> dict[str, int]:
    taken = {day: max(0, cents) for day, cents in days.items()}
    for day in sorted(days):
        back = max(0, -days[day])
        before = sorted((d for d in days if d < day), reverse=True)
        for other in (*before, *sorted(d for d in days if d > day)):
            given = min(back, taken[other])
            taken[other] -= given
            back -= given
    return taken


def _deposits(
    closings: Iterable[ClosedDay],
) -> Iterator[tuple[str, int, str, str, int]]:
    for closing in closings:
        for (family, item, measure), cents in closing.sums.items():
            if family == "deposit":
                what, _, rate = item.partition(".")
                sign = {"taken": 1, "used": -1}[what]
                yield closing.day, int(rate), "SERVICE", measure, sign * cents


def _figures(
    closings: Iterable[ClosedDay],
) -> Iterator[tuple[str, int, str, str, int]]:
    """(day, rate, nature, measure, cents) of what is to be reported."""
    for closing in closings:
        for (family, item, measure), cents in closing.sums.items():
            if family in ("vat", "invoiced"):
                rate, _, nature = item.partition(".")
                sign = -1 if family == "invoiced" else 1
                yield closing.day, int(rate), nature, measure, sign * cents


# ------------------------------------------------------------------------- making


def report_of(
    house: House,
    period: Period,
    closed: Iterable[ClosedDay],
    before: ReportMade | None = None,
) -> Report | None:
    """The report of a period as its closings have it; None when there is nothing to say.

    Args:
        closed: the closings of these days, and of others.
        before: the last report of the period; none comes again that says the same.

    Raises:
        NotReportedError: the house's or the platform's card is not complete, or the
            period is not over.
    """
    values = house.world.settings.values
    today = house.business_day(house.clock())
    if today <= period.last.isoformat():
        raise NotReportedError(tr("Cette période n'est pas terminée."))
    debits = values["vat.debits"] == "yes"
    if period.kind == PAYMENTS and debits:
        return None
    first, last = period.first.isoformat(), period.last.isoformat()
    closings = [each for each in closed if first <= each.day <= last]
    names = tuple(closing.piece for closing in closings)
    if before is not None and before.closings == names:
        return None
    transactions = period.kind == TRANSACTIONS
    takings = takings_of(closings) if transactions else ()
    payments = () if transactions else payments_of(closings)
    if not takings and not payments:
        return None
    siren = "".join(filter(str.isdigit, values["house.siret"]))[:9]
    number, name = values["platform.number"].strip(), values["platform.name"].strip()
    lacks = [
        words
        for given, words in (
            (len(siren) == 9, tr("le SIRET de la maison")),
            (len(number) == 4, tr("le matricule de la plateforme (4 caractères)")),
            (name, tr("le nom de la plateforme")),
        )
        if not given
    ]
    if lacks:
        raise NotReportedError(
            tr("Pour déclarer, renseignez {items}.", items=", ".join(lacks))
        )
    times = before.times + 1 if before else 1
    apart = "" if house.terminal == FIRST_CHAIN else f"-{house.terminal}"
    letter = "T" if transactions else "P"
    return Report(
        report=f"{siren}-{letter}-{period.first:%Y%m%d}-{times}{apart}",
        period=period,
        type=FIRST if before is None else CORRECTED,
        times=times,
        made=house.clock(),
        siren=siren,
        name=values["house.name"],
        platform=number,
        platform_name=name,
        debits=debits,
        takings=takings,
        payments=payments,
        closings=names,
    )


def _periods(house: House) -> tuple[Period, ...]:
    values = house.world.settings.values
    if not values["ereporting.since"]:
        return ()
    since = date.fromisoformat(values["ereporting.since"])
    today = date.fromisoformat(house.business_day(house.clock()))
    return tuple(periods_before(today, since, values["vat.regime"]))


def days_to_report(house: House) -> tuple[str, str] | None:
    """The first and the last day whose closings (`accounting.closings_of`) reports are
    made of; None while none is to be made."""
    periods = _periods(house)
    if not periods:
        return None
    return periods[0].first.isoformat(), house.business_day(house.clock())


def due_reports(house: House, closed: Sequence[ClosedDay]) -> Iterator[Report]:
    """What is to be reported since `ereporting.since`, the oldest first; nothing before
    that is set. Periods whose closings changed come again.

    Args:
        closed: the closings of `days_to_report`. Reading those of years takes its time,
            and any thread may do it.

    Raises:
        NotReportedError: a card is not complete.
    """
    for period in _periods(house):
        last = house.world.reports.last.get(f"{period.kind}/{period.first}")
        report = report_of(house, period, closed, last)
        if report is not None:
            yield report


def make_report(house: House, folder: Path, report: Report, actor: Actor) -> ReportMade:
    """Keeps the file of a report and writes it down.

    Raises:
        OSError: the disk refused. KnownError: the journal did.
    """
    content = report_xml(report)
    file = f"{report.report}.xml"
    write_whole(folder / file, content)
    made = ReportMade(
        report=report.report,
        terminal=house.terminal,
        kind=report.period.kind,
        first=report.period.first.isoformat(),
        last=report.period.last.isoformat(),
        type=report.type,
        times=report.times,
        closings=report.closings,
        net=report.net,
        tax=report.tax,
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    waits = [FlowStated(subject=made.report, state=WAITING)]
    house.record([made, *(waits if sends(house.world) else [])], actor)
    return made


# ------------------------------------------------------------------------ the file


def report_xml(report: Report) -> bytes:
    """The XML of a report; the same report gives the same bytes."""
    root = ET.Element("Report")
    document = ET.SubElement(root, "ReportDocument")
    _add(document, "Id", report.report)
    moment = ET.SubElement(document, "IssueDateTime")
    _add(moment, "DateTimeString", f"{report.made:%Y%m%d%H%M%S}")
    _add(document, "TypeCode", report.type)
    for party, id_, scheme, name, role in (
        ("Sender", report.platform, "0238", report.platform_name, "WK"),
        ("Issuer", report.siren, "0002", report.name, "SE"),
    ):
        element = ET.SubElement(document, party)
        _add(element, "Id", id_, schemeId=scheme)
        _add(element, "Name", name)
        _add(element, "RoleCode", role)
    transactions = report.period.kind == TRANSACTIONS
    body = ET.SubElement(
        root, "TransactionsReport" if transactions else "PaymentsReport"
    )
    period = ET.SubElement(body, "ReportPeriod")
    _add(period, "StartDate", f"{report.period.first:%Y%m%d}")
    _add(period, "EndDate", f"{report.period.last:%Y%m%d}")
    if transactions:
        _transactions(body, report)
    else:
        _payments(body, report)
    content: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content


def _transactions(body: ET.Element, report: Report) -> None:
    keys = dict.fromkeys((each.day, each.category) for each in report.takings)
    for day, category in keys:
        same = [t for t in report.takings if (t.day, t.category) == (day, category)]
        element = ET.SubElement(body, "Transactions")
        _add(element, "Date", day.replace("-", ""))
        _add(element, "TransactionsCurrency", "EUR")
        if report.debits and category == CATEGORIES["SERVICE"]:
            _add(element, "TaxDueDateTypeCode", "5")
        _add(element, "CategoryCode", category)
        _add(element, "TaxExclusiveAmount", euro_text(sum(t.net for t in same)))
        _add(element, "TaxTotal", euro_text(sum(t.tax for t in same)))
        for taking in same:
            part = ET.SubElement(element, "TaxSubtotal")
            _add(part, "TaxPercent", percent_text(taking.rate))
            _add(part, "TaxableAmount", euro_text(taking.net))
            _add(part, "TaxTotal", euro_text(taking.tax))


def _payments(body: ET.Element, report: Report) -> None:
    for day in dict.fromkeys(each.day for each in report.payments):
        element = ET.SubElement(ET.SubElement(body, "Transactions"), "Payment")
        _add(element, "Date", day.replace("-", ""))
        for payment in (each for each in report.payments if each.day == day):
            part = ET.SubElement(element, "SubTotals")
            _add(part, "TaxPercent", percent_text(payment.rate))
            _add(part, "CurrencyCode", "EUR")
            _add(part, "Amount", euro_text(payment.amount))


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text
