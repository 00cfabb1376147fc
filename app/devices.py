"""The devices of this machine: printers behind one spool, terminals, guns, simulators.

Built from the `device.set` facts of the house. An address "sim://" starts a simulated
peer on a loopback socket, which the real driver then talks to like to any other.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from app.card_terminals import CardTerminals
from app.connectors.accounts import Accounts
from app.domain.settings import IMAGE, SILENT, SIMULATED, DeviceSet
from app.followers.cards import CardFollower
from app.followers.printing import PrintingFollower
from app.services.house import Fact, House
from app.services.ports import Heard, Post, TrialPage
from hardware.errors import HardwareError
from hardware.health import Health
from hardware.printers.driver import PrinterConfig
from hardware.printers.health import HealthChanged, JobChanged, PrinterEvent
from hardware.printers.jobs import Job, State
from hardware.printers.pool import PrinterPool
from hardware.printers.profiles import PROFILES as PRINTERS
from hardware.printers.profiles import Completion
from hardware.printers.simulator import SimulatedPrinter
from hardware.scanners.scan import Scan
from hardware.scanners.serial_reader import ScannerEvent, SerialScanner
from hardware.serial_ports import PortMatch, port_match
from hardware.terminals.model import Service, TerminalEvent

PENDING: tuple[State, ...] = ("queued", "sending", "sent", "unknown")
"""What is not on paper yet as far as anybody knows."""
LISTEN_S = 30.0
"""How long the next code of a gun belongs to whoever tests it."""
_COMPLETIONS: dict[str, Completion] = {
    "process_id": "process_id",
    "gs_r": "gs_r",
    "none": "none",
    SILENT: "none",
}
_log = logging.getLogger("sotto.devices")


def _log_scan(scan: Scan) -> None:
    """No window takes codes here."""
    _log.info("scanned %s", scan.text)


def _log_bug(done: "Future[None]") -> None:
    """What a thread of a pool raises is heard by nobody else."""
    error = done.exception()
    if error is not None:
        _log.error("papers were not queued", exc_info=error)


class DeviceRoom:
    """Every device of the house, from `start` to `stop`.

    Args:
        post: hands a function to the thread of the house.
        changed: called in that thread when some health or queue is not what it was.
        software: name and fiscal version, printed on receipts.
        scanned: called in that thread with what a gun read.
        accounts: keep the keys and passphrases of card terminals.

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
        scanned: Callable[[Scan], None] = _log_scan,
        accounts: Accounts | None = None,
    ) -> None:
        self._house, self._post, self._changed = house, post, changed
        self._scanned, self._spool = scanned, spool
        self.simulated_printers: dict[str, SimulatedPrinter] = {}
        self.pool = PrinterPool(spool / "spool.db", self._on_printer)
        self._terminals = CardTerminals(
            house, spool, accounts, self._run_elsewhere, post, changed, self._on_card
        )
        self.simulated_terminals = self._terminals.simulated
        self._scanners: dict[str, SerialScanner] = {}
        self._trial_pages: dict[int, Heard] = {}
        self._trial_scans: dict[str, tuple[Heard, threading.Timer]] = {}
        self._elsewhere = ThreadPoolExecutor(4, thread_name_prefix="look-up")
        self._running = False
        self._configuring = threading.Lock()
        self._spooling = ThreadPoolExecutor(1, thread_name_prefix="spooling")
        self.printing = PrintingFollower(
            house, self.pool, software, post, self._queue_papers
        )
        self.cards = CardFollower(
            house, self._terminals.drivers, post, self._run_elsewhere
        )
        self._stops: list[Callable[[], None]] = []

    def start(self) -> None:
        """Starts every device, then lets paper and cards follow the journal."""
        self._running = True
        self.pool.configure(self._printers())
        self._terminals.start()
        self._set_up_scanners()
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
        self._terminals.stop()
        self._elsewhere.shutdown(wait=True, cancel_futures=True)
        for _, timer in self._trial_scans.values():
            timer.cancel()
        for scanner in self._scanners.values():
            _stop_scanner(scanner)
        self._spooling.shutdown(wait=True)
        self.printing.stop()
        self.pool.stop(5.0)
        for peer in self.simulated_printers.values():
            peer.stop()
        self._terminals.switch_off()

    def healths(self) -> Mapping[str, Health]:
        """Device id -> how it is now."""
        found: dict[str, Health] = {}
        for device in self._devices():
            if device.kind == "printer":
                try:
                    found[device.id] = self.pool.health(device.id)
                except LookupError:
                    continue  # it is being set up
        found |= self._terminals.healths()
        for device_id, scanner in self._scanners.items():
            found[device_id] = scanner.health()
        return found

    def cancel_card(self, payment: str) -> bool:
        """Wishes a running card payment away; False when only its red key can."""
        return self._terminals.cancel(payment)

    def look_up(self, payment: str) -> None:
        """Asks the terminal again what became of a payment or refund; moves no money."""
        book = self._house.world.book
        taken = (order.payments.get(payment) for order in book.orders.values())
        for asked in (book.refunds.get(payment), *taken):
            if asked is not None:
                self.cards.look_up(asked)

    def serve(self, device: str, service: Service, heard: Heard) -> None:
        """Has a card terminal do what moves no money; `heard` gets what came of it."""
        self._terminals.serve(device, service, heard)

    def secrets_kept(self, device: str) -> frozenset[str]:
        """Names of the keys and passphrases that are kept for a card terminal."""
        return frozenset(self._terminals.secrets_of(device))

    def keep_secrets(self, device: str, secrets: Mapping[str, str]) -> None:
        """Keeps keys and passphrases of a card terminal, beside those it has.

        Raises:
            OSError: they could not be kept.
        """
        self._terminals.keep_secrets(device, secrets)

    def test(self, device: str, heard: Heard) -> None:
        """Asks a device to show that it works; `heard` gets its answer when it comes.

        A printer prints a page, a terminal says who it is, a gun reads a code that
        then goes nowhere else.
        """
        if device in self._terminals.drivers:
            self._terminals.ask(device, heard)
        elif device in self._scanners:
            self._try_scanner(device, heard)
        else:
            try:
                self._trial_pages[self.pool.print_test(device)] = heard
            except LookupError:
                heard(None)

    def _try_scanner(self, device: str, heard: Heard) -> None:
        health = self._scanners[device].health()
        if not health.state.usable:
            heard(health)
            return
        self._end_trial(device)
        over = partial(self._post, partial(self._on_silence, device))
        timer = threading.Timer(LISTEN_S, over)
        timer.daemon = True
        timer.start()
        self._trial_scans[device] = (heard, timer)

    def _end_trial(self, device: str) -> Heard | None:
        """Whoever waits for a gun's next code, and waits no longer."""
        heard, timer = self._trial_scans.pop(device, (None, None))
        if timer is not None:
            timer.cancel()
        return heard

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

    def forget_jobs(self, age_s: float) -> int:
        """Erases papers that were finished longer ago, and counts them; any thread."""
        try:
            return self.pool.forget(age_s)
        except HardwareError as error:  # tried again in an hour
            _log.warning("papers not erased: %s", error)
            return 0

    def move_job(self, job: int, printer: str) -> bool:
        """Takes a waiting or doubtful job to another printer."""
        return self.pool.move(job, printer)

    def _devices(self) -> list[DeviceSet]:
        return [d for d in self._house.world.settings.devices.values() if d.active]

    def _printers(self) -> list[PrinterConfig]:
        printers = [device for device in self._devices() if device.kind == "printer"]
        return [self._printer_config(device) for device in printers]

    def _set_up_again(self, facts: Sequence[Fact]) -> None:
        """Devices take what was changed about them at once."""
        kinds = {f.event.kind for f in facts if isinstance(f.event, DeviceSet)}
        if "printer" in kinds:
            self._run_elsewhere(partial(self._configure, self._printers()))
        if "scanner" in kinds:
            self._set_up_scanners()
        if "terminal" in kinds:
            self._terminals.set_up()

    def _configure(self, configs: Sequence[PrinterConfig]) -> None:
        """Stops and starts printers, which takes its time."""
        try:
            with self._configuring:
                self.pool.configure(configs)
        except (LookupError, ValueError) as error:
            _log.warning("printers not set up: %s", error)
        self._post(self._changed)

    def _set_up_scanners(self) -> None:
        """Guns that are new or on another port start; those that are gone stop."""
        wanted = _ports(d for d in self._devices() if d.kind == "scanner")
        running = self._scanners
        kept = {i: s for i, s in running.items() if wanted.get(i) == s.match}
        gone = [s for i, s in running.items() if i not in kept]
        fresh = [SerialScanner(i, m) for i, m in wanted.items() if i not in kept]
        self._scanners = kept | {scanner.id: scanner for scanner in fresh}
        self._run_elsewhere(partial(self._swap_scanners, gone, fresh))

    def _swap_scanners(
        self, gone: Sequence[SerialScanner], fresh: Sequence[SerialScanner]
    ) -> None:
        """Two do not read one port at a time."""
        for scanner in gone:
            _stop_scanner(scanner)
        for scanner in fresh:
            scanner.start(partial(self._on_scanner, scanner.id))
        self._post(self._changed)

    def _queue_papers(self, work: Callable[[], None]) -> None:
        self._spooling.submit(work).add_done_callback(_log_bug)

    def _run_elsewhere(self, work: Callable[[], None]) -> None:
        if self._running:
            self._elsewhere.submit(work)

    def _printer_config(self, device: DeviceSet) -> PrinterConfig:
        address = device.address
        if address.startswith(SIMULATED):
            address = self._simulated_printer(device).address
        model = PRINTERS.get(device.profile)
        pages = model.pages if model else ()
        return PrinterConfig(
            id=device.id,
            name=device.name,
            model=device.profile,
            address=address,
            fallback=device.fallback or None,
            page=next((page for page in pages if page.key == device.page), None),
            mode="raster" if device.page == IMAGE else None,
            completion=_COMPLETIONS.get(device.confirmation),
            status=False if device.confirmation == SILENT else None,
            drawer_pin=5 if device.drawer_pin == 5 else 2,
            drawer_inverted=device.drawer_inverted,
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

    def _on_printer(self, event: PrinterEvent) -> None:
        if isinstance(event, HealthChanged | JobChanged):
            self._post(self._changed)
        if isinstance(event, JobChanged) and event.job.kind == "test":
            self._post(partial(self._on_trial_page, event.job))

    def _on_trial_page(self, job: Job) -> None:
        heard = None if job.state in PENDING else self._trial_pages.pop(job.id, None)
        if heard is None:
            return
        if job.proof == "assumed":
            self._run_elsewhere(partial(self._learn, job, heard))
        else:
            heard(TrialPage(job))

    def _learn(self, job: Job, heard: Heard) -> None:
        """Asks a printer that was set to confirm nothing how it could."""
        try:
            learnt = self.pool.probe(job.printer).completion
        except LookupError:  # it is being set up
            learnt = "none"
        self._post(partial(heard, TrialPage(job, learnt)))

    def _on_scanner(self, device: str, event: ScannerEvent) -> None:
        if isinstance(event, Scan):
            self._post(partial(self._on_scan, device, event))
        else:
            self._post(self._changed)

    def _on_scan(self, device: str, scan: Scan) -> None:
        heard = self._end_trial(device)
        if heard is not None:
            heard(scan)
        else:
            self._scanned(scan)

    def _on_silence(self, device: str) -> None:
        heard = self._end_trial(device)
        if heard is not None and device in self._scanners:
            heard(self._scanners[device].health())

    def _on_card(self, event: TerminalEvent) -> None:
        self.cards.heard(event)


def _ports(devices: Iterable[DeviceSet]) -> dict[str, PortMatch]:
    """Device id -> the port its gun is on; without those whose address is none."""
    ports: dict[str, PortMatch] = {}
    for device in devices:
        try:
            ports[device.id] = port_match(device.address)
        except ValueError as error:
            _log.warning("%s: %s", device.id, error)
    return ports


def _stop_scanner(scanner: SerialScanner) -> None:
    try:
        scanner.stop(2.0)
    except HardwareError as error:
        _log.warning("%s", error)
