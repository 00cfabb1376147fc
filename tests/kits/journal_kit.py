"""What tests of the journal share: a clock to set, a key, entry types, a quick opening."""

import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path

import sqlalchemy
from sqlalchemy import Column, Integer, String, Table

from db.database import Database
from db.journal import Draft, Entry, Journal, Json, TypeSpec
from db.keys import LocalSigner
from db.tables import PORTABLE, metadata

BDAY = "2026-11-20"
TYPES = {
    spec.name: spec
    for spec in (
        TypeSpec(name="order.line_added"),
        TypeSpec(name="order.fired"),
        TypeSpec(name="technical.noted", series="J", signed=True),
        TypeSpec(name="receipt.issued", series="T", signed=True),
        TypeSpec(name="receipt.refunded", series="T", signed=True),
        TypeSpec(name="receipt.duplicated", series="D", signed=True),
    )
}


class SetClock:
    """A wall clock that moves only when a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(
            2026, 11, 20, 12, 10, tzinfo=timezone(timedelta(hours=1), "CET")
        )

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@cache
def signer(name: str = "C1") -> LocalSigner:
    """A key for the whole test run; another for each name."""
    return LocalSigner.generate(name, SetClock().now)


def open_journal(
    database: Database,
    *,
    chain: str = "C1",
    clock: SetClock | None = None,
    key: LocalSigner | None = None,
    witness: Path | None = None,
) -> Journal:
    return Journal.open(
        database,
        chain=chain,
        signer=key or signer(),
        types=TYPES,
        clock=clock or SetClock(),
        software="sotto 0.1 F1.0",
        genesis={"siret": "73282932000074"},
        witness=witness,
    )


def draft(
    type_: str = "order.line_added",
    stream: str = "order/1",
    data: Mapping[str, Json] | None = None,
) -> Draft:
    return Draft(
        type=type_, version=1, stream=stream, data=data or {"qty": "2"}, op="u1"
    )


def process(target: Callable[..., object], *arguments: object) -> BaseProcess:
    """A process that starts in milliseconds: it is forked from one with our imports."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pytest", "db.journal", "db.verify"])
    return context.Process(target=target, args=arguments)


def nothing(connection: sqlalchemy.Connection, entries: Sequence[Entry]) -> None:
    """A projection for tests that need no read table."""


def append(journal: Journal, *drafts: Draft, bday: str = BDAY) -> tuple[Entry, ...]:
    return journal.append(drafts, bday=bday, project=nothing)


# A read table as an app would define it: one row for each stream.
tally = Table(
    "test_tally",
    metadata,
    Column("stream", String(120), primary_key=True),
    Column("entries", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    **PORTABLE,
)


def count_streams(connection: sqlalchemy.Connection, entries: Sequence[Entry]) -> None:
    """A projection into `tally`."""
    for entry in entries:
        row = connection.execute(
            sqlalchemy.select(tally.c.entries).where(tally.c.stream == entry.stream)
        ).one_or_none()
        if row is None:
            connection.execute(
                tally.insert(),
                {"stream": entry.stream, "entries": 1, "last_seq": entry.seq},
            )
        else:
            connection.execute(
                tally.update()
                .where(tally.c.stream == entry.stream)
                .values(entries=row[0] + 1, last_seq=entry.seq)
            )
