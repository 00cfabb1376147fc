"""A shop of simulated printers around one pool, with short patience, for tests."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hardware.printers.document import Cut, Document, Kind, Text, row
from hardware.printers.driver import PrinterConfig
from hardware.printers.health import (
    DeviceState,
    HealthChanged,
    JobChanged,
    PrinterEvent,
)
from hardware.printers.jobs import Job, State
from hardware.printers.link import Timings
from hardware.printers.pool import PrinterPool
from hardware.printers.simulator import SimulatedPrinter

FAST = Timings(
    stall=1.0,
    reply=1.0,
    poll=0.1,
    ack_text=1.0,
    ack_picture=1.5,
    reconnect_first=0.02,
    reconnect_most=0.1,
    alarm=0.3,
    failover=0.3,
    kitchen_reprint=0.1,
    tick=0.02,
)
WAITING: tuple[State, ...] = ("queued", "sending", "sent")


def ticket(number: int, kind: Kind = "kitchen", lines: int = 8) -> Document:
    """A ticket that can be recognised at its head and at its foot."""
    return Document(
        kind,
        (
            row(f"BON {number}", "TABLE 12", bold=True),
            *(Text(f"{n} plat du jour à 12,50 €") for n in range(lines)),
            Text(f"FIN {number}"),
            Cut(),
        ),
        f"BON {number}",
    )


class Shop:
    """One pool, its simulated printers by id, and every event so far."""

    def __init__(self, folder: Path, timings: Timings = FAST) -> None:
        self.events: list[PrinterEvent] = []
        self.printers: dict[str, SimulatedPrinter] = {}
        self._folder = folder
        self._timings = timings
        self._news = threading.Condition()
        self.pool = self._new_pool()

    def _new_pool(self) -> PrinterPool:
        return PrinterPool(
            self._folder / "spool" / "spool.db", self._hear, self._timings
        )

    def _hear(self, event: PrinterEvent) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    def add(
        self,
        printer: str,
        model: str = "simulated",
        fallback: str | None = None,
        **options: Any,
    ) -> SimulatedPrinter:
        """Starts a simulated printer and configures the pool to own it too."""
        simulated = SimulatedPrinter(model)
        simulated.start()
        self.printers[printer] = simulated
        config = PrinterConfig(
            id=printer,
            name=printer.upper(),
            model=model,
            address=simulated.address,
            fallback=fallback,
            **options,
        )
        self.configs = [*getattr(self, "configs", []), config]
        self.pool.configure(self.configs)
        return simulated

    def restart_pool(self) -> None:
        """Stops the pool at once and starts another on the same spool."""
        self.pool.stop(0.0)
        self.pool = self._new_pool()
        self.pool.configure(self.configs)

    def wait(self, condition: Callable[[], bool], timeout_s: float = 5.0) -> bool:
        """Until `condition` holds; it is looked at after every event and often."""
        deadline = time.monotonic() + timeout_s
        with self._news:
            while not condition():
                rest = deadline - time.monotonic()
                if rest <= 0:
                    return False
                self._news.wait(min(rest, 0.02))
        return True

    def wait_state(self, job: int, state: State, timeout_s: float = 5.0) -> Job:
        """Until a job has been in `state`; fails with what it is instead."""
        assert self.wait(lambda: state in self.states_of(job), timeout_s), (
            self.pool.job(job)
        )
        return self.pool.job(job)

    def wait_health(self, printer: str, state: DeviceState) -> frozenset[str]:
        """Until a printer is in `state`; its reasons then."""
        assert self.wait(lambda: self.pool.health(printer).state is state), (
            self.pool.health(printer)
        )
        return self.pool.health(printer).reasons

    def states_of(self, job: int) -> list[State]:
        """Every state that a job was reported in."""
        return [
            e.job.state
            for e in self.events
            if isinstance(e, JobChanged) and e.job.id == job
        ]

    def healths_of(self, printer: str) -> list[DeviceState]:
        """Every state that a printer was reported in."""
        return [
            e.health.state
            for e in self.events
            if isinstance(e, HealthChanged) and e.printer == printer
        ]

    def paper(self) -> list[str]:
        """The digests of all tickets of all printers."""
        return [d for printer in self.printers.values() for d in printer.digests]

    def texts(self, printer: str) -> list[str]:
        """What is written on the tickets of a printer, blank ones left out."""
        tickets = list(self.printers[printer].tickets)
        return [ticket.text for ticket in tickets if not ticket.blank]


@contextmanager
def open_shop(folder: Path, timings: Timings = FAST) -> Iterator[Shop]:
    """A shop that is closed again, printers last."""
    shop = Shop(folder, timings)
    try:
        yield shop
    finally:
        shop.pool.stop(1.0)
        for printer in shop.printers.values():
            printer.stop()
