"""Days as people type them: "20/11/2026"; "" where none is known."""

from datetime import date, datetime

from resources.texts import tr

FORMAT = "%d/%m/%Y"


def typed_day(day: str) -> str:
    """ "2026-11-20" as it is typed."""
    return f"{date.fromisoformat(day):{FORMAT}}" if day else ""


def day_of(text: str) -> str:
    """What was typed as "YYYY-MM-DD".

    Raises:
        ValueError: it is no day.
    """
    text = text.strip()
    return datetime.strptime(text, FORMAT).date().isoformat() if text else ""  # noqa: DTZ007 # a day has no zone


def day_error(text: str) -> str:
    """Why what was typed is no day; "" when it is one, or nothing."""
    try:
        day_of(text)
    except ValueError:
        return tr("Par exemple 20/11/2026")
    return ""
