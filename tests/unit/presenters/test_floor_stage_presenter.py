"""The stage of a table follows from its dishes, its note and the clock."""

import pytest
from domain_kit import Till

from app.domain.floor.decide import ClearTable
from app.domain.kitchen.decide import BumpDishes, ServeDishes
from app.domain.orders.commands import (
    CancelOrder,
    FireCourse,
    MoveOrder,
    PrintAddition,
    SetCourseTiming,
    VoidLine,
)
from app.domain.till.decide import CloseDay
from app.presenters.floor.stage import (
    BILL_LIMIT,
    CLEAR_LIMIT,
    ORDER_LIMIT,
    ORDER_SOON,
    PASS_LIMIT,
    SEND_LIMIT,
    TableStage,
    stage_of,
)
from app.presenters.floor.standing import standing


@pytest.fixture
def till() -> Till:
    made = Till()
    made.open()
    return made


def stage(till: Till, order: str) -> TableStage:
    return stage_of(till.world, till.order(order), till.now)


def dishes(till: Till, order: str) -> tuple[str, ...]:
    lines = till.world.book.lines_of(till.order(order))
    return tuple(dish.id for line in lines for dish in line.dishes)


def bump(till: Till, order: str, station: str = "hot") -> None:
    till.do(BumpDishes(order=order, station=station, dishes=dishes(till, order)))


def starters_then_held_mains(till: Till) -> str:
    order = till.seat(covers=2)
    till.take(order, "soup", 2)
    till.take(order, "fish", 2)
    till.send(order)
    return order


def test_a_table_without_an_order_is_free(till: Till) -> None:
    assert stage_of(till.world, None, till.now) == TableStage(state="free")
    assert standing(till.world, till.now).stage("t1").state == "free"


@pytest.mark.parametrize(
    ("minutes", "state"),
    [
        (ORDER_SOON - 1, "occupied"),
        (ORDER_SOON, "new"),
        (ORDER_LIMIT - 1, "new"),
        (ORDER_LIMIT, "late"),
    ],
)
def test_guests_who_were_seated_wait_for_somebody(
    till: Till, minutes: int, state: str
) -> None:
    order = till.seat()
    till.wait(minutes=minutes)
    found = stage(till, order)
    assert (found.state, found.stage, found.need) == (state, "seated", "order")
    assert (found.minutes, found.limit) == (minutes, ORDER_LIMIT)


def test_a_table_whose_lines_were_all_voided_waits_to_order_again(till: Till) -> None:
    order = till.seat()
    line = till.take(order, "beer")
    till.do(VoidLine(order=order, line=line))
    assert stage(till, order).need == "order"


def test_articles_that_were_not_sent_are_to_send_and_late_in_the_end(
    till: Till,
) -> None:
    order = till.seat()
    till.take(order, "soup", 2)
    till.take(order, "beer")
    till.wait(minutes=SEND_LIMIT - 1)
    calm = stage(till, order)
    assert (calm.state, calm.need, calm.count) == ("occupied", "send", 3)
    till.wait(minutes=1)
    assert stage(till, order).state == "late"


def test_only_drinks_are_the_aperitif_and_the_last_round_counts(till: Till) -> None:
    order = till.seat()
    till.take(order, "beer")
    till.send(order)
    till.wait(minutes=20)
    till.take(order, "wine")
    till.send(order)
    till.wait(minutes=4)
    found = stage(till, order)
    assert (found.stage, found.minutes, found.limit) == ("aperitif", 4, 30)


def test_the_stage_is_that_of_the_course_that_came_furthest(till: Till) -> None:
    order = starters_then_held_mains(till)
    till.wait(minutes=7)
    first = stage(till, order)
    assert (first.stage, first.minutes, first.need) == ("starters", 7, "")
    till.do(FireCourse(order=order, course="mains"))
    till.wait(minutes=3)
    second = stage(till, order)
    assert (second.stage, second.minutes, second.course) == ("mains", 3, "mains")
    assert second.share == pytest.approx(0.1)


def test_more_of_a_course_does_not_start_its_time_again(till: Till) -> None:
    order = till.seat()
    till.take(order, "fish")
    till.send(order)
    till.wait(minutes=9)
    till.take(order, "fries")
    till.send(order)
    till.wait(minutes=1)
    assert stage(till, order).minutes == 10


def test_everything_held_counts_from_the_sending(till: Till) -> None:
    order = till.seat()
    till.wait(minutes=12)
    till.do(SetCourseTiming(order=order, course="mains", timing="hold"))
    till.take(order, "fish")
    till.send(order)
    till.wait(minutes=5)
    found = stage(till, order)
    assert (found.stage, found.minutes, found.limit) == ("seated", 5, 30)
    till.wait(minutes=25)
    assert (stage(till, order).need, stage(till, order).course) == ("fire", "mains")


def test_plates_on_the_pass_win_over_everything(till: Till) -> None:
    order = starters_then_held_mains(till)
    till.wait(minutes=40)
    bump(till, order)
    till.wait(minutes=PASS_LIMIT - 1)
    found = stage(till, order)
    assert (found.state, found.need, found.count) == ("ready", "serve", 2)
    assert (found.minutes, found.course, found.over) == (2, "starters", False)
    till.wait(minutes=1)
    assert stage(till, order).over


def test_a_course_goes_out_with_its_last_plate(till: Till) -> None:
    order = till.seat()
    first, second = till.take(order, "salad"), till.take(order, "soup")
    till.send(order)
    (dish,) = till.line(first).dishes
    till.do(BumpDishes(order=order, station="cold", dishes=(dish.id,)))
    assert stage(till, order).need == ""
    (dish,) = till.line(second).dishes
    till.do(BumpDishes(order=order, station="hot", dishes=(dish.id,)))
    assert (stage(till, order).need, stage(till, order).count) == ("serve", 2)


def test_drinks_go_out_one_by_one(till: Till) -> None:
    order = till.seat()
    beer, _ = till.take(order, "beer"), till.take(order, "wine")
    till.send(order)
    (glass,) = till.line(beer).dishes
    till.do(BumpDishes(order=order, station="bar", dishes=(glass.id,)))
    assert (stage(till, order).need, stage(till, order).count) == ("serve", 1)


def test_plates_of_two_courses_on_the_pass_are_of_none(till: Till) -> None:
    order = starters_then_held_mains(till)
    till.do(FireCourse(order=order))
    bump(till, order)
    found = stage(till, order)
    assert (found.course, found.count) == ("", 4)


def test_a_held_course_is_called_when_the_one_before_is_over_and_eaten(
    till: Till,
) -> None:
    order = starters_then_held_mains(till)
    till.wait(minutes=29)
    till.do(ServeDishes(order=order, dishes=dishes(till, order)[:1]))
    assert stage(till, order).state == "occupied"
    till.wait(minutes=1)
    found = stage(till, order)
    assert (found.state, found.stage, found.need) == ("late", "starters", "fire")
    assert (found.minutes, found.limit, found.course) == (30, 30, "mains")


def test_a_course_still_in_the_kitchen_is_late_there(till: Till) -> None:
    order = starters_then_held_mains(till)
    till.wait(minutes=31)
    found = stage(till, order)
    assert (found.state, found.need, found.course) == ("late", "kitchen", "starters")


def test_guests_are_looked_after_when_their_last_course_is_long_over(
    till: Till,
) -> None:
    order = till.seat()
    till.take(order, "cake")
    till.send(order)
    till.do(ServeDishes(order=order, dishes=dishes(till, order)))
    till.wait(minutes=30)
    assert (stage(till, order).state, stage(till, order).need) == ("late", "look")


def test_a_bill_that_was_shown_is_the_stage_until_something_is_ordered(
    till: Till,
) -> None:
    order = till.seat()
    till.take(order, "cake")
    till.send(order)
    till.do(PrintAddition(order=order))
    till.wait(minutes=BILL_LIMIT - 1)
    asked = stage(till, order)
    assert (asked.state, asked.stage, asked.need) == ("occupied", "bill", "pay")
    till.wait(minutes=1)
    assert stage(till, order).state == "late"
    till.take(order, "coffee")
    assert stage(till, order).need == "send"


def test_a_paid_table_is_to_clear_until_somebody_has(till: Till) -> None:
    order = till.seat("t2")
    till.take(order, "coffee")
    till.pay(order)
    till.wait(minutes=CLEAR_LIMIT)
    found = standing(till.world, till.now).stage("t2")
    assert (found.state, found.need, found.minutes) == ("to_clear", "clear", 5)
    assert found.over
    till.do(ClearTable(table="t2"))
    assert standing(till.world, till.now).stage("t2").state == "free"


def test_a_paid_table_that_is_seated_again_is_occupied(till: Till) -> None:
    first = till.seat("t2")
    till.take(first, "coffee")
    till.pay(first)
    till.seat("t2")
    assert standing(till.world, till.now).stage("t2").stage == "seated"


def test_tables_that_were_left_without_paying_need_no_clearing(till: Till) -> None:
    given_up, moved = till.seat("t1"), till.seat("t2")
    till.do(CancelOrder(order=given_up))
    till.take(moved, "coffee")
    till.do(MoveOrder(order=moved, table="t3"))
    floor = standing(till.world, till.now)
    assert [floor.stage(t).state for t in ("t1", "t2")] == ["free", "free"]


def test_the_closing_of_a_day_lays_every_table_again(till: Till) -> None:
    order = till.seat("t2")
    till.take(order, "coffee")
    till.pay(order)
    till.do(CloseDay(day="2026-11-20", figures=()))
    assert standing(till.world, till.now).stage("t2").state == "free"


def test_guests_who_stayed_over_the_closing_leave_their_table_to_clear(
    till: Till,
) -> None:
    order = till.seat("t2")
    till.take(order, "coffee")
    till.do(CloseDay(day="2026-11-20", figures=()))
    till.wait(hours=14)
    till.open()
    till.pay(order)
    assert standing(till.world, till.now).stage("t2").state == "to_clear"


def test_a_sale_at_the_counter_leaves_no_table(till: Till) -> None:
    order = till.seat(table="", mode="counter")
    till.take(order, "jam")
    till.pay(order)
    assert standing(till.world, till.now).paid == {}


def test_guests_who_paid_first_sit_there_until_their_plates_came(till: Till) -> None:
    order = till.seat("t2")
    till.take(order, "soup")
    till.pay(order)  # sends it
    till.wait(minutes=4)
    found = standing(till.world, till.now).stage("t2")
    assert (found.state, found.stage, found.minutes) == ("occupied", "starters", 4)
    bump(till, order)
    till.wait(minutes=1)
    found = standing(till.world, till.now).stage("t2")
    assert (found.state, found.need, found.minutes) == ("ready", "serve", 1)
    till.do(ServeDishes(order=order))
    assert standing(till.world, till.now).stage("t2").state == "to_clear"


def test_what_stood_on_the_pass_before_guests_paid_was_eaten(till: Till) -> None:
    order = till.seat("t2")
    till.take(order, "soup")
    till.send(order)
    bump(till, order)
    till.wait(minutes=20)
    till.pay(order)
    assert standing(till.world, till.now).stage("t2").state == "to_clear"


def test_guests_who_sit_down_at_a_paid_table_are_the_ones_there(till: Till) -> None:
    order = till.seat("t2")
    till.take(order, "soup")
    till.pay(order)
    till.seat("t2")
    floor = standing(till.world, till.now)
    assert (floor.stage("t2").stage, floor.owed) == ("seated", [])
