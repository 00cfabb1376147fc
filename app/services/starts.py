"""What is written when the program starts and ends: versions, and how it ended before.

Source: `fiscal.md` 5, A-02.
"""

import re
from typing import Final

from app.domain.settings import EventRecorded
from app.services.house import House
from db.reading import latest
from resources.texts import tr

_MOST: Final = 200
"""Technical events that are looked through for the last start and stop."""


def note_start(house: House, software: str) -> None:
    """Writes down that the program started, after how it ended, and that it is another
    version than the last time.

    Raises:
        JournalError: it could not be written.
    """
    before, clean = "", True
    for entry in latest(house.database, house.terminal, "J", _MOST):
        code = entry.data.get("code")
        if code in ("APP_START", "APP_STOP"):
            before, clean = entry.sw, code == "APP_STOP"
            break
    ended = "" if clean else f" · {tr('après un arrêt brutal')}"
    events = [EventRecorded(code="APP_START", detail=f"{software}{ended}")]
    if before and before != software:
        major = _fiscal(before) != _fiscal(software)
        code = "UPDATE_MAJOR" if major else "UPDATE_MINOR"
        events.append(EventRecorded(code=code, detail=f"{before} -> {software}"))
    house.record(events)


def note_stop(house: House, software: str) -> None:
    """Writes down that the program ends."""
    house.note_soon("APP_STOP", software)


def _fiscal(software: str) -> str:
    """The major number of a fiscal version: "F1" of "Sotto 0.1.0 · F1.4"."""
    found = re.search(r"\bF\d+", software)
    return found[0] if found else ""
