"""The running restaurant: the world in memory, the journal behind it, one door for acts.

`House.run(command, actor)` decides, appends, folds and tells whoever follows; nothing
else changes anything. A refusal comes back as a value. Called from the thread that owns
the house (the window's thread); device threads hand their news over to it first.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import sqlalchemy

from app.domain.catalogue.events import AvailabilitySet, StockConsumed
from app.domain.environment import PRODUCTION, mark_of
from app.domain.folding import Order
from app.domain.rules import Command, decide
from app.domain.settings import EventRecorded
from app.domain.till.events import DayClosed
from app.domain.vocabulary import RIGHTS, Context, Refusal
from app.domain.world import World
from app.projections.apply import project
from app.projections.queries import load_counts
from app.services.environment import environment_of
from app.services.facts import (
    Actor,
    Fact,
    draft_of,
    facts_of,
    journal_types,
    meta_of,
    project_entries,
    recounted,
)
from app.services.ids import new_id
from app.services.memory import Memory, Reader
from app.services.noticed import Noticed
from app.services.ports import Alongside, Sealer
from db.database import Database
from db.entry import Entry
from db.errors import KnownError
from db.exchange import Trusts
from db.followers import advance
from db.journal import Journal
from db.telling import Subscribers

__all__ = [
    "SYSTEM",
    "Actor",
    "Alongside",
    "Fact",
    "Follower",
    "House",
    "Sealer",
    "facts_of",
    "journal_types",
    "meta_of",
    "project_entries",
]

_log = logging.getLogger("sotto.house")

Follower = Callable[[tuple[Fact, ...]], None]

SYSTEM = "sotto"
"""Operator of facts that no person caused."""


class House:
    """One terminal's restaurant.

    Args:
        keeps: how far back `load` reads where no day is closed (a head office's member).

    Attributes:
        database: read tables are asked through `database.read()`.
        journal: where every fact is written.
        terminal: chain of this terminal ("C1").
        environment: where it stands, for ever; `mark` is what shows it, None in
            production.
        apart: whether the hub that it is linked to cannot be reached.
        heard: the other sites of the head office that are connected to it, as it says.
        failure: why the journal takes nothing at the moment, None when it does.
    """

    def __init__(
        self,
        database: Database,
        journal: Journal,
        sealer: Sealer,
        clock: Callable[[], datetime],
        keeps: timedelta | None = None,
    ) -> None:
        self.database, self.journal = database, journal
        self._memory, self._reader = (
            Memory(journal.chain),
            Reader(database, journal, keeps),
        )
        self.sealer, self.clock = sealer, clock
        self.terminal = journal.chain
        self.environment = environment_of(database) or PRODUCTION
        self.mark = mark_of(self.environment)
        self.apart: Callable[[], bool] = lambda: False
        self.heard: Callable[[], frozenset[str]] = frozenset
        self.failure: KnownError | None = None
        self._refused = 0
        self._received: list[Fact] = []
        self._counted: dict[str, Order] = {}
        self._unfolded: list[Fact] = []
        """What the world still lacks, because it could not be read when it was due."""
        self._folded: list[Fact] = []
        """What it has taken in and nobody was told of."""
        self._ahead = False
        """What is left of things was read later than the facts: some is in it twice
        once they are learned, so it is read again until there are no more of them."""
        self._followers = Subscribers[Fact](journal.lock, _log)
        self._pending: list[EventRecorded] = []
        self._noting = False
        self._noticed = Noticed()
        self._alongside: Alongside | None = None
        self._together: int | None = None
        """How many acts wait for one commit, None where each is committed by itself."""
        self._astray = False
        """The world has taken in what was not written after all."""

    @property
    def world(self) -> World:
        """The state; read it freely, change it only through `run`."""
        return self._memory.world

    def load(self) -> None:
        """Makes the world anew from the read tables and the recent entries.

        What is older than the oldest open order is only needed as totals, which the
        last closing carries; so the cost does not grow with history. What came in from
        another terminal after the closing may be older, and is needed too.
        """
        self._memory = self._reader.read(self.clock())
        self._count()
        self._ahead = self.database.shared
        self._astray = False

    def _count(self) -> None:
        """Takes what is left of things as the read tables have it."""
        with self.database.read() as connection:
            load_counts(connection, self.world, self.clock().date())

    def _sound(self) -> None:
        """Sees to it that nothing is in the world that is not in the journal.

        Raises:
            KnownError: the data cannot be read.
        """
        if self._astray:
            self.load()

    def business_day(self, now: datetime) -> str:
        """The business day of a moment, "YYYY-MM-DD".

        It changes at the cut-off hour; a day that is closed is over, so a later sale
        belongs to the next one and never enters a closed period. The day of an open till
        lasts until it is closed: what is being paid at the cut-off still enters it.
        """
        till = self.world.till(self.terminal)
        moment = datetime.fromisoformat(till.opened) if till.session else now
        cutoff = timedelta(minutes=self.world.settings.number("day.cutoff"))
        day = (moment - cutoff).date().isoformat()
        closed = till.closed_until
        if day <= closed:
            following = datetime.fromisoformat(closed) + timedelta(days=1)
            return following.date().isoformat()
        return day

    def context(self, actor: Actor) -> Context:
        """What a decision by this person may know now."""
        now = self.clock()
        rights = self.world.rights_of(actor.person)
        if actor.person == SYSTEM:
            rights = frozenset(RIGHTS)  # who has the machine's shell, or an agreed code
        if actor.approver:
            rights |= self.world.staff.rights_of(actor.approver)
        return Context(
            now=now,
            bday=self.business_day(now),
            operator=actor.person,
            rights=rights,
            approver=actor.approver,
            apart=self.apart(),
            heard=self.heard(),
            environment=self.environment,
            terminal=self.terminal,
            new_id=new_id,
            documents=self._reader.documents,
        )

    def run(self, command: Command, actor: Actor) -> tuple[Fact, ...] | Refusal:
        """Carries a command out.

        Returns:
            the facts that were written, or the refusal.

        Raises:
            JournalError: the facts could not be written; nothing has changed.
        """
        with self.journal.lock:
            self.catch_up()
            self.bring_back(*_named(command))
            context = self.context(actor)
            decided = decide(self.world, command, context)
            if isinstance(decided, Refusal):
                return decided
            return self._append(decided, context.bday, actor)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Acts within the block share one commit, at its end: all of them or none.

        Followers are told once they are durable; what `run` returns is to be passed on
        no earlier. Not for a database that is shared, nor within itself.

        Raises:
            KnownError: nothing was written; the world is as it was before.
        """
        with self.journal.lock:
            self.catch_up()
            with self._followers.held():
                self._together = 0
                try:
                    with self.journal.together():
                        yield
                except BaseException as error:
                    self._undo(self._together, error)
                    raise
                finally:
                    self._together = None
                self._recover()
            self.heed_notices()

    def _undo(self, acts: int, error: BaseException) -> None:
        """Acts that the world has taken in were not written."""
        self._unfolded.clear()
        self._folded.clear()
        self._astray = acts > 0
        if isinstance(error, KnownError):
            self._fail(error, acts or 1)  # it may not even have begun
        with suppress(KnownError):  # else before the next act
            self._sound()

    def bring_back(self, *names: str) -> None:
        """Has the orders in the world that these are, or whose lines, payments or
        receipts: those of the day that are over are not all there.

        Raises:
            KnownError: they cannot be read.
        """
        with self.journal.lock:
            self._memory.settled.bring(self.world.book, names)

    def record(
        self, events: Sequence[object], actor: Actor | None = None, *, bday: str = ""
    ) -> tuple[Fact, ...]:
        """Writes facts that no rule decides: seeds, technical events, device states.

        Raises:
            JournalError: the facts could not be written; nothing has changed.
        """
        with self.journal.lock:
            self._sound()
            bday = bday or self.business_day(self.clock())
            return self._append(tuple(events), bday, actor or Actor(SYSTEM))

    def receive(
        self, stored: Iterable[str], trusts: Trusts, *, more: bool = False
    ) -> tuple[Fact, ...]:
        """Takes in entries of other terminals; the world is as if they had come in time.

        Args:
            stored: a run as `exchange.batch` cuts them.
            trusts: whether a key may open a chain that is new here.
            more: others follow at once: they are stored, and the world takes all of
                them in when the last one has come, or at `settle`.

        Returns:
            The facts that were new here, in canonical order.

        Raises:
            EntriesRefusedError: something is wrong with one of them.
            KnownError: nothing was written and nothing has changed.
        """
        facts: list[Fact] = []

        def read_tables(
            connection: sqlalchemy.Connection, entries: Sequence[Entry]
        ) -> None:
            facts[:] = facts_of(entries)
            self._project(connection, facts)

        with self.journal.lock:
            self.catch_up()
            self.journal.receive(stored, trusts=trusts, project=read_tables)
            self._received += facts
            for event, meta in (fact.parts for fact in facts):
                if isinstance(event, AvailabilitySet | StockConsumed):
                    last = self._counted.get(event.article, meta.order)
                    self._counted[event.article] = max(last, meta.order)
            if not more:
                self.settle()
        return tuple(facts)

    def settle(self) -> None:
        """The world takes in what was received and is only stored so far."""
        with self.journal.lock:
            facts, self._received = tuple(self._received), []
            self._counted = {}
            self._fold(tuple(sorted(facts, key=lambda fact: fact.meta.order)))
            self._tell_folded()
            self.heed_notices()

    def catch_up(self) -> None:
        """Takes in what other processes on the same database wrote meanwhile.

        Raises:
            KnownError: the data cannot be read.
        """
        with self.journal.lock:
            self._sound()
            facts = tuple(facts_of(self.journal.learn()))
            if not facts and not self._unfolded:
                self._ahead = False
                return
            if late := self._late(facts):
                self.database.transact(lambda connection: recounted(connection, late))
            self._fold(facts)
            if self._ahead:
                self._count()
            self._tell_folded()

    def _fold(self, facts: tuple[Fact, ...]) -> None:
        """Takes facts into the world, or makes it anew when one came too late.

        Raises:
            KnownError: it cannot be read; they are taken in with the next ones.
        """
        self._unfolded += facts
        fits = self._memory.fold(self._unfolded)
        if not fits or self._reader.too_late(self._memory):
            self.database.again(self.load)
        self._folded += self._unfolded
        self._unfolded.clear()

    def _project(self, connection: sqlalchemy.Connection, facts: list[Fact]) -> None:
        """The read tables; countdowns that a late fact changes are counted anew."""
        project(connection, (fact.parts for fact in facts))
        recounted(connection, self._late(facts))

    def _late(self, facts: Iterable[Fact]) -> set[str]:
        """The articles whose countdown these facts change behind later ones."""
        return {
            fact.event.article
            for fact in facts
            if isinstance(fact.event, AvailabilitySet | StockConsumed)
            and (
                fact.meta.order < self._counted.get(fact.event.article, ("", "", 0))
                or not self._memory.recent.fits(*fact.parts)
            )
        }

    def note(self, code: str, detail: str = "", actor: Actor | None = None) -> None:
        """Writes a technical event (JET, `fiscal.md` 5).

        Raises:
            JournalError: it could not be written.
        """
        self.record([EventRecorded(code=code, detail=detail)], actor)

    def note_soon(self, code: str, detail: str = "") -> None:
        """Writes a technical event now, or as soon as the journal works again."""
        self._pending.append(EventRecorded(code=code, detail=detail))
        self._note_pending()

    @contextmanager
    def alongside(self, more: Alongside | None) -> Iterator[None]:
        """Within the block, the first append carries more facts: all or none. None
        keeps the appends of the block free of what a block around it asked for."""
        before, self._alongside = self._alongside, more
        try:
            yield
        finally:
            self._alongside = before

    def follow(self, follower: Follower) -> Callable[[], None]:
        """Calls `follower` after each append; the result stops it.

        Followers are told in the order of the journal. What one of them raises is
        logged, not passed on: the facts stand, and the others are told as well.
        """
        return self._followers.add(follower)

    def retry(self) -> bool:
        """Tries again to write what could not be noted; whether the journal works."""
        self._note_pending()
        return self.failure is None

    def heed_notices(self) -> None:
        """What the journal noticed becomes technical events."""
        self._pending += self._noticed.events(self.journal.take_notices())
        self._note_pending()

    def _append(
        self, events: Sequence[object], bday: str, actor: Actor
    ) -> tuple[Fact, ...]:
        if self._together is not None:
            self._together += 1
        more = self._alongside if events else None
        if more is not None:
            events = (*events, *more.facts(events))
        drafts = [draft_of(event, actor) for event in events]
        closing = any(isinstance(event, DayClosed) for event in events)
        facts: tuple[Fact, ...] = ()

        def read_tables(
            connection: sqlalchemy.Connection, entries: Sequence[Entry]
        ) -> None:
            nonlocal facts
            if more is not None:
                more.check(connection)
            facts = tuple(map(Fact, events, map(meta_of, entries)))
            self._project(connection, list(facts))
            if closing:
                known = self.world.seen | {self.terminal: entries[-1].seq}
                advance(connection, self._reader.closing, known)

        try:
            self.journal.append(drafts, bday=bday, project=read_tables)
        except KnownError as error:
            if self._together is None:
                self._fail(error, 1)
            raise
        if more is not None:
            self._alongside = None
        self._fold(facts)
        if closing:
            self.load()  # lets go of the orders that are over
        if self._together is not None:
            self._tell_folded()  # kept back until it stands
            return facts
        self._recover()
        self._tell_folded()
        self.heed_notices()
        return facts

    def _tell_folded(self) -> None:
        """Tells the followers what the world took in."""
        if self._folded:
            told = tuple(self._folded)
            self._folded.clear()
            self._followers.tell(told)

    def _fail(self, error: KnownError, acts: int) -> None:
        _log.info("append refused: %s", type(error).__name__)
        if self.failure is None:
            now = self.clock().isoformat(timespec="seconds")
            why = f"{now} {type(error).__name__}"
            self._pending.append(EventRecorded(code="DEGRADED_START", detail=why))
        self.failure = error
        self._refused += 0 if self._noting else acts

    def _recover(self) -> None:
        if self.failure is None:
            return
        self.failure = None
        count = f"{self._refused} acts refused"
        self._pending.append(EventRecorded(code="DEGRADED_END", detail=count))
        self._refused = 0

    def _note_pending(self) -> None:
        """Writes the technical events that wait; they wait on when it fails."""
        if self._noting:
            return
        self._noting = True
        try:
            while self._pending:
                events = tuple(self._pending)
                self.record(events)
                del self._pending[: len(events)]
        except KnownError as error:
            _log.info("events wait: %s", type(error).__name__)
        finally:
            self._noting = False


def _named(command: Command) -> Iterator[str]:
    """The orders, payments and receipts that a command is about."""
    for name in ("order", "target", "payment", "receipt"):
        found = getattr(command, name, "")
        if isinstance(found, str):  # an order that a program brings has no name yet
            yield found
    yield getattr(getattr(command, "original", None), "order", "")
