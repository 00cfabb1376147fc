"""Cards taken and given back by services on the internet, from the order to the journal."""

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house
from pay_kit import ESPRESSOS, make_order, run
from till_and_terminal import DEADLINE_S

from app.bootstrap import Opened
from app.devices import DeviceRoom
from app.domain.orders.state import Order
from app.domain.payments.commands import RefundReceipt, RequestCard
from app.domain.payments.events import PaymentCompleted
from app.domain.receipts.events import ReceiptIssued
from app.presenters.admin.refund_notice import present_card_refund
from app.presenters.pay.words import card_words
from app.projections.queries import refunds_of
from app.services.facts import facts_of
from hardware.terminals.model import PayKind

TERMINAL = "tpe1"


class Till:
    """The demo restaurant with a card terminal of a service on the internet."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        spool = opened.profile.spool
        self.room = DeviceRoom(
            opened.house, spool, self._jobs.put, lambda: None, "Sotto test"
        )

    def until(self, condition: Callable[[], bool]) -> None:
        """Does what the devices' threads hand over."""
        while not condition():
            self._jobs.get(timeout=DEADLINE_S)()

    def order(self, order: str) -> Order:
        return self.opened.house.world.book.orders[order]

    def pay(self, order: str, cents: int) -> None:
        # The guest before may not have left the terminal yet.
        self.until(lambda: self.room.healths()[TERMINAL].state.usable)
        run(self.opened, RequestCard(order=order, amount=cents, terminal=TERMINAL))
        payments = self.order(order).payments
        self.until(lambda: not any(p.running for p in payments.values()))

    def events(self, order: str) -> list[object]:
        entries = self.opened.house.journal.entries(stream=f"order/{order}")
        return [fact.event for fact in facts_of(entries)]

    def receipt(self, order: str) -> ReceiptIssued:
        events = self.events(order)
        issued = [each for each in events if isinstance(each, ReceiptIssued)]
        assert issued, events  # what the terminal said instead
        return issued[0]


@contextmanager
def till_of(kind: str, folder: Path) -> Iterator[Till]:
    with demo_house(folder, FixedClock()) as opened:
        device = opened.house.world.settings.devices[TERMINAL]
        opened.house.record([replace(device, profile=kind, address="sim://")])
        till = Till(opened)
        till.room.start()
        till.until(lambda: till.room.healths()[TERMINAL].state.usable)
        try:
            yield till
        finally:
            till.room.stop()


def whole(original: ReceiptIssued) -> RefundReceipt:
    """Both espressos go back by card."""
    return RefundReceipt(
        original=original,
        number="1",
        back=((0, 2000),),
        reason="erreur",
        method="card",
        terminal=TERMINAL,
    )


@pytest.mark.parametrize("kind", ["adyen", "stripe", "sumup"])
def test_a_document_goes_back_to_the_card_that_paid_it(
    kind: str, tmp_path: Path
) -> None:
    with till_of(kind, tmp_path) as till:
        order = make_order(till.opened, ESPRESSOS)
        cents = till.opened.house.world.book.total(till.order(order))
        till.pay(order, cents)
        paid = [e for e in till.events(order) if isinstance(e, PaymentCompleted)]
        assert [bool(each.transaction) for each in paid] == [True]
        original = till.receipt(order)
        run(till.opened, whole(original))
        world = till.opened.house.world
        refunds = world.book.refunds
        [running] = refunds.values()
        words = present_card_refund(world, running, till.opened.house.clock()).lines
        assert words == ("L’argent retourne à la carte qui a payé.",)
        till.until(lambda: not any(each.running for each in refunds.values()))
        with till.opened.database.read() as connection:
            [given] = refunds_of(connection, original.receipt)
        sim = till.room.simulated_terminals[TERMINAL]
        moved = [(charge.kind, charge.cents) for charge in sim.approved()]
        assert moved == [(PayKind.DEBIT, cents), (PayKind.CREDIT, -given.ttc)]


def test_what_two_cards_paid_does_not_go_back_to_one(tmp_path: Path) -> None:
    with till_of("stripe", tmp_path) as till:
        order = make_order(till.opened, ESPRESSOS)
        cents = till.opened.house.world.book.total(till.order(order))
        till.pay(order, 100)
        till.pay(order, cents - 100)
        run(till.opened, whole(till.receipt(order)))
        [refused] = till.opened.house.world.book.refunds.values()
        till.until(lambda: not refused.running)
        assert (refused.state, refused.detail) == ("not_sent", "no_original")
        assert card_words(refused).startswith("Ce terminal ne rend que")
