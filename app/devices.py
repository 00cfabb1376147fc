"""The devices of this machine: printers behind one spool, terminals, what is on the counter.

Built from the `device.set` facts of the house. An address "sim://" starts a simulated
peer on a loopback socket, which the real driver then talks to like to any other.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from app.card_terminals import CardTerminals
from app.connectors.accounts import Accounts
from app.counter import KINDS_HERE, CounterDevices
from app.counter_drivers import Peer
from app.domain.settings import IMAGE, SILENT, SIMULATED, DeviceSet
from app.domain.terminals.events import TerminalSet
from app.followers.cards import CardFollower
from app.followers.paper.mark import marked
from app.followers.printing import PrintingFollower
from app.services.health_history import HealthElsewhere
from app.services.house import Fact, House
from app.services.ports import ELSEWHERE, OWNER_GONE, Heard, Post, TrialPage
from hardware.errors import HardwareError
from hardware.health import DeviceState, Health
from hardware.printers.document import Document
from hardware.printers.driver import PrinterConfig
from hardware.printers.health import HealthChanged, JobChanged, PrinterEvent
from hardware.printers.jobs import Job, State
from hardware.printers.pool import PrinterPool
from hardware.printers.profiles import PROFILES as PRINTERS
from hardware.printers.profiles import Completion
from hardware.printers.simulator import SimulatedPrinter
from hardware.scanners.scan import Scan
from hardware.terminals.kind import Simulator
from hardware.terminals.model import Service, TerminalEvent

PENDING: tuple[State, ...] = ("queued", "sending", "sent", "unknown")
"""What is not on paper yet as far as anybody knows."""
DRAWER_S = 5.0
"""A simulated drawer is pushed shut so long after it opened."""
_COMPLETIONS: dict[str, Completion] = {
    "process_id": "process_id",
    "gs_r": "gs_r",
    "none": "none",
    SILENT: "none",
}
_NOBODY_KNOWS = Health(
    state=DeviceState.OFFLINE,
    reasons=frozenset({ELSEWHERE, OWNER_GONE}),
    since=datetime.fromtimestamp(0, UTC),
)
"""How a device is whose terminal is away."""
_FULL = replace(
    _NOBODY_KNOWS, state=DeviceState.FAULT, reasons=frozenset({"disk_full"})
)
"""How a printer is whose papers cannot be queued."""
_log = logging.getLogger("sotto.devices")


def _log_scan(scan: Scan) -> None:
    """No window takes codes here; whose badge it is stands in no log."""
    _log.info("scanned %s", scan.source if scan.source == "nfc" else scan.text)


def _nobody(_terminal: str) -> bool:
    return False


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
        counter: guns, scales and displays.
        owner_gone: whether it is known that a terminal is away.
        headsets: how those are that another room drives.
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
        self._spool = spool
        self.simulated_printers: dict[str, SimulatedPrinter] = {}
        self.pool = PrinterPool(spool / "spool.db", self._on_printer)
        self._terminals = CardTerminals(
            house, spool, accounts, self._run_elsewhere, post, changed, self._on_card
        )
        self.simulated_terminals = self._terminals.simulated
        self.counter = CounterDevices(
            house, post, changed, scanned, self._run_elsewhere, self.pool
        )
        self._trial_pages: dict[int, Heard] = {}
        self._elsewhere = ThreadPoolExecutor(4, thread_name_prefix="look-up")
        self._running = False
        self._configuring = threading.Lock()
        self._spooling = ThreadPoolExecutor(1, thread_name_prefix="spooling")
        self.printing = PrintingFollower(
            house, self.pool, software, post, self._queue_papers
        )
        self.printing.changed = changed
        self.cards = CardFollower(
            house, self._terminals.drivers, post, self._run_elsewhere
        )
        self._told = HealthElsewhere(house)
        self.owner_gone: Callable[[str], bool] = _nobody
        self.headsets: Callable[[], Mapping[str, Health]] = dict
        self._stops: list[Callable[[], None]] = []

    @property
    def simulated(
        self,
    ) -> tuple[
        dict[str, SimulatedPrinter], Mapping[str, Simulator], Mapping[str, Peer]
    ]:
        """Printers, card terminals, and what is on the counter, of those that are played."""
        return self.simulated_printers, self.simulated_terminals, self.counter.simulated

    def start(self) -> None:
        """Starts every device, then lets paper and cards follow the journal."""
        self._running = True
        self.pool.configure(self._printers())
        self._terminals.start()
        self.counter.set_up()
        self.printing.catch_up()
        self.cards.catch_up()
        self._stops = [
            self._house.follow(self._set_up_again),
            self._house.follow(self._told.follow),
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
        self.counter.stop()
        self._spooling.shutdown(wait=True)
        self.printing.stop()
        self.pool.stop(5.0)
        for peer in self.simulated_printers.values():
            peer.stop()
        self._terminals.switch_off()

    def healths(self) -> Mapping[str, Health]:
        """Device id -> how it is now; of another terminal's, as that one says."""
        world, here = self._house.world, self._house.terminal
        driven = world.driven(here)
        away = {
            device.id: self._health_away(device.id, world.owner(device))
            for device in world.settings.devices.values()
            if device.active and device.id not in driven
        }
        return away | self.driven_healths()

    def _health_away(self, device: str, owner: str) -> Health:
        if self.owner_gone(owner):
            return _NOBODY_KNOWS
        told = self._told.of(owner, device)
        return replace(told, reasons=told.reasons | {ELSEWHERE})

    def driven_healths(self) -> dict[str, Health]:
        """Device id -> how it is now, of those that are driven here."""
        found: dict[str, Health] = {}
        for device in self._devices():
            if device.kind == "printer":
                try:
                    health = self.pool.health(device.id)
                except LookupError:
                    continue  # it is being set up
                found[device.id] = _FULL if self.printing.behind else health
        found |= self._terminals.healths() | self.counter.healths()
        found.update(self.headsets())
        return found

    def cancel_card(self, payment: str) -> bool:
        """Wishes a running card payment away; False when only its red key can."""
        return self._terminals.cancel(payment)

    def look_up(self, payment: str, heard: Callable[[str], None]) -> None:
        """Asks the terminal again what became of a payment or refund; moves no money.
        `heard` gets its word when that settles nothing."""
        book = self._house.world.book
        taken = (order.payments.get(payment) for order in book.orders.values())
        for asked in (book.refunds.get(payment), *taken):
            if asked is not None:
                self.cards.look_up(asked, heard)

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

    def hand_over(self, old: str, new: str) -> None:
        """One device is in another's place: it has its waiting papers and its keys.

        Raises:
            OSError: the keys could not be kept.
        """
        if self._terminals.hand_over(old, new):
            return
        configs = self._printers()
        if any(config.id == new for config in configs):
            self._run_elsewhere(partial(self._move_all, old, new, configs))

    def _move_all(self, old: str, new: str, configs: Sequence[PrinterConfig]) -> None:
        self._configure(configs)  # the new one may not run yet
        for job in self.pool.jobs(old, ("queued",)):
            self.pool.move(job.id, new)
        self._post(self._changed)

    def test(self, device: str, heard: Heard) -> None:
        """Asks a device to show that it works; `heard` gets its answer when it comes.

        A printer prints a page, a terminal says who it is, a gun reads a code that
        then goes nowhere else, a scale weighs, a display shows what it can.
        """
        if device in self._terminals.drivers:
            self._terminals.ask(device, heard)
        elif self.counter.has(device):
            self.counter.test(device, heard)
        else:
            try:
                self._trial_pages[self.pool.print_test(device)] = heard
            except LookupError:
                heard(None)

    def jobs(self) -> list[Job]:
        """What is queued, sent or in doubt, oldest first; nothing when it cannot be read,
        which its printers say."""
        try:
            return self.pool.jobs(states=PENDING)
        except HardwareError:
            return []

    def papers(self) -> list[Job]:
        """What is on paper or was given up, oldest first, until its day is over."""
        return self.pool.jobs(states=("printed", "dropped"))

    def print_paper(self, printer: str, paper: Document) -> bool:
        """Queues what a person asks for; False when it could not be queued."""
        try:
            wanted = marked(paper, self._house.mark)
            self.pool.submit(printer, f"asked:{uuid4()}", wanted)
        except (LookupError, HardwareError) as error:
            _log.warning("%s not queued: %s", paper.title, error)
            return False
        return True

    def confirm_job(self, job: int) -> bool:
        """A person has the paper of a waiting or doubtful job in hand."""
        return self.pool.confirm(job)

    def reprint_job(self, job: int) -> bool:
        """Prints a doubtful or finished job again, marked as a second print."""
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
        try:
            return self.pool.move(job, printer)
        except LookupError:  # another terminal has it by now
            return False

    def _devices(self) -> list[DeviceSet]:
        return list(self._house.world.driven(self._house.terminal).values())

    def _printers(self) -> list[PrinterConfig]:
        printers = [device for device in self._devices() if device.kind == "printer"]
        return [self._printer_config(device) for device in printers]

    def _set_up_again(self, facts: Sequence[Fact]) -> None:
        """Devices take what was changed about them at once."""
        kinds = {f.event.kind for f in facts if isinstance(f.event, DeviceSet)}
        if any(isinstance(fact.event, TerminalSet) for fact in facts):
            kinds |= {"printer", *KINDS_HERE}  # what a revoked one had is everybody's
        if "printer" in kinds:
            configs, gone = self._printers(), self._not_played_any_more()
            self._run_elsewhere(partial(self._configure, configs, gone))
        if kinds & {"printer", *KINDS_HERE}:  # a display may hang on a printer
            self.counter.set_up()
        if "terminal" in kinds:
            self._terminals.set_up()

    def _not_played_any_more(self) -> list[SimulatedPrinter]:
        """Peers of printers that are real by now, or another terminal's."""
        played = {d.id for d in self._devices() if d.address.startswith(SIMULATED)}
        gone = self.simulated_printers.keys() - played
        return [self.simulated_printers.pop(device) for device in gone]

    def _configure(
        self, configs: Sequence[PrinterConfig], gone: Sequence[SimulatedPrinter] = ()
    ) -> None:
        """Stops and starts printers, which takes its time."""
        try:
            with self._configuring:
                self.pool.configure(configs)
        except (LookupError, ValueError) as error:
            _log.warning("printers not set up: %s", error)
        for peer in gone:
            peer.stop()
        self._post(self.counter.show_again)
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
        if isinstance(event, HealthChanged) and "drawer_open" in event.health.reasons:
            self._push_shut(event.printer)
        if isinstance(event, JobChanged) and event.job.kind == "test":
            self._post(partial(self._on_trial_page, event.job))

    def _push_shut(self, printer: str) -> None:
        """A simulated drawer has nobody who pushes it shut."""
        peer = self.simulated_printers.get(printer)
        if peer is not None:
            hand = threading.Timer(DRAWER_S, peer.close_drawer)
            hand.daemon = True
            hand.start()

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

    def _on_card(self, event: TerminalEvent) -> None:
        self.cards.heard(event)
