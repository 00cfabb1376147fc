"""What a house has in memory: the world, and what it needs to go on from there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain

from app.domain.folding import Recent
from app.domain.vocabulary import Meta
from app.domain.world import World
from app.projections.queries import last_closing, load_reservations, load_things
from app.services.facts import Fact, facts_of
from app.services.settled import Settled
from db import reading
from db.database import Database
from db.followers import vector
from db.journal import Journal

PAST_RESERVATIONS = timedelta(days=2)
"""How long reservations stay in the world after their day."""

_DOCUMENTS = ("receipt.issued", "receipt.refunded")


@dataclass(slots=True)
class Memory:
    """A world, and how far back it goes.

    Attributes:
        own: chain of this terminal.
        recent: the facts that were folded last.
        settled: the orders that are over and put away.
        since: business day from whose first entry on all were read, "" for all.
        asked: orders of which it is known that no earlier entry is here.
    """

    own: str
    world: World = field(default_factory=World)
    recent: Recent = field(default_factory=Recent)
    settled: Settled = field(default_factory=Settled)
    since: str = ""
    asked: set[str] = field(default_factory=set)

    def fold(self, facts: Sequence[Fact]) -> bool:
        """Takes facts in; False when one came too late: then it has to be made anew.

        Raises:
            KnownError: what is put away cannot be read.
        """
        self.settled.put_away(self.world)
        for fact in facts:
            decided = fact.meta.chain == self.own
            self.settled.bring_for(self.world.book, fact.event, decided=decided)
            if not self.recent.fold(self.world, *fact.parts):
                return False
        return True

    def take(self, fact: Fact) -> None:
        """Takes the next fact of the canonical order in."""
        self.settled.put_away(self.world)
        self.settled.bring_for(self.world.book, fact.event, decided=False)
        self.recent.take(self.world, *fact.parts)


class Reader:
    """Makes a memory of what is stored.

    Args:
        keeps: as `House`.
    """

    def __init__(
        self, database: Database, journal: Journal, keeps: timedelta | None
    ) -> None:
        self._database, self._journal, self._keeps = database, journal, keeps
        self.closing = f"closing/{journal.chain}"
        """Name of the vector of what was known at the last closing."""

    def read(self, now: datetime) -> Memory:
        """The world since the oldest open order at the last closing."""
        memory = self._read(now, "")
        while earlier := self.too_late(memory):
            memory = self._read(now, earlier)
        return memory

    def documents(self, order: str) -> tuple[object, ...]:
        """The receipts and refunds of an order, in the order they were written.

        Raises:
            KnownError: one of them cannot be read: nobody knows what was given back.
        """
        entries = self._journal.entries(stream=f"order/{order}", types=_DOCUMENTS)
        return tuple(fact.event for fact in facts_of(entries))

    def too_late(self, memory: Memory) -> str:
        """The first day of orders that are here, but not in this world, though facts are
        about them; "" for none. They were over when this terminal closed its day, and
        another one, which did not know, went on with them later."""
        fresh = memory.world.book.awaited() - memory.asked
        if not fresh:
            return ""
        memory.asked |= fresh
        first = reading.day_of(self._database, {f"order/{order}" for order in fresh})
        return first if first < memory.since and self._keeps is None else ""

    def _read(self, now: datetime, earlier: str) -> Memory:
        """The world since the last closing or an earlier business day."""
        memory = Memory(self._journal.chain)
        world = memory.world
        with self._database.read() as connection:
            first = (now - PAST_RESERVATIONS).date().isoformat()
            things = load_things(connection), load_reservations(connection, first)
            for each in chain.from_iterable(things):
                world.evolve(each, Meta())
            closing = last_closing(connection, self._journal.chain)
        if self._keeps is not None:
            memory.since = (now - self._keeps).date().isoformat()
        elif closing is not None:
            event, meta = closing
            world.evolve(event, meta)
            known = vector(self._database, self.closing)
            late = reading.first_day(self._database, known) if known else ""
            memory.since = earlier or min(event.open_since, late or event.open_since)
            ends = [reading.at(self._database, *end) for end in known.items()]
            # What was known at the closing is not all folded: older facts do not fit.
            folded = max([meta.order, *((e.hlc, e.chain, e.seq) for e in ends)])
            memory.recent = Recent(folded)
        # Selling goes on after a damaged entry: the verification tells of it.
        since = memory.since
        after = reading.ahead_of(self._database, since) if since else {}
        for fact in facts_of(self._journal.entries(after=after, readable=True)):
            memory.take(fact)
        return memory
