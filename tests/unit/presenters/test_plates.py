"""Plates that wait on the pass: whom they wait for, and when."""

import pytest
from domain_kit import Till

from app.domain.floor.decide import ClearTable
from app.domain.kitchen.decide import BumpDishes
from app.domain.settings import READY_SECONDS, SettingSet
from app.presenters.kitchen.plates import carried, plates, present_plates


@pytest.fixture(name="till")
def till_fixture() -> Till:
    till = Till()
    till.open()
    return till


def rows(till: Till, person: str = "tom") -> list[tuple[str, str, str]]:
    found = present_plates(till.world, till.now, plates(till.world), person, str.title)
    return [(each.severity, each.title, each.effect) for each in found]


def test_a_plate_that_nobody_comes_for_is_told_to_others_then_louder(
    till: Till,
) -> None:
    order = till.seat("t1")
    soup, salad = till.take(order, "soup"), till.take(order, "salad")
    till.send(order)

    def bump(line: str, station: str) -> None:
        (dish,) = till.line(line).dishes
        till.do(BumpDishes(order=order, station=station, dishes=(dish.id,)))

    bump(soup, "hot")
    till.wait(seconds=200)
    assert rows(till) == []  # its course is not whole: nothing can be carried
    bump(salad, "cold")
    till.wait(seconds=89)
    assert rows(till) == []
    till.wait(seconds=1)
    told = ("Table 1 : au passe depuis 19:03", "Entrées, pour Lea")
    assert rows(till) == [("warning", *told)]
    assert rows(till, "sam") == []  # takes no orders
    till.wait(seconds=90)
    assert [severity for severity, *_ in rows(till)] == ["danger"]

    serve = carried(till.world, f"{order}:starters")
    assert serve is not None
    till.do(serve)
    assert rows(till) == []
    assert carried(till.world, f"{order}:starters") is None  # somebody was quicker


def test_the_plate_that_waits_longest_stands_first(till: Till) -> None:
    beers = {}
    for table in ("t1", "t2"):
        order = till.seat(table)
        beers[order] = till.take(order, "beer")
        till.send(order)
    for order, line in reversed(beers.items()):
        (dish,) = till.line(line).dishes
        till.do(BumpDishes(order=order, station="bar", dishes=(dish.id,)))
        till.wait(seconds=60)
    till.wait(seconds=60)
    tables = [title.partition(" :")[0] for _, title, _ in rows(till)]
    assert tables == ["Table 2", "Table 1"]


def test_a_house_may_want_no_such_rows(till: Till) -> None:
    order = till.seat("t1")
    beer = till.take(order, "beer")
    till.send(order)
    (dish,) = till.line(beer).dishes
    till.do(BumpDishes(order=order, station="bar", dishes=(dish.id,)))
    till.wait(seconds=600)
    assert len(rows(till)) == 1
    till.write([SettingSet(key=READY_SECONDS, value="0")])
    assert rows(till) == []


def test_plates_of_guests_who_paid_first_wait_for_somebody_too(till: Till) -> None:
    order = till.seat("t1")
    soup = till.take(order, "soup")
    till.pay(order)
    (dish,) = till.line(soup).dishes
    till.do(BumpDishes(order=order, station="hot", dishes=(dish.id,)))
    till.wait(seconds=90)
    assert [title for _, title, _ in rows(till)] == ["Table 1 : au passe depuis 19:00"]
    till.do(ClearTable(table="t1"))
    assert rows(till) == []
