"""What comes back: cumulative, without residue, never more than was sold."""

import pytest
from pricing_examples import (
    EX1,
    EX1B,
    EX3_DISCOUNT,
    EX4,
    article,
    formule,
    rows,
    totals,
)

from app.domain.pricing import PricingError, price_document, refund, sum_documents


def negated(document):
    return [
        (line.label, line.rate, line.nature, -line.ttc, -line.ht, line.source)
        for line in document.lines
    ]


@pytest.mark.parametrize("lines", [EX1, EX1B, EX4])
def test_a_full_refund_is_the_exact_mirror(lines):
    document = price_document(lines, discount=EX3_DISCOUNT if lines is EX1 else None)
    back = {line.source: line.qty_milli for line in document.lines}
    mirror = refund(document, {}, dict(reversed(back.items())))
    assert [tuple(line[:6]) for line in mirror.lines] == negated(document)
    assert totals(mirror) == tuple(-total for total in totals(document))
    assert {r: tuple(-v for v in row) for r, row in rows(mirror).items()} == rows(
        document
    )


def test_three_croissants_coming_back_one_by_one_leave_no_vat():
    document = price_document(EX1B)
    refunds = [
        refund(document, dict.fromkeys(range(done), 1000), {done: 1000})
        for done in range(3)
    ]
    assert [r.tva for r in refunds] == [-7, -6, -7]  # 6,67 · 13,33 · 20 rounded
    assert [r.ttc for r in refunds] == [-130, -130, -130]
    assert sum(r.ht for r in refunds) == -370


def test_a_line_coming_back_in_pieces_is_cut_without_residue():
    document = price_document([article("Plateau", 1000, 1000, 3000)], "excl")
    odd = price_document([article("Plateau", 333, 1000, 3000)], discount=EX3_DISCOUNT)
    for original in (document, odd):
        parts = [refund(original, {0: done * 1000}, {0: 1000}) for done in range(3)]
        assert sum_documents([original, *parts]).ttc == 0
        assert sum_documents([original, *parts]).tva == 0
    assert [part.ttc for part in parts] == [-166, -167, -166]


def test_weighed_goods_come_back_by_weight():
    document = price_document([article("Comté", 3190, 550, 350)])
    first = refund(document, {}, {0: 100})
    assert first.ttc == -319
    assert refund(document, {0: 100}, {0: 250}).ttc == first.ttc - (
        document.ttc + 2 * first.ttc
    )


def test_a_refund_keeps_to_its_lines_and_rates():
    document = price_document(EX1)
    back = refund(document, {}, {2: 1000})
    assert rows(back) == {2000: (-1450, -1208, -242)}
    assert [line.label for line in back.lines] == ["Vin"]


def test_one_formule_of_three_comes_back_with_all_its_components():
    document = price_document([formule(qty=3000)])
    back = refund(document, {}, {0: 1000})
    assert [line.ttc for line in back.lines] == [-490, -1040, -360]
    rest = refund(document, {0: 1000}, {0: 2000})
    assert back.ttc + rest.ttc == -document.ttc
    assert back.tva + rest.tva == -document.tva


def test_a_free_line_comes_back_for_nothing():
    document = price_document([article("Olives", 0, 1000)])
    assert totals(refund(document, {}, {0: 1000})) == (0, 0, 0)


@pytest.mark.parametrize(
    ("returned", "back", "field"),
    [
        ({}, {9: 1000}, "9.line"),
        ({}, {-1: 1000}, "-1.line"),
        ({}, {0: 0}, "0.qty"),
        ({}, {0: -1000}, "0.qty"),
        ({}, {0: 2001}, "0.qty"),
        ({0: 1500}, {0: 501}, "0.qty"),
    ],
)
def test_nothing_comes_back_twice_or_from_nowhere(returned, back, field):
    with pytest.raises(PricingError) as refused:
        refund(price_document(EX1), returned, back)
    assert refused.value.field == field


def test_the_refusal_says_how_much_is_left():
    with pytest.raises(PricingError, match=r"ne reste que 0\.500 "):
        refund(price_document(EX1), {0: 1500}, {0: 1000})
