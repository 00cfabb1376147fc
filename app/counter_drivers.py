"""What drives each device of the counter, and what plays those that are simulated."""

import logging
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Protocol, TypeAlias

from app.domain.settings import BEHIND, INPUT, NFC_CHIP, SCREENS, SIMULATED, DeviceSet
from hardware.displays.behind_printer import PrinterDisplay
from hardware.displays.driver import SerialDisplay
from hardware.displays.screen import PAGES, Mode
from hardware.displays.simulator import SimulatedDisplay
from hardware.health import DeviceState, Health
from hardware.pagers.driver import Paged, Transmitter
from hardware.pagers.simulator import SimulatedTransmitter
from hardware.presence.sensor import PresenceSensor, Sight, reach_of
from hardware.presence.simulator import SimulatedRadar
from hardware.printers.pool import PrinterPool
from hardware.scales.driver import SerialScale
from hardware.scales.kinds import KINDS, least_of
from hardware.scales.simulator import LEAST_G, SimulatedScale
from hardware.scales.weighing import Reading
from hardware.scanners.input_port import input_match, open_input
from hardware.scanners.nfc_reader import NfcReader
from hardware.scanners.nfc_simulator import SimulatedNfcReader
from hardware.scanners.scan import Scan
from hardware.scanners.serial_reader import SerialScanner, open_serial
from hardware.serial_ports import PortMatch, port_match

DISPLAY_PAGE = "cp858"
"""The table of characters of a display that was told none."""
_PTY_MODEL = "tap_8n1"
"""A pseudo-terminal has no parity."""
_log = logging.getLogger("sotto.devices")

CounterEvent: TypeAlias = Scan | Reading | Paged | Sight | Health
Peer: TypeAlias = (
    SimulatedScale
    | SimulatedDisplay
    | SimulatedTransmitter
    | SimulatedRadar
    | SimulatedNfcReader
)
Display = SerialDisplay | PrinterDisplay
_PEERS: Mapping[str, Callable[[], Peer]] = {
    "display": SimulatedDisplay,
    "pager": SimulatedTransmitter,
    "presence": SimulatedRadar,
    "scanner": SimulatedNfcReader,
}


class Driver(Protocol):
    """What the devices of the counter have in common."""

    id: str

    def start(self, sink: Callable[[CounterEvent], None], /) -> None:
        """Starts and returns at once."""

    def stop(self, deadline_s: float) -> None:
        """Ends its thread.

        Raises:
            HardwareError: it still runs.
        """

    def health(self) -> Health:
        """How it is; any thread."""


class Drivers:
    """Makes drivers, and the peers of what is simulated.

    Args:
        pool: printers, which displays may hang on.

    Attributes:
        simulated: device id -> the peer it talks to.
    """

    def __init__(self, pool: PrinterPool) -> None:
        self._pool = pool
        self.simulated: dict[str, Peer] = {}

    def driver_of(self, device: DeviceSet) -> Driver | None:
        """What drives a device; None when it is set to something that cannot be."""
        if device.profile in SCREENS and device.kind == "display":
            return None
        try:
            if device.address.startswith(BEHIND):
                return self._behind(device)
            if device.kind == "pager":
                return self._transmitter(device)
            match self._port(device), device.kind:
                case port, "scanner" if device.profile == NFC_CHIP:
                    return NfcReader(device.id, port)
                case port, "scanner":
                    way = open_input if device.profile == INPUT else open_serial
                    return SerialScanner(device.id, port, open_port=way)
                case port, "scale":
                    simulated = device.address.startswith(SIMULATED)
                    least = LEAST_G if simulated else least_of(device.address)
                    dialect = KINDS[device.profile].dialect
                    return SerialScale(device.id, port, dialect, least=least)
                case port, "presence":
                    near, _ = reach_of(device.address)
                    return PresenceSensor(device.id, port, near=near)
                case port, _:
                    page = PAGES[device.page or DISPLAY_PAGE]
                    mode = Mode(device.profile)
                    return SerialDisplay(device.id, port, mode=mode, page=page)
        except (ValueError, LookupError) as error:
            _log.warning("%s: %s", device.id, error)
            return None

    def switch_off(self, device: str) -> None:
        """The peer of a device that is simulated no more."""
        self.simulated.pop(device).power(on=False)

    def _transmitter(self, device: DeviceSet) -> Transmitter:
        """Raises ValueError: its address is none."""
        if not device.address.startswith(SIMULATED):
            return Transmitter(device.id, device.address, device.profile)
        port = self._port(device).device
        return Transmitter(device.id, f"serial://{port}", _PTY_MODEL)

    def _behind(self, device: DeviceSet) -> PrinterDisplay:
        """A display that hangs on a printer.

        Raises:
            ValueError, LookupError: it is set to what we do not know.
        """
        printer = device.address.removeprefix(BEHIND)
        return PrinterDisplay(
            device.id,
            mode=Mode(device.profile),
            page=PAGES[device.page or DISPLAY_PAGE],
            send=partial(self._pass_on, printer),
            health=partial(self._printer_health, printer),
        )

    def _pass_on(self, printer: str, data: bytes) -> None:
        with suppress(LookupError):  # it is being set up, or gone
            self._pool.pass_on(printer, data)

    def _printer_health(self, printer: str) -> Health:
        try:
            return self._pool.health(printer)
        except LookupError:
            return Health(
                state=DeviceState.OFFLINE, since=datetime.fromtimestamp(0, UTC)
            )

    def _port(self, device: DeviceSet) -> PortMatch:
        """Where a device is; a simulated one is made and switched on.

        Raises:
            ValueError: its address is none. LookupError: it is of no kind we know.
        """
        if device.profile == INPUT:
            return input_match(device.address)
        played = device.kind != "scanner" or device.profile == NFC_CHIP
        if not device.address.startswith(SIMULATED) or not played:
            return port_match(device.address)
        if not hasattr(os, "openpty"):
            raise ValueError("no pseudo-terminals on this system")
        return PortMatch(device=str(self._peer(device).port))

    def _peer(self, device: DeviceSet) -> Peer:
        """Another one each time: what it was before is unplugged."""
        if device.id in self.simulated:
            self.switch_off(device.id)
        scale = device.kind == "scale"
        made = SimulatedScale(device.profile) if scale else _PEERS[device.kind]()
        made.power(on=True)
        self.simulated[device.id] = made
        return made
