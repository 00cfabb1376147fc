"""What stands on the counter beside printers and card terminals: guns, scales, displays.

They start and stop alike: each has one thread, is another driver as soon as it is set
otherwise, and keeps nothing that a restart could lose.
"""

import logging
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from app.domain.settings import BEHIND, INPUT, SCREENS, SIMULATED, DeviceSet
from app.services.house import House
from app.services.ports import Heard, Post
from hardware.displays.behind_printer import PrinterDisplay
from hardware.displays.driver import SerialDisplay
from hardware.displays.screen import PAGES, Lines, Mode, Row
from hardware.displays.simulator import SimulatedDisplay
from hardware.errors import HardwareError
from hardware.health import DeviceState, Health
from hardware.printers.pool import PrinterPool
from hardware.scales.driver import SerialScale
from hardware.scales.kinds import KINDS, least_of
from hardware.scales.simulator import LEAST_G, SimulatedScale
from hardware.scales.weighing import Asked, Reading
from hardware.scanners.input_port import input_match, open_input, retyped
from hardware.scanners.scan import Scan
from hardware.scanners.serial_reader import SerialScanner, open_serial
from hardware.serial_ports import PortMatch, port_match

KINDS_HERE = ("scanner", "scale", "display")
"""`DeviceSet.kind` of what this room drives."""
DISPLAY_PAGE = "cp858"
"""The table of characters of a display that was told none."""
LISTEN_S = 30.0
"""How long the next code of a gun belongs to whoever tests it."""
SHOWN_S = 5.0
"""How long a display shows its trial."""
_STOP_S = 2.0
_TRIAL = Lines(Row("Café crème", "2,50"), Row("éèàçùê ÉÀÇ", "€"))
_log = logging.getLogger("sotto.devices")

CounterEvent = Scan | Reading | Health
Weigher = Callable[[Reading | None], None]
"""Told what lies on the plate, None once the scale answers no more."""
Peer = SimulatedScale | SimulatedDisplay
Display = SerialDisplay | PrinterDisplay


class Driver(Protocol):
    """What guns, scales and displays have in common."""

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


class CounterDevices:
    """Guns, scales and displays of the house, from `set_up` to `stop`.

    Args:
        post: hands a function to the thread of the house.
        changed: called in that thread when some health is not what it was.
        scanned: called in that thread with what a gun read.
        run_elsewhere: does what takes its time.
        pool: printers, which displays may hang on.

    Attributes:
        simulated: device id -> the peer it talks to.
        screens: device id -> how a second screen is; told by who owns the windows.
    """

    def __init__(
        self,
        house: House,
        post: Post,
        changed: Callable[[], None],
        scanned: Callable[[Scan], None],
        run_elsewhere: Callable[[Callable[[], None]], None],
        pool: PrinterPool,
    ) -> None:
        self._pool = pool
        self._house, self._post, self._changed = house, post, changed
        self._scanned, self._run_elsewhere = scanned, run_elsewhere
        self.simulated: dict[str, Peer] = {}
        self.screens: dict[str, Health] = {}
        self._drivers: dict[str, tuple[DeviceSet, Driver]] = {}
        self._trials: dict[str, tuple[Heard, threading.Timer]] = {}
        self._weigher: Weigher | None = None
        self._scale: SerialScale | None = None
        self._lines = Lines()

    def set_up(self) -> None:
        """What is new or set otherwise starts; what is gone stops."""
        driven = self._house.world.driven(self._house.terminal)
        wanted = {key: d for key, d in driven.items() if d.kind in KINDS_HERE}
        played = {key for key, d in wanted.items() if d.address == SIMULATED}
        for key in self.simulated.keys() - played:
            self.simulated.pop(key).power(on=False)
        kept = {
            key: (device, driver)
            for key, (device, driver) in self._drivers.items()
            if key in wanted and _setting(wanted[key]) == _setting(device)
        }
        gone = [driver for key, (_, driver) in self._drivers.items() if key not in kept]
        fresh = {
            key: (device, driver)
            for key, device in wanted.items()
            if key not in kept and (driver := self._driver(device)) is not None
        }
        self._drivers = kept | fresh
        if self._scale in gone and self._weigher is not None:
            self._weigher(None)
            self._let_go()
        self._run_elsewhere(partial(self._swap, gone, [d for _, d in fresh.values()]))
        self.show(self._lines)

    def stop(self) -> None:
        """Ends every thread."""
        for _, timer in self._trials.values():
            timer.cancel()
        for _, driver in self._drivers.values():
            _stop(driver)
        for peer in self.simulated.values():
            peer.power(on=False)

    def tell_changed(self) -> None:
        """Some health is not what it was."""
        self._changed()

    def healths(self) -> dict[str, Health]:
        """Device id -> how it is now."""
        found = {key: driver.health() for key, (_, driver) in self._drivers.items()}
        return found | self.screens

    def has(self, device: str) -> bool:
        """Whether it is driven here."""
        return device in self._drivers

    # ------------------------------------------------------------------ the scale

    def weigh(self, asked: Asked, heard: Weigher) -> bool:
        """Has the scale weigh until `rest`; whether there is one that answers.

        Whoever asks last has it; who had it before is told that nobody weighs for them.
        """
        if self._weigher is not None and self._weigher != heard:
            self._weigher(None)
        scales = (d for _, d in self._drivers.values() if isinstance(d, SerialScale))
        found = next((s for s in scales if s.health().state.usable), None)
        if self._scale is not None and self._scale is not found:
            self._scale.rest()
        self._scale, self._weigher = found, heard if found else None
        if found is not None:
            found.follow(asked)
        return found is not None

    def rest(self, heard: Weigher, *, sold: bool = False) -> None:
        """Whoever asked with `heard` weighs no more; what lies there was `sold`."""
        if self._weigher == heard:
            self._let_go(sold=sold)

    def _let_go(self, *, sold: bool = False) -> None:
        scale, self._scale, self._weigher = self._scale, None, None
        if scale is not None:
            if sold:
                scale.sold()
            scale.rest()

    # ------------------------------------------------------------------ displays

    @property
    def displays(self) -> bool:
        """Whether guests read anything here."""
        return any(isinstance(driver, Display) for _, driver in self._drivers.values())

    def show(self, lines: Lines) -> None:
        """What guests read on every display from now on."""
        self._lines = lines
        for device, driver in self._drivers.values():
            if isinstance(driver, Display) and device.id not in self._trials:
                driver.show(lines)

    def show_again(self) -> None:
        """A printer is another one now: what hangs on it was told nothing."""
        self.show(self._lines)

    # ------------------------------------------------------------------ trials

    def test(self, device: str, heard: Heard) -> None:
        """A gun reads a code that goes nowhere else, a scale weighs, a display shows."""
        driver = self._drivers[device][1]
        health = driver.health()
        if not health.state.usable:
            heard(health)
            return
        self._end_trial(device)
        seconds = LISTEN_S
        if isinstance(driver, SerialScale) and driver is not self._scale:
            driver.follow(Asked())
        elif isinstance(driver, Display):
            driver.show(_TRIAL)
            seconds = SHOWN_S
        over = partial(self._post, partial(self._on_trial_over, device))
        timer = threading.Timer(seconds, over)
        timer.daemon = True
        timer.start()
        self._trials[device] = (heard, timer)

    def _end_trial(self, device: str) -> Heard | None:
        """Whoever waits for a device's answer, and waits no longer."""
        heard, timer = self._trials.pop(device, (None, None))
        if timer is not None:
            timer.cancel()
        return heard

    def _on_trial_over(self, device: str) -> None:
        heard, known = self._end_trial(device), self._drivers.get(device)
        if known is None:
            return
        driver = known[1]
        if isinstance(driver, Display):
            driver.show(self._lines)
        self._rest_if_tried(driver)
        if heard is not None:
            heard(driver.health())

    def _rest_if_tried(self, driver: Driver) -> None:
        """A scale that was only tried rests; one that somebody weighs on goes on."""
        if isinstance(driver, SerialScale) and driver is not self._scale:
            driver.rest()

    # ------------------------------------------------------------------ what comes

    def _on_event(self, device: str, event: CounterEvent) -> None:
        """On the device's own thread."""
        if isinstance(event, Health):
            self._post(partial(self._see_health, device, event))
        else:
            self._post(partial(self._take, device, event))

    def _see_health(self, device: str, health: Health) -> None:
        known = self._drivers.get(device)
        used = known is not None and known[1] is self._scale
        if used and self._weigher and not health.state.usable:
            self._weigher(None)
        self._changed()

    def _take(self, device: str, event: Scan | Reading) -> None:
        heard, known = self._end_trial(device), self._drivers.get(device)
        if isinstance(event, Scan) and known and known[0].profile == INPUT:
            event = retyped(event)
        if heard is not None:
            heard(event)
            if known is not None:
                self._rest_if_tried(known[1])
        elif isinstance(event, Scan):
            self._scanned(event)
        elif known is not None and known[1] is self._scale and self._weigher:
            self._weigher(event)

    # ------------------------------------------------------------------ drivers

    def _swap(self, gone: Sequence[Driver], fresh: Sequence[Driver]) -> None:
        """Two do not use one port at a time."""
        for driver in gone:
            _stop(driver)
        for driver in fresh:
            driver.start(partial(self._on_event, driver.id))
        self._post(self._changed)

    def _driver(self, device: DeviceSet) -> Driver | None:
        """What drives a device; None when it is set to something that cannot be."""
        if device.profile in SCREENS and device.kind == "display":
            return None
        try:
            if device.address.startswith(BEHIND):
                return self._behind(device)
            match self._port(device), device.kind:
                case port, "scanner":
                    way = open_input if device.profile == INPUT else open_serial
                    return SerialScanner(device.id, port, open_port=way)
                case port, "scale":
                    simulated = device.address.startswith(SIMULATED)
                    least = LEAST_G if simulated else least_of(device.address)
                    dialect = KINDS[device.profile].dialect
                    return SerialScale(device.id, port, dialect, least=least)
                case port, _:
                    page = PAGES[device.page or DISPLAY_PAGE]
                    mode = Mode(device.profile)
                    return SerialDisplay(device.id, port, mode=mode, page=page)
        except (ValueError, LookupError) as error:
            _log.warning("%s: %s", device.id, error)
            return None

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
        if not device.address.startswith(SIMULATED) or device.kind == "scanner":
            return port_match(device.address)
        if not hasattr(os, "openpty"):
            raise ValueError("no pseudo-terminals on this system")
        return PortMatch(device=str(self._peer(device).port))

    def _peer(self, device: DeviceSet) -> Peer:
        """Another one each time: what it was before is unplugged."""
        before = self.simulated.get(device.id)
        if before is not None:
            before.power(on=False)
        scale = device.kind == "scale"
        made = SimulatedScale(device.profile) if scale else SimulatedDisplay()
        made.power(on=True)
        self.simulated[device.id] = made
        return made


def _setting(device: DeviceSet) -> tuple[str, str, str, str]:
    """What its driver depends on."""
    return device.kind, device.profile, device.address, device.page


def _stop(driver: Driver) -> None:
    try:
        driver.stop(_STOP_S)
    except HardwareError as error:
        _log.warning("%s", error)
