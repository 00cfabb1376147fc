"""Typing amounts on a pad and in a field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.amount_entry import MOST, AmountEntry, parse_cents


def typed(*keys: str, start: int = 0) -> AmountEntry:
    entry = AmountEntry(start)
    for key in keys:
        if key == "erase":
            entry.erase()
        else:
            entry.press(key)
    return entry


def test_digits_fill_the_cents_from_the_right() -> None:
    assert typed("2", "8", "1", "7").value == 2817


def test_double_zero_makes_whole_euros() -> None:
    assert typed("5", "0", "00").value == 5000


def test_the_first_digit_replaces_the_proposal() -> None:
    assert typed("5", start=2817).value == 5


def test_erase_corrects_the_proposal() -> None:
    assert typed("erase", start=2817).value == 281
    assert typed("erase", "9", start=2817).value == 2819


def test_a_digit_too_many_is_not_taken() -> None:
    entry = AmountEntry(most=9_999)
    assert [entry.press("9") for _ in range(5)] == [True, True, True, True, False]
    assert entry.value == 9_999


def test_double_zero_is_taken_whole_or_not_at_all() -> None:
    entry = AmountEntry(most=9_999)
    for key in ("9", "9", "9"):
        entry.press(key)
    assert not entry.press("00")
    assert entry.value == 999


def test_clear_and_propose_start_again() -> None:
    entry = typed("1", "2")
    entry.clear()
    assert entry.value == 0
    entry.propose(500)
    assert entry.fresh
    entry.press("3")
    assert (entry.value, entry.fresh) == (3, False)


@pytest.mark.parametrize("key", ["", "a", "-1", "½", "٣"])
def test_only_digits_can_be_pressed(key: str) -> None:
    with pytest.raises(ValueError, match="not digits"):
        AmountEntry().press(key)


@given(st.lists(st.sampled_from([*"0123456789", "00", "erase"]), max_size=30))
def test_whatever_is_pressed_the_amount_stays_in_bounds(keys: list[str]) -> None:
    assert 0 <= typed(*keys).value <= MOST


@given(st.integers(0, MOST))
def test_typing_the_digits_of_an_amount_gives_it(cents: int) -> None:
    assert typed(*str(cents)).value == cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("24", 2400),
        ("24,5", 2450),
        ("24.50", 2450),
        ("1 234,50 €", 123450),
        ("1\u202f234,50\u00a0€", 123450),
        (",50", 50),
        ("0", 0),
        ("-3,20", -320),
        ("−3,20", -320),
        ("", None),
        ("-", None),
        (",", None),
        ("24,505", None),
        ("12a", None),
        ("1,2,3", None),
        ("٣", None),
    ],
)
def test_a_typed_amount_becomes_cents(text: str, cents: int | None) -> None:
    assert parse_cents(text) == cents


def test_a_number_that_is_no_amount_of_money_is_none() -> None:
    assert parse_cents("9" * 12) == int("9" * 12) * 100
    assert parse_cents("9" * 13) is None
    assert parse_cents("9" * 5000) is None


@given(st.integers(-MOST, MOST))
def test_what_is_written_is_read_back(cents: int) -> None:
    sign, whole = "-" if cents < 0 else "", abs(cents)
    assert parse_cents(f"{sign}{whole // 100},{whole % 100:02d}") == cents
