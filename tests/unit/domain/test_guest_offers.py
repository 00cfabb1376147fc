"""A guest who is known: their first order, their birthday, given by a tap."""

from dataclasses import replace

import pytest
from domain_kit import Sim, Till

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import PriceListSet
from app.domain.catalogue.promotions import PromotionSet, near_birthday
from app.domain.credits.decide import SetClient
from app.domain.orders.commands import (
    GivePromotion,
    NameClient,
    RemoveDiscount,
    SetQuantity,
    SplitOrder,
    VoidLine,
)
from app.domain.orders.events import DiscountRemoved
from app.domain.payments.commands import TakePayment

THIRD = PromotionSet(
    id="third",
    name="2 achetés, le 3e offert",
    rank=1,
    bought=2,
    categories=("drinks",),
    start=1020,
    end=1260,
)
"""On drinks, from five to nine; it is seven o'clock."""
WELCOME = PromotionSet(
    id="welcome", name="Bienvenue", rank=2, kind="first", cut=1000, active=True
)
CAKE = PromotionSet(
    id="cake", name="Anniversaire", rank=3, kind="birthday", gifts=("cake",), span=3
)


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    till.do(SetCatalogue(event=THIRD))
    return till


@pytest.fixture
def order(till: Till) -> str:
    return till.seat("t1", covers=4)


def off(till: Till, line: str) -> int:
    return till.line(line).discount


def client(till: Till, name: str = "durand") -> str:
    till.do(SetClient(client=name, name=f"sealed-{name}"))
    return name


def test_a_first_order_is_given_once_the_guest_is_named(till: Till, order: str) -> None:
    till.do(SetCatalogue(event=WELCOME))
    till.take(order, "soup")
    give = GivePromotion(order=order, promotion="welcome")
    assert till.refuses(give, "tom") == "client_missing"
    till.do(NameClient(order=order, client=client(till)), "tom")
    till.do(give, "tom")
    assert till.due(order) == 765
    assert till.refuses(give) == "promotion_given"

    again = till.seat("t2")
    till.take(again, "soup")
    till.do(NameClient(order=again, client="durand"))
    late = GivePromotion(order=again, promotion="welcome")
    assert till.refuses(late) == "client_came"


def test_a_client_who_was_named_by_mistake_did_not_come(till: Till, order: str) -> None:
    till.do(SetCatalogue(event=WELCOME))
    till.take(order, "soup")
    for name in ("durand", "petit"):
        till.do(NameClient(order=order, client=client(till, name)))
    other = till.seat("t2")
    till.take(other, "soup")
    till.do(NameClient(order=other, client="durand"))
    till.do(GivePromotion(order=other, promotion="welcome"))
    assert till.due(other) == 765


def test_a_birthday_gives_a_piece_of_cake_around_the_day(
    till: Till, order: str
) -> None:
    till.do(SetCatalogue(event=CAKE))
    cake = till.take(order, "cake", 2)
    till.do(NameClient(order=order, client=client(till)))
    give = GivePromotion(order=order, promotion="cake", born="11-23")
    assert till.refuses(replace(give, born="11-24")) == "no_birthday"
    assert till.refuses(replace(give, born="")) == "no_birthday"
    till.do(give)
    assert off(till, cake) == 790
    till.do(SetQuantity(order=order, line=cake, quantity=0))
    assert till.due(order) == 0


def test_a_birthday_and_a_first_order_go_together(till: Till, order: str) -> None:
    for offer in (WELCOME, CAKE):
        till.do(SetCatalogue(event=offer))
    cake = till.take(order, "cake", 2)
    till.do(NameClient(order=order, client=client(till)))
    till.do(GivePromotion(order=order, promotion="welcome"))
    till.do(GivePromotion(order=order, promotion="cake", born="11-20"))
    assert off(till, cake) == 158 + 711  # a tenth, then one of two at what it costs
    till.do(VoidLine(order=order, line=cake, quantity=1000))
    assert till.due(order) == 0  # the one that is left is the gift


@pytest.mark.parametrize(
    ("born", "day", "near"),
    [
        ("12-31", "2026-01-02", True),
        ("01-02", "2026-12-31", True),
        ("02-29", "2027-02-28", True),
        ("13-01", "2026-01-01", False),
        ("", "2026-01-01", False),
    ],
)
def test_birthdays_around_the_turn_of_the_year(born: str, day: str, near: bool) -> None:
    assert near_birthday(CAKE, born, day) is near


def test_a_birthday_given_taken_back_and_given_again_stays(
    till: Till, order: str
) -> None:
    till.do(SetCatalogue(event=CAKE))
    till.do(NameClient(order=order, client=client(till)))
    cake = till.take(order, "cake")
    give = GivePromotion(order=order, promotion="cake", born="11-20")
    till.do(give)
    (given,) = till.line(cake).discounts
    till.do(RemoveDiscount(order=order, discount=given))
    till.do(give)
    assert off(till, cake) == 790
    till.take(order, "coffee")
    assert off(till, cake) == 790


def test_what_a_gift_had_taken_earns_something_else_at_once(
    till: Till, order: str
) -> None:
    till.do(SetCatalogue(event=replace(CAKE, gifts=("beer",))))
    till.do(NameClient(order=order, client=client(till)))
    till.take(order, "beer")
    till.do(GivePromotion(order=order, promotion="cake", born="11-20"))
    till.take(order, "beer", 2)
    assert till.due(order) == 1300
    (gift,) = {
        d
        for line in till.world.book.lines_of(till.order(order))
        for d in line.discounts
    }
    till.do(RemoveDiscount(order=order, discount=gift))
    assert till.due(order) == 1300  # two of three


def test_a_gift_goes_once_with_the_client_whose_prices_it_had(
    till: Till, order: str
) -> None:
    till.do(SetCatalogue(event=CAKE))
    mates = PriceListSet(
        id="mates", name="Voisins", rank=1, prices=(), cut=2000, clients=("petit",)
    )
    till.do(SetCatalogue(event=mates))
    till.do(NameClient(order=order, client=client(till)))
    till.take(order, "cake")
    till.do(GivePromotion(order=order, promotion="cake", born="11-20"))
    naming = client(till, "petit")
    till.do(NameClient(order=order, client=naming))
    assert len(till.written(DiscountRemoved)) == 1


def test_a_piece_that_earned_something_is_no_birthday_gift_besides(
    till: Till, order: str
) -> None:
    till.do(SetCatalogue(event=replace(CAKE, gifts=("beer",))))
    till.do(NameClient(order=order, client=client(till)))
    beer = till.take(order, "beer", 3)
    give = GivePromotion(order=order, promotion="cake", born="11-20")
    assert till.refuses(give) == "nothing_in_promotion"
    till.take(order, "beer")
    till.do(give)
    assert (off(till, beer), till.due(order)) == (1300, 1300)
    till.take(order, "coffee")
    assert till.due(order) == 1300 + 220


def test_a_note_that_is_another_clients_loses_what_the_first_one_was_given(
    till: Till, order: str
) -> None:
    till.do(SetCatalogue(event=WELCOME))
    till.take(order, "soup")
    give = GivePromotion(order=order, promotion="welcome")
    for name in ("durand", "petit", ""):
        till.do(NameClient(order=order, client=client(till, name) if name else ""))
        assert till.due(order) == 850
        if name:
            till.do(give)
            assert till.due(order) == 765


def test_a_note_of_which_a_part_is_paid_stays_whose_it_is(
    till: Till, order: str
) -> None:
    till.do(SetCatalogue(event=WELCOME))
    till.take(order, "soup", 2)
    till.do(SplitOrder(order=order, shares=2))
    till.do(TakePayment(order=order, method="cash", amount=850))
    naming = NameClient(order=order, client=client(till))
    assert till.refuses(naming) == "partly_paid"


def test_a_birthday_that_two_terminals_gave_is_given_once() -> None:
    sim = Sim()
    first, second = sim.tills
    first.open()
    first.do(SetCatalogue(event=WELCOME))
    order = first.seat("t1")
    first.take(order, "soup")
    first.do(NameClient(order=order, client=client(first)))
    sim.meet()
    for till in (first, second):
        till.do(GivePromotion(order=order, promotion="welcome"))
    sim.meet()
    assert first.due(order) == second.due(order) == 765


def test_a_client_whom_two_terminals_named_apart_has_one_first_order() -> None:
    sim = Sim()
    first, second = sim.tills
    first.open()
    first.do(SetCatalogue(event=WELCOME))
    named = client(first)
    sim.meet()
    orders = []
    for till, table in ((first, "t1"), (second, "t2")):
        order = till.seat(table)
        till.take(order, "soup")
        till.do(NameClient(order=order, client=named))
        orders.append(order)
    sim.meet()
    first.do(GivePromotion(order=orders[0], promotion="welcome"))
    sim.meet()
    again = GivePromotion(order=orders[1], promotion="welcome")
    assert second.refuses(again) == "client_came"


def test_a_birthday_on_two_tables_of_an_evening_is_given_once(till: Till) -> None:
    till.do(SetCatalogue(event=CAKE))
    named, orders = client(till), [till.seat("t1"), till.seat("t2")]
    for order in orders:
        till.take(order, "cake")
        till.do(NameClient(order=order, client=named))
    first, second = (
        GivePromotion(order=order, promotion="cake", born="11-20") for order in orders
    )
    till.do(first)
    assert till.refuses(second) == "promotion_given"
