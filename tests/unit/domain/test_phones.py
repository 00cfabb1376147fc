"""Guests who pay by telephone: their part is theirs, the till waits for nobody, and no
money is lost or counted twice."""

import pytest
from domain_kit import Sim, Till

from app.domain.orders.attention import attention
from app.domain.orders.billing import bill_of, due, order_due
from app.domain.orders.commands import AddLine, LetGuestsIn, SplitOrder
from app.domain.orders.events import Bill, Portion
from app.domain.orders.state import Receipt
from app.domain.orders.table_orders import GUEST
from app.domain.payments.commands import (
    GuestPay,
    OpenPage,
    RecordOutcome,
    TakePayment,
    TakeShare,
)
from app.domain.payments.phones import free_of
from app.domain.receipts.events import ReceiptIssued
from app.domain.rules import SetSetting
from app.domain.till.decide import CloseDay
from app.domain.vocabulary import Refusal

CODE = "4821"


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    till.do(SetSetting(key="guests.pay", value="online"))
    return till


@pytest.fixture
def order(till: Till) -> str:
    """Two soups and a fish on table 1: 38,90."""
    order = till.seat("t1", covers=3)
    till.take(order, "soup", 2)
    till.take(order, "fish")
    till.do(LetGuestsIn(order=order, code=CODE), "tom")
    return order


def part(number: int) -> str:
    return f"01K6SHARE{number:017d}"


def lines(till: Till, order: str) -> dict[str, str]:
    book = till.world.book
    return {line.article: line.id for line in book.lines_of(book.orders[order])}


def asks(till: Till, number: int, **how: object) -> str:
    """The code of the refusal, "" for a part that was taken."""
    told = {"provider": "stripe", "table": "t1", "code": CODE} | how
    done = till.run(GuestPay(share=part(number), **told), GUEST)  # type: ignore[arg-type]  # as given
    return done.code if isinstance(done, Refusal) else ""


def hears(till: Till, order: str, number: int, state: str, cents: int = 0) -> str:
    outcome = RecordOutcome(
        order=order, payment=part(number), state=state, amount=cents, scheme="VISA"
    )
    done = till.run(outcome, "system")
    return done.code if isinstance(done, Refusal) else ""


def receipts(till: Till, order: str) -> list[Receipt]:
    return till.world.book.orders[order].receipts


def test_a_guest_pays_their_dishes_and_gets_a_receipt_of_their_own(
    till: Till, order: str
) -> None:
    soup = Portion(line=lines(till, order)["soup"], of=2, taken=(0,))
    assert asks(till, 1, portions=(soup,), tip=100) == ""
    book = till.world.book
    payment = book.orders[order].payments[part(1)]
    assert (payment.amount, payment.tip, payment.state) == (850, 100, "in_progress")
    assert due(book, book.orders[order], "") == 3890 - 850
    assert hears(till, order, 1, "approved", 950) == ""
    (receipt,) = till.written(ReceiptIssued)
    assert [(paid.method, paid.amount, paid.tip) for paid in receipt.payments] == [
        ("online", 850, 100)
    ]
    assert order_due(book, book.orders[order]) == 3040


def test_what_one_guest_took_nobody_else_can_until_it_came_to_nothing(
    till: Till, order: str
) -> None:
    fish = Portion(line=lines(till, order)["fish"], of=1, taken=(0,))
    assert asks(till, 1, portions=(fish,)) == ""
    assert asks(till, 2, portions=(fish,)) == "share_taken"
    assert asks(till, 2, amount=2000) == "share_taken"  # only the soups are left
    assert asks(till, 1, portions=(fish,)) == ""  # the same tap, once more
    assert hears(till, order, 1, "aborted") == ""
    assert till.world.book.orders[order].split is None
    assert asks(till, 3, portions=(fish,)) == ""


def test_shares_of_the_rest_are_kept_free_for_each_other(
    till: Till, order: str
) -> None:
    found = till.world.book.orders[order]
    assert asks(till, 1, amount=1945) == ""
    assert free_of(till.world, found, "") == 1945
    assert asks(till, 2, amount=1946) == "share_taken"
    assert asks(till, 2, amount=1945) == ""
    assert hears(till, order, 1, "approved", 1945) == ""
    assert not receipts(till, order)
    soup = Portion(line=lines(till, order)["soup"], of=1, taken=(0,))
    assert asks(till, 3, portions=(soup,)) == "partly_paid"
    assert hears(till, order, 2, "approved", 1945) == ""
    (receipt,) = receipts(till, order)
    assert len(receipt.payments) == 2
    assert till.world.book.closed(found)


def test_the_last_part_closes_the_table_by_itself(till: Till, order: str) -> None:
    fish = Portion(line=lines(till, order)["fish"], of=1, taken=(0,))
    soup = Portion(line=lines(till, order)["soup"], of=1, taken=(0,))
    assert asks(till, 1, portions=(fish,)) == ""
    assert asks(till, 2, portions=(soup,)) == ""
    assert hears(till, order, 2, "approved", 1700) == ""
    assert not till.world.book.closed(till.world.book.orders[order])
    assert hears(till, order, 1, "approved", 2190) == ""
    assert [receipt.ttc for receipt in receipts(till, order)] == [1700, 2190]
    assert till.world.book.closed(till.world.book.orders[order])
    assert till.world.order_on("t1") is None


def test_the_same_answer_twice_is_one_payment(till: Till, order: str) -> None:
    assert asks(till, 1, amount=3890) == ""
    assert hears(till, order, 1, "approved", 3890) == ""
    assert hears(till, order, 1, "approved", 3890) == "payment_settled"
    assert hears(till, order, 1, "aborted") == "payment_settled"
    assert len(receipts(till, order)) == 1


def test_the_till_waits_for_no_telephone_and_what_came_twice_is_to_give_back(
    till: Till, order: str
) -> None:
    assert asks(till, 1, amount=3890) == ""
    till.do(TakePayment(order=order, method="cash", amount=3890))
    assert len(receipts(till, order)) == 1
    found = till.world.book.orders[order]
    assert not till.world.book.closed(found)  # somebody may still be paying
    assert hears(till, order, 1, "approved", 3890) == ""
    (told,) = attention(till.world.book, found)
    assert (told.code, told.amount, told.payments) == ("overpaid", 3890, (part(1),))


def test_a_page_that_nobody_can_tell_of_is_a_doubt_for_a_person(
    till: Till, order: str
) -> None:
    assert asks(till, 1, amount=1000) == ""
    assert hears(till, order, 1, "unknown") == ""
    assert (
        till.refuses(TakePayment(order=order, method="cash", amount=100))
        == "payment_unknown"
    )
    assert hears(till, order, 1, "approved", 1000) == ""  # it was known in the end
    assert due(till.world.book, till.world.book.orders[order], "") == 2890


def test_only_the_first_page_of_a_part_stands(till: Till, order: str) -> None:
    assert asks(till, 1, amount=1000) == ""
    for session in ("cs_1", "cs_2"):
        till.run(
            OpenPage(order=order, payment=part(1), session=session, url="https://p"),
            GUEST,
        )
    page = till.world.book.orders[order].payments[part(1)].page
    assert page is not None
    assert page.session == "cs_1"
    wrong = OpenPage(order=order, payment=part(9), session="cs_9", url="https://p")
    assert till.refuses(wrong) == "share_gone"


def test_a_table_pays_with_so_many_telephones_at_once(till: Till, order: str) -> None:
    for number in range(30):
        assert asks(till, number, amount=1) == ""
    assert asks(till, 99, amount=1) == "payments_waiting"
    assert hears(till, order, 7, "aborted") == ""
    assert asks(till, 99, amount=1) == ""


def test_what_guests_may_not(till: Till, order: str) -> None:
    assert asks(till, 1, amount=1, code="0000") == "guest_code_wrong"
    assert asks(till, 1, amount=0) == "share_taken"
    assert asks(till, 1, amount=3891) == "share_taken"
    assert asks(till, 1, amount=1, tip=-1) == "tip_out_of_range"
    assert asks(till, 1, amount=1, bill="nobodys") == "nothing_due"
    soup = lines(till, order)["soup"]
    for of, taken in ((2, (0, 0)), (2, (2,)), (0, ()), (1, ()), (2000, (0,))):
        wrong = (Portion(line=soup, of=of, taken=taken),)
        assert asks(till, 1, portions=wrong) == "share_taken"
    assert (
        asks(till, 1, portions=(Portion(line="x", of=1, taken=(0,)),)) == "share_taken"
    )
    assert till.refuses(TakePayment(order=order, method="online", amount=1)) == (
        "needs_phone"
    )
    odd = GuestPay(table="t1", code=CODE, share="x", amount=1, provider="stripe")
    assert till.refuses(odd, GUEST) == "share_invalid"
    till.do(SetSetting(key="guests.pay", value="no"))
    till.do(SetSetting(key="guests.order", value="review"))
    assert asks(till, 1, amount=1) == "guests_pay_off"


def test_a_line_that_is_partly_paid_is_shared_as_it_was_cut(
    till: Till, order: str
) -> None:
    soup = lines(till, order)["soup"]
    assert asks(till, 1, portions=(Portion(line=soup, of=2, taken=(0,)),)) == ""
    assert hears(till, order, 1, "approved", 850) == ""
    finer = (Portion(line=soup, of=4, taken=(2,)),)
    assert asks(till, 2, portions=finer) == "share_taken"
    assert asks(till, 2, portions=(Portion(line=soup, of=2, taken=(0,)),)) == (
        "share_taken"
    )
    assert asks(till, 2, portions=(Portion(line=soup, of=2, taken=(1,)),)) == ""


def test_a_guest_pays_a_bill_that_the_till_has_split_off(
    till: Till, order: str
) -> None:
    fish = Portion(line=lines(till, order)["fish"], of=1, taken=(0,))
    bills = (Bill(id="b1", portions=(fish,), seat=2),)
    till.do(SplitOrder(order=order, bills=bills))
    assert asks(till, 1, bill="b1", amount=2190) == ""
    assert asks(till, 2, bill="b1", amount=2190) == "nothing_due"
    assert hears(till, order, 1, "aborted") == ""
    assert bill_of(till.world.book, till.world.book.orders[order], "b1") is not None
    assert asks(till, 3, bill="b1", amount=2190) == ""
    assert hears(till, order, 3, "approved", 2190) == ""
    assert [receipt.ttc for receipt in receipts(till, order)] == [2190]


def test_what_is_told_at_the_till_becomes_a_bill_there(till: Till, order: str) -> None:
    fish = Portion(line=lines(till, order)["fish"], of=1, taken=(0,))
    assert asks(till, 1, portions=(fish,), provider="") == ""
    assert asks(till, 1, amount=500, tip=50, provider="") == ""  # changed their mind
    found = till.world.book.orders[order]
    assert [(told.amount, told.tip) for told in found.told.values()] == [(500, 50)]
    till.do(TakeShare(order=order, share=part(1)))
    assert not found.told
    assert till.refuses(TakeShare(order=order, share=part(1))) == "share_gone"
    assert asks(till, 2, portions=(fish,), provider="") == ""
    till.do(TakeShare(order=order, share=part(2)))
    (bill,) = found.split.bills if found.split else ()
    assert bill.portions == (fish,)
    till.do(TakePayment(order=order, method="cash", amount=2190, bill=bill.id))
    assert [receipt.ttc for receipt in receipts(till, order)] == [2190]


def test_what_was_sold_meanwhile_is_not_split_off(till: Till, order: str) -> None:
    fish = Portion(line=lines(till, order)["fish"], of=1, taken=(0,))
    assert asks(till, 1, portions=(fish,), provider="") == ""
    assert asks(till, 2, portions=(fish,)) == ""
    till.do(TakeShare(order=order, share=part(1)))
    found = till.world.book.orders[order]
    assert not found.told
    assert found.split is not None
    assert [bill.id for bill in found.split.bills] == [part(2)]
    till.do(AddLine(order=order, article="cake"))
    assert hears(till, order, 2, "approved", 2190) == ""
    assert order_due(till.world.book, till.world.book.orders[order]) == 1700 + 790


def test_a_day_is_not_closed_over_a_guest_who_pays_but_the_law_waits_for_no_page(
    till: Till, order: str
) -> None:
    assert asks(till, 1, amount=1000) == ""
    close = CloseDay(day="2026-11-20", figures=())
    assert till.refuses(close) == "phone_running"
    till.wait(hours=12)  # the hub is gone, nobody asks the provider any more
    closed, *_ = till.do(close)
    assert closed.open_since == "2026-11-20"  # the table is read again, and its page
    assert hears(till, order, 1, "approved", 1000) == ""
    assert due(till.world.book, till.world.book.orders[order], "") == 2890


def test_a_part_whose_bill_the_till_has_split_anew_is_kept_free_all_the_same(
    till: Till, order: str
) -> None:
    fish = Portion(line=lines(till, order)["fish"], of=1, taken=(0,))
    assert asks(till, 1, portions=(fish,)) == ""
    till.do(SplitOrder(order=order))
    assert free_of(till.world, till.world.book.orders[order], "") == 1700
    assert asks(till, 2, amount=3890) == "share_taken"


def test_what_was_paid_once_pays_no_other_order(till: Till, order: str) -> None:
    assert asks(till, 1, amount=3890) == ""
    assert hears(till, order, 1, "approved", 3890) == ""
    other = till.seat("t1", covers=1)
    till.take(other, "soup")
    till.do(LetGuestsIn(order=other, code=CODE), "tom")
    assert asks(till, 1, amount=850) == "share_invalid"
    assert asks(till, 2, amount=850) == ""
    parts = [till.world.book.orders[order], till.world.book.orders[other]]
    references = {p.reference for each in parts for p in each.payments.values()}
    assert references == {f"{order}-{part(1)}", f"{other}-{part(2)}"}


def test_two_tills_that_were_apart_tell_what_was_paid_twice() -> None:
    sim = Sim(0, 0)
    hub, other = sim.tills
    for till in sim.tills:
        till.open()
    hub.do(SetSetting(key="guests.pay", value="online"))
    order = hub.seat("t1", covers=2)
    hub.take(order, "fish")
    hub.do(LetGuestsIn(order=order, code=CODE), "tom")
    sim.meet()
    assert asks(hub, 1, amount=2190) == ""
    other.do(TakePayment(order=order, method="cash", amount=2190))
    assert hears(hub, order, 1, "approved", 2190) == ""
    sim.meet()
    for till in sim.tills:
        found = till.world.book.orders[order]
        assert {"overpaid"} <= {t.code for t in attention(till.world.book, found)}
        assert len(found.receipts) == 2
