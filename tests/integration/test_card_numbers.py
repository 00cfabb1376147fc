"""Card numbers in every shape, through drivers, follower and house: none is kept.

PCI DSS 3.4: of a number the last four digits at most. What the terminal's own ledger
holds is the bank's side, and not Sotto's.
"""

import logging
import random
from pathlib import Path
from queue import Queue

import pytest
from gui_kit import demo_house
from pay_kit import ESPRESSOS, make_order
from terminal_kinds import ENTRIES
from till_and_terminal import DEADLINE_S

from app.domain.payments.commands import RequestCard
from app.followers.cards import CardFollower
from app.services.house import Actor
from hardware.terminals.customer import Behaviour, Cut
from hardware.terminals.driver import TerminalDriver

EACH = 3


def card_number(dice: random.Random) -> tuple[str, str]:
    """A number as a terminal may report it, and its digits."""
    digits = f"{dice.randint(3, 6)}" + "".join(
        dice.choice("0123456789") for _ in range(dice.choice((12, 14, 15, 18)))
    )
    groups = " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
    return dice.choice((digits, digits, groups, digits + "=2812")), digits


@pytest.mark.parametrize("seed", [1])
def test_no_card_number_is_kept_anywhere(
    tmp_path: Path, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    dice, numbers = random.Random(seed), list[str]()
    caplog.set_level(logging.DEBUG)
    with demo_house(tmp_path) as opened:
        house, posted = opened.house, Queue[object]()
        for entry in ENTRIES:
            sim = entry.simulator(None)
            sim.power(on=True)
            driver = TerminalDriver("tpe1", entry.dialogue(sim.setup))
            follower = CardFollower(
                house, {"tpe1": driver}, posted.put, lambda work: work()
            )
            driver.start(follower.heard)
            stop = house.follow(follower.follow)
            for number in range(EACH):
                shown, digits = card_number(dice)
                numbers.append(digits)
                cut = Cut(side="answer", at=dice.choice((0, 20, 60)))
                sim.script(Behaviour(card=shown, cut=cut if number % 3 == 2 else None))
                order = make_order(
                    opened, ESPRESSOS, table="", covers=0, mode="counter"
                )
                house.run(
                    RequestCard(order=order, amount=100, terminal="tpe1"),
                    Actor("marc"),
                )
                posted.get(timeout=DEADLINE_S)()  # type: ignore[operator]
                sim.power(on=True)
            stop()
            driver.stop(5.0)
            sim.power(on=False)
        payments = [
            payment
            for order in house.world.book.orders.values()
            for payment in order.payments.values()
        ]
    assert len(payments) == EACH * len(ENTRIES)
    assert sum(payment.state == "completed" for payment in payments) > len(ENTRIES)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    written = b"".join(path.read_bytes() for path in kept) + caplog.text.encode()
    assert any(digits[-4:].encode() in written for digits in numbers)
    for digits in numbers:
        for part in (digits, digits[:-4], digits[:10]):
            assert part.encode() not in written
