"""One terminal as the network sees it: what its house has, and what it lets in.

The network lives in a thread of its own; the house belongs to another one. `in_house`
is the only way across.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from app.domain.terminals.events import TerminalSet
from app.services.house import House
from app.services.ports import Post
from app.services.site import Site
from db.canonical import b64u, unb64u
from db.entry import parse
from db.errors import EntriesRefusedError, EntriesTooNewError
from db.exchange import batch, pieces
from db.keys import Signer
from db.sealed import Sealer

T = TypeVar("T")

BATCH = 400
"""Entries of one message."""
PIECE = 40
"""Entries that the house takes in at once: less than a frame, so a window stays fluid."""
REFUSED = "ENTRIES_REFUSED"
"""Technical event: entries of another terminal were not taken."""

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


@dataclass(frozen=True, slots=True)
class Refused:
    """A chain whose entries were not taken, and the first finding about it."""

    chain: str
    code: str
    seq: int


@dataclass(slots=True)
class Node:
    """This terminal, for its hub and its link.

    Attributes:
        site: what was agreed at pairing; None on the terminal that founded the site.
        signer: the DeviceKey.
        post: hands a function to the thread of the house.
    """

    house: House
    sealer: Sealer
    signer: Signer
    post: Post
    site: Site | None = None
    _told: set[Refused] = field(default_factory=set)

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
        """The key of a terminal that may exchange entries, None for others."""
        known = self.house.world.terminals
        if chain in known.known:
            return known.jwk(chain)
        if self.site is not None and chain == self.site.founder:
            return self.site.jwk
        return None

    def trusts(self, chain: str, jwk: Mapping[str, str]) -> bool:
        """Whether a key may open a chain that is new here."""
        theirs = self.jwk(chain)
        return theirs is not None and all(
            jwk.get(part) == value for part, value in theirs.items()
        )

    def lacking(self, vector: Mapping[str, int]) -> dict[str, list[str]]:
        """The next entries for somebody who has this much."""
        return batch(self.house.database, vector, BATCH)

    def keys(self, runs: Iterable[Sequence[str]]) -> dict[str, str]:
        """The keys of the persons that these entries are about."""
        streams = {parse(stored).stream for run in runs for stored in run}
        found = self.sealer.keys(streams)
        return {person: b64u(secret) for person, secret in found.items()}

    async def take(
        self, runs: Sequence[Sequence[str]], keys: Mapping[str, str], *, more: bool
    ) -> list[Refused]:
        """Takes entries in, run by run; a run that is refused leaves the others alone.

        Raises:
            KnownError: the house cannot write at the moment.
        """
        secrets = {person: unb64u(secret) for person, secret in keys.items()}
        if secrets:
            await in_house(self.post, lambda: self.sealer.take(secrets))
        found = []
        for run in runs:
            for piece in pieces(run, PIECE):
                refused = await in_house(self.post, partial(self._take, piece))
                if refused is not None:
                    found.append(refused)
                    break
        await in_house(self.post, partial(self._end, found, more=more))
        return found

    def _take(self, piece: Sequence[str]) -> Refused | None:
        try:
            facts = self.house.receive(piece, self.trusts, more=True)
        except EntriesRefusedError as error:
            first = error.findings[0]
            return Refused(first.chain, first.code, first.seq)
        except EntriesTooNewError:
            newest = parse(piece[-1])
            return Refused(newest.chain, "TOO_NEW", newest.seq)
        if any(isinstance(fact.event, TerminalSet) for fact in facts):
            self.house.settle()  # the next run may be of who was enrolled
        return None

    def _end(self, refused: Sequence[Refused], *, more: bool) -> None:
        if not more:
            self.house.settle()
        self._tell(refused)

    def settle_soon(self) -> None:
        """What was received so far goes into the world: nothing more comes."""
        self.post(self.house.settle)

    def _tell(self, refused: Sequence[Refused]) -> None:
        """Each refusal is journaled once, however often it is tried again."""
        for one in refused:
            if one not in self._told:
                self._told.add(one)
                _log.warning("refused %s %s: %s", one.chain, one.seq, one.code)
                self.house.note_soon(REFUSED, f"{one.chain} {one.seq} {one.code}")
