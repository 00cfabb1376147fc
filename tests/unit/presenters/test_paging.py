"""Whose pager rings for a plate, a call, a rush, and what it shows."""

from dataclasses import replace

import pytest
from domain_kit import RESTAURANT, Till

from app.domain.kitchen.decide import BumpDishes, RushDishes, ServeDishes
from app.domain.orders.commands import OpenOrder
from app.domain.settings import READY_SECONDS, SettingSet
from app.domain.staff.decide import CallStaff, SetPager, SetStaff
from app.domain.staff.events import PagerSet, RoleSet, StaffSet
from app.presenters.kitchen.plates import plates
from app.presenters.paging import news_to_page, plates_to_page


@pytest.fixture(name="till")
def till_fixture() -> Till:
    """Everybody wears a pager: Tom waits at tables, Kim cooks, Lea manages."""
    cook = RoleSet(id="kitchen", name="Cuisine", rights=("kitchen.work",))
    kim = StaffSet(id="kim", name="Kim", role="kitchen")
    till = Till(seeds=(*RESTAURANT, cook, kim))
    till.open()
    for number, person in enumerate(sorted(till.world.staff.people), 11):
        till.do(SetPager(event=PagerSet(person=person, number=str(number))), "lea")
    return till


def rings(till: Till, made_by: str = "kim") -> list[tuple[str, str]]:
    made = dict.fromkeys(till.world.book.orders, made_by)
    on_pass = plates(till.world)
    found = plates_to_page(till.world, till.now, on_pass, made, str.title)
    return [(each.person, each.text) for each in found]


def served_by_tom(till: Till, *articles: str) -> str:
    (opened,) = till.do(OpenOrder(table="t1", covers=2), "tom")
    order = str(opened.order)
    for article in articles:
        till.take(order, article)
    till.send(order)
    return order


def bump(till: Till, order: str) -> None:
    for line in till.world.book.lines_of(till.world.book.orders[order]):
        for dish in line.dishes:
            done = BumpDishes(order=order, station=dish.station, dishes=(dish.id,))
            till.do(done, "kim")


def test_a_ready_course_rings_at_its_waiter_then_at_the_others_then_at_the_manager(
    till: Till,
) -> None:
    order = served_by_tom(till, "soup", "salad")
    assert rings(till) == []
    bump(till, order)
    assert rings(till) == [("tom", "Prêt : table 1, Entrées")]
    till.wait(seconds=89)
    assert [who for who, _ in rings(till)] == ["tom"]
    till.wait(seconds=1)
    late = "Attend au passe : table 1, Entrées (Tom)"
    assert dict(rings(till)) == {"tom": "Prêt : table 1, Entrées", "ines": late}
    till.wait(seconds=90)
    assert ("lea", late) in rings(till)
    assert "tom" not in dict(rings(till))  # two minutes later nobody runs for that


def test_what_is_carried_rings_no_more(till: Till) -> None:
    order = served_by_tom(till, "soup")
    bump(till, order)
    (plate,) = plates(till.world)
    dishes = [
        d.id
        for ln in till.world.book.lines_of(till.world.book.orders[order])
        for d in ln.dishes
    ]
    till.do(ServeDishes(order=order, dishes=tuple(dishes)), "tom")
    assert plate.order == order
    assert rings(till) == []


def test_a_tray_of_drinks_rings_once_however_they_are_bumped(till: Till) -> None:
    order = served_by_tom(till, "beer", "coffee")
    lines = till.world.book.lines_of(till.world.book.orders[order])
    keys = set()
    for line in lines:
        (dish,) = line.dishes
        done = BumpDishes(order=order, station=dish.station, dishes=(dish.id,))
        till.do(done, "kim")
        till.wait(seconds=4)
        made = {order: "kim"}
        on_pass = plates(till.world)
        found = plates_to_page(till.world, till.now, on_pass, made, str.title)
        keys |= {each.about for each in found}
    assert len(lines) == 2
    assert len(keys) == 1


def test_who_made_it_themselves_knows(till: Till) -> None:
    order = served_by_tom(till, "beer")
    bump(till, order)
    assert rings(till, made_by="tom") == []


def test_nobody_else_is_told_where_the_house_wants_it_so(till: Till) -> None:
    till.write([SettingSet(key=READY_SECONDS, value="0")])
    bump(till, served_by_tom(till, "soup"))
    assert [who for who, _ in rings(till)] == ["tom"]
    till.wait(seconds=100)
    assert [who for who, _ in rings(till)] == ["tom"]


def news(till: Till) -> list[tuple[str, str]]:
    """What the facts of the last command ring."""
    found = []
    for fact in till.known["C1"][-len(till.last) :]:
        _, chain, number = fact.meta.order
        for each in news_to_page(till.world, fact.event, fact.meta, str.title):
            assert each.about == f"entry/{chain}/{number}"
            found.append((each.person, each.text))
    return found


def test_a_call_rings_at_who_is_meant(till: Till) -> None:
    till.do(CallStaff(who="tom", table="t1"), "lea")
    assert news(till) == [("tom", "Lea vous appelle, table 1")]
    till.do(CallStaff(who="manager"), "tom")
    assert news(till) == [("lea", "Tom vous appelle")]
    till.do(CallStaff(who="manager"), "lea")
    assert news(till) == []  # she is here already
    till.do(CallStaff(who="lea"), "lea")
    assert news(till) == [("lea", "Lea vous appelle")]  # tries her own


def test_what_goes_first_rings_in_the_kitchen(till: Till) -> None:
    order = served_by_tom(till, "soup")
    till.do(RushDishes(order=order), "tom")
    cooks = [who for who, text in news(till) if text == "En priorité : table 1"]
    assert cooks == ["kim"]
    till.do(RushDishes(order=order, urgent=False), "tom")
    assert news(till) == []


def test_who_left_the_team_is_not_rung(till: Till) -> None:
    tom = till.world.staff.people["tom"]
    till.do(SetStaff(event=replace(tom, active=False)), "lea")
    assert "tom" not in till.world.staff.worn()
    assert till.refuses(CallStaff(who="tom"), "kim") == "person_unknown"
