"""How a printer is, and what it tells the app: plain values given to one callback.

Events are made on printer threads; whoever receives them hands them over to its own.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TypeAlias

from hardware.printers.jobs import Job


class DeviceState(Enum):
    """What a printer can do now, from nothing to everything."""

    CONNECTING = "connecting"
    OFFLINE = "offline"
    FAULT = "fault"
    HELD = "held"
    DEGRADED = "degraded"
    BUSY = "busy"
    READY = "ready"

    @property
    def usable(self) -> bool:
        """Whether a job sent now would be printed."""
        return self in (DeviceState.READY, DeviceState.DEGRADED, DeviceState.BUSY)


@dataclass(frozen=True, slots=True)
class Health:
    """A state, why, and since when.

    `reasons` are words such as paper_out, paper_near_end, cover_open, cutter_error,
    drawer_open, unplugged; `detail` is for the log, not for a cashier.
    """

    state: DeviceState
    reasons: frozenset[str]
    since: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class HealthChanged:
    """A printer's health is another."""

    printer: str
    health: Health


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A job has moved: `job.state` says where to."""

    job: Job


@dataclass(frozen=True, slots=True)
class Alarm:
    """A printer has been down for long and jobs wait for it with nowhere to go."""

    printer: str
    health: Health
    waiting: int


PrinterEvent: TypeAlias = HealthChanged | JobChanged | Alarm
