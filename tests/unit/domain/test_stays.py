"""How long guests stay is learned from those who have paid."""

import pytest
from domain_kit import Till
from reservation_kit import host

from app.domain.floor.stays import ENOUGH, StayEnded, StayStep
from app.domain.orders.commands import PrintAddition, SplitOrder
from app.domain.orders.events import Bill, Portion
from app.domain.payments.commands import TakePayment
from app.domain.receipts.events import ReceiptIssued
from app.domain.reservations.availability import leaving_of, stays, usual_minutes


def eat(till: Till, *, table: str = "t1", covers: int = 2, wait: int = 40) -> StayEnded:
    """Guests sit down, their steak is called after `wait` minutes; 35 later they pay."""
    order = till.seat(table, covers)
    till.wait(minutes=wait)
    till.take(order, "steak")
    till.send(order)
    till.wait(minutes=30)
    till.do(PrintAddition(order=order))
    till.wait(minutes=5)
    till.pay(order)
    (ended,) = [event for event in till.last if isinstance(event, StayEnded)]
    return ended


def minutes_left(till: Till, order: str) -> int:
    found = leaving_of(till.world, till.order(order), till.now)
    return round((found.ms / 1000 - till.now.timestamp()) / 60)


@pytest.fixture
def till() -> Till:
    till = host()
    till.open()
    return till


def test_the_last_receipt_of_a_table_says_how_long_its_guests_were_there(
    till: Till,
) -> None:
    ended = eat(till)
    assert (ended.table, ended.covers, ended.minutes) == ("t1", 2, 75)
    (called, bill) = ended.steps
    assert (called.minutes, bill) == (35, StayStep("bill", 5))


def test_a_bar_note_and_a_share_of_a_bill_say_nothing(till: Till) -> None:
    note = till.seat("", 2)
    till.take(note, "beer")
    till.pay(note)
    assert till.written(ReceiptIssued)
    assert not till.written(StayEnded)
    order = till.seat("t1", 2)
    steak = till.take(order, "steak")
    till.take(order, "beer")
    till.send(order)
    portion = Portion(line=steak, of=1, taken=(0,))
    till.do(SplitOrder(order=order, bills=(Bill(id="a", portions=(portion,)),)))
    till.pay(order, "a")
    assert till.written(ReceiptIssued)
    assert not till.written(StayEnded)
    till.pay(order)
    assert till.written(StayEnded)


def test_a_tip_after_all_is_paid_is_no_second_stay(till: Till) -> None:
    ended = eat(till)
    till.wait(minutes=10)
    till.do(TakePayment(order=ended.order, method="cash", amount=0, tip=300))
    assert not [event for event in till.last if isinstance(event, StayEnded)]


def test_a_house_that_knows_nothing_goes_by_what_it_has_set(till: Till) -> None:
    order = till.seat("t1", 2)
    found = leaving_of(till.world, till.order(order), till.now)
    assert not found.learned
    assert minutes_left(till, order) == till.world.settings.number(
        "reservation.minutes_2"
    )


def test_it_is_learned_by_the_size_of_the_party_and_the_step_of_the_meal(
    till: Till,
) -> None:
    for _ in range(ENOUGH):
        eat(till)
    order = till.seat("t2", 2)
    assert minutes_left(till, order) == 75
    till.wait(minutes=60)  # a slow kitchen: everything comes later
    till.take(order, "steak")
    till.send(order)
    assert minutes_left(till, order) == 35
    till.do(PrintAddition(order=order))
    assert minutes_left(till, order) == 5
    large = till.seat("t3", 4)
    assert not leaving_of(till.world, till.order(large), till.now).learned
    assert usual_minutes(till.world, 2, till.now) == 75


def test_whoever_was_forgotten_on_the_plan_teaches_nothing(till: Till) -> None:
    for _ in range(ENOUGH):
        eat(till, wait=6 * 60)
    order = till.seat("t2", 2)
    assert not leaving_of(till.world, till.order(order), till.now).learned


def test_reservations_see_the_table_free_when_it_likely_is(till: Till) -> None:
    for _ in range(ENOUGH):
        eat(till)
    till.seat("t2", 2)
    start = till.now.hour * 60 + till.now.minute
    (stay,) = stays(till.world, till.now.date().isoformat(), till.now)
    assert (stay.tables, stay.end - start) == (("t2",), 75)
