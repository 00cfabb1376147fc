"""Keys of bump bars, as the setting keeps them."""

from hypothesis import given
from hypothesis import strategies as st

from app.presenters.kitchen.bump_keys import (
    ACTS,
    act_words,
    keys_of,
    with_key,
    with_keys,
)

KEYS = st.dictionaries(st.sampled_from(ACTS), st.integers(1, 2**31))


def test_each_screen_has_keys_of_its_own() -> None:
    text = with_keys("", "froid", {"bump": 43, "1": 16777264})
    assert text == "froid:1=16777264,bump=43"
    text = with_keys(text, "", {"recall": 82})
    assert text == "froid:1=16777264,bump=43 *:recall=82"
    assert keys_of(text, "froid") == {"bump": 43, "1": 16777264}
    assert keys_of(text, "") == {"recall": 82}
    assert keys_of(text, "chaud") == {}
    assert with_keys(text, "froid", {}) == "*:recall=82"


def test_no_key_does_two_things() -> None:
    assert with_key({"1": 65, "2": 66}, "3", 65) == {"2": 66, "3": 65}
    assert with_key({"1": 65}, "1", 66) == {"1": 66}


@given(st.text(max_size=80))
def test_whatever_is_stored_can_be_read(text: str) -> None:
    assert set(keys_of(text, "")) <= set(ACTS)


@given(KEYS, KEYS)
def test_what_is_kept_comes_back(one: dict[str, int], other: dict[str, int]) -> None:
    text = with_keys(with_keys("", "froid", one), "", other)
    assert (keys_of(text, "froid"), keys_of(text, "")) == (one, other)


def test_every_act_has_its_words() -> None:
    assert len({act_words(act) for act in ACTS}) == len(ACTS)
