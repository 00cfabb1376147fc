"""Promotions: two bought and the third one free, a guest's first order, their birthday."""

from dataclasses import replace

import pytest
from domain_kit import Sim, Till, facts_in

from app.domain.catalogue.decide import Raise, SetCatalogue
from app.domain.catalogue.events import PriceListSet
from app.domain.catalogue.promotions import (
    OfficePromotion,
    PromotionSet,
    promotion_refusal,
)
from app.domain.catalogue.terms import SetTerms, TermsSet
from app.domain.credits.decide import SetClient
from app.domain.orders.commands import (
    AddLine,
    Discount,
    DivideLine,
    MovedLine,
    MoveLines,
    MoveOrder,
    NameClient,
    PlaceOrder,
    PrintAddition,
    RemoveDiscount,
    ServeAs,
    SetQuantity,
    SplitOrder,
    VoidLine,
)
from app.domain.orders.events import Bill, LineDiscounted, Portion
from app.domain.payments.commands import TakePayment
from app.domain.receipts.events import ReceiptIssued
from app.domain.settings import EventRecorded
from app.domain.terminals.events import UpstreamSet
from app.domain.wire import as_kind

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


def test_the_third_one_is_free_at_once_and_says_why(till: Till, order: str) -> None:
    line = till.take(order, "beer", 2)
    assert off(till, line) == 0
    till.do(AddLine(order=order, article="beer"))

    assert (till.line(line).quantity, off(till, line)) == (3000, 650)
    (given,) = till.written(LineDiscounted)
    assert (given.reason, given.promotion) == (THIRD.name, "third")
    assert till.due(order) == 1300


def test_a_waiter_without_the_right_to_discounts_gives_it_all_the_same(
    till: Till, order: str
) -> None:
    till.do(AddLine(order=order, article="beer", quantity=3000), "tom")
    assert till.due(order) == 1300
    assert not till.written(EventRecorded)  # no limit was passed by anybody


def test_the_cheapest_of_three_is_the_one_that_is_free(till: Till, order: str) -> None:
    beer, coffee = till.take(order, "beer"), till.take(order, "coffee")
    wine = till.take(order, "wine")
    assert [off(till, each) for each in (beer, coffee, wine)] == [0, 220, 0]


def test_six_earn_two_and_later_ones_change_nothing_about_earlier_ones(
    till: Till, order: str
) -> None:
    beer = till.take(order, "beer", 3)
    till.send(order)
    coffee, wine = till.take(order, "coffee", 2), till.take(order, "wine")
    assert [off(till, each) for each in (beer, coffee, wine)] == [650, 220, 0]


def test_what_was_sent_counts_and_keeps_its_price(till: Till, order: str) -> None:
    beer = till.take(order, "beer", 2)
    till.send(order)
    third = till.take(order, "beer")
    assert (off(till, beer), off(till, third)) == (0, 650)
    assert till.line(beer).price == 650


def test_a_named_gift_is_free_for_as_many_as_were_bought(
    till: Till, order: str
) -> None:
    gift = replace(THIRD, categories=(), articles=("steak",), gifts=("coffee",))
    till.do(SetCatalogue(event=gift))
    till.take(order, "steak", 2)
    coffee = till.take(order, "coffee", 2)
    assert off(till, coffee) == 220
    till.take(order, "steak", 2)
    assert off(till, coffee) == 440


def test_the_second_one_at_half_price(till: Till, order: str) -> None:
    till.do(SetCatalogue(event=replace(THIRD, bought=1, cut=5000)))
    wine = till.take(order, "wine", 2)
    assert off(till, wine) == 1500  # half of 29,99, to the cent


def test_it_goes_with_one_of_the_three_and_comes_back_with_another(
    till: Till, order: str
) -> None:
    beer = till.take(order, "beer", 3)
    till.send(order)
    till.do(VoidLine(order=order, line=beer, quantity=1000, reason="renversé"))
    assert till.due(order) == 1300
    till.take(order, "coffee")
    assert till.due(order) == 1300


def test_fewer_of_an_unsent_line_take_it_along(till: Till, order: str) -> None:
    beer = till.take(order, "beer", 3)
    till.do(SetQuantity(order=order, line=beer, quantity=2000))
    assert (off(till, beer), till.due(order)) == (0, 1300)


def test_the_hour_and_a_change_of_the_card_leave_what_was_given(
    till: Till, order: str
) -> None:
    beer = till.take(order, "beer", 3)
    till.send(order)
    till.wait(hours=3)
    till.do(SetCatalogue(event=replace(THIRD, active=False)))
    till.take(order, "coffee")
    assert off(till, beer) == 650


def test_what_was_taken_outside_its_hours_does_not_count(
    till: Till, order: str
) -> None:
    till.do(SetCatalogue(event=replace(THIRD, start=1200)))  # from eight
    early = till.take(order, "beer", 2)
    till.wait(minutes=90)
    till.take(order, "wine")
    assert off(till, early) == 0
    till.take(order, "wine", 2)
    assert till.due(order) == 1300 + 2 * 2999


def test_a_cashier_takes_it_off_and_it_does_not_come_back_by_itself(
    till: Till, order: str
) -> None:
    beer = till.take(order, "beer", 3)
    (given,) = till.line(beer).discounts
    till.do(RemoveDiscount(order=order, discount=given), "tom")
    till.take(order, "coffee")
    assert till.due(order) == 1950 + 220
    till.take(order, "coffee", 2)  # three others earn it anew
    assert till.due(order) == 1950 + 440


def test_what_a_person_reduced_or_nobody_may_reduce_does_not_count(
    till: Till, order: str
) -> None:
    wine = till.take(order, "wine", 2)
    till.do(Discount(order=order, line=wine, percent=1000, reason="geste"))
    till.do(SetTerms(event=TermsSet(kind="article", id="coffee", discount="no")))
    till.take(order, "coffee", 3)
    beer = till.take(order, "beer", 2)
    assert off(till, beer) == 0
    till.take(order, "beer")
    lines = till.world.book.lines_of(till.order(order))
    assert sum(line.discount for line in lines) == 600 + 650


def test_it_follows_the_line_to_the_cent_through_splits_and_payments(
    till: Till, order: str
) -> None:
    till.do(SetCatalogue(event=replace(THIRD, categories=("drinks", "plates"))))
    beer, soup = till.take(order, "beer"), till.take(order, "soup")
    cake = till.take(order, "cake")
    assert off(till, beer) == 650
    halves = [
        Bill(
            id=f"b{half}",
            portions=tuple(
                Portion(line=line, of=2, taken=(half,)) for line in (beer, soup, cake)
            ),
        )
        for half in (0, 1)
    ]
    till.do(SplitOrder(order=order, bills=tuple(halves)))
    for half in ("b0", "b1"):
        till.pay(order, half)
    receipts = [known.event for known in facts_in(till, ReceiptIssued)]
    assert [r.ttc for r in receipts] == [820, 820]
    assert {row.rate for r in receipts for row in r.vat if row.ttc} == {1000}


def test_once_a_part_is_paid_nothing_more_is_given(till: Till, order: str) -> None:
    beer = till.take(order, "beer", 2)
    till.do(SplitOrder(order=order, shares=2))
    till.do(TakePayment(order=order, method="cash", amount=650))
    till.take(order, "beer")
    assert off(till, beer) == 0
    assert till.due(order) == 1300


def test_it_moves_with_the_order_and_stands_when_the_three_part(
    till: Till, order: str
) -> None:
    beer = till.take(order, "beer", 3)
    till.do(MoveOrder(order=order, table="t2"))
    assert till.due(order) == 1300
    till.do(
        MoveLines(order=order, lines=(MovedLine(line=beer, quantity=1000),), table="t3")
    )
    other = till.world.order_on("t3")
    assert other is not None
    assert till.due(order) + till.due(other.id) == 1300
    (part,) = other.lines
    till.do(VoidLine(order=other.id, line=part, reason="parti"))
    assert till.due(order) == 1300  # two are left, and none is free


def test_a_part_on_its_own_line_takes_its_share(till: Till, order: str) -> None:
    beer = till.take(order, "beer", 4)
    till.do(DivideLine(order=order, line=beer, quantity=1000))
    assert till.due(order) == 1950
    (part,) = (line for line in till.order(order).lines if line != beer)
    till.do(VoidLine(order=order, line=part))  # the fourth one earned nothing
    assert (off(till, beer), till.due(order)) == (650, 1300)


def test_two_tables_that_become_one_have_three_together(till: Till, order: str) -> None:
    till.take(order, "beer", 2)
    other = till.seat("t2")
    till.take(other, "beer")
    till.do(MoveOrder(order=other, table="t1"))
    assert till.due(order) == 1300


def test_an_order_that_comes_whole_has_it_too(till: Till) -> None:
    lines = (AddLine(order="", article="beer", quantity=3000),)
    till.do(PlaceOrder(lines=lines, mode="takeaway"))
    (order,) = (o for o in till.world.book.orders.values() if o.mode == "takeaway")
    assert till.due(order.id) == 1300


def test_it_holds_in_its_rooms_and_the_first_one_goes_first(till: Till) -> None:
    till.do(SetCatalogue(event=replace(THIRD, rooms=("terrace",))))
    inside, outside = till.seat("t1"), till.seat("t5")
    for order in (inside, outside):
        till.take(order, "beer", 3)
    assert (till.due(inside), till.due(outside)) == (1950, 1300)
    half = replace(THIRD, id="half", bought=1, cut=5000, rank=2)
    till.do(SetCatalogue(event=half))
    till.do(Raise(kind="promotion", id="half"))
    both = till.seat("t6")
    till.take(both, "beer", 3)
    assert till.due(both) == 1950 - 325


def test_terminals_apart_give_it_twice_and_the_next_act_says_so() -> None:
    sim = Sim()
    first, second = sim.tills
    first.open()
    first.do(SetCatalogue(event=THIRD))
    order = first.seat("t1")
    first.take(order, "beer", 2)
    first.send(order)
    sim.meet()
    for till in (first, second):
        till.take(order, "beer")
    sim.meet()
    assert first.due(order) == second.due(order) == 1300
    second.take(order, "soup")
    sim.meet()
    assert first.due(order) == second.due(order) == 1950 + 850


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "name_invalid"),
        ({"kind": "gift"}, "promotion_unknown"),
        ({"bought": 0}, "bought_missing"),
        ({"bought": 99}, "bought_missing"),
        ({"cut": 0}, "cut_out_of_range"),
        ({"start": 1300}, "hours_invalid"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "days_invalid"),
    ],
)
def test_a_promotion_that_cannot_be_is_refused(
    till: Till, change: dict[str, object], code: str
) -> None:
    event = replace(THIRD, **change)  # type: ignore[arg-type]
    assert till.refuses(SetCatalogue(event=event)) == code
    assert promotion_refusal(THIRD) is None


def test_one_of_the_head_office_is_given_here_and_changed_there(till: Till) -> None:
    theirs = as_kind(replace(THIRD, id="office", cut=5000), OfficePromotion)
    till.write(
        (UpstreamSet(site="s1", chain="C9", name="Siège", address="siege:8443"), theirs)
    )
    change = replace(THIRD, id="office", cut=10_000)
    assert till.refuses(SetCatalogue(event=change)) == "of_head_office"
    till.do(SetCatalogue(event=replace(THIRD, active=False)))
    order = till.seat("t1")
    till.take(order, "beer", 3)
    assert till.due(order) == 1625


def test_only_who_edits_the_card_writes_one(till: Till) -> None:
    assert till.refuses(SetCatalogue(event=THIRD), "tom") == "right_missing"


def test_what_was_paid_at_another_table_stays_free(till: Till, order: str) -> None:
    till.take(order, "beer", 2)
    till.send(order)
    free = till.take(order, "beer")
    till.send(order)
    paid = till.take(order, "coffee")
    till.do(MoveLines(order=order, lines=(MovedLine(line=free),), table="t2"))
    other = till.world.order_on("t2")
    assert other is not None
    coffee = (MovedLine(line=paid),)
    till.do(MoveLines(order=order, lines=coffee, table="t2"))
    till.do(TakePayment(order=other.id, method="cash", amount=220))
    assert till.due(other.id) == 0
    beer = next(line for line in till.order(order).lines)
    till.do(VoidLine(order=order, line=beer, quantity=1000, reason="parti"))
    assert off(till, free) == 650
    assert till.due(other.id) == 0


def test_what_the_guest_read_stands_though_two_terminals_gave_it() -> None:
    sim = Sim()
    first, second = sim.tills
    first.open()
    first.do(SetCatalogue(event=THIRD))
    order = first.seat("t1")
    first.take(order, "beer", 2)
    first.send(order)
    sim.meet()
    later = [till.take(order, "beer") for till in (first, second)]
    sim.meet()
    first.do(PrintAddition(order=order))
    first.take(order, "soup")
    assert first.due(order) == 1300 + 850
    first.do(VoidLine(order=order, line=later[0], reason="parti"))
    assert first.due(order) == 1300 + 850


def test_what_two_terminals_gave_stands_once_somebody_pays() -> None:
    sim = Sim()
    first, second = sim.tills
    first.open()
    first.do(SetCatalogue(event=THIRD))
    order = first.seat("t1")
    first.take(order, "beer", 2)
    first.send(order)
    sim.meet()
    for till in (first, second):
        till.take(order, "beer")
    sim.meet()
    first.do(SplitOrder(order=order, shares=2))
    first.do(TakePayment(order=order, method="cash", amount=650))
    first.take(order, "soup")
    assert first.due(order) == 650 + 850


def test_three_that_are_left_keep_it_though_somebody_pays(
    till: Till, order: str
) -> None:
    beer = till.take(order, "beer", 2)
    till.send(order)
    till.take(order, "beer", 2)
    till.do(SplitOrder(order=order, shares=2))
    till.do(TakePayment(order=order, method="cash", amount=650))
    till.do(VoidLine(order=order, line=beer, quantity=1000, reason="renversé"))
    assert till.due(order) == 650


def test_what_costs_otherwise_after_all_is_given_at_that_price(till: Till) -> None:
    away = PriceListSet(
        id="away", name="Emporter", rank=1, prices=(), cut=2000, modes=("takeaway",)
    )
    till.do(SetCatalogue(event=away))
    order = till.seat("", mode="counter", covers=0)
    beer, coffee = till.take(order, "beer", 3), till.take(order, "coffee")
    assert till.due(order) == 1300 + 220
    till.do(ServeAs(order=order, preset="takeaway"))
    assert (off(till, beer), off(till, coffee)) == (520, 0)
    assert till.due(order) == 1040 + 176

    till.do(SetCatalogue(event=replace(THIRD, modes=("takeaway",))))
    till.do(ServeAs(order=order, preset="counter"))
    assert till.due(order) == 1950 + 220
    till.do(ServeAs(order=order, preset="takeaway"))
    assert till.due(order) == 1040 + 176


def test_a_clients_prices_come_to_the_same_before_and_after_the_third(
    till: Till,
) -> None:
    mates = PriceListSet(
        id="mates", name="Voisins", rank=1, prices=(), cut=2000, clients=("durand",)
    )
    till.do(SetCatalogue(event=mates))
    naming = client(till)
    before, after = till.seat("t1"), till.seat("t2")
    till.do(NameClient(order=before, client=naming))
    for order in (before, after):
        till.take(order, "beer", 3)
    till.do(NameClient(order=after, client=naming))
    assert till.due(before) == till.due(after) == 1040


def test_what_was_read_keeps_its_third_though_another_piece_costs_otherwise(
    till: Till, order: str
) -> None:
    mates = PriceListSet(
        id="mates", name="Voisins", rank=1, prices=(), cut=2000, clients=("durand",)
    )
    till.do(SetCatalogue(event=mates))
    till.take(order, "beer", 2)
    till.send(order)
    till.do(PrintAddition(order=order))
    coffee = till.take(order, "coffee")
    assert off(till, coffee) == 220
    till.do(NameClient(order=order, client=client(till)))
    assert till.due(order) == 1300
