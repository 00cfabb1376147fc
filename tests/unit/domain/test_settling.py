"""What needs a person may stay as it is: somebody signs for it, on every terminal."""

import pytest
from domain_kit import Sim, facts_in, settled

from app.domain.orders.attention import attention
from app.domain.orders.commands import MovedLine, MoveLines, SettleAttention, VoidLine
from app.domain.payments.commands import RefundReceipt
from app.domain.receipts.events import ReceiptIssued
from app.domain.till.decide import CloseDay
from app.domain.till.events import CashMoved, DayClosed


@pytest.fixture
def pair():
    sim = Sim(0, 10)
    for till in sim.tills:
        till.open()
    sim.meet()
    return sim


def codes(till, order):
    book, group = till.world.book, till.world.floor.group(till.order(order).table)
    return [each.code for each in attention(book, till.order(order), group)]


def paid_twice(sim):
    one, two = sim.tills
    order = one.seat("t1")
    one.take(order, "soup")
    sim.meet()
    one.pay(order)
    two.pay(order, method="card_manual")
    sim.meet()
    return order


def refunded_twice(sim):
    one, two = sim.tills
    order = one.seat("t1")
    one.take(order, "soup")
    one.pay(order)
    sim.meet()
    (issued,) = (fact.event for fact in facts_in(one, ReceiptIssued))
    for till in (one, two):
        till.do(
            RefundReceipt(
                original=issued,
                number="x",
                back=((0, 1000),),
                reason="froid",
                method="cash",
            )
        )
    sim.meet()
    return order


def changed_after(sim):
    one, two = sim.tills
    order = one.seat("t1")
    soup = one.take(order, "soup")
    sim.meet()
    one.pay(order)
    two.do(VoidLine(order=order, line=soup, reason="froid"))
    sim.meet()
    return order


def voided_after_division(sim):
    one, two = sim.tills
    order = one.seat("t1")
    beer = one.take(order, "beer", 3)
    one.send(order)
    sim.meet()
    part = MovedLine(line=beer, quantity=2000)
    one.do(MoveLines(order=order, lines=(part,), table="t2"))
    two.do(VoidLine(order=order, line=beer, reason="erreur"))
    sim.meet()
    return order


def seated_twice(sim):
    one, two = sim.tills
    order = one.seat("t1")
    one.take(order, "soup")
    two.take(two.seat("t1"), "fish")
    sim.meet()
    return order


CASES = {
    "line_on_two_receipts": paid_twice,
    "refunded_twice": refunded_twice,
    "changed_after_receipt": changed_after,
    "void_after_division": voided_after_division,
    "two_orders": seated_twice,
}


@pytest.mark.parametrize("code", CASES)
def test_it_stays_as_it_is_on_both_terminals(pair, code):
    one, two = pair.tills
    order = CASES[code](pair)
    assert code in codes(one, order)
    leave = SettleAttention(order=order, code=code, reason="clients partis")
    assert one.refuses(leave, "tom") == "right_missing"
    assert one.refuses(SettleAttention(order=order, code=code, reason=" "))

    one.do(leave)
    two.do(leave)  # apart from the other, and the same
    pair.meet()

    assert codes(one, order) == codes(two, order) == []
    assert settled(one.world) == settled(two.world)
    assert one.refuses(leave) == "attention_over"


def test_two_orders_that_may_stand_beside_each_other_are_both_quiet(pair):
    one, _ = pair.tills
    order = seated_twice(pair)
    one.do(SettleAttention(order=order, code="two_orders", reason="deux groupes"))
    assert [codes(one, each) for each in one.world.book.orders] == [[], []]


def test_money_that_came_home_goes_into_the_drawer(pair):
    one, _ = pair.tills
    order = refunded_twice(pair)
    cash = one.world.till("C1").cash
    one.do(
        SettleAttention(
            order=order, code="refunded_twice", reason="rendus", recovered=True
        )
    )
    (moved,) = one.written(CashMoved)
    assert (moved.amount, moved.reason, moved.note) == (850, "recovered", "rendus")
    assert one.world.till("C1").cash == cash + 850
    assert codes(one, order) == []


def test_only_money_that_was_given_back_twice_can_come_home(pair):
    one, _ = pair.tills
    order = changed_after(pair)
    asked = SettleAttention(
        order=order, code="changed_after_receipt", reason="x", recovered=True
    )
    assert one.refuses(asked) == "nothing_recovered"


def test_what_is_left_to_pay_cannot_stay(pair):
    one, two = pair.tills
    order = one.seat("t1")
    one.take(order, "soup")
    pair.meet()
    one.pay(order)
    two.take(order, "fish")
    pair.meet()
    asked = SettleAttention(order=order, code="added_after_receipt", reason="x")
    assert one.refuses(asked) == "attention_stays"


def test_a_new_difference_is_shown_again(pair):
    one, two = pair.tills
    order = refunded_twice(pair)
    one.do(SettleAttention(order=order, code="refunded_twice", reason="perdu"))
    (issued,) = (fact.event for fact in facts_in(one, ReceiptIssued))
    line = next(iter(one.order(order).receipts[0].returned))
    assert codes(one, order) == []
    one.order(order).receipts[0].returned[line] += 1000  # a third terminal's
    assert codes(one, order) == ["refunded_twice"]
    assert issued.receipt == one.order(order).receipts[0].id
    assert codes(two, order) == ["refunded_twice"]


def test_a_closing_remembers_what_still_needs_a_person(pair):
    one, _ = pair.tills
    order = paid_twice(pair)
    day = one.context().bday
    pair.wait(hours=24)
    one.do(CloseDay(day=day, figures=(), first=1, last=1))
    (closed,) = one.written(DayClosed)
    assert closed.open_since == day
    assert one.closed(order)
