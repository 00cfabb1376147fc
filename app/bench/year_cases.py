"""A year of 180 000 receipts: what its day, month and year take to close, and its proof.

The year is written through the journal's real API and closed by the real closings. Its last
day has whole sales (an order, four lines, a sending, a payment, a receipt); the days before
have payments and receipts alone, which is what closings add up.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from platformdirs import user_cache_path

from app.bench.dataset import Sales, menu_of, write
from app.bench.timing import Row, row
from app.bootstrap import Opened, open_house, wall_clock
from app.demo.history import TravelClock
from app.domain.payments.events import PaymentCompleted
from app.domain.receipts.events import ReceiptIssued
from app.domain.till.decide import OpenTill
from app.domain.vocabulary import Refusal
from app.fiscal import verifier_sotto
from app.fiscal.archive import make_archive, part_of, source_of
from app.fiscal.checking import verify_database
from app.fiscal.closing import close_day
from app.fiscal.periods import close_due
from app.services.house import SYSTEM, Actor
from db.profile import Profile

RECEIPTS, DAYS = 180_000, 365
FIRST = "2025-01-01T20:00:00+01:00"
_SHAPE = 1
_DAILY = (ReceiptIssued, PaymentCompleted)


def year(scale: str) -> Iterable[Row]:
    """Closing the last day, month and year of 180 000 receipts; archive, verification."""
    profile = _generated()
    with tempfile.TemporaryDirectory() as folder:
        copy = Profile(Path(folder) / "year")
        shutil.copytree(profile.folder, copy.folder)
        clock = TravelClock(wall_clock)
        clock.moment = datetime.fromisoformat(FIRST) + timedelta(days=DAYS - 1, hours=3)
        with open_house(copy, clock=clock, demo=False) as opened:
            yield from _closed(opened, clock)
            yield from _proved(opened, Path(folder))


def _closed(opened: Opened, clock: TravelClock) -> Iterable[Row]:
    start = time.perf_counter()
    done = close_day(opened.house, Actor(SYSTEM))
    yield row("year_day", [_ms(start)])
    assert not isinstance(done, Refusal), done
    assert clock.moment is not None
    clock.moment += timedelta(days=1)
    took: list[float] = []

    def told(name: str) -> None:
        nonlocal start
        took.append(_ms(start))
        start = time.perf_counter()

    start = time.perf_counter()
    close_due(opened.house, thorough=True, told=told)
    month, closed_year = took
    yield row("year_month", [month])
    yield row("year_year", [closed_year])


def _proved(opened: Opened, folder: Path) -> Iterable[Row]:
    """Verification with everything, and an archive of it all: milliseconds, and the
    megabytes that the process had at most meanwhile."""
    _peak()
    start = time.perf_counter()
    report = verify_database(opened.database, opened.profile, deep=True)
    yield row("year_verify", [_ms(start)])
    yield row("year_verify_memory", [_peak()], unit="MB")
    if report.errors:
        raise ValueError(f"the generated year is broken: {report.errors[:3]}")
    source = source_of(
        opened.house,
        opened.signer,
        "Sotto bench",
        lambda: report,
        folder / "factures",
        folder / "files",
    )
    medium = folder / "usb"
    medium.mkdir()
    start = time.perf_counter()
    made = make_archive(
        source, part_of(opened.house), folder / "own", medium, lambda *told: None
    )
    yield row("year_archive", [_ms(start)])
    yield row("year_archive_memory", [_peak()], unit="MB")
    start = time.perf_counter()
    if verifier_sotto.verify(medium / made.file).errors:
        raise ValueError("the archive of the generated year is broken")
    yield row("year_verifier", [_ms(start)])
    yield row("year_verifier_memory", [_peak()], unit="MB")


def _peak() -> float:
    """The most memory since the last call, where the system tells it (Linux)."""
    own = Path("/proc/self")
    try:
        told = (own / "status").read_text(encoding="ascii")
        (own / "clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return 0.0
    return next(
        int(line.split()[1]) / 1000
        for line in told.splitlines()
        if line.startswith("VmHWM:")
    )


def _ms(start: float) -> float:
    return (time.perf_counter() - start) * 1000


def _generated() -> Profile:
    """The year before its last closings; made once and kept."""
    profile = Profile(user_cache_path("sotto") / "bench" / f"year-{_SHAPE}")
    done = profile.folder / "complete.json"
    if not done.exists():
        shutil.rmtree(profile.folder, ignore_errors=True)
        start = time.perf_counter()
        _generate(profile)
        seconds = round(time.perf_counter() - start, 1)
        done.write_text(json.dumps({"seconds": seconds}), encoding="utf-8")
    return profile


def _generate(profile: Profile) -> None:
    clock, start = TravelClock(wall_clock), datetime.fromisoformat(FIRST)
    clock.moment = start
    with open_house(profile, clock=clock) as opened:
        house = opened.house
        sales = Sales(house, menu_of(house))
        daily = RECEIPTS // DAYS
        for day in range(DAYS):
            clock.moment = start + timedelta(days=day)
            bday = clock.moment.date().isoformat()
            close_due(house, thorough=True)
            opened_till = house.run(OpenTill(coins=()), Actor(SYSTEM))
            assert not isinstance(opened_till, Refusal), opened_till
            last = day == DAYS - 1
            count = RECEIPTS - daily * (DAYS - 1) if last else daily
            facts = [fact for _ in range(count) for fact in sales.sale(bday)]
            if not last:
                facts = [fact for fact in facts if isinstance(fact, _DAILY)]
            write(house, facts, bday)
            house.load()
            if not last:
                done = close_day(house, Actor(SYSTEM))
                assert not isinstance(done, Refusal), done
