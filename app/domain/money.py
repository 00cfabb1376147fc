"""Exact arithmetic on cents: rounding, sharing out, and decimal strings.

Everything is an integer: cents, thousandths of a unit, hundredths of a percent. Two
operations carry all the rest of the house: `rhu` rounds one quotient, `apportion` shares
an amount out without losing or making a cent.
"""

import re
from collections.abc import Sequence

WHOLE_RATE = 10_000
"""100 % in hundredths of a percent, the unit of every rate and percentage."""

_DECIMAL = re.compile(r"([0-9]{1,9})(?:\.([0-9]+))?")


def rhu(numerator: int, denominator: int) -> int:
    """`numerator / denominator` to the nearest integer, halves away from zero.

    Away from zero, not up, so that a refund mirrors its sale. `denominator` > 0.

    Source: fiscal rules 10.1.
    """
    if numerator < 0:
        return -((denominator - 2 * numerator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """`total` cents shared out in proportion to `weights`, by largest remainder.

    The shares add up to `total`. Each is its exact quota rounded down or up; the cents
    that remain go to the largest remainder, then the larger weight, then the first
    listed. A weight of zero gets nothing, and no share exceeds its weight when `total`
    does not exceed their sum.

    Args:
        total: cents, not negative.
        weights: not negative.

    Raises:
        ValueError: there is something to share and every weight is zero.

    Source: fiscal rules 10.4.
    """
    whole = sum(weights)
    if not whole:
        if total:
            raise ValueError("nothing to apportion on: every weight is zero")
        return [0] * len(weights)
    if len(weights) == 1:
        return [total]
    shares = [total * weight // whole for weight in weights]
    if missing := total - sum(shares):
        # A reversed sort keeps the order of equals: the first listed stays first.
        ranks = sorted(
            range(len(weights)),
            key=lambda i: (total * weights[i] % whole, weights[i]),
            reverse=True,
        )
        for index in ranks[:missing]:
            shares[index] += 1
    return shares


def apportion_by_rate(
    total: int, rates: Sequence[int], weights: Sequence[int]
) -> list[int]:
    """`total` cents shared out in two levels: between rates, then inside each rate.

    One level would let the roundings of single components move a cent from one rate to
    another. `rates` and `weights` go together; a rate's weight is the sum of its own.

    Raises:
        ValueError: there is something to share and every weight is zero.

    Source: fiscal rules 10.4, 10.5.
    """
    groups = group_by_rate(rates)
    totals = apportion(
        total, [sum(weights[i] for i in group) for group in groups.values()]
    )
    shares = [0] * len(weights)
    for share, group in zip(totals, groups.values(), strict=True):
        inside = apportion(share, [weights[i] for i in group])
        for index, cents in zip(group, inside, strict=True):
            shares[index] = cents
    return shares


def group_by_rate(rates: Sequence[int]) -> dict[int, list[int]]:
    """Rate -> positions where it stands, rates in the order in which they appear."""
    groups: dict[int, list[int]] = {}
    for index, rate in enumerate(rates):
        groups.setdefault(rate, []).append(index)
    return groups


def split_evenly(total: int, parts: int) -> list[int]:
    """`total` cents in `parts` shares; the first ones carry the odd cents.

    Args:
        total: cents, not negative.
        parts: at least 1.

    Source: fiscal rules 10.6 (a).
    """
    share, odd = divmod(total, parts)
    return [share + 1] * odd + [share] * (parts - odd)


def split_remaining(amounts: Sequence[int], shares: Sequence[int]) -> list[list[int]]:
    """A table with one row per share and one column per amount, exact both ways.

    Share by share, each is apportioned over what remains of the amounts, so that nothing
    ever becomes negative and the last share takes the rest. `shares` add up to the sum
    of `amounts`.

    Source: fiscal rules 10.6 (b).
    """
    remaining = list(amounts)
    table = []
    for share in shares:
        row = apportion(share, remaining)
        remaining = [left - taken for left, taken in zip(remaining, row, strict=True)]
        table.append(row)
    return table


def parse_decimal(text: str, places: int) -> int:
    """A plain decimal string in units of its last place: ("0.350", 3) -> 350.

    Digits with at most one point: no sign, no space, no exponent, no comma.

    Raises:
        ValueError: `text` is something else or has more than `places` decimals.
    """
    match = _DECIMAL.fullmatch(text)
    decimals = (match[2] or "") if match else ""
    if match is None or len(decimals) > places:
        raise ValueError(f"not a decimal with at most {places} places: {text!r}")
    return int(match[1] + decimals.ljust(places, "0"))


def euros_text(cents: int) -> str:
    """Cents in the words of a refusal: 2500 -> "25", 1250 -> "12,50"."""
    units, rest = divmod(abs(cents), 100)
    text = f"{units},{rest:02d}" if rest else str(units)
    return f"−{text}" if cents < 0 else text


def decimal_text(value: int, places: int) -> str:
    """The shortest spelling that `parse_decimal` reads back: whole numbers lose the point.

    (2000, 3) -> "2", (350, 3) -> "0.350", (-1500, 3) -> "-1.500".
    """
    whole, decimals = divmod(abs(value), 10**places)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{decimals:0{places}}" if decimals else f"{sign}{whole}"
