"""No card number survives, and nothing else is starred."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.terminals.masking import last4, mask, redact


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("4970101234567890", "************7890"),
        ("no 4970101234567890!", "no ************7890!"),
        ("4970 1012 3456 7890", "**** **** **** 7890"),
        ("4970-1012-3456-7890", "****-****-****-7890"),
        ("3712 345678 90123", "**** ****** *0123"),
        ("0000004970101234567890", "******************7890"),
        ("4222222222222", "*********2222"),
        ("6759 1234 5678", "**** **** 5678"),  # the shortest: 12
        ("501767712200000067412345", "********************2345"),
        ("4970101234567890 2026 1130", "**************** **** 1130"),
        ("1111 2222 3333 4444 5555 6666", "**** **** **** **** **** 6666"),
        ("4970101234567890 2026 1130 4970", "**************** **** **** 4970"),
    ],
)
def test_a_card_number_keeps_four_digits(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "A0000000421010",  # AID: zeros in front do not count
        "CJ 012345678901",
        "Le 19/12/2022 a 13:57:22",
        "184117 1590 978",
        "06 06 06 06 06",
        "1 234,50 EUR",
        "2026-11-20 20:34",
        "order-123-payment-1",
    ],
)
def test_what_is_no_card_number_stays(text: str) -> None:
    assert mask(text) == text


@given(st.text("0123456789 -.,ABé\n", max_size=80))
def test_nothing_long_is_left_and_masking_twice_changes_nothing(text: str) -> None:
    masked = mask(text)
    runs = re.findall(r"[0-9]+", masked)
    assert all(len(run.lstrip("0")) < 13 for run in runs)
    assert mask(masked) == masked
    assert len(masked) == len(text)


@pytest.mark.parametrize(
    ("pan", "tail"),
    [
        ("4970101234567890", "7890"),
        ("***********0674", "0674"),
        ("0674  ", "0674"),
        ("***", ""),
        ("TOKEN1", ""),
        ("", ""),
        ("12²³", ""),
    ],
)
def test_the_last_four_digits_or_nothing(pan: str, tail: str) -> None:
    assert last4(pan) == tail


def test_bytes_in_an_error_have_no_digits_and_no_base64() -> None:
    assert redact(b"AA016497010TDk3") == b"AA#########xxx#"
    assert redact(b"\x02ZT\xff1") == b"\x02Zx\xff#"
