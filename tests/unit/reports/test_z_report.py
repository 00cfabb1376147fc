"""Sums of a closing become a report, with the figures of example 11.8."""

from dataclasses import replace

from z_sample import HEADING, NAMES, REPORT, SUMS

from app.reports.z_report import CashBlock, ControlLine, TenderLine, VatLine, report_of
from app.reports.z_terminals import TerminalLine


def test_the_turnover_is_that_of_the_example():
    turnover = REPORT.turnover
    assert (turnover.sales, turnover.returns, turnover.net) == (24_450, 1_890, 22_560)
    assert turnover.average == 6113  # 61,125
    assert turnover.per_cover == 5640


def test_rates_ascend_and_goods_stand_before_services():
    assert [line.rate for line in REPORT.vat] == [550, 1000, 2000]
    assert REPORT.vat[1] == VatLine(rate=1000, ttc=11714, ht=10648, tva=1066)
    assert [(line.rate, line.nature) for line in REPORT.natures] == [
        (550, "GOODS"),
        (1000, "GOODS"),
        (1000, "SERVICE"),
        (2000, "GOODS"),
        (2000, "SERVICE"),
    ]


def test_tenders_keep_the_order_of_the_till_and_an_unknown_one_is_not_lost():
    sums = {**SUMS, ("tender", "bitcoin", "amount"): 100}
    names = [line.name for line in report_of(sums, HEADING, NAMES).tenders]
    assert names == ["Espèces", "Carte", "Titre-restaurant", "bitcoin"]
    assert REPORT.tenders[1] == TenderLine(
        name="Carte", count=4, amount=10_144, tip=300
    )


def test_a_paper_that_says_nothing_was_taken_was_read():
    sums = {**SUMS, ("tender", "card", "off"): -10_444}
    (_, card, _) = report_of(sums, HEADING, NAMES).tenders
    assert (card.told, card.off) == (0, -10_444)
    assert REPORT.tenders[1].told is None


def test_each_terminal_says_what_it_took_itself_on_the_report_of_one_till():
    sums = {
        **SUMS,
        ("terminal", "tpe2", "count"): 1,
        ("terminal", "tpe2", "amount"): 500,
    }
    first = TerminalLine(name="TPE 1", count=4, amount=10_444, told=10_400, off=-44)
    second = TerminalLine(name="tpe2", count=1, amount=500)
    assert report_of(sums, HEADING, NAMES).terminals == (first, second)
    house = report_of(sums, replace(HEADING, kind="E"), NAMES)
    assert house.terminals == (replace(first, told=None, off=None), second)


def test_the_drawer_is_counted_or_not_yet():
    assert REPORT.cash == CashBlock(
        opening=15_000,
        sales=9_916,
        refunds=0,
        moved_in=0,
        moved_out=0,
        expected=24_916,
        counted=24_866,
        difference=-50,
    )
    done = ("counted", "difference")
    uncounted = {key: cents for key, cents in SUMS.items() if key[1] not in done}
    cash = report_of(uncounted, HEADING, NAMES).cash
    assert cash is not None
    assert cash.counted is None


def test_a_drawer_that_was_found_empty_was_counted():
    sums = {key: cents for key, cents in SUMS.items() if key[1] != "counted"}
    sums["cash", "difference", "amount"] = -24_916
    cash = report_of(sums, HEADING, NAMES).cash
    assert cash is not None
    assert (cash.counted, cash.difference) == (0, -24_916)


def test_a_report_without_a_drawer_has_no_cash():
    assert report_of({}, HEADING, {}).cash is None


def test_hours_follow_the_business_day():
    sums = {("hour", str(hour), "ttc"): 1 for hour in (0, 4, 5, 12, 23)}
    hours = [line.hour for line in report_of(sums, HEADING, {}).hours]
    assert hours == [5, 12, 23, 0, 4]


def test_people_and_categories_are_named_and_ranked_by_turnover():
    assert [line.name for line in REPORT.operators] == ["Léa", "Karim"]
    assert [line.name for line in REPORT.categories][:2] == ["Plats", "Épicerie"]
    unnamed = report_of({("operator", "p9", "ttc"): 5}, HEADING, NAMES)
    assert unnamed.operators[0].name == "p9"


def test_only_what_happened_is_a_control():
    assert REPORT.controls == (
        ControlLine(name="Remises", count=1, amount=500),
        ControlLine(name="Annulations après envoi", count=2, amount=840),
        ControlLine(name="Additions imprimées", count=1, amount=8980),
        ControlLine(name="Duplicatas", count=1, amount=0),
    )


def test_an_empty_day_has_no_averages():
    turnover = report_of({}, HEADING, {}).turnover
    assert (turnover.average, turnover.per_cover, turnover.net) == (0, 0, 0)
