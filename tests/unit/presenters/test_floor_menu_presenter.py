"""What a held table offers, two notes in one, and where guests at the door may sit."""

from dataclasses import replace

import pytest
from domain_kit import Till
from pos_world import sight

from app.domain.floor.decide import BlockTable, JoinTables
from app.domain.floor.events import RoomSet, SectionSet, TableSet
from app.domain.kitchen.decide import BumpDishes, RushDishes
from app.domain.orders.commands import CompLine, OpenOrder
from app.presenters.floor.menu import (
    MenuView,
    present_menu,
    present_merge,
    present_order_menu,
)
from app.presenters.floor.page import present_floor
from app.presenters.floor.seating import MOST, Proposal, propose, whose_turn
from app.presenters.floor.standing import standing


@pytest.fixture
def till() -> Till:
    made = Till()
    made.open()
    return made


def menu(till: Till, table: str) -> MenuView:
    return present_menu(standing(till.world, till.now), table, sight(till))


def keys(view: MenuView) -> list[str]:
    return [act.key for act in view.acts]


def loud(view: MenuView) -> list[str]:
    return [act.key for act in view.acts if act.loud]


def places(till: Till, covers: int) -> list[Proposal]:
    return list(propose(standing(till.world, till.now), covers, sight(till)))


# The menu of a table


def test_a_free_table_is_seated_or_pushed_to_another(till: Till) -> None:
    view = menu(till, "t1")
    assert (view.title, view.subtitle) == ("Table 1", "4 places")
    assert (keys(view), loud(view)) == (["seat", "join", "block"], ["seat"])


def test_a_paid_table_is_cleared_first(till: Till) -> None:
    order = till.seat("t1")
    till.take(order, "coffee")
    till.pay(order)
    view = menu(till, "t1")
    assert (keys(view), loud(view)) == (["clear", "seat", "join", "block"], ["clear"])


def test_a_table_that_paid_first_is_served_before_it_is_cleared(till: Till) -> None:
    order = till.seat("t1")
    soup = till.take(order, "soup")
    till.pay(order)
    view = menu(till, "t1")
    assert (keys(view)[0], loud(view)) == ("clear", [])  # its plates are to come
    (dish,) = till.line(soup).dishes
    till.wait(minutes=1)
    till.do(BumpDishes(order=order, station="hot", dishes=(dish.id,)))
    view = menu(till, "t1")
    assert (keys(view)[:2], loud(view)) == (["serve", "clear"], ["serve"])


def test_a_blocked_table_says_why_and_is_proposed_to_nobody(till: Till) -> None:
    till.do(BlockTable(table="t1", reason="Pied cassé"))
    view = menu(till, "t1")
    assert (view.subtitle, keys(view)) == ("Pied cassé", ["unblock"])
    assert all("t1" not in place.tables for place in places(till, 4))
    shown = next(t for t in present_floor(till.world, sight(till)).plan.tables)
    assert (shown.id, shown.state, shown.subtitle) == ("t1", "blocked", "Pied cassé")


def test_joined_tables_can_be_pulled_apart(till: Till) -> None:
    till.do(JoinTables(tables=("t1", "t2")))
    assert keys(menu(till, "t2")) == ["seat", "join", "apart", "block"]


def test_a_table_that_the_kitchen_works_for_goes_first_and_in_its_turn_again(
    till: Till,
) -> None:
    order = till.seat("t1")
    till.take(order, "soup")
    assert "rush" not in keys(menu(till, "t1"))
    till.send(order)
    assert "rush" in keys(menu(till, "t1"))
    till.do(RushDishes(order=order))
    assert "calm" in keys(menu(till, "t1"))


def test_an_empty_table_can_be_released_and_owes_nothing(till: Till) -> None:
    till.seat("t1", covers=0)
    view = menu(till, "t1")
    assert keys(view) == ["open", "covers", "move", "join", "release"]
    assert loud(view) == ["open"]
    assert view.subtitle == "Léa · 0,00\xa0€"


def test_the_next_act_of_the_meal_is_the_loud_one(till: Till) -> None:
    order = till.seat("t1", covers=2)
    soup = till.take(order, "soup", 2)
    till.take(order, "fish", 2)
    assert loud(menu(till, "t1")) == ["send"]
    assert menu(till, "t1").acts[0].text == "Envoyer 4 articles"
    till.send(order)
    held = menu(till, "t1")
    assert (held.acts[0].key, held.acts[0].text) == ("fire", "Réclamer : plats")
    assert loud(held) == ["fire"]
    (dish,) = till.line(soup).dishes
    till.do(BumpDishes(order=order, station="hot", dishes=(dish.id,)))
    till.take(order, "beer")
    ready = menu(till, "t1")
    assert keys(ready)[:4] == ["serve", "fire", "send", "open"]
    assert (loud(ready), ready.acts[0].text) == (["serve"], "Servi : 2 entrées")
    assert ready.acts[2].text == "Envoyer 1 article"
    assert keys(ready)[4:6] == ["addition", "pay"]
    assert ready.subtitle == "Léa · 2 couverts · 67,30\xa0€"


def test_what_was_given_away_leaves_nothing_to_pay(till: Till) -> None:
    order = till.seat("t1")
    line = till.take(order, "coffee")
    till.do(CompLine(order=order, line=line, reason="Accueil"))
    assert "pay" not in keys(menu(till, "t1"))


def test_a_note_of_the_bar_can_be_put_on_a_table(till: Till) -> None:
    till.do(OpenOrder(name="Paul"))
    order = till.order(till.last[0].order)
    floor = standing(till.world, till.now)
    view = present_order_menu(floor, order, sight(till))
    assert view.title == "Paul"
    assert keys(view) == ["open", "move", "release"]
    assert view.acts[1].text == "Mettre sur une table"


# Two notes in one


def two_notes(till: Till, first: str = "t1", second: str = "t2") -> tuple[str, str]:
    orders = till.seat(first, covers=2), till.seat(second, covers=3)
    for order in orders:
        till.take(order, "fish")
    return orders


def test_a_merge_shows_both_notes_and_what_they_become(till: Till) -> None:
    mine, theirs = two_notes(till)
    floor = standing(till.world, till.now)
    view = present_merge(floor, till.order(mine), till.order(theirs), sight(till))
    assert view.rows == (
        ("Table 1", "2 couverts", "21,90\xa0€"),
        ("Table 2", "3 couverts", "21,90\xa0€"),
        ("Ensemble", "5 couverts", "43,80\xa0€"),
    )
    assert [(c.order, c.table, c.text) for c in view.choices] == [
        (mine, "t2", "Note sur la table 2"),
        (theirs, "t1", "Note sur la table 1"),
    ]
    assert set(view.joins) == {"t1", "t2"}


def test_tables_of_two_rooms_or_of_one_group_are_not_joined_by_a_merge(
    till: Till,
) -> None:
    far = two_notes(till, "t1", "t5")
    floor = standing(till.world, till.now)
    view = present_merge(floor, *(till.order(o) for o in far), sight(till))
    assert view.joins == ()
    till.do(JoinTables(tables=("t1", "t2")))
    second = till.last
    assert second
    near = till.seat("t3", covers=0)
    view = present_merge(
        standing(till.world, till.now),
        till.order(near),
        till.order(far[0]),
        sight(till),
    )
    assert set(view.joins) == {"t1", "t2", "t3"}
    assert view.rows[0][1] == ""


def test_a_note_of_the_bar_can_only_go_to_the_table(till: Till) -> None:
    till.do(OpenOrder(name="Paul"))
    paul = till.last[0].order
    table = till.seat("t1", covers=2)
    floor = standing(till.world, till.now)
    view = present_merge(floor, till.order(paul), till.order(table), sight(till))
    assert [choice.order for choice in view.choices] == [paul]
    assert view.joins == ()


def test_two_notes_of_one_group_have_nothing_to_join(till: Till) -> None:
    mine, theirs = two_notes(till)
    till.world.floor.joined.update(dict.fromkeys(("t1", "t2"), ("t1", "t2")))
    floor = standing(till.world, till.now)
    view = present_merge(floor, till.order(mine), till.order(theirs), sight(till))
    assert view.joins == ()


# Guests at the door


def test_the_smallest_table_that_fits_comes_first(till: Till) -> None:
    small = TableSet(
        id="t8", number="8", room="hall", x=0, y=400, width=80, height=80, seats=2
    )
    till.write((small,))
    found = places(till, 2)
    assert found[0] == Proposal(("t8",), "Table 8", "2 places · Salle")
    assert [p.tables for p in found[1:]] == [
        ("t1",),
        ("t2",),
        ("t3",),
        ("t4",),
        ("t5",),
    ]
    assert len(found) == MOST


def test_tables_that_are_taken_or_not_cleared_are_not_proposed(till: Till) -> None:
    till.seat("t1")
    paid = till.seat("t2")
    till.take(paid, "coffee")
    till.pay(paid)
    assert [p.tables for p in places(till, 4)] == [("t3",), ("t4",), ("t5",), ("t6",)]


def test_the_waiter_with_the_fewest_guests_comes_first(till: Till) -> None:
    for number, waiter in (("t1", "lea"), ("t2", "tom")):
        table = till.world.floor.tables[number]
        section = SectionSet(
            id=waiter, room="hall", x=0, y=0, width=9, height=9, waiter=waiter
        )
        till.write((section, replace(table, section=waiter)))
    till.seat("t3", covers=4)
    assert [p.subtitle for p in places(till, 4)][-1] == "4 places · Salle · Léa"
    assert places(till, 4)[0].tables == ("t2",)


def served(till: Till) -> None:
    """Léa serves tables 1 and 3, Tom table 2."""
    for number, waiter in (("t1", "lea"), ("t3", "lea"), ("t2", "tom")):
        table = till.world.floor.tables[number]
        section = SectionSet(
            id=waiter, room="hall", x=0, y=0, width=9, height=9, waiter=waiter
        )
        till.write((section, replace(table, section=waiter)))


def turn(till: Till, covers: int = 4) -> str:
    return whose_turn(standing(till.world, till.now), covers, sight(till))


def test_it_is_said_whose_turn_it_is_and_why(till: Till) -> None:
    served(till)
    till.write((replace(till.world.catalogue.articles["steak"], minutes=10),))
    assert turn(till) == "Tour de Léa : 0 couvert"
    order = till.seat("t3", covers=9)
    assert turn(till) == "Léa : 9 couverts, 9 assis à l’instant → Tom"
    till.wait(minutes=16)  # nobody has asked what they drink
    assert turn(till) == "Léa : 9 couverts, 1 table attend → Tom"
    for _ in range(10):
        till.take(order, "steak")
    till.send(order)
    assert turn(till) == "Léa : 9 couverts, cuisine chargée → Tom"
    assert places(till, 4)[0].tables == ("t2",)


def test_one_chair_too_many_matters_less_than_whose_turn_it_is(till: Till) -> None:
    served(till)
    till.seat("t3", covers=6)
    three = replace(till.world.floor.tables["t1"], seats=3)
    till.write((three,))
    assert places(till, 3)[0].tables == ("t2",)  # one chair more, but Tom has nobody
    till.write((replace(three, seats=2), replace(three, id="t1", seats=2)))
    assert places(till, 2)[0].tables == ("t1",)  # two chairs more are too many


def test_where_nobody_serves_it_is_nobodys_turn(till: Till) -> None:
    assert turn(till) == ""


def test_the_bar_comes_after_the_rooms(till: Till) -> None:
    bar = RoomSet(id="bar", name="Bar", rank=0, width=9, height=9, style="express")
    stool = TableSet(
        id="b1", number="0", room="bar", x=0, y=0, width=80, height=80, seats=4
    )
    till.write((bar, stool))
    assert places(till, 4)[-1].tables == ("t6",)
    till.seat("t1")
    assert places(till, 4)[-1].tables == ("b1",)


def test_a_large_party_gets_neighbours_that_are_pushed_together(till: Till) -> None:
    found = places(till, 7)
    assert found[0] == Proposal(
        ("t1", "t2"), "Tables 1 + 2", "8 places · Salle · à rapprocher"
    )
    assert [p.tables for p in found] == [
        ("t1", "t2"),
        ("t2", "t3"),
        ("t3", "t4"),
        ("t5", "t6"),
    ]
    assert [p.tables for p in places(till, 9)] == [
        ("t1", "t2", "t3"),
        ("t2", "t3", "t4"),
    ]
    assert places(till, 13) == []


def test_tables_that_stand_together_are_one_place(till: Till) -> None:
    till.do(JoinTables(tables=("t1", "t2", "t3")))
    assert places(till, 12) == [
        Proposal(("t1", "t2", "t3"), "Tables 1 + 2 + 3", "12 places · Salle")
    ]
