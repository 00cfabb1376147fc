"""What a whole process costs, and what paper costs."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path

from app.bench.dataset import generated, profile_at
from app.bench.floors import commits
from app.bench.timing import Row, row, stopwatch, timed

WINDOWS = ("pos", "floor", "kitchen", "admin")
_STARTS, _TICKETS, _LINES = 7, 60, 30


def start(scale: str) -> Iterable[Row]:
    """A process from nothing to a usable login, against a bare Qt window."""
    generated(scale)
    folder = str(profile_at(scale).folder)
    _child("start", "pos", folder)  # bytecode and disk cache, as at any later start
    floor = timed(_STARTS, lambda: _child("bare"))
    samples = timed(_STARTS, lambda: _child("start", "pos", folder))
    yield row(f"cold_start.{scale}", samples, floor)


def memory(scale: str) -> Iterable[Row]:
    """Resident memory of a process that shows one window, against bare Qt."""
    generated(scale)
    floor = [_child("bare")]
    for place in WINDOWS:
        value = _child("memory", place, str(profile_at(scale).folder))
        yield row(f"memory.{place}.{scale}", [value], floor, unit="MB")


def _child(*arguments: str) -> float:
    """Runs `app.bench.child` and gives what it printed."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed Sotto has bytecode
    command = [sys.executable, "-m", "app.bench.child", *arguments]
    done = subprocess.run(  # noqa: S603 # our own module
        command,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode:
        sys.stderr.write(done.stderr)
        done.check_returncode()
    return float(done.stdout)


def ticket(scale: str) -> Iterable[Row]:
    """A 30-line kitchen ticket: encoded, and printed with its acknowledgement."""
    from hardware.printers.document import Cell, Columns, Cut, Document
    from hardware.printers.driver import PrinterConfig
    from hardware.printers.escpos import encode
    from hardware.printers.health import JobChanged
    from hardware.printers.pool import PrinterPool
    from hardware.printers.profiles import profile
    from hardware.printers.simulator import SimulatedPrinter

    model = profile("epson_tm_m30")
    lines = (
        Columns((Cell(f"{n} Entrecôte saignante"), Cell("24,00", align="right")))
        for n in range(_LINES)
    )
    document = Document("kitchen", (*lines, Cut()), "BON")
    floor = timed(200, lambda: "\n".join(map(str, range(_LINES))).encode("cp858"))
    yield row("ticket_encode", timed(200, lambda: encode(document, model)), floor)

    printed = threading.Event()

    def heard(event: object) -> None:
        if isinstance(event, JobChanged) and event.job.state == "printed":
            printed.set()

    samples: list[float] = []
    with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder:
        printer = SimulatedPrinter(model.id)
        printer.start()
        pool = PrinterPool(Path(folder) / "spool.db", heard)
        pool.configure(
            [PrinterConfig(id="p", name="P", model=model.id, address=printer.address)]
        )
        for number in range(_TICKETS):
            printed.clear()
            with stopwatch(samples):
                pool.submit("p", f"bench:{number}", document)
                if not printed.wait(10):
                    raise TimeoutError("the ticket was never printed")
        pool.stop()
        printer.stop()
    yield row("ticket_printed", samples, commits())
