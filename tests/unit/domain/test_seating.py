"""Seating guests: opening orders, covers, names, notes, giving an order up."""

import pytest
from domain_kit import Till

from app.domain.orders.commands import (
    AddLine,
    CancelOrder,
    NoteAllergy,
    OpenOrder,
    PrintAddition,
    SetCovers,
    SetOrderNote,
    VoidLine,
)
from app.domain.orders.events import OrderCancelled


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def test_a_table_is_seated_with_its_covers(till):
    order = till.order(till.seat("t1", covers=4))

    assert (order.table, order.covers, order.mode) == ("t1", 4, "dine_in")
    assert till.world.order_on("t1") is order
    assert (order.waiter, order.terminal, order.number) == ("lea", "C1", 1)


def test_orders_are_numbered_by_business_day(till):
    assert [till.order(till.seat(f"t{n}")).number for n in (1, 2, 3)] == [1, 2, 3]
    till.wait(days=1)
    assert till.order(till.seat("t4")).number == 1


def test_the_caller_may_name_an_order_but_only_once(till):
    till.do(OpenOrder(table="t1", order="mine"))

    assert till.order("mine").table == "t1"
    assert till.refuses(OpenOrder(table="t2", order="mine")) == "order_known"


def test_a_counter_sale_needs_no_table(till):
    order = till.order(till.seat("", covers=0, mode="counter"))

    assert order.table == ""
    assert till.world.book.open_orders() == [order]


def test_a_tab_keeps_its_sealed_name(till):
    assert till.order(till.seat("", name="s1.sealed")).name == "s1.sealed"


@pytest.mark.parametrize("table", ["t7", "t9"])
def test_a_table_that_is_not_there_or_put_away_cannot_be_seated(till, table):
    assert till.refuses(OpenOrder(table=table)) == "table_unknown"


def test_a_table_carries_one_open_order(till):
    till.seat("t1")

    assert till.refuses(OpenOrder(table="t1")) == "table_taken"


@pytest.mark.parametrize("covers", [-1, 201])
def test_covers_must_be_possible(till, covers):
    order = till.seat("t1")

    assert till.refuses(OpenOrder(table="t2", covers=covers)) == "covers_out_of_range"
    assert till.refuses(SetCovers(order=order, covers=covers)) == "covers_out_of_range"


def test_covers_can_be_corrected(till):
    order = till.seat("t1", covers=2)
    till.do(SetCovers(order=order, covers=5))

    assert till.order(order).covers == 5


def test_somebody_without_the_right_takes_no_order(till):
    order = till.seat("t1")

    assert till.refuses(OpenOrder(table="t2"), "sam") == "right_missing"
    assert till.refuses(AddLine(order=order, article="soup"), "sam") == "right_missing"


def test_a_manager_can_lend_the_right_for_one_act(till):
    till.do(OpenOrder(table="t2"), "sam", approver="lea")

    assert till.known["C1"][-1].meta.appr == "lea"
    assert till.refuses(OpenOrder(table="t3"), "sam") == "right_missing"


def test_an_order_that_is_not_there_takes_nothing(till):
    assert till.refuses(AddLine(order="gone", article="soup")) == "order_unknown"


def test_notes_are_one_clean_line_for_kitchen_and_guest(till):
    order = till.seat("t1")
    till.do(
        SetOrderNote(order=order, kitchen="vite\x00\nsvp\u200b 🙂", guest="x" * 5000)
    )

    assert till.order(order).kitchen_note == "vite svp 🙂"
    assert till.order(order).guest_note == "x" * 200


def test_an_allergy_is_kept_by_seat_and_can_be_taken_back(till):
    order = till.seat("t1")
    till.do(NoteAllergy(order=order, seat=2, text="s1.nuts"))
    assert till.order(order).allergies == {2: "s1.nuts"}

    till.do(NoteAllergy(order=order, seat=2, text=""))
    assert till.order(order).allergies == {}


@pytest.mark.parametrize("seat", [-1, 201])
def test_an_allergy_needs_a_seat_that_exists(till, seat):
    order = till.seat("t1")

    command = NoteAllergy(order=order, seat=seat, text="s1.nuts")
    assert till.refuses(command) == "seat_out_of_range"


def test_an_empty_table_is_released_without_a_word(till):
    order = till.seat("t1")
    till.do(CancelOrder(order=order))

    assert till.closed(order)
    assert till.world.order_on("t1") is None
    assert till.refuses(AddLine(order=order, article="soup")) == "order_unknown"
    till.seat("t1")


def test_an_order_with_lines_cannot_be_given_up(till):
    order = till.seat("t1")
    till.take(order, "soup")

    assert till.refuses(CancelOrder(order=order)) == "lines_left"


def test_an_order_whose_lines_were_all_voided_stays_until_it_is_given_up(till):
    order = till.seat("t1")
    line = till.take(order, "soup")
    till.do(VoidLine(order=order, line=line))

    assert not till.closed(order)
    assert till.world.order_on("t1") is till.order(order)
    till.do(CancelOrder(order=order))
    assert till.closed(order)


def test_giving_up_what_was_sent_or_shown_needs_a_reason(till):
    sent, shown = till.seat("t1"), till.seat("t2")
    lines = [till.take(order, "soup") for order in (sent, shown)]
    till.send(sent)
    till.do(PrintAddition(order=shown))
    for order, line in zip((sent, shown), lines, strict=True):
        till.do(VoidLine(order=order, line=line, reason="départ"))
        assert till.refuses(CancelOrder(order=order)) == "reason_missing"
        till.do(CancelOrder(order=order, reason="départ"))

    assert till.written(OrderCancelled)[0].reason == "départ"


def test_an_order_cannot_be_given_up_while_money_is_on_it(till):
    order = till.seat("t1")
    line = till.take(order, "soup")
    till.pay(order, amount=300)
    till.do(VoidLine(order=order, line=line))

    assert till.refuses(CancelOrder(order=order)) == "partly_paid"


def test_an_order_cannot_be_given_up_while_a_card_is_running(till):
    order = till.seat("t1")
    line = till.take(order, "soup")
    till.ask_card(order)
    till.do(VoidLine(order=order, line=line))

    assert till.refuses(CancelOrder(order=order)) == "partly_paid"


def test_a_refused_or_aborted_card_does_not_keep_an_order(till):
    order = till.seat("t1")
    line = till.take(order, "soup")
    for state in ("refused", "aborted", "not_sent"):
        till.answer(order, till.ask_card(order), state)
    till.do(VoidLine(order=order, line=line))
    till.do(CancelOrder(order=order))

    assert till.closed(order)


def test_a_paid_order_cannot_be_given_up(till):
    order = till.seat("t1")
    till.take(order, "soup")
    till.pay(order)

    assert till.refuses(CancelOrder(order=order)) == "partly_paid"
