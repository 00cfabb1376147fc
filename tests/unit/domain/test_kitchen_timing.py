"""When to begin each dish so that a course ends together."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.kitchen.decide import BumpDishes, StartDishes
from app.domain.kitchen.timing import ENOUGH, beginnings, taken
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

    assert taken(till.world.book)["fish"] // MINUTE == 15
    mains(till, "t6")
    assert begin(till) == {}


def test_what_was_only_bumped_says_nothing_of_how_long_it_took(till):
    for number in range(ENOUGH):
        dishes = tuple(mains(till, f"t{number + 1}"))
        order = till.world.book.lines[dishes[0][:-2]].home
        till.wait(minutes=15)
        till.do(BumpDishes(order=order, station="hot", dishes=dishes))

    assert taken(till.world.book) == {}
