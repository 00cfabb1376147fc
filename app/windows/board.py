"""Devices as the windows see them: how each is, what waits, what can be asked of it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from hardware.health import DeviceState, Health

_UNKNOWN = Health(
    state=DeviceState.OFFLINE,
    reasons=frozenset(),
    since=datetime.fromtimestamp(0, UTC),
    detail="",
)


class Devices(Protocol):
    """What the board asks of the drivers behind it (built by `bootstrap`)."""

    def healths(self) -> Mapping[str, Health]:
        """Device id -> how it is now."""
        ...

    def cancel_card(self, payment: str) -> bool:
        """Wishes a running card payment away; False when only its red key can."""
        ...

    def look_up(self, payment: str) -> None:
        """Asks the terminal again what became of a payment; never charges."""
        ...

    def test(self, device: str) -> None:
        """Prints a test page, or asks a terminal who it is."""
        ...


class DeviceBoard(QObject):
    """The devices of this machine.

    Signals:
        changed: the health of some device, or its queue, is not what it was.
    """

    changed = Signal()

    def __init__(self, devices: Devices | None = None) -> None:
        super().__init__()
        self._devices = devices

    def health(self, device: str) -> Health:
        """How a device is; offline when nobody drives it."""
        known = self._devices.healths() if self._devices else {}
        return known.get(device, _UNKNOWN)

    def cancel_card(self, payment: str) -> bool:
        """Wishes a running card payment away; False when only its red key can."""
        return self._devices.cancel_card(payment) if self._devices else False

    def look_up(self, payment: str) -> None:
        """Asks the terminal again what became of a payment."""
        if self._devices:
            self._devices.look_up(payment)

    def test(self, device: str) -> None:
        """Prints a test page, or asks a terminal who it is."""
        if self._devices:
            self._devices.test(device)
