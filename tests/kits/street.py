"""The street around a till: devices in this process, a till that may die in another.

Printers and the card terminal see a till die and come back, as they do in a restaurant.
They are the judges of what is on paper and of what a guest was charged.
"""

import contextlib
import dataclasses
import queue
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from unittest import mock

from app import devices
from app.bootstrap import SOFTWARE, open_house, wall_clock
from app.domain.kitchen.events import TicketIssued
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentRefunded,
    PaymentRequested,
    RefundRequested,
)
from app.domain.receipts.events import ReceiptRefunded
from app.domain.rules import Command
from app.domain.till.decide import OpenTill
from app.domain.till.events import Coins
from app.domain.vocabulary import Refusal
from app.services.house import Actor, Fact, House, facts_of
from app.starting import held
from db.profile import Profile
from hardware.printers.simulator import SimulatedPrinter
from hardware.printers.spool import Spool
from hardware.terminals import kinds
from hardware.terminals.customer import Behaviour
from hardware.terminals.model import PayKind
from hardware.terminals.settings import TerminalSettings
from hardware.terminals.simulator import SimulatedTerminal

LEA, MARC = Actor("lea", "pos"), Actor("marc", "till")
PATIENCE = 60.0
SETTLE_S = 0.1
"""A terminal that knows of no payment is asked twice: so soon after, in a test."""


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


def hasty() -> "mock._patch[object]":
    """Terminals that know of no payment are asked again soon."""
    settings = partial(TerminalSettings, settle_s=SETTLE_S)
    return mock.patch.object(kinds, "TerminalSettings", settings)


@contextlib.contextmanager
def till_of(folder: Path, clock: Callable[[], datetime] = wall_clock) -> Iterator[Till]:
    profile = Profile(folder)
    with hasty(), held(profile), open_house(profile, clock=clock) as opened:
        till = Till(opened.house, profile.spool)
        till.start()
        try:
            yield till
        finally:
            till.devices.stop()


@dataclasses.dataclass
class Street:
    """What stands around the till and outlives it."""

    printers: dict[str, SimulatedPrinter]
    terminal: SimulatedTerminal

    def paper(self) -> list[str]:
        return [digest for p in self.printers.values() for digest in p.digests]


@contextlib.contextmanager
def street_of(
    folder: Path, clock: Callable[[], datetime] = wall_clock
) -> Iterator[Street]:
    """The demo restaurant, its devices on the network."""
    printers: dict[str, SimulatedPrinter] = {}
    terminal = SimulatedTerminal(customer=Behaviour(think_s=0.03))
    terminal.power(on=True)
    with open_house(Profile(folder), clock=clock) as opened:
        for device in list(opened.house.world.settings.devices.values()):
            if device.kind == "printer":
                printers[device.id] = SimulatedPrinter(device.profile)
                printers[device.id].start()
                address, model = printers[device.id].address, device.profile
            else:
                address, model = f"tcp://127.0.0.1:{terminal.port}", "simulated"
            changed = dataclasses.replace(device, address=address, profile=model)
            opened.house.record([changed])
    try:
        yield Street(printers, terminal)
    finally:
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


def settle(folder: Path, clock: Callable[[], datetime] = wall_clock) -> list[Fact]:
    """The last start: waits for the devices; every fact of the journal."""
    with till_of(folder, clock) as till:
        deadline = time.monotonic() + PATIENCE
        while not settled(till):
            assert time.monotonic() < deadline, "the devices never settled"
            till.listen(0.1)
        return list(facts_of(till.house.journal.entries()))


def charged_as_written(street: Street, facts: Sequence[Fact]) -> None:
    """Checks the terminal's own ledger."""
    events = [fact.event for fact in facts]
    moved = street.terminal.approved()

    # One charge for each card in the journal, no other.
    asked = [e for e in events if isinstance(e, PaymentRequested)]
    charged = Counter(c.reference for c in moved if c.kind is PayKind.DEBIT)
    completed = {e.payment for e in events if isinstance(e, PaymentCompleted)}
    assert charged == Counter(a.reference for a in asked if a.payment in completed)

    # And one credit for each refund, whose document came with the money.
    credited = Counter(c.reference for c in moved if c.kind is PayKind.CREDIT)
    wished = [e.payment for e in events if isinstance(e, RefundRequested)]
    given = {e.payment for e in events if isinstance(e, PaymentRefunded)}
    refunds = [e for e in events if isinstance(e, ReceiptRefunded)]
    back = {refund.payments[0].payment for refund in refunds}
    assert credited == Counter(w for w in wished if w in given)
    assert {w for w in wished if w in back} == {w for w in wished if w in given}


def printed_as_written(street: Street, folder: Path, facts: Sequence[Fact]) -> None:
    """Checks the paper: every ticket of the journal, none twice without a mark."""
    spool = Spool(Profile(folder).spool / "spool.db")
    jobs = {job.key: job for job in spool.jobs() if job.kind == "kitchen"}
    audit = spool.audit(street.paper())
    spool.close()
    tickets = [f.meta.order for f in facts if isinstance(f.event, TicketIssued)]
    assert set(jobs) == {f"{chain}:{seq}:ticket" for _, chain, seq in tickets}
    assert {job.state for job in jobs.values()} == {"printed"}
    assert (audit.lost, audit.unmarked_duplicates, audit.pending) == (0, 0, 0)
