"""Rounds of a table: one card while they are sent together, one each afterwards."""

import pytest
from domain_kit import Till

from app.domain.kitchen.decide import BumpDishes, SetRound, StartDishes
from app.domain.orders.commands import FireCourse, SetCourseTiming
from app.domain.rules import SetSetting
from app.presenters.kitchen.cards import Card, cards, round_act


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    till.do(SetSetting(key="kitchen.rounds", value="5"))
    return till


def beers(till: Till, order: str, count: int = 1) -> tuple[str, ...]:
    """A round of beers, sent; its dishes."""
    lines = [till.take(order, "beer") for _ in range(count)]
    till.send(order)
    return tuple(f"{line}.0" for line in lines)


def bar(till: Till) -> list[Card]:
    return cards(till.world, "bar", till.now)


def on(till: Till) -> list[set[str]]:
    return [{dish.id for _, dish in card.dishes} for card in bar(till)]


def together(order: str, *dishes: str, joined: bool = True) -> SetRound:
    return SetRound(order=order, station="bar", dishes=dishes, joined=joined)


def test_what_is_sent_within_minutes_joins_the_card_and_later_has_its_own(
    till: Till,
) -> None:
    order = till.seat("t1")
    first = beers(till, order)
    till.wait(minutes=4)
    second = beers(till, order)
    assert on(till) == [{*first, *second}]
    till.wait(minutes=2)
    third = beers(till, order)
    assert on(till) == [{*first, *second}, set(third)]

    till.do(BumpDishes(order=order, station="bar", dishes=(*first, *second)))
    cards_now = bar(till)
    assert [card.round and card.round.number for card in cards_now] == [None, 2]
    assert cards_now[1].id.endswith(f"|{third[0]}")  # it keeps its name


def test_what_a_cook_has_begun_takes_no_round_up(till: Till) -> None:
    order = till.seat("t1")
    first = beers(till, order)
    till.wait(minutes=1)
    till.do(StartDishes(order=order, station="bar", dishes=first))
    till.wait(minutes=1)
    second = beers(till, order)
    assert on(till) == [set(first), set(second)]
    assert [round_act(card) for card in bar(till)] == ["", ""]
    assert till.refuses(together(order, *second)) == "round_begun"
    till.do(StartDishes(order=order, station="bar", dishes=second))
    assert till.refuses(together(order, *second)) == "round_begun"


def test_a_cook_joins_rounds_and_parts_them_again(till: Till) -> None:
    order = till.seat("t1")
    first = beers(till, order)
    till.wait(minutes=9)
    second = beers(till, order, 2)
    till.do(together(order, *second))
    (card,) = bar(till)
    assert round_act(card) == "part"
    assert on(till) == [{*first, *second}]
    assert till.refuses(together(order, *first)) == "no_round"

    till.do(together(order, *second, joined=False))
    assert on(till) == [set(first), set(second)]
    assert till.refuses(together(order, *first, joined=False)) == "no_round"


def test_what_joined_by_itself_is_parted_as_well_and_stays_apart(till: Till) -> None:
    order = till.seat("t1")
    first = beers(till, order)
    till.wait(minutes=1)
    second = beers(till, order)
    till.do(together(order, *second, joined=False))
    assert on(till) == [set(first), set(second)]
    till.wait(minutes=1)
    third = beers(till, order)
    assert on(till) == [set(first), {*second, *third}]


def test_without_minutes_everything_stands_on_the_card_of_its_course(
    till: Till,
) -> None:
    till.do(SetSetting(key="kitchen.rounds", value="0"))
    order = till.seat("t1")
    first = beers(till, order)
    till.wait(minutes=30)
    second = beers(till, order)
    assert on(till) == [{*first, *second}]
    assert till.refuses(together(order, *second)) == "no_round"


def test_a_held_course_is_one_card_and_one_round_once_it_is_called(till: Till) -> None:
    order = till.seat("t1")
    till.take(order, "soup")
    steak = till.take(order, "steak")
    till.do(SetCourseTiming(order=order, course="mains", timing="hold"))
    till.send(order)
    till.wait(minutes=20)
    fish = till.take(order, "fish")
    till.send(order)
    till.do(FireCourse(order=order, course="mains"))
    shown = [card for card in cards(till.world, "hot") if card.course == "mains"]
    assert [{dish.id for _, dish in card.dishes} for card in shown] == [
        {f"{steak}.0", f"{fish}.0"}
    ]
