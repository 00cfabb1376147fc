"""A dish of which another station makes a part: complete at both, ready when both are."""

from dataclasses import replace

import pytest
from domain_kit import Sim, Till, settled
from pos_world import sight

from app.domain.catalogue.decide import SetCatalogue, SetStationOpen
from app.domain.kitchen.decide import (
    BumpDishes,
    RecallDishes,
    SeeChange,
    ServeDishes,
    StartDishes,
    bumps,
)
from app.domain.kitchen.events import DishesShared, TicketIssued
from app.domain.orders.commands import (
    AddLine,
    FireCourse,
    MovedLine,
    MoveLines,
    SendOrder,
    VoidLine,
)
from app.domain.orders.dish import Dish
from app.domain.orders.sending import pieces_to_send
from app.presenters.kitchen.cards import Card, cards
from app.presenters.kitchen.panels import present_all_day, present_pass
from app.presenters.kitchen.tickets import ticket_words
from app.presenters.kitchen.wall import present_cards
from app.presenters.pos.order import present_panel
from app.services.ports import NetworkStatus
from resources.texts import set_language
from widgets.kitchen_wall_pass import PassTicketView
from widgets.kitchen_wall_views import Said


@pytest.fixture(name="till")
def till_fixture() -> Till:
    set_language("fr")
    till = Till()
    till.open()
    prepared_cold(till)
    return till


def prepared_cold(till: Till) -> None:
    """Salad that goes with a steak is made at the cold station."""
    sides = till.world.catalogue.groups["sides"]
    options = tuple(
        replace(each, station="cold") if each.id == "with_salad" else each
        for each in sides.options
    )
    till.do(SetCatalogue(event=replace(sides, options=options)))


@pytest.fixture(name="order")
def order_fixture(till: Till) -> str:
    """A steak with salad and a plain one, not sent yet."""
    order = till.seat("t1", covers=2)
    for options in (("rare", "with_salad"), ("rare",)):
        till.do(AddLine(order=order, article="steak", options=options))
    return order


def send(till: Till, order: str) -> dict[str, TicketIssued]:
    """Station -> its ticket."""
    till.do(SendOrder(order=order))
    return {e.station: e for e in till.last if isinstance(e, TicketIssued)}


def dish(till: Till, order: str) -> Dish:
    first = till.order(order).lines[0]
    return till.world.book.dishes[f"{first}.0"]


def bump(till: Till, order: str, station: str) -> None:
    dishes = (dish(till, order).id,)
    till.do(BumpDishes(order=order, station=station, dishes=dishes))


def card(till: Till, station: str) -> Card:
    (found,) = cards(till.world, station)
    return found


def at_the_pass(till: Till) -> tuple[PassTicketView, ...]:
    found = cards(till.world, "", till.now)
    return present_pass(till.world, found, till.now, str.title).tickets


def test_it_is_printed_complete_at_both_with_the_name_of_the_other(till, order) -> None:
    tickets = send(till, order)
    hot, cold = tickets["hot"].lines, tickets["cold"].lines
    assert [line.also for line in hot] == ["Froid", ""]
    assert [line.also for line in cold] == ["Chaud"]
    assert cold[0].modifiers == hot[0].modifiers == ("S", "Salade")
    assert {t.number for t in tickets.values()} == {1}
    assert tickets["hot"].also == "Froid 1"
    assert (hot[0].weights, cold[0].weights) == ((), ("", "bold"))


def test_sending_says_both_stations(till, order) -> None:
    assert pieces_to_send(till.world, till.order(order), till.now) == {
        "hot": 2,
        "cold": 1,
    }


def test_the_till_says_both_stations_on_its_button(till, order) -> None:
    panel = present_panel(till.world, till.order(order), sight(till))
    assert panel.send.subtitle == "Chaud 2 · Froid 1 → écran"


def test_a_dish_without_such_an_option_is_at_its_own_station_alone(till) -> None:
    order = till.seat("t1")
    till.do(AddLine(order=order, article="steak", options=("rare",)))
    assert list(send(till, order)) == ["hot"]
    assert not any(isinstance(e, DishesShared) for e in till.last)


def test_it_is_ready_when_both_have_bumped_it(till, order) -> None:
    send(till, order)
    bump(till, order, "cold")
    assert dish(till, order).stage == "started"
    assert card(till, "cold").ready
    assert not card(till, "hot").ready
    bump(till, order, "hot")
    assert dish(till, order).stage == "ready"


def test_a_station_bumps_its_part_once(till, order) -> None:
    send(till, order)
    bump(till, order, "cold")
    part = (dish(till, order).id,)
    assert till.refuses(BumpDishes(order=order, station="cold", dishes=part))
    till.do(RecallDishes(order=order, station="cold", dishes=part))
    assert not card(till, "cold").ready
    bump(till, order, "cold")
    assert card(till, "cold").ready


def test_a_recall_takes_back_the_part_of_its_station_alone(till, order) -> None:
    send(till, order)
    for station in ("hot", "cold"):
        bump(till, order, station)
    dishes = (dish(till, order).id,)
    command = RecallDishes(
        order=order, station="cold", dishes=dishes, reason="returned"
    )
    till.do(command)
    anew = [e for e in till.last if isinstance(e, TicketIssued)]
    assert [(e.station, e.kind) for e in anew] == [("cold", "again")]
    assert not dish(till, order).ready
    assert dish(till, order).at("hot").ready


def test_one_station_begins_and_the_other_has_not(till, order) -> None:
    send(till, order)
    dishes = (dish(till, order).id,)
    till.do(StartDishes(order=order, station="cold", dishes=dishes))
    assert dish(till, order).stage == "started"
    assert dish(till, order).at("cold").stage == "started"
    assert dish(till, order).at("hot").stage == "sent"


def test_serving_serves_all_of_it(till, order) -> None:
    send(till, order)
    bump(till, order, "hot")
    till.do(ServeDishes(order=order, dishes=(dish(till, order).id,)))
    assert dish(till, order).stage == "served"
    assert cards(till.world, "cold") == []


def test_each_station_acknowledges_a_stop_for_itself(till, order) -> None:
    send(till, order)
    line = till.order(order).lines[0]
    till.do(VoidLine(order=order, line=line, reason="Erreur"))
    told = {e.station: e for e in till.last if isinstance(e, TicketIssued)}
    assert set(told) == {"hot", "cold"}
    assert all(e.lines[0].kind == "stop" and e.refers == 1 for e in told.values())
    dishes = (dish(till, order).id,)
    till.do(SeeChange(order=order, station="cold", dishes=dishes))
    assert cards(till.world, "cold") == []
    assert card(till, "hot").stops
    till.do(SeeChange(order=order, station="hot", dishes=dishes))
    assert not card(till, "hot").stops


def test_the_pass_knows_who_still_lacks_and_counts_a_dish_once(till, order) -> None:
    send(till, order)
    bump(till, order, "cold")
    assert at_the_pass(till) == ()  # nothing of the two can be carried
    bump(till, order, "hot")
    (lacking,) = at_the_pass(till)
    assert (lacking.title, lacking.detail) == ("manque 1 sur 2", "Chaud")
    second = f"{till.order(order).lines[1]}.0"
    till.do(BumpDishes(order=order, station="hot", dishes=(second,)))
    (ready,) = at_the_pass(till)
    assert ready.ready
    dishes = (dish(till, order).id,)
    till.do(RecallDishes(order=order, station="cold", dishes=dishes))
    (lacking,) = at_the_pass(till)
    assert (lacking.title, lacking.detail) == ("manque 1 sur 2", "Froid")


def test_counts_of_the_day_know_it_once_and_each_station_has_it(till, order) -> None:
    send(till, order)
    for station, steaks in (("", 2), ("hot", 2), ("cold", 1)):
        shown = cards(till.world, station)
        (row,) = present_all_day(till.world, shown, station, till.now).rows
        assert (row.dish, row.to_do) == ("Steak", steaks), station


def test_the_card_names_the_other_station(till, order) -> None:
    send(till, order)
    (view,) = present_cards(
        till.world, cards(till.world, "cold"), till.now, lambda *_: "", str.title
    )
    (line,) = view.lines
    assert Said("also", "AUSSI : CHAUD") in line.said
    assert line.modifiers == ("S",)
    assert Said("bold", "SALADE", "skillet") in line.said  # what is made here


def test_a_closed_station_has_its_part_made_by_its_neighbour(till, order) -> None:
    cold = till.world.catalogue.stations["cold"]
    till.do(SetCatalogue(event=replace(cold, neighbour="bar")))
    till.do(SetStationOpen(station="cold", open=False))
    assert set(send(till, order)) == {"hot", "bar"}


def test_where_the_neighbour_makes_the_dish_it_makes_the_part_too(till, order) -> None:
    cold = till.world.catalogue.stations["cold"]
    till.do(SetCatalogue(event=replace(cold, neighbour="hot")))
    till.do(SetStationOpen(station="cold", open=False))
    tickets = send(till, order)
    assert set(tickets) == {"hot"}
    assert not dish(till, order).shares


def test_a_part_that_waits_with_its_course_is_fired_with_it(till) -> None:
    order = till.seat("t1")
    till.do(AddLine(order=order, article="soup"))
    till.do(AddLine(order=order, article="steak", options=("rare", "with_salad")))
    assert set(send(till, order)) == {"hot"}
    assert not card(till, "cold").fired
    till.do(FireCourse(order=order))
    assert {e.station for e in till.last if isinstance(e, TicketIssued)} == {
        "hot",
        "cold",
    }
    assert card(till, "cold").fired


def test_the_last_ticket_of_a_part_is_received_like_any_other(till, order) -> None:
    other = till.seat("t2")
    till.do(AddLine(order=other, article="salad"))
    send(till, other)
    send(till, order)
    words = [
        ticket_words(till.world, "C1", station, NetworkStatus())
        for station in ("hot", "cold")
    ]
    assert words == ["bon 1 reçu / 1 émis", "bon 2 reçu / 2 émis"]


def test_numbers_of_one_station_are_not_taken_for_those_of_the_other(till) -> None:
    for table in ("t1", "t2", "t3"):
        order = till.seat(table)
        till.do(AddLine(order=order, article="steak", options=("rare",)))
        send(till, order)
    order = till.seat("t4")
    till.do(AddLine(order=order, article="steak", options=("rare", "with_salad")))
    tickets = send(till, order)
    assert (tickets["hot"].number, tickets["cold"].number) == (4, 1)
    whole = dish(till, order)
    assert (whole.at("hot").tickets, whole.at("cold").tickets) == ((4,), (1,))


@pytest.mark.parametrize("skew", [0, 10, -10])
def test_two_stations_that_are_apart_make_one_dish(skew) -> None:
    sim = Sim(0, skew)
    one, two = sim.tills
    for each in sim.tills:
        each.open()
    prepared_cold(one)
    sim.meet()
    order = one.seat("t1")
    one.do(AddLine(order=order, article="steak", options=("rare", "with_salad")))
    send(one, order)
    sim.meet()
    bump(one, order, "hot")
    bump(two, order, "cold")
    assert not dish(one, order).ready
    assert not dish(two, order).ready
    sim.meet()
    for each in sim.tills:
        assert dish(each, order).stage == "ready"
        made = each.world
        each.fold()
        assert settled(each.world) == settled(made)
    again = (dish(two, order).id,)
    two.do(RecallDishes(order=order, station="cold", dishes=again, reason="redo"))
    one.do(ServeDishes(order=order, dishes=again))
    sim.meet()
    assert settled(one.world) == settled(two.world)


def test_a_part_divided_off_is_as_far_at_both_stations(till) -> None:
    order = till.seat("t1")
    options = ("rare", "with_salad")
    till.do(AddLine(order=order, article="steak", quantity=2000, options=options))
    send(till, order)
    bump(till, order, "cold")
    line = till.order(order).lines[0]
    till.do(
        MoveLines(
            order=order,
            target="",
            table="t2",
            lines=(MovedLine(line=line, quantity=1000),),
        )
    )
    made = [
        (each.dishes[0].at("cold").ready > 0, each.dishes[0].at("hot").ready > 0)
        for each in till.world.book.lines.values()
    ]
    assert made == [(True, False), (True, False)]
    for station in ("hot", "cold"):
        assert len(cards(till.world, station)) == 2


def test_all_of_it_is_said_to_be_ready_station_by_station(till, order) -> None:
    send(till, order)
    known = till.order(order)
    shared, plain = (f"{line}.0" for line in known.lines)
    assert {b.station: b.dishes for b in bumps(till.world, known)} == {
        "hot": (shared, plain),
        "cold": (shared,),
    }
    bump(till, order, "hot")
    (cold,) = bumps(till.world, known, station="cold")
    assert cold.dishes == (shared,)
    for each in bumps(till.world, known):
        till.do(each)
    assert dish(till, order).stage == "ready"
    assert bumps(till.world, known) == []
