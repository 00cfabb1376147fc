"""The journal: signed entries at the end of this terminal's chain, and their readers.

One process owns one chain. `append` writes entries and the read tables that follow from
them in one durable transaction, then tells the subscribers. What is stored is never
changed; `db.verify` proves it.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Final

from db import exchange, reading
from db.canonical import Json
from db.database import Database
from db.entry import OWN_TYPES, Draft, Entry, Head, TypeSpec
from db.errors import ChainForkedError, JournalError, KnownError, MisuseError
from db.keys import Signer
from db.notices import ClockDrift, Notice
from db.own_chain import OwnChain, Unsigned
from db.scribe import Scribe
from db.shelf import Projection, Shelf, project_nothing
from db.telling import Subscribers

__all__ = [
    "Draft",
    "Entry",
    "Head",
    "Journal",
    "JournalError",
    "Json",
    "KnownError",
    "Projection",
    "TypeSpec",
]

_MAX_CHAIN: Final = 32
_MAX_DRIFT: Final = timedelta(minutes=5)
_LOG: Final = logging.getLogger("sotto.journal")


class Journal:
    """The chain of this terminal, and the entries of every chain known here.

    Thread: any; writing is serialised by `lock`.
    """

    def __init__(
        self,
        database: Database,
        *,
        chain: str,
        signer: Signer | None,
        types: Mapping[str, TypeSpec],
        clock: Callable[[], datetime],
        software: str,
    ) -> None:
        if not (chain.isascii() and 0 < len(chain) <= _MAX_CHAIN):
            raise MisuseError(f"not a name for a chain: {chain!r}")
        self.chain = chain
        self._database = database
        self._clock = clock
        own = {spec.series for spec in OWN_TYPES.values()}
        for spec in types.values():
            if spec.series in own and spec.name not in OWN_TYPES:
                raise MisuseError(f"{spec.name}: series {spec.series} is the journal's")
        self._types = {**types, **OWN_TYPES}
        self._shelf = Shelf(database, self._types)
        scribe = (
            Scribe(signer, types=self._types, software=software) if signer else None
        )
        self._own = OwnChain(database, self._shelf, chain, scribe, self._types, clock)
        self._others: dict[str, exchange.End] = {}
        self._known: dict[str, int] = {}
        self._together = False
        self._subscribers = Subscribers[Entry](self.lock, _LOG)

    @classmethod
    def open(
        cls,
        database: Database,
        *,
        chain: str,
        signer: Signer | None,
        types: Mapping[str, TypeSpec],
        clock: Callable[[], datetime],
        software: str,
        genesis: Mapping[str, Json] | None = None,
        witness: Path | None = None,
        project: Projection | None = None,
    ) -> "Journal":
        """Opens a chain; an empty one gets its first entry, `journal.opened`.

        Args:
            chain: the chain's name, up to 32 ASCII characters: "C1".
            signer: the terminal's key; None opens the journal for reading only.
            types: every entry type that may be appended, by wire name.
            clock: the wall clock, aware.
            software: name and version of the program, written into every entry.
            genesis: more facts for the first entry; the key is added to them.
            witness: the chain's head file, best outside the data; see `db.witness`.
            project: writes the read tables of the first entry.

        Raises:
            KeyUnavailableError: the chain belongs to another key, or is empty and there
                is no signer.
            JournalMissingError: as `db.witness.compare`.
            KnownError: the database cannot be read or written.
        """
        journal = cls(
            database,
            chain=chain,
            signer=signer,
            types=types,
            clock=clock,
            software=software,
        )
        with database.lock:
            own = journal._own
            own.load()
            own.open(witness)
            journal._known = reading.vector(database)
            if own.end.head.seq == 0:
                bday = clock().date().isoformat()
                first = own.genesis(genesis or {})
                journal.append([first], bday=bday, project=project or project_nothing)
        return journal

    @property
    def lock(self) -> RLock:
        """Re-entrant; hold it around deciding and appending, so nothing comes between."""
        return self._database.lock

    def append(
        self, drafts: Sequence[Draft], *, bday: str, project: Projection
    ) -> tuple[Entry, ...]:
        """Writes facts at the end of the chain, all or none, and makes them durable.

        Args:
            drafts: the facts in order; none is allowed and writes nothing.
            bday: business date of all of them, YYYY-MM-DD.
            project: writes the read tables within the same transaction. It must not
                append.

        Raises:
            MisuseError: unknown type, or a value that is not canonical JSON.
            KeyUnavailableError: there is no signer. While there is one that does not
                sign, entries are written without signatures: see `db.own_chain`.
            KnownError: the world refused; nothing was written and no number is lost.
        """
        if not drafts:
            return ()
        with self.lock:
            entries, written = self._own.write(drafts, bday, project)
            if not self._together:
                self._stands()
            self._subscribers.tell(written)
        return entries

    @contextmanager
    def together(self) -> Iterator[None]:
        """Appends within the block share one commit, at its end: all of them or none.

        Subscribers are told once they are durable. Not for a database that is shared,
        nor within itself.

        Raises:
            KnownError: nothing was written and no number is lost.
        """
        with self.lock, self._subscribers.held():
            self._together = True
            try:
                with self._own.together(), self._database.together():
                    yield
            finally:
                self._together = False
            self._stands()

    def _stands(self) -> None:
        self._known |= {self.chain: self._own.end.head.seq}
        self._own.note()

    def receive(
        self,
        stored: Iterable[str],
        *,
        trusts: exchange.Trusts,
        project: Projection,
    ) -> tuple[Entry, ...]:
        """Takes in entries of other terminals, all or none, and makes them durable.

        What is here already is left out, so a batch may come twice.

        Args:
            stored: stored forms (`Entry.jws`), as `exchange.batch` cuts them.
            trusts: whether a key may open a chain that is new here.
            project: as for `append`; it is given the new entries in canonical order.

        Returns:
            The new entries in canonical order.

        Raises:
            EntriesRefusedError: something is wrong with one of them.
            EntriesTooNewError: another version of Sotto has to read them.
            KnownError: the world refused; nothing was written.
        """
        stored = list(stored)
        with self.lock:
            try:
                entries = self._take(stored, trusts, project)
            except ChainForkedError:
                if not self._database.shared:
                    raise
                # Another process was given the same: what it took in is seen now.
                entries = self._take(stored, trusts, project)
            if entries:
                self._subscribers.tell(entries)
        return entries

    def _take(
        self, stored: Sequence[str], trusts: exchange.Trusts, project: Projection
    ) -> tuple[Entry, ...]:
        ends, self._others = self._others, {}  # read again after a failure
        vetted = exchange.vetted(
            self._database,
            stored,
            own=self.chain,
            types=self._types,
            trusts=trusts,
            ends=ends,
        )
        entries = tuple(vetted)
        if entries:
            self._shelf.store(entries, project)
            self._see(entries)
            self._known |= {entry.chain: entry.seq for entry in entries}
        if not self._database.shared:  # nobody else moves them
            self._others = exchange.after(ends, entries)
        return entries

    def learn(self) -> tuple[Entry, ...]:
        """Entries that other processes wrote here since the last call, in canonical
        order; also what we wrote while the answer was lost. Subscribers are told.

        Raises:
            KnownError: the data cannot be read.
        """
        if not self._database.shared:
            return ()

        def beyond() -> tuple[dict[str, int], tuple[Entry, ...]]:
            ends = self.vector()
            if ends == self._known:
                return ends, ()
            found = self.entries(after=self._known, readable=True)
            return ends, tuple(each for each in found if each.seq <= ends[each.chain])

        with self.lock:
            ends, entries = self._database.again(beyond)
            self._known = ends
            if entries:
                self._see(entries)
                self._subscribers.tell(entries)
        return entries

    def entries(
        self,
        *,
        stream: str | None = None,
        after: Mapping[str, int] | None = None,
        types: Sequence[str] | None = None,
        limit: int | None = None,
        readable: bool = False,
    ) -> Iterator[Entry]:
        """Entries of every chain in canonical order; the conditions add up.

        What is committed after the call is not part of the answer.

        Args:
            stream: only those about this thing.
            after: a version vector; only those that it does not cover.
            types: only these wire names.
            limit: at most so many.
            readable: leave out damaged entries instead of raising: selling goes on, and
                `verify` tells of them.

        Raises:
            KnownError: the data cannot be read (from the iterator too).
        """
        return reading.entries(
            self._database,
            stream=stream,
            after=after or {},
            types=types,
            limit=limit,
            readable=readable,
        )

    def head(self, chain: str | None = None) -> Head:
        """The end of a chain, our own when none is named."""
        if chain is None or chain == self.chain:
            return self._own.end.head
        return reading.head(self._database, chain)

    def vector(self) -> dict[str, int]:
        """The last number of every chain: what somebody who read all has seen."""
        if self._database.shared:  # others write there as well
            return reading.vector(self._database)
        return dict(self._known)

    def subscribe(
        self, callback: Callable[[tuple[Entry, ...]], None]
    ) -> Callable[[], None]:
        """Has `callback` called with the entries of every append after its commit.

        Calls come in the order of the chain, in the appending thread while it holds
        `lock`: hand the entries on and return. A subscriber may append; its entries are
        told after the current ones. What a callback raises is logged, not passed on:
        the entries stand.

        Returns:
            A function that ends the subscription.
        """
        return self._subscribers.add(callback)

    @property
    def unsigned(self) -> Unsigned | None:
        """The end of our chain that no signature covers yet, None while the key signs."""
        return self._own.unsigned

    def take_notices(self) -> tuple[Notice, ...]:
        """What was noticed since the last call; see `db.notices`."""
        with self.lock:
            taken = tuple(self._own.notices)
            self._own.notices.clear()
        return taken

    def change_key(
        self,
        signer: Signer,
        *,
        reason: str,
        bday: str,
        project: Projection,
        op: str = "",
    ) -> Entry:
        """Announces a new key in an entry signed by the old one, then signs with it.

        Args:
            op: who wants it, "" for the machine.

        Raises:
            KnownError: as `append`; the old key then stays in force.
        """
        with self.lock:
            draft = self._own.announce(signer, reason, op)
            (entry,) = self.append([draft], bday=bday, project=project)
            self.use(signer)
        return entry

    def use(self, signer: Signer) -> None:
        """Signs with another key, which the next entry has to announce."""
        with self.lock:
            self._own.use(signer)

    def sync_witness(self) -> None:
        """Forces the head file to the disk; call it at closings.

        Raises:
            StorageFailedError: the disk refused.
        """
        with self.lock:
            self._own.sync()

    def close(self) -> None:
        """Forces the head file to the disk and ends subscriptions and appending.

        The database stays open: it belongs to whoever opened it.
        """
        with self.lock:
            self._subscribers.clear()
            self._own.close()

    def _see(self, entries: Sequence[Entry]) -> None:
        """Our next stamp is later than theirs; who wrote ahead of our clock is told."""
        now = self._clock()
        for chain, last in {entry.chain: entry for entry in entries}.items():
            written = reading.moment(last.ts)
            if written is not None and written - now > _MAX_DRIFT:
                ahead_ms = round((written - now).total_seconds() * 1000)
                self._own.notices.append(ClockDrift(chain, ahead_ms))
        end = self._own.end
        self._own.end = replace(end, seen=max(end.seen, entries[-1].hlc))
