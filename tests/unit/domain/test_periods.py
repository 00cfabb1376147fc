"""Months and fiscal years: which one a day is in, and what may be closed when."""

import pytest
from domain_kit import Till

from app.domain.receipts.events import GrandTotals
from app.domain.rules import SetSetting
from app.domain.settings import YEAR_STARTS
from app.domain.till.decide import CloseDay, ClosePeriod, OpenTill
from app.domain.till.events import MonthClosed, Part, YearClosed
from app.domain.till.periods import month_of, year_of

TOTALS = GrandTotals(day=0, month=0, year=0, perpetual_net=0, perpetual_abs=0)


@pytest.mark.parametrize(
    ("day", "starts", "expected"),
    [
        ("2026-11-20", 1, ("2026-01-01", "2026-12-31")),
        ("2026-11-20", 4, ("2026-04-01", "2027-03-31")),
        ("2026-03-31", 4, ("2025-04-01", "2026-03-31")),
        ("2026-12-31", 12, ("2026-12-01", "2027-11-30")),
        ("2024-02-29", 3, ("2023-03-01", "2024-02-29")),
    ],
)
def test_a_fiscal_year_begins_with_the_month_that_is_set(day, starts, expected):
    assert year_of(day, starts) == expected


def test_a_month_ends_with_its_last_day():
    assert month_of("2024-02-03") == ("2024-02-01", "2024-02-29")
    assert month_of("2026-12-31") == ("2026-12-01", "2026-12-31")


def month(number: int = 1, first: str = "2026-11-01", last: str = "2026-11-30"):
    return MonthClosed(
        till="C1",
        number=number,
        first_day=first,
        last_day=last,
        parts=(Part(chain="C1", number=number, day=last, hash="h", net=0),),
        figures=(),
        totals=TOTALS,
        start_net=0,
        start_abs=0,
    )


@pytest.fixture
def till() -> Till:
    """Its Z of 20 November is done."""
    till = Till()
    till.open()
    till.do(CloseDay(day="2026-11-20", figures=()))
    return till


def test_a_month_is_not_closed_before_it_is_over(till):
    assert till.refuses(ClosePeriod(closing=month())) == "period_running"


def test_a_month_that_is_over_closes_once_and_needs_nobody(till):
    till.wait(days=12)
    closed, event = till.do(ClosePeriod(closing=month()), "tom")

    assert (event.code, event.detail) == (
        "CLOSE_MONTH",
        "ZM-C1-000001 2026-11-01 2026-11-30",
    )
    assert till.refuses(ClosePeriod(closing=month())) == "period_closed"
    assert till.world.till("C1").month.upto == {"C1": closed.number}


def test_a_new_month_opens_only_after_the_old_one_is_closed(till):
    till.wait(days=12)
    assert till.refuses(OpenTill(coins=())) == "period_due"
    till.do(ClosePeriod(closing=month()))
    till.do(OpenTill(coins=()))


def test_a_new_year_opens_only_after_the_old_one_is_closed(till):
    till.wait(days=45)
    till.do(ClosePeriod(closing=month()))
    assert till.refuses(OpenTill(coins=())) == "period_due"
    year = YearClosed(
        till="C1",
        number=1,
        first_day="2026-01-01",
        last_day="2026-12-31",
        parts=month().parts,
        figures=(),
        totals=TOTALS,
        start_net=0,
        start_abs=0,
    )
    assert till.do(ClosePeriod(closing=year))[1].code == "CLOSE_YEAR"
    till.do(OpenTill(coins=()))


def test_the_clock_back_in_a_closed_month_sells_into_the_next_one(till):
    till.wait(days=12)
    till.do(ClosePeriod(closing=month()))
    till.wait(days=-10)

    assert till.context().bday == "2026-12-01"


def test_nothing_is_closed_while_a_session_of_it_is_open(till):
    till.wait(days=1)
    till.open()
    till.wait(days=12)
    assert till.world.till("C1").session
    closing = month(last="2026-12-31")
    assert till.refuses(ClosePeriod(closing=closing), "tom") == "right_missing"


def test_the_year_so_far_goes_by_the_fiscal_year(till):
    till.do(SetSetting(key=YEAR_STARTS, value="12"))
    state = till.world.till("C1")
    state.totals, state.totals_day = (
        GrandTotals(day=5, month=5, year=5, perpetual_net=5, perpetual_abs=5),
        "2026-11-30",
    )

    assert state.totals_after(7, "2026-11-30").year == 12
    assert state.totals_after(7, "2026-12-01").year == 7


def test_a_fiscal_year_begins_with_one_of_twelve_months(till):
    command = SetSetting(key=YEAR_STARTS, value="13")
    assert till.refuses(command) == "setting_invalid"
