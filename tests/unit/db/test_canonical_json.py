"""Canonical JSON: one meaning, one text."""

import json
import unicodedata
from enum import Enum, StrEnum
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.canonical import MAX_INTEGER, b64u, canonical, normalised, unb64u
from db.errors import MisuseError

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=127))
VALUES = st.recursive(
    TEXTS | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5)
    ),
    max_leaves=20,
)


class Mode(StrEnum):
    ON_SITE = "on-site"


class Legacy(str, Enum):  # noqa: UP042  the older form must work too
    TAKEAWAY = "takeaway"


@given(VALUES)
def test_reading_the_text_gives_the_normalised_value_again(value: object) -> None:
    normal = normalised(value)
    assert json.loads(canonical(normal)) == normal


@given(VALUES)
def test_the_text_is_what_the_standard_library_writes(value: object) -> None:
    normal = normalised(value)
    plain = json.dumps(
        normal, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert canonical(normal) == plain


@given(VALUES)
def test_normalising_twice_changes_nothing(value: object) -> None:
    assert normalised(normalised(value)) == normalised(value)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_the_order_of_members_does_not_matter(value: dict[str, object]) -> None:
    backwards = dict(reversed(value.items()))
    assert canonical(normalised(value)) == canonical(normalised(backwards))


@given(TEXTS)
def test_text_is_stored_in_normal_form_c(text: str) -> None:
    assert normalised(text) == unicodedata.normalize("NFC", text)


def test_equal_words_written_differently_are_stored_alike() -> None:
    assert normalised("entrecôte") == normalised("entreco\u0302te")


def test_members_are_sorted_and_compact() -> None:
    value = normalised({"b": [1, True, "é"], "a": {"z": "", "A": False}})
    assert canonical(value) == '{"a":{"A":false,"z":""},"b":[1,true,"é"]}'


def test_strings_escape_as_the_standard_says() -> None:
    # RFC 8785, section 3.2.2.2, the string of its example.
    text = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"
    assert canonical(text) == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


def test_a_note_with_emoji_and_control_characters_survives() -> None:
    note = "🦞\x00\x07" * 1000
    assert json.loads(canonical(normalised({"note": note}))) == {"note": note}


def test_tuples_enums_and_read_only_mappings_become_plain_values() -> None:
    value = {"modes": (Mode.ON_SITE, Legacy.TAKEAWAY), "more": MappingProxyType({})}
    plain = normalised(value)
    assert plain == {"modes": ["on-site", "takeaway"], "more": {}}
    assert isinstance(plain, dict)
    assert isinstance(plain["modes"], list)
    assert [type(mode) for mode in plain["modes"]] == [str, str]


@pytest.mark.parametrize(
    "value",
    [1.0, None, b"x", {1}, object(), [0.5], {"a": None}, {"é": 1}, {1: "a"}],
    ids=["float", "none", "bytes", "set", "object", "deep", "member", "é", "key"],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(MisuseError):
        normalised(value)


@pytest.mark.parametrize("number", [MAX_INTEGER + 1, -MAX_INTEGER - 1])
def test_integers_that_other_readers_would_round_are_refused(number: int) -> None:
    with pytest.raises(MisuseError, match="out of range"):
        normalised(number)


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(MisuseError, match="not a text"):
        normalised({"note": "a\ud800"})


@given(st.binary())
def test_base64url_round_trips_without_padding(raw: bytes) -> None:
    text = b64u(raw)
    assert unb64u(text) == raw
    assert not set(text) & set("+/=")


def test_what_is_not_base64url_is_refused() -> None:
    with pytest.raises(ValueError, match="base64"):
        unb64u("A")
