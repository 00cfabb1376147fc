"""Writes down what begins to fail on this terminal, and the hub that is back.

Source: `fiscal.md` 5 (HUB_LOST, HUB_BACK, PRINTER_FAIL).
"""

from collections.abc import Mapping

from app.services.house import House
from hardware.health import DeviceState, Health

_WORKS = (
    *(DeviceState.READY, DeviceState.BUSY, DeviceState.CONNECTING),
    DeviceState.DEGRADED,
)


class Troubles:
    """Compares how things are with how they were; each change is one event."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._failed: set[str] = set()
        self._linked = self._lost = False

    def see_devices(self, healths: Mapping[str, Health]) -> None:
        """Takes in how the devices are; only printers concern the law."""
        devices = self._house.world.settings.devices
        printers = {
            id_: health
            for id_, health in healths.items()
            if id_ in devices and devices[id_].kind == "printer"
        }
        failed = {i for i, health in printers.items() if health.state not in _WORKS}
        for printer in sorted(failed - self._failed):
            reasons = sorted(printers[printer].reasons) or [
                printers[printer].state.value
            ]
            name = devices[printer].name
            self._house.note_soon("PRINTER_FAIL", f"{name}: {', '.join(reasons)}")
        self._failed = failed

    def see_network(self, link: str) -> None:
        """Takes in how this terminal stands with the hub (`NetworkStatus.link`)."""
        linked = link in ("linked", "carrying")
        if self._linked and not linked:
            self._lost = True
            self._house.note_soon("HUB_LOST", link)
        elif self._lost and linked:
            self._lost = False
            self._house.note_soon("HUB_BACK", link)
        self._linked = linked
