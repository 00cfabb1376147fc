"""Discounts, supplements, shares of lines, and what cannot be meant."""

import pytest
from pricing_examples import (
    EX1,
    EX3_DISCOUNT,
    MAIN,
    SODA,
    STARTER,
    WINE,
    article,
    component,
    formule,
    on_site,
    rows,
)

from app.domain.pricing import (
    Discount,
    PricingError,
    Share,
    line_total,
    price_document,
)


def ttcs(document):
    return [line.ttc for line in document.lines]


def test_a_weighed_line_rounds_half_away_from_zero():
    assert line_total(1990, 350) == 697  # 696,5
    assert line_total(1, 499) == 0


def test_an_amount_off_the_ticket_is_split_between_rates_then_lines():
    document = price_document(EX1, discount=EX3_DISCOUNT)
    assert {row.rate: row.ttc for row in document.vat} == {
        550: 2691,
        1000: 2394,
        2000: 1345,
    }
    assert [line.discount for line in document.lines] == [186, 54, 105, 155]
    assert ttcs(document) == [2394, 696, 1345, 1995]


def test_a_percentage_off_the_ticket_is_rounded_on_the_total():
    lines = [article("a", 333, 1000), article("b", 333, 2000), article("c", 333, 550)]
    document = price_document(lines, discount=Discount(percent=1250))
    assert document.ttc == 999 - 125  # 124,875
    assert sum(line.discount for line in document.lines) == 125


def test_everything_can_be_given_away():
    document = price_document(EX1, discount=Discount(percent=10_000))
    assert set(ttcs(document)) == {0}
    assert {row.rate for row in document.vat} == {550, 1000, 2000}
    assert document.ttc == document.ht == document.tva == 0


def test_an_offered_line_stays_on_the_document_at_zero():
    offered = article("Café", 220, 1000, discount=Discount(percent=10_000))
    document = price_document([article("Plat", 1590, 1000), offered])
    assert ttcs(document) == [1590, 0]


def test_the_ticket_discount_comes_after_those_of_the_lines():
    lines = [
        article("a", 1000, 1000, discount=Discount(amount=1000)),
        article("b", 500, 1000),
    ]
    document = price_document(lines, discount=Discount(amount=100))
    assert ttcs(document) == [0, 400]


def test_a_discount_on_a_formule_lowers_the_price_before_it_is_apportioned():
    document = price_document([formule(discount=Discount(percent=1000))])
    # 18,90 − 1,89 = 17,01; 10 %: 17,01 × 23,40 / 28,90 = 13,77
    assert rows(document) == {1000: (1377, 1252, 125), 2000: (324, 270, 54)}


def test_discounted_units_of_a_formule_differ_by_one_cent_at_most():
    document = price_document([formule(qty=3000, discount=Discount(amount=100))])
    assert document.ttc == 3 * 1890 - 100
    # Two units at 18,57 (15,04 + 3,53) and one at 18,56 (15,03 + 3,53).
    assert {row.rate: row.ttc for row in document.vat} == {1000: 4511, 2000: 1059}


def test_supplements_are_outside_the_apportionment():
    cellar = component("Verre de Meursault", 2000, 550, supplement=400)
    document = price_document([formule(STARTER, MAIN, cellar)])
    assert ttcs(document) == [490, 1040, 760]


def test_a_choice_that_takes_something_off_lowers_the_price_to_apportion():
    without = component("Verre d'eau", 2000, 550, supplement=-189)
    document = price_document([formule(STARTER, MAIN, without)])
    assert rows(document)[1000][0] == 1377


def test_a_formule_given_away_takes_its_supplements_along():
    cellar = component("Verre de Meursault", 2000, 550, supplement=400)
    half = formule(STARTER, MAIN, cellar, discount=Discount(amount=2000))
    assert ttcs(price_document([half])) == [0, 0, 290]
    free = formule(STARTER, MAIN, cellar, discount=Discount(percent=10_000))
    assert ttcs(price_document([free])) == [0, 0, 0]


def test_without_reference_prices_the_supplements_keep_their_own_rate():
    starter = component("Huîtres", 1000, None, supplement=300)
    document = price_document([formule(starter, WINE, qty=2000)])
    assert rows(document) == {1000: (600, 545, 55), 2000: (3780, 3150, 630)}
    assert [line.label for line in document.lines] == ["Formule midi", "Huîtres"]
    assert {line.nature for line in document.lines} == {"SERVICE"}


def test_reference_prices_that_are_all_zero_prove_nothing():
    parts = (component("a", 1000, 0), component("b", 2000, 0))
    assert set(rows(price_document([formule(*parts)]))) == {2000}


def test_a_component_that_is_free_a_la_carte_gets_nothing():
    bread = component("Pain", 550, 0)
    document = price_document([formule(bread, MAIN, SODA)])
    assert ttcs(document)[0] == 0


def test_every_component_names_the_line_it_comes_from():
    document = price_document([on_site("Café", 220), formule(qty=2000)])
    assert [line.source for line in document.lines] == [0, 1, 1, 1]
    assert [line.qty_milli for line in document.lines] == [1000, 2000, 2000, 2000]


def test_shares_of_a_bottle_add_up_to_the_bottle():
    shares = [
        price_document([article("Vin", 2000, 2000, share=Share(of=3, taken=(k,)))]).ttc
        for k in range(3)
    ]
    assert shares == [667, 667, 666]
    both = price_document([article("Vin", 2000, 2000, share=Share(of=3, taken=(0, 2)))])
    assert both.ttc == 1333


def test_shares_of_a_formule_add_up_component_by_component():
    shares = [
        price_document([formule(share=Share(of=4, taken=(k,)))]) for k in range(4)
    ]
    assert [document.ttc for document in shares] == [473, 473, 472, 472]
    columns = zip(*map(ttcs, shares), strict=True)
    assert [sum(column) for column in columns] == [490, 1040, 360]


def test_a_vat_free_house_has_no_vat():
    document = price_document([article("a", 1000, 0)])
    assert rows(document) == {0: (1000, 1000, 0)}
    assert rows(price_document([article("a", 1000, 0)], "excl")) == {0: (1000, 1000, 0)}


def test_discounts_of_an_exclusive_list_are_without_vat():
    lines = [article("a", 1000, 1000), article("b", 1000, 2000)]
    document = price_document(lines, "excl", Discount(amount=200))
    assert rows(document) == {1000: (990, 900, 90), 2000: (1080, 900, 180)}


def test_a_free_article_has_a_line_and_a_rate():
    document = price_document([article("Olives", 0, 1000)])
    assert rows(document) == {1000: (0, 0, 0)}


@pytest.mark.parametrize(
    ("lines", "discount", "field"),
    [
        ([], None, "lines"),
        ([article("a", 100, 1000, 0)], None, "lines[0].qty"),
        ([on_site("a", 1), article("a", 100, 1000, -1000)], None, "lines[1].qty"),
        ([article("a", -1, 1000)], None, "lines[0].unit"),
        ([article("a", 1, 10_001)], None, "lines[0].rate"),
        ([article("a", 1, -1)], None, "lines[0].rate"),
        ([formule(qty=1500)], None, "lines[0].qty"),
        ([formule(price=-1)], None, "lines[0].price"),
        ([formule(component("a", 1000, 1, supplement=-1891))], None, "lines[0].price"),
        ([formule(component("a", -1, 1))], None, "lines[0].components[0].rate"),
        (
            [formule(MAIN, component("a", 0, -1))],
            None,
            "lines[0].components[1].ref_price",
        ),
        (
            [article("a", 5, 0, discount=Discount(amount=6))],
            None,
            "lines[0].discount.amount",
        ),
        ([article("a", 5, 0, share=Share(of=0))], None, "lines[0].share"),
        ([article("a", 5, 0, share=Share(of=2, taken=(2,)))], None, "lines[0].share"),
        ([article("a", 5, 0)], Discount(amount=6), "discount.amount"),
        ([article("a", 5, 0)], Discount(amount=-1), "discount.amount"),
        ([article("a", 5, 0)], Discount(percent=10_001), "discount.percent"),
        ([article("a", 5, 0)], Discount(percent=-1), "discount.percent"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_field(lines, discount, field):
    with pytest.raises(PricingError) as refused:
        price_document(lines, discount=discount)
    assert refused.value.field == field
    assert str(refused.value).startswith(f"{field}: ")


def test_a_formule_without_components_is_refused():
    empty = formule()
    empty = type(empty)(label="x", price=1, qty_milli=1000, components=())
    with pytest.raises(PricingError, match=r"^lines\[0\].components: "):
        price_document([empty])
