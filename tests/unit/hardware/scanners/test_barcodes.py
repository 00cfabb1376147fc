"""Examples of the standard and of the trade, both ways."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scanners.barcodes import (
    IN_STORE,
    BarcodeError,
    InStoreCode,
    InStorePattern,
    check_digit,
    is_ean,
    patterns_of,
    patterns_text,
    price_verifier,
    read_gs1,
    read_in_store,
    same_article,
)

TODAY = date(2026, 11, 20)
GOOD = [
    "3017620422003",  # EAN-13
    "96385074",  # EAN-8
    "036000291452",  # UPC-A
    "03453120000011",  # GTIN-14
    "4006381333931",
]


@pytest.mark.parametrize("code", GOOD)
def test_a_right_check_digit_is_seen(code: str) -> None:
    assert is_ean(code)
    assert check_digit(code[:-1]) == code[-1]


@pytest.mark.parametrize("code", GOOD)
def test_any_single_wrong_digit_is_seen(code: str) -> None:
    for place, digit in enumerate(code):
        for other in "0123456789".replace(digit, ""):
            assert not is_ean(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize(
    "code", ["", "301762042200", "30176204220031", "301762042200X", "٣017620422003"]
)
def test_what_is_no_ean_is_no_ean(code: str) -> None:
    assert not is_ean(code)


@pytest.mark.parametrize(
    ("code", "article"),
    [
        ("036000291452", "0036000291452"),
        ("0036000291452", "0036000291452"),
        ("00036000291452", "0036000291452"),
        ("03453120000011", "3453120000011"),
        ("00000096385074", "96385074"),
        ("96385074", "96385074"),
        ("13453120000018", "13453120000018"),  # a case, not the unit
        ("ABC", "ABC"),
    ],
)
def test_one_article_has_one_code(code: str, article: str) -> None:
    assert same_article(code) == article


# -- in-store -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("0212345012345", InStoreCode("0212345", "price", 1234)),
        ("2612345012341", InStoreCode("2612345", "weight", 1234)),
        ("0200001000003", InStoreCode("0200001", "price", 0)),
        ("3017620422003", None),
        ("2712345012340", None),
        ("96385074", None),
        ("021234501234X", None),
    ],
)
def test_a_label_printed_in_the_shop_says_its_price_or_weight(
    code: str, read: InStoreCode | None
) -> None:
    assert read_in_store(code) == read


def test_a_label_with_a_wrong_check_digit_is_refused() -> None:
    with pytest.raises(BarcodeError, match="check digit"):
        read_in_store("0212345012346")


def test_a_price_may_be_printed_in_whole_euros_and_a_weight_in_tens_of_grams() -> None:
    euros = InStorePattern("21IIIIIVVVVVC", "price", 0)
    tens = InStorePattern("22IIIIIVVVVVC", "weight", 2)
    for prefix, value in (("21", 1_200), ("22", 120)):
        code = f"{prefix}1234500012"
        read = read_in_store(code + check_digit(code), (euros, tens))
        assert read is not None
        assert read.value == value


def test_the_table_is_kept_as_text_and_what_cannot_be_read_is_left_out() -> None:
    assert patterns_of(patterns_text(IN_STORE)) == IN_STORE
    text = (
        "02IIIIIVVVVVC:price:2 26:weight:3 27IIIIIVVVVVC:size:1 28IIIIIVVVVVC:price:x"
    )
    assert patterns_of(text) == IN_STORE[:1]


@given(st.text(max_size=40))
def test_any_table_can_be_read(text: str) -> None:
    assert len(patterns_of(text)) <= len(text.split())


def test_a_price_verifier_is_checked() -> None:
    british = InStorePattern("20IIIIIKVVVVC", "price", 2)
    good = "2012345" + "9" + "2875"
    bad = "2012345" + "8" + "2875"
    assert read_in_store(good + check_digit(good), [british]) == InStoreCode(
        "2012345", "price", 2875
    )
    with pytest.raises(BarcodeError, match="verifier"):
        read_in_store(bad + check_digit(bad), [british])


def test_the_verifier_of_the_standard_s_example() -> None:
    assert price_verifier("2875") == "9"


@given(st.integers(0, 9999), st.integers(0, 3), st.integers(1, 9))
def test_the_verifier_sees_any_wrong_digit(value: int, place: int, change: int) -> None:
    digits = f"{value:04d}"
    other = str((int(digits[place]) + change) % 10)
    wrong = digits[:place] + other + digits[place + 1 :]
    assert price_verifier(wrong) != price_verifier(digits)


@pytest.mark.parametrize("value", ["", "287", "28755", "28x5"])
def test_a_verifier_is_for_four_digits(value: str) -> None:
    with pytest.raises(ValueError, match="four digits"):
        price_verifier(value)


@pytest.mark.parametrize(
    ("shape", "decimals"),
    [
        ("02IIIIIVVVVV", 2),
        ("02IIIIIVVVVVV", 2),
        ("02IIIIIPPPPPC", 2),
        ("0212345123456", 2),
        ("02IIIIKVVVVVC", 2),
        ("02IIIIIVVVVVC", 3),
        ("02IIIIIVVVVVC", -1),
    ],
)
def test_a_shape_that_cannot_be_read_is_refused(shape: str, decimals: int) -> None:
    with pytest.raises(ValueError, match=r"."):
        InStorePattern(shape, "price", decimals)


# -- GS1 ----------------------------------------------------------------------------


def test_a_label_with_article_day_lot_and_weight() -> None:
    code = read_gs1("01034531200000111726123110ABC123\x1d3103001250")
    assert code.gtin == "3453120000011"
    assert code.expiry(TODAY) == date(2026, 12, 31)
    assert code.lot == "ABC123"
    assert code.grams == 1250
    assert code.count is None
    assert code.cents is None


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("\x1d10LOT", {"10": "LOT"}),
        ("10LOT\x1d", {"10": "LOT"}),
        ("0103453120000011\x1d10A", {"01": "03453120000011", "10": "A"}),
        ("00" + "12345678901234567" + "5", {"00": "123456789012345675"}),
        ("8005000199", {"8005": "000199"}),
        ("91whatever", {"91": "whatever"}),
        ("", {}),
    ],
)
def test_elements_are_cut_where_they_end(text: str, elements: dict[str, str]) -> None:
    assert dict(read_gs1(text).elements) == elements


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("39221250", 1250),
        ("39201250", 125000),
        ("393297812501"[:-1], 1250),
        ("39328401250", None),  # dollars
        ("39231250", 125),  # 1.250 €
        ("39231255", None),  # no whole cents
        ("10A", None),
    ],
)
def test_a_price_is_in_whole_euro_cents_or_none(text: str, cents: int | None) -> None:
    assert read_gs1(text).cents == cents


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("3100000002", 2000),
        ("3102000125", 1250),
        ("3105000001", 0),
        ("3105125000", 1250),
        ("3203001250", None),  # pounds
    ],
)
def test_a_weight_is_in_grams(text: str, grams: int | None) -> None:
    assert read_gs1(text).grams == grams


@pytest.mark.parametrize(("text", "count"), [("3012", 12), ("3712", 12), ("10A", None)])
def test_pieces_are_counted(text: str, count: int | None) -> None:
    assert read_gs1(text).count == count


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("17261231", date(2026, 12, 31)),
        ("15270228", date(2027, 2, 28)),
        ("17270200", date(2027, 2, 28)),  # day 00: the last of the month
        ("17280200", date(2028, 2, 29)),
        ("17760101", date(2076, 1, 1)),  # 50 years ahead
        ("17770101", date(1977, 1, 1)),
        ("17000101", date(2000, 1, 1)),
        ("1526123117261130", date(2026, 11, 30)),  # use-by counts
        ("11261231", None),  # day of production is no expiry
    ],
)
def test_a_day_is_found_with_its_century(text: str, day: date | None) -> None:
    assert read_gs1(text).expiry(TODAY) == day


def test_a_year_fifty_behind_is_of_the_next_century() -> None:
    assert read_gs1("17260101").expiry(date(2076, 1, 1)) == date(2126, 1, 1)
    assert read_gs1("17270101").expiry(date(2076, 1, 1)) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("0103453120000012", "check digit"),
        ("010345312000001", "length"),
        ("17261331", "no such day"),
        ("17260230", "no such day"),
        ("1726AB01", "not a number"),
        ("310300125", "length"),
        ("10", "length"),
        ("10A\x1d10B", "twice"),
        ("0503", "no such application identifier"),
        ("AB", "no such application identifier"),
        ("3", "no such application identifier"),
        ("31", "no such application identifier"),
        ("31x3001250", "no such application identifier"),
        ("3922abc", "not a number"),
        ("37x", "not a number"),
    ],
)
def test_a_code_that_contradicts_itself_is_refused(text: str, problem: str) -> None:
    with pytest.raises(BarcodeError, match=problem):
        read_gs1(text)


@given(st.text("0123456789ABab\x1d é", max_size=60))
def test_no_text_does_anything_but_read_or_be_refused(text: str) -> None:
    try:
        code = read_gs1(text)
    except BarcodeError:
        return
    assert code.grams is None or code.grams >= 0
    assert code.cents is None or code.cents >= 0
    assert code.count is None or code.count >= 0
    assert isinstance(code.gtin, str)
    code.expiry(TODAY)
