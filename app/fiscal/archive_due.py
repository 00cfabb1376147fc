"""Whether an archive is due; apart from making one, because it is asked again and again.

An archive is made of whole months, or fiscal years, once they are closed. That needs the
medium. After a year without one it is made whatever is there, on this machine if need be:
the law wants an archive a year, and nobody is ever kept from selling for lack of a stick.

Source: `fiscal.md` D-01.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

from app.domain.settings import (
    ARCHIVE_EVERY,
    ARCHIVE_FOLDER,
    BACKUP_FOLDER,
    Settings,
)
from app.domain.till.periods import month_of, year_of
from app.fiscal.medium import MediumAwayError
from app.services.house import House
from db import reading

OVERDUE: Final = timedelta(days=365)
"""An archive at least so often."""
ALARM: Final = "ARCHIVE_DUE"


def unarchived_since(house: House) -> str:
    """The business day since which nothing was archived, "" for an empty journal."""
    done = [made.last_day for made in house.world.archives.values()]
    return following(max(done)) if done else reading.first_day(house.database, {})


def last_closed(house: House) -> str:
    """The last business day that any terminal closed, "" for none."""
    return max((till.closed_day for till in house.world.tills.values()), default="")


def due_until(house: House) -> str:
    """The last day of the archive that is to be made by itself, "" for none.

    One terminal makes them: the hub's, or the one that is alone. While a till is open, the
    night after is waited for, and no longer: many are switched off right after the
    closing.
    """
    hub, every = house.world.terminals.hub, house.world.settings.text(ARCHIVE_EVERY)
    if every == "never" or (hub and hub.chain not in ("", house.terminal)):
        return ""
    today = house.business_day(house.clock())
    till = house.world.till(house.terminal)
    period = month_of(today) if every == "month" else year_of(today, till.year_starts)
    end = _before(period[0])
    if till.session and today <= following(period[0]):
        return ""
    since = unarchived_since(house)
    return end if since and since <= min(end, last_closed(house)) else ""


def overdue(house: House) -> bool:
    """Whether more than a year was closed and not archived; the law asks for none beside
    real trade."""
    since = unarchived_since(house)
    if house.mark or not since or since > last_closed(house):
        return False
    return date.fromisoformat(since) + OVERDUE < house.clock().date()


def note_overdue(house: House) -> None:
    """Raises the alarm when the last archive is more than a year old."""
    if overdue(house) and ALARM not in house.world.settings.alarms:
        house.note_soon(ALARM, unarchived_since(house))


def archive_folder(settings: Settings) -> Path | None:
    """Where archives go by themselves; None when nothing is set."""
    folder = settings.text(ARCHIVE_FOLDER) or settings.text(BACKUP_FOLDER)
    return Path(folder) if folder else None


def place_for(medium: Path | None, own: Path, *, late: bool) -> Path:
    """Where an archive goes that makes itself; asks the medium, which may be slow.

    Args:
        medium: where it belongs, None where none is set.
        own: the folder on this machine where it goes when it is `late` and the medium is
            not there.

    Raises:
        MediumAwayError: the medium is not there, and it can wait.
    """
    if medium is not None and medium.is_dir():
        return medium
    if late:
        return own
    raise MediumAwayError(str(medium or ""))


def following(day: str) -> str:
    """The day after a day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
