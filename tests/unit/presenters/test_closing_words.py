"""Closings in words."""

from pathlib import Path

import pytest
from gui_kit import demo_house

from app.domain.receipts.events import GrandTotals
from app.domain.till.events import MonthClosed
from app.presenters.admin.closings import period_words
from app.presenters.till.closing_figures import figure_groups
from app.services.house import House


def closed(first: str, last: str, complement: int = 0) -> MonthClosed:
    return MonthClosed(
        till="C1",
        number=1,
        first_day=first,
        last_day=last,
        parts=(),
        figures=(),
        totals=GrandTotals(day=0, month=0, year=0, perpetual_net=0, perpetual_abs=0),
        start_net=0,
        start_abs=0,
        complement=complement,
    )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-10-01", "2026-10-31", "octobre 2026"),
        ("2028-02-01", "2028-02-29", "février 2028"),
        ("2026-10-01", "2026-10-30", "01/10/2026 – 30/10/2026"),
        ("2026-01-01", "2026-12-31", "01/01/2026 – 31/12/2026"),
    ],
)
def test_a_whole_month_is_called_by_its_name(first: str, last: str, words: str) -> None:
    assert period_words(closed(first, last)) == words


def test_a_complement_says_so() -> None:
    words = period_words(closed("2026-10-01", "2026-10-31", complement=2))
    assert words == "octobre 2026, complément 2"


def test_a_drawer_that_was_found_empty_was_counted(tmp_path: Path) -> None:
    sums = {
        ("cash", "expected", "amount"): 2_500,
        ("cash", "difference", "amount"): -2_500,
    }
    with demo_house(tmp_path) as opened:
        assert cash_of(opened.house, sums) == ["25,00 €", "0,00 €", "−25,00 €"]
        del sums["cash", "difference", "amount"]
        assert cash_of(opened.house, sums) == ["25,00 €"]


def cash_of(house: House, sums: dict[tuple[str, str, str], int]) -> list[str]:
    groups = {group.title: group.rows for group in figure_groups(house, sums)}
    return [row.value.replace("\u00a0", " ") for row in groups["Espèces"]]
