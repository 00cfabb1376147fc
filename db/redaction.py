"""Keeps payment card numbers out of the journal.

What counts as a card number: 15 to 19 digits with a valid Luhn digit, starting like a
payment card (34-38, 4, 50-58, 6, 2221-2720), in one piece or grouped as on a card, and
standing alone or after a word. Shorter numbers stay: EAN-13 and GTIN-14 barcodes and
the 14 digits of a SIRET (which are Luhn-valid by design) would otherwise be destroyed,
and no card that a French terminal accepts today has 13 digits. A number inside a UUID,
a hexadecimal id or an IBAN is left alone.

Source: PCI DSS 4.0.1, requirement 3.4.1 (at most the first six and last four digits).
"""

import re
from typing import Final

from db.canonical import Json

_SEPARATOR: Final = "[ \u00a0\u202f-]"
_POSSIBLE: Final = re.compile(rf"[0-9](?:{_SEPARATOR}?[0-9]){{14}}")
_NUMBER: Final = re.compile(
    rf"(?<![0-9])(?:[0-9]{{15,19}}"
    rf"|[0-9]{{4}}(?:{_SEPARATOR}[0-9]{{4}}){{3}}(?:{_SEPARATOR}[0-9]{{1,3}})?"
    rf"|[0-9]{{4}}{_SEPARATOR}[0-9]{{6}}{_SEPARATOR}[0-9]{{5}})(?![0-9])"
)
_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}(?:[ \u00a0\u202f]?[0-9A-Z]{4}){3,}")
_ISSUER: Final = re.compile(
    "3[4-8]|4|5[0-8]|6|222[1-9]|22[3-9]|2[3-6]|27[01]|2720",
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
    for match in _NUMBER.finditer(text):
        start, stop = match.span()
        if any(a <= start and stop <= b for a, b in protected):
            continue
        if not _stands_alone(text, start, stop):
            continue
        digits = "".join(filter(str.isdigit, match.group()))
        if _ISSUER.match(digits) and _luhn(digits):
            pieces += [text[end:start], digits[:6], "…", digits[-4:]]
            end = stop
            count += 1
    return "".join([*pieces, text[end:]]), count


def _stands_alone(text: str, start: int, stop: int) -> bool:
    """False within an id, whose word holds other digits too; true after "carte-"."""
    before = _WORD_BEFORE.search(text, 0, start)
    after = _WORD_AFTER.match(text, stop)
    around = (before.group() if before else "") + (after.group() if after else "")
    return not any(character.isdigit() for character in around)


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0
