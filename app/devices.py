"""The devices of this machine: printers behind one spool, card terminals, simulators.

Built from the `device.set` facts of the house. An address "sim://" starts a simulated
peer on a loopback socket, which the real driver then talks to like to any other.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.domain.settings import DeviceSet
from app.followers.cards import CardFollower
from app.followers.printing import PrintingFollower
from app.services.house import Fact, House
from app.services.ports import Post
from hardware.errors import HardwareError
from hardware.health import Health
from hardware.printers.driver import PrinterConfig
from hardware.printers.health import HealthChanged, JobChanged, PrinterEvent
from hardware.printers.jobs import Job, State
from hardware.printers.pool import PrinterPool
from hardware.printers.simulator import SimulatedPrinter
from hardware.terminals.driver import CaisseApTerminal
from hardware.terminals.link import Line
from hardware.terminals.model import CancelSupport, ProbeReport
from hardware.terminals.profiles import PROFILES
from hardware.terminals.settings import TerminalSettings
from hardware.terminals.simulator import SimulatedTerminal

SIMULATED = "sim://"
PENDING: tuple[State, ...] = ("queued", "sending", "sent", "unknown")
"""What is not on paper yet as far as anybody knows."""
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
        self._configuring = threading.Lock()
        self.printing = PrintingFollower(house, self.pool, software)
        self.cards = CardFollower(house, self._terminals, post, self._run_elsewhere)
        self._stops: list[Callable[[], None]] = []

    def start(self) -> None:
        """Starts every device, then lets paper and cards follow the journal."""
        self._running = True
        self.pool.configure(self._printers())
        for device in self._devices():
            if device.kind == "terminal":
                self._terminals[device.id] = self._terminal(device)
        for terminal in self._terminals.values():
            terminal.start(self._on_terminal)
        self.printing.catch_up()
        self.cards.catch_up()
        self._stops = [
            self._house.follow(self._set_up_again),
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
        for device in self._devices():
            if device.kind == "printer":
                try:
                    found[device.id] = self.pool.health(device.id)
                except LookupError:
                    continue  # it is being set up
        for device_id, terminal in self._terminals.items():
            found[device_id] = terminal.health()
        return found

    def cancel_card(self, payment: str) -> bool:
        """Wishes a running card payment away; False when only its red key can."""
        answers = [t.cancel(payment) for t in self._terminals.values()]
        return CancelSupport.REQUESTED in answers

    def look_up(self, payment: str) -> None:
        """Asks the terminal again what became of a payment or refund; moves no money."""
        book = self._house.world.book
        taken = (order.payments.get(payment) for order in book.orders.values())
        for asked in (book.refunds.get(payment), *taken):
            if asked is not None:
                self.cards.look_up(asked)

    def test(self, device: str, heard: Callable[[ProbeReport], None]) -> None:
        """Prints a test page, or asks a terminal who it is; `heard` gets its answer."""
        if device not in self._terminals:
            self.pool.print_test(device)
            return
        terminal = self._terminals[device]

        def ask() -> None:
            try:
                report = terminal.probe()
            except HardwareError as error:
                report = ProbeReport(reachable=False, detail=str(error))
            _log.info("%s: %s", device, report)
            self._post(lambda: heard(report))

        self._run_elsewhere(ask)

    def jobs(self) -> list[Job]:
        """What is queued, sent or in doubt, oldest first."""
        return self.pool.jobs(states=PENDING)

    def confirm_job(self, job: int) -> bool:
        """A person has the paper of a waiting or doubtful job in hand."""
        return self.pool.confirm(job)

    def reprint_job(self, job: int) -> bool:
        """Prints a doubtful job again, marked as a second print."""
        return self.pool.reprint(job) is not None

    def drop_job(self, job: int) -> bool:
        """Gives up a waiting or doubtful job."""
        return self.pool.drop(job)

    def move_job(self, job: int, printer: str) -> bool:
        """Takes a waiting or doubtful job to another printer."""
        return self.pool.move(job, printer)

    def _devices(self) -> list[DeviceSet]:
        return [d for d in self._house.world.settings.devices.values() if d.active]

    def _printers(self) -> list[PrinterConfig]:
        printers = [device for device in self._devices() if device.kind == "printer"]
        return [self._printer_config(device) for device in printers]

    def _set_up_again(self, facts: Sequence[Fact]) -> None:
        """Printers take what was changed about them at once; terminals at next start."""
        changed = [f.event for f in facts if isinstance(f.event, DeviceSet)]
        if any(event.kind == "printer" for event in changed):
            configs = self._printers()
            self._run_elsewhere(lambda: self._configure(configs))

    def _configure(self, configs: Sequence[PrinterConfig]) -> None:
        """Stops and starts printers, which takes its time."""
        try:
            with self._configuring:
                self.pool.configure(configs)
        except (LookupError, ValueError) as error:
            _log.warning("printers not set up: %s", error)
        self._post(self._changed)

    def _run_elsewhere(self, work: Callable[[], None]) -> None:
        if self._running:
            self._elsewhere.submit(work)

    def _printer_config(self, device: DeviceSet) -> PrinterConfig:
        address = device.address
        if address.startswith(SIMULATED):
            address = self._simulated_printer(device).address
        return PrinterConfig(
            id=device.id,
            name=device.name,
            model=device.profile,
            address=address,
            fallback=device.fallback or None,
        )

    def _simulated_printer(self, device: DeviceSet) -> SimulatedPrinter:
        """The peer of a device; another one when it is of another model now."""
        peer = self.simulated_printers.get(device.id)
        if peer is not None and peer.profile.id == device.profile:
            return peer
        if peer is not None:
            peer.stop()
        peer = SimulatedPrinter(device.profile)
        peer.start()
        self.simulated_printers[device.id] = peer
        return peer

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
