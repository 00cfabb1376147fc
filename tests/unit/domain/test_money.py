"""Rounding and sharing out, held against a plain reading of their rules."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import (
    apportion,
    apportion_by_rate,
    decimal_text,
    parse_decimal,
    rhu,
    split_evenly,
    split_remaining,
)

CENTS = st.integers(0, 1_000_000)
WEIGHTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(5, 2, 3), (-5, 2, -3), (1, 2, 1), (-1, 2, -1), (4, 3, 1), (-4, 3, -1), (0, 7, 0)],
)
def test_halves_round_away_from_zero(numerator, denominator, expected):
    assert rhu(numerator, denominator) == expected


@given(st.integers(-(10**9), 10**9), st.sampled_from([2, 4, 5, 8, 10, 1000, 10_000]))
def test_rounding_is_that_of_the_accountant(numerator, denominator):
    exact = Decimal(numerator) / Decimal(denominator)
    assert rhu(numerator, denominator) == exact.quantize(
        Decimal(1), rounding=ROUND_HALF_UP
    )


def test_the_cents_left_go_to_the_largest_remainder():
    # quotas 530.9, 1125.5, 233.6
    assert apportion(1890, [750, 1590, 330]) == [531, 1125, 234]


def test_equal_remainders_go_to_the_larger_weight_then_to_the_first_listed():
    # quotas 0.5, 1.5, 2: the same remainder, so the larger weight gets the cent
    assert apportion(4, [1, 3, 4]) == [0, 2, 2]
    assert apportion(2, [5, 5, 5]) == [1, 1, 0]


def test_nothing_is_shared_on_nothing():
    assert apportion(0, [0, 0]) == [0, 0]
    assert apportion(0, []) == []
    with pytest.raises(ValueError, match="every weight is zero"):
        apportion(1, [0, 0])


@given(CENTS, WEIGHTS)
def test_shares_add_up_and_stay_within_a_cent_of_their_quota(total, weights):
    if not any(weights):
        weights = [*weights, 1]
    shares = apportion(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1
        assert weight or not share


@given(WEIGHTS, st.data())
def test_no_share_exceeds_its_weight_when_less_than_everything_is_shared(weights, data):
    total = data.draw(st.integers(0, sum(weights)))
    shares = apportion(total, weights)
    assert all(0 <= s <= w for s, w in zip(shares, weights, strict=True))


def test_two_levels_share_between_rates_before_inside_them():
    # One level would give 1, 1, 1, 0, 0: three cents to the first rate of weight 3 in 5.
    assert apportion(3, [1, 1, 1, 1, 1]) == [1, 1, 1, 0, 0]
    shares = apportion_by_rate(3, [1000, 1000, 1000, 2000, 2000], [1, 1, 1, 1, 1])
    assert shares == [1, 1, 0, 1, 0]


@given(
    CENTS, st.lists(st.tuples(st.sampled_from([550, 1000, 2000]), CENTS), min_size=1)
)
def test_two_levels_give_each_rate_what_the_rates_alone_would_get(total, items):
    items = [*items, (2000, 1)]
    rates = [rate for rate, _ in items]
    weights = [weight for _, weight in items]
    shares = apportion_by_rate(total, rates, weights)
    seen = list(dict.fromkeys(rates))
    alone = apportion(total, [sum(w for r, w in items if r == rate) for rate in seen])
    for rate, expected in zip(seen, alone, strict=True):
        inside = [s for s, r in zip(shares, rates, strict=True) if r == rate]
        assert sum(inside) == expected


def test_the_first_payers_carry_the_odd_cents():
    assert split_evenly(8980, 3) == [2994, 2993, 2993]
    assert split_evenly(2, 3) == [1, 1, 0]
    assert split_evenly(100, 1) == [100]


@given(WEIGHTS, st.integers(1, 9))
def test_a_split_table_is_exact_both_ways_and_never_negative(amounts, parts):
    shares = split_evenly(sum(amounts), parts)
    table = split_remaining(amounts, shares)
    assert [sum(row) for row in table] == shares
    assert [sum(column) for column in zip(*table, strict=True)] == amounts
    assert min(min(row) for row in table) >= 0


@pytest.mark.parametrize(
    ("text", "places", "value"),
    [
        ("2", 3, 2000),
        ("0.350", 3, 350),
        ("0.35", 3, 350),
        ("12.5", 2, 1250),
        ("0", 3, 0),
    ],
)
def test_decimal_strings_become_whole_numbers(text, places, value):
    assert parse_decimal(text, places) == value


@pytest.mark.parametrize(
    "text",
    ["", ".5", "2.", "1,5", "-1", "+1", "1e3", " 1", "1\n", "0.3501", "٣", "NaN"],
)
def test_what_is_not_a_plain_decimal_is_refused(text):
    with pytest.raises(ValueError, match="not a decimal"):
        parse_decimal(text, 3)


@given(st.integers(0, 10**9), st.integers(1, 4))
def test_decimal_text_reads_back(value, places):
    assert parse_decimal(decimal_text(value, places), places) == value


def test_decimal_text_is_short_and_keeps_its_sign():
    assert decimal_text(2000, 3) == "2"
    assert decimal_text(350, 3) == "0.350"
    assert decimal_text(-1500, 3) == "-1.500"
