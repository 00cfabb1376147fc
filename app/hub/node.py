"""One terminal as the network sees it: what its house has, and what it lets in.

The network lives in a thread of its own; the house belongs to another one. `in_house`
is the only way across.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from app.domain.terminals.events import TerminalSet
from app.hub.file_shelf import FileShelf
from app.hub.messages import Given, Word
from app.services.house import House
from app.services.ports import Post
from app.services.site import Site
from db.canonical import b64u, unb64u
from db.entry import parse, parse_all
from db.errors import DatabaseDamagedError, EntriesRefusedError, EntriesTooNewError
from db.exchange import batch, pieces
from db.keys import Signer, thumbprint
from db.reading import keyring
from db.sealed import Sealer

T = TypeVar("T")

BATCH = 400
"""Entries of one message."""
PIECE = 40
"""Entries that the house takes in at once: less than a frame, so a window stays fluid."""
MOST_WAITING = 50_000
"""Facts that wait for the world to take them in: the past of years does not fit."""
STRANGER = "KID_UNKNOWN"
"""Code of a refusal: nobody enrolled the terminal, or not yet."""
REFUSED = "ENTRIES_REFUSED"
"""Technical event: entries of another terminal were not taken."""

_PATIENCE_S = 10.0
"""How long a house may take to come to what it is asked."""
_log = logging.getLogger("sotto.hub")


async def in_house(post: Post, function: Callable[[], T]) -> T:
    """What `function` returns or raises, run in the thread of the house."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if answer.done():
            return  # nobody waits any more
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(result)  # type: ignore[arg-type]  # there was no error

    def run() -> None:
        result, failed = None, None
        try:
            result = function()
        except Exception as error:  # noqa: BLE001  it is raised where it was asked for
            failed = error
        with suppress(RuntimeError):  # the network's loop is closed
            loop.call_soon_threadsafe(settle, result, failed)

    post(run)
    return await answer


def asked(post: Post, function: Callable[[], T]) -> T:
    """What `function` returns or raises, run in the thread of the house. Blocks; for
    threads without a loop, and never for that of the house.

    Raises:
        TimeoutError: the house did not come to it: it may be closing.
    """
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(function())
        except Exception as error:  # noqa: BLE001  it is raised where it was asked for
            answer.set_exception(error)

    post(run)
    return answer.result(_PATIENCE_S)


@dataclass(frozen=True, slots=True)
class Refused:
    """A chain whose entries were not taken, and the first finding about it."""

    chain: str
    code: str
    seq: int


@dataclass(frozen=True, slots=True)
class Gift:
    """What somebody lacks, ready to be sent.

    Attributes:
        last: chain -> number of the last entry of its run.
        keys: of the persons that the entries are about, where they may be known.
        damaged: chains whose next entry cannot be read here any more.
    """

    runs: list[Sequence[str]] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    damaged: list[Refused] = field(default_factory=list)


@dataclass(slots=True)
class Node:
    """This terminal, for its hub and its link.

    Attributes:
        site: what was agreed at pairing; None on the terminal that founded the site.
        signer: the DeviceKey.
        post: hands a function to the thread of the house.
        shelf: the files of invoices.
        met: keys of terminals that were introduced (`introducing.py`) before their
            enrolment came.
        renewed: thumbprint of a key -> the one it announced, of terminals that showed it
            (`introducing.py`) before the entry came.
        heard: chain -> what was said last of how far it goes.
    """

    house: House
    sealer: Sealer
    signer: Signer
    post: Post
    site: Site | None = None
    shelf: FileShelf = field(default_factory=FileShelf)
    met: dict[str, Mapping[str, str]] = field(default_factory=dict)
    renewed: dict[str, Mapping[str, str]] = field(default_factory=dict)
    heard: dict[str, Word] = field(default_factory=dict)
    _told: set[tuple[str, str]] = field(default_factory=set)
    _waiting: int = 0

    @property
    def chain(self) -> str:
        """The chain that this terminal writes."""
        return self.house.terminal

    @property
    def site_id(self) -> str:
        """The id of the restaurant, "" before it has a hub."""
        hub = self.house.world.terminals.hub
        return hub.site if hub else self.site.id if self.site else ""

    def jwk(self, chain: str) -> Mapping[str, str] | None:
        """The key in force of a terminal that may exchange entries, None for others: the
        one that it was enrolled with, or what that has led to by now."""
        first = self._enrolled(chain)
        if first is None:
            return None
        keys = keyring(self.house.database, chain).keys
        found: Mapping[str, str] = keys[-1][1] if keys else first
        while newer := self.renewed.get(thumbprint(found)):
            found = newer
        return found

    def _enrolled(self, chain: str) -> Mapping[str, str] | None:
        """The first key of a terminal that may exchange entries, None for others."""
        known = self.house.world.terminals
        if chain in known.known:
            return known.jwk(chain)
        if self.site is not None and chain == self.site.founder:
            return self.site.jwk
        return self.met.get(chain)

    def trusts(self, chain: str, jwk: Mapping[str, str]) -> bool:
        """Whether a key may open a chain that is new here: also that of a terminal that
        was revoked meanwhile, whose entries others took while it was not."""
        theirs = self.house.world.terminals.key(chain) or self._enrolled(chain)
        return theirs is not None and all(
            jwk.get(part) == value for part, value in theirs.items()
        )

    def gift(self, vector: Mapping[str, int], to: str) -> Gift:
        """The next entries for somebody who has this much.

        Args:
            to: chain of that terminal: a head office gets no keys of persons.

        Raises:
            KnownError: the data cannot be read.
        """
        gift, persons = Gift(), set[str]()
        ours = self.house.journal.vector()
        for chain, run in batch(self.house.database, vector, BATCH, ours).items():
            whole: list[str] = []
            for piece in pieces(run, PIECE):
                try:
                    entries = parse_all([(stored, "") for stored in piece])
                except DatabaseDamagedError:
                    break
                whole += piece
                gift.last[chain] = entries[-1].seq
                persons |= {entry.stream for entry in entries}
            if whole:
                gift.runs.append(whole)
            else:
                gift.damaged.append(Refused(chain, "BAD_JWS", vector.get(chain, 0) + 1))
        if self.may_know_persons(to):
            secrets = self.sealer.keys(persons)
            gift.keys.update((each, b64u(secrets[each])) for each in secrets)
        return gift

    def words(self, to: str) -> dict[str, Word]:
        """How far this chain goes and its last tickets, and the same of chains that go
        further than what is here; nothing to a head office, which has no kitchen."""
        if not self.may_know_persons(to):
            return {}
        world, own = self.house.world, self.chain
        numbers = tuple(world.book.tickets.items())  # asked in another thread
        tickets = {station: n for (chain, station), n in numbers if chain == own}
        mine = {own: (world.seen.get(own, 0), tickets)} if tickets else {}
        return mine | {c: word for c, word in self.ahead().items() if c != to}

    def hear(self, issued: Mapping[str, Word]) -> None:
        """Notes how far chains go, the furthest word of each."""
        for chain, word in issued.items():
            if chain != self.chain and word[0] >= self.heard.get(chain, (0, {}))[0]:
                self.heard[chain] = word

    def ahead(self) -> dict[str, Word]:
        """Chains of which more was written than came here."""
        ours = self.house.journal.vector()
        heard = tuple(self.heard.items())
        return {chain: word for chain, word in heard if word[0] > ours.get(chain, 0)}

    def may_know_persons(self, chain: str) -> bool:
        """Whether names of persons may go to a terminal."""
        return self.house.world.terminals.may_know_persons(chain)

    def ends(self, runs: Sequence[Sequence[str]]) -> dict[str, int]:
        """Where these runs say that they end; of those that can be read."""
        found = {}
        for run in runs:
            with suppress(DatabaseDamagedError):  # it will be refused
                last = parse(run[-1])
                found[last.chain] = last.seq
        return found

    async def take(self, given: Given, giver: str) -> list[Refused]:
        """Takes entries in; a run that is refused leaves the others alone.

        Raises:
            KnownError: the house cannot write at the moment.
        """
        secrets = _secrets(given)
        if secrets:
            await in_house(self.post, lambda: self.sealer.take(secrets))
        found, groups = list[Refused](), _together(given.runs)
        while groups:
            outcome = [(group, await self._take_runs(group, giver)) for group in groups]
            refused = [(group, one) for group, one in outcome if one]
            single = [(group[0], one) for group, one in refused if len(group) == 1]
            again = [run for run, one in single if one.code == STRANGER]
            if len(again) == len(groups):
                again = []
            found += [one for run, one in single if run not in again]
            # Of several together each is taken alone, to know which one was refused;
            # of a stranger again, because another run may have enrolled it: clocks differ.
            split = [run for group, _ in refused if len(group) > 1 for run in group]
            groups = [[run] for run in (*split, *again)]
        await in_house(self.post, partial(self._end, found, more=given.more))
        return found

    async def _take_runs(
        self, runs: Sequence[Sequence[str]], giver: str
    ) -> Refused | None:
        for piece in pieces([stored for run in runs for stored in run], PIECE):
            refused = await in_house(self.post, partial(self._take, piece, giver))
            if refused is not None:
                return refused
        return None

    def _take(self, piece: Sequence[str], giver: str) -> Refused | None:
        try:
            facts = self.house.receive(piece, self.trusts, more=True)
        except EntriesRefusedError as error:
            first = error.findings[0]
            return Refused(first.chain or giver, first.code, first.seq)
        except EntriesTooNewError:
            newest = parse(piece[-1])
            return Refused(newest.chain, "TOO_NEW", newest.seq)
        self._waiting += len(facts)
        # The next run may be of who was enrolled.
        enrolled = any(isinstance(fact.event, TerminalSet) for fact in facts)
        if enrolled or self._waiting >= MOST_WAITING:
            self._settle()
        return None

    def _settle(self) -> None:
        self._waiting = 0
        self.house.settle()

    def _end(self, refused: Sequence[Refused], *, more: bool) -> None:
        if not more:
            self._settle()
        for one in refused:
            self.tell(one)

    def settle_soon(self) -> None:
        """What was received so far goes into the world: nothing more comes."""
        self.post(self.house.settle)

    def tell_soon(self, refused: Refused) -> None:
        """Entries that do not flow go into the journal, where people see it."""
        self.post(partial(self.tell, refused))

    def tell(self, refused: Refused) -> None:
        """The same, in the thread of the house: once, however often it is tried again."""
        known = (refused.chain, refused.code)
        if known not in self._told:
            self._told.add(known)
            detail = f"{refused.chain} {refused.seq} {refused.code}"
            _log.warning("refused: %s", detail)
            self.house.note_soon(REFUSED, detail)


def _together(runs: Sequence[Sequence[str]]) -> list[list[Sequence[str]]]:
    """Short runs go into one transaction: several terminals write at the same time."""
    groups: list[list[Sequence[str]]] = []
    room = 0
    for run in runs:
        if len(run) > room:
            groups.append([])
            room = PIECE
        groups[-1].append(run)
        room -= len(run)
    return groups


def _secrets(given: Given) -> dict[str, bytes]:
    """The keys that came along, of those persons alone that the entries are about."""
    about: set[str] = set()
    if given.keys:
        with suppress(DatabaseDamagedError):  # it will be refused
            about = {parse(stored).stream for run in given.runs for stored in run}
    return {person: unb64u(given.keys[person]) for person in about & given.keys.keys()}
