"""E-reporting: the day of `fiscal.md` 11.8 to the cent, right by the official rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invoice_kit import broken_rules
from lxml import etree

from app.domain.invoices.reports import FIRST, PAYMENTS, TRANSACTIONS
from app.fiscal.accounting import ClosedDay
from app.fiscal.ereporting import (
    CADENCES,
    Payment,
    Period,
    Report,
    Taking,
    payments_of,
    period_of,
    periods_before,
    report_xml,
    takings_of,
)
from app.projections.queries import Sums

GOLDEN = Path(__file__).parents[2] / "golden/ereporting"
DAY = "2026-11-20"
ROWS = (
    ("550.GOODS", 6491, 6153),
    ("1000.GOODS", 4974, 4521),
    ("2000.GOODS", 2795, 2329),
    ("1000.SERVICE", 6740, 6127),
    ("2000.SERVICE", 1560, 1300),
)
"""The day of 11.8 by rate and nature: TTC and HT."""


def sums(*rows: tuple[str, int, int], family: str = "vat") -> Sums:
    found: Sums = {}
    for item, ttc, ht in rows:
        found[family, item, "ttc"] = ttc
        found[family, item, "ht"] = ht
        found[family, item, "tva"] = ttc - ht
    return found


def closing(of: Sums, chain: str = "C1", day: str = DAY) -> ClosedDay:
    return ClosedDay(chain, 123, day, day, of)


def report(kind: str, *closings: ClosedDay, debits: bool = False) -> Report:
    transactions = kind == TRANSACTIONS
    return Report(
        report="123456782-T-20261111-1",
        period=Period(kind, date(2026, 11, 11), date(2026, 11, 20)),
        type=FIRST,
        times=1,
        made=datetime(2026, 11, 21, 6, 30, tzinfo=UTC),
        siren="123456782",
        name="Chez Sotto & Cie",
        platform="0042",
        platform_name="Plateforme agréée",
        debits=debits,
        takings=takings_of(closings) if transactions else (),
        payments=() if transactions else payments_of(closings),
        closings=tuple(each.piece for each in closings),
    )


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(GOLDEN / "ereporting.xsd"))


def faults(xml: bytes) -> list[str]:
    schema().assertValid(etree.fromstring(xml))
    return broken_rules(xml, GOLDEN / "PPF_Flux10_v1_0.xslt")


def test_the_five_rows_and_two_payments_of_the_specification():
    day = closing(sums(*ROWS))

    assert takings_of([day]) == (
        Taking(DAY, "TLB1", 550, 6153, 338),
        Taking(DAY, "TLB1", 1000, 4521, 453),
        Taking(DAY, "TLB1", 2000, 2329, 466),
        Taking(DAY, "TPS1", 1000, 6127, 613),
        Taking(DAY, "TPS1", 2000, 1300, 260),
    )
    assert payments_of([day]) == (Payment(DAY, 1000, 6740), Payment(DAY, 2000, 1560))


def test_terminals_add_up_and_what_was_invoiced_the_same_day_is_left_out():
    one = closing(sums(*ROWS))
    billed = sums(("1000.SERVICE", 6740, 6127), family="invoiced")
    two = closing(sums(("2000.SERVICE", 1560, 1300)) | billed, "C2")

    assert takings_of([one, two])[-1] == Taking(DAY, "TPS1", 2000, 2600, 520)
    assert not [t for t in takings_of([one, two]) if t.category == "TPS1"][1:]
    assert payments_of([one, two]) == (Payment(DAY, 2000, 3120),)


@pytest.mark.parametrize("kind", [TRANSACTIONS, PAYMENTS])
@pytest.mark.parametrize("debits", [False, True])
def test_the_files_are_right_by_the_schema_and_the_rules(kind, debits):
    refunds = closing(sums(("1000.SERVICE", -1100, -1000)), day="2026-11-19")
    told = report(kind, closing(sums(*ROWS)), refunds, debits=debits)

    assert faults(report_xml(told)) == []
    assert report_xml(told) == report_xml(told)


def test_no_day_pays_less_than_nothing():
    days = [
        closing(sums(("1000.SERVICE", cents, 0)), day=f"2026-11-{day}")
        for day, cents in ((11, 500), (12, 1000), (13, -1200), (14, 900))
    ]
    found = {payment.day[-2:]: payment.amount for payment in payments_of(days)}

    assert found == {"11": 300, "14": 900}
    assert payments_of(days[2:3]) == ()


def test_a_deposit_is_a_payment_of_the_day_it_is_taken():
    taken = closing(
        sums(("taken.1000", 5000, 4545), family="deposit"), day="2026-11-18"
    )
    dinner = sums(("1000.SERVICE", 12000, 10909))
    dinner |= sums(("used.1000", 5000, 4545), family="deposit")
    assert payments_of([taken, closing(dinner)]) == (
        Payment("2026-11-18", 1000, 5000),
        Payment(DAY, 1000, 7000),
    )
    assert [each.net for each in takings_of([taken, closing(dinner)])] == [10909]


def test_the_rules_are_really_asked():
    told = report(TRANSACTIONS, closing(sums(*ROWS)))
    wrong = replace(told, platform="42", siren="12")

    assert len(faults(report_xml(wrong))) > 1


@pytest.mark.parametrize(
    ("regime", "kind", "first", "last"),
    [
        ("real_monthly", TRANSACTIONS, (2, 21), (2, 28)),
        ("real_monthly", PAYMENTS, (2, 1), (2, 28)),
        ("real_quarterly", TRANSACTIONS, (2, 1), (2, 28)),
        ("simplified", PAYMENTS, (2, 1), (2, 28)),
        ("exempt", TRANSACTIONS, (1, 1), (2, 28)),
    ],
)
def test_how_often_each_regime_reports(regime, kind, first, last):
    found = period_of(kind, date(2027, 2, 23), regime)

    assert (found.first, found.last) == (date(2027, *first), date(2027, *last))


@given(
    st.sampled_from(sorted(CADENCES)),
    st.sampled_from([TRANSACTIONS, PAYMENTS]),
    st.dates(date(2026, 1, 1), date(2031, 12, 31)),
)
def test_periods_follow_each_other_without_a_gap(regime, kind, day):
    period = period_of(kind, day, regime)

    assert period.first <= day <= period.last
    assert period.last > period.first
    after = period_of(kind, period.last + timedelta(days=1), regime)
    assert after.first == period.last + timedelta(days=1)


def test_only_periods_that_are_over_are_due():
    found = periods_before(date(2027, 3, 1), date(2027, 1, 15), "real_monthly")
    decades = [each for each in found if each.kind == TRANSACTIONS]

    assert decades[0].first == date(2027, 1, 11)
    assert decades[-1].last == date(2027, 2, 28)
    assert all(b.first - a.last == timedelta(days=1) for a, b in pairwise(decades))
    assert periods_before(date(2027, 2, 28), date(2027, 2, 21), "real_monthly") == []
