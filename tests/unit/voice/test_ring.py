"""The last seconds of a microphone."""

from hypothesis import given
from hypothesis import strategies as st

from voice.capture.ring import RATE, Ring

_SECONDS = 16 / RATE  # sixteen samples


def test_what_was_just_heard_is_there() -> None:
    ring = Ring(_SECONDS)
    ring.write(b"aabbcc")
    assert (ring.begin, ring.end) == (0, 3)
    assert ring.read(1, 3) == b"bbcc"


@given(
    st.lists(st.integers(0, 40), max_size=20),
    st.integers(-5, 200),
    st.integers(-5, 200),
)
def test_it_is_a_window_on_all_that_was_ever_heard(
    lengths: list[int], begin: int, end: int
) -> None:
    ring, all_of_it = Ring(_SECONDS), b""
    for number, length in enumerate(lengths):
        block = bytes([number % 251, length]) * length
        ring.write(block)
        all_of_it += block
    assert ring.end == len(all_of_it) // 2
    begin_there, end_there = max(begin, ring.begin), max(0, min(end, ring.end))
    expected = (
        all_of_it[2 * begin_there : 2 * end_there] if begin_there < end_there else b""
    )
    assert ring.read(begin, end) == expected
    assert ring.end - ring.begin <= 16


def test_a_wait_ends_when_the_sound_is_there() -> None:
    ring = Ring(_SECONDS)
    assert not ring.wait(1, 0)
    ring.write(b"aa")
    assert ring.wait(1, 0)
