"""How a device is doing, in the one vocabulary of drivers, settings and state strip.

A driver publishes a new ``Health`` whenever ``state`` or ``reasons`` change; ``since``
dates the change, so "offline for four minutes" needs no second clock.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class DeviceState(Enum):
    """What the device can do for us now."""

    OFFLINE = "offline"  # nobody answers
    CONNECTING = "connecting"  # the first contact is under way
    READY = "ready"
    DEGRADED = "degraded"  # works, but wants attention: paper near end
    HELD = "held"  # answers but cannot work until somebody acts: cover open
    BUSY = "busy"  # working; one job at a time
    FAULT = "fault"  # our driver failed on it and is being restarted

    @property
    def usable(self) -> bool:
        """Whether a job given to it now would be done."""
        return self in (DeviceState.READY, DeviceState.DEGRADED, DeviceState.BUSY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A device's state at a moment.

    Attributes:
        state: what it can do.
        reasons: why, in words of the trade: ``paper_out``, ``paper_near_end``,
            ``cover_open``, ``cutter_error``, ``drawer_open``, ``unplugged``.
        since: when this state began; timezone-aware.
        detail: for the support file, in English; never card data.
    """

    state: DeviceState
    reasons: frozenset[str] = field(default_factory=frozenset)
    since: datetime
    detail: str = ""
