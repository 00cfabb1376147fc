"""Where dishes are made: rules by option, room, hour and mode; closed and full stations."""

from dataclasses import replace
from datetime import timedelta

import pytest
from domain_kit import EVENING, Till

from app.domain.catalogue.decide import Raise, SetCatalogue, SetStationOpen
from app.domain.catalogue.events import RouteSet
from app.domain.kitchen.decide import BumpDishes
from app.domain.kitchen.events import DishesRouted, TicketIssued
from app.domain.kitchen.routing import minutes_ahead, rules
from app.domain.orders.commands import FireCourse, MoveOrder, VoidLine
from app.domain.orders.sending import pieces_to_send
from app.domain.rules import decide


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def rule(till: Till, **conditions: object) -> None:
    till.do(SetCatalogue(event=RouteSet(id="r1", rank=1, **conditions)))


def station(till: Till, name: str, **more: object) -> None:
    known = till.world.catalogue.stations[name]
    till.do(SetCatalogue(event=replace(known, **more)))


def made_at(till: Till) -> dict[str, list[str]]:
    """Station -> what the tickets of the last act say."""
    found: dict[str, list[str]] = {}
    for ticket in till.written(TicketIssued):
        found.setdefault(ticket.station, []).extend(ln.label for ln in ticket.lines)
    return found


def test_an_option_sends_its_dish_to_another_station(till):
    rule(till, station="cold", option="rare")
    order = till.seat("t1", covers=2)
    till.take(order, "steak", options=("rare",))
    till.take(order, "steak", options=("medium",))

    assert pieces_to_send(till.world, till.order(order), EVENING) == {
        "hot": 1,
        "cold": 1,
    }
    till.send(order)
    hot, cold = till.written(TicketIssued)
    assert (hot.station, hot.also, cold.station) == ("hot", "Froid 1", "cold")
    (routed,) = till.written(DishesRouted)
    assert (routed.station, routed.why) == ("cold", "rule")


def test_drinks_of_the_terrace_are_made_at_its_bar_also_once_a_table_moved(till):
    rule(till, station="cold", of="hot", room="terrace")
    order = till.seat("t1", covers=2)
    till.take(order, "soup")
    fish = till.take(order, "fish")
    till.take(order, "beer")
    till.send(order)
    assert made_at(till) == {"bar": ["Beer"], "hot": ["Soup"]}

    till.do(MoveOrder(order=order, table="t5"))
    till.do(FireCourse(order=order, course="mains"))
    assert till.line(fish).dishes[0].station == "cold"
    assert made_at(till)["cold"] == ["POISSON"]


def test_rules_that_two_terminals_put_in_one_place_are_read_alike():
    one, two = Till(), Till()
    for till, ids in ((one, "ab"), (two, "ba")):
        till.open()
        for name in ids:  # as each heard of them
            to = {"a": "cold", "b": "bar"}[name]
            till.do(SetCatalogue(event=RouteSet(id=name, rank=1, station=to)))
        order = till.seat("t1")
        till.take(order, "soup")
        till.send(order)
        assert list(made_at(till)) == ["cold"]


@pytest.mark.parametrize(
    ("start", "end", "station"),
    [(18 * 60, 20 * 60, "cold"), (20 * 60, 60, "hot"), (18 * 60, 60, "cold")],
)
def test_a_rule_holds_in_its_hours_also_past_midnight(till, start, end, station):
    rule(till, station="cold", of="hot", start=start, end=end)  # it is 19:00
    order = till.seat("t1")
    till.take(order, "soup")
    till.send(order)

    assert list(made_at(till)) == [station]


def test_a_rule_for_what_is_taken_away_leaves_tables_alone(till):
    rule(till, station="cold", of="hot", mode="takeaway")
    order = till.seat("t1")
    till.take(order, "soup")
    till.send(order)

    assert list(made_at(till)) == ["hot"]


def test_a_rule_that_is_suspended_is_not_followed(till):
    rule(till, station="cold", of="hot", active=False)
    order = till.seat("t1")
    till.take(order, "soup")
    till.send(order)

    assert list(made_at(till)) == ["hot"]


def test_the_neighbour_makes_what_a_closed_station_cannot_until_it_opens(till):
    station(till, "hot", neighbour="cold")
    till.do(SetStationOpen(station="hot", open=False))
    order = till.seat("t1")
    till.take(order, "soup")
    fish = till.take(order, "fish")
    till.send(order)
    assert made_at(till) == {"cold": ["Soup"]}
    assert till.line(fish).dishes[0].station == "hot"  # it is asked when it is fired

    till.do(SetStationOpen(station="hot", open=True))
    till.do(FireCourse(order=order, course="mains"))
    assert made_at(till) == {"hot": ["POISSON"]}


def test_a_full_station_overflows_and_has_its_own_again_once_it_has_caught_up(till):
    cold = till.world.catalogue.articles["soup"]
    till.write([replace(cold, minutes=10)])
    station(till, "hot", neighbour="cold", full=10)
    first = till.seat("t1")
    soups = till.take(first, "soup", 4)
    till.send(first)
    assert minutes_ahead(till.world, "hot", 0) == 10
    hour_ms = round((till.now + timedelta(hours=1)).timestamp() * 1000)
    assert minutes_ahead(till.world, "hot", hour_ms) == 0  # nobody bumps on paper
    second = till.seat("t2")
    late = till.take(second, "soup")
    till.send(second)
    assert till.line(late).dishes[0].station == "cold"
    assert till.written(DishesRouted)[-1].why == "full"

    done = tuple(dish.id for dish in till.line(soups).dishes)
    till.do(BumpDishes(order=first, station="hot", dishes=done))
    third = till.seat("t3")
    till.take(third, "soup")
    till.send(third)
    assert made_at(till) == {"hot": ["Soup"]}


def test_what_was_voided_is_no_work_any_more(till):
    soup = till.world.catalogue.articles["soup"]
    till.write([replace(soup, minutes=10)])
    order = till.seat("t1")
    soups = till.take(order, "soup", 4)
    till.send(order)
    assert minutes_ahead(till.world, "hot", 0) == 10
    till.do(VoidLine(order=order, line=soups, reason="erreur"))
    assert minutes_ahead(till.world, "hot", 0) == 0


def test_stations_that_are_all_closed_go_on_having_their_tickets(till):
    station(till, "hot", neighbour="cold")
    station(till, "cold", neighbour="hot")
    for each in ("hot", "cold"):
        till.do(SetStationOpen(station=each, open=False))
    order = till.seat("t1")
    till.take(order, "soup")
    till.send(order)

    assert list(made_at(till)) == ["hot"]
    assert not till.written(DishesRouted)


def test_a_closed_station_sends_on_even_where_its_neighbour_is_full(till):
    soup = till.world.catalogue.articles["soup"]
    till.write([replace(soup, minutes=10)])
    station(till, "hot", neighbour="cold")
    station(till, "cold", full=1)
    till.do(SetStationOpen(station="hot", open=False))
    for table in ("t1", "t2"):
        order = till.seat(table)
        till.take(order, "soup", 4)
        till.send(order)
        assert list(made_at(till)) == ["cold"]
        assert till.written(DishesRouted)[-1].why == "closed"


def test_a_stop_goes_where_the_dish_is_made(till):
    rule(till, station="cold", of="hot")
    order = till.seat("t1")
    soup = till.take(order, "soup")
    till.send(order)
    till.do(VoidLine(order=order, line=soup, reason="erreur"))

    assert made_at(till) == {"cold": ["Soup"]}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"neighbour": "hot"}, "neighbour_invalid"),
        ({"neighbour": "nowhere"}, "neighbour_invalid"),
        ({"full": 241}, "full_out_of_range"),
        ({"name": " "}, "name_invalid"),
    ],
)
def test_a_station_that_cannot_be_is_refused(till, change, code):
    event = replace(till.world.catalogue.stations["hot"], **change)
    assert till.refuses(SetCatalogue(event=event)) == code


def test_a_rule_goes_before_the_one_above_it_even_when_both_have_one_rank(till):
    for name in ("a", "b", "c"):
        till.do(SetCatalogue(event=RouteSet(id=name, rank=1, station="hot")))
    till.do(Raise(kind="route", id="c"))
    assert [rule.id for rule in rules(till.world.catalogue)] == ["a", "c", "b"]
    till.do(Raise(kind="route", id="c"))
    assert [rule.id for rule in rules(till.world.catalogue)] == ["c", "a", "b"]
    assert decide(till.world, Raise(kind="route", id="c"), till.context()) == ()
    assert till.refuses(Raise(kind="route", id="b"), "tom") == "right_missing"


def test_rules_and_doors_need_a_station_and_a_right(till):
    lost = RouteSet(id="r1", rank=1, station="nowhere")
    late = RouteSet(id="r1", rank=1, station="hot", start=1440)
    assert till.refuses(SetCatalogue(event=lost)) == "station_unknown"
    assert till.refuses(SetCatalogue(event=late)) == "hours_invalid"
    assert till.refuses(SetStationOpen(station="nowhere", open=False)) == (
        "station_unknown"
    )
    assert (
        decide(till.world, SetStationOpen(station="hot", open=True), till.context())
        == ()
    )
