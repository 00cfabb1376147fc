"""French survives code pages that lack some of it, and nothing else slips through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printers.charset import DRAWN, printable

PAGES = ["cp1252", "cp858", "iso8859-15", "cp850", "cp437"]


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("éèàçùêôîë", "cp1252", "éèàçùêôîë"),
        ("éèàçùêôîë", "cp437", "éèàçùêôîë"),
        ("Œufs cœur", "cp1252", "Œufs cœur"),
        ("Œufs cœur", "cp858", "OEufs coeur"),
        ("84,50 €", "cp858", "84,50 €"),
        ("84,50 €", "cp850", "84,50 EUR"),
        ("À", "cp437", "A"),
        ("1 234,50 €", "cp1252", "1 234,50 €"),
        ("l’« été » – oui…", "cp858", "l'« été » - oui..."),
        ("l’été “oui” — non", "cp1252", "l’été “oui” — non"),
        ("⚠ allergie", "cp1252", "/!\\ allergie"),
        ("⚠ allergie", DRAWN, "⚠ allergie"),
        ("cafe\u0301", "cp1252", "café"),
        ("🥜 noix", "cp1252", "? noix"),
        ("日本", "cp1252", "??"),
        ("a\tb\x1b@c\x00\x07", "cp1252", "a b@c"),
        ("a\nb", "cp1252", "a\nb"),
        ("─" * 3, "cp858", "───"),
        ("─" * 3, "cp1252", "---"),
    ],
)
def test_what_a_page_lacks_is_said_otherwise(
    text: str, encoding: str, expected: str
) -> None:
    assert printable(text, encoding) == expected


@given(st.text(max_size=80), st.sampled_from(PAGES))
def test_any_text_can_be_encoded_and_carries_no_command(
    text: str, encoding: str
) -> None:
    encoded = printable(text, encoding).encode(encoding)
    assert all(byte >= 0x20 or byte == 0x0A for byte in encoded)
