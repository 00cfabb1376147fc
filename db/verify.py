"""Proves that the journal is what was written, or says where it is not.

Every entry's form, link, number, signature and columns are checked; with a witness also
that nothing is missing at the end; with `deep` that the read tables follow from it.
Large files are checked by all cores.

Source: fiscal specification of the project, sections 4.6, 4.7 and 11.9.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Final, cast

from sqlalchemy import text

from db import reading
from db.checking import (
    BEFORE,
    RUN,
    Checker,
    Outcome,
    Run,
    before_of,
    check_run,
    unsigned_findings,
)
from db.checking_processes import check_runs
from db.database import Database
from db.drivers import translated
from db.entry import OWN_TYPES, UNSIGNED, Head, TypeSpec
from db.errors import DatabaseDamagedError
from db.findings import MAX_FINDINGS, WARNINGS, ChainSummary, Finding, Report
from db.witness import read_head

__all__ = ["Finding", "Report", "recent", "verify"]

Deep = Callable[[Database], Iterable[Finding]]

# Below this, starting processes costs more than it saves.
_PARALLEL_FROM: Final = 20_000
_RUNS_PER_CORE: Final = 4
# Of a server, whose driver hands over all rows of an answer.
_AT_ONCE: Final = 10_000


def verify(
    database: Database,
    *,
    deep: Deep | None = None,
    witness: Iterable[Path | Head] = (),
    since: Mapping[str, int] | None = None,
    until: Mapping[str, int] | None = None,
    types: Mapping[str, TypeSpec] | None = None,
    cores: int | None = None,
    ends_only: bool = False,
) -> Report:
    """Checks every chain of the database as it is now.

    Args:
        deep: what the app checks besides (read tables, totals, closings); `compare` of
            `db.rebuild` finds differing read tables. Also has SQLite check its pages.
        witness: ends of chains as somebody else noted them: head files, or heads from
            the hub or from paper.
        since: a version vector; only what it does not cover is checked. See `recent`.
        until: a version vector; nothing beyond it is checked.
        types: the app's entry types, so that a missing signature or a wrong series is
            found from the rule rather than from the columns.
        cores: processes to use at most; all of the machine's when not given.
        ends_only: of the signatures check the last one of each chain alone. It covers
            every byte before it through the chain of hashes, so nothing that was changed
            is missed; which entry was changed is told less exactly.

    Raises:
        KnownError: the data cannot be read at all.
    """
    ends, found = _ends(database)
    rules = {**(types or {}), **OWN_TYPES}
    cores = cores or os.cpu_count() or 1
    scope = _Scope(database, since or {}, rules, cores, ends_only)
    chains: dict[str, ChainSummary] = {}
    entries = 0
    for chain, end in ends.items():
        last = end if until is None else min(end, until.get(chain, 0))
        try:
            outcomes = _outcomes(scope, chain, last)
        except DatabaseDamagedError as error:
            found.append(Finding("BAD_JWS", chain, detail=str(error)))
            continue
        found += _findings(scope, chain, outcomes)
        checked = sum(outcome.count for outcome in outcomes)
        entries += checked
        length = scope.since.get(chain, 0) + checked
        head = reading.at(database, chain, last) if last else Head(chain)
        chains[chain] = ChainSummary(head.hash, length)
    found += _against_witnesses(database, witness)
    if deep is not None:
        found += _damaged_pages(database)
        try:
            found += deep(database)
        except DatabaseDamagedError as error:
            found.append(Finding("PROJECTION_DIFF", detail=str(error)))
    return Report(
        entries,
        chains,
        tuple(finding for finding in found if finding.code not in WARNINGS),
        tuple(finding for finding in found if finding.code in WARNINGS),
    )


def recent(database: Database, entries: int) -> dict[str, int]:
    """The version vector that leaves the last `entries` of each chain to be checked."""
    ends = reading.vector(database)
    return {chain: max(0, last - entries) for chain, last in ends.items()}


@dataclass(frozen=True, slots=True)
class _Scope:
    """What is checked, and by which rules."""

    database: Database
    since: Mapping[str, int]
    types: Mapping[str, TypeSpec]
    cores: int
    ends_only: bool = False


def _ends(database: Database) -> tuple[dict[str, int], list[Finding]]:
    """The last number of each chain, and chains whose key columns are not even such."""
    ends: dict[str, int] = {}
    found: list[Finding] = []
    for chain, last in cast("dict[object, object]", reading.vector(database)).items():
        if isinstance(chain, str) and isinstance(last, int):
            ends[chain] = last
        else:
            found.append(
                Finding("PROJECTION_DIFF", str(chain), table="journal", detail="key")
            )
    return ends, found


def _outcomes(scope: _Scope, chain: str, last: int) -> list[Outcome]:
    """Checks a chain, in several runs if it is long."""
    database = scope.database
    first = scope.since.get(chain, 0) + 1
    if first > last:
        return []
    covered = last - 1 if scope.ends_only else 0
    with translated():
        if database.path is None:
            return [
                _check_here(
                    scope, chain, start, min(start + _AT_ONCE - 1, last), covered
                )
                for start in range(first, last + 1, _AT_ONCE)
            ]
        keys = reading.keyring(database, chain).keys
        parallel = scope.cores > 1 and last - first >= _PARALLEL_FROM
        parts = _RUNS_PER_CORE * scope.cores if parallel else 1
        size = -(-(last - first + 1) // parts)
        runs = [
            Run(
                database.path,
                chain,
                start,
                min(start + size - 1, last),
                keys,
                scope.types,
                covered,
            )
            for start in range(first, last + 1, size)
        ]
        if not parallel:
            return [check_run(run) for run in runs]
        return check_runs(runs, scope.cores)


def _check_here(
    scope: _Scope, chain: str, first: int, last: int, covered: int
) -> Outcome:
    """Checks a chain through the connection, where there is no file to open."""
    keyring = reading.keyring(scope.database, chain)
    with scope.database.read() as connection:
        run = {"chain": chain, "first": first, "last": last}
        before = before_of(connection.execute(text(BEFORE), run).one_or_none())
        checker = Checker(chain, keyring, scope.types, before, covered)
        rows = connection.execute(text(RUN), run)
        return checker.check_all(tuple(map(_raw, row)) for row in rows)


def _findings(scope: _Scope, chain: str, outcomes: Sequence[Outcome]) -> list[Finding]:
    """What the runs of a chain found, and what only all of them together show."""
    found = [finding for outcome in outcomes for finding in outcome.findings]
    from_start = scope.since.get(chain, 0) == 0
    numbers: dict[str, int] = {}
    for outcome in outcomes:
        for series, (number, seq) in outcome.first_numbers.items():
            known = from_start or series in numbers
            if known and number != numbers.get(series, 0) + 1:
                found.append(Finding("TSEQ_GAP", chain, seq))
        numbers |= outcome.last_numbers
    keys = reading.keyring(scope.database, chain).keys
    if not keys or keys[0][0] != 1:
        found.append(Finding("GENESIS_MISSING", chain, 1))
    waiting = 0
    if outcomes and not outcomes[-1].last_signed:
        last = outcomes[-1].last
        tail = reading.unsigned_tail(scope.database, chain, last)
        waiting = tail[0].seq if tail and tail[0].type == UNSIGNED else 0
    found += unsigned_findings(chain, outcomes, waiting)
    if outcomes and not outcomes[-1].last_signed and not waiting:
        end = Finding("BAD_SIG", chain, outcomes[-1].last)
        if end not in found:
            found.append(end)  # the last entry of an append is always signed
    found.sort(key=attrgetter("seq"))
    return found[:MAX_FINDINGS]


def _against_witnesses(
    database: Database, witnesses: Iterable[Path | Head]
) -> Iterator[Finding]:
    for witness in witnesses:
        head = (
            read_head(witness, partial(reading.keyring, database))
            if isinstance(witness, Path)
            else witness
        )
        if head is None:
            yield Finding("WITNESS_UNREACHABLE", detail=str(witness))
            continue
        stored = reading.at(database, head.chain, head.seq)
        end = reading.head(database, head.chain)
        if stored.seq == head.seq and stored.hash != head.hash:
            yield Finding("FORK", head.chain, head.seq)
        elif end.seq < head.seq:
            yield Finding("TRUNCATED", head.chain, end.seq + 1)


def _damaged_pages(database: Database) -> list[Finding]:
    """What SQLite itself has to say about the file, indexes included."""
    if database.dialect != "sqlite":
        return []
    with database.read() as connection:
        told = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
    return [
        Finding("PROJECTION_DIFF", table="sqlite", detail=str(line))
        for line in told
        if line != "ok"
    ]


def _raw(value: object) -> object:
    return value.encode() if isinstance(value, str) else value
