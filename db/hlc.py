"""Hybrid logical clock: one order for entries of terminals whose clocks disagree.

A stamp is the text "mmmmmmmmmmmm-cccc": milliseconds since 1970 and a counter, in
hexadecimal of fixed width, so that sorting text sorts time. (A single integer would
pass 2**53, where readers of canonical JSON lose digits.)

Source: Kulkarni et al., "Logical Physical Clocks", OPODIS 2014.
"""

import re
from datetime import datetime
from typing import Final

LAST: Final = "f00000000000-ffff"
"""No stamp is later (it is beyond the year 9999, the last that a wall clock can show):
so none outgrows the form, whatever another terminal wrote."""

_MAX_COUNTER: Final = 0xFFFF
_STAMP: Final = re.compile("[0-9a-f]{12}-[0-9a-f]{4}")


def stamp(ms: int, counter: int) -> str:
    """The stamp of a moment in milliseconds since 1970 and a counter 0-65535."""
    return f"{ms:012x}-{counter:04x}"


def is_stamp(found: object) -> bool:
    """Whether it can be a stamp: its form, and not later than `LAST`."""
    return (
        isinstance(found, str) and _STAMP.fullmatch(found) is not None and found <= LAST
    )


def parts(text: str) -> tuple[int, int]:
    """Milliseconds since 1970 and counter of a stamp; (0, 0) for the empty text."""
    return (int(text[:12], 16), int(text[13:], 16)) if text else (0, 0)


def milliseconds(moment: datetime) -> int:
    """Whole milliseconds between 1970 and an aware moment."""
    return int(moment.timestamp() * 1000)


def following(last: str, now_ms: int) -> str:
    """The next stamp of a chain: later than `last`, and not before the wall clock.

    `last` is the latest that was seen on any chain, however far ahead of our wall clock:
    what is written after something was known stands behind it. At `LAST` it stays there,
    and the order is that of chains and numbers.
    """
    ms, counter = parts(last)
    if now_ms > ms:
        return stamp(now_ms, 0)
    if counter < _MAX_COUNTER:
        return stamp(ms, counter + 1)
    return min(stamp(ms + 1, 0), LAST)
