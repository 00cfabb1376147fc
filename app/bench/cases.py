"""What is measured. Each case gives rows; names are those of `docs/performance.md`."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from pathlib import Path

from app.bench.dataset import folder, history
from app.bench.timing import Row, rate, resident_mb, row, stopwatch, timed
from app.bootstrap import Opened, open_house
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.orders.events import OrderCreated
from app.domain.settings import EventRecorded
from app.domain.till.decide import OpenTill
from app.domain.till.events import Coins
from app.domain.vocabulary import Refusal
from app.fiscal.checking import verify_database
from app.projections.queries import day_sums
from app.services.house import Actor, House
from db.profile import Profile

Case = Callable[[str], Iterable[Row]]
ACTOR = Actor("marc", "bench")
_APPENDS = 400


@contextmanager
def fresh() -> Iterable[Opened]:  # type: ignore[misc]  # a generator made a context
    """The demo house in a folder that goes away."""
    with (
        tempfile.TemporaryDirectory() as place,
        open_house(Profile(Path(place))) as opened,
    ):
        opened.house.run(OpenTill(coins=(Coins(value=5000, count=3),)), ACTOR)
        yield opened


def append(scale: str) -> Iterable[Row]:
    """One entry with its read-table rows, durable, against a bare durable commit."""
    with history(scale) as opened:
        house = opened.house
        bare = _bare_commits(opened.profile.folder)
        samples = timed(
            _APPENDS, lambda: house.record([EventRecorded(code="BENCH", detail="x")])
        )
        yield row(f"append.{scale}", samples, bare)


def _bare_commits(place: Path) -> list[float]:
    """Milliseconds of a fsync'd commit of one row of the same size."""
    path = place / "floor.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS floor (id INTEGER PRIMARY KEY, t TEXT)"
    )
    text = "x" * 600
    samples: list[float] = []
    for _ in range(_APPENDS):
        with stopwatch(samples):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO floor (t) VALUES (?)", (text,))
            connection.execute("COMMIT")
    connection.close()
    for name in ("floor.db", "floor.db-wal", "floor.db-shm"):
        (place / name).unlink(missing_ok=True)
    return samples


def sale(scale: str) -> Iterable[Row]:
    """Deciding and writing a line of an order, and a whole sending."""
    with fresh() as opened:
        house = opened.house
        lines: list[float] = []
        sends: list[float] = []
        for _ in range(60):
            order = _open(house)
            for article in ("kir", "oeufs_mimosa", "magret", "creme_brulee"):
                command = AddLine(
                    order=order, article=article, options=_options(article)
                )
                with stopwatch(lines):
                    house.run(command, ACTOR)
            with stopwatch(sends):
                house.run(SendOrder(order=order), ACTOR)
        bare = _bare_commits(opened.profile.folder)
        yield row("line_added", lines, bare)
        yield row("order_sent", sends, bare)


def _open(house: House) -> str:
    facts = house.run(OpenOrder(mode="dine_in"), ACTOR)
    assert not isinstance(facts, Refusal)
    created = facts[0].event
    assert isinstance(created, OrderCreated)
    return created.order


def _options(article: str) -> tuple[str, ...]:
    return ("rose",) if article == "magret" else ()


def search(scale: str) -> Iterable[Row]:
    """A keystroke in the search field over 20 000 articles."""
    from app.presenters.search import SearchIndex

    with history(scale) as opened:
        articles = opened.house.world.catalogue.articles.values()
        index = SearchIndex(articles)
        typed = [
            word[:n]
            for word in ("terrine", "gratin citron", "creme")
            for n in range(1, 8)
        ]
        samples: list[float] = []
        for _ in range(10):
            for text in typed:
                with stopwatch(samples):
                    list(index.find(text))
        yield row(f"search.{scale}", samples)


def closing(scale: str) -> Iterable[Row]:
    """The figures of a day's Z, and two years of sums, out of the whole history."""
    with history(scale) as opened, opened.database.read() as connection:
        days = [
            r[0]
            for r in connection.exec_driver_sql(
                "SELECT DISTINCT bday FROM day_sum ORDER BY bday DESC LIMIT 730"
            )
        ]
        day = days[len(days) // 2]
        yield row(f"z.{scale}", timed(50, lambda: day_sums(connection, day)))
        yield row(
            f"two_years.{scale}",
            timed(
                20,
                lambda: day_sums(connection, days[-1], days[0], families=["category"]),
            ),
        )


def verify(scale: str) -> Iterable[Row]:
    """Entries a second, chain and signatures, all cores."""
    import hashlib

    with history(scale) as opened:
        start = time.perf_counter()
        report = verify_database(opened.database, opened.profile)
        took = time.perf_counter() - start
        block = b"x" * 800
        begin = time.perf_counter()
        for _ in range(200_000):
            hashlib.sha256(block).digest()
        floor = 200_000 / (time.perf_counter() - begin)
        per_second = report.entries / took
        yield rate(f"verify.{scale}", per_second, floor, report.entries, "entries/s")


def start(scale: str) -> Iterable[Row]:
    """A process from nothing to a usable login, against one that only shows a window."""
    with history(scale):
        pass
    bare = "from PySide6.QtWidgets import *\na=QApplication([])\nw=QWidget()\nw.show()"
    real = (
        "from app.suite import *\n"
        f"p=Profile(Path({str(folder(scale))!r}))\n"
        "a=make_application()\n"
        "c=open_house(p)\no=c.__enter__()\n"
        "s=Suite(o)\nw=s.open_window('pos')\nw.show()\na.sendPostedEvents()\nw.grab()\n"
        "import os; os._exit(0)"
    )
    header = "from pathlib import Path\nfrom db.profile import Profile\n"
    floor = timed(5, lambda: _run_python(bare))
    yield row(
        f"cold_start.{scale}", timed(5, lambda: _run_python(header + real)), floor
    )


def _run_python(code: str) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)  # noqa: S603 # our own code


def ticket(scale: str) -> Iterable[Row]:
    """A 30-line kitchen ticket: encoded, and printed with its acknowledgement."""
    from hardware.printers.document import Cell, Columns, Cut, Document
    from hardware.printers.driver import PrinterConfig
    from hardware.printers.escpos import encode
    from hardware.printers.health import JobChanged
    from hardware.printers.pool import PrinterPool
    from hardware.printers.profiles import profile
    from hardware.printers.simulator import SimulatedPrinter

    blocks = tuple(
        Columns((Cell(f"{n} Entrecôte saignante"), Cell("24,00", align="right")))
        for n in range(30)
    )
    document = Document("kitchen", (*blocks, Cut()), "BON")
    model = profile("epson_tm_m30")
    yield row("ticket_encode", timed(100, lambda: encode(document, model)))
    printed = threading.Event()

    def heard(event: object) -> None:
        if isinstance(event, JobChanged) and event.job.state == "printed":
            printed.set()

    with tempfile.TemporaryDirectory() as place:
        printer = SimulatedPrinter("epson_tm_m30")
        printer.start()
        pool = PrinterPool(Path(place) / "spool.db", heard)
        config = PrinterConfig(
            id="p", name="P", model="epson_tm_m30", address=printer.address
        )
        pool.configure([config])
        samples: list[float] = []
        for number in range(60):
            printed.clear()
            with stopwatch(samples):
                pool.submit("p", f"bench:{number}", document)
                printed.wait(10)
        pool.stop()
        printer.stop()
    yield row("ticket_printed", samples)


def memory(scale: str) -> Iterable[Row]:
    """Resident memory of this process with the history open."""
    with history(scale):
        value = round(resident_mb(), 1)
        yield Row(f"memory.{scale}", "MB", value, value, value, 0.0, 0.0, 1)


CASES: dict[str, Case] = {
    "append": append,
    "sale": sale,
    "search": search,
    "closing": closing,
    "verify": verify,
    "start": start,
    "ticket": ticket,
    "memory": memory,
}
