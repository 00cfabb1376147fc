"""Orders that guests fetch: in the making, ready, handed over, forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from domain_kit import Till

from app.domain.catalogue.decide import SetCatalogue
from app.domain.kitchen.decide import BumpDishes, RecallDishes, ServeDishes
from app.domain.kitchen.pickup import FORGOTTEN_MS, pickups
from app.domain.orders.commands import OpenOrder
from app.domain.rules import SetSetting


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def fetched(till: Till, *articles: str) -> str:
    """A guest at the counter pays, and waits for what the kitchen makes."""
    till.do(OpenOrder(mode="counter"))
    order = str(till.last[0].order)
    for article in articles:
        till.take(order, article)
    till.send(order)
    till.pay(order)
    return order


def dishes(till: Till, order: str, station: str) -> tuple[str, ...]:
    lines = till.world.book.lines_of(till.order(order))
    found = (dish for line in lines for dish in line.dishes)
    return tuple(dish.id for dish in found if dish.station == station)


def bump(till: Till, order: str, station: str) -> None:
    made = dishes(till, order, station)
    till.do(BumpDishes(order=order, station=station, dishes=made))


def stand(till: Till) -> tuple[list[str], list[str]]:
    found = pickups(till.world, round(till.now.timestamp() * 1000))
    return [o.id for o in found.preparing], [o.id for o, _ in found.ready]


def test_an_order_is_ready_once_every_station_has_made_its_part(till: Till) -> None:
    order = fetched(till, "soup", "salad")
    assert stand(till) == ([order], [])
    bump(till, order, "hot")
    assert stand(till) == ([order], [])
    bump(till, order, "cold")
    assert stand(till) == ([], [order])


def test_a_guest_at_a_table_waits_for_no_number(till: Till) -> None:
    order = till.seat()
    till.take(order, "soup")
    till.send(order)
    assert stand(till) == ([], [])


def test_what_was_handed_over_is_gone_and_what_was_not_is_gone_after_a_while(
    till: Till,
) -> None:
    first, second = fetched(till, "soup"), fetched(till, "soup")
    bump(till, first, "hot")
    till.wait(seconds=10)
    bump(till, second, "hot")
    assert stand(till) == ([], [second, first])  # the newest first
    till.do(ServeDishes(order=first, dishes=dishes(till, first, "hot")))
    assert stand(till) == ([], [second])
    till.do(SetSetting(key="pickup.minutes", value="3"))
    till.wait(minutes=3)
    assert stand(till) == ([], [])


def test_a_bump_by_mistake_puts_it_back(till: Till) -> None:
    order = fetched(till, "soup")
    bump(till, order, "hot")
    made = dishes(till, order, "hot")
    till.do(RecallDishes(order=order, station="hot", dishes=made, reason="mistake"))
    assert stand(till) == ([order], [])


def test_what_nobody_bumps_is_not_waited_for_for_ever(till: Till) -> None:
    order = fetched(till, "soup")
    till.now += timedelta(milliseconds=FORGOTTEN_MS - 1000)
    assert stand(till) == ([order], [])
    till.wait(seconds=2)
    assert stand(till) == ([], [])


def test_what_no_station_makes_keeps_nobody_waiting(till: Till) -> None:
    jam = replace(till.world.catalogue.articles["jam"], station="")
    till.do(SetCatalogue(event=jam))
    order = fetched(till, "soup", "jam")
    assert stand(till) == ([order], [])
    bump(till, order, "hot")
    assert stand(till) == ([], [order])
    alone = fetched(till, "jam")
    assert alone not in [*stand(till)[0], *stand(till)[1]]
