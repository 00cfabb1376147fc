"""Keeps payment card numbers out of the journal.

What counts as a card number: digits with a valid Luhn digit, starting like a payment card,
in one piece or grouped as on a card, and standing alone or after a word. By ISO/IEC 7812 a
number has 12 to 19 digits (8 to 19 in theory, which no scheme gives to a card):

- 15 to 19 digits are cut wherever they stand;
- 12 to 14 digits only when grouped as on a card, or behind a word for a card and no valid
  GTIN: in one piece they are far more often EAN-13 and UPC barcodes, the 14 digits of a
  SIRET (Luhn-valid by design), telephone and reference numbers, which must survive.

A number inside a UUID, a hexadecimal id or an IBAN is left alone.

Source: PCI DSS 4.0.1, requirement 3.4.1 (at most the first six and last four digits).
"""

import itertools
import re
from typing import Final

from db.canonical import Json

_SEPARATOR: Final = "[ .\u00a0\u202f-]"
_BETWEEN: Final = re.compile(_SEPARATOR)
_POSSIBLE: Final = re.compile(rf"[0-9](?:{_SEPARATOR}?[0-9]){{11}}")
_ALWAYS: Final = 15
"""A number of so many digits needs no word and no grouping to be one of a card."""
_START: Final = re.compile(r"(?<![0-9])[0-9]{4}")
_FOURS: Final = rf"[0-9]{{4}}(?:{_SEPARATOR}[0-9]{{4}})"
_BEHIND: Final = rf"(?<![0-9]{_SEPARATOR})"
_BEFORE: Final = rf"(?!{_SEPARATOR}?[0-9])"
_SHAPES: Final = tuple(
    re.compile(shape + "(?![0-9])")
    for shape in (
        "[0-9]{12,19}",
        rf"{_FOURS}{{3}}{_SEPARATOR}[0-9]{{1,3}}",
        rf"{_FOURS}{{3}}",  # also in front of something else, as three digits on the back
        rf"{_FOURS}{{2}}{_SEPARATOR}[0-9]{{3}}",
        rf"[0-9]{{4}}{_SEPARATOR}[0-9]{{6}}{_SEPARATOR}[0-9]{{5}}",
        rf"{_BEHIND}{_FOURS}{{2}}(?:{_SEPARATOR}[0-9]{{1,2}})?{_BEFORE}",
        rf"{_BEHIND}[0-9]{{4}}{_SEPARATOR}[0-9]{{6}}{_SEPARATOR}[0-9]{{4}}{_BEFORE}",
    )
)
"""Every way a card number is written, tried in turn from each place it could begin."""
_CARD_BEFORE: Final = re.compile(
    r"(?i:carte|card|visa|maestro|diners|\bcb|\bpan)\w{0,8}"
    r"[\W_]{0,3}(?:(?i:n|no|num[ée]ro|number)\b[\W_]{0,3})?\Z"
)
_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}(?:[ \u00a0\u202f]?[0-9A-Z]{4}){3,}")
_ISSUER: Final = re.compile(
    "30[0-59]|3[4-9]|4|5[0-8]|6|8[12]|220[0-4]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720",
)
_WORD_BEFORE: Final = re.compile(r"[\w-]*\Z")
_WORD_AFTER: Final = re.compile(r"[\w-]*")


def may_hold_card_number(text: str) -> bool:
    """Whether `text` is worth the careful look of `redacted`; fast, never misses."""
    return _POSSIBLE.search(text) is not None


def redacted(value: Json) -> tuple[Json, int]:
    """`value` with each card number cut to "first six…last four", and how many were."""
    if isinstance(value, str):
        return _redacted_text(value)
    if isinstance(value, bool):
        return value, 0
    if isinstance(value, int):
        # Amounts never reach fifteen digits: such an integer is a number gone astray.
        text, count = _redacted_text(str(value))
        return (text, count) if count else (value, 0)
    if isinstance(value, list):
        items = [redacted(item) for item in value]
        return [item for item, _ in items], sum(count for _, count in items)
    members = {key: redacted(item) for key, item in value.items()}
    return (
        {key: item for key, (item, _) in members.items()},
        sum(count for _, count in members.values()),
    )


def _redacted_text(text: str) -> tuple[str, int]:
    if not may_hold_card_number(text):
        return text, 0
    protected = [match.span() for match in _IBAN.finditer(text)]
    pieces: list[str] = []
    count = end = 0
    for begin in _START.finditer(text):
        start = begin.start()
        if start < end or any(a <= start < b for a, b in protected):
            continue
        for shape in _SHAPES:
            match = shape.match(text, start)
            if match and _is_card(text, start, match.end()):
                digits = _BETWEEN.sub("", match.group())
                pieces += [text[end:start], digits[:6], "…", digits[-4:]]
                end = match.end()
                count += 1
                break
    return "".join([*pieces, text[end:]]), count


def _is_card(text: str, start: int, stop: int) -> bool:
    digits = _BETWEEN.sub("", text[start:stop])
    if not (_ISSUER.match(digits) and _luhn(digits)):
        return False
    grouped = len(digits) < stop - start
    return _stands_alone(text, start, stop) and (
        grouped or len(digits) >= _ALWAYS or _may_be_solid(digits, text[:start])
    )


def _stands_alone(text: str, start: int, stop: int) -> bool:
    """False within an id, whose word holds other digits too; true after "carte-"."""
    before = _WORD_BEFORE.search(text, 0, start)
    after = _WORD_AFTER.match(text, stop)
    around = (before.group() if before else "") + (after.group() if after else "")
    return not any(character.isdigit() for character in around)


def _may_be_solid(digits: str, before: str) -> bool:
    """Whether so few digits in one piece, behind this text, are those of a card."""
    return bool(_CARD_BEFORE.search(before[-24:])) and not _gtin(digits)


def _gtin(digits: str) -> bool:
    """Whether the last digit is the check digit of a barcode (GS1)."""
    pairs = zip(reversed(digits), itertools.cycle((1, 3)), strict=False)
    return sum(int(digit) * weight for digit, weight in pairs) % 10 == 0


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0
