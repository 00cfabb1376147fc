"""Typing an amount on a pad, without Qt: digits fill the cents from the right.

The pad starts with a proposal (what is due, the exact count); the first digit replaces
it, an erase corrects it. Money is whole cents throughout.
"""

MOST = 9_999_999
_MOST_DIGITS = 12


class AmountEntry:
    """What has been typed so far.

    Args:
        value: a proposal in cents (or pieces, when counting).
        most: highest value; a digit that would exceed it is not taken.
    """

    def __init__(self, value: int = 0, *, most: int = MOST) -> None:
        self._value = value
        self._most = most
        self._fresh = True

    @property
    def value(self) -> int:
        """Cents, or pieces when counting."""
        return self._value

    @property
    def fresh(self) -> bool:
        """Still the proposal: the next digit replaces it."""
        return self._fresh

    def propose(self, value: int) -> None:
        """Starts again from a proposal."""
        self._value = value
        self._fresh = True

    def press(self, digits: str) -> bool:
        """Types "0" to "9" or "00"; False when the amount would be too large.

        Raises:
            ValueError: `digits` is anything else.
        """
        if not (digits.isascii() and digits.isdigit()):
            raise ValueError(f"not digits: {digits!r}")
        base = 0 if self._fresh else self._value
        wanted = base * 10 ** len(digits) + int(digits)
        if wanted > self._most:
            return False
        self._value = wanted
        self._fresh = False
        return True

    def erase(self) -> None:
        """Takes the last digit back."""
        self._value //= 10
        self._fresh = False

    def clear(self) -> None:
        """Back to nothing."""
        self._value = 0
        self._fresh = False


def parse_cents(text: str) -> int | None:
    """Cents of a typed amount: "24", "24,5", "1 234,50", "-3.20"; None when it is none.

    Comma and point both separate cents; spaces, "€" and the sign "−" are understood.
    """
    plain = "".join(
        char for char in text if not char.isspace() and char not in "€\u202f\u00a0"
    ).replace("−", "-")
    sign = -1 if plain.startswith("-") else 1
    units, _, cents = plain.removeprefix("-").replace(".", ",").partition(",")
    whole = units or "0"
    fits = len(whole) <= _MOST_DIGITS and len(cents) <= 2
    if not (fits and whole.isascii() and whole.isdigit()):
        return None
    if (cents and not (cents.isascii() and cents.isdigit())) or not (units or cents):
        return None
    return sign * (int(whole) * 100 + int(cents.ljust(2, "0")))
