"""Paper follows the journal: tickets, receipts, bills, the drawer.

Each paper has the key "<chain>:<seq>:<purpose>" in the spool, so an entry that is seen
again (after a crash, after a restart) is never printed twice unmarked. The vector is
written only when something was queued; what comes after it is looked at again. Each
terminal prints what itself wrote. Papers are made in the thread of the house and queued
in another: a window does not wait for the spool's disk.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from app.domain.credits.events import CreditIssued
from app.domain.kitchen.events import TicketIssued
from app.domain.money import decimal_text
from app.domain.orders.billing import beside_on, bills, price_bill
from app.domain.orders.state import Order
from app.domain.papers import SHARE
from app.domain.payments.events import PaymentCompleted, PaymentRefunded
from app.domain.profile.choosing import profile_of
from app.domain.receipts.compose import QTY_PLACES
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
from app.followers.paper.cash import cash_paper
from app.followers.paper.credit import credit_paper, slip_paper
from app.followers.paper.kitchen import kitchen_paper
from app.followers.paper.mark import marked
from app.followers.paper.receipt import (
    BESIDE,
    Stamp,
    addition_paper,
    receipt_paper,
)
from app.followers.paper.report import report_paper
from app.followers.paper.stored import customer_of, stored_paper, till_name
from app.projections.queries import document
from app.services.house import Fact, House, facts_of
from app.services.people import person_name, unseal_order
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
_log = logging.getLogger("sotto.print")


Paper = tuple[str, str, Document]
"""(printer, key in the spool, what is on it)."""


def _always() -> bool:
    return True


def _at_once(work: Callable[[], None]) -> None:
    work()


class PrintingFollower:
    """Queues the paper that each fact calls for.

    Args:
        post: hands a function to the thread of the house.
        elsewhere: runs functions one after the other, so that papers keep their order.

    Attributes:
        behind: something could not be queued yet (a full disk); `catch_up` does it.
        under_way: appends whose papers are being queued.
        screens_reached: whether the kitchen's screens see what is written here.
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
        self.under_way = 0
        self.screens_reached: Callable[[], bool] = _always
        self._shown: list[Fact] = []
        self._stopped = False

    def stop(self) -> None:
        """The database is about to close: nothing more is noted in it."""
        self._stopped = True

    def catch_up(self) -> None:
        """Queues what was not queued yet: after a restart, or a disk that was full.

        What is under way meanwhile has the same keys, and comes to the same.
        """
        seen = vector(self._house.database, NAME)
        if seen:
            # Of other terminals nothing is wanted: their whole story would be read.
            after = self._house.journal.vector() | seen
            entries = self._house.journal.entries(after=after, readable=True)
            self._submit(self._papers_of(self._mine(facts_of(entries))))
        self._advance(self._house.journal.head().seq)
        self.behind = False

    def follow(self, facts: tuple[Fact, ...]) -> None:
        """Has the papers of these facts queued.

        The facts stand whatever happens to the paper: when the spool cannot be written,
        they are queued with the next ones.
        """
        try:
            if self.behind:
                self.catch_up()
                return
            mine = self._mine(facts)
            papers = self._papers_of(mine)
        except (HardwareError, KnownError) as error:
            self._wait(error)
            return
        if papers:
            self.under_way += 1
            self._elsewhere(partial(self._queue, papers, mine[-1].meta.order[2]))

    def screens_lost(self) -> None:
        """The kitchen's screens went out of reach: the tickets that they may not have
        seen any more come out on paper."""
        unseen = [fact for fact in self._shown if self._fresh(fact, UNSEEN)]
        self._shown = []
        if unseen:
            self.follow(tuple(unseen))

    def _mine(self, facts: Iterable[Fact]) -> list[Fact]:
        return [f for f in facts if f.meta.chain == self._house.terminal]

    def _papers_of(self, facts: Iterable[Fact]) -> list[Paper]:
        found = []
        for fact in facts:
            _, chain, seq = fact.meta.order
            for printer, purpose, plain in self._papers(fact):
                paper = marked(plain, self._house.mark)
                if printer in self._house.world.settings.devices:
                    found.append((printer, f"{chain}:{seq}:{purpose}", paper))
                elif printer:  # a house may have no printer at all
                    _log.error("no printer %r for %s", printer, paper.title)
        return found

    def _submit(self, papers: Sequence[Paper]) -> None:
        for printer, key, paper in papers:
            try:
                self._printers.submit(printer, key, paper)
            except LookupError:
                _log.error("no printer %r for %s", printer, paper.title)  # it says all

    def _queue(self, papers: Sequence[Paper], seq: int) -> None:
        """Elsewhere; what came of it is told to the house's thread."""
        failed: HardwareError | None = None
        try:
            self._submit(papers)
        except HardwareError as error:
            failed = error
        self._post(partial(self._on_queued, seq, failed))

    def _on_queued(self, seq: int, failed: HardwareError | None) -> None:
        self.under_way -= 1
        if self._stopped:
            return  # the next start looks again
        if failed is not None:
            self._wait(failed)
        elif not self.behind:  # else what failed before must not be passed over
            try:
                self._advance(seq)
            except KnownError as error:
                self._wait(error)

    def _wait(self, error: HardwareError | KnownError) -> None:
        self.behind = True
        _log.warning("paper waits: %s", type(error).__name__)

    def _advance(self, seq: int) -> None:
        # Lost with the power, the same papers are queued again, under keys that exist.
        with self._house.database.write(flush=False) as connection:
            advance(connection, NAME, {self._house.terminal: seq})

    def _papers(self, fact: Fact) -> Iterable[tuple[str, str, Document]]:
        """(printer, purpose, document) of everything this fact prints or opens."""
        event = fact.event
        counter = self._counter()
        match event:
            case TicketIssued():
                yield from self._tickets(event, fact, counter)
            case ReceiptIssued(issued="paper") | ReceiptRefunded(issued="paper"):
                yield counter, "receipt", self._receipt(event, fact)
            case ReceiptDuplicated(medium="paper"):
                yield from self._duplicate(event, counter)
            case CreditIssued():
                settings = self._house.world.settings
                yield counter, "credit", credit_paper(event, fact.meta.tseq, settings)
            case SlipPrinted():
                yield from self._slip(event, counter)
            case AdditionPrinted():
                paper = self._addition(event, fact)
                if paper is not None:
                    yield counter, "addition", paper
            case CashMoved():
                yield counter, "cash", self._cash(event, fact)
            case DayClosed() | TillReported():
                yield counter, "report", self._report(event, fact)
            case _:
                pass
        if _opens_drawer(event) and self._fresh(fact):
            who = person_name(self._house, fact.meta.op)
            yield counter, "drawer", Document("drawer", (Kick(),), who)

    def _counter(self) -> str:
        """The printer at the till: the one that carries the drawer."""
        devices = self._house.world.settings.devices.values()
        printers = [d for d in devices if d.kind == "printer" and d.active]
        found: DeviceSet | None = next((d for d in printers if d.drawer), None)
        return found.id if found else (printers[0].id if printers else "")

    def _fresh(self, fact: Fact, within: timedelta = FRESH) -> bool:
        moment = datetime.fromisoformat(fact.meta.ts)
        return self._house.clock() - moment < within

    def _tickets(
        self, event: TicketIssued, fact: Fact, counter: str
    ) -> Iterable[tuple[str, str, Document]]:
        """A station without a printer reads its screen; where that cannot be reached,
        the paper comes out at the till, while the dishes are still to be made."""
        station = self._house.world.catalogue.stations.get(event.station)
        if station is None:
            return
        if station.printer:
            yield station.printer, "ticket", self._ticket(event, fact)
        elif self.screens_reached():
            recent = [each for each in self._shown if self._fresh(each, UNSEEN)]
            self._shown = [*recent, fact]
        elif self._fresh(fact, STILL_WANTED):
            yield counter, "ticket", self._ticket(event, fact, instead=True)

    def _ticket(
        self, ticket: TicketIssued, fact: Fact, *, instead: bool = False
    ) -> Document:
        world = self._house.world
        course = world.catalogue.courses.get(ticket.course)
        order = world.book.orders.get(ticket.order)
        sealed = {line.allergy for line in ticket.lines if line.allergy}
        return kitchen_paper(
            ticket,
            world.settings,
            station=world.catalogue.stations[ticket.station].name,
            course=course.name if course else "",
            waiter=person_name(self._house, fact.meta.op),
            ts=fact.meta.ts,
            allergies={s: unseal_order(self._house, ticket.order, s) for s in sealed},
            limit=course.limit if course else 0,
            note=order.kitchen_note if order else "",
            terminal=self._terminal(fact.meta.chain),
            instead=instead,
        )

    def _terminal(self, chain: str) -> tuple[str, str]:
        """Chain and name of a terminal, where there are several."""
        terminals = self._house.world.terminals
        known = terminals.known.get(chain)
        return (chain, known.name if known else "") if terminals.several else ("", "")

    def _receipt(self, event: ReceiptIssued | ReceiptRefunded, fact: Fact) -> Document:
        meta = fact.meta
        number = f"{meta.chain}-{meta.tseq:06d}"
        unsigned = None if meta.extract else self._house.journal.unsigned
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

    def _addition(self, event: AdditionPrinted, fact: Fact) -> Document | None:
        house = self._house
        order = house.world.book.orders.get(event.order)
        found = [
            bill
            for bill in (bills(house.world.book, order) if order else ())
            if event.bill in ("", bill.id)
        ]
        if order is None or not found:
            return None
        priced = [price_bill(house.world.book, order, bill) for bill in found]
        lines = [
            (
                decimal_text(line.quantity, QTY_PLACES).replace(".", ","),
                line.label,
                total,
            )
            for bill, document_ in zip(found, priced, strict=True)
            for source, portion in enumerate(bill.portions)
            for line in [house.world.book.lines[portion.line]]
            for total in [sum(p.ttc for p in document_.lines if p.source == source)]
        ]
        lines += [
            ("", BESIDE.get(each.kind, each.kind), each.amount)
            for bill in found
            for each in beside_on(order, bill.id)
        ]
        name = house.world.settings.text("house.name").upper()
        moment = datetime.fromisoformat(fact.meta.ts)
        return addition_paper(
            lines,
            sum(cents for _, _, cents in lines),
            order.covers,
            self._where(order),
            f"{name} · A-{fact.meta.tseq:06d} · {moment:%H:%M}",
            profile_of(house.world.settings),
            share=house.world.settings.text(SHARE) == "yes",
        )

    def _where(self, order: Order) -> str:
        number = self._house.world.floor.number(order.table)
        sale = self._house.world.sale_number(order.terminal, order.number)
        parts = [f"Table {number}" if number else f"Vente {sale}"]
        if order.covers:
            parts.append(f"{order.covers} couvert{'s' if order.covers > 1 else ''}")
        return " · ".join([*parts, person_name(self._house, order.waiter)])

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


def _opens_drawer(event: object) -> bool:
    match event:
        case PaymentCompleted(method="cash") | PaymentRefunded(method="cash"):
            return True
        case CashMoved() | DrawerOpened():
            return True
        case _:
            return False
