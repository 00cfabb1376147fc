"""Paper follows the journal: tickets, receipts, bills, the drawer.

Each paper has the key "<chain>:<seq>:<purpose>" in the spool, so an entry that is seen
again (after a crash, after a restart) is never printed twice unmarked. The vector is
written only when something was queued; what comes after it is looked at again. Each
terminal prints what itself wrote, and what others wrote for a printer that it owns.
Papers are made in the thread of the house and queued in another: a window does not wait
for the spool's disk.
"""

import logging
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from app.domain.credits.events import CreditIssued, CreditToppedUp
from app.domain.kitchen.events import TicketDiverted, TicketIssued
from app.domain.orders.import_events import GuestsLetIn, OrderImported
from app.domain.outlets import stand_in, station_owner, till_printer
from app.domain.payments.events import PaymentCompleted, PaymentRefunded
from app.domain.receipts.events import (
    AdditionPrinted,
    ReceiptDuplicated,
    ReceiptIssued,
    ReceiptRefunded,
    SlipPrinted,
)
from app.domain.settings import DeviceSet
from app.domain.till.events import CashMoved, DayClosed, DrawerOpened, TillReported
from app.followers.held import HeldTickets, Key, key_of
from app.followers.paper.credit import credit_papers
from app.followers.paper.documents import (
    issued_cash,
    issued_duplicate,
    issued_receipt,
    issued_report,
    issued_slip,
)
from app.followers.paper.issued import issued_addition, issued_papers
from app.followers.paper.kitchen import DOUBTED, NO_SCREEN, STANDS_IN
from app.followers.paper.mark import marked
from app.followers.paper.outside import Outside, outside_paper
from app.services.awake import Awake
from app.services.house import Fact, House, facts_of
from app.services.people import person_name
from app.services.ports import Post, Printers
from db.errors import KnownError
from db.followers import advance, vector
from hardware.errors import HardwareError
from hardware.printers.document import Document, Kick

NAME = "printing"
FRESH = timedelta(seconds=3)
"""A drawer opens at the moment of the act or not at all."""
UNSEEN = timedelta(seconds=10)
"""So long before a loss is noticed a screen may have missed what was written."""
STILL_WANTED = timedelta(minutes=5)
"""A ticket that a screen should have shown comes out on paper so long after."""
LATE = timedelta(seconds=30)
"""So long a ticket may wait for the terminal that owns its printer."""
OTHERS_WANTED = timedelta(hours=12)
"""So long a paper waits for the terminal that owns its printer."""
_log = logging.getLogger("sotto.print")


Paper = tuple[str, str, Document]
"""(printer, key in the spool, what is on it)."""


def _anybody(_station_or_terminal: str) -> bool:
    return True


def _at_once(work: Callable[[], None]) -> None:
    work()


def _nothing() -> None:
    pass


class PrintingFollower:
    """Queues the paper that each fact calls for.

    Args:
        post: hands a function to the thread of the house.
        elsewhere: runs functions one after the other, so that papers keep their order.

    Attributes:
        behind: something could not be queued yet (a full disk); `follow` does it, be the
            facts none.
        changed: called when `behind` is not what it was.
        under_way: appends whose papers are being queued.
        screens_reached: whether a screen shows what is written here for a station.
        owner_reached: whether a terminal sees what is written here.
        heard: whether what a terminal wrote is here, as far as is known.
    """

    def __init__(
        self,
        house: House,
        printers: Printers,
        software: str,
        post: Post = _at_once,
        elsewhere: Post = _at_once,
    ) -> None:
        self._house = house
        self._printers = printers
        self._software = software
        self._post, self._elsewhere = post, elsewhere
        self.behind = False
        self.changed: Callable[[], None] = _nothing
        self.under_way = 0
        self.screens_reached: Callable[[str], bool] = _anybody
        self.owner_reached: Callable[[str], bool] = _anybody
        self.heard: Callable[[str], bool] = _anybody
        self._shown: list[Fact] = []
        self._sent: dict[
            int, tuple[str, Fact]
        ] = {}  # station, ticket of others' printers
        self._held, self._awake = HeldTickets(), Awake(house.clock)
        self._seen: dict[str, int] = {}
        self._stopped = False

    def stop(self) -> None:
        """The database is about to close: nothing more is noted in it."""
        self._stopped = True

    def catch_up(self) -> None:
        """Queues what was not queued yet: after a restart, or a disk that was full.

        What is under way meanwhile has the same keys, and comes to the same.
        """
        self._held.clear()
        seen, ends = self._vector(), self._house.journal.vector()
        if seen:
            # Of a terminal that is new here nothing is wanted: its whole story would be.
            entries = self._house.journal.entries(after=ends | seen, readable=True)
            papers, out = self._papers_of(tuple(facts_of(entries)))
            self._submit(papers)
            self._held.printed(out)
        self._seen = ends
        self._advance(ends)
        self._set_behind(behind=False)

    def follow(self, facts: tuple[Fact, ...]) -> None:
        """Has the papers of these facts queued.

        The facts stand whatever happens to the paper: when the spool cannot be written,
        they are queued with the next ones.
        """
        try:
            if self.behind:
                self.catch_up()
                return
            papers, out = self._papers_of(facts)
        except (HardwareError, KnownError) as error:
            self._wait(error)
            return
        for fact in facts:
            _, chain, seq = fact.meta.order
            self._seen[chain] = max(seq, self._seen.get(chain, 0))
        # Whoever owns a printer from now on prints nothing of what was before.
        if papers or out or any(isinstance(fact.event, DeviceSet) for fact in facts):
            self.under_way += 1
            self._elsewhere(partial(self._queue, papers, dict(self._seen), out))

    def screens_lost(self) -> None:
        """Screens of the kitchen may have gone out of reach, or owe a proof: the tickets
        that they may not have shown any more come out on paper, where no other one shows
        them."""
        waiting = [fact for fact in self._shown if self._unseen(fact)]
        lost = [fact for fact in waiting if not self.screens_reached(_station(fact))]
        self._shown = [fact for fact in waiting if fact not in lost]
        if lost:
            self.follow(tuple(lost))

    def _unseen(self, fact: Fact) -> bool:
        """Whether a screen may not have shown a ticket: none has proved it, of those
        that prove; of others what was written just before they were lost."""
        terminals, proofs = self._house.world.terminals, self._house.world.proofs
        _, chain, seq = fact.meta.order
        if f"{chain}:{seq}" in proofs.shown:
            return False
        proving = not proofs.provers.isdisjoint(terminals.screens())
        return self._fresh(fact, STILL_WANTED if proving else UNSEEN)

    def look(self) -> None:
        """What was held back comes out once it is to be begun. Tickets that wait for the
        terminal of their printer, or for the proof of a screen, longer than a cook may
        wait come out on a printer of this one; called about once a second.

        Without such a printer they go on waiting, as the strip says.
        """
        if self._held:
            self.follow(())
        if self._shown:
            self.screens_lost()
        self._awake.look()
        for ticket, (station, fact) in tuple(self._sent.items()):
            if self.owner_reached(station_owner(self._house.world, station)):
                gone = not self._fresh(fact, UNSEEN)
            else:
                gone = not self._fresh(fact, STILL_WANTED)
            if gone:
                self._sent.pop(ticket, None)
            elif ticket in self._sent and not self._fresh(fact, LATE):
                self._divert(station, ticket)

    def _divert(self, station: str, ticket: int) -> None:
        """A ticket comes out here, after what waits for its station since before it."""
        instead = stand_in(self._house.world, station, self._house.terminal)
        rested = self._house.clock() - self._awake.since >= LATE
        if not instead or not rested:  # who just woke up does not know who is there
            return
        order = list(self._sent)
        for each in order[: order.index(ticket) + 1]:
            if self._sent[each][0] == station:
                fact = TicketDiverted(ticket=each, printer=instead)
                try:
                    self._house.record([fact])
                except KnownError:  # the strip says so; the next look tries again
                    return
                self._sent.pop(each, None)

    def _papers_of(self, facts: Sequence[Fact]) -> tuple[list[Paper], list[Fact]]:
        """What this terminal has to print of these facts, and which tickets that were
        held back come out with it."""
        world, here = self._house.world, self._house.terminal
        owned = {d.id for d in world.driven(here).values() if world.owner(d) == here}
        diverted = {
            (fact.meta.chain, fact.event.ticket)
            for fact in facts
            if isinstance(fact.event, TicketDiverted)
        }
        papers, out = list[Paper](), list[Fact]()
        for fact in facts:
            key = key_of(fact)
            mine = key[0] == here
            if isinstance(fact.event, TicketDiverted) and not mine:
                self._held.take((key[0], fact.event.ticket))
            if not mine and not (owned and self._fresh(fact, OTHERS_WANTED)):
                continue
            first, wanted = self._held.meet(fact, world.book)
            for each in first:
                out.append(each)
                papers += self._paper(each, owned, diverted)
            kept = self._keeps(fact, owned) and self._held.keep(fact, self._now_ms())
            if wanted and not kept:
                papers += self._paper(fact, owned, diverted)
        rested = self._awake.look()
        due = self._held.due(
            world.book,
            self._now_ms(),
            lambda chain: chain == here or (rested and self.heard(chain)),
        )
        for each, doubtful in due:
            out.append(each)
            papers += self._paper(
                each, owned, diverted, instead=DOUBTED if doubtful else ""
            )
        return papers, out

    def _keeps(self, fact: Fact, owned: Container[str]) -> bool:
        """Whether a ticket that is held back waits here: at the terminal of its printer,
        and at that which issued it. Where each of several drives the printer by itself, it
        comes out at once and says when it is to be begun: a tablet that goes to sleep
        would keep it."""
        world, ticket = self._house.world, fact.event
        if not isinstance(ticket, TicketIssued):
            return False
        station = world.catalogue.stations.get(ticket.station)
        printer = station.printer if station else ""
        if fact.meta.chain != self._house.terminal:
            return printer in owned
        device = world.settings.devices.get(printer)
        shared = device is not None and not world.owner(device)
        return not (shared and world.terminals.several)

    def _paper(
        self,
        fact: Fact,
        owned: Container[str],
        diverted: Container[Key],
        *,
        instead: str = "",
    ) -> list[Paper]:
        """Of one fact; a ticket for the printer of another terminal is noted instead."""
        world, here = self._house.world, self._house.terminal
        key, found = key_of(fact), list[Paper]()
        chain, seq = key
        mine = chain == here
        if key in diverted:
            if mine and isinstance(fact.event, TicketIssued):
                self._sent[seq] = fact.event.station, fact  # what is left of it
            return []
        for printer, purpose, plain in self._papers(fact, instead):
            device = world.settings.devices.get(printer)
            if device is None:
                if printer and mine:  # a house may have no printer at all
                    _log.error("no printer %r for %s", printer, plain.title)
            elif printer in owned or (mine and not world.owner(device)):
                paper = marked(plain, self._house.mark)
                found.append((printer, f"{chain}:{seq}:{purpose}", paper))
            elif isinstance(fact.event, TicketIssued) and mine:
                self._sent[seq] = fact.event.station, fact
        return found

    def _submit(self, papers: Sequence[Paper]) -> None:
        for printer, key, paper in papers:
            try:
                self._printers.submit(printer, key, paper)
            except LookupError:
                _log.error("no printer %r for %s", printer, paper.title)  # it says all

    def _queue(
        self, papers: Sequence[Paper], seen: Mapping[str, int], out: Sequence[Fact]
    ) -> None:
        """Elsewhere; what came of it is told to the house's thread."""
        failed: HardwareError | None = None
        try:
            self._submit(papers)
        except HardwareError as error:
            failed = error
        self._post(partial(self._on_queued, seen, out, failed))

    def _on_queued(
        self,
        seen: Mapping[str, int],
        out: Sequence[Fact],
        failed: HardwareError | None,
    ) -> None:
        self.under_way -= 1
        if self._stopped:
            return  # the next start looks again
        if failed is not None:
            self._wait(failed)
        elif not self.behind:  # else what failed before must not be passed over
            self._held.printed(out)
            try:
                self._advance(seen)
            except KnownError as error:
                self._wait(error)

    def _wait(self, error: HardwareError | KnownError) -> None:
        self._set_behind(behind=True)
        _log.warning("paper waits: %s", type(error).__name__)

    def _set_behind(self, *, behind: bool) -> None:
        if behind != self.behind:
            self.behind = behind
            self.changed()

    def _advance(self, seen: Mapping[str, int]) -> None:
        # Lost with the power, the same papers are queued again, under keys that exist.
        here = self._house.terminal
        waiting = [
            (here, seq)
            for seq, (_, fact) in self._sent.items()
            if isinstance(fact.event, TicketIssued) and fact.event.due
        ]
        seen = self._held.before(seen, waiting)
        others = {chain: seq for chain, seq in seen.items() if chain != here}
        with self._house.database.write(flush=False) as connection:
            advance(connection, NAME, {here: seen.get(here, 0)})
            advance(connection, f"{NAME}/{here}", others)

    def _vector(self) -> dict[str, int]:
        """What was seen. Terminals may share a database: of others, each has its own."""
        database, here = self._house.database, self._house.terminal
        own = vector(database, NAME).get(here)
        return vector(database, f"{NAME}/{here}") | ({here: own} if own else {})

    def _papers(
        self, fact: Fact, instead: str = ""
    ) -> Iterable[tuple[str, str, Document]]:
        """(printer, purpose, document) of everything this fact prints or opens."""
        house, event, meta = self._house, fact.event, fact.meta
        mine = meta.chain == house.terminal
        counter = till_printer(self._house.world, fact.meta.chain)
        match event:
            case TicketIssued():
                yield from self._tickets(event, fact, counter, instead)
            case TicketDiverted() if mine:
                yield from self._diverted(event)
            case ReceiptIssued(issued="paper") | ReceiptRefunded(issued="paper"):
                yield (
                    counter,
                    "receipt",
                    issued_receipt(house, event, meta, self._software),
                )
            case ReceiptDuplicated(medium="paper"):
                paper = issued_duplicate(house, event)
                yield from ((counter, "duplicate", each) for each in paper)
            case CreditIssued() | CreditToppedUp():
                papers = credit_papers(self._house.world, event, fact.meta.tseq)
                yield from ((counter, "credit", paper) for paper in papers)
            case SlipPrinted():
                paper = issued_slip(house, event)
                yield from ((counter, "slip", each) for each in paper)
            case AdditionPrinted() | OrderImported() | GuestsLetIn():
                yield from self._of_order(event, fact, counter)
            case CashMoved():
                yield counter, "cash", issued_cash(house, event, meta)
            case DayClosed() | TillReported():
                yield counter, "report", issued_report(house, event, meta)
            case _:
                pass
        if mine and _opens_drawer(event) and self._fresh(fact):
            who = person_name(self._house, fact.meta.op)
            yield counter, "drawer", Document("drawer", (Kick(),), who)

    def _of_order(
        self, event: AdditionPrinted | Outside, fact: Fact, counter: str
    ) -> Iterable[tuple[str, str, Document]]:
        if isinstance(event, AdditionPrinted):
            paper, purpose = issued_addition(self._house, event, fact.meta), "addition"
        else:
            world, purpose = self._house.world, "outside"
            paper = outside_paper(world, event, fact.meta)
        if paper is not None:
            yield counter, purpose, paper

    def _fresh(self, fact: Fact, within: timedelta = FRESH) -> bool:
        """Of a ticket that was held back, since it is to be begun."""
        moment, now = datetime.fromisoformat(fact.meta.ts), self._house.clock()
        if isinstance(fact.event, TicketIssued) and fact.event.due:
            due = datetime.fromtimestamp(fact.event.due / 1000, now.tzinfo)
            moment = max(moment, due)
        return now - moment < within

    def _now_ms(self) -> int:
        return round(self._house.clock().timestamp() * 1000)

    def _tickets(
        self, event: TicketIssued, fact: Fact, counter: str, instead: str
    ) -> Iterable[tuple[str, str, Document]]:
        """A station without a printer reads its screen; where that cannot be reached,
        the paper comes out at the till, while the dishes are still to be made."""
        station = self._house.world.catalogue.stations.get(event.station)
        if station is None:
            return
        if station.printer:
            yield from self._ticket(station.printer, event, fact, instead=instead)
        elif fact.meta.chain != self._house.terminal:
            pass  # whoever issued it knows whether its screen is there
        elif self.screens_reached(event.station):
            recent = [each for each in self._shown if self._unseen(each)]
            self._shown = [*recent, fact]
        elif self._fresh(fact, STILL_WANTED):
            yield from self._ticket(counter, event, fact, instead=NO_SCREEN)

    def _diverted(self, event: TicketDiverted) -> Iterable[tuple[str, str, Document]]:
        """The ticket that its own printer did not get: what is left of it, else as the
        journal has it."""
        journal, here = self._house.journal, self._house.terminal
        left = self._sent.pop(event.ticket, ("", None))[1]
        left = left or self._held.take((here, event.ticket))
        if left is None:
            after = journal.vector() | {here: event.ticket - 1}
            entries = journal.entries(after=after, readable=True, limit=1)
            left = next(iter(facts_of(entries)), None)
        if left is not None and isinstance(left.event, TicketIssued):
            yield from self._ticket(
                event.printer, left.event, left, "diverted", instead=STANDS_IN
            )

    def _ticket(
        self,
        printer: str,
        ticket: TicketIssued,
        fact: Fact,
        purpose: str = "ticket",
        *,
        instead: str = "",
    ) -> Iterable[tuple[str, str, Document]]:
        """Its papers, each a job of its own: what is printed again after a doubt is that
        one alone. The ticket says its form, so a second look gives the same keys."""
        papers = issued_papers(self._house, ticket, fact.meta, instead)
        for number, paper in enumerate(papers):
            yield printer, f"{purpose}.{number}" if number else purpose, paper


def _station(fact: Fact) -> str:
    """Of a ticket."""
    return fact.event.station if isinstance(fact.event, TicketIssued) else ""


def _opens_drawer(event: object) -> bool:
    match event:
        case PaymentCompleted(method="cash") | PaymentRefunded(method="cash"):
            return True
        case CashMoved() | DrawerOpened():
            return True
        case _:
            return False
