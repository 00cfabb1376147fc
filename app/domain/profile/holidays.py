"""Days on which nobody works by law.

Source: code du travail, L. 3133-1; Easter by the anonymous Gregorian algorithm (Meeus,
Astronomical Algorithms, chapter 8). Alsace and Moselle have two more, which are not here.
"""

from datetime import date, timedelta

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension, Whit Monday."""


def french_holidays(year: int) -> frozenset[date]:
    """The eleven of a year."""
    easter = easter_of(year)
    moved = (easter + timedelta(days=days) for days in _AFTER_EASTER)
    return frozenset([*(date(year, *day) for day in _FIXED), *moved])


def no_holidays(year: int) -> frozenset[date]:
    """Of a country where nothing depends on them."""
    return frozenset()


def easter_of(year: int) -> date:
    """Easter Sunday."""
    century, rest = divmod(year, 100)
    golden = year % 19
    skipped, leap = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - skipped - correction + 15) % 30
    fours, ones = divmod(rest, 4)
    weekday = (32 + 2 * leap + 2 * fours - moon - ones) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
