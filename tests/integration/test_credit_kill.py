"""kill -9 of a till that sells and takes vouchers: redeemed and paid are one act."""

import contextlib
import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

from credit_kit import beside, due, take
from gui_kit import FixedClock, demo_house
from pay_kit import ESPRESSOS, make_order

from app.bootstrap import open_house
from app.domain.credits.state import KINDS, move_of
from app.domain.payments.events import PaymentCompleted
from app.domain.receipts.events import ReceiptIssued
from app.fiscal.checking import verify_database
from app.services.house import facts_of
from db.profile import Profile

KILLS = 3


def _trade(folder: Path) -> None:
    """Sells a voucher and spends it on coffee, for ever."""
    with open_house(Profile(folder), clock=FixedClock()) as opened:
        (folder / "ready").touch()
        while True:
            _, gift = beside(opened, "gift", 1000)
            for _ in range(2):
                order = make_order(
                    opened, ESPRESSOS, table="", covers=0, mode="counter"
                )
                take(
                    opened,
                    order,
                    "gift",
                    amount=due(opened, order),
                    reference=gift.code,
                )


def test_a_voucher_is_never_spent_without_its_receipt(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    with demo_house(folder, FixedClock()):
        pass
    chance = random.Random(7)
    spawn = multiprocessing.get_context("spawn")
    for _ in range(KILLS):
        child = spawn.Process(target=_trade, args=(folder,))
        child.start()
        while not (folder / "ready").exists():
            assert child.is_alive()
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.4))
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        with contextlib.suppress(FileNotFoundError):
            (folder / "ready").unlink()
    with open_house(Profile(folder), clock=FixedClock()) as opened:
        events = [f.event for f in facts_of(opened.house.journal.entries())]
        spent = {
            event.payment
            for event in events
            if isinstance(event, PaymentCompleted) and event.method == "gift"
        }
        counted = {
            paid.payment
            for event in events
            if isinstance(event, ReceiptIssued)
            for paid in event.payments
            if paid.method == "gift"
        }
        assert spent == counted
        assert spent
        moves = [move_of(event) for event in events]
        owed = sum(move.cents for move in moves if move is not None)
        assert owed == sum(map(opened.house.world.credits.liability, KINDS))
        assert min(opened.house.world.credits.balances.values()) >= 0
        found = verify_database(opened.database, opened.profile, deep=True)
        assert not found.errors
