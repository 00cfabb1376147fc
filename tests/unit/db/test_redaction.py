"""Card numbers never reach the journal; barcodes and identifiers always do."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.redaction import may_hold_card_number, redacted

# Test numbers that card schemes publish.
CARDS = {
    "4970100000000154": "497010…0154",
    "4111111111111111": "411111…1111",
    "5555555555554444": "555555…4444",
    "2223003122003222": "222300…3222",
    "378282246310005": "378282…0005",
    "6011000990139424": "601100…9424",
    "3566002020360505": "356600…0505",
    "6759649826438453": "675964…8453",
}


@pytest.mark.parametrize(("card", "cut"), CARDS.items())
def test_a_card_number_keeps_six_and_four_digits(card: str, cut: str) -> None:
    assert redacted(card) == (cut, 1)


@pytest.mark.parametrize(
    "text",
    [
        "CB 4111 1111 1111 1111 refusée",
        "4111-1111-1111-1111",
        "4111\u00a01111\u00a01111\u00a01111",
        "PAN=4111111111111111;",
        "carte4111111111111111",
        "PAN_4111111111111111",
        "12,50 puis 4111111111111111",
        "montant 1250 4111111111111111 ok",
    ],
)
def test_a_card_number_is_found_however_it_is_written(text: str) -> None:
    assert redacted(text) == (
        text.replace("4111 1111 1111 1111", "411111…1111")
        .replace("4111-1111-1111-1111", "411111…1111")
        .replace("4111\u00a01111\u00a01111\u00a01111", "411111…1111")
        .replace("4111111111111111", "411111…1111"),
        1,
    )


def test_an_american_express_number_in_its_own_grouping_is_found() -> None:
    assert redacted("3782 822463 10005") == ("378282…0005", 1)


def test_numbers_are_found_at_any_depth_and_counted() -> None:
    value, count = redacted(
        {"a": ["4111111111111111", {"b": "x 5555555555554444"}], "n": 3, "t": True}
    )
    assert value == {"a": ["411111…1111", {"b": "x 555555…4444"}], "n": 3, "t": True}
    assert count == 2


def test_a_card_number_stored_as_a_number_is_cut_too() -> None:
    assert redacted({"ref": 4111111111111111}) == ({"ref": "411111…1111"}, 1)


@given(st.from_regex(r"[0-9]{13,14}", fullmatch=True))
def test_barcodes_and_sirets_survive(digits: str) -> None:
    assert redacted(digits) == (digits, 0)
    assert redacted(f"EAN {digits}.") == (f"EAN {digits}.", 0)


@given(st.uuids())
def test_uuids_survive(identity: uuid.UUID) -> None:
    for text in (str(identity), identity.hex, f"order/{identity}"):
        assert redacted(text) == (text, 0)


@given(st.integers(0, 10**12))
def test_a_uuid_of_digits_alone_survives(number: int) -> None:
    text = f"41111111-1111-1111-1111-{number:012d}"[:36]
    assert redacted(text) == (text, 0)


@pytest.mark.parametrize(
    "text",
    [
        "FR76 3000 6000 0112 3456 7890 189",
        "FR76 4111 1111 1111 1111 7890 189",
        "FR7630006000011234567890189",
        "4111111111111112",  # wrong check digit
        "1111111111111117",  # no card starts with 1
        "41111111111111111111",  # twenty digits
        "2026-11-20T12:10:00.123+01:00",
        "0103760012345678",  # GS1 (01) + GTIN-14
        "06 12 34 56 78 / 04 11 11 11 11",
    ],
)
def test_other_numbers_survive(text: str) -> None:
    assert redacted(text) == (text, 0)


@given(st.text())
def test_the_quick_look_never_misses(text: str) -> None:
    _, count = redacted(text)
    assert count == 0 or may_hold_card_number(text)
