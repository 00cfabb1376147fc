"""The manager's day: figures against last week, the chart, tenders, best sellers."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from gui_kit import evening_house

from app.bootstrap import Opened
from app.domain.payments.commands import METHODS
from app.presenters.admin.day import (
    DayRecord,
    DayView,
    cost_share,
    mark_step,
    present_day,
    read_day,
)
from app.presenters.admin.words import signed
from app.projections.queries import Sums
from app.projections.takings import Takings
from resources.texts import set_language

DAY = "2026-11-20"
LAST_WEEK: Sums = {
    ("hour", "12", "ttc"): 40_000,
    ("hour", "20", "ttc"): 60_000,
    ("document", "sale", "ht"): 90_000,
    ("article", "magret", "milli"): 10_000,
    ("article", "magret", "ttc"): 19_500,
}


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    set_language("fr")
    with evening_house(tmp_path_factory.mktemp("day"), later=True) as opened:
        yield opened


@pytest.fixture
def record(evening: Opened) -> DayRecord:
    return read_day(evening.house, DAY)


def shown(evening: Opened, record: DayRecord) -> DayView:
    house = evening.house
    return present_day(house.world, record, house.clock(), house.terminal)


def test_the_day_that_runs_says_so(evening: Opened, record: DayRecord) -> None:
    view = shown(evening, record)
    assert view.title == "Vendredi 20 novembre"
    assert view.note == "service du soir, en cours"


def test_without_a_week_before_nothing_is_compared(
    evening: Opened, record: DayRecord
) -> None:
    for figure in shown(evening, record).figures:
        assert figure.change == ""
        assert figure.against == ""
        assert figure.fraction is None


def test_figures_are_compared_with_the_same_hour_and_measured_on_the_whole_day(
    evening: Opened, record: DayRecord
) -> None:
    compared = replace(
        record,
        so_far=Takings(301_040, 40, 94),
        then=Takings(278_740, 38, 89),
        whole=Takings(418_000, 60, 140),
    )
    turnover, covers, average, _ = shown(evening, compared).figures
    assert (turnover.value, turnover.change) == (
        "3\u202f010,40\u00a0€",
        "+\u00a08\u00a0%",
    )
    assert turnover.against == "vs ven. dernier"
    assert turnover.good
    assert turnover.fraction == pytest.approx(0.72, abs=0.01)
    assert (covers.value, covers.change) == ("94", "+\u00a05")
    assert average.value == "32,02\u00a0€"
    assert average.change == "+\u00a00,71"


def test_before_the_first_sale_of_the_week_before_its_whole_day_is_the_measure(
    evening: Opened, record: DayRecord
) -> None:
    early = replace(
        record,
        so_far=Takings(9_000, 1, 3),
        then=Takings(0, 0, 0),
        whole=Takings(124_000, 30, 40),
    )
    turnover, covers, average, _ = shown(evening, early).figures
    assert [f.change for f in (turnover, covers, average)] == ["", "", ""]
    assert turnover.against == "ven. dernier : 1\u202f240,00\u00a0€"
    assert covers.against == "ven. dernier : 40"
    assert average.against == "ven. dernier : 31,00\u00a0€"


def test_a_fall_is_said_as_such(evening: Opened, record: DayRecord) -> None:
    worse = replace(
        record,
        so_far=Takings(9_000, 1, 2),
        then=Takings(10_000, 1, 4),
        whole=Takings(10_000, 1, 4),
    )
    turnover, covers, average, _ = shown(evening, worse).figures
    assert (turnover.change, turnover.way) == ("−\u00a010\u00a0%", "down")
    assert not turnover.good
    assert (covers.change, covers.good) == ("−\u00a02", False)
    assert (average.change, average.good) == ("+\u00a020,00", True)


def test_a_higher_cost_is_no_good_news(evening: Opened, record: DayRecord) -> None:
    catalogue = evening.house.world.catalogue
    cost = catalogue.articles["magret"].cost
    now: Sums = {
        ("document", "sale", "ht"): 10_000,
        ("article", "magret", "milli"): 10_000,
        ("article", "magret", "ttc"): 11_000,
    }
    figure = shown(evening, replace(record, sums=now, before=LAST_WEEK)).figures[3]
    assert figure.label == "Coût matière"
    assert cost_share(catalogue, now) == cost * 10 * 10_000 // 10_000
    assert figure.way == "up"
    assert not figure.good
    assert figure.change.endswith("pt")


def test_sales_without_covers_have_no_average(
    evening: Opened, record: DayRecord
) -> None:
    """Zero would say that guests spent nothing."""
    counter = replace(record, so_far=Takings(200, 1, 0))
    turnover, covers, average, _ = shown(evening, counter).figures
    assert (turnover.value, covers.value, average.value) == ("2,00\xa0€", "0", "—")


def test_the_cost_is_unknown_when_nothing_sold_has_one(evening: Opened) -> None:
    catalogue = evening.house.world.catalogue
    assert cost_share(catalogue, {}) is None
    assert cost_share(catalogue, {("article", "nobody", "milli"): 1000}) is None


def test_articles_without_a_cost_do_not_lower_it(evening: Opened) -> None:
    catalogue = evening.house.world.catalogue
    known: Sums = {
        ("document", "sale", "ht"): 10_000,
        ("article", "magret", "milli"): 5_000,
        ("article", "magret", "ttc"): 11_000,
    }
    mixed = known | {
        ("document", "sale", "ht"): 20_000,
        ("article", "sans_cout", "milli"): 5_000,
        ("article", "sans_cout", "ttc"): 11_000,
    }
    assert cost_share(catalogue, mixed) == cost_share(catalogue, known)


def test_bars_stop_at_the_hour_that_runs(evening: Opened, record: DayRecord) -> None:
    view = shown(evening, replace(record, before=LAST_WEEK))
    bars = {bar.label: bar for bar in view.chart.bars}
    assert next(iter(bars)) == "11 h"
    assert list(bars)[-1] == "23 h"
    assert bars["20 h"].current
    assert bars["19 h"].share is not None
    assert bars["21 h"].share is None
    assert bars["12 h"].compared is not None
    assert view.chart.legend == "aujourd’hui"
    assert view.chart.compared_legend == "ven. dernier"


def test_the_night_stands_after_the_evening(evening: Opened, record: DayRecord) -> None:
    late = replace(record, sums=record.sums | {("hour", "1", "ttc"): 5_000})
    assert shown(evening, late).chart.bars[-1].label == "1 h"


def test_a_past_day_says_whether_it_was_closed(
    evening: Opened, record: DayRecord
) -> None:
    past = replace(record, current=False, bday="2026-11-19")
    view = shown(evening, past)
    assert view.title == "Jeudi 19 novembre"
    assert view.note == "pas de clôture"
    assert view.chart.legend == "jeu. 19/11"


@pytest.mark.parametrize(
    ("most", "step"), [(0, 0), (300, 100), (45_000, 10_000), (69_000, 20_000)]
)
def test_scales_have_two_to_four_round_lines(most: int, step: int) -> None:
    assert mark_step(most) == step


def test_tenders_come_the_largest_first(evening: Opened, record: DayRecord) -> None:
    rows = shown(evening, record).tenders
    assert [row.label for row in rows] == ["Carte", "Espèces"]
    assert sum(row.share for row in rows) == pytest.approx(1)


def test_best_sellers_are_measured_against_the_first(
    evening: Opened, record: DayRecord
) -> None:
    rows = shown(evening, record).best
    assert rows[0].label == "Tarte Tatin"
    assert rows[0].share == 1
    assert rows[0].role == "category_desserts"
    counts = [int(row.value_text) for row in rows]
    assert counts == sorted(counts, reverse=True)


def test_signs_stand_apart_from_their_amount() -> None:
    assert signed("8 %") == "+\u00a08 %"
    assert signed("−19,50") == "−\u00a019,50"
    assert signed("5", -1) == "−\u00a05"


def test_every_tender_has_its_row(evening: Opened, record: DayRecord) -> None:
    taken: Sums = {}
    for method in METHODS:
        taken["tender", method, "amount"] = 1000
        taken["tender", method, "count"] = 1
    view = shown(evening, replace(record, sums=taken))
    assert {row.id for row in view.tenders} == set(METHODS)
