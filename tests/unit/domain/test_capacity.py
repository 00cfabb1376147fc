"""What a slot takes when it follows the kitchen: minutes of its stations, dine-in too."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from domain_kit import Till

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.presets import STANDARD, SetPreset, SlotHours
from app.domain.kitchen.capacity import hands, load_of
from app.domain.kitchen.decide import BumpDishes, StartDishes
from app.domain.orders.commands import OpenOrder, PromiseOrder, SendOrder
from app.domain.orders.slots import Slot, slots

TAKEAWAY = STANDARD[2]
EVENING = SlotHours(start=19 * 60, end=20 * 60)


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    fish = till.world.catalogue.articles["fish"]
    till.do(SetCatalogue(event=replace(fish, minutes=10)))
    till.do(
        SetPreset(
            event=replace(TAKEAWAY, hours=(EVENING,), capacity=0, lead=0, by_load=True)
        )
    )
    return till


def at(till: Till, hour: int, minute: int) -> datetime:
    return till.now.replace(hour=hour, minute=minute, second=0, microsecond=0)


def takeaway(till: Till, name: str, fishes: int) -> str:
    till.do(OpenOrder(preset="takeaway", order=name))
    till.take(name, "fish", fishes)
    return name


def busy(till: Till, order: str = "") -> dict[str, str]:
    """Slot -> the station that cannot make the order in it as well."""
    preset = till.world.catalogue.presets.known["takeaway"]
    found: list[Slot] = slots(till.world, preset, till.now.date(), till.now, but=order)
    return {f"{slot.start:%H:%M}": slot.busy for slot in found}


def test_a_slot_takes_what_four_cooks_can_make_in_it(till):
    first = takeaway(till, "o1", 5)
    till.do(PromiseOrder(order=first, at=at(till, 19, 30)), "tom")
    small, large = takeaway(till, "o2", 1), takeaway(till, "o3", 2)

    assert busy(till, small)["19:30"] == ""  # 50 + 10 of 60 minutes
    assert busy(till, large) == {"19:15": "", "19:30": "hot", "19:45": ""}
    wanted = PromiseOrder(order=large, at=at(till, 19, 30))
    assert till.refuses(wanted, "tom") == "kitchen_full"
    till.do(wanted, "lea")  # who may overbook


def test_a_refusal_names_the_station_and_offers_the_next_slot(till):
    first, second = takeaway(till, "o1", 6), takeaway(till, "o2", 1)
    till.do(PromiseOrder(order=first, at=at(till, 19, 30)), "tom")
    refused = till.run(PromiseOrder(order=second, at=at(till, 19, 30)), "tom")

    assert refused.text == "{station} ne peut pas faire plus : proposez {time}."
    assert dict(refused.values) == {"station": "Chaud", "time": "19:45"}


def test_what_the_dining_room_has_in_the_pan_counts(till):
    table = till.seat("t1")
    till.take(table, "fish", 10)
    till.do(SendOrder(order=table))
    order = takeaway(till, "o1", 1)

    # 100 minutes by 4: done ten minutes after the first slot has begun.
    assert busy(till, order) == {"19:15": "", "19:30": "", "19:45": ""}
    till.take(table, "fish", 10)
    till.do(SendOrder(order=table))
    assert busy(till, order) == {"19:15": "hot", "19:30": "hot", "19:45": ""}


def test_a_course_that_a_table_will_call_counts_when_it_is_likely(till):
    table = till.seat("t1")
    till.take(table, "soup")
    till.take(table, "fish", 6)
    till.do(SendOrder(order=table))  # the mains wait, likely for 30 minutes
    order = takeaway(till, "o1", 1)

    assert busy(till, order)["19:30"] == "hot"


def test_another_station_is_not_in_the_way(till):
    first = takeaway(till, "o1", 6)
    till.do(PromiseOrder(order=first, at=at(till, 19, 30)), "tom")
    till.do(OpenOrder(preset="takeaway", order="o2"))
    till.take("o2", "salad")

    assert busy(till, "o2")["19:30"] == ""


def test_how_many_a_station_makes_at_a_time_is_learned_from_its_bumps(till):
    assert hands(till.world) == {}
    for number in range(10):
        table = till.seat(f"t{number % 4 + 1}")
        till.take(table, "fish", 2)
        dishes = tuple(
            dish.id
            for line in till.world.book.lines_of(till.order(table))
            for dish in line.dishes
        )
        till.do(SendOrder(order=table))
        till.do(StartDishes(order=table, station="hot", dishes=dishes))
        till.wait(minutes=5)
        till.do(BumpDishes(order=table, station="hot", dishes=dishes))
        till.pay(table)
    assert hands(till.world) == {"hot": 2}


def test_what_is_on_the_pass_claims_nothing(till):
    table = till.seat("t1")
    dish = till.line(till.take(table, "fish", 4)).dishes[0].id
    till.do(SendOrder(order=table))
    start, end = (
        round((till.now + timedelta(minutes=m)).timestamp() * 1000) for m in (0, 15)
    )
    assert load_of(till.world, till.now).claimed("hot", start, end) == 40
    till.do(BumpDishes(order=table, station="hot", dishes=(dish,)))
    assert load_of(till.world, till.now).claimed("hot", start, end) == 0
