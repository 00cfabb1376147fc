"""What was promised to a guest stands on the wall by that time, and is late by it."""

from datetime import timedelta

import pytest
from domain_kit import Till

from app.domain.orders.commands import OpenOrder, PromiseOrder
from app.presenters.kitchen.cards import cards
from app.presenters.kitchen.wall import present_cards
from widgets.kitchen_wall_views import CardView


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def sell(till: Till, minutes: int = 0) -> str:
    """A fish that is taken away, promised so many minutes from now, 0 for no time."""
    order: str = till.do(OpenOrder(mode="takeaway"))[0].order
    till.take(order, "fish")
    if minutes:
        at = till.now + timedelta(minutes=minutes)
        till.do(PromiseOrder(order=order, at=at))
    till.send(order)
    return order


def wall(till: Till) -> dict[str, CardView]:
    world, now = till.world, till.now
    views = present_cards(
        world, cards(world, "hot", now), now, lambda *_: "", lambda _: ""
    )
    return {view.id.partition("|")[0]: view for view in views}


def test_what_is_promised_later_lets_the_tables_go_first(till: Till) -> None:
    late, soon = sell(till, 60), sell(till, 16)
    table = till.seat("t1")
    till.take(table, "steak")
    till.send(table)

    assert list(wall(till)) == [table, soon, late]
    till.wait(minutes=2)
    waiting = till.seat("t2")
    till.take(waiting, "steak")
    till.send(waiting)
    assert list(wall(till)) == [table, soon, waiting, late]


def test_it_is_late_by_its_promise_and_says_what_is_left(till: Till) -> None:
    order = sell(till, 40)
    at = f"{till.now + timedelta(minutes=40):%H:%M}"
    till.wait(minutes=30)
    view = wall(till)[order]
    assert (view.state, view.limit_text) == ("new", f"→ {at}")
    assert view.due == (f"promis {at}", "reste 10 min")

    till.wait(minutes=12)
    view = wall(till)[order]
    assert (view.state, view.due[1]) == ("late", "2 min de trop")


def test_what_is_for_another_day_says_which_day(till: Till) -> None:
    order = sell(till, 24 * 60)
    view = wall(till)[order]
    assert view.limit_text == "→ demain"
    assert view.due == (f"demain {till.now:%H:%M}", "reste 24 h")


def test_without_a_promise_the_limit_of_its_course_stands(till: Till) -> None:
    order = sell(till)
    view = wall(till)[order]
    limit = till.world.catalogue.courses["mains"].limit
    assert (view.limit_minutes, view.limit_text) == (limit, f"/ {limit}")
    assert view.due[0].startswith("pour ")
