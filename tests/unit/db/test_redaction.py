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
        "table 1250 4111 1111 1111 1111 ok",
        "4111 1111 1111 1111 123",
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


# Twelve to nineteen digits (ISO/IEC 7812)

ISSUERS = st.sampled_from(["4", "34", "36", "50", "57", "6", "2221", "2720", "55"])


@st.composite
def card_numbers(draw: st.DrawFn, shortest: int, longest: int) -> str:
    length = draw(st.integers(shortest, longest))
    digits = draw(ISSUERS)
    digits += "".join(
        draw(st.sampled_from("0123456789")) for _ in range(length - 1 - len(digits))
    )
    return digits + check_digit(digits, (2, 1), 9)


def check_digit(digits: str, weights: tuple[int, int], fold: int) -> str:
    """The last digit that Luhn (2 and 1, nines cast out) or GS1 (3 and 1) asks for."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * weights[place % 2]
        total += number - fold if fold and number > fold else number
    return str(-total % 10)


def is_gtin(digits: str) -> bool:
    return check_digit(digits[:-1], (3, 1), 0) == digits[-1]


@given(card_numbers(15, 19), st.sampled_from(["{}", "no {}.", "CB={};", "(carte {})"]))
def test_a_long_card_number_is_cut_wherever_it_stands(card: str, around: str) -> None:
    assert redacted(around.format(card)) == (
        around.format(f"{card[:6]}…{card[-4:]}"),
        1,
    )


@given(
    card_numbers(12, 14).filter(lambda card: not is_gtin(card)),
    st.sampled_from(["carte ", "CB n° ", "PAN=", "Carte bancaire : ", "Visa "]),
)
def test_a_short_card_number_is_cut_behind_a_word_for_a_card(
    card: str, word: str
) -> None:
    if word == "Carte bancaire : ":
        word = "carte: "
    assert redacted(word + card) == (f"{word}{card[:6]}…{card[-4:]}", 1)


@given(card_numbers(12, 19), st.sampled_from(" .-\u00a0\u202f"))
def test_a_card_number_grouped_by_four_is_cut(card: str, separator: str) -> None:
    grouped = separator.join(card[n : n + 4] for n in range(0, len(card), 4))
    assert redacted(f"vu {grouped} !") == (f"vu {card[:6]}…{card[-4:]} !", 1)


def test_a_diners_number_in_its_own_grouping_is_cut() -> None:
    assert redacted("3622 720627 1667") == ("362272…1667", 1)


@given(card_numbers(12, 14))
def test_short_numbers_in_one_piece_survive_without_a_word(digits: str) -> None:
    for text in (
        digits,
        f"EAN {digits}.",
        f"Réf. {digits}",
        f'{{"barcode":"{digits}"}}',
    ):
        assert redacted(text) == (text, 0)


@given(st.from_regex(r"[0-9]{11,13}", fullmatch=True))
def test_barcodes_survive_even_behind_a_word_for_a_card(digits: str) -> None:
    text = f"CB {digits}{check_digit(digits, (3, 1), 0)}"
    assert redacted(text) == (text, 0)


@given(
    st.integers(1, 999),
    st.integers(0, 10**6 - 1),
    st.integers(0, 10**10),
    st.dates(),
)
def test_receipt_numbers_dates_and_amounts_survive(
    till: int, number: int, cents: int, day: object
) -> None:
    text = f"C{till}-{number:06d} du {day} {cents // 100},{cents % 100:02d} €"
    for each in (
        text,
        f"Carte {text}",
        f"carte {number:06d}",
        f"remboursement de {text}",
    ):
        assert redacted(each) == (each, 0)
