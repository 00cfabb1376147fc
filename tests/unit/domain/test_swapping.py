"""A guest who has ordered a formule wants another dish after all."""

from dataclasses import replace

import pytest
from domain_kit import Sim, Till

from app.domain.catalogue.decide import SetAvailability, SetCatalogue
from app.domain.kitchen.decide import BumpDishes, SeeChange, StartDishes
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.commands import (
    Pick,
    PrintAddition,
    SetQuantity,
    SwapDishes,
    VoidLine,
)
from app.domain.orders.formule_events import DishSwapped
from app.domain.receipts.events import ReceiptIssued
from app.presenters.kitchen.cards import cards

MENU = (
    Pick(step=0, article="soup"),
    Pick(step=1, article="fish"),
    Pick(step=2, article="beer"),
)
STEAK = (MENU[0], Pick(step=1, article="steak", options=("rare",)), MENU[2])
COFFEE = (MENU[0], MENU[1], Pick(step=2, article="coffee"))


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


@pytest.fixture
def order(till: Till) -> str:
    return till.seat("t1")


def menu(till: Till, order: str, *, sent: bool = True) -> str:
    line = till.take(order, "menu")
    if sent:
        till.send(order)
    return line


def dishes(till: Till, line: str) -> list[str]:
    return [dish.ordered.article for dish in till.line(line).dishes]


def dish(till: Till, line: str, step: int) -> str:
    return till.line(line).dishes[step].id


def swap(
    order: str, line: str, picks: tuple[Pick, ...], reason: str = ""
) -> SwapDishes:
    return SwapDishes(order=order, line=line, picks=picks, reason=reason)


def told(till: Till) -> list[tuple[str, list[tuple[str, str]]]]:
    """(station, [(kind, dish)]) of the tickets of the last command."""
    return [
        (ticket.station, [(line.kind, line.label) for line in ticket.lines])
        for ticket in till.written(TicketIssued)
    ]


def test_the_bar_hears_what_stops_and_what_comes_instead(till, order):
    line = menu(till, order)
    till.do(swap(order, line, COFFEE))

    assert told(till) == [("bar", [("stop", "Beer"), ("add", "Coffee")])]
    assert dishes(till, line) == ["soup", "fish", "coffee"]
    (card,) = [c for c in cards(till.world, "bar") if c.order.id == order]
    assert [d.ordered.article for _, d in card.dishes] == ["coffee"]
    assert [d.ordered.article for _, d in card.stops] == ["beer"]


def test_the_cook_who_has_seen_it_is_rid_of_the_stop(till, order):
    line = menu(till, order)
    beer = dish(till, line, 2)
    till.do(swap(order, line, COFFEE))
    till.do(SeeChange(order=order, station="bar", dishes=(beer,)))
    (card,) = [c for c in cards(till.world, "bar") if c.order.id == order]

    assert card.stops == []
    coffee = dish(till, line, 2)
    till.do(BumpDishes(order=order, station="bar", dishes=(coffee,)))
    assert card.ready or cards(till.world, "bar")[0].ready


def test_what_waits_for_its_course_is_swapped_without_a_word(till, order):
    line = menu(till, order)
    till.do(swap(order, line, STEAK))

    assert told(till) == []
    steak = till.line(line).dishes[1]
    assert (steak.ordered.article, steak.stage, steak.course) == (
        "steak",
        "held",
        "mains",
    )
    assert [m.id for m in steak.ordered.modifiers] == ["rare"]


def test_a_supplement_follows_the_dish(till, order):
    line = menu(till, order)
    till.do(swap(order, line, STEAK))
    assert till.due(order) == 1890 + 400
    till.do(swap(order, line, MENU))
    assert till.due(order) == 1890


def test_vat_is_that_of_the_dishes_that_are_eaten(till, order):
    line = menu(till, order)
    till.do(swap(order, line, COFFEE))
    till.pay(order)
    (receipt,) = till.written(ReceiptIssued)

    assert [row.rate for row in receipt.vat] == [1000]
    assert [ln.label for ln in receipt.lines] == ["Formule", "Soup", "Fish", "Coffee"]


def test_an_optional_dish_is_left_out_and_taken_again(till, order):
    line = menu(till, order)
    till.do(swap(order, line, MENU[1:]))
    assert dishes(till, line) == ["fish", "beer"]
    assert told(till) == [("hot", [("stop", "Soup")])]
    salad = Pick(step=0, article="salad")
    till.do(swap(order, line, (salad, *MENU[1:])))

    assert dishes(till, line) == ["salad", "fish", "beer"]
    assert till.due(order) == 1890 + 200


def test_a_dish_in_hand_takes_a_reason_and_a_manager(till, order):
    line = menu(till, order)
    soup = dish(till, line, 0)
    till.do(StartDishes(order=order, station="hot", dishes=(soup,)))
    other = (Pick(step=0, article="salad"), *MENU[1:])

    assert till.refuses(swap(order, line, other), "tom") == "reason_missing"
    assert till.refuses(swap(order, line, other, "froid"), "tom") == "right_missing"
    till.do(swap(order, line, other, "froid"), "tom", approver="lea")
    (swapped,) = till.written(DishSwapped)
    assert (swapped.stage, swapped.reason) == ("started", "froid")


def test_what_the_guest_was_shown_is_not_made_cheaper_alone(till, order):
    line = till.take(order, "menu", picks=STEAK)
    till.send(order)
    till.do(PrintAddition(order=order))

    assert till.refuses(swap(order, line, MENU), "tom") == "right_missing"
    till.do(swap(order, line, MENU))


@pytest.mark.parametrize(
    ("picks", "code"),
    [
        (MENU, "nothing_swapped"),
        (MENU[:2], "choice_missing"),
        ((*MENU[:2], Pick(step=2, article="wine")), "option_unknown"),
        ((MENU[0], Pick(step=1, article="steak"), MENU[2]), "choice_missing"),
    ],
)
def test_only_what_the_formule_offers(till, order, picks, code):
    line = menu(till, order)
    assert till.refuses(swap(order, line, picks)) == code


def test_only_a_formule_that_was_sent_and_is_not_paid(till, order):
    fresh = menu(till, order, sent=False)
    assert till.refuses(swap(order, fresh, COFFEE)) == "not_to_swap"
    till.do(SetQuantity(order=order, line=fresh, quantity=0))
    line = menu(till, order)
    till.take(order, "soup")
    till.pay(order)
    assert till.refuses(swap(order, line, COFFEE)) == "line_receipted"


def test_what_is_sold_out_is_no_choice(till, order):
    line = menu(till, order)
    till.do(SetAvailability(article="coffee", remaining=0))

    assert till.refuses(swap(order, line, COFFEE)) == "sold_out"


def test_countdowns_follow(till, order):
    for article in ("beer", "coffee"):
        till.do(SetAvailability(article=article, remaining=5))
    line = menu(till, order)
    left = till.world.catalogue.remaining
    assert (left["beer"], left["coffee"]) == (4000, 5000)
    till.do(swap(order, line, COFFEE))
    assert (left["beer"], left["coffee"]) == (5000, 4000)


def test_a_formule_that_is_voided_stops_what_it_has_now(till, order):
    line = menu(till, order)
    till.do(swap(order, line, COFFEE))
    till.do(VoidLine(order=order, line=line, reason="partis"))

    assert told(till) == [("bar", [("stop", "Coffee")]), ("hot", [("stop", "Soup")])]
    (card,) = [c for c in cards(till.world, "bar") if c.order.id == order]
    assert sorted(d.ordered.article for _, d in card.stops) == ["beer", "coffee"]


def test_two_waiters_who_swap_the_same_dish_apart_agree():
    sim = Sim()
    one, two = sim.tills
    one.open()
    order = one.seat("t1")
    line = one.take(order, "menu")
    one.send(order)
    sim.meet()
    salad = (Pick(step=0, article="salad"), *MENU[1:])
    one.do(swap(order, line, salad))
    two.do(swap(order, line, (Pick(step=0, article="salad"), *COFFEE[1:])))
    sim.meet()

    assert dishes(one, line) == dishes(two, line) == ["salad", "fish", "coffee"]
    assert one.due(order) == two.due(order) == 1890 + 200
    assert one.world.book == two.world.book


def all_optional(till: Till) -> None:
    article = till.world.catalogue.articles["menu"]
    steps = tuple(replace(step, optional=True) for step in article.steps)
    till.do(SetCatalogue(event=replace(article, steps=steps)))


def test_a_formule_keeps_a_dish_and_has_only_its_own_steps(till, order):
    all_optional(till)
    line = menu(till, order)

    assert till.refuses(swap(order, line, ())) == "choice_missing"
    twice = (*MENU, Pick(step=2, article="coffee"))
    assert till.refuses(swap(order, line, twice)) == "option_unknown"
    beyond = (*MENU, Pick(step=3, article="coffee"))
    assert till.refuses(swap(order, line, beyond)) == "option_unknown"


def test_two_waiters_who_leave_out_the_other_dish_apart_leave_one():
    sim = Sim()
    one, two = sim.tills
    one.open()
    all_optional(one)
    order = one.seat("t1")
    line = one.take(order, "menu")
    one.send(order)
    one.do(swap(order, line, MENU[:2]))
    sim.meet()
    one.do(swap(order, line, MENU[:1]))
    two.do(swap(order, line, MENU[1:2]))
    sim.meet()

    assert len(dishes(one, line)) == 1
    assert one.due(order) == two.due(order) == 1890
    assert one.world.book == two.world.book
