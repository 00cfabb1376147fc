"""kill -9 of a till that sells, prints and takes cards, at random points.

The till is a child process with the real house, spool and drivers; its devices live here.
"""

import contextlib
import itertools
import multiprocessing
import os
import random
import signal
import sqlite3
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from street import (
    MARC,
    PATIENCE,
    Street,
    Till,
    charged_as_written,
    printed_as_written,
    settle,
    street_of,
    till_of,
)

from app.domain.orders.billing import order_due
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.orders.events import OrderCreated
from app.domain.payments.commands import RefundReceipt, RequestCard, TakePayment
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentRefunded,
    PaymentRequested,
)
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.fiscal.checking import verify_profile
from app.projections.queries import document
from db.profile import Profile

DISHES = ("bar_roti", "magret", "cafe", "soupe_oignon")


def sell(till: Till, chance: random.Random) -> str:
    """One guest, from the first dish to the receipt; the order, "" if unpaid."""
    created = till.do(OpenOrder(mode="counter"))[0].event
    assert isinstance(created, OrderCreated)
    order = created.order
    for dish in chance.choices(DISHES, k=chance.randint(1, 3)):
        till.do(AddLine(order=order, article=dish))
    till.do(SendOrder(order=order))
    book = till.house.world.book
    due = order_due(book, book.orders[order])
    if chance.random() < 0.5:
        till.do(
            TakePayment(
                order=order,
                method="cash",
                amount=due,
                tendered=due,
                issued="paper",
            )
        )
    else:
        till.do(RequestCard(order=order, amount=due, terminal="tpe1"))
        while any(p.running for p in book.orders[order].payments.values()):
            till.listen(0.05)
    return order if book.closed(book.orders[order]) else ""


def give_back(till: Till, order: str) -> None:
    """The first dish of a receipt goes back on the card."""
    for receipt in till.house.world.book.orders[order].receipts:
        with till.house.database.read() as connection:
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
        till.do(command, MARC)
    while any(r.running for r in till.house.world.book.refunds.values()):
        till.listen(0.05)


def sell_until_killed(
    folder: Path, pipe: "Connection[bytes, bytes]", seed: int
) -> None:
    """The child: says the id of each order that was sold."""
    pipe.send_bytes(b"awake")
    chance = random.Random(seed)
    with till_of(folder) as till:
        pipe.send_bytes(b"open")
        while True:
            order = sell(till, chance)
            if order:
                pipe.send_bytes(order.encode())
                if chance.random() < 0.6:
                    give_back(till, order)


def context() -> "multiprocessing.context.ForkServerContext":
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["pytest", "app.devices", "app.bootstrap"])
    return made


def forget_what_was_queued(folder: Path, since: int) -> int:
    """What a power cut may take: printing's place in the journal, which is not flushed.

    Returns:
        The place that was forgotten; `since` is an earlier one.
    """
    with contextlib.closing(sqlite3.connect(Profile(folder).database)) as database:
        row = database.execute(_PLACE).fetchone()
        if row and since:
            database.execute(f"UPDATE follower SET seq = ? {_OF_PRINTING}", (since,))
            database.commit()
    return row[0] if row else 0


_OF_PRINTING = "WHERE name = 'printing' AND chain = 'C1'"
_PLACE = f"SELECT seq FROM follower {_OF_PRINTING}"


def kill_at_random_points(folder: Path, points: int, seed: int) -> list[str]:
    """Kills a selling till again and again; the orders that it said were sold.

    Every third time it loses what a power cut takes as well.
    """
    chance = random.Random(seed)
    sold: list[str] = []
    place = 0
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
        place = forget_what_was_queued(folder, place if point % 3 == 0 else 0)
    return [order for order in sold if order != "open"]


def die_with_an_answer_unheard(folder: Path) -> None:
    """The child: the guest has paid at the terminal, the journal does not know it yet."""
    with till_of(folder) as till:
        created = till.do(OpenOrder(mode="counter"))[0].event
        assert isinstance(created, OrderCreated)
        till.do(AddLine(order=created.order, article="cafe"))
        book = till.house.world.book
        due = order_due(book, book.orders[created.order])
        assert till.do(RequestCard(order=created.order, amount=due, terminal="tpe1"))
        terminal = till.devices.simulated_terminals["tpe1"]
        deadline = time.monotonic() + PATIENCE
        while not terminal.approved():
            assert time.monotonic() < deadline
            time.sleep(0.002)
        os.kill(os.getpid(), signal.SIGKILL)


def test_the_simulated_terminal_outlives_the_process_that_carries_it(
    tmp_path: Path,
) -> None:
    child = context().Process(target=die_with_an_answer_unheard, args=(tmp_path,))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL

    events = [fact.event for fact in settle(tmp_path)]
    (asked,) = [e for e in events if isinstance(e, PaymentRequested)]
    (paid,) = [e for e in events if isinstance(e, PaymentCompleted)]
    assert (paid.payment, paid.amount) == (asked.payment, asked.amount)


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    with street_of(tmp_path) as made:
        yield made


@pytest.mark.parametrize("points", [12, pytest.param(200, marks=pytest.mark.scenario)])
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

    charged_as_written(street, facts)
    assert any(isinstance(fact.event, PaymentRefunded) for fact in facts)
    printed_as_written(street, tmp_path, facts)
