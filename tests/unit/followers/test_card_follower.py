"""What terminals answer reaches the journal, each answer once."""

from pathlib import Path
from typing import cast

import pytest
from gui_kit import demo_house
from pay_kit import ESPRESSOS, make_order

from app.domain.payments.commands import RequestCard
from app.domain.settings import EventRecorded
from app.followers.cards import CardFollower
from app.services.facts import facts_of
from app.services.house import Actor, Fact
from hardware.terminals.driver import TerminalDriver
from hardware.terminals.kinds import kind_of
from hardware.terminals.model import (
    PayEvent,
    PayOutcome,
    PayRequest,
    PayState,
    Terminal,
    TerminalBusyError,
)
from hardware.terminals.simulator import SimulatedTerminal


@pytest.mark.parametrize(
    ("state", "told"), [(PayState.APPROVED, 1), (PayState.REFUSED, 0)]
)
def test_money_that_no_order_knows_of_is_told_once(
    tmp_path: Path, state: PayState, told: int
) -> None:
    """An answer may come by itself and by a look-up."""
    with demo_house(tmp_path) as opened:
        follower = CardFollower(
            opened.house, {}, lambda function: function(), lambda work: work()
        )
        facts: list[Fact] = []
        opened.house.follow(facts.extend)
        outcome = PayOutcome(state=state, amount=650)
        for _ in range(2):
            follower.heard(PayEvent(pay_id="gone", state=state, outcome=outcome))
        late = EventRecorded(code="CARD_LATE", detail="gone 650")
        assert [fact.event for fact in facts] == [late] * told


class BusyTerminal:
    def start_payment(self, request: PayRequest) -> None:
        raise TerminalBusyError("pay-1 is in flight")


def test_a_terminal_that_another_guest_has_was_not_asked(tmp_path: Path) -> None:
    with demo_house(tmp_path) as opened:
        house = opened.house
        order = make_order(opened, ESPRESSOS, table="", covers=0, mode="counter")
        house.run(RequestCard(order=order, amount=100, terminal="tpe1"), Actor("marc"))
        asked = facts_of(house.journal.entries(types=("payment.requested",)))
        follower = CardFollower(
            house,
            {"tpe1": cast("Terminal", BusyTerminal())},
            lambda function: function(),
            lambda work: work(),
        )
        follower.follow(tuple(asked))
        [payment] = house.world.book.orders[order].payments.values()
        assert (payment.state, payment.detail) == ("not_sent", "busy")


def test_a_terminal_that_is_not_running_leaves_a_payment_unknown(
    tmp_path: Path,
) -> None:
    """Not in progress for ever: a person can settle what is unknown."""
    with demo_house(tmp_path) as opened:
        house = opened.house
        order = make_order(opened, ESPRESSOS, table="", covers=0, mode="counter")
        house.run(RequestCard(order=order, amount=100, terminal="tpe1"), Actor("marc"))
        [payment] = house.world.book.orders[order].payments.values()
        sim = SimulatedTerminal()
        idle = TerminalDriver("tpe1", kind_of("simulated").dialogue(sim.setup))
        follower = CardFollower(
            house, {"tpe1": idle}, lambda function: function(), lambda work: work()
        )
        said: list[str] = []
        follower.look_up(payment, said.append)
        [payment] = house.world.book.orders[order].payments.values()
        assert (payment.state, payment.detail) == ("unknown", "no_driver")
        assert said == ["no_driver"]
