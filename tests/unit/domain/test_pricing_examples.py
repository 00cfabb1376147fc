"""The worked examples of the fiscal rules, section 11, to the cent."""

import pytest
from pricing_examples import (
    EX1,
    EX1B,
    EX3_DISCOUNT,
    EX4,
    MAIN,
    SODA,
    STARTER,
    T2,
    article,
    component,
    formule,
    on_site,
    rows,
    totals,
)

from app.domain.money import rhu, split_evenly
from app.domain.pricing import (
    NatureRow,
    price_document,
    refund,
    split_documents,
    sum_documents,
)


def day():
    """The documents of example 11.8: T1-T4 and the refund R1."""
    t4 = price_document(EX4)
    return [
        price_document(EX1),
        price_document(T2),
        price_document(EX1, discount=EX3_DISCOUNT),
        t4,
        refund(t4, {}, {0: 1000}),
    ]


def test_example_1_has_three_rates():
    document = price_document(EX1)
    assert rows(document) == {
        550: (2900, 2749, 151),
        1000: (2580, 2345, 235),
        2000: (1450, 1208, 242),
    }
    assert [row.rate for row in document.vat] == [550, 1000, 2000]
    assert totals(document) == (6930, 6302, 628)
    assert [line.ht for line in document.lines] == [2345, 711, 1208, 2038]
    assert [line.ttc for line in document.lines] == [2580, 750, 1450, 2150]


def test_example_1b_rounds_vat_once_for_three_croissants():
    document = price_document(EX1B)
    assert totals(document) == (390, 370, 20)
    assert [line.ht for line in document.lines] == [124, 123, 123]


def test_example_2_apportions_a_formule_with_wine():
    document = price_document([formule()])
    assert rows(document) == {1000: (1530, 1391, 139), 2000: (360, 300, 60)}
    assert totals(document) == (1890, 1691, 199)
    assert [line.ttc for line in document.lines] == [490, 1040, 360]
    assert [line.label for line in document.lines] == [
        "Œufs mimosa",
        "Entrecôte",
        "Verre de Brouilly",
    ]


def test_example_2_with_a_soda_has_one_rate():
    document = price_document([formule(STARTER, MAIN, SODA)])
    assert totals(document) == (1890, 1718, 172)
    assert [line.ttc for line in document.lines] == [531, 1125, 234]


def test_example_2_without_a_reference_price_takes_the_highest_rate():
    wine = component("Verre de Brouilly", 2000, None)
    document = price_document([formule(STARTER, MAIN, wine)])
    assert rows(document) == {2000: (1890, 1575, 315)}
    assert [line.label for line in document.lines] == ["Formule midi"]


def test_example_4_prices_a_table_of_three():
    document = price_document(EX4)
    assert rows(document) == {
        550: (900, 853, 47),
        1000: (6520, 5927, 593),
        2000: (1560, 1300, 260),
    }
    assert totals(document) == (8980, 8080, 900)


def test_example_4_is_paid_in_three_shares():
    assert split_evenly(price_document(EX4).ttc, 3) == [2994, 2993, 2993]


def test_example_4_becomes_three_tickets():
    first, second, third = split_documents(price_document(EX4), 3)
    assert first.ttc == 2994
    assert [(r.ttc, r.tva) for r in first.vat] == [(300, 16), (2174, 198), (520, 87)]
    assert second.vat == third.vat
    assert second.ttc == 2993
    assert [(r.ttc, r.tva) for r in second.vat] == [(300, 16), (2173, 198), (520, 87)]
    assert first.tva + second.tva + third.tva == 903


def test_the_order_of_the_api_document_gets_its_vat_on_top():
    burger = on_site("Burger Classique", 1250)
    fries = on_site("Frites Maison", 450)
    document = price_document([burger, fries], prices="excl")
    assert totals(document) == (1870, 1700, 170)
    assert [(line.ht, line.ttc) for line in document.lines] == [
        (1250, 1375),
        (450, 495),
    ]


def test_the_second_ticket_of_the_day_adds_a_coffee_to_the_formule():
    assert totals(price_document(T2)) == (2110, 1891, 219)


def test_the_day_sums_its_stored_documents():
    summed = sum_documents(day())
    assert {row.rate: (row.ttc, row.ht, row.tva) for row in summed.vat} == {
        550: (6491, 6153, 338),
        1000: (11714, 10648, 1066),
        2000: (4355, 3629, 726),
    }
    assert (summed.ttc, summed.ht, summed.tva) == (22560, 20430, 2130)
    assert (summed.sales, summed.returns) == (24450, 1890)


def test_recomputing_the_day_would_miss_a_cent():
    by_rate = {row.rate: row for row in sum_documents(day()).vat}
    assert rhu(by_rate[1000].ttc * 1000, 11000) == 1065
    assert by_rate[1000].tva == 1066


def test_the_day_separates_goods_from_services_at_each_rate():
    assert sum_documents(day()).natures == (
        NatureRow(550, "GOODS", 6491, 6153, 338),
        NatureRow(1000, "GOODS", 4974, 4521, 453),
        NatureRow(1000, "SERVICE", 6740, 6127, 613),
        NatureRow(2000, "GOODS", 2795, 2329, 466),
        NatureRow(2000, "SERVICE", 1560, 1300, 260),
    )


def test_the_day_refunds_one_formule_of_two():
    refunded = day()[-1]
    assert rows(refunded) == {1000: (-1530, -1391, -139), 2000: (-360, -300, -60)}
    assert [line.ttc for line in refunded.lines] == [-490, -1040, -360]


def test_a_formule_is_shared_between_rates_before_components():
    food = [component(name, 1000, 100) for name in "abc"]
    drinks = [component(name, 2000, 100) for name in "de"]
    document = price_document([formule(*food, *drinks, price=8)])
    # In one level each of the first three would round up: 6 + 2. The rates alone have
    # quotas of 4,8 and 3,2.
    assert [line.ttc for line in document.lines] == [2, 2, 1, 2, 1]
    assert {row.rate: row.ttc for row in document.vat} == {1000: 5, 2000: 3}


@pytest.mark.parametrize("units", [1, 2, 3, 7])
def test_each_unit_of_a_formule_is_apportioned_on_its_own(units):
    one = price_document([formule(STARTER, MAIN, SODA)])
    many = price_document([formule(STARTER, MAIN, SODA, qty=units * 1000)])
    assert [line.ttc for line in many.lines] == [units * line.ttc for line in one.lines]


def test_vat_on_top_is_rounded_once_per_rate():
    document = price_document([article("a", 33, 550) for _ in range(3)], prices="excl")
    # 0,99 × 5,5 % = 0,05445; line by line it would be 3 × 0,02.
    assert totals(document) == (104, 99, 5)
    assert [line.ttc for line in document.lines] == [35, 35, 34]
