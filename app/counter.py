"""What stands on the counter beside printers and card terminals: guns, scales, displays,
paging transmitters, and what sees whether somebody is there.

They start and stop alike: each has one thread, is another driver as soon as it is set
otherwise, and keeps nothing that a restart could lose.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from app.counter_drivers import CounterEvent, Display, Driver, Drivers, Peer
from app.domain.settings import INPUT, SIMULATED, DeviceSet
from app.services.house import House
from app.services.ports import Heard, Post
from hardware.displays.screen import Lines, Row
from hardware.errors import HardwareError
from hardware.health import Health
from hardware.pagers.driver import Page, Paged, Transmitter
from hardware.presence.sensor import PresenceSensor, Sight, reach_of
from hardware.printers.pool import PrinterPool
from hardware.scales.driver import SerialScale
from hardware.scales.weighing import Asked, Reading
from hardware.scanners.input_port import retyped
from hardware.scanners.scan import Scan

KINDS_HERE = ("scanner", "scale", "display", "pager", "presence")
"""`DeviceSet.kind` of what this room drives."""
LISTEN_S = 30.0
"""How long the next code of a gun belongs to whoever tests it."""
SHOWN_S = 5.0
"""How long a display shows its trial."""
_STOP_S = 2.0
_TRIAL = Lines(Row("Café crème", "2,50"), Row("éèàçùê ÉÀÇ", "€"))
_log = logging.getLogger("sotto.devices")

Weigher = Callable[[Reading | None], None]
"""Told what lies on the plate, None once the scale answers no more."""


def _log_page(told: Paged) -> None:
    """Nobody follows what becomes of pages here."""
    _log.info("page %s: %s", told.page.key, told.fate.value)


class CounterDevices:
    """The devices of `KINDS_HERE`, from `set_up` to `stop`.

    Args:
        post: hands a function to the thread of the house.
        changed: called in that thread when some health is not what it was.
        scanned: called in that thread with what a gun read.
        run_elsewhere: does what takes its time.
        pool: printers, which displays may hang on.

    Attributes:
        simulated: device id -> the peer it talks to.
        screens: device id -> how a second screen is; told by who owns the windows.
        paged: told in that thread what became of a page.
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
        self._make = Drivers(pool)
        self._house, self._post, self._changed = house, post, changed
        self._scanned, self._run_elsewhere = scanned, run_elsewhere
        self.simulated: Mapping[str, Peer] = self._make.simulated
        self.paged: Callable[[Paged], None] = _log_page
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
        played = {key for key, d in wanted.items() if d.address.startswith(SIMULATED)}
        for key in self.simulated.keys() - played:
            self._make.switch_off(key)
        kept = {
            key: (device, driver)
            for key, (device, driver) in self._drivers.items()
            if key in wanted and _setting(wanted[key]) == _setting(device)
        }
        gone = [driver for key, (_, driver) in self._drivers.items() if key not in kept]
        fresh = {
            key: (device, driver)
            for key, device in wanted.items()
            if key not in kept and (driver := self._make.driver_of(device)) is not None
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
        for device in tuple(self.simulated):
            self._make.switch_off(device)

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

    # ------------------------------------------------------------------ pagers, presence

    def pages(self, device: str) -> bool:
        """Whether a transmitter that is driven here works now, and takes a page."""
        driver = self._drivers[device][1] if device in self._drivers else None
        return isinstance(driver, Transmitter) and driver.takes()

    def page(self, device: str, page: Page) -> bool:
        """Gives a transmitter a page; False when it is none, or cannot take it."""
        driver = self._drivers[device][1] if device in self._drivers else None
        return isinstance(driver, Transmitter) and driver.page(page)

    def away(self) -> tuple[float, int] | None:
        """(seconds since nobody is in front of this machine, seconds after which it
        locks); None where nothing says so for sure."""
        for device, driver in self._drivers.values():
            seconds = driver.away_s() if isinstance(driver, PresenceSensor) else None
            if seconds is not None:
                return seconds, reach_of(device.address)[1]
        return None

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
        """A gun reads a code that goes nowhere else, a scale weighs, a display shows, a
        transmitter answers, a radar says whom it sees."""
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
        elif isinstance(driver, Transmitter | PresenceSensor):
            driver.look()
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
        if known is not None and isinstance(known[1], Transmitter):
            heard = self._end_trial(device)  # its health is what it answers
            if heard is not None:
                heard(health)
        used = known is not None and known[1] is self._scale
        if used and self._weigher and not health.state.usable:
            self._weigher(None)
        self._changed()

    def _take(self, device: str, event: Scan | Reading | Paged | Sight) -> None:
        if isinstance(event, Paged):
            self.paged(event)
            return
        heard, known = self._end_trial(device), self._drivers.get(device)
        if isinstance(event, Scan) and known and known[0].profile == INPUT:
            event = retyped(event)
        if heard is not None:
            heard(event)
            if known is not None:
                self._rest_if_tried(known[1])
        elif isinstance(event, Scan):
            self._scanned(event)
        elif isinstance(event, Sight):
            pass  # it is asked when somebody wants to know (`away`)
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


def _setting(device: DeviceSet) -> tuple[str, str, str, str]:
    """What its driver depends on."""
    return device.kind, device.profile, device.address, device.page


def _stop(driver: Driver) -> None:
    try:
        driver.stop(_STOP_S)
    except HardwareError as error:
        _log.warning("%s", error)
