"""What may not grow with history: appends, the opening, the Z, searching, verification."""

import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing as closing_after
from hashlib import sha256
from itertools import islice
from pathlib import Path

from app.bench.dataset import ARTICLES, SCALES, generated, history, profile_at
from app.bench.floors import commits, signatures
from app.bench.timing import Row, rate, row, stopwatch, timed
from app.bootstrap import Opened, open_house
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.events import LineAdded, LineDiscounted, OrderCreated
from app.domain.vocabulary import Refusal
from app.fiscal.checking import rebuild_profile, verify_database
from app.projections.queries import day_sums
from app.services.house import Actor, journal_types
from db.checking import RUN, Run, check_run
from db.entry import OWN_TYPES
from db.profile import Profile
from db.reading import keyring
from db.sqlite_file import connect_reading

_APPENDS, _OPENINGS, _DECODED = 400, 7, 50_000
_TYPED = ("terrine", "gratin citron", "crème 1234", "filet d", "tatre")
_BIG = SCALES["1M"]


def append(scale: str) -> Iterable[Row]:
    """One fact with three rows of the read tables, durable, against a bare commit."""
    with history(scale) as opened:
        line = _sold(opened)
        fact = LineDiscounted(
            order=line.order,
            line=line.line,
            discount="bench",
            amount=1,
            reason="bench",
        )
        samples = timed(_APPENDS, lambda: opened.house.record([fact]))
        yield row(f"append.{scale}", samples, commits())


def _sold(opened: Opened) -> LineAdded:
    """A line of a fresh order."""
    house, lea = opened.house, Actor("lea")
    plain = (
        article.id
        for article in house.world.catalogue.articles.values()
        if article.active and not article.groups and not article.steps
    )
    made = house.run(OpenOrder(mode="counter"), lea)
    assert not isinstance(made, Refusal)
    (order,) = (f.event.order for f in made if isinstance(f.event, OrderCreated))
    added = house.run(AddLine(order=order, article=next(plain)), lea)
    assert not isinstance(added, Refusal)
    (line,) = (f.event for f in added if isinstance(f.event, LineAdded))
    return line


def load(scale: str) -> Iterable[Row]:
    """Opening the house, against reading and decoding the same rows without meaning."""
    generated(scale)
    profile = profile_at(scale)

    def bare() -> None:
        connection = sqlite3.connect(profile.database)
        for (text,) in connection.execute("SELECT data FROM thing ORDER BY place"):
            json.loads(text)
        connection.close()

    samples = []
    for _ in range(_OPENINGS):
        start = time.perf_counter()
        with open_house(profile):
            samples.append((time.perf_counter() - start) * 1000)
    yield row(f"open_house.{scale}", samples, timed(_OPENINGS, bare))


def search(scale: str) -> Iterable[Row]:
    """A keystroke over 20 000 articles, against one search through all their names."""
    from app.presenters.pos.search import SearchIndex, fold

    with history(scale) as opened:
        articles = list(opened.house.world.catalogue.articles.values())
    index = SearchIndex(articles)
    names = "\n".join(fold(article.name) for article in articles)
    typed = [word[:n] for word in _TYPED for n in range(1, len(word) + 1)]
    samples: list[float] = []
    for _ in range(10):
        for text in typed:
            with stopwatch(samples):
                index.find(text)
    yield row("search", samples, timed(100, lambda: names.count("gratin")))


def closing(scale: str) -> Iterable[Row]:
    """The figures of a day's Z and of two years, against the same rows without names."""
    with history(scale) as opened, opened.database.read() as connection:
        days = [
            r[0]
            for r in connection.exec_driver_sql(
                "SELECT DISTINCT bday FROM day_sum ORDER BY bday DESC LIMIT 730"
            )
        ]
        day, first, last = days[len(days) // 2], days[-1], days[0]
        z = timed(100, lambda: day_sums(connection, day, terminal="C1"))
        years = timed(50, lambda: day_sums(connection, first, last, family="category"))
        bare = sqlite3.connect(opened.profile.database)
        question = "SELECT count(*), sum(value) FROM day_sum WHERE bday BETWEEN ? AND ?"
        floor_z = timed(100, lambda: bare.execute(question, (day, day)).fetchall())
        question += " AND family = 'category'"
        floor_years = timed(
            50, lambda: bare.execute(question, (first, last)).fetchall()
        )
        bare.close()
    yield row(f"z.{scale}", z, floor_z)
    yield row(f"two_years.{scale}", years, floor_years)


def verify(scale: str) -> Iterable[Row]:
    """Entries a second on all cores: everything, the chain alone, signatures alone.

    Everything is bounded by its signatures, so their bare checking is its floor. The
    chain alone is a stretch that needs none, the articles set in one append; its floor
    reads and hashes the same rows.
    """
    with history(scale) as opened:
        journal = opened.house.journal
        ends = {chain: end - _DECODED // 10 for chain, end in journal.vector().items()}
        recent = [not entry.jws.endswith(".") for entry in journal.entries(after=ends)]
        signed = sum(recent) / len(recent)
        rates = []
        for _ in range(1 if SCALES[scale] >= _BIG else 5):
            start = time.perf_counter()
            report = verify_database(opened.database, opened.profile)
            rates.append(report.entries / (time.perf_counter() - start))
            if report.exit_code:
                raise ValueError(f"the generated journal is broken: {report.errors}")
        run = _unsigned(opened)
    floor = signatures()
    yield rate(f"verify.{scale}", rates, [each / signed for each in floor])
    chain, bare = _a_second(run, check_run), _a_second(run, _hashed)
    yield rate(f"verify_chain.{scale}", chain, bare)
    checked = [each * signed for each in rates]
    yield rate(f"verify_signatures.{scale}", checked, floor, unit="signatures/s")


def _unsigned(opened: Opened) -> Run:
    """The generated articles but the last, which alone is signed."""
    journal, database = opened.house.journal, opened.database
    ends = (f"article/bench{number}" for number in (0, ARTICLES - 2))
    first, last = (next(iter(journal.entries(stream=end))) for end in ends)
    keys = keyring(database, first.chain).keys
    path, types = opened.profile.database, journal_types() | OWN_TYPES
    return Run(path, first.chain, first.seq, last.seq, keys, types)


def _hashed(run: Run) -> None:
    with closing_after(connect_reading(run.path)) as connection:
        bounds = {"chain": run.chain, "first": run.first, "last": run.last}
        for row in connection.execute(RUN, bounds):
            sha256(row[-2].encode()).digest()


def _a_second(run: Run, act: Callable[[Run], object]) -> list[float]:
    """Entries of the run a second, for as many cores as there are."""
    entries = (run.last - run.first + 1) * (os.cpu_count() or 1)
    return [entries / took * 1000 for took in timed(5, lambda: act(run))]


def rebuilding(scale: str) -> Iterable[Row]:
    """Entries a second folded into a copy's read tables, against decoding each entry."""
    with history(scale) as opened, tempfile.TemporaryDirectory() as folder:
        copy = Profile(Path(folder))
        with (
            closing_after(sqlite3.connect(opened.profile.database)) as source,
            closing_after(sqlite3.connect(copy.database)) as target,
        ):
            source.backup(target)
        entries = sum(opened.house.journal.vector().values())
        start = time.perf_counter()
        rebuild_profile(copy)
        rates = [entries / (time.perf_counter() - start)]
        floor = []
        for _ in range(3):
            start = time.perf_counter()
            read = sum(1 for _ in islice(opened.house.journal.entries(), _DECODED))
            floor.append(read / (time.perf_counter() - start))
    yield rate(f"rebuild.{scale}", rates, floor)
