"""Ways of being served: VAT by the line, prices, what a slot still takes."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from domain_kit import Sim, Till

from app.domain.catalogue.decide import Raise
from app.domain.catalogue.events import ListedPrice, PriceListSet
from app.domain.catalogue.presets import (
    STANDARD,
    PresetSet,
    SetPreset,
    SlotHours,
)
from app.domain.orders.commands import (
    AddLine,
    CancelOrder,
    MovedLine,
    MoveLines,
    MoveOrder,
    OpenOrder,
    PlaceOrder,
    PromiseOrder,
    ServeAs,
    SetContact,
)
from app.domain.orders.slots import crowded, days, slots
from app.domain.payments.commands import RefundReceipt
from app.domain.receipts.events import ReceiptIssued
from app.domain.rules import SetSetting

DINE_IN, COUNTER, TAKEAWAY, DELIVERY = STANDARD
EVENING_HOURS = SlotHours(start=18 * 60 + 30, end=20 * 60 + 30)
PLATFORM = replace(DELIVERY, id="platform", name="Plateforme", rank=5)


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def opened(till: Till, preset: str) -> str:
    till.do(OpenOrder(preset=preset))
    return next(reversed(till.world.book.orders))


def saved(till: Till, **changes: object) -> PresetSet:
    preset = replace(TAKEAWAY, **changes)
    till.do(SetPreset(event=preset))
    return preset


def at(till: Till, hour: int, minute: int, day: int = 0) -> datetime:
    moment = till.now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return moment + timedelta(days=day)


def test_taken_away_the_dish_changes_its_vat_and_the_wine_keeps_20_percent(till):
    sale = opened(till, "dine_in")
    jam, wine = till.take(sale, "jam"), till.take(sale, "wine")

    till.do(ServeAs(order=sale, preset="takeaway"))

    assert till.order(sale).mode == "takeaway"
    assert (till.line(jam).rate, till.line(wine).rate) == (550, 2000)
    assert till.line(wine).nature == "GOODS"


def test_a_preset_of_ones_own_sells_at_its_own_prices_whatever_the_hour(till):
    till.write(
        [
            PriceListSet(
                id="platform",
                name="Plateforme",
                rank=9,
                prices=(ListedPrice(article="fish", price=2590),),
                modes=("dine_in",),
                end=1,
            )
        ]
    )
    till.do(SetPreset(event=replace(PLATFORM, price_list="platform")))
    plain, dearer = opened(till, "delivery"), opened(till, "platform")
    lines = [till.take(order, "fish") for order in (plain, dearer)]

    assert till.order(dearer).mode == "delivery"
    assert [till.line(line).price for line in lines] == [2190, 2590]

    till.do(ServeAs(order=dearer, preset="delivery"))
    assert till.line(lines[1]).price == 2190


def test_a_preset_is_offered_before_the_one_that_preceded_it(till):
    till.do(SetPreset(event=PLATFORM))
    till.do(Raise(kind="preset", id="platform"))
    offered = till.world.catalogue.presets.offered()
    assert [each.id for each in offered][-2:] == ["platform", "delivery"]
    assert till.refuses(Raise(kind="preset", id="delivery"), "tom") == "right_missing"


def test_slots_say_what_is_left_and_begin_after_the_time_it_takes(till):
    preset = saved(till, hours=(EVENING_HOURS,), capacity=2, lead=20)
    first = opened(till, "takeaway")
    till.do(PromiseOrder(order=first, at=at(till, 19, 30)))

    found = slots(till.world, preset, till.now.date(), till.now)

    assert [f"{slot.start:%H:%M}" for slot in found] == [
        *("19:30", "19:45", "20:00", "20:15")
    ]
    assert [slot.left for slot in found] == [1, 2, 2, 2]
    again = slots(till.world, preset, till.now.date(), till.now, but=first)
    assert again[0].left == 2


def test_tomorrow_begins_with_its_first_slot(till):
    preset = saved(till, hours=(EVENING_HOURS,), days=1)
    today, tomorrow = days(preset, till.now)

    found = slots(till.world, preset, tomorrow, till.now)
    assert found[0].start == at(till, 18, 30, day=1)
    assert len(found) == 8
    assert today == till.now.date()


def test_what_was_given_back_leaves_its_slot(till):
    saved(till, hours=(EVENING_HOURS,), capacity=1)
    first, second = opened(till, "takeaway"), opened(till, "takeaway")
    till.take(first, "soup")
    till.do(PromiseOrder(order=first, at=at(till, 19, 30)), "tom")
    till.pay(first)
    (paid,) = till.written(ReceiptIssued)
    more = PromiseOrder(order=second, at=at(till, 19, 40))
    assert till.refuses(more, "tom") == "slot_full"
    till.do(
        RefundReceipt(
            original=paid,
            number="C1-1",
            back=((0, 1000),),
            reason="annulé",
            method="cash",
        )
    )
    till.do(more, "tom")


def test_a_full_slot_takes_a_manager(till):
    saved(till, hours=(EVENING_HOURS,), capacity=1)
    first, second = opened(till, "takeaway"), opened(till, "takeaway")
    till.do(PromiseOrder(order=first, at=at(till, 19, 30)), "tom")
    more = PromiseOrder(order=second, at=at(till, 19, 40))
    closed = PromiseOrder(order=second, at=at(till, 21, 0))

    assert till.refuses(more, "tom") == "slot_full"
    assert till.refuses(closed, "tom") == "slot_closed"
    till.do(CancelOrder(order=first, reason="ne vient pas"))
    till.do(more, "tom")
    till.do(PromiseOrder(order=opened(till, "takeaway"), at=at(till, 19, 30)), "lea")


def test_the_same_order_moves_within_its_full_slot(till):
    saved(till, hours=(EVENING_HOURS,), capacity=1)
    order = opened(till, "takeaway")
    till.do(PromiseOrder(order=order, at=at(till, 19, 30)), "tom")

    till.do(PromiseOrder(order=order, at=at(till, 19, 40)), "tom")
    assert till.order(order).promised == round(at(till, 19, 40).timestamp()) * 1000


def test_a_promise_goes_where_none_is_made(till):
    order = opened(till, "takeaway")
    till.do(PromiseOrder(order=order, at=at(till, 20, 0)))

    till.do(ServeAs(order=order, preset="counter"))
    assert till.order(order).promised == 0


def test_an_order_that_is_brought_whole_has_its_time(till):
    lines = (AddLine(order="", article="soup"),)
    till.do(PlaceOrder(lines=lines, preset="takeaway", promised=at(till, 20, 0)))
    late = PlaceOrder(lines=lines, preset="takeaway", promised=at(till, 18, 0))

    (order,) = till.world.book.orders.values()
    assert (order.served, order.mode) == ("takeaway", "takeaway")
    assert order.promised == round(at(till, 20, 0).timestamp()) * 1000
    assert till.refuses(late) == "promise_out_of_range"


def test_who_fetches_it_is_kept_with_the_order(till):
    order = opened(till, "delivery")
    till.do(SetContact(order=order, name="n", phone="p", address="a"))

    found = till.order(order)
    assert (found.name, found.phone, found.address) == ("n", "p", "a")


def test_a_way_of_being_served_that_makes_no_sense_is_not_kept(till):
    till.refuses(SetPreset(event=TAKEAWAY), "tom")
    wrong = {
        "name_invalid": {"name": " "},
        "mode_unknown": {"mode": "delivery"},
        "price_list_unknown": {"price_list": "nothing"},
        "preset_invalid": {"asks": ("shoe size",)},
        "hours_invalid": {"hours": (SlotHours(start=900, end=800),)},
    }
    for code, changes in wrong.items():
        command = SetPreset(event=replace(TAKEAWAY, **changes))
        assert till.refuses(command) == code
    for preset in (DINE_IN, COUNTER, TAKEAWAY):
        till.do(SetPreset(event=replace(preset, active=False)))
    last = SetPreset(event=replace(DELIVERY, active=False))
    assert till.refuses(last) == "preset_last"


def test_what_is_not_offered_any_more_serves_nobody(till):
    saved(till, active=False)
    order = opened(till, "counter")

    assert till.refuses(ServeAs(order=order, preset="takeaway")) == "preset_unknown"
    assert till.refuses(OpenOrder(preset="takeaway")) == "preset_unknown"
    assert till.world.catalogue.presets.standing("takeaway") == "dine_in"
    setting = SetSetting(key="counter.mode", value="takeaway")
    assert till.refuses(setting) == "setting_invalid"


def test_what_is_taken_away_moves_to_no_table_before_it_is_eaten_here(till):
    order = opened(till, "takeaway")
    till.take(order, "soup")
    moved = MoveOrder(order=order, table="t1")
    assert till.refuses(moved) == "mode_of_table"
    lines = tuple(MovedLine(line=line) for line in till.order(order).lines)
    for table in ("t1", "t2"):
        some = MoveLines(order=order, table=table, lines=lines)
        assert till.refuses(some) == "mode_of_table"
    till.do(ServeAs(order=order, preset="dine_in"))
    till.do(moved)
    assert till.order(order).table == "t1"


def test_at_a_table_one_eats_here(till):
    assert till.refuses(OpenOrder(table="t1", preset="takeaway")) == "mode_of_table"


def test_two_tills_apart_that_gave_the_last_place_twice_keep_both():
    sim = Sim(0, 0)
    one, two = sim.tills
    one.open()
    sim.meet()
    saved(one, hours=(EVENING_HOURS,), capacity=1)
    sim.meet()
    for till, name in ((one, "o1"), (two, "o2")):
        till.do(OpenOrder(preset="takeaway", order=name), "tom")
        till.do(PromiseOrder(order=name, at=at(till, 19, 30)), "tom")
    sim.meet()
    for till in (one, two):
        preset = till.world.catalogue.presets.known["takeaway"]
        first = slots(till.world, preset, till.now.date(), till.now)[0]
        assert (first.taken, first.left, first.full) == (2, -1, True)
        assert crowded(till.world, till.order("o1"), till.now) == first
        assert {o.promised for o in till.world.book.orders.values()} == {
            round(at(till, 19, 30).timestamp()) * 1000
        }
    one.do(PromiseOrder(order="o1", at=at(one, 19, 45)), "tom")
    assert crowded(one.world, one.order("o1"), one.now) is None
    assert crowded(one.world, one.order("o2"), one.now) is None
