"""Cash in the hand: what a guest is likely to give, and what is given back."""

from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.presenters.pay.cash import (
    COINS,
    NOTES,
    pieces_of,
    pieces_words,
    quick_cash,
    rounding_tip,
    whole_price,
)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (28_17, (30_00, 40_00, 50_00)),
        (47_97, (50_00, 60_00, 100_00)),
        (84_50, (85_00, 90_00, 100_00)),
        (40_00, (50_00, 100_00, 200_00)),
        (4_40, (5_00, 10_00, 20_00)),
        (5_00, (10_00, 20_00, 50_00)),
        (0, ()),
        (-5_00, ()),
    ],
)
def test_quick_amounts_are_the_next_notes(due: int, expected: tuple[int, ...]) -> None:
    assert quick_cash(due) == expected


def test_no_note_of_a_quick_amount_could_be_left_out() -> None:
    notes = (500, 1000, 2000, 5000, 10_000, 20_000)
    sums = {
        (sum(some), min(some))
        for count in range(1, 6)
        for some in combinations_with_replacement(notes, count)
    }
    for due in range(137, 9_000, 89):
        wanted = sorted({given for given, least in sums if due < given < due + least})
        assert quick_cash(due) == tuple(wanted[:3]), due


@given(st.integers(1, 2_000_00))
def test_quick_amounts_grow_and_are_more_than_what_is_due(due: int) -> None:
    found = quick_cash(due)
    assert 1 <= len(found) <= 3
    assert found == tuple(sorted(set(found)))
    assert all(amount > due and amount % 500 == 0 for amount in found)


def test_change_is_said_in_notes_and_coins() -> None:
    assert pieces_words(21_83) == "1 billet · 6 pièces"
    assert pieces_words(25_00) == "2 billets"
    assert pieces_words(20) == "1 pièce"
    assert pieces_words(0) == "le compte est bon"


def test_change_is_made_of_as_few_pieces_as_possible() -> None:
    fewest = [0]
    for cents in range(1, 60_00):
        values = [value for value in (*NOTES, *COINS) if value <= cents]
        fewest.append(1 + min(fewest[cents - value] for value in values))
        assert sum(pieces_of(cents)) == fewest[cents]


def test_rounding_up_leaves_whole_euros() -> None:
    assert rounding_tip(28_17) == 83
    assert rounding_tip(28_99) == 1
    assert rounding_tip(28_00) == 2_00
    assert rounding_tip(30_00) == 5_00


def test_whole_prices_lose_their_useless_cents() -> None:
    assert whole_price(30_00) == "30\u00a0€"
    assert whole_price(2_50) == "2,50\u00a0€"
