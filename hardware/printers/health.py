"""How a printer is, and what it tells the app: plain values given to one callback.

Events are made on printer threads; whoever receives them hands them over to its own.
"""

from dataclasses import dataclass
from typing import TypeAlias

from hardware.health import DeviceState, Health
from hardware.printers.jobs import Job


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

__all__ = [
    "Alarm",
    "DeviceState",
    "Health",
    "HealthChanged",
    "JobChanged",
    "PrinterEvent",
]
