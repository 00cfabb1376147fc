"""The chain that this process alone writes: its end, its key, its head file.

While the key does not sign, entries go on without signatures: the first of them says so
(`journal.unsigned`), and the first one that can be signed again seals them all
(`journal.sealed`), for it names them and its signature covers them through the links.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from db import hlc, reading
from db.canonical import Json, b64u
from db.database import Database
from db.entry import (
    KEY_CHANGED,
    OPENED,
    SEALED,
    SEGMENT_OPENED,
    UNSIGNED,
    Draft,
    Entry,
    Head,
    TypeSpec,
)
from db.errors import KeyUnavailableError, StorageFailedError
from db.keyring import Keyring
from db.keys import Signer
from db.notices import Notice, WitnessUnreachable
from db.scribe import End, Page, Scribe
from db.shelf import Projection, Shelf
from db.witness import HeadFile, compare, read_head

_MAX_NOTICES: Final = 256  # nobody may be taking them


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A run at the end of the chain that nothing signed has sealed yet.

    Attributes:
        first: its first entry, which says why.
        count: fiscal entries in it, which would each be signed.
    """

    first: int
    count: int


class OwnChain:
    """Called under the database's lock.

    Attributes:
        end: where the next entry goes.
        unsigned: what waits for its seal, None while the key signs.
        notices: what was noticed and nobody has taken yet.
    """

    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        chain: str,
        scribe: Scribe | None,
        types: Mapping[str, TypeSpec],
        clock: Callable[[], datetime],
    ) -> None:
        self.name = chain
        self.end = End(Head(chain))
        self.unsigned: Unsigned | None = None
        self.notices: deque[Notice] = deque(maxlen=_MAX_NOTICES)
        self._database, self._shelf, self._clock = database, shelf, clock
        self._scribe, self._types = scribe, types
        self._series = {spec.series for spec in types.values()} - {""}
        self._stale = False
        self._witness: HeadFile | None = None
        self._last: Entry | None = None

    @property
    def stream(self) -> str:
        """What the journal's own entries are about."""
        return f"journal/{self.name}"

    def load(self, noted: Head | None = None) -> None:
        """Reads the chain's end from the database.

        Where the last entry is not the one that the head file holds, `noted`, the next
        one links to what was signed rather than to what somebody put there.
        """
        head = noted or reading.head(self._database, self.name)
        others = reading.vector(self._database).keys() - {self.name}
        stamps = [reading.head(self._database, chain).hlc for chain in others]
        seen = max(filter(hlc.is_stamp, [*stamps, head.hlc]), default="")
        counters = reading.counters(self._database, self.name, self._series)
        self.end = End(head, counters, seen, reading.moment(head.ts))
        tail = reading.unsigned_tail(self._database, self.name)
        waits = bool(tail) and tail[0].type == UNSIGNED
        self.unsigned = (
            Unsigned(tail[0].seq, sum(map(self._fiscal, tail))) if waits else None
        )
        self._stale = False

    def open(self, witness: Path | None) -> None:
        """Checks the key, looks into the head file and goes on writing it.

        Raises:
            KeyUnavailableError: the key in force is another one.
            JournalMissingError: as `db.witness.compare`.
        """
        keyring = self._keyring()
        if witness is None:
            return
        ends = partial(reading.at, self._database, self.name)
        self.notices += compare(witness, keyring, self.end.head, ends)
        noted = read_head(witness, lambda _: keyring, signed=True)
        head = self.end.head
        same_place = noted and (noted.chain, noted.seq) == (head.chain, head.seq)
        if same_place and noted != head:
            self.load(noted)
        if self._scribe is None or self._database.read_only:
            return
        try:
            self._witness = HeadFile(witness)
        except OSError as error:
            self.notices.append(WitnessUnreachable(self.name, str(error)))

    def genesis(self, facts: Mapping[str, Json]) -> Draft:
        """The first entry, which carries the key that signs it.

        Raises:
            KeyUnavailableError: there is no key.
        """
        if self._scribe is None:
            raise KeyUnavailableError(f"{self.name} is empty and there is no key")
        signer = self._scribe.signer
        key: dict[str, Json] = {
            "jwk": dict(signer.jwk),
            "cert_sha256": b64u(hashlib.sha256(signer.certificate).digest()),
        }
        return Draft(type=OPENED, version=1, stream=self.stream, data={**facts, **key})

    def write(
        self, drafts: Sequence[Draft], bday: str, project: Projection
    ) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """Writes facts at the end of the chain, all or none.

        Returns:
            the entries of the drafts, and all that were written.

        Raises:
            MisuseError, KeyUnavailableError, KnownError: as `Journal.append`.
        """
        if self._scribe is None:
            raise KeyUnavailableError("the journal was opened for reading only")
        if self._stale:
            self._database.again(self.load)
        page, unsigned = self._page(self._scribe, drafts, bday)
        before = len(page.entries) - len(drafts)
        # Until the commit is known to have succeeded, memory is not to be trusted.
        self._stale = True
        self._shelf.store(
            page.entries, lambda there, entries: project(there, entries[before:])
        )
        self.end, self.unsigned = page.end, unsigned
        self._stale = False
        self.notices += page.notices
        self._last = page.entries[-1]
        return page.entries[before:], page.entries

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written within the block was not, when the block fails."""
        before = self.end, self.unsigned, self.notices.copy(), self._last
        try:
            yield
        except BaseException:
            self.end, self.unsigned, self.notices, self._last = before
            self._stale = True
            raise

    def note(self) -> None:
        """Writes the last entry into the head file, once it is known to be durable."""
        if self._witness is None or self._last is None:
            return
        try:
            self._witness.write(self._last)
        except OSError as error:
            # The sale stands in the database; without a note only a rollback to just
            # before it would go unseen.
            self.notices.append(WitnessUnreachable(self.name, str(error)))

    def announce(self, signer: Signer, reason: str, op: str) -> Draft:
        """The entry that hands over to a new key."""
        fact: dict[str, Json] = {"jwk": dict(signer.jwk), "reason": reason}
        return Draft(type=KEY_CHANGED, version=1, stream=self.stream, data=fact, op=op)

    def use(self, signer: Signer) -> None:
        """Signs with another key from now on."""
        if self._scribe is not None:
            self._scribe = self._scribe.with_key(signer)

    def sync(self) -> None:
        """Forces the head file to the disk.

        Raises:
            StorageFailedError: the disk refused.
        """
        if self._witness:
            try:
                self._witness.sync()
            except OSError as error:
                raise StorageFailedError(str(error)) from error

    def close(self) -> None:
        """Forces the head file to the disk and writes no more."""
        self._scribe = None
        try:
            self.sync()
        finally:
            if self._witness:
                self._witness.close()
                self._witness = None

    def _page(
        self, scribe: Scribe, drafts: Sequence[Draft], bday: str
    ) -> tuple[Page, Unsigned | None]:
        """What is written of these drafts, and what is left without a signature then."""
        now, waiting = self._clock(), self.unsigned
        # With a lost key nothing can be sealed: the segment of the next one does it.
        begins = drafts[0].type == SEGMENT_OPENED
        seal = [self._seal(waiting)] if waiting and not begins else []
        try:
            page = scribe.write(self.end, [*seal, *drafts], now=now, bday=bday)
        except KeyUnavailableError as error:
            if self.end.head.seq == 0:
                raise  # nobody could ever say whose chain it is
            said = [] if waiting else [self._say_unsigned(str(error))]
            page = scribe.write(
                self.end, [*said, *drafts], now=now, bday=bday, signs=False
            )
            fiscal = sum(map(self._fiscal, page.entries))
            first = waiting.first if waiting else page.entries[0].seq
            return page, Unsigned(first, fiscal + (waiting.count if waiting else 0))
        return page, None

    def _say_unsigned(self, why: str) -> Draft:
        return Draft(type=UNSIGNED, version=1, stream=self.stream, data={"reason": why})

    def _seal(self, waiting: Unsigned) -> Draft:
        told: dict[str, Json] = {
            "first": waiting.first,
            "last": self.end.head.seq,
            "count": waiting.count,
        }
        return Draft(type=SEALED, version=1, stream=self.stream, data=told)

    def _fiscal(self, entry: Entry) -> bool:
        spec = self._types.get(entry.type)
        return spec is not None and spec.signed and entry.type != UNSIGNED

    def _keyring(self) -> Keyring:
        """The chain's keys; our own must be the one in force."""
        keyring = reading.keyring(self._database, self.name)
        if self._scribe is None:
            return keyring
        signer = self._scribe.signer
        if self.end.head.seq == 0:
            return Keyring([(1, dict(signer.jwk))])
        in_force = keyring.at(self.end.head.seq + 1)
        # A chain whose key entries are damaged must not stop the sale: verify tells.
        if in_force is not None and in_force.kid != signer.kid:
            raise KeyUnavailableError(f"the key of {self.name} is {in_force.kid}")
        return keyring
