"""What the journal noticed about itself, as technical events (`fiscal.md` 5)."""

from app.domain.settings import EventRecorded
from db.notices import (
    CardNumberRedacted,
    ClockBackward,
    ClockDrift,
    Notice,
    RollbackDetected,
    WitnessUnreachable,
)


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
