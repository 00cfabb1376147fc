"""What cooks and runners do: start, bump, recall, serve, acknowledge."""

import pytest
from domain_kit import Till

from app.domain.kitchen.decide import (
    BumpDishes,
    RecallDishes,
    RushDishes,
    SeeChange,
    ServeDishes,
    StartDishes,
)
from app.domain.kitchen.events import DishesRushed, DishesServed, TicketIssued
from app.domain.orders.commands import FireCourse, VoidLine
from app.domain.orders.dish import Dish


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


@pytest.fixture
def order(till: Till) -> str:
    order = till.seat("t1")
    till.take(order, "soup", seats=(1,))
    till.take(order, "soup", seats=(2,))
    till.take(order, "fish")
    till.send(order)
    return order


def dishes(till: Till, order: str) -> list[Dish]:
    lines = till.world.book.lines_of(till.order(order), live=False)
    return [dish for line in lines for dish in line.dishes]


def act(command: type, order: str, *names: str) -> object:
    return command(order=order, station="hot", dishes=names)


def test_a_dish_goes_from_sent_to_served(till, order):
    soup = dishes(till, order)[0]
    stages = [soup.stage]
    till.do(act(StartDishes, order, soup.id), "tom")
    stages.append(soup.stage)
    till.do(act(BumpDishes, order, soup.id), "tom")
    stages.append(soup.stage)
    till.do(ServeDishes(order=order, dishes=(soup.id,)), "tom")
    stages.append(soup.stage)

    assert stages == ["sent", "started", "ready", "served"]
    assert soup.fired <= soup.started <= soup.ready <= soup.served


def test_a_bump_starts_and_serving_bumps(till, order):
    one, two, _ = dishes(till, order)
    till.do(act(BumpDishes, order, one.id))
    till.do(ServeDishes(order=order, dishes=(two.id,)))

    assert one.started == one.ready
    assert two.started == two.ready == two.served


def test_a_recall_keeps_the_age_of_the_dish(till, order):
    soup = dishes(till, order)[0]
    till.do(act(BumpDishes, order, soup.id))
    begun = soup.started
    till.wait(minutes=3)
    till.do(act(RecallDishes, order, soup.id))

    assert (soup.stage, soup.started) == ("started", begun)


def test_serving_takes_all_that_is_on_the_pass(till, order):
    one, two, fish = dishes(till, order)
    till.do(act(BumpDishes, order, one.id, two.id))
    (served,) = till.do(ServeDishes(order=order))

    assert served == DishesServed(order=order, dishes=(one.id, two.id))
    assert fish.stage == "held"
    assert till.refuses(ServeDishes(order=order)) == "nothing_ready"


def test_a_dish_that_is_already_there_is_passed_over(till, order):
    one, two, _ = dishes(till, order)
    till.do(act(BumpDishes, order, one.id))
    (bumped,) = till.do(act(BumpDishes, order, one.id, two.id))

    assert bumped.dishes == (two.id,)


@pytest.mark.parametrize(
    ("command", "index"),
    [(BumpDishes, 2), (RecallDishes, 0), (ServeDishes, 2)],
)
def test_a_card_that_changed_is_looked_at_again(till, order, command, index):
    name = dishes(till, order)[index].id
    if command is ServeDishes:
        refused = till.refuses(ServeDishes(order=order, dishes=(name,)))
    else:
        refused = till.refuses(act(command, order, name))

    assert refused in ("card_changed", "nothing_ready")


def test_cards_of_unknown_orders_and_dishes_are_refused(till, order):
    soup = dishes(till, order)[0].id

    assert till.refuses(act(BumpDishes, "gone", soup)) == "card_changed"
    assert till.refuses(act(BumpDishes, order, "gone.0")) == "card_changed"
    assert till.refuses(ServeDishes(order="gone")) == "card_changed"
    assert till.refuses(act(SeeChange, order, "gone.0")) == "card_changed"


def test_the_kitchen_needs_its_right(till, order):
    soup = dishes(till, order)[0].id

    assert till.refuses(act(BumpDishes, order, soup), "sam") == "right_missing"


def test_an_addition_is_acknowledged(till, order):
    late = till.take(order, "soup", seats=(3,))
    till.send(order)
    dish = till.line(late).dishes[0]
    assert (dish.late, dish.seen) == (True, False)
    till.do(act(SeeChange, order, dish.id))

    assert (dish.late, dish.seen) == (True, True)


def test_a_stop_is_acknowledged(till, order):
    line = till.line(till.order(order).lines[0])
    till.do(VoidLine(order=order, line=line.id, reason="erreur"))
    assert line.to_stop(line.dishes[0]) == 1000
    till.do(act(SeeChange, order, line.dishes[0].id))

    assert line.to_stop(line.dishes[0]) == 0
    assert line.voids[0].seen == {line.dishes[0].id}


def test_what_is_held_or_served_stops_nobody(till, order):
    soup, _, fish = (till.line(line) for line in till.order(order).lines)
    till.do(VoidLine(order=order, line=fish.id, reason="erreur"))
    till.do(ServeDishes(order=order, dishes=(soup.dishes[0].id,)))
    till.do(VoidLine(order=order, line=soup.id, reason="erreur"))

    assert fish.to_stop(fish.dishes[0]) == soup.to_stop(soup.dishes[0]) == 0


def test_a_part_voided_while_held_is_no_stop_when_the_rest_is_made(till):
    order = till.seat("t2")
    till.take(order, "soup")
    line = till.line(till.take(order, "fish", 3))
    till.send(order)
    till.do(VoidLine(order=order, line=line.id, quantity=1000, reason="erreur"))
    till.do(FireCourse(order=order))

    assert line.to_stop(line.dishes[0]) == 0


def test_a_table_that_goes_first_is_told_at_its_stations_and_takes_its_turn_again(
    till, order
):
    one, two, fish = dishes(till, order)
    rushed, ticket = till.do(RushDishes(order=order))

    assert rushed == DishesRushed(order=order, dishes=(one.id, two.id))  # not the held
    assert isinstance(ticket, TicketIssued)
    assert (ticket.station, ticket.kind, ticket.refers) == ("hot", "rush", 1)
    assert (one.rushed, fish.rushed) == (True, False)
    assert till.refuses(RushDishes(order=order)) == "card_changed"
    till.do(act(BumpDishes, order, one.id))
    calm, ticket = till.do(RushDishes(order=order, urgent=False))
    assert calm == DishesRushed(order=order, dishes=(two.id,), urgent=False)
    assert (ticket.kind, two.rushed) == ("calm", False)


def test_what_the_kitchen_does_not_make_cannot_go_first(till, order):
    assert till.refuses(RushDishes(order=order, course="mains")) == "nothing_at_work"
    till.do(
        ServeDishes(order=order, dishes=tuple(d.id for d in dishes(till, order))[:2])
    )
    assert till.refuses(RushDishes(order=order)) == "nothing_at_work"
    assert till.refuses(RushDishes(order=order), "sam") == "right_missing"


def test_where_all_tables_go_first_none_does(till, order):
    others = []
    for _ in range(3):
        other = till.seat("", mode="counter")
        till.take(other, "soup")
        till.send(other)
        till.do(RushDishes(order=other))
        others.append(other)

    assert till.refuses(RushDishes(order=order)) == "rush_limit"
    assert till.refuses(RushDishes(order=order, urgent=False)) == "card_changed"
    till.take(others[0], "soup")
    till.send(others[0])
    till.do(RushDishes(order=others[0]))  # one of the three: it goes first already
    served = tuple(dish.id for dish in dishes(till, others[0]))
    till.do(ServeDishes(order=others[0], dishes=served))
    till.do(RushDishes(order=order))  # one of the three is on its table


def test_what_comes_back_says_why_and_is_made_anew_on_paper_too(till, order):
    soup = dishes(till, order)[0]
    till.do(act(BumpDishes, order, soup.id))
    (back,) = till.do(
        RecallDishes(order=order, station="hot", dishes=(soup.id,), reason="mistake")
    )
    assert (back.reason, soup.again) == ("mistake", "")
    till.do(ServeDishes(order=order, dishes=(soup.id,)))
    back, ticket = till.do(
        RecallDishes(order=order, station="hot", dishes=(soup.id,), reason="returned")
    )
    assert (back.reason, soup.again, soup.stage) == ("returned", "returned", "started")
    assert (ticket.kind, [line.dish for line in ticket.lines]) == ("again", [soup.id])


def test_what_was_voided_is_not_made_anew(till, order):
    soup = dishes(till, order)[0]
    till.do(act(BumpDishes, order, soup.id))
    till.do(VoidLine(order=order, line=soup.line, reason="parti"))
    facts = till.do(
        RecallDishes(order=order, station="hot", dishes=(soup.id,), reason="redo")
    )

    assert [fact for fact in facts if isinstance(fact, TicketIssued)] == []
