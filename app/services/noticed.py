"""What the journal noticed about itself, as technical events (`fiscal.md` 5)."""

import logging
from collections.abc import Iterable, Iterator

from app.domain.settings import EventRecorded
from db.notices import (
    CardNumberRedacted,
    ClockBackward,
    ClockDrift,
    Notice,
    RollbackDetected,
    WitnessUnreachable,
)

_log = logging.getLogger("sotto.house")


class Noticed:
    """What goes on from append to append is told once."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def events(self, notices: Iterable[Notice]) -> Iterator[EventRecorded]:
        """The technical events of what was noticed."""
        for notice in notices:
            _log.info("%s", type(notice).__name__)
            lasting = _lasting(notice)
            if lasting not in self._told:
                yield technical_event(notice)
            if lasting:
                self._told.add(lasting)


def _lasting(notice: Notice) -> str:
    """What it is that goes on, "" for what happens once."""
    match notice:
        case WitnessUnreachable():
            return "the head file"
        case ClockDrift():
            return f"the clock of {notice.chain}"
        case _:
            return ""


def technical_event(notice: Notice) -> EventRecorded:
    """The technical event of a notice (`fiscal.md` 5)."""
    match notice:
        case RollbackDetected(witnessed=noted, stored=stored):
            detail = (
                f"{noted.chain}: witnessed {noted.seq} {noted.hash}, "
                f"stored {stored.seq} {stored.hash}"
            )
            return EventRecorded(code="CHAIN_ROLLBACK", detail=detail)
        case ClockBackward():
            detail = f"{notice.before} -> {notice.after}, {notice.seconds} s"
            return EventRecorded(code="CLOCK_BACKWARD", detail=detail)
        case WitnessUnreachable():
            return EventRecorded(code="WITNESS_UNREACHABLE", detail=notice.reason)
        case CardNumberRedacted():
            detail = f"{notice.chain} {notice.seq} {notice.type}: {notice.count}"
            return EventRecorded(code="PAN_REDACTED", detail=detail)
        case ClockDrift():
            minutes = notice.ahead_ms // 60_000
            return EventRecorded(code="CLOCK_DRIFT", detail=f"{notice.chain} {minutes}")
