"""The one thread that owns a printer: takes its jobs from the spool and prints them.

It connects, greets, prints while there is something to print, and when the link breaks
tries again with growing pauses. Several times a second it also looks after its queue:
stale drawer pulses, unknown kitchen tickets, failover and the way back. Nothing that
goes wrong ends the thread before `stop`.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from hardware.errors import DeviceUnreachableError
from hardware.printers.document import Bar as BarBlock
from hardware.printers.document import Block, Document, Logo, Text, headed
from hardware.printers.health import (
    Alarm,
    DeviceState,
    Health,
    HealthChanged,
    JobChanged,
    PrinterEvent,
)
from hardware.printers.jobs import Job
from hardware.printers.link import Link, ProbeReport, Timings, WakeUp
from hardware.printers.profiles import Completion, Mode, Page, customised, profile
from hardware.printers.spool import Spool, SpoolError
from hardware.transport import transport
from resources.texts import tr

if TYPE_CHECKING:
    from hardware.printers.escpos import Encoded

_log = logging.getLogger("sotto.print")

_REASONS = {"paper_stop": "paper_out"}
_WORRIES = {"paper_near_end", "unconfirmed"}
_BEHIND_S = 0.2  # a display is told five times a second at most


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterConfig:
    """One printer of the house.

    Attributes:
        id: names it for ever; name: what people call it; model: see `profiles`.
        address: see `hardware.transport`. fallback: id of the printer that takes over.
        page, mode, completion, status: what the test page and the probe taught, if not
            the profile's; status False is for a printer that never answers.
        drawer_pin: where the drawer's cable ends.
        drawer_inverted: this drawer's switch says open when it is shut.
    """

    id: str
    name: str
    model: str
    address: str
    fallback: str | None = None
    page: Page | None = None
    mode: Mode | None = None
    completion: Completion | None = None
    status: bool | None = None
    drawer_pin: Literal[2, 5] = 2
    drawer_inverted: bool = False


class PrinterDriver:
    """Owns the printer of `config`, from `start` to `stop`.

    Args:
        sink: gets every event, on this printer's thread.
        route: the id of the printer that stands in for the one given, if any can.
        name_of: what people call a printer.
        ring: wakes another printer's thread.

    Raises:
        LookupError: no such model. ValueError: not an address.
    """

    def __init__(
        self,
        config: PrinterConfig,
        spool: Spool,
        timings: Timings,
        *,
        sink: Callable[[PrinterEvent], None],
        route: Callable[[str], str | None],
        name_of: Callable[[str], str],
        ring: Callable[[str], None],
    ) -> None:
        self.config = config
        self._profile = customised(
            profile(config.model),
            page=config.page,
            mode=config.mode,
            completion=config.completion,
            status=config.status,
        )
        self._transport = transport(config.address)
        self._spool = spool
        self._timings = timings
        self._sink = sink
        self._route = route
        self._name_of = name_of
        self._ring = ring
        self._wake = WakeUp()
        self._thread = threading.Thread(
            target=self._run, name=f"printer-{config.id}", daemon=True
        )
        self._health = Health(state=DeviceState.CONNECTING, since=_now())
        self._down_since: float | None = time.monotonic()
        self._alarmed = False
        self._unconfirmed = False  # tickets that nobody confirms wait for a person
        self._link: Link | None = None
        self._greeted = False
        self._torn = config.id in spool.torn
        self._next_tick = 0.0
        self._spool_changes, self._concerned = -1, True
        self._stopping = False
        self._stop_at = 0.0
        self._probes: list[Future[ProbeReport]] = []
        self._behind, self._behind_due, self._behind_at = b"", False, 0.0

    def start(self) -> None:
        """Spawns the thread and returns at once."""
        self._thread.start()

    def hurry(self, deadline_s: float) -> None:
        """Asks the thread to end; the ticket under way has so many seconds."""
        self._stop_at = time.monotonic() + deadline_s
        self._stopping = True
        self._wake.ring()

    def stop(self, deadline_s: float) -> None:
        """Ends the thread and waits for it; any thread but its own."""
        self.hurry(deadline_s)
        if self._thread.is_alive():
            self._thread.join(deadline_s + 3 * self._timings.tick + 2.5)
        if not self._thread.is_alive():
            self._wake.close()

    def health(self) -> Health:
        """The last known health; any thread."""
        return self._health

    def ring(self) -> None:
        """There may be something to print; any thread."""
        self._wake.ring()

    def probe(self) -> "Future[ProbeReport]":
        """Asks the printer about itself between two jobs; any thread."""
        future: Future[ProbeReport] = Future()
        self._probes.append(future)
        self._wake.ring()
        return future

    def pass_on(self, data: bytes) -> None:
        """Sends this between two papers to what hangs on the printer: a display.

        The newest alone, and again after the link was lost; any thread.
        """
        self._behind, self._behind_due = data, True
        self._wake.ring()

    def _run(self) -> None:
        pause = self._timings.reconnect_first
        while not self._stopping:
            self._greeted = False
            try:
                self._session()
            except DeviceUnreachableError as error:
                self._show(DeviceState.OFFLINE, frozenset({"unplugged"}), str(error))
            except SpoolError as error:
                self._show(DeviceState.FAULT, frozenset({"spool"}), str(error))
            except Exception as error:  # noqa: BLE001 - the guard of this thread
                _log.exception("printer %s", self.config.id)
                self._show(DeviceState.FAULT, frozenset({"bug"}), repr(error))
            finally:
                self._link = None
                self._transport.close()
            if self._greeted:
                pause = self._timings.reconnect_first
            self._fail_probes()
            self._sleep(pause)
            pause = min(2 * pause, self._timings.reconnect_most)
        self._fail_probes()

    def _session(self) -> None:
        """From connecting to stopping, or to the error that ends the link."""
        for left in self._spool.jobs(self.config.id, ("sending", "sent")):
            self._told(self._spool.lose_sight(left, "interrupted"))
        self._transport.open()
        link = Link(
            self._transport,
            self._profile,
            self._timings,
            self._wake,
            on_printed=self._on_printed,
            on_pause=self._on_pause,
        )
        link.greet()
        self._link = link
        self._greeted = True
        self._behind_due = bool(self._behind)
        if self._torn:
            link.clear()
            self._torn = False
        while not self._stopping:
            self._show_link(link)
            self._look_after_queue()
            while self._probes:
                self._answer(self._probes.pop(0), link)
            job = None if link.held else self._next_job()
            if job is None:
                self._tell_behind(link)
                link.rest(waited_for=self._concerned or self._behind_due)
            else:
                self._print(link, job)

    def _next_job(self) -> Job | None:
        """The oldest one; the spool is asked when something in it is for this printer."""
        self._note_changes()
        return self._spool.next_job(self.config.id) if self._concerned else None

    def _tell_behind(self, link: Link) -> None:
        now = time.monotonic()
        if self._behind_due and not link.held and now >= self._behind_at:
            self._behind_due, self._behind_at = False, now + _BEHIND_S
            link.pass_on(self._behind)

    def _print(self, link: Link, job: Job) -> None:
        encoded = self._encoded(job, link)
        if encoded is None:
            return
        token = self._spool.begin(job, encoded.digest)
        if token is None:
            return  # moved or given up a moment ago
        self._told(self._spool.job(job.id))
        self._show_link(link, busy=True)
        try:
            link.send(encoded.body, token)
        except DeviceUnreachableError as error:
            if link.written:
                self._torn = True
                self._told(self._spool.lose_sight(job, str(error)))
            else:
                self._told(self._spool.take_back(job, str(error)))
            raise
        self._told(self._spool.sent(job))
        try:
            printed = link.await_printed(token, self._patience(encoded))
        except DeviceUnreachableError as error:
            self._torn = True
            self._told(self._spool.lose_sight(job, str(error)))
            raise
        if printed:
            link.keep_logos(encoded.logos)
        if not printed:
            self._told(self._spool.lose_sight(job, "no answer"))
        elif self._profile.completion == "none" or not self._transport.can_read:
            self._told(self._spool.acknowledge(token, "assumed"))

    def _encoded(self, job: Job, link: Link) -> "Encoded | None":
        """The bytes of a job. What cannot be printed must not block the queue."""
        from hardware.printers.escpos import encode  # draws; loaded by the first job

        try:
            document = self._spool.document(job.id)
            stored = link.stored_logos() if _has_picture(document) else None
            paper = headed_for(job, document, self._name_of)
            return encode(paper, self._profile, stored)
        except (SpoolError, DeviceUnreachableError):
            raise
        except Exception as error:  # noqa: BLE001 - a poisonous job, whatever it holds
            _log.exception("job %s cannot be printed", job.key)
            self._told(self._spool.drop(job.id, f"cannot be printed: {error!r}"))
            return None

    def _patience(self, encoded: "Encoded") -> float:
        """How long the paper of a job may take on this printer, in seconds."""
        timings = self._timings
        limit = timings.ack_picture if encoded.pictures else timings.ack_text
        limit += encoded.lines / self._profile.lines_per_s
        if self._transport.bytes_per_s:
            limit += len(encoded.body) / self._transport.bytes_per_s
        return limit

    def _on_printed(self, token: int) -> None:
        self._told(self._spool.acknowledge(token, "printer"))

    def _on_pause(self) -> bool:
        if self._link is not None:
            self._show_link(self._link, busy=True)
        self._look_after_queue()
        return self._stopping and time.monotonic() >= self._stop_at

    def _look_after_queue(self) -> None:
        self._note_changes()
        now = time.monotonic()
        if not self._concerned or now < self._next_tick:
            return
        self._next_tick = now + self._timings.tick
        spool, here = self._spool, self.config.id
        self._told(*spool.expire_drawers(here))
        self._told(*spool.requeue_unknown(here, self._timings.kitchen_reprint))
        if self._down_since is None:
            self._told(*spool.recall(here))
            return
        down = now - self._down_since
        if down >= self._timings.failover:
            self._fail_over()
        if down >= self._timings.alarm and not self._alarmed:
            waiting = len(spool.jobs(here, ("queued",)))
            if waiting:
                self._alarmed = True
                self._emit(Alarm(here, self._health, waiting))

    def _note_changes(self) -> None:
        """Sees what waits or is in doubt here, when something in the spool changed."""
        spool, here = self._spool, self.config.id
        if spool.changes == self._spool_changes:
            return
        self._spool_changes = spool.changes
        self._concerned = spool.concerns(here)
        doubtful = spool.jobs(here, ("unknown",))
        self._unconfirmed = any(job.given_up for job in doubtful)

    def _fail_over(self) -> None:
        if self._spool.next_job(self.config.id) is None:
            return
        target = self._route(self.config.id)
        if target is not None:
            self._told(*self._spool.divert(self.config.id, target))
            self._ring(target)

    def _sleep(self, seconds: float) -> None:
        """Between two attempts to connect the queue is still looked after."""
        until = time.monotonic() + seconds
        while not self._stopping and not self._probes:
            rest = until - time.monotonic()
            if rest <= 0:
                return
            try:
                self._look_after_queue()
            except SpoolError as error:
                self._show(DeviceState.FAULT, frozenset({"spool"}), str(error))
            self._wake.wait(min(rest, self._timings.tick) if self._concerned else rest)

    def _answer(self, future: "Future[ProbeReport]", link: Link) -> None:
        try:
            future.set_result(link.probe())
        except DeviceUnreachableError as error:
            future.set_result(ProbeReport(reachable=False, detail=str(error)))
            raise

    def _fail_probes(self) -> None:
        while self._probes:
            report = ProbeReport(reachable=False, detail=self._health.detail)
            self._probes.pop(0).set_result(report)

    def _show_link(self, link: Link, *, busy: bool = False) -> None:
        reasons = frozenset(_REASONS.get(r, r) for r in link.reasons)
        if self.config.drawer_inverted:
            reasons ^= {"drawer_open"}
        if self._unconfirmed:
            reasons |= {"unconfirmed"}
        if link.held:
            state = DeviceState.HELD
        elif busy:
            state = DeviceState.BUSY
        elif reasons & _WORRIES:
            state = DeviceState.DEGRADED
        else:
            state = DeviceState.READY
        self._show(state, reasons, "")

    def _show(self, state: DeviceState, reasons: frozenset[str], detail: str) -> None:
        health = self._health
        if (state, reasons, detail) == (health.state, health.reasons, health.detail):
            return
        same = (state, reasons) == (health.state, health.reasons)
        since = health.since if same else _now()
        self._health = Health(state=state, reasons=reasons, since=since, detail=detail)
        if state.usable != (self._down_since is None):
            self._down_since = None if state.usable else time.monotonic()
            self._alarmed = False
            self._next_tick = 0.0
        if not same:
            self._emit(HealthChanged(self.config.id, self._health))

    def _told(self, *jobs: Job | None) -> None:
        for job in jobs:
            if job is not None:
                self._emit(JobChanged(job))

    def _emit(self, event: PrinterEvent) -> None:
        try:
            self._sink(event)
        except Exception:  # noqa: BLE001 - a listener's bug must not stop the printer
            _log.exception("listener of printer %s", self.config.id)


def headed_for(job: Job, document: Document, name_of: Callable[[str], str]) -> Document:
    """The document as this job prints it: a copy says so, a stand-in names the absent."""
    heads: list[Block] = []
    if job.printer != job.origin:
        text = tr("** SECOURS {printer} **", printer=name_of(job.origin))
        heads.append(Text(text, bold=True, size="title", align="center"))
    if job.copies:
        heads.append(BarBlock(tr("REIMPRESSION")))
        if job.kind == "kitchen":
            heads.append(Text(tr("Peut-être déjà imprimé : vérifier avant de refaire")))
    return headed(document, heads) if heads else document


def _now() -> datetime:
    return datetime.now(UTC)


def _has_picture(document: Document) -> bool:
    """A house's own mark is on it."""
    marks = (block for block in document.blocks if isinstance(block, Logo))
    return any(mark.bitmap is not None for mark in marks)
