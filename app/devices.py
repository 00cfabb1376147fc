"""The devices of this machine: printers behind one spool, card terminals, simulators.

Built from the `device.set` facts of the house. An address "sim://" starts a simulated
peer on a loopback socket, which the real driver then talks to like to any other.
"""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.domain.settings import DeviceSet
from app.followers.cards import CardFollower
from app.followers.printing import PrintingFollower
from app.services.house import House
from app.services.ports import Post
from hardware.health import Health
from hardware.printers.driver import PrinterConfig
from hardware.printers.health import HealthChanged, JobChanged, PrinterEvent
from hardware.printers.jobs import Job
from hardware.printers.pool import PrinterPool
from hardware.printers.simulator import SimulatedPrinter
from hardware.terminals.driver import CaisseApTerminal
from hardware.terminals.link import Line
from hardware.terminals.model import CancelSupport
from hardware.terminals.profiles import PROFILES
from hardware.terminals.settings import TerminalSettings
from hardware.terminals.simulator import SimulatedTerminal

SIMULATED = "sim://"
_log = logging.getLogger("sotto.devices")


class DeviceRoom:
    """Every device of the house, from `start` to `stop`.

    Args:
        post: hands a function to the thread of the house.
        changed: called in that thread when some health or queue is not what it was.
        software: name and fiscal version, printed on receipts.

    Attributes:
        simulated_printers, simulated_terminals: device id -> the peer it talks to.
        pool: the spool and its printers.
    """

    def __init__(
        self,
        house: House,
        spool: Path,
        post: Post,
        changed: Callable[[], None],
        software: str,
    ) -> None:
        self._house, self._post, self._changed = house, post, changed
        self.simulated_printers: dict[str, SimulatedPrinter] = {}
        self.simulated_terminals: dict[str, SimulatedTerminal] = {}
        self.pool = PrinterPool(spool / "spool.db", self._on_printer)
        self._terminals: dict[str, CaisseApTerminal] = {}
        self._elsewhere = ThreadPoolExecutor(4, thread_name_prefix="look-up")
        self._running = False
        self.printing = PrintingFollower(house, self.pool, software)
        self.cards = CardFollower(house, self._terminals, post, self._run_elsewhere)
        self._stops: list[Callable[[], None]] = []

    def start(self) -> None:
        """Starts every device, then lets paper and cards follow the journal."""
        self._running = True
        devices = [d for d in self._house.world.settings.devices.values() if d.active]
        printers = [device for device in devices if device.kind == "printer"]
        self.pool.configure([self._printer_config(device) for device in printers])
        for device in devices:
            if device.kind == "terminal":
                self._terminals[device.id] = self._terminal(device)
        for terminal in self._terminals.values():
            terminal.start(self._on_terminal)
        self.printing.catch_up()
        self.cards.catch_up()
        self._stops = [
            self._house.follow(self.printing.follow),
            self._house.follow(self.cards.follow),
        ]

    def stop(self) -> None:
        """Stops following and joins every device thread."""
        self._running = False
        for stop in self._stops:
            stop()
        for terminal in self._terminals.values():
            terminal.stop(2.0)
        self._elsewhere.shutdown(wait=True, cancel_futures=True)
        self.pool.stop(5.0)
        for peer in self.simulated_printers.values():
            peer.stop()
        for simulated in self.simulated_terminals.values():
            simulated.power(on=False)

    def healths(self) -> Mapping[str, Health]:
        """Device id -> how it is now."""
        found: dict[str, Health] = {}
        for device in self._house.world.settings.devices.values():
            if device.kind == "printer" and device.active:
                found[device.id] = self.pool.health(device.id)
        for device_id, terminal in self._terminals.items():
            found[device_id] = terminal.health()
        return found

    def cancel_card(self, payment: str) -> bool:
        """Wishes a running card payment away; False when only its red key can."""
        answers = [t.cancel(payment) for t in self._terminals.values()]
        return CancelSupport.REQUESTED in answers

    def look_up(self, payment: str) -> None:
        """Asks the terminal again what became of a payment; never charges."""
        for order in self._house.world.book.orders.values():
            if payment in order.payments:
                self.cards.look_up(order.payments[payment])

    def test(self, device: str) -> None:
        """Prints a test page, or asks a terminal who it is."""
        if device in self._terminals:
            terminal = self._terminals[device]
            self._run_elsewhere(lambda: _log.info("%s: %s", device, terminal.probe()))
        else:
            self.pool.print_test(device)

    def jobs(self) -> list[Job]:
        """What is queued, sent or in doubt, oldest first."""
        return list(self.pool.jobs())

    def _run_elsewhere(self, work: Callable[[], None]) -> None:
        if self._running:
            self._elsewhere.submit(work)

    def _printer_config(self, device: DeviceSet) -> PrinterConfig:
        address = device.address
        if address.startswith(SIMULATED):
            peer = SimulatedPrinter(device.profile)
            peer.start()
            self.simulated_printers[device.id] = peer
            address = peer.address
        return PrinterConfig(
            id=device.id,
            name=device.name,
            model=device.profile,
            address=address,
            fallback=device.fallback or None,
        )

    def _terminal(self, device: DeviceSet) -> CaisseApTerminal:
        profile = PROFILES.get(device.profile, PROFILES["generic"])
        if device.address.startswith(SIMULATED):
            peer = SimulatedTerminal()
            peer.power(on=True)
            self.simulated_terminals[device.id] = peer
            line, profile = (
                Line(host="127.0.0.1", port=peer.port),
                PROFILES["simulated"],
            )
        else:
            host, _, port = device.address.removeprefix("tcp://").partition(":")
            line = Line(host=host, port=int(port or 8888))
        settings = TerminalSettings(line=line, profile=profile)
        return CaisseApTerminal(device.id, settings)

    def _on_printer(self, event: PrinterEvent) -> None:
        if isinstance(event, HealthChanged | JobChanged):
            self._post(self._changed)

    def _on_terminal(self, event: object) -> None:
        if isinstance(event, Health):
            self._post(self._changed)
        else:
            self.cards.heard(event)
