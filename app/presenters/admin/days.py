"""Days as people type them: "20/11/2026"; "" where none is known."""

from datetime import date, datetime

from resources.texts import tr

FORMAT = "%d/%m/%Y"


def typed_day(day: str) -> str:
    """ "2026-11-20" as it is typed."""
    return f"{date.fromisoformat(day):{FORMAT}}" if day else ""


def day_typed(text: str) -> date | None:
    """A day as it is typed, "3/2/2026", "3.2.26" or "2026-02-03"; None when it is none."""
    for form in (FORMAT, "%d/%m/%y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip().replace(".", "/"), form).date()  # noqa: DTZ007 # a day has no zone
        except ValueError:
            continue
    return None


def day_of(text: str) -> str | None:
    """What was typed as "YYYY-MM-DD", "" for nothing; None when it is no day."""
    day = day_typed(text)
    if day is None:
        return None if text.strip() else ""
    return day.isoformat()


def day_error(text: str) -> str:
    """Why what was typed is no day; "" when it is one, or nothing."""
    return tr("Par exemple 20/11/2026") if day_of(text) is None else ""
