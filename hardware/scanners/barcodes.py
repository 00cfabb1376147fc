"""What the digits of a barcode say: EAN and UPC, in-store prices and weights, GS1.

Pure functions. A code that contradicts itself raises ``BarcodeError``; a code that is
merely none of ours gives None.

Source: GS1 General Specifications (check digit 7.9, price verifier 7.9.3, application
identifiers 3.2, dates 7.12). Structures of in-store codes belong to the retailer: they
are a table, not code.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal

EAN_LENGTHS = frozenset({8, 12, 13, 14})

FNC1 = "\x1d"  # ends a value of variable length

_MEASURES: Mapping[str, int] = {"price": 2, "weight": 3}  # digits behind the point


class BarcodeError(ValueError):
    """The code contradicts itself: misread, misprinted or cut."""


def check_digit(digits: str) -> str:
    """The last digit of an EAN, UPC or GTIN whose others are `digits`."""
    total = sum(
        int(digit) * (3 if place % 2 == 0 else 1)
        for place, digit in enumerate(reversed(digits))
    )
    return str(-total % 10)


def is_ean(code: str) -> bool:
    """Whether this is an EAN-8, UPC-A, EAN-13 or GTIN-14 with a right check digit."""
    return (
        len(code) in EAN_LENGTHS
        and code.isascii()
        and code.isdigit()
        and code[-1] == check_digit(code[:-1])
    )


def same_article(code: str) -> str:
    """The form under which an article is looked up: EAN-8, EAN-13 or a case's GTIN-14.

    UPC-A becomes EAN-13; a GTIN-14 that only pads a shorter code gives that code.
    """
    if not is_ean(code):
        return code
    if len(code) == 12:
        return "0" + code
    if len(code) == 14 and code.startswith("000000"):
        return code[6:]
    return code[1:] if len(code) == 14 and code[0] == "0" else code


# -- in-store codes -----------------------------------------------------------------

_PRODUCT_2_MINUS = "0246891357"
_PRODUCT_3 = "0369258147"
_PRODUCT_5_MINUS = "0594837261"
_VERIFIER_4 = (_PRODUCT_2_MINUS, _PRODUCT_2_MINUS, _PRODUCT_3, _PRODUCT_5_MINUS)


@dataclass(frozen=True, slots=True)
class InStorePattern:
    """The structure of one retailer's prefix.

    Attributes:
        shape: 13 characters: digits stand for themselves, I item, V value, K verifier
            of a four-digit value, C check digit.
        measure: what V counts.
        decimals: digits of V behind the point, of euros or of kilograms.

    Raises:
        ValueError: the shape cannot be read.
    """

    shape: str
    measure: Literal["price", "weight"]
    decimals: int

    def __post_init__(self) -> None:
        letters = set(self.shape) - set("0123456789")
        if len(self.shape) != 13 or self.shape[-1] != "C":
            raise ValueError(f"13 characters, the last one C: {self.shape!r}")
        if not {"I", "V", "C"} <= letters <= set("IVKC"):
            raise ValueError(f"only digits, I, V, K and C: {self.shape!r}")
        if "K" in letters and self.shape.count("V") != 4:
            raise ValueError("a verifier is known for four digits only")
        if not 0 <= self.decimals <= _MEASURES[self.measure]:
            raise ValueError(f"decimals out of range: {self.decimals}")


IN_STORE: tuple[InStorePattern, ...] = (
    InStorePattern("02IIIIIVVVVVC", "price", 2),
    InStorePattern("26IIIIIVVVVVC", "weight", 3),
)


def patterns_of(text: str) -> tuple[InStorePattern, ...]:
    """The table as it is kept: "02IIIIIVVVVVC:price:2 26IIIIIVVVVVC:weight:3".

    What cannot be read is left out: a till sells the rest.
    """
    found = []
    for word in text.split():
        shape, _, rest = word.partition(":")
        measure, _, decimals = rest.partition(":")
        if measure in ("price", "weight") and decimals.isascii():
            with suppress(ValueError):
                kind: Literal["price", "weight"] = (
                    "price" if measure == "price" else "weight"
                )
                found.append(InStorePattern(shape, kind, int(decimals)))
    return tuple(found)


def patterns_text(patterns: Iterable[InStorePattern]) -> str:
    """The table as it is kept."""
    return " ".join(f"{p.shape}:{p.measure}:{p.decimals}" for p in patterns)


@dataclass(frozen=True, slots=True)
class InStoreCode:
    """What a label printed in the shop says.

    Attributes:
        number: what the article is known by: the shape's own digits, then those of the
            item, zeros kept.
        measure: what `value` counts.
        value: cents or grams. 0 means that the scale printed nothing: do not sell.
    """

    number: str
    measure: Literal["price", "weight"]
    value: int


def read_in_store(
    code: str, patterns: Iterable[InStorePattern] = IN_STORE
) -> InStoreCode | None:
    """Reads a price or weight label; None when no pattern has its prefix.

    Raises:
        BarcodeError: the prefix is ours but the check digit or the verifier is wrong.
    """
    if len(code) != 13 or not (code.isascii() and code.isdigit()):
        return None
    for pattern in patterns:
        if _matches(code, pattern.shape):
            return _read(code, pattern)
    return None


def _matches(code: str, shape: str) -> bool:
    return all(
        wanted == digit
        for digit, wanted in zip(code, shape, strict=True)
        if wanted.isdigit()
    )


def _read(code: str, pattern: InStorePattern) -> InStoreCode:
    if not is_ean(code):
        raise BarcodeError(f"check digit is wrong: {code}")
    value = _part(code, pattern.shape, "V")
    verifier = _part(code, pattern.shape, "K")
    if verifier and verifier != price_verifier(value):
        raise BarcodeError(f"price verifier is wrong: {code}")
    scale = (1, 10, 100, 1_000)[_MEASURES[pattern.measure] - pattern.decimals]
    own = "".join(each for each in pattern.shape if each.isdigit())
    number = own + _part(code, pattern.shape, "I")
    return InStoreCode(number, pattern.measure, int(value) * scale)


def _part(code: str, shape: str, letter: str) -> str:
    return "".join(
        digit for digit, wanted in zip(code, shape, strict=True) if wanted == letter
    )


def price_verifier(value: str) -> str:
    """The verifier digit of a four-digit value: weights 2-, 2-, 3, 5-, times 3.

    Raises:
        ValueError: not four digits.
    """
    if not (len(value) == 4 and value.isascii() and value.isdigit()):
        raise ValueError(f"four digits: {value!r}")
    total = sum(
        int(products[int(digit)])
        for products, digit in zip(_VERIFIER_4, value, strict=True)
    )
    return str(total * 3 % 10)


# -- GS1 ----------------------------------------------------------------------------

# First two digits of an identifier: how many digits it has.
_AI_LENGTH: Mapping[str, int] = {
    **dict.fromkeys(("00", "01", "02", "10", "11", "12", "13", "15", "16", "17"), 2),
    **dict.fromkeys(("20", "21", "22", "30", "37"), 2),
    **dict.fromkeys((str(each) for each in range(90, 100)), 2),
    **dict.fromkeys(("23", "24", "25", "40", "41", "42", "71"), 3),
    **dict.fromkeys(("31", "32", "33", "34", "35", "36", "39"), 4),
    **dict.fromkeys(("43", "70", "72", "80", "81", "82"), 4),
}

# Values of predefined length need no FNC1 behind them.
_FIXED: Mapping[str, int] = {
    "00": 18,
    "01": 14,
    "02": 14,
    **dict.fromkeys(("11", "12", "13", "15", "16", "17"), 6),
    "20": 2,
    **dict.fromkeys(("31", "32", "33", "34", "35", "36"), 6),
    "41": 13,
}

_EURO = "978"
_TENS = (1, 10, 100, 1_000, 10_000, 100_000)


@dataclass(frozen=True, slots=True)
class Gs1:
    """The elements of a GS1 code, and those a till needs in its own terms.

    Attributes:
        elements: application identifier -> value as printed.
    """

    elements: Mapping[str, str]

    @property
    def gtin(self) -> str:
        """The article, as `same_article` wants it; "" when absent."""
        return same_article(self.elements.get("01") or self.elements.get("02", ""))

    @property
    def lot(self) -> str:
        """Batch or lot (10), "" when absent."""
        return self.elements.get("10", "")

    @property
    def count(self) -> int | None:
        """Pieces (30 or 37)."""
        value = self.elements.get("30") or self.elements.get("37")
        return int(value) if value else None

    @property
    def grams(self) -> int | None:
        """Net weight (310n), rounded down to the gram."""
        for places, tens in enumerate(_TENS):
            value = self.elements.get(f"310{places}")
            if value:
                return int(value) * 1000 // tens
        return None

    @property
    def cents(self) -> int | None:
        """Price to pay in euros: 392n, or 393n with 978 in front.

        None if there is none or it is no whole number of cents.
        """
        for places, tens in enumerate(_TENS):
            value = self.elements.get(f"392{places}", "")
            foreign = self.elements.get(f"393{places}", "")
            if foreign.startswith(_EURO):
                value = foreign.removeprefix(_EURO)
            if value and int(value) * 100 % tens == 0:
                return int(value) * 100 // tens
        return None

    def expiry(self, today: date) -> date | None:
        """Use by (17), else best before (15); `today` settles the century."""
        value = self.elements.get("17") or self.elements.get("15")
        return _day(value, today) if value else None


def read_gs1(text: str) -> Gs1:
    """Reads the elements of a GS1 code, identifier of the symbology already taken off.

    Raises:
        BarcodeError: an unknown identifier, a value of a wrong length or kind, an
            identifier twice, a wrong check digit, a day that does not exist.
    """
    elements: dict[str, str] = {}
    rest = text.removeprefix(FNC1)
    while rest:
        size = _AI_LENGTH.get(rest[:2], 0)
        ai, rest = rest[:size], rest[size:]
        if not size or len(ai) < size or not (ai.isascii() and ai.isdigit()):
            raise BarcodeError(f"no such application identifier: {(ai or rest)[:4]!r}")
        if ai in elements:
            raise BarcodeError(f"({ai}) comes twice")
        fixed = _FIXED.get(ai[:2])
        if fixed:
            value, rest = rest[:fixed], rest[fixed:].removeprefix(FNC1)
        else:
            value, _, rest = rest.partition(FNC1)
        _check(ai, value, fixed)
        elements[ai] = value
    return Gs1(elements)


def _check(ai: str, value: str, fixed: int | None) -> None:
    digits = value.isascii() and value.isdigit()
    if not value or (fixed and len(value) != fixed):
        raise BarcodeError(f"({ai}) has a wrong length: {len(value)}")
    if (fixed or ai[:2] in {"30", "37", "39"}) and not digits:
        raise BarcodeError(f"({ai}) is not a number: {value!r}")
    if ai in {"00", "01", "02"} and value[-1] != check_digit(value[:-1]):
        raise BarcodeError(f"({ai}) has a wrong check digit: {value}")
    if ai in {"11", "12", "13", "15", "16", "17"}:
        _day(value, date(2000, 1, 1))


def _day(value: str, today: date) -> date:
    """YYMMDD as a day; day 00 is the last of the month.

    A year more than 50 ahead is of the last century, one 50 or more behind of the next.
    """
    year = today.year // 100 * 100 + int(value[:2])
    if year - today.year > 50:
        year -= 100
    elif today.year - year >= 50:
        year += 100
    month, day = int(value[2:4]), int(value[4:])
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError as error:
        raise BarcodeError(f"no such day: {value}") from error
