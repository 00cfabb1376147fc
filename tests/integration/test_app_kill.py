"""kill -9 of a till that sells, prints and takes cards, at random points.

The till is a child process with the real house, spool and drivers. Printers and the card
terminal live here, as they do in a restaurant: they see the till die and come back, and
they are the judges of what is on paper and of what a guest was charged.
"""

import contextlib
import dataclasses
import itertools
import multiprocessing
import os
import queue
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from unittest import mock

import pytest

from app import devices
from app.bootstrap import SOFTWARE, open_house
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.billing import order_due
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.orders.events import OrderCreated
from app.domain.payments.commands import RefundReceipt, RequestCard, TakePayment
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentRefunded,
    PaymentRequested,
    RefundRequested,
)
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.rules import Command
from app.domain.till.decide import OpenTill
from app.domain.till.events import Coins
from app.domain.vocabulary import Refusal
from app.fiscal.checking import verify_profile
from app.projections.queries import document
from app.services.house import Actor, Fact, House, facts_of
from app.starting import held
from db.profile import Profile
from hardware.printers.simulator import SimulatedPrinter
from hardware.printers.spool import Spool
from hardware.terminals.caisse_ap import Action
from hardware.terminals.customer import Behaviour
from hardware.terminals.settings import TerminalSettings
from hardware.terminals.simulator import SimulatedTerminal

LEA, MARC = Actor("lea", "pos"), Actor("marc", "till")
PATIENCE = 60.0
SETTLE_S = 0.1
"""A terminal that knows of no payment is asked twice: so soon after, in a test."""
DISHES = ("bar_roti", "magret", "cafe", "soupe_oignon")


class Till:
    """A till without windows: the house, its devices, and a queue instead of Qt's."""

    def __init__(self, house: House, spool: Path) -> None:
        self.house = house
        self._posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.devices = devices.DeviceRoom(
            house, spool, self._posted.put, lambda: None, SOFTWARE
        )

    def start(self) -> None:
        self.devices.start()
        if not self.house.world.till("C1").session:
            self.do(OpenTill(coins=(Coins(value=5000, count=3),)), MARC)

    def do(self, command: Command, actor: Actor = LEA) -> tuple[Fact, ...]:
        result = self.house.run(command, actor)
        return () if isinstance(result, Refusal) else result

    def listen(self, seconds: float) -> None:
        """Does what the devices posted."""
        with contextlib.suppress(queue.Empty):
            self._posted.get(timeout=seconds)()

    def sell(self, chance: random.Random) -> str:
        """One guest, from the first dish to the receipt; the order, "" if unpaid."""
        created = self.do(OpenOrder(mode="counter"))[0].event
        assert isinstance(created, OrderCreated)
        order = created.order
        for dish in chance.choices(DISHES, k=chance.randint(1, 3)):
            self.do(AddLine(order=order, article=dish))
        self.do(SendOrder(order=order))
        book = self.house.world.book
        due = order_due(book, book.orders[order])
        if chance.random() < 0.5:
            self.do(
                TakePayment(
                    order=order,
                    method="cash",
                    amount=due,
                    tendered=due,
                    issued="paper",
                )
            )
        else:
            self.do(RequestCard(order=order, amount=due, terminal="tpe1"))
            while any(p.running for p in book.orders[order].payments.values()):
                self.listen(0.05)
        return order if book.closed(book.orders[order]) else ""

    def give_back(self, order: str) -> None:
        """The first dish of a receipt goes back on the card."""
        for receipt in self.house.world.book.orders[order].receipts:
            with self.house.database.read() as connection:
                stored = document(connection, receipt.id)
            assert stored is not None
            assert isinstance(stored.document, ReceiptIssued)
            command = RefundReceipt(
                original=stored.document,
                number=stored.number,
                back=((0, 1000),),
                reason="plat renvoyé",
                method="card",
                terminal="tpe1",
            )
            self.do(command, MARC)
        while any(r.running for r in self.house.world.book.refunds.values()):
            self.listen(0.05)


@contextlib.contextmanager
def till_of(folder: Path) -> Iterator[Till]:
    profile = Profile(folder)
    hasty = partial(TerminalSettings, settle_s=SETTLE_S)
    patient = mock.patch.object(devices, "TerminalSettings", hasty)
    with patient, held(profile), open_house(profile) as opened:
        till = Till(opened.house, profile.spool)
        till.start()
        try:
            yield till
        finally:
            till.devices.stop()


def sell_until_killed(
    folder: Path, pipe: "Connection[bytes, bytes]", seed: int
) -> None:
    """The child: says the id of each order that was sold."""
    pipe.send_bytes(b"awake")
    chance = random.Random(seed)
    with till_of(folder) as till:
        pipe.send_bytes(b"open")
        while True:
            order = till.sell(chance)
            if order:
                pipe.send_bytes(order.encode())
                if chance.random() < 0.3:
                    till.give_back(order)


def context() -> "multiprocessing.context.ForkServerContext":
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["pytest", "app.devices", "app.bootstrap"])
    return made


def kill_at_random_points(folder: Path, points: int, seed: int) -> list[str]:
    """Kills a selling till again and again; the orders that it said were sold."""
    chance = random.Random(seed)
    sold: list[str] = []
    for point in range(points):
        ours, theirs = context().Pipe(duplex=False)
        child = context().Process(
            target=sell_until_killed, args=(folder, theirs, point), daemon=True
        )
        child.start()
        theirs.close()
        assert ours.recv_bytes() == b"awake"
        if chance.random() < 0.8:  # else it dies while it opens
            assert ours.recv_bytes() == b"open"
            if chance.random() < 0.5:  # and some live to see a guest, however slow
                sold.append(ours.recv_bytes().decode())
        time.sleep(chance.uniform(0, 0.3))
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        assert child.exitcode == -signal.SIGKILL
        with contextlib.suppress(EOFError):
            while True:
                sold.append(ours.recv_bytes().decode())
        ours.close()
    return [order for order in sold if order != "open"]


@dataclasses.dataclass
class Street:
    """What stands around the till and outlives it."""

    printers: dict[str, SimulatedPrinter]
    terminal: SimulatedTerminal

    def paper(self) -> list[str]:
        return [digest for p in self.printers.values() for digest in p.digests]


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    """The demo restaurant, its devices on the network."""
    printers: dict[str, SimulatedPrinter] = {}
    terminal = SimulatedTerminal(customer=Behaviour(think_s=0.03))
    terminal.power(on=True)
    with open_house(Profile(tmp_path)) as opened:
        for device in list(opened.house.world.settings.devices.values()):
            if device.kind == "printer":
                printers[device.id] = SimulatedPrinter(device.profile)
                printers[device.id].start()
                address, model = printers[device.id].address, device.profile
            else:
                address, model = f"tcp://127.0.0.1:{terminal.port}", "simulated"
            changed = dataclasses.replace(device, address=address, profile=model)
            opened.house.record([changed])
    yield Street(printers, terminal)
    for printer in printers.values():
        printer.stop()
    terminal.power(on=False)


def settled(till: Till) -> bool:
    """Whether no card waits for an answer and no ticket for its printer."""
    orders = till.house.world.book.orders.values()
    cards = any(p.running for order in orders for p in order.payments.values())
    cards |= any(r.running for r in till.house.world.book.refunds.values())
    waiting = till.devices.pool.jobs(states=("queued", "sending", "sent"))
    doubtful = till.devices.pool.jobs(states=("unknown",))
    return not (cards or waiting or any(job.kind == "kitchen" for job in doubtful))


def settle(folder: Path) -> list[Fact]:
    """The last start: waits for the devices; every fact of the journal."""
    with till_of(folder) as till:
        deadline = time.monotonic() + PATIENCE
        while not settled(till):
            assert time.monotonic() < deadline, "the devices never settled"
            till.listen(0.1)
        return list(facts_of(till.house.journal.entries()))


@pytest.mark.parametrize("points", [25, pytest.param(200, marks=pytest.mark.scenario)])
def test_a_till_killed_at_any_point_sells_whole_and_charges_once(
    tmp_path: Path, street: Street, points: int
) -> None:
    sold = kill_at_random_points(tmp_path, points, seed=points)
    facts = settle(tmp_path)

    # No gap, no duplicate: numbers, links, signatures and read tables.
    report = verify_profile(Profile(tmp_path), deep=True)
    assert (report.errors, report.warnings) == ((), ())

    # A sale is there whole or not at all: the payment and its receipt in one append.
    paid: dict[str, int] = {}
    for fact, following in itertools.pairwise(facts):
        if isinstance(fact.event, PaymentCompleted):
            assert isinstance(following.event, ReceiptIssued)
            assert following.event.order == fact.event.order
            assert following.event.ttc == fact.event.amount
            assert fact.event.order not in paid
            paid[fact.event.order] = fact.event.amount
    documents = [
        fact.meta.tseq
        for fact in facts
        if isinstance(fact.event, ReceiptIssued | ReceiptRefunded)
    ]
    assert documents == list(range(1, len(documents) + 1))
    assert set(sold) <= set(paid)
    assert len(sold) >= points // 5

    # The terminal's own ledger: one charge for each card in the journal, no other.
    asked = [f.event for f in facts if isinstance(f.event, PaymentRequested)]
    moved = street.terminal.approved()
    charged = Counter(c.reference for c in moved if c.action is Action.DEBIT)
    assert max(charged.values()) == 1
    completed = {
        f.event.payment for f in facts if isinstance(f.event, PaymentCompleted)
    }
    assert {a.reference for a in asked if a.payment in completed} == set(charged)

    # And one credit for each refund, whose document came with the money.
    credited = Counter(c.reference for c in moved if c.action is Action.CREDIT)
    given = {f.event.payment for f in facts if isinstance(f.event, PaymentRefunded)}
    wished = [f.event.payment for f in facts if isinstance(f.event, RefundRequested)]
    refunds = [f.event for f in facts if isinstance(f.event, ReceiptRefunded)]
    assert credited == Counter(given)
    assert [r.payments[0].payment for r in refunds] == [w for w in wished if w in given]
    assert given

    # Every ticket of the journal is on paper, none twice without a mark.
    spool = Spool(Profile(tmp_path).spool / "spool.db")
    jobs = {job.key: job for job in spool.jobs() if job.kind == "kitchen"}
    audit = spool.audit(street.paper())
    spool.close()
    tickets = [f.meta.order for f in facts if isinstance(f.event, TicketIssued)]
    assert set(jobs) == {f"{chain}:{seq}:ticket" for _, chain, seq in tickets}
    assert {job.state for job in jobs.values()} == {"printed"}
    assert (audit.lost, audit.unmarked_duplicates, audit.pending) == (0, 0, 0)
