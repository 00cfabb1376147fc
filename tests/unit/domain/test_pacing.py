"""When a held course is likely to be called."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.catalogue.decide import SetCatalogue
from app.domain.kitchen.decide import BumpDishes
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.commands import FireCourse, OpenOrder, SetCourseTiming
from app.domain.orders.pacing import ENOUGH, goes_at, likely, pace, paced
from app.domain.rules import SetSetting

MINUTE = 60_000


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def dine(till: Till, table: str) -> str:
    order = till.seat(table, covers=2)
    for article in ("soup", "fish", "cake"):
        till.take(order, article)
    till.send(order)
    return order


def fired(till: Till, order: str) -> int:
    return till.world.book.lines_of(till.order(order))[0].dishes[0].fired


def test_until_the_pace_is_known_a_course_takes_as_long_as_a_table_may_stay(till):
    order = dine(till, "t1")
    at = fired(till, order)

    assert likely(till.world, till.order(order), "mains", {}) == at + 30 * MINUTE
    assert likely(till.world, till.order(order), "desserts", {}) == at + 60 * MINUTE
    assert likely(till.world, till.order(order), "starters", {}) == 0


def test_the_pace_of_the_last_tables_counts_once_there_are_enough(till):
    for number in range(ENOUGH):
        assert "starters" not in pace(till.world.book)
        order = dine(till, f"t{number + 1}")
        till.wait(minutes=10)
        till.take(order, "beer")  # no course of the meal
        till.send(order)
        till.wait(minutes=10)
        till.do(FireCourse(order=order, course="mains"))
    paces = pace(till.world.book)
    order = dine(till, "t6")

    assert abs(paces["starters"] - 20 * MINUTE) < MINUTE
    at = fired(till, order) + paces["starters"]
    assert likely(till.world, till.order(order), "mains", paces) == at


def test_a_course_goes_by_itself_once_the_one_before_it_is_made(till):
    order = dine(till, "t1")
    assert paced(till.world, till.order(order)) == ""
    till.do(SetSetting(key="courses.pace", value="ready"))
    till.do(SetSetting(key="courses.minutes", value="8"))
    soup = till.world.book.lines_of(till.order(order))[0].dishes[0]
    (salad,) = till.line(till.take(order, "salad")).dishes
    till.send(order)

    assert paced(till.world, till.order(order)) == "mains"
    assert goes_at(till.world, till.order(order), "mains") == 0
    till.wait(minutes=9)
    till.do(BumpDishes(order=order, station="hot", dishes=(soup.id,)))
    assert goes_at(till.world, till.order(order), "mains") == 0
    till.wait(minutes=1)
    till.do(BumpDishes(order=order, station="cold", dishes=(salad.id,)))
    at = goes_at(till.world, till.order(order), "mains")
    assert at == salad.ready + 8 * MINUTE


def test_what_no_station_makes_holds_no_course_up(till):
    """A plate of cold cuts that the waiter takes along: nobody calls it ready."""
    till.do(SetSetting(key="courses.pace", value="ready"))
    cuts = replace(till.world.catalogue.articles["salad"], station="")
    till.write([cuts])
    order = till.seat("t1", covers=2)
    salad, soup, _ = (till.take(order, each) for each in ("salad", "soup", "fish"))
    till.send(order)
    dish = till.line(soup).dishes[0]
    till.do(BumpDishes(order=order, station=dish.station, dishes=(dish.id,)))

    assert till.line(salad).dishes[0].fired
    assert goes_at(till.world, till.order(order), "mains")


def test_or_so_long_after_it_was_called_unless_somebody_stops_it(till):
    till.do(SetSetting(key="courses.pace", value="fired"))
    order = dine(till, "t1")
    at = fired(till, order) + 5 * MINUTE
    assert goes_at(till.world, till.order(order), "mains") == at

    stop = SetCourseTiming(order=order, course="mains", timing="hold")
    till.do(stop)
    assert paced(till.world, till.order(order)) == ""
    till.do(SetCourseTiming(order=order, course="mains", timing=""))
    assert paced(till.world, till.order(order)) == "mains"


def test_a_course_of_its_own_rule_goes_though_the_house_calls_the_others(till):
    desserts = till.world.catalogue.courses["desserts"]
    till.do(SetCatalogue(event=replace(desserts, pace="fired", pace_minutes=20)))
    order = dine(till, "t1")
    assert paced(till.world, till.order(order)) == ""
    till.do(FireCourse(order=order, course="mains"))
    assert paced(till.world, till.order(order)) == "desserts"
    mains = till.world.book.lines_of(till.order(order))[1].dishes[0]
    goes = goes_at(till.world, till.order(order), "desserts")
    assert goes == mains.fired + 20 * MINUTE


def test_a_rule_that_nobody_knows_is_refused(till):
    mains = till.world.catalogue.courses["mains"]
    unknown = SetCatalogue(event=replace(mains, pace="never"))
    assert till.refuses(unknown) == "pace_unknown"
    endless = SetCatalogue(event=replace(mains, pace="ready", pace_minutes=241))
    assert till.refuses(endless) == "pace_out_of_range"


@pytest.mark.parametrize(
    ("apart", "expected"),
    [
        (False, [("cold", 1, "starters", 2), ("hot", 1, "starters", 2)]),
        (
            True,
            [
                ("cold", 1, "starters", 2),
                ("hot", 1, "starters", 1),
                ("hot", 2, "mains", 1),
            ],
        ),
    ],
)
def test_courses_that_go_at_once_are_on_one_ticket_or_each_on_its_own(
    till, apart, expected
):
    hot = till.world.catalogue.stations["hot"]
    till.do(SetCatalogue(event=replace(hot, apart=apart)))
    till.do(OpenOrder(mode="takeaway", order="away"))
    for article in ("soup", "fish", "salad", "cake"):
        till.take("away", article)
    till.send("away")

    issued = till.written(TicketIssued)
    told = [(t.station, t.number, t.course, len(t.lines)) for t in issued]
    assert sorted(told) == expected
