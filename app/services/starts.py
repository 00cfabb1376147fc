"""What is written when the program starts and ends: versions, and how it ended before.

Source: `fiscal.md` 5, A-02.
"""

import re
from datetime import datetime
from typing import Final

from app.domain.approvals.events import ApprovalAnswered
from app.domain.settings import EventRecorded
from app.services.house import SYSTEM, House
from db.reading import latest
from resources.texts import tr

_ZONE: Final = re.compile(r"[+-]\d\d:\d\d/[+-]\d\d:\d\d")
_MOST: Final = 200
"""Technical events that are looked through for the last start and stop."""


def local_zone() -> str:
    """The time zone of this machine as its offsets in winter and summer: "+01:00/+02:00".

    So summer time is no change, another zone is.
    """
    year = datetime.now().astimezone().year
    told = (datetime(year, month, 1, 12).astimezone() for month in (1, 7))
    return "/".join(moment.isoformat()[-6:] for moment in told)


def note_start(house: House, software: str, zone: str) -> None:
    """Writes down that the program started, after how it ended, and that it is another
    version or in another time zone than the last time. What a person had asked a manager
    for here is asked no more: nobody is left to carry it out.

    Args:
        zone: `local_zone()`.

    Raises:
        JournalError: it could not be written.
    """
    before, detail, clean = "", "", True
    for entry in latest(house.database, house.terminal, "J", _MOST):
        code = entry.data.get("code")
        if code in ("APP_START", "APP_STOP"):
            before, clean = entry.sw, code == "APP_STOP"
            detail = str(entry.data.get("detail", ""))
            break
    ended = "" if clean else f" · {tr('après un arrêt brutal')}"
    started = EventRecorded(code="APP_START", detail=f"{software} · {zone}{ended}")
    events: list[object] = [started]
    known = _ZONE.search(detail)
    if known and known[0] != zone:
        events.append(EventRecorded(code="TZ_CHANGE", detail=f"{known[0]} -> {zone}"))
    if before and before != software:
        major = _fiscal(before) != _fiscal(software)
        code = "UPDATE_MAJOR" if major else "UPDATE_MINOR"
        events.append(EventRecorded(code=code, detail=f"{before} -> {software}"))
    events += [
        ApprovalAnswered(approval=request, answer="withdrawn", by=SYSTEM)
        for request, waiting in house.world.approvals.items()
        if waiting.chain == house.terminal
    ]
    house.record(events)


def note_stop(house: House, software: str, zone: str) -> None:
    """Writes down that the program ends."""
    house.note_soon("APP_STOP", f"{software} · {zone}")


def _fiscal(software: str) -> str:
    """The major number of a fiscal version: "F1" of "Sotto 0.1.0 · F1.4"."""
    found = re.search(r"\bF\d+", software)
    return found[0] if found else ""
