"""The running restaurant: the world in memory, the journal behind it, one door for acts.

`House.run(command, actor)` decides, appends, folds and tells whoever follows; nothing
else changes anything. A refusal comes back as a value. Called from the thread that owns
the house (the window's thread); device threads hand their news over to it first.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy

from app.domain.rules import Command, decide
from app.domain.settings import EventRecorded
from app.domain.vocabulary import Context, Meta, Refusal
from app.domain.wire import FACTS, from_data, spec_of, stream_of, to_data
from app.domain.world import World
from app.projections.apply import project
from app.projections.queries import last_closing, load_remaining, load_things
from app.services.ids import new_id
from db.database import Database
from db.entry import Draft, Entry, TypeSpec
from db.journal import Journal

SYSTEM = "sotto"
"""Operator of facts that no person caused."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, at which window, and which manager approved this one act."""

    person: str
    window: str = ""
    approver: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with where and when it was written."""

    event: object
    meta: Meta


class Sealer(Protocol):
    """Keeps what identifies a person unreadable once their key is destroyed."""

    def seal(self, person: str, text: str) -> str:
        """`text`, readable only while the key of `person` exists."""
        ...

    def unseal(self, person: str, sealed: str) -> str | None:
        """The text again; None when the key is gone."""
        ...


Follower = Callable[[tuple[Fact, ...]], None]


def journal_types() -> dict[str, TypeSpec]:
    """How the journal treats each kind of fact."""
    return {
        spec.name: TypeSpec(name=spec.name, series=spec.series, signed=spec.signed)
        for spec in FACTS.values()
    }


class House:
    """One terminal's restaurant.

    Attributes:
        world: the state; read it freely, change it only through `run`.
        database: read tables are asked through `database.read()`.
        journal: where every fact is written.
        terminal: chain of this terminal ("C1").
    """

    def __init__(
        self,
        database: Database,
        journal: Journal,
        sealer: Sealer,
        clock: Callable[[], datetime],
    ) -> None:
        self.world = World()
        self.database = database
        self.journal = journal
        self.sealer = sealer
        self.clock = clock
        self.terminal = journal.chain
        self._followers: list[Follower] = []

    def load(self) -> None:
        """Brings the world up to date from the read tables and the recent entries.

        What is older than the oldest open order is only needed as totals, which the
        last closing carries; so the cost does not grow with history.
        """
        with self.database.read() as connection:
            for event in load_things(connection):
                self.world.evolve(event, Meta())
            closing = last_closing(connection, self.terminal)
        since = None
        if closing is not None:
            event, meta = closing
            self.world.evolve(event, meta)
            since = event.open_since
        for entry in self.journal.entries(since_bday=since):
            known = from_data(entry.type, entry.v, entry.data)
            if known is not None:
                self.world.evolve(known, meta_of(entry))
        with self.database.read() as connection:
            load_remaining(connection, self.world.catalogue)

    def business_day(self, now: datetime) -> str:
        """The business day of a moment, "YYYY-MM-DD".

        It changes at the cut-off hour; a day that is closed is over, so a later sale
        belongs to the next one and never enters a closed period.
        """
        cutoff = timedelta(minutes=self.world.settings.number("day.cutoff"))
        day = (now - cutoff).date().isoformat()
        closed = self.world.till(self.terminal).closed_day
        if day <= closed:
            following = datetime.fromisoformat(closed) + timedelta(days=1)
            return following.date().isoformat()
        return day

    def context(self, actor: Actor) -> Context:
        """What a decision by this person may know now."""
        now = self.clock()
        rights = self.world.staff.rights_of(actor.person)
        if actor.approver:
            rights |= self.world.staff.rights_of(actor.approver)
        return Context(
            now=now,
            bday=self.business_day(now),
            operator=actor.person,
            rights=rights,
            approver=actor.approver,
            terminal=self.terminal,
            new_id=new_id,
        )

    def run(self, command: Command, actor: Actor) -> tuple[Fact, ...] | Refusal:
        """Carries a command out.

        Returns:
            the facts that were written, or the refusal.

        Raises:
            JournalError: the facts could not be written; nothing has changed.
        """
        with self.journal.lock:
            context = self.context(actor)
            decided = decide(self.world, command, context)
            if isinstance(decided, Refusal):
                return decided
            return self._append(decided, context.bday, actor)

    def record(
        self, events: Sequence[object], actor: Actor | None = None, *, bday: str = ""
    ) -> tuple[Fact, ...]:
        """Writes facts that no rule decides: seeds, technical events, device states.

        Raises:
            JournalError: the facts could not be written; nothing has changed.
        """
        with self.journal.lock:
            bday = bday or self.business_day(self.clock())
            return self._append(tuple(events), bday, actor or Actor(SYSTEM))

    def note(self, code: str, detail: str = "", actor: Actor | None = None) -> None:
        """Writes a technical event (JET, `fiscal.md` 5)."""
        self.record([EventRecorded(code=code, detail=detail)], actor)

    def follow(self, follower: Follower) -> Callable[[], None]:
        """Calls `follower` after each append; the result stops it."""
        self._followers.append(follower)
        return lambda: self._followers.remove(follower)

    def _append(
        self, events: Sequence[object], bday: str, actor: Actor
    ) -> tuple[Fact, ...]:
        drafts = [_draft(event, actor) for event in events]

        def read_tables(
            connection: sqlalchemy.Connection, entries: Sequence[Entry]
        ) -> None:
            project(connection, zip(events, map(meta_of, entries), strict=True))

        entries = self.journal.append(drafts, bday=bday, project=read_tables)
        facts = tuple(
            Fact(event, meta_of(entry))
            for event, entry in zip(events, entries, strict=True)
        )
        for fact in facts:
            self.world.evolve(fact.event, fact.meta)
        for follower in tuple(self._followers):
            follower(facts)
        return facts


def approved_by(actor: Actor, manager: str) -> Actor:
    """The same person, with a manager's approval for one act."""
    return replace(actor, approver=manager)


def meta_of(entry: Entry) -> Meta:
    """What the domain may know of an entry besides its event."""
    return Meta(
        order=(entry.hlc, entry.chain, entry.seq),
        ts=entry.ts,
        op=entry.op,
        appr=entry.appr,
        bday=entry.bday,
        tseq=entry.tseq,
        hash=entry.hash,
        extract=_extract(entry.jws),
        sw=entry.sw,
    )


def _extract(jws: str) -> str:
    signature = jws.rpartition(".")[2]
    return "".join(signature[place - 1] for place in (3, 7, 13, 19) if signature)


def _draft(event: object, actor: Actor) -> Draft:
    spec = spec_of(event)
    return Draft(
        type=spec.name,
        version=spec.version,
        stream=stream_of(event),
        data=to_data(event),
        op=actor.person,
        appr=actor.approver,
    )


def facts_of(entries: Iterable[Entry]) -> Iterable[Fact]:
    """Entries that this Sotto knows, as facts."""
    for entry in entries:
        event = from_data(entry.type, entry.v, entry.data)
        if event is not None:
            yield Fact(event, meta_of(entry))


def project_entries(
    connection: sqlalchemy.Connection, entries: Sequence[Entry]
) -> None:
    """Writes the read tables of entries that are already in the journal."""
    project(connection, ((fact.event, fact.meta) for fact in facts_of(entries)))
