"""All printers of this process: the one object that the app prints through.

    pool = PrinterPool(profile_dir / "spool" / "spool.db", sink)
    pool.configure([PrinterConfig(id="chaud", name="Chaud", model="epson_tm_t20",
                                  address="tcp://192.168.1.31", fallback="bar")])
    pool.submit("chaud", "order:chaud:3", document)

A job is durable when `submit` returns. Events arrive at `sink` on printer threads.
Methods may be called from any thread unless they say otherwise.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from hardware.printers.document import Document, Kick
from hardware.printers.driver import PrinterConfig, PrinterDriver
from hardware.printers.health import Health, JobChanged, PrinterEvent
from hardware.printers.jobs import Audit, Job, State
from hardware.printers.link import ProbeReport, Timings
from hardware.printers.profiles import customised, profile
from hardware.printers.spool import Spool
from hardware.printers.trial_page import trial_page


class PrinterPool:
    """Printers, their queues and their threads, from construction to `stop`.

    Args:
        spool_path: the queue's file; its folder is made.
        sink: gets every `PrinterEvent`, quickly and on any thread.

    Raises:
        SpoolError: the file cannot be used.
    """

    def __init__(
        self,
        spool_path: Path,
        sink: Callable[[PrinterEvent], None],
        timings: Timings | None = None,
    ) -> None:
        self._sink = sink
        self._timings = timings or Timings()
        self._spool = Spool(spool_path)
        self._drivers: dict[str, PrinterDriver] = {}

    @property
    def set_aside(self) -> Path | None:
        """Where an unreadable spool was put, if one was found: its jobs are lost."""
        return self._spool.set_aside

    def configure(self, configs: Sequence[PrinterConfig]) -> None:
        """Makes these the printers: new ones start, others stop, changed ones restart.

        One thread at a time; blocks while printers stop.

        Raises:
            LookupError: a model is not known. ValueError: an address is none.
        """
        wanted = {config.id: config for config in configs}
        fresh = {
            id_: self._driver(config)
            for id_, config in wanted.items()
            if id_ not in self._drivers or self._drivers[id_].config != config
        }
        for id_ in list(self._drivers):
            if id_ not in wanted or id_ in fresh:
                self._drivers[id_].stop(1.0)
                del self._drivers[id_]
        self._drivers = {**self._drivers, **fresh}
        for driver in fresh.values():
            driver.start()

    def submit(self, printer: str, key: str, document: Document) -> int:
        """Queues a document; durable on return. The same `key` again does nothing.

        Returns:
            The job's id.

        Raises:
            LookupError: no such printer. SpoolError: it could not be written down.
        """
        driver = self._known(printer)
        job, fresh = self._spool.submit(printer, key, document)
        if fresh:
            self._told(job)
            driver.ring()
        return job.id

    def kick_drawer(self, printer: str, opener: str) -> int:
        """Opens the drawer at a printer, now or (after 3 seconds) not at all.

        `opener` is who, for the job's title.

        Raises:
            LookupError, SpoolError: as `submit`.
        """
        pin = self._known(printer).config.drawer_pin
        return self.submit(
            printer, f"drawer:{uuid4()}", Document("drawer", (Kick(pin),), opener)
        )

    def print_test(self, printer: str) -> int:
        """Queues the test page.

        Raises:
            LookupError, SpoolError: as `submit`.
        """
        config = self._known(printer).config
        used = customised(profile(config.model), page=config.page, mode=config.mode)
        page = trial_page(config.name, config.address, used)
        return self.submit(printer, f"test:{uuid4()}", page)

    def jobs(
        self, printer: str | None = None, states: tuple[State, ...] = ()
    ) -> list[Job]:
        """Jobs by arrival, of one printer and in some states, or all."""
        return self._spool.jobs(printer, states)

    def job(self, job_id: int) -> Job:
        """One job.

        Raises:
            LookupError: no such job.
        """
        return self._spool.job(job_id)

    def confirm(self, job_id: int) -> bool:
        """A waiting or unknown job counts as printed: a person or a screen has it."""
        return self._decided(self._spool.confirm(job_id))

    def drop(self, job_id: int) -> bool:
        """Gives up a waiting or unknown job."""
        return self._decided(self._spool.drop(job_id, "given up"))

    def reprint(self, job_id: int, *, marked: bool = True) -> int | None:
        """Prints an unknown job again, or a finished one as a new job.

        Args:
            marked: print REIMPRESSION above it. Leave the mark off only for a job that
                certainly left no paper, or whose document says so itself.

        Returns:
            The id of the job that is queued, None when it is waiting or under way.
        """
        job = self._spool.reprint(job_id, marked=marked)
        self._decided(job)
        return job.id if job else None

    def move(self, job_id: int, printer: str) -> bool:
        """Takes a waiting or unknown job to another printer.

        Raises:
            LookupError: no such job or printer.
        """
        self._known(printer)
        return self._decided(self._spool.move(job_id, printer))

    def forget(self, age_s: float) -> int:
        """Erases finished jobs that are older; a waiting or doubtful one stays.

        Returns:
            how many.

        Raises:
            SpoolError: they could not be erased.
        """
        return self._spool.forget(age_s)

    def health(self, printer: str) -> Health:
        """How a printer is.

        Raises:
            LookupError: no such printer.
        """
        return self._known(printer).health()

    def pass_on(self, printer: str, data: bytes) -> None:
        """Sends bytes to what hangs on a printer; the newest alone, never on paper.

        Raises:
            LookupError: no such printer.
        """
        self._known(printer).pass_on(data)

    def probe(self, printer: str, timeout_s: float = 12.0) -> ProbeReport:
        """Asks a printer about itself between two jobs; nothing is printed.

        Blocks; not for the window's thread.

        Raises:
            LookupError: no such printer.
        """
        future = self._known(printer).probe()
        try:
            return future.result(timeout_s)
        except TimeoutError:
            return ProbeReport(reachable=False, detail="busy")

    def audit(self, paper: list[str]) -> Audit:
        """Counts the jobs and compares them with the digests of printed tickets."""
        return self._spool.audit(paper)

    def stop(self, deadline_s: float = 5.0) -> None:
        """Stops all printers and closes the spool; waiting jobs wait for next time.

        A ticket under way has `deadline_s` to be confirmed.
        """
        for driver in self._drivers.values():
            driver.hurry(deadline_s)
        for driver in self._drivers.values():
            driver.stop(deadline_s)
        self._drivers = {}
        self._spool.close()

    def _driver(self, config: PrinterConfig) -> PrinterDriver:
        return PrinterDriver(
            config,
            self._spool,
            self._timings,
            sink=self._sink,
            route=self._stand_in,
            name_of=self._name_of,
            ring=self._ring,
        )

    def _known(self, printer: str) -> PrinterDriver:
        try:
            return self._drivers[printer]
        except KeyError:
            raise LookupError(f"no printer {printer}") from None

    def _stand_in(self, printer: str) -> str | None:
        """The first printer down the chain of fallbacks that can print."""
        seen = {printer}
        driver = self._drivers.get(printer)
        while driver is not None and driver.config.fallback not in seen:
            candidate = driver.config.fallback
            if candidate is None:
                return None
            seen.add(candidate)
            driver = self._drivers.get(candidate)
            if driver is not None and driver.health().state.usable:
                return candidate
        return None

    def _name_of(self, printer: str) -> str:
        driver = self._drivers.get(printer)
        return driver.config.name if driver else printer

    def _ring(self, printer: str) -> None:
        if driver := self._drivers.get(printer):
            driver.ring()

    def _decided(self, job: Job | None) -> bool:
        if job is None:
            return False
        self._told(job)
        self._ring(job.printer)
        return True

    def _told(self, job: Job) -> None:
        self._sink(JobChanged(job))
