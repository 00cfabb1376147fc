"""When to begin each dish so that a course ends together."""

from dataclasses import replace
from datetime import timedelta

import pytest
from domain_kit import Till

from app.domain.kitchen.decide import (
    BumpDishes,
    LaunchDishes,
    RushDishes,
    StartDishes,
)
from app.domain.kitchen.events import DishesReady, TicketIssued
from app.domain.kitchen.timing import ENOUGH, beginnings, taken
from app.domain.orders.commands import (
    MovedLine,
    MoveLines,
    MoveToCourse,
    OpenOrder,
    VoidLine,
)
from app.domain.rules import SetSetting

MINUTE = 60_000


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    articles = till.world.catalogue.articles
    times = {"steak": 12, "fish": 20, "fries": 0}
    till.write([replace(articles[a], minutes=n) for a, n in times.items()])
    till.do(SetSetting(key="kitchen.together", value="yes"))
    return till


def mains(till: Till, table: str) -> list[str]:
    """The dishes of a table that was just sent: steak, fish, fries."""
    order = till.seat(table, covers=2)
    lines = [till.take(order, each) for each in ("steak", "fish", "fries")]
    till.send(order)
    return [f"{line}.0" for line in lines]


def waits(till: Till) -> dict[str, int]:
    """Dish -> minutes after it was asked for when it is to be begun."""
    dishes = till.world.book.dishes
    return {
        dish: round((at - dishes[dish].fired) / MINUTE)
        for dish, at in begin(till).items()
    }


def begin(till: Till) -> dict[str, int]:
    return beginnings(till.world, till.world.book.orders.values())


def test_the_quicker_dish_is_begun_later_and_what_has_no_time_at_once(till):
    steak, fish, _ = mains(till, "t1")
    at = till.world.book.dishes[fish].fired

    assert begin(till) == {steak: at + 8 * MINUTE}
    till.do(SetSetting(key="kitchen.together", value="no"))
    assert begin(till) == {}


def test_what_a_cook_has_begun_is_not_told_to_wait(till):
    steak, _, _ = mains(till, "t1")
    order = till.world.book.lines[steak[:-2]].home
    till.do(StartDishes(order=order, station="hot", dishes=(steak,)))

    assert begin(till) == {}


def test_how_long_it_took_lately_goes_before_what_the_card_says(till):
    for number in range(ENOUGH):
        assert taken(till.world.book) == {}
        steak, fish, fries = mains(till, f"t{number + 1}")
        order = till.world.book.lines[steak[:-2]].home
        dishes = (steak, fish, fries)
        till.do(StartDishes(order=order, station="hot", dishes=dishes))
        till.wait(minutes=15)
        till.do(BumpDishes(order=order, station="hot", dishes=dishes))

    assert taken(till.world.book)["fish"] // MINUTE == 15 - 20
    mains(till, "t6")
    assert begin(till) == {}


def test_what_was_only_bumped_with_the_rest_says_nothing_of_how_long_it_took(till):
    for number in range(ENOUGH):
        dishes = tuple(mains(till, f"t{number + 1}"))
        order = till.world.book.lines[dishes[0][:-2]].home
        till.wait(minutes=15)
        till.do(BumpDishes(order=order, station="hot", dishes=dishes))

    assert taken(till.world.book) == {}


def bumped_alone(till: Till, minutes: int, *options: str) -> None:
    """Steaks are all that some tables eat; nobody touches them before they are made."""
    for number in range(ENOUGH):
        order = till.seat(f"t{number + 1}", covers=1)
        line = till.take(order, "steak", options=options or ("rare",))
        till.send(order)
        till.wait(minutes=minutes)
        till.do(BumpDishes(order=order, station="hot", dishes=(f"{line}.0",)))


def test_a_bump_says_how_long_it_took_where_nothing_else_was_waited_for(till):
    bumped_alone(till, 16)

    assert taken(till.world.book)["steak"] // MINUTE == 16 - 12
    steak, *_ = mains(till, "t6")
    assert waits(till) == {steak: 4}


def test_what_was_bumped_first_says_how_long_it_took_and_what_followed_does_not(till):
    for number in range(ENOUGH):
        steak, fish, fries = mains(till, f"t{number + 1}")
        order = till.world.book.lines[steak[:-2]].home
        till.wait(minutes=9)
        till.do(BumpDishes(order=order, station="hot", dishes=(steak,)))
        till.wait(minutes=9)
        till.do(BumpDishes(order=order, station="hot", dishes=(fish, fries)))

    times = taken(till.world.book)
    assert {a: ms // MINUTE for a, ms in times.items()} == {"steak": 9 - 12}


def test_options_count_beside_what_was_learned(till):
    bumped_alone(till, 15)
    order = till.seat("t6", covers=2)
    well = till.take(order, "steak", options=("medium",))  # three minutes longer
    till.take(order, "fish")
    till.send(order)

    assert waits(till) == {f"{well}.0": 20 - 15 - 3}


def hold(till: Till) -> None:
    till.do(SetSetting(key="kitchen.together", value="hold"))


def now_ms(till: Till) -> int:
    return round(till.now.timestamp() * 1000)


def held(till: Till, dish: str) -> bool:
    return till.world.book.dishes[dish].waits(now_ms(till))


def shared_mains(till: Till, table: str = "t1") -> tuple[str, str, str]:
    """The order, and its steak (12 min) that waits for a fish (20 min) of another
    station."""
    hold(till)
    articles = till.world.catalogue.articles
    till.write([replace(articles["salad"], minutes=20, course="mains")])
    order = till.seat(table, covers=2)
    lines = [till.take(order, each) for each in ("steak", "salad", "beer")]
    till.send(order)
    return order, f"{lines[0]}.0", f"{lines[1]}.0"


def test_the_ticket_of_a_quicker_dish_is_numbered_at_once_and_says_when_it_comes(till):
    _, steak, salad = shared_mains(till)
    tickets = {t.station: t for t in till.written(TicketIssued)}

    assert {t.station: t.number for t in tickets.values()} == {
        "bar": 1,
        "hot": 1,
        "cold": 1,
    }
    assert tickets["bar"].due == tickets["cold"].due == 0
    assert tickets["hot"].due == till.world.book.dishes[steak].begin
    assert held(till, steak)
    assert not held(till, salad)
    till.wait(minutes=8, seconds=1)
    assert not held(till, steak)


def test_a_dish_of_the_same_station_says_when_it_is_begun_and_holds_nothing_back(till):
    hold(till)
    steak, fish, _ = mains(till, "t1")
    (ticket,) = till.written(TicketIssued)

    assert ticket.due == 0
    assert waits(till) == {steak: 8}
    assert not held(till, fish)


def test_a_person_starts_what_is_held_back_at_once(till):
    order, steak, _ = shared_mains(till)
    till.do(LaunchDishes(order=order, course="mains"), "tom")

    assert not held(till, steak)
    assert till.refuses(LaunchDishes(order=order)) == "nothing_held_back"
    assert till.refuses(LaunchDishes(order=order), "sam") == "right_missing"


def test_a_cook_takes_it_in_hand_earlier_or_a_table_goes_first(till):
    order, steak, _ = shared_mains(till)
    till.do(StartDishes(order=order, station="hot", dishes=(steak,)))
    assert not held(till, steak)

    order, steak, _ = shared_mains(till, "t2")
    till.do(RushDishes(order=order))
    assert not held(till, steak)


def test_all_of_an_order_without_a_table_ends_together(till):
    hold(till)
    articles = till.world.catalogue.articles
    till.write([replace(articles["soup"], minutes=5)])
    till.do(OpenOrder(mode="takeaway", order="away"))
    soup, fish = (till.take("away", each) for each in ("soup", "fish"))
    till.send("away")

    assert {
        d: n for d, n in waits(till).items() if d in (f"{soup}.0", f"{fish}.0")
    } == {f"{soup}.0": 15}


def test_what_was_held_back_is_timed_from_when_its_station_got_it(till):
    order, steak, _ = shared_mains(till)
    till.wait(minutes=18)
    till.do(BumpDishes(order=order, station="hot", dishes=(steak,)))

    (ready,) = till.written(DishesReady)
    assert [made.seconds // 60 for made in ready.made] == [10]


def test_nothing_waits_for_a_dish_that_is_not_wanted_any_more(till):
    order, steak, salad = shared_mains(till)
    line = till.world.book.dishes[salad].line
    till.do(VoidLine(order=order, line=line, quantity=1000, reason="error"))

    assert not held(till, steak)


@pytest.mark.parametrize("moved", ["course", "table"])
def test_nothing_waits_for_a_dish_that_is_eaten_later_or_elsewhere(till, moved):
    order, steak, salad = shared_mains(till)
    line = till.world.book.dishes[salad].line
    if moved == "course":
        till.do(MoveToCourse(order=order, dishes=(salad,), course="desserts"))
    else:
        lines = (MovedLine(line=line),)
        till.do(MoveLines(order=order, lines=lines, table="t2"))

    assert not held(till, steak)


def test_it_goes_on_waiting_for_another_dish_that_is_as_slow(till):
    hold(till)
    articles = till.world.catalogue.articles
    till.write([replace(articles["salad"], minutes=20, course="mains")])
    order = till.seat("t1", covers=3)
    steak, salad, _ = (till.take(order, a) for a in ("steak", "salad", "fish"))
    till.send(order)
    till.do(VoidLine(order=order, line=salad, quantity=1000, reason="error"))

    assert held(till, f"{steak}.0")


def test_what_a_till_with_a_clock_ahead_sends_is_not_held_back_elsewhere(till):
    """The kitchen's screen is right, the waiter's tablet is ten minutes ahead."""
    till.skew = timedelta(minutes=10)
    steak, _, _ = mains(till, "t1")
    dish = till.world.book.dishes[steak]
    assert dish.fired
    assert not dish.waits(round(till.now.timestamp() * 1000))


def test_a_dish_is_not_held_back_by_the_clock_of_who_fired_the_others(till):
    hold(till)
    till.skew = timedelta(hours=1)
    order, _, _ = shared_mains(till)
    till.skew = timedelta()
    steak = till.take(order, "steak")
    now = round(till.now.timestamp() * 1000)
    till.send(order)
    assert till.world.book.dishes[f"{steak}.0"].held_until <= now + 8 * MINUTE


@pytest.mark.parametrize("wanted", [LaunchDishes, RushDishes])
def test_what_somebody_had_begun_earlier_is_timed_from_then(till, wanted):
    order, steak, _ = shared_mains(till)
    till.wait(minutes=5)
    till.do(wanted(order=order))
    till.wait(minutes=9)
    till.do(BumpDishes(order=order, station="hot", dishes=(steak,)))

    (ready,) = till.written(DishesReady)
    assert [made.seconds // 60 for made in ready.made] == [9]
