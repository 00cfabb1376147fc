"""The card terminals of this machine: their drivers, their keys, their simulated peers.

Built from the `device.set` facts of the house, and built anew when one of them changes.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock

from app.connectors.accounts import Accounts, of_terminal
from app.domain.payments.holding import holder
from app.domain.settings import SIMULATED, DeviceSet
from app.services.house import House
from app.services.ports import Heard, Post
from hardware.errors import HardwareError
from hardware.health import DeviceState, Health
from hardware.terminals.driver import TerminalDriver
from hardware.terminals.kind import Simulator, setup_of
from hardware.terminals.kinds import kind_of
from hardware.terminals.model import (
    CancelSupport,
    ProbeReport,
    Service,
    ServiceReport,
    TerminalEvent,
)

_log = logging.getLogger("sotto.devices")


class CardTerminals:
    """Every card terminal in use. Thread: the house's, but for what says otherwise.

    Args:
        memory: folder in which simulated terminals keep their sales.
        accounts: keep keys and passphrases; without them there are none.
        elsewhere: runs what takes its time in another thread.
        post: hands a function to the thread of the house.
        changed: called in that thread when some health is not what it was.
        heard: told of payments, on the driver's thread.

    Attributes:
        drivers, simulated: device id -> its driver, the peer it talks to.
    """

    def __init__(
        self,
        house: House,
        memory: Path,
        accounts: Accounts | None,
        elsewhere: Callable[[Callable[[], None]], None],
        post: Post,
        changed: Callable[[], None],
        heard: Callable[[TerminalEvent], None],
    ) -> None:
        self._house, self._memory, self._accounts = house, memory, accounts
        self._elsewhere, self._post = elsewhere, post
        self._changed, self._heard = changed, heard
        self.drivers: dict[str, TerminalDriver] = {}
        self.simulated: dict[str, Simulator] = {}
        self._set_as: dict[str, tuple[object, ...]] = {}
        self._waiting = False  # a terminal in use is set otherwise by now
        self._swapping = Lock()  # guards `_over`; nobody starts what is being stopped
        self._over = False

    def start(self) -> None:
        """Starts every driver."""
        for driver in self._made():
            driver.start(self._on_event)

    def stop(self) -> None:
        """Joins every driver's thread."""
        with self._swapping:
            self._over = True
            for driver in self.drivers.values():
                driver.stop(2.0)

    def switch_off(self) -> None:
        """Ends the simulated peers; nobody asks them any more."""
        for peer in self.simulated.values():
            peer.power(on=False)

    def healths(self) -> dict[str, Health]:
        """Device id -> how it is now."""
        return {
            device: self._seen(device, driver.health())
            for device, driver in self.drivers.items()
        }

    def _seen(self, device: str, health: Health) -> Health:
        """A terminal that serves another till need not answer this one meanwhile."""
        if health.state.usable:
            return health
        held = holder(self._house.world.book, device, self._house.clock())
        if held is None or held.chain == self._house.terminal:
            return health
        return replace(health, state=DeviceState.BUSY, reasons=frozenset())

    def cancel(self, payment: str) -> bool:
        """Wishes a running payment away; False when only a red key can."""
        answers = [driver.cancel(payment) for driver in self.drivers.values()]
        return CancelSupport.REQUESTED in answers

    def ask(self, device: str, heard: Heard) -> None:
        """Asks a terminal who it is; `heard` gets its answer when it comes."""
        self._elsewhere(partial(self._ask, self.drivers[device], heard))

    def _ask(self, driver: TerminalDriver, heard: Heard) -> None:
        try:
            report = driver.probe()
        except HardwareError as error:
            report = ProbeReport(reachable=False, detail=str(error))
        _log.info("%s: %s", driver.id, report)
        self._post(partial(heard, report))

    def serve(self, device: str, service: Service, heard: Heard) -> None:
        """Has a terminal do what moves no money; `heard` gets what came of it."""
        driver = self.drivers.get(device)
        if driver is None:
            heard(None)
        else:
            self._elsewhere(partial(self._serve, driver, service, heard))

    def _serve(self, driver: TerminalDriver, service: Service, heard: Heard) -> None:
        try:
            report = driver.serve(service)
        except HardwareError as error:
            report = ServiceReport(done=False, detail=str(error))
        self._post(partial(heard, report))

    # -- what they are set to --------------------------------------------------------

    def secrets_of(self, device: str) -> Mapping[str, str]:
        """The keys and passphrases of a terminal."""
        kept = self._accounts.of(of_terminal(device)) if self._accounts else None
        return kept or {}

    def keep_secrets(self, device: str, secrets: Mapping[str, str]) -> None:
        """Keeps keys and passphrases of a terminal, beside those it has.

        Raises:
            OSError: they could not be kept.
        """
        if self._accounts is not None:
            known = self.secrets_of(device)
            self._accounts.set(of_terminal(device), {**known, **secrets})

    def hand_over(self, old: str, new: str) -> bool:
        """A terminal that has no keys takes those of the one it replaces; whether it did.

        Raises:
            OSError: they could not be kept.
        """
        keys = self.secrets_of(old)
        if not keys or self.secrets_of(new):
            return False
        self.keep_secrets(new, keys)
        self.set_up()
        return True

    def set_up(self) -> None:
        """Terminals that are new or set otherwise start, the others of them stop; one
        that a guest has in hand is left alone until it is through."""
        wanted = self._wanted()
        gone = [
            driver
            for device, driver in self.drivers.items()
            if self._set_as[device] != wanted.get(device)
        ]
        self._waiting = any(driver.busy for driver in gone)
        gone = [driver for driver in gone if not driver.busy]
        for driver in gone:
            del self.drivers[driver.id]
            peer = self.simulated.pop(driver.id, None)
            if peer is not None:
                self._elsewhere(partial(peer.power, on=False))
        self._elsewhere(partial(self._swap, gone, self._made()))

    def _wanted(self) -> dict[str, tuple[object, ...]]:
        """Device id -> all that its driver is made of."""
        return {
            d.id: (d.profile, d.address, *sorted(self.secrets_of(d.id).items()))
            for d in self._house.world.settings.devices.values()
            if d.kind == "terminal" and d.active
        }

    def _made(self) -> list[TerminalDriver]:
        """Drivers of the terminals that had none yet, not started."""
        made = []
        for device, how in self._wanted().items():
            if device in self.drivers:
                continue
            try:
                driver = self._driver(self._house.world.settings.devices[device])
            except ValueError as error:  # not in service, and nothing else suffers
                _log.warning("%s: %s", device, error)
                continue
            self.drivers[device], self._set_as[device] = driver, how
            made.append(driver)
        return made

    def _driver(self, device: DeviceSet) -> TerminalDriver:
        """Raises ValueError when what was typed about the terminal cannot be."""
        kind = kind_of(device.profile, device.address)
        setup = setup_of(device.address, self.secrets_of(device.id))
        if device.address.startswith(SIMULATED) and kind.simulator:
            peer = kind.simulator(self._memory / f"{device.id}.ledger")
            peer.power(on=True)
            self.simulated[device.id] = peer
            setup = peer.setup
        return TerminalDriver(device.id, kind.dialogue(setup))

    def _swap(
        self, gone: Sequence[TerminalDriver], fresh: Sequence[TerminalDriver]
    ) -> None:
        """Two do not speak on one line at a time."""
        with self._swapping:
            for driver in gone:
                try:
                    driver.stop(2.0)
                except HardwareError as error:
                    _log.warning("%s", error)
            for driver in fresh if not self._over else ():
                driver.start(self._on_event)
        self._post(self._changed)

    def _on_event(self, event: TerminalEvent) -> None:
        """On the driver's thread."""
        if isinstance(event, Health):
            self._post(self._changed)
            return
        self._heard(event)
        if self._waiting:
            self._post(self.set_up)
