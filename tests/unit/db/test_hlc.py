"""The hybrid clock orders as text and never goes back."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from db import hlc

MOMENTS = st.integers(0, 2**47)
COUNTERS = st.integers(0, 0xFFFF)


@given(MOMENTS, COUNTERS, MOMENTS, COUNTERS)
def test_stamps_sort_as_their_parts(m1: int, c1: int, m2: int, c2: int) -> None:
    assert (hlc.stamp(m1, c1) < hlc.stamp(m2, c2)) == ((m1, c1) < (m2, c2))


@given(MOMENTS, COUNTERS)
def test_a_stamp_can_be_taken_apart(ms: int, counter: int) -> None:
    assert hlc.parts(hlc.stamp(ms, counter)) == (ms, counter)
    assert hlc.is_stamp(hlc.stamp(ms, counter))


@given(st.lists(MOMENTS, min_size=1))
def test_each_stamp_is_later_whatever_the_wall_clock_does(walls: list[int]) -> None:
    last = ""
    for now in walls:
        following = hlc.following(last, now)
        assert following > last
        assert hlc.parts(following)[0] >= now
        last = following


def test_a_full_counter_moves_the_milliseconds() -> None:
    assert hlc.following(hlc.stamp(1000, 0xFFFF), 900) == hlc.stamp(1001, 0)


@given(MOMENTS, COUNTERS, MOMENTS)
def test_what_follows_another_chain_is_later(seen: int, count: int, now: int) -> None:
    assert hlc.following(hlc.stamp(seen, count), now) > hlc.stamp(seen, count)


def test_no_stamp_outgrows_its_form() -> None:
    last = hlc.stamp(0xF00000000000, 0xFFFE)
    for _ in range(3):
        last = hlc.following(last, 2**40)
        assert hlc.is_stamp(last)
    assert last == hlc.LAST
    clocks_end = hlc.milliseconds(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
    assert hlc.is_stamp(hlc.stamp(clocks_end, 0xFFFF))


def test_others_are_no_stamps() -> None:
    texts = ("", "0", "00000000000G-0000", "000000000000-00000", "é")
    for found in (*texts, "ffffffffffff-ffff", 7, None):
        assert not hlc.is_stamp(found)
