"""Paper follows the journal: tickets, receipts, bills, the drawer.

Each paper has the key "<chain>:<seq>:<purpose>" in the spool, so an entry that is seen
again (after a crash, after a restart) is never printed twice unmarked. The vector is
written only when something was queued; what comes after it is looked at again. Each
terminal prints what itself wrote, and what others wrote for a printer that it owns.
Papers are made in the thread of the house and queued in another: a window does not wait
for the spool's disk.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from app.fiscal.breach import breaches
from app.followers.held import HeldTickets
from app.followers.paper.cash import cash_paper
from app.followers.paper.credit import credit_papers, slip_paper
from app.followers.paper.issued import issued_addition, issued_papers
from app.followers.paper.kitchen import NO_SCREEN, STANDS_IN
from app.followers.paper.mark import marked
from app.followers.paper.outside import Outside, outside_paper
from app.followers.paper.receipt import Stamp, receipt_paper
from app.followers.paper.report import report_paper
from app.followers.paper.stored import customer_of, stored_paper, till_name
from app.projections.queries import document
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
        self._shown: list[Fact] = []
        self._sent: dict[
            int, tuple[str, Fact]
        ] = {}  # station, ticket of others' printers
        self._held = HeldTickets()
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
            self._submit(self._papers_of(tuple(facts_of(entries))))
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
            due = self._held.due(self._house.world.book, self._now_ms(), facts)
            papers = self._papers_of((*due, *facts))
        except (HardwareError, KnownError) as error:
            self._wait(error)
            return
        for fact in facts:
            _, chain, seq = fact.meta.order
            self._seen[chain] = max(seq, self._seen.get(chain, 0))
        # Whoever owns a printer from now on prints nothing of what was before.
        if papers or due or any(isinstance(fact.event, DeviceSet) for fact in facts):
            self.under_way += 1
            self._elsewhere(partial(self._queue, papers, dict(self._seen), due))

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
        world, here = self._house.world, self._house.terminal
        for ticket, (station, fact) in tuple(self._sent.items()):
            instead = stand_in(world, station, here)
            if self.owner_reached(station_owner(world, station)):
                gone = not self._fresh(fact, UNSEEN)
            else:
                gone = not self._fresh(fact, STILL_WANTED)
            if gone:
                del self._sent[ticket]
            elif instead and not self._fresh(fact, LATE):
                try:
                    self._house.record([TicketDiverted(ticket=ticket, printer=instead)])
                except KnownError:  # the strip says so; the next look tries again
                    return
                del self._sent[ticket]

    def _papers_of(self, facts: Sequence[Fact]) -> list[Paper]:
        """What this terminal has to print of these facts."""
        world, here = self._house.world, self._house.terminal
        owned = {d.id for d in world.driven(here).values() if world.owner(d) == here}
        diverted = {
            (fact.meta.chain, fact.event.ticket)
            for fact in facts
            if isinstance(fact.event, TicketDiverted)
        }
        found = []
        for fact in facts:
            _, chain, seq = fact.meta.order
            mine = chain == here
            wanted = mine or (owned and self._fresh(fact, OTHERS_WANTED))
            if (chain, seq) in diverted:
                self._held.drop((chain, seq))
                continue
            if not wanted or self._held.stops(fact):
                continue
            for printer, purpose, plain in self._papers(fact):
                device = world.settings.devices.get(printer)
                if device is None:
                    if printer and mine:  # a house may have no printer at all
                        _log.error("no printer %r for %s", printer, plain.title)
                elif printer in owned or (mine and not world.owner(device)):
                    if self._held.keep(fact, world.book, self._now_ms()):
                        continue
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
        self, papers: Sequence[Paper], seen: Mapping[str, int], due: Sequence[Fact]
    ) -> None:
        """Elsewhere; what came of it is told to the house's thread."""
        failed: HardwareError | None = None
        try:
            self._submit(papers)
        except HardwareError as error:
            failed = error
        self._post(partial(self._on_queued, seen, due, failed))

    def _on_queued(
        self,
        seen: Mapping[str, int],
        due: Sequence[Fact],
        failed: HardwareError | None,
    ) -> None:
        self.under_way -= 1
        if self._stopped:
            return  # the next start looks again
        if failed is not None:
            self._wait(failed)
        elif not self.behind:  # else what failed before must not be passed over
            self._held.printed(due)
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

    def _papers(self, fact: Fact) -> Iterable[tuple[str, str, Document]]:
        """(printer, purpose, document) of everything this fact prints or opens."""
        event, mine = fact.event, fact.meta.chain == self._house.terminal
        counter = till_printer(self._house.world, fact.meta.chain)
        match event:
            case TicketIssued():
                yield from self._tickets(event, fact, counter)
            case TicketDiverted() if mine:
                yield from self._diverted(event)
            case ReceiptIssued(issued="paper") | ReceiptRefunded(issued="paper"):
                yield counter, "receipt", self._receipt(event, fact)
            case ReceiptDuplicated(medium="paper"):
                yield from self._duplicate(event, counter)
            case CreditIssued() | CreditToppedUp():
                papers = credit_papers(self._house.world, event, fact.meta.tseq)
                yield from ((counter, "credit", paper) for paper in papers)
            case SlipPrinted():
                yield from self._slip(event, counter)
            case AdditionPrinted() | OrderImported() | GuestsLetIn():
                yield from self._of_order(event, fact, counter)
            case CashMoved():
                yield counter, "cash", self._cash(event, fact)
            case DayClosed() | TillReported():
                yield counter, "report", self._report(event, fact)
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
        self, event: TicketIssued, fact: Fact, counter: str
    ) -> Iterable[tuple[str, str, Document]]:
        """A station without a printer reads its screen; where that cannot be reached,
        the paper comes out at the till, while the dishes are still to be made."""
        station = self._house.world.catalogue.stations.get(event.station)
        if station is None:
            return
        if station.printer:
            yield from self._ticket(station.printer, event, fact)
        elif fact.meta.chain != self._house.terminal:
            pass  # whoever issued it knows whether its screen is there
        elif self.screens_reached(event.station):
            recent = [each for each in self._shown if self._unseen(each)]
            self._shown = [*recent, fact]
        elif self._fresh(fact, STILL_WANTED):
            yield from self._ticket(counter, event, fact, instead=NO_SCREEN)

    def _diverted(self, event: TicketDiverted) -> Iterable[tuple[str, str, Document]]:
        """The ticket that its own printer did not get, from the journal."""
        journal, here = self._house.journal, self._house.terminal
        after = journal.vector() | {here: event.ticket - 1}
        entries = journal.entries(after=after, readable=True, limit=1)
        for fact in facts_of(entries):
            if isinstance(fact.event, TicketIssued):
                yield from self._ticket(
                    event.printer, fact.event, fact, "diverted", instead=STANDS_IN
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

    def _receipt(self, event: ReceiptIssued | ReceiptRefunded, fact: Fact) -> Document:
        meta = fact.meta
        number = f"{meta.chain}-{meta.tseq:06d}"
        mine = meta.chain == self._house.terminal and not meta.extract
        unsigned = self._house.journal.unsigned if mine else None
        stamp = Stamp(
            number=number,
            ts=meta.ts,
            operator=person_name(self._house, meta.op),
            till=till_name(number),
            extract=meta.extract,
            software=self._software,
            waiting=unsigned.count if unsigned else 0,
            customer=customer_of(self._house, event),
        )
        return receipt_paper(event, stamp, self._house.world.settings)

    def _duplicate(
        self, event: ReceiptDuplicated, counter: str
    ) -> Iterable[tuple[str, str, Document]]:
        with self._house.database.read() as connection:
            stored = document(connection, event.receipt)
        if stored is None:
            _log.error("no document %s to print again", event.receipt)
            return
        paper = stored_paper(self._house, stored, event.copy)
        yield counter, "duplicate", paper

    def _slip(
        self, event: SlipPrinted, counter: str
    ) -> Iterable[tuple[str, str, Document]]:
        with self._house.database.read() as connection:
            stored = document(connection, event.receipt)
        if stored is not None and isinstance(stored.document, ReceiptIssued):
            settings = self._house.world.settings
            paper = slip_paper(
                stored.document, stored.number, stored.ts, event.kind, settings
            )
            yield counter, "slip", paper

    def _cash(self, event: CashMoved, fact: Fact) -> Document:
        meta, settings = fact.meta, self._house.world.settings
        number = f"{meta.chain}-{meta.tseq:06d}"
        who = person_name(self._house, meta.op)
        return cash_paper(event, number, meta.ts, who, settings)

    def _report(self, event: DayClosed | TillReported, fact: Fact) -> Document:
        who = person_name(self._house, fact.meta.op)
        _, chain, seq = fact.meta.order
        return report_paper(
            event,
            fact.meta,
            who,
            self._house.world.settings,
            breaches=breaches(self._house, chain, seq),
        )


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
