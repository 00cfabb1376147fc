"""A card's limit: as typed for its course, or as its dishes mostly took."""

from datetime import timedelta

import pytest
from domain_kit import Known, Till

from app.domain.kitchen.decide import BumpDishes, RecallDishes
from app.domain.kitchen.events import DishesReady
from app.domain.kitchen.limits import Limit, limit_of
from app.domain.kitchen.made import ENOUGH, LONGEST
from app.domain.rules import SetSetting
from app.domain.settings import SettingSet
from app.domain.vocabulary import Meta

TYPED = Limit(15)


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    till.do(SetSetting(key="kitchen.limits", value="learned"))
    return till


def make(till: Till, article: str, *minutes: float) -> str:
    """Dishes of an article, sent one by one and bumped after so many minutes."""
    order = till.seat("t1") if not till.world.book.orders else ""
    order = order or next(iter(till.world.book.orders))
    line = ""
    for each in minutes:
        line = till.take(order, article)
        till.send(order)
        till.wait(minutes=each)
        till.do(BumpDishes(order=order, station="hot", dishes=(f"{line}.0",)))
    return f"{line}.0"


def limit(till: Till, *dishes: str, hours: float = 0) -> Limit:
    known = [till.world.book.dishes[dish] for dish in dishes]
    return limit_of(till.world, "main", known, till.now + timedelta(hours=hours))


def test_four_of_five_were_ready_within_the_learned_limit(till: Till) -> None:
    dish = make(till, "steak", *[8] * 10, *[12] * 5)
    assert limit(till, dish) == TYPED  # too few

    make(till, "steak", 12, *[25] * 4)
    assert limit(till, dish) == Limit(12, learned=True)
    till.do(SetSetting(key="kitchen.limits", value="typed"))
    assert limit(till, dish) == TYPED


def test_the_dish_that_takes_longest_makes_the_limit_of_its_card(till: Till) -> None:
    steak = make(till, "steak", *[8] * ENOUGH)
    fish = make(till, "fish", 3)

    assert limit(till, steak) == Limit(8, learned=True)
    assert limit(till, steak, fish) == TYPED  # of the fish nobody knows yet
    make(till, "fish", *[19] * ENOUGH)
    assert limit(till, steak, fish) == Limit(19, learned=True)


def test_an_evening_has_its_own_limit_once_it_has_dishes_enough(till: Till) -> None:
    till.wait(hours=(12 - till.now.hour) % 24)
    dish = make(till, "steak", *[5] * ENOUGH)
    till.wait(hours=(19 - till.now.hour) % 24)
    make(till, "steak", *[11] * (ENOUGH - 1))
    assert limit(till, dish) == Limit(11, learned=True)  # of both together

    make(till, "steak", 11)
    noon = (12 - till.now.hour) % 24
    assert limit(till, dish, hours=noon) == Limit(5, learned=True)
    assert limit(till, dish) == Limit(11, learned=True)


def test_what_was_forgotten_on_a_screen_or_made_anew_teaches_nothing(
    till: Till,
) -> None:
    dish = make(till, "steak", *[8] * (ENOUGH - 1), LONGEST + 1)
    assert limit(till, dish) == TYPED

    order = till.world.book.lines[dish[:-2]].home
    again = RecallDishes(order=order, station="hot", dishes=(dish,), reason="redo")
    till.do(again)
    till.do(BumpDishes(order=order, station="hot", dishes=(dish,)))
    assert till.written(DishesReady)[-1].made == ()
    assert limit(till, dish) == TYPED


def test_a_till_whose_clock_is_ahead_teaches_nothing_wrong(till: Till) -> None:
    ahead = till.now + timedelta(hours=3)
    stamp = f"{round(ahead.timestamp() * 1000):012x}-0000"
    meta = Meta(order=(stamp, "C9", 1), ts=ahead.isoformat())
    till.receive("C9", [Known(SettingSet(key="kitchen.late", value="no"), meta)])
    dish = make(till, "steak", *[8] * ENOUGH)
    assert limit(till, dish) == Limit(8, learned=True)
