"""Vouchers on terminals with a journal each: balances are the same once they meet."""

import random
from datetime import timedelta

import pytest
from meeting_kit import Terminal, terminals

from app.domain.credits.decide import AddBeside
from app.domain.credits.events import CreditIssued
from app.domain.orders.attention import attention
from app.domain.orders.billing import order_due
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.events import OrderCreated
from app.domain.payments.commands import TakePayment
from app.domain.till.decide import OpenTill
from app.domain.vocabulary import Refusal
from app.fiscal.closing import close_left_open

_NIGHT = timedelta(days=1)
_NIGHTS = 8
"""Before the month ends, whose closing is another matter."""
_OPEN = OpenTill(coins=())


def opened(terminal: Terminal) -> str:
    (created,) = terminal.do(OpenOrder(mode="counter"))
    assert isinstance(created.event, OrderCreated)
    return created.event.order


def sell(terminal: Terminal, cents: int) -> CreditIssued:
    order = opened(terminal)
    terminal.do(AddBeside(order=order, kind="gift", amount=cents))
    facts = terminal.do(TakePayment(order=order, method="cash", amount=cents))
    (made,) = [fact.event for fact in facts if isinstance(fact.event, CreditIssued)]
    return made


def spend(terminal: Terminal, gift: CreditIssued) -> bool:
    order = opened(terminal)
    terminal.do(AddLine(order=order, article="fish"))
    due = order_due(terminal.world.book, terminal.world.book.orders[order])
    left = terminal.world.credits.left(gift.credit)
    take = TakePayment(
        order=order,
        method="gift",
        amount=max(1, min(due, left)),
        reference=gift.code,
    )
    return not isinstance(terminal.run(take), Refusal)


def meet(first: Terminal, second: Terminal) -> None:
    first.hears(second)
    second.hears(first)
    assert first.world.credits.balances == second.world.credits.balances


def test_one_voucher_on_two_terminals_apart() -> None:
    with terminals(0, 0) as (first, second):
        gift = sell(first, 2190)
        meet(first, second)
        assert spend(first, gift)
        assert spend(second, gift)
        meet(first, second)
        for each in (first, second):
            world = each.world
            assert world.credits.overdrawn == {gift.credit: 2190}
            found = [
                matter.code
                for order in world.book.orders.values()
                for matter in attention(world.book, order, (), world.credits.overdrawn)
            ]
            assert found.count("credit_twice") == 1
            assert not spend(each, gift)


@pytest.mark.parametrize("seed", range(6))
def test_balances_agree_whatever_day_it_is(seed: int) -> None:
    """Selling, spending, closing days and meeting in any order; a start knows the same."""
    chance = random.Random(seed)
    with terminals(0, 3) as both:
        gifts = [sell(both[0], 6000)]
        meet(*both)
        nights = 0
        for _ in range(25):
            each = chance.choice(both)
            act = chance.choice(("sell", "spend", "spend", "meet", "night"))
            if act == "sell":
                gifts.append(sell(each, chance.randint(100, 6000)))
            elif act == "spend":
                known = [g for g in gifts if g.credit in each.world.credits.issued]
                spend(each, chance.choice(known))
            elif act == "meet":
                meet(*both)
            elif nights < _NIGHTS:
                nights += 1
                for terminal in both:
                    terminal.now += _NIGHT
                    close_left_open(terminal.house)
                    terminal.do(_OPEN)
        meet(*both)
        before = dict(both[0].world.credits.balances)
        for terminal in both:
            terminal.house.load()
            assert terminal.world.credits.balances == before
