"""Orders for later: when they leave for the kitchen, and what they keep of a countdown."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from domain_kit import Till

from app.domain.catalogue.decide import SetAvailability, SetCatalogue
from app.domain.catalogue.presets import STANDARD, SetPreset
from app.domain.catalogue.stock import on_hand
from app.domain.kitchen.capacity import Tonight
from app.domain.kitchen.decide import BumpDishes, StartDishes
from app.domain.orders.commands import (
    AddLine,
    MovedLine,
    MoveLines,
    OpenOrder,
    PlaceOrder,
    PromiseOrder,
    ReserveOrder,
    SendOrder,
    SetQuantity,
    VoidLine,
)
from app.domain.orders.events import OrderSent
from app.domain.orders.scheduling import goes_now, leaves_at
from app.domain.payments.commands import RefundReceipt
from app.domain.receipts.events import ReceiptIssued

TAKEAWAY = STANDARD[2]


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    for article, minutes in (("fish", 12), ("soup", 5)):
        known = till.world.catalogue.articles[article]
        till.do(SetCatalogue(event=replace(known, minutes=minutes)))
    return till


def at(till: Till, hour: int, minute: int, day: int = 0) -> datetime:
    moment = till.now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return moment + timedelta(days=day)


def promised(till: Till, when: datetime, *articles: str, order: str = "o1") -> str:
    till.do(OpenOrder(preset="takeaway", order=order))
    till.do(PromiseOrder(order=order, at=when))
    for article in articles or ("fish",):
        till.take(order, article)
    return order


def hour_of(till: Till, order: str) -> str:
    ms = leaves_at(Tonight(till.world, till.now), till.order(order))
    return f"{datetime.fromtimestamp(ms / 1000, till.now.tzinfo):%H:%M}" if ms else ""


def goes(till: Till, order: str, bday: str = "2026-11-20") -> bool:
    return goes_now(Tonight(till.world, till.now), till.order(order), bday)


def left(till: Till, article: str = "fish") -> int:
    return till.world.catalogue.remaining[article] // 1000


# When it leaves


def test_it_leaves_as_long_before_as_its_slowest_dish_takes(till):
    order = promised(till, at(till, 20, 0), "soup", "fish")
    assert hour_of(till, order) == "19:48"


def test_many_dishes_take_longer_than_one(till):
    order = promised(till, at(till, 20, 0), *["fish"] * 12)
    assert Tonight(till.world, till.now).needed(till.order(order)) == 36


def test_what_lies_ahead_at_the_station_is_counted(till):
    order = promised(till, at(till, 20, 0))
    table = till.seat("t1")
    till.take(table, "fish", 8)
    till.do(SendOrder(order=table))
    assert hour_of(till, order) == "19:24"  # 8 bass, 4 at a time


def test_times_that_cooks_showed_go_before_typed_ones(till):
    for number in range(5):
        table = till.seat(f"t{number + 1}")
        dish = till.line(till.take(table, "fish")).dishes[0].id
        till.do(SendOrder(order=table))
        till.do(StartDishes(order=table, station="hot", dishes=(dish,)))
        till.wait(minutes=3)
        till.do(BumpDishes(order=table, station="hot", dishes=(dish,)))
    order = promised(till, at(till, 21, 0))
    assert Tonight(till.world, till.now).needed(till.order(order)) == 4


def test_it_goes_in_its_hour_once_nobody_takes_it_down_any_more(till):
    till.now = at(till, 19, 47)
    order = promised(till, at(till, 20, 0))
    assert not goes(till, order)
    till.now = at(till, 19, 48)
    till.take(order, "soup")
    assert not goes(till, order)  # somebody is at it
    till.wait(minutes=1, seconds=1)
    assert goes(till, order)
    till.do(SendOrder(order=order))
    assert not goes(till, order)


def test_what_is_for_tomorrow_does_not_go_today_nor_what_was_forgotten(till):
    order = promised(till, at(till, 12, 0, day=1))
    till.wait(hours=17)
    assert not goes(till, order)  # still of the day that nobody closed
    assert goes(till, order, "2026-11-21")
    assert not goes(till, order, "2026-11-22")


@pytest.mark.parametrize(
    ("sends", "unpaid", "paid"),
    [("auto", "19:48", "19:48"), ("paid", "", "19:48"), ("hand", "", "")],
)
def test_a_preset_says_whether_unpaid_orders_leave(till, sends, unpaid, paid):
    till.do(SetPreset(event=replace(TAKEAWAY, sends=sends)))
    order = promised(till, at(till, 20, 0))
    assert hour_of(till, order) == unpaid
    till.pay(order)
    assert hour_of(till, order) == paid


def test_paid_in_advance_it_waits_for_its_hour_and_stays_in_sight(till):
    order = promised(till, at(till, 20, 0))
    till.pay(order)

    assert not till.written(OrderSent)
    assert not till.closed(order)
    assert till.order(order) in till.world.book.open_orders()
    till.do(SendOrder(order=order))
    assert till.closed(order)


def test_paid_when_its_hour_has_come_it_leaves_at_once(till):
    till.now = at(till, 19, 50)
    order = promised(till, at(till, 20, 0))
    till.pay(order)
    assert till.written(OrderSent)


# What it keeps of a countdown


def test_what_is_promised_this_evening_is_reserved_from_the_start(till):
    till.do(SetAvailability(article="fish", remaining=5))
    promised(till, at(till, 21, 0), "fish", "fish")
    assert left(till) == 3


def test_what_is_promised_for_tomorrow_leaves_today_alone(till):
    till.do(SetAvailability(article="fish", remaining=1))
    order = promised(till, at(till, 12, 0, day=1), "fish", "fish", "soup")
    line = till.order(order).lines[0]
    assert left(till) == 1
    till.do(SetQuantity(order=order, line=line, quantity=3000))
    till.do(VoidLine(order=order, line=line))
    assert left(till) == 1


def test_its_day_begins_with_what_is_promised_set_apart(till):
    till.do(SetAvailability(article="fish", remaining=10))
    order = promised(till, at(till, 12, 0, day=1), "fish", "fish")
    assert till.refuses(ReserveOrder(order=order)) == "nothing_to_reserve"
    till.now = at(till, 9, 0, day=1)
    till.do(ReserveOrder(order=order))
    assert left(till) == 8
    assert till.refuses(ReserveOrder(order=order)) == "nothing_to_reserve"
    till.do(SendOrder(order=order))
    assert left(till) == 8  # once, not again


def test_who_counts_counts_what_is_promised_too(till):
    order = promised(till, at(till, 21, 0), "fish", "fish", "fish")
    till.do(SetAvailability(article="fish", remaining=12))
    assert left(till) == 9
    assert on_hand(till.world, "fish") == 12
    till.do(SendOrder(order=order))
    till.do(SetAvailability(article="fish", remaining=12))
    assert left(till) == 12  # they are in the pan, nobody counts them


def test_more_promised_than_there_is_leaves_none_to_sell(till):
    promised(till, at(till, 21, 0), "fish", "fish")
    till.do(SetAvailability(article="fish", remaining=1))
    assert till.world.catalogue.sold_out("fish")


def test_another_day_gives_back_and_takes(till):
    till.do(SetAvailability(article="fish", remaining=5))
    order = promised(till, at(till, 21, 0), "fish", "fish")
    till.do(PromiseOrder(order=order, at=at(till, 12, 0, day=1)))
    assert left(till) == 5
    till.do(PromiseOrder(order=order, at=at(till, 20, 0)))
    assert left(till) == 3
    till.do(PromiseOrder(order=order, at=None))
    assert left(till) == 3


def test_lines_that_are_wanted_today_after_all_are_taken(till):
    till.do(SetAvailability(article="fish", remaining=5))
    order = promised(till, at(till, 12, 0, day=1), "fish", "fish")
    today, line = till.seat("", mode="takeaway"), till.order(order).lines[0]
    moved = MoveLines(order=order, target=today, lines=(MovedLine(line=line),))
    till.do(moved)
    assert left(till) == 3


def test_what_is_paid_for_tomorrow_and_given_back_is_not_made(till):
    till.do(SetAvailability(article="fish", remaining=5))
    tomorrow = at(till, 12, 0, day=1)
    order = promised(till, tomorrow, "fish", "soup")
    till.pay(order)
    (paid,) = till.written(ReceiptIssued)

    def given_back(line: int) -> None:
        refund = RefundReceipt(
            original=paid,
            number="C1-1",
            back=((line, 1000),),
            reason="annulé",
            method="cash",
        )
        till.do(refund)

    given_back(0)
    till.wait(hours=13)
    till.do(ReserveOrder(order=order))
    assert left(till) == 5
    assert hour_of(till, order)  # the soup is still wanted
    given_back(1)
    assert not hour_of(till, order)
    assert till.refuses(SendOrder(order=order)) == "nothing_to_send"
    assert till.world.book.closed(till.order(order))


def test_an_order_brought_whole_for_tomorrow_leaves_today_alone(till):
    till.do(SetAvailability(article="fish", remaining=1))
    lines = (AddLine(order="", article="fish", quantity=3000),)
    placed = PlaceOrder(lines=lines, preset="takeaway", promised=at(till, 12, 0, day=1))
    till.do(placed)
    assert left(till) == 1
    today = replace(placed, promised=at(till, 20, 0))
    assert till.refuses(today) == "sold_out"
