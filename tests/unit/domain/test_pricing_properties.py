"""Properties of every document, over random sales."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import rhu, split_evenly
from app.domain.pricing import (
    ArticleLine,
    Component,
    Discount,
    FormuleLine,
    price_document,
    refund,
    split_documents,
    split_totals,
    sum_documents,
)

RATES = st.sampled_from([0, 210, 550, 850, 1000, 2000])
NATURES = st.sampled_from(["GOODS", "SERVICE"])
DISCOUNTS = st.none() | st.builds(Discount, percent=st.integers(0, 10_000))

ARTICLES = st.builds(
    ArticleLine,
    label=st.just("article"),
    unit=st.integers(0, 5000),
    qty_milli=st.integers(1, 4).map(lambda n: n * 1000) | st.integers(1, 2500),
    rate=RATES,
    nature=NATURES,
    discount=DISCOUNTS,
)
COMPONENTS = st.builds(
    Component,
    label=st.just("component"),
    rate=RATES,
    nature=NATURES,
    ref_price=st.integers(1, 3000) | st.sampled_from([None, 0]),
    supplement=st.sampled_from([0, 0, 150]),
)
FORMULES = st.builds(
    FormuleLine,
    label=st.just("formule"),
    price=st.integers(0, 5000),
    qty_milli=st.integers(1, 4).map(lambda n: n * 1000),
    components=st.lists(COMPONENTS, min_size=1, max_size=5).map(tuple),
    discount=DISCOUNTS,
)
LINES = st.lists(ARTICLES | FORMULES, min_size=1, max_size=8)
DOCUMENTS = st.builds(
    price_document, LINES, st.sampled_from(["incl", "excl"]), DISCOUNTS
)


def holds_together(document):
    """Lines add up to rates, rates to totals, and nothing is negative."""
    for row in document.vat:
        lines = [line for line in document.lines if line.rate == row.rate]
        assert sum(line.ttc for line in lines) == row.ttc
        assert sum(line.ht for line in lines) == row.ht
        assert row.ht + row.tva == row.ttc
        assert min(row.ttc, row.ht, row.tva) >= 0
        assert row.tva == rhu(row.ttc * row.rate, 10_000 + row.rate)
    assert [row.rate for row in document.vat] == sorted(
        {ln.rate for ln in document.lines}
    )
    assert document.ttc == sum(row.ttc for row in document.vat)
    assert document.ht + document.tva == document.ttc
    assert min(min(line.ttc, line.ht) for line in document.lines) >= 0


@given(DOCUMENTS)
def test_every_document_holds_together(document):
    holds_together(document)


@given(DOCUMENTS)
def test_a_line_net_is_within_a_cent_of_its_share_of_the_rate(document):
    rates = {row.rate: row for row in document.vat}
    for line in document.lines:
        row = rates[line.rate]
        if row.ttc:
            exact = Fraction(row.ht * line.ttc, row.ttc)
            assert abs(line.ht - exact) < 2 if exact else line.ht == 0


@given(LINES, st.data())
def test_an_amount_off_comes_off_to_the_cent_and_never_below_zero(lines, data):
    full = price_document(lines)
    off = data.draw(st.integers(0, full.ttc))
    document = price_document(lines, discount=Discount(amount=off))
    assert document.ttc == full.ttc - off
    assert sum(line.discount for line in document.lines) == off
    for before, after in zip(full.lines, document.lines, strict=True):
        assert after.ttc == before.ttc - after.discount >= 0


@given(DOCUMENTS, st.integers(1, 7))
def test_split_documents_add_up_and_differ_by_one_cent_at_most(document, parts):
    shares = split_documents(document, parts)
    assert [share.ttc for share in shares] == split_evenly(document.ttc, parts)
    assert max(s.ttc for s in shares) - min(s.ttc for s in shares) <= 1
    for share in shares:
        holds_together(share)
    for number, row in enumerate(document.vat):
        assert sum(share.vat[number].ttc for share in shares) == row.ttc
    for number, line in enumerate(document.lines):
        assert sum(share.lines[number].ttc for share in shares) == line.ttc


@given(DOCUMENTS, st.integers(1, 7))
def test_the_totals_of_a_split_are_those_of_its_documents(document, parts):
    shares = split_documents(document, parts)
    totals = split_totals(document, parts)
    assert [share.vat for share in totals] == [share.vat for share in shares]
    assert [share.tva for share in totals] == [share.tva for share in shares]
    assert not any(share.lines for share in totals)


@given(DOCUMENTS)
def test_a_split_in_one_is_the_document_itself(document):
    (alone,) = split_documents(document, 1)
    assert alone.vat == document.vat


@st.composite
def returns(draw):
    """A document and refunds, by line and quantity, until all of it has come back."""
    document = draw(DOCUMENTS)
    left = {line.source: line.qty_milli for line in document.lines}
    steps = []
    for _ in range(draw(st.integers(0, 3))):
        wanted = {
            source: draw(st.integers(0, quantity), label=f"line {source}")
            for source, quantity in left.items()
        }
        back = {source: quantity for source, quantity in wanted.items() if quantity}
        left = {s: q - back.get(s, 0) for s, q in left.items()}
        steps.append(back)
    return document, [*steps, {source: q for source, q in left.items() if q}]


@given(returns())
def test_refunding_everything_step_by_step_leaves_nothing(given_returns):
    document, steps = given_returns
    returned = {}
    refunds = []
    for back in steps:
        refunds.append(refund(document, returned, back))
        for source, quantity in back.items():
            returned[source] = returned.get(source, 0) + quantity
        so_far = sum_documents([document, *refunds])
        assert all(min(row.ttc, row.ht, row.tva) >= 0 for row in so_far.vat)
    assert all((row.ttc, row.ht, row.tva) == (0, 0, 0) for row in so_far.vat)
    for source in returned:
        sold = [line.ttc for line in document.lines if line.source == source]
        back = [ln.ttc for r in refunds for ln in r.lines if ln.source == source]
        assert sum(back) == -sum(sold)


@given(DOCUMENTS)
def test_a_refund_in_one_go_mirrors_every_line(document):
    back = {line.source: line.qty_milli for line in document.lines}
    mirror = refund(document, {}, back)
    for line, mirrored in zip(document.lines, mirror.lines, strict=True):
        assert (mirrored.ttc, mirrored.ht) == (-line.ttc, -line.ht)
    for row, mirrored_row in zip(document.vat, mirror.vat, strict=True):
        assert (mirrored_row.ttc, mirrored_row.ht) == (-row.ttc, -row.ht)


@given(
    st.integers(1, 20_000),
    st.lists(st.integers(1, 5000), min_size=1, max_size=4),
    st.lists(st.integers(1, 5000), min_size=1, max_size=4),
)
def test_a_formule_agrees_with_the_administration(price, food, drinks):
    """Its own example: the HT ratio of the carte applied to the menu's HT."""
    ratio_food = Fraction(sum(food) * 10, 11)
    ratio_drinks = Fraction(sum(drinks) * 10, 12)
    k = ratio_food / (ratio_food + ratio_drinks)
    menu_ht = price / (k * Fraction(11, 10) + (1 - k) * Fraction(12, 10))
    components = [
        Component(label="f", rate=1000, nature="SERVICE", ref_price=p) for p in food
    ] + [Component(label="d", rate=2000, nature="SERVICE", ref_price=p) for p in drinks]
    document = price_document(
        [
            FormuleLine(
                label="menu", price=price, qty_milli=1000, components=tuple(components)
            )
        ]
    )
    by_rate = {row.rate: row for row in document.vat}
    assert abs(by_rate[1000].ttc - menu_ht * k * Fraction(11, 10)) < 1
    assert abs(by_rate[2000].ttc - menu_ht * (1 - k) * Fraction(12, 10)) < 1


@given(st.lists(DOCUMENTS, max_size=5))
def test_a_day_is_the_sum_of_its_documents(documents):
    summed = sum_documents(documents)
    assert summed.ttc == sum(d.ttc for d in documents) == summed.sales - summed.returns
    assert summed.tva == sum(d.tva for d in documents)
    assert summed.ht == sum(row.ht for row in summed.natures)
    assert summed.ttc == summed.ht + summed.tva
