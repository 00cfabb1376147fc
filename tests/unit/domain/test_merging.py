"""Notes of which parts are paid become one, and money goes where its note goes."""

import pytest
from domain_kit import Sim, Till

from app.domain.credits.decide import AddBeside
from app.domain.orders.attention import attention
from app.domain.orders.commands import (
    MovedLine,
    MoveLines,
    MoveOrder,
    SetCovers,
    SetLeaving,
    SplitOrder,
)
from app.domain.orders.events import Bill, LinesMoved, OrderCreated, Portion, SplitSet
from app.domain.payments.commands import IssueReceipt, RecordOutcome, ReturnPayment
from app.domain.payments.events import PaymentsMoved
from app.domain.receipts.events import ReceiptIssued
from app.domain.settings import EventRecorded
from app.domain.staff.decide import SetStaff
from app.domain.staff.events import RoleSet


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def bill(name: str, line: str, *taken: int, of: int = 1, seat: int = 0) -> Bill:
    portion = Portion(line=line, of=of, taken=taken or (0,))
    return Bill(id=name, portions=(portion,), seat=seat)


def seated(till: Till) -> list[int | None]:
    """Covers that the receipts count, in their order."""
    return [
        fact.event.seated
        for fact in till.known[till.chain]
        if isinstance(fact.event, ReceiptIssued)
    ]


def needs(till: Till, *orders: str) -> list[str]:
    book = till.world.book
    return [a.code for o in orders for a in attention(book, till.order(o))]


# Merging what is partly paid


def test_what_was_paid_pays_the_one_note(till):
    order, other = till.seat("t1", covers=2), till.seat("t2", covers=2)
    till.take(order, "soup")
    till.pay(order, amount=500)
    till.take(other, "fish")
    till.do(MoveOrder(order=order, table="t2"))

    assert till.due(other) == 850 + 2190 - 500
    assert till.closed(order)
    till.pay(other)
    (receipt,) = till.written(ReceiptIssued)
    assert (receipt.ttc, receipt.order) == (3040, other)
    assert [p.amount for p in receipt.payments] == [500, 2540]
    assert till.closed(other)
    assert needs(till, order, other) == []


def test_paid_lines_come_along_and_are_not_charged_again(till):
    order, other = till.seat("t1", covers=2), till.seat("t2", covers=2)
    soup, beer = till.take(order, "soup"), till.take(order, "beer")
    till.do(SplitOrder(order=order, bills=(bill("a", soup),)))
    till.pay(order, "a")
    till.take(other, "fish")
    till.do(MoveOrder(order=order, table="t2"))

    assert till.line(soup).home == till.line(beer).home == other
    assert till.due(other) == 650 + 2190
    assert till.closed(order)
    assert needs(till, order, other) == []
    till.pay(other)
    assert till.written(ReceiptIssued)[0].ttc == 650 + 2190


def test_the_rest_of_a_bottle_that_is_paid_in_part_is_still_due(till):
    order, other = till.seat("t1"), till.seat("t2")
    wine = till.take(order, "wine")
    till.do(SplitOrder(order=order, bills=(bill("a", wine, 0, of=3),)))
    till.pay(order, "a")
    till.do(MoveOrder(order=order, table="t2"))

    assert till.due(other) == 2999 - 1000
    till.pay(other)
    assert till.closed(other)


def test_payers_keep_their_parts_and_what_they_paid(till):
    order, other = till.seat("t1", covers=3), till.seat("t2", covers=1)
    soup, _ = till.take(order, "soup"), till.take(order, "beer")
    fish, _ = till.take(other, "fish"), till.take(other, "cake")
    till.do(SplitOrder(order=order, bills=(bill("a", soup, seat=1),)))
    till.do(SplitOrder(order=other, bills=(bill("a", fish),)))
    till.do(SetLeaving(order=order, bill="a", covers=2))
    till.pay(order, "a", amount=300)
    till.do(MoveOrder(order=order, table="t2"))

    (split,) = till.written(SplitSet)
    mine = split.bills[1].id
    assert [b.id for b in split.bills] == ["a", mine]
    assert mine != "a"
    assert till.due(other, mine) == 850 - 300
    assert till.due(other, "a") == 2190
    assert till.order(other).leaving == {mine: 2}


def test_a_voucher_to_be_sold_comes_along(till):
    order, other = till.seat("t1"), till.seat("t2")
    till.do(AddBeside(order=order, kind="gift", amount=5000))
    till.do(MoveOrder(order=order, table="t2"))

    assert till.due(other) == 5000
    assert till.closed(order)
    assert till.world.order_on("t1") is None


def test_moving_money_needs_the_right_to_take_it(till):
    role = RoleSet(id="waiter", name="Serveur", rights=("order.take", "order.move"))
    till.do(SetStaff(event=role))
    order, _ = till.seat("t1"), till.seat("t2")
    till.take(order, "soup")
    till.do(MoveOrder(order=order, table="t2"), "tom")
    again = till.seat("t1")
    till.take(again, "soup")
    till.pay(again, amount=100)

    assert till.refuses(MoveOrder(order=again, table="t2"), "tom") == "right_missing"


def test_a_late_answer_finds_a_card_that_went_to_another_note(till):
    order, other = till.seat("t1"), till.seat("t2")
    till.take(order, "soup")
    card = till.ask_card(order, 400)
    till.answer(order, card)
    till.take(other, "fish")
    till.do(MoveOrder(order=order, table="t2"))
    again = RecordOutcome(order=order, payment=card, state="approved", amount=400)

    assert till.refuses(again) == "payment_settled"
    assert till.written(EventRecorded) == []


def test_a_tender_that_moved_is_given_back_where_it_is(till):
    order, other = till.seat("t1"), till.seat("t2")
    till.take(order, "soup")
    till.pay(order, amount=400)
    paid = next(iter(till.order(order).payments))
    till.take(other, "fish")
    till.do(MoveOrder(order=order, table="t2"))
    till.do(ReturnPayment(order=other, payment=paid, reason="erreur"))

    assert till.due(other) == 850 + 2190


# Money alone


def test_a_tender_goes_to_the_note_it_was_meant_for(till):
    order, other = till.seat("t1"), till.seat("t2")
    till.take(order, "fish")
    till.take(other, "soup")
    till.pay(order, amount=850)
    paid = next(iter(till.order(order).payments))
    till.do(MoveLines(order=order, lines=(), table="t2", payments=(paid,)))

    assert till.last == (PaymentsMoved(order=order, target=other, payments=(paid,)),)
    assert (till.due(order), till.due(other)) == (2190, 0)
    till.do(IssueReceipt(order=other))
    assert till.closed(other)
    assert not till.closed(order)


def test_lines_take_what_was_paid_for_them_along(till):
    order = till.seat("t1")
    wine, _ = till.take(order, "wine"), till.take(order, "soup")
    till.pay(order, amount=2000)
    paid = next(iter(till.order(order).payments))
    lines = (MovedLine(line=wine),)
    alone = MoveLines(order=order, lines=lines, table="t2")
    assert till.refuses(alone) == "partly_paid"
    till.do(MoveLines(order=order, lines=lines, table="t2", payments=(paid,)))

    assert till.written(OrderCreated)
    assert till.written(LinesMoved)
    other = till.world.order_on("t2")
    assert other is not None
    assert (till.due(order), till.due(other.id)) == (850, 999)


def test_more_than_is_due_there_stays(till):
    order, other = till.seat("t1"), till.seat("t2")
    till.take(order, "fish")
    till.take(other, "soup")
    till.pay(order, amount=900)
    paid = next(iter(till.order(order).payments))
    moved = MoveLines(order=order, lines=(), target=other, payments=(paid,))
    gone = MoveLines(order=order, lines=(), target=other, payments=("gone",))

    assert till.refuses(moved) == "amount_too_large"
    assert till.refuses(gone) == "payment_gone"


def test_what_is_on_a_ticket_does_not_move(till):
    order, other = till.seat("t1"), till.seat("t2")
    soup, _ = till.take(order, "soup"), till.take(order, "beer")
    till.do(SplitOrder(order=order, bills=(bill("a", soup),)))
    till.pay(order, "a")
    paid = next(iter(till.order(order).payments))
    till.take(other, "fish")
    moved = MoveLines(order=order, lines=(), target=other, payments=(paid,))

    assert till.refuses(moved) == "payment_counted"


# Terminals that are apart


def test_a_ticket_that_counted_the_tender_meanwhile_keeps_it():
    sim = Sim()
    one, two = sim.tills
    one.open()
    two.open()
    order, other = one.seat("t1"), one.seat("t2")
    one.take(order, "soup")
    one.take(other, "fish")
    one.pay(order, amount=400)
    paid = next(iter(one.order(order).payments))
    sim.meet()
    one.do(MoveLines(order=order, lines=(), target=other, payments=(paid,)))
    two.pay(order)
    sim.meet()

    for till in (one, two):
        assert paid in till.order(order).payments
        assert till.due(other) == 2190
        assert till.closed(order)
        assert needs(till, order, other) == []


def test_guests_who_were_merged_twice_are_paid_for_once():
    sim = Sim()
    one, two = sim.tills
    one.open()
    order, other = one.seat("t1", covers=2), one.seat("t2", covers=2)
    one.take(order, "soup")
    one.pay(order, amount=400)
    one.take(other, "fish")
    sim.meet()
    one.do(MoveOrder(order=order, table="t2"))
    two.do(MoveOrder(order=order, table="t2"))
    sim.meet()

    assert one.world.book.orders == two.world.book.orders
    assert one.due(other) == 850 + 2190 - 400
    assert one.order(other).covers == 4


# Covers


def test_covers_leave_with_the_part_that_is_paid(till):
    order = till.seat("t1", covers=4)
    fish, _ = till.take(order, "fish"), till.take(order, "fish", 3, merge=False)
    till.do(SplitOrder(order=order, bills=(bill("a", fish),)))
    till.pay(order, "a")
    till.pay(order)

    assert seated(till) == [1, 3]


def test_somebody_says_how_many_leave(till):
    order = till.seat("t1", covers=4)
    fish, _ = till.take(order, "fish"), till.take(order, "fish", 3, merge=False)
    till.do(SplitOrder(order=order, bills=(bill("a", fish),)))
    assert till.refuses(SetLeaving(order=order, bill="a", covers=5)) == (
        "covers_out_of_range"
    )
    assert till.refuses(SetLeaving(order=order, bill="b", covers=1)) == "nothing_due"
    till.do(SetLeaving(order=order, bill="a", covers=2))
    till.pay(order, "a")
    till.do(SetCovers(order=order, covers=5))
    till.pay(order)

    assert seated(till) == [2, 3]


def test_each_seat_is_one_guest(till):
    order = till.seat("t1", covers=3)
    soup, fish, _ = (till.take(order, each) for each in ("soup", "fish", "wine"))
    seats = (bill("a", soup, seat=1), bill("b", fish, seat=2))
    till.do(SplitOrder(order=order, bills=seats))
    till.pay(order, "a")
    till.pay(order, "b")
    till.pay(order)

    assert seated(till) == [1, 1, 1]


def test_a_merged_table_brings_only_the_guests_who_are_not_counted(till):
    order, other = till.seat("t1", covers=3), till.seat("t2", covers=2)
    soup, _ = till.take(order, "soup"), till.take(order, "wine")
    till.do(SplitOrder(order=order, bills=(bill("a", soup, seat=1),)))
    till.pay(order, "a")
    till.do(MoveOrder(order=order, table="t2"))
    till.take(other, "fish")
    till.pay(other)

    assert till.order(other).covers == 4
    assert sum(seated(till)) == 5
