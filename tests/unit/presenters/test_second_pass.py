"""The second pass: what is made, course by course, until it is carried."""

from datetime import timedelta

import pytest
from domain_kit import Till

from app.domain.kitchen.decide import BumpDishes, ServeDishes
from app.domain.rules import SetSetting
from app.presenters.kitchen.cards import cards
from app.presenters.kitchen.second_pass import pass_cards, with_pass
from app.presenters.kitchen.wall import present_cards
from widgets.kitchen_wall_views import CardView


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    till.do(SetSetting(key="kitchen.passes", value="two"))
    return till


def table(till: Till, number: str) -> tuple[str, str, str]:
    """A steak of the hot kitchen and a cake of the cold one, both mains, sent."""
    order = till.seat(number)
    steak = till.take(order, "steak")
    cold = till.take(order, "fries")
    till.send(order)
    return order, f"{steak}.0", f"{cold}.0"


def wall(till: Till, minutes: float = 0) -> list[CardView]:
    world, now = till.world, till.now + timedelta(minutes=minutes)
    here = pass_cards(world, cards(world, now=now))
    views = present_cards(world, here, now, lambda *_: "", lambda _: "")
    return list(with_pass(here, views, now))


def bump(till: Till, order: str, *dishes: str) -> None:
    till.do(BumpDishes(order=order, station="hot", dishes=dishes))


def test_a_course_is_seen_from_its_first_plate_and_carried_when_it_is_whole(
    till: Till,
) -> None:
    order, steak, fries = table(till, "t1")
    assert wall(till) == []
    bump(till, order, steak)
    (view,) = wall(till)
    assert (view.state, view.bump_text) == ("prep", "")
    assert [line.done for line in view.lines] == [True, False]

    bump(till, order, fries)
    (view,) = wall(till, minutes=3)
    assert (view.state, view.bump_text) == ("ready", "Servi")
    assert view.due == ("au passe", "depuis 3 min")
    assert not any(line.done for line in view.lines)  # read, not struck out
    till.do(ServeDishes(order=order, dishes=(steak, fries)))
    assert wall(till) == []


def test_whole_courses_stand_first_the_oldest_before_the_others(till: Till) -> None:
    late, soon, part = (table(till, number) for number in ("t1", "t2", "t3"))
    bump(till, part[0], part[1])
    till.wait(minutes=1)
    bump(till, *soon)
    till.wait(minutes=1)
    bump(till, *late)
    tables = [view.id.partition("|")[0] for view in wall(till)]
    assert tables == [soon[0], late[0], part[0]]
