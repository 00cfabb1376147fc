"""Months and fiscal years: which one a business day is in.

Days are "YYYY-MM-DD" and compare as text.
"""

from datetime import date, timedelta

MONTHS = 12
_DAY = timedelta(days=1)

Period = tuple[str, str]
"""First and last business day, inclusive."""


def month_of(day: str) -> Period:
    """The calendar month of a business day."""
    return _months(int(day[:4]), int(day[5:7]), 1)


def year_of(day: str, starts: int) -> Period:
    """The fiscal year of a business day.

    Args:
        starts: month with which fiscal years begin, 1-12.
    """
    year, month = int(day[:4]), int(day[5:7])
    return _months(year - (month < starts), starts, MONTHS)


def following(day: str) -> str:
    """The day after."""
    return (date.fromisoformat(day) + _DAY).isoformat()


def _months(year: int, month: int, count: int) -> Period:
    over, last = divmod(month - 1 + count, MONTHS)
    end = date(year + over, last + 1, 1) - _DAY
    return date(year, month, 1).isoformat(), end.isoformat()
