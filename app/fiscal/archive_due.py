"""Whether an archive is due; apart from making one, because every start asks.

Source: `fiscal.md` D-01.
"""

from datetime import date, timedelta
from typing import Final

from app.services.house import House
from db import reading

OVERDUE: Final = timedelta(days=365)
"""An archive at least so often."""
ALARM: Final = "ARCHIVE_DUE"


def unarchived_since(house: House) -> str:
    """The business day since which nothing was archived, "" for an empty journal."""
    done = [made.last_day for made in house.world.archives.values()]
    return following(max(done)) if done else reading.first_day(house.database, {})


def note_overdue(house: House) -> None:
    """Raises the alarm when the last archive is more than a year old.

    Beside real trade the law asks for none.
    """
    since = unarchived_since(house)
    if house.mark or not since or ALARM in house.world.settings.alarms:
        return
    if date.fromisoformat(since) + OVERDUE < house.clock().date():
        house.note_soon(ALARM, since)


def following(day: str) -> str:
    """The day after a day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
