"""Entries that travel between terminals: cut for the way, vetted on arrival.

An entry travels as the bytes that were signed. Each run of a batch ends with a signed
entry, so everything in it is covered. What arrives is checked as `verify` checks
our own chain; nothing is trusted but the key that somebody enrolled for a chain.

Source: fiscal specification of the project, sections 4.2 to 4.7.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Final

from sqlalchemy import Integer, bindparam, select

from db import hlc, reading
from db.checking import Checker, Place, unsigned_findings
from db.database import Database
from db.entry import (
    KEY_CHANGED,
    OPENED,
    SEGMENT_OPENED,
    Entry,
    Head,
    TypeSpec,
    parse,
)
from db.errors import DatabaseDamagedError, EntriesRefusedError, EntriesTooNewError
from db.findings import WARNINGS, Finding
from db.keyring import Keyring
from db.tables import journal

__all__ = ["End", "Trusts", "after", "batch", "pieces", "vetted"]

Trusts = Callable[[str, Mapping[str, str]], bool]
"""Whether a public key (JWK) is the one enrolled for the chain of that name."""


@dataclass(frozen=True, slots=True)
class End:
    """The end of another terminal's chain here, the keys that it has had, and who
    checked what came last: nobody before the first run."""

    head: Head
    keyring: Keyring
    checker: Checker | None = None


_KEY_TYPES: Final = (OPENED, KEY_CHANGED, SEGMENT_OPENED)
_FOLLOWING: Final = (
    select(journal.c.jws)
    .where(journal.c.chain == bindparam("chain"), journal.c.seq > bindparam("start"))
    .order_by(journal.c.seq)
    .limit(bindparam("room", type_=Integer))
)


def batch(
    database: Database,
    after: Mapping[str, int],
    limit: int,
    ends: Mapping[str, int] | None = None,
) -> dict[str, list[str]]:
    """What a reader with this vector lacks: chain -> its next entries, as stored.

    The runs are to be taken in one by one: chains that the reader knows come first, then
    others as they were opened, so a chain never comes before the fact that enrolled it.

    Args:
        after: a version vector: what the reader has.
        limit: about how many entries; more where one append is longer.
        ends: the vector of what is here; asked of the database when not given.

    Returns:
        {} when the reader has everything.

    Raises:
        KnownError: the data cannot be read.
    """
    ends = reading.vector(database) if ends is None else ends
    lacking = {
        chain: after.get(chain, 0)
        for chain, end in ends.items()
        if after.get(chain, 0) < end
    }
    opened = {
        chain: reading.at(database, chain, 1).hlc if start == 0 else ""
        for chain, start in lacking.items()
    }
    runs: dict[str, list[str]] = {}
    room = limit
    for chain in sorted(lacking, key=lambda chain: (opened[chain], chain)):
        run = _to_a_signature(database, chain, lacking[chain], room)
        if run:
            runs[chain] = run
            room -= len(run)
        if room <= 0 or (run and lacking[chain] + len(run) < ends[chain]):
            break  # what is left of this chain may enrol the next one
    return runs


def _to_a_signature(database: Database, chain: str, start: int, room: int) -> list[str]:
    """The entries after `start`, about `room` of them, up to a signed one."""
    while True:
        place = {"chain": chain, "start": start, "room": room}
        with database.read() as connection:
            rows = connection.execute(_FOLLOWING, place).scalars().all()
        whole = len(rows)
        while whole and rows[whole - 1].endswith("."):
            whole -= 1
        if whole or len(rows) < room:
            return list(rows[:whole])
        room *= 4


def pieces(run: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """A run in parts of about `size` entries that each end with a signed one."""
    start = 0
    for end, stored in enumerate(run, start=1):
        if end == len(run) or (end - start >= size and not stored.endswith(".")):
            yield run[start:end]
            start = end


def vetted(
    database: Database,
    stored: Iterable[str],
    *,
    own: str,
    types: Mapping[str, TypeSpec],
    trusts: Trusts,
    ends: dict[str, End],
) -> list[Entry]:
    """The entries of a batch that are not here yet, in canonical order.

    Args:
        stored: stored forms; each chain's in its order, from any place that is known
            here already or follows what is known.
        own: the chain that only this terminal writes.
        types: the rules of every entry type known here.
        trusts: asked about the first key of a chain that is new here.
        ends: ends of chains that were read already; those of the batch are added.

    Raises:
        EntriesRefusedError: at the first chain with something wrong, with its findings.
        EntriesTooNewError: one has a number in a series that is not known here.
        KnownError: the data cannot be read.
    """
    try:
        entries = [parse(jws) for jws in stored]
    except DatabaseDamagedError as error:
        raise EntriesRefusedError(Finding("BAD_JWS", detail=str(error))) from error
    fresh: list[Entry] = []
    entries.sort(key=attrgetter("chain", "seq"))
    for chain, run in groupby(entries, key=attrgetter("chain")):
        if chain == own:
            unseen = _unseen(database, reading.head(database, chain), list(run))
            if unseen:
                raise EntriesRefusedError(Finding("FORK", chain, unseen[0].seq))
            continue
        if chain not in ends:
            keyring = reading.keyring(database, chain)
            ends[chain] = End(reading.head(database, chain), keyring)
        unseen = _unseen(database, ends[chain].head, list(run))
        if unseen:
            checker = _vet(database, ends[chain], unseen, types, trusts)
            ends[chain] = replace(ends[chain], checker=checker)
            fresh += unseen
    fresh.sort(key=attrgetter("order"))
    return fresh


def after(ends: dict[str, End], entries: Iterable[Entry]) -> dict[str, End]:
    """The ends once these entries are stored; a chain with a new key is read again."""
    for entry in entries:
        if entry.type in _KEY_TYPES:
            ends.pop(entry.chain, None)
        elif entry.chain in ends:
            head = Head(entry.chain, entry.seq, entry.hash, entry.hlc, entry.ts)
            ends[entry.chain] = replace(ends[entry.chain], head=head)
    return ends


def _unseen(database: Database, head: Head, run: list[Entry]) -> list[Entry]:
    """The entries beyond the chain's end here; those before it must be the same."""
    again, chain = [entry for entry in run if entry.seq <= head.seq], head.chain
    if again:
        here = select(journal.c.seq, journal.c.hash).where(
            journal.c.chain == chain,
            journal.c.seq.between(again[0].seq, again[-1].seq),
        )
        with database.read() as connection:
            hashes = {row.seq: row.hash for row in connection.execute(here)}
        for entry in again:
            if hashes.get(entry.seq) != entry.hash:
                raise EntriesRefusedError(Finding("FORK", chain, entry.seq))
    return run[len(again) :]


def _vet(
    database: Database,
    end: End,
    run: Sequence[Entry],
    types: Mapping[str, TypeSpec],
    trusts: Trusts,
) -> Checker:
    """Refuses a run that does not follow from the chain's end, or is not its own.

    Returns:
        who checked it, ready for what follows.
    """
    head, chain, checker = end.head, end.head.chain, end.checker
    for entry in run:
        if entry.tseq and entry.type not in types:
            raise EntriesTooNewError(f"{chain} {entry.seq} {entry.type}")
        if not hlc.is_stamp(entry.hlc):
            raise EntriesRefusedError(Finding("BAD_JWS", chain, entry.seq))
    keyring = _keys_of(end, run, trusts)
    if keyring is not end.keyring:
        checker = None
    if checker is None:
        before = Place(head.seq, head.hash.encode(), head.ts.encode(), signed=True)
        checker = Checker(chain, keyring, types, before)
    counted = set(checker.outcome.first_numbers)
    outcome = checker.check_all(_row(entry, types) for entry in run)
    told = outcome.findings + unsigned_findings(chain, [outcome])
    findings = [f for f in told if f.code not in WARNINGS]
    if not outcome.last_signed:
        findings.append(Finding("BAD_SIG", chain, outcome.last))
    # The checker knows the numbers of its own runs; the first of each follows ours.
    first = outcome.first_numbers.keys() - counted
    here = reading.counters(database, chain, first) if first else {}
    for series in first:
        number, seq = outcome.first_numbers[series]
        if number != here.get(series, 0) + 1:
            findings.append(Finding("TSEQ_GAP", chain, seq))
    if findings:
        raise EntriesRefusedError(*findings)
    return checker


def _keys_of(end: End, run: Sequence[Entry], trusts: Trusts) -> Keyring:
    """The chain's keys with those that this run announces.

    Raises:
        EntriesRefusedError: a key that vouches for itself alone is not enrolled.
    """
    for entry in run:
        jwk = entry.data.get("jwk") if entry.type in (OPENED, SEGMENT_OPENED) else None
        key = (
            {name: str(part) for name, part in jwk.items()}
            if isinstance(jwk, dict)
            else {}
        )
        if key and not trusts(entry.chain, key):
            raise EntriesRefusedError(Finding("KID_UNKNOWN", entry.chain, entry.seq))
    announced = [entry.jws for entry in run if entry.type in _KEY_TYPES]
    fresh = Keyring.announced(announced).keys if announced else ()
    if not fresh and not end.head.seq:
        raise EntriesRefusedError(Finding("KID_UNKNOWN", end.head.chain, run[0].seq))
    return Keyring([*end.keyring.keys, *fresh]) if fresh else end.keyring


def _row(entry: Entry, types: Mapping[str, TypeSpec]) -> tuple[int | bytes, ...]:
    """An entry as the checker reads it from the table."""
    spec = types.get(entry.type)
    return (
        entry.seq,
        entry.type.encode(),
        (spec.series if spec else "").encode(),
        entry.tseq,
        entry.stream.encode(),
        entry.ts.encode(),
        entry.bday.encode(),
        entry.jws.encode(),
        entry.hash.encode(),
    )
