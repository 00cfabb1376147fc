"""Dishes that go with another course: what is made, what waits, what stations hear."""

from dataclasses import replace

import pytest
from domain_kit import MENU, Till

from app.domain.kitchen.decide import (
    BumpDishes,
    RushDishes,
    SeeChange,
    ServeDishes,
    StartDishes,
)
from app.domain.kitchen.events import DishesReady, TicketIssued
from app.domain.orders.commands import (
    DivideLine,
    FireCourse,
    MoveToCourse,
    OpenOrder,
    SetCourseTiming,
    VoidLine,
)


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


@pytest.fixture
def order(till: Till) -> str:
    return till.seat("t1", covers=4)


def move(till: Till, order: str, course: str, *lines: str) -> list[TicketIssued]:
    """Has whole lines go with another course; the tickets that this made."""
    dishes = tuple(d.id for line in lines for d in till.line(line).dishes)
    facts = till.do(MoveToCourse(order=order, course=course, dishes=dishes))
    return [fact for fact in facts if isinstance(fact, TicketIssued)]


def where(till: Till, line: str) -> tuple[str, str]:
    found = till.line(line)
    return found.course, found.stage


def said(ticket: TicketIssued) -> list[tuple[str, str]]:
    return [(line.label, line.kind) for line in ticket.lines]


def test_what_was_not_sent_goes_along_in_silence(till, order):
    soup = till.take(order, "soup")

    assert move(till, order, "mains", soup) == []
    assert where(till, soup) == ("mains", "unsent")


def test_a_held_dish_goes_with_another_held_course_in_silence(till, order):
    till.take(order, "soup")
    fish, cake = till.take(order, "fish"), till.take(order, "cake")
    till.send(order)

    assert move(till, order, "desserts", fish) == []
    assert where(till, fish) == where(till, cake) == ("desserts", "held")


def test_a_held_dish_that_joins_a_course_in_the_making_is_shouted(till, order):
    till.take(order, "soup")
    fish = till.take(order, "fish")
    till.send(order)
    (ticket,) = move(till, order, "starters", fish)

    assert where(till, fish) == ("starters", "sent")
    assert (ticket.kind, ticket.course, said(ticket)) == (
        *("change", "starters"),
        [("POISSON", "add")],
    )


def test_a_held_dish_that_is_wanted_at_once_is_made(till, order):
    till.take(order, "soup")
    fish = till.take(order, "fish")
    till.send(order)
    move(till, order, "direct", fish)

    assert where(till, fish) == ("direct", "sent")


def test_a_dish_in_the_making_waits_with_an_earlier_course_that_is_held(till, order):
    soup, fish = till.take(order, "soup"), till.take(order, "fish")
    till.do(SetCourseTiming(order=order, course="starters", timing="hold"))
    till.send(order)
    till.do(FireCourse(order=order, course="mains"))
    move(till, order, "starters", fish)

    assert where(till, soup) == where(till, fish) == ("starters", "held")


def test_what_was_made_ready_ahead_is_made_from_when_it_joins_the_course(till, order):
    till.take(order, "soup")
    fish = till.take(order, "fish")
    till.send(order)
    dish = till.line(fish).dishes[0]
    till.do(StartDishes(order=order, station="hot", dishes=(dish.id,)))
    till.wait(minutes=10)
    move(till, order, "starters", fish)

    assert dish.stage == "started"
    assert dish.started == dish.fired


def test_a_dish_in_the_making_that_goes_with_a_later_course_waits(till, order):
    soup, salad = till.take(order, "soup", 2), till.take(order, "salad")
    till.take(order, "fish")
    till.send(order)
    (hot,) = move(till, order, "mains", soup)

    assert where(till, soup) == ("mains", "held")
    assert (hot.station, hot.kind, hot.course, hot.refers) == (
        *("hot", "change", "mains"),
        1,
    )
    assert said(hot) == [("Soup", "wait")]
    assert where(till, salad) == ("starters", "sent")
    till.do(FireCourse(order=order, course="mains"))
    assert where(till, soup) == ("mains", "sent")


def test_without_a_table_nothing_waits_for_a_call_that_never_comes(till):
    sale = till.do(OpenOrder(mode="counter"))[0].order
    soup = till.take(sale, "soup")
    till.send(sale)
    (ticket,) = move(till, sale, "desserts", soup)

    assert where(till, soup) == ("desserts", "sent")
    assert said(ticket) == [("Soup", "move")]


def test_what_waits_again_takes_its_turn_when_it_is_called(till, order):
    soup = till.take(order, "soup")
    till.send(order)
    till.do(RushDishes(order=order))
    move(till, order, "mains", soup)
    till.do(FireCourse(order=order, course="mains"))

    assert not till.line(soup).dishes[0].rushed


def test_what_waits_again_is_voided_by_who_may_void_what_was_sent(till, order):
    soup = till.take(order, "soup")
    till.send(order)
    move(till, order, "mains", soup)
    void = VoidLine(order=order, line=soup, reason="erreur")

    assert till.refuses(void, "ines") == "right_missing"
    till.do(void)


def test_a_whole_course_waits_again_and_comes_back(till, order):
    soup, salad = till.take(order, "soup"), till.take(order, "salad")
    till.send(order)
    hot, cold = move(till, order, "mains", soup, salad)

    assert (said(hot), said(cold)) == ([("Soup", "wait")], [("Salad", "wait")])
    assert hot.also == "Froid 1"
    assert move(till, order, "starters", soup, salad) == []
    till.do(FireCourse(order=order, course="starters"))
    assert where(till, soup) == where(till, salad) == ("starters", "sent")
    assert till.line(soup).dishes[0].left == ""


def test_from_a_course_in_the_making_to_another_is_only_told(till, order):
    soup, fish = till.take(order, "soup"), till.take(order, "fish")
    till.send(order)
    till.do(FireCourse(order=order, course="mains"))
    (ticket,) = move(till, order, "mains", soup)

    assert where(till, soup) == where(till, fish) == ("mains", "sent")
    assert said(ticket) == [("Soup", "move")]


def test_a_dish_brought_forward_goes_on_being_made(till, order):
    steak = till.take(order, "steak", options=("rare",))
    till.send(order)
    (ticket,) = move(till, order, "starters", steak)

    assert where(till, steak) == ("starters", "sent")
    assert said(ticket) == [("Steak", "move")]


def test_it_goes_back_as_it_was_and_goes_on_being_made(till, order):
    steak = till.take(order, "steak", options=("rare",))
    till.send(order)
    move(till, order, "starters", steak)
    dishes = (f"{steak}.0",)
    back = MoveToCourse(order=order, course="mains", dishes=dishes, go_on=True)
    till.do(back)

    assert where(till, steak) == ("mains", "sent")


def test_a_cook_keeps_reading_what_left_the_course_until_it_is_seen(till, order):
    soup = till.take(order, "soup")
    till.send(order)
    move(till, order, "mains", soup)
    dish = till.line(soup).dishes[0]

    assert (dish.left, dish.started) == ("starters", 0)
    till.do(SeeChange(order=order, station="hot", dishes=(dish.id,)))
    assert dish.left == ""


def test_what_is_called_with_its_new_course_is_no_change_any_more(till, order):
    soup = till.take(order, "soup")
    till.send(order)
    move(till, order, "mains", soup)
    till.do(FireCourse(order=order, course="mains"))

    assert till.line(soup).dishes[0].left == ""


def test_what_stands_on_the_pass_stays_and_the_rest_goes(till, order):
    soup, fries = till.take(order, "soup"), till.take(order, "fries")
    till.send(order)
    till.do(FireCourse(order=order))
    till.do(BumpDishes(order=order, station="hot", dishes=(f"{soup}.0",)))
    move(till, order, "desserts", soup, fries)

    assert where(till, soup) == ("starters", "ready")
    assert where(till, fries) == ("desserts", "held")
    command = MoveToCourse(order=order, course="mains", dishes=(f"{soup}.0",))
    assert till.refuses(command) == "dish_ready"
    till.do(ServeDishes(order=order))
    assert till.refuses(command) == "dish_ready"


def test_what_a_cook_made_before_hearing_of_the_move_is_not_called_again(till, order):
    soup = till.take(order, "soup")
    till.send(order)
    move(till, order, "mains", soup)
    till.write([DishesReady(order=order, station="hot", dishes=(f"{soup}.0",))])

    assert where(till, soup) == ("mains", "ready")
    assert till.refuses(FireCourse(order=order)) == "nothing_held"


def test_one_of_three_waits_on_a_line_of_its_own(till, order):
    soup = till.take(order, "soup", 3)
    till.send(order)
    (divided,) = till.do(DivideLine(order=order, line=soup, quantity=1000))
    (ticket,) = move(till, order, "mains", divided.new_line)

    assert [line.quantity for line in ticket.lines] == [1000]
    assert (where(till, soup)[1], where(till, divided.new_line)[1]) == ("sent", "held")
    assert till.due(order) == 3 * 850
    alone = DivideLine(order=order, line=divided.new_line, quantity=1000)
    for command in (alone, replace(alone, line=soup, quantity=500)):
        assert till.refuses(command) == "quantity_out_of_range"


def test_one_dish_of_a_formule_goes_by_itself(till, order):
    menu = till.take(order, "menu", picks=MENU)
    dishes = till.line(menu).dishes
    till.do(MoveToCourse(order=order, course="mains", dishes=(dishes[0].id,)))

    assert [dish.course for dish in dishes] == ["mains", "mains", "direct"]


def test_a_move_to_where_it_is_or_to_no_course_is_refused(till, order):
    soup = till.take(order, "soup")
    dishes = (f"{soup}.0",)

    command = MoveToCourse(order=order, course="starters", dishes=dishes)
    assert till.refuses(command) == "nothing_to_move"
    command = MoveToCourse(order=order, course="brunch", dishes=dishes)
    assert till.refuses(command) == "course_unknown"
