"""What was agreed with a guest stands wherever their order is seen."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from domain_kit import Till
from pos_world import sight

from app.domain.catalogue.presets import STANDARD, SetPreset
from app.domain.orders.commands import (
    OpenOrder,
    PromiseOrder,
    SendOrder,
    SetContact,
)
from app.domain.orders.slots import Slot
from app.presenters.floor.page import present_floor
from app.presenters.kitchen.cards import cards
from app.presenters.kitchen.wall import present_cards
from app.presenters.pos.counter import suspended
from app.presenters.pos.order import present_panel
from app.presenters.pos.serving import left_words, present_serving, present_slots
from app.presenters.pos.words import promised_words

_, COUNTER, TAKEAWAY, DELIVERY = STANDARD


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def at(till: Till, hour: int, minute: int, day: int = 0) -> datetime:
    moment = till.now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return moment + timedelta(days=day)


def promised(till: Till, preset: str = "takeaway") -> str:
    """Dupont's fish, for half past seven."""
    till.do(OpenOrder(preset=preset, order="o1"))
    till.take("o1", "fish")
    till.do(PromiseOrder(order="o1", at=at(till, 19, 30)))
    till.do(SetContact(order="o1", name="Dupont"))
    return "o1"


def test_the_till_says_for_when_and_for_whom(till):
    order = till.order(promised(till))
    view = present_serving(till.world, order, order.served, sight(till))

    assert [chip.text for chip in view.presets] == [
        *("Sur place", "Comptoir", "À emporter", "Livraison")
    ]
    assert (view.chosen, view.who) == ("takeaway", "Dupont")
    assert view.when == "Pour 19:30 · en cuisine à 19:15"
    panel = present_panel(till.world, order, sight(till))
    assert (panel.room, panel.serving) == ("À emporter", view)
    [waiting] = suspended(till.world, None, sight(till))
    assert waiting.subtitle == "19:30 · Dupont · À emporter"


def test_a_slot_that_two_tills_filled_is_said_on_each_of_its_sales(till):
    preset = replace(TAKEAWAY, capacity=1, hours=())
    till.do(SetPreset(event=preset))
    order = till.order(promised(till))
    assert not present_serving(till.world, order, order.served, sight(till)).crowded
    till.do(OpenOrder(preset="takeaway", order="o2"))
    till.do(PromiseOrder(order="o2", at=at(till, 19, 30)))

    view = present_serving(till.world, order, order.served, sight(till))
    assert view.crowded
    assert view.when == "Pour 19:30 · créneau dépassé : 2 pour 1"


def test_sending_before_its_time_is_said_on_the_button(till):
    order = till.order(promised(till))
    panel = present_panel(till.world, order, sight(till))
    assert panel.send.subtitle == "avant l’heure · Chaud 1"

    till.now = at(till, 19, 20)
    panel = present_panel(till.world, order, sight(till))
    assert panel.send.subtitle == "Chaud 1"


def test_what_is_still_to_ask_is_said(till):
    order = till.order(promised(till, "delivery"))
    view = present_serving(till.world, order, order.served, sight(till))

    assert view.lacking
    assert view.who == "Dupont · Téléphone et adresse à noter"


def test_at_a_table_nothing_of_it_is_shown(till):
    order = till.order(till.seat("t1"))
    assert not present_serving(till.world, order, "dine_in", sight(till)).presets


def test_once_money_was_taken_it_stays_as_it_is(till):
    order = promised(till)
    view = present_serving(till.world, till.order(order), "takeaway", sight(till))
    assert view.may_change
    till.pay(order, amount=100)
    view = present_serving(till.world, till.order(order), "takeaway", sight(till))
    assert not view.may_change


def test_the_plan_has_it_under_its_room_before_the_notes(till):
    till.do(OpenOrder(name="Bernard", order="tab"))
    promised(till)
    plan = present_floor(till.world, sight(till)).plan

    plates = [shape.number for shape in plan.shapes if shape.kind == "tab"]
    assert plates[:2] == ["19:30 Dupont", "Bernard"]


def test_the_kitchen_reads_for_whom_and_for_when(till):
    till.do(SendOrder(order=promised(till)))
    shown = cards(till.world, "hot", till.now)
    [card] = present_cards(
        till.world, shown, till.now, lambda _, text: text, lambda person: person
    )
    assert (card.waiter, card.limit_text) == ("Dupont", "→ 19:30")


def test_a_promise_of_another_day_says_the_day(till):
    words = [
        promised_words(round(at(till, 12, 0, day).timestamp() * 1000), till.now)
        for day in range(3)
    ]
    assert words == ["12:00", "demain 12:00", "dim. 22 nov. 12:00"]


def test_slots_say_in_words_what_is_left(till):
    start, end = at(till, 19, 30), at(till, 19, 45)
    slots = [(0, 3), (5, 1), (6, 0), (7, -1), (2, None), (0, None)]
    words = [
        left_words(till.world, Slot(start=start, end=end, taken=taken, left=left))
        for taken, left in slots
    ]
    assert words == ["3 places", "1 place", "complet", "complet", "2 prises", "libre"]
    busy = Slot(start=start, end=end, taken=0, left=6, busy="hot")
    assert left_words(till.world, busy) == "Chaud plein"


def test_the_evening_begins_a_row_of_its_own(till):
    till.now = at(till, 13, 20)
    order = till.order(promised(till))
    view = present_slots(till.world, TAKEAWAY, order, till.now.date(), till.now)

    assert view.title == "À emporter · pour quelle heure ?"
    assert view.soon == "vers 13:35"
    assert [card.title for card in view.cards[:2]] == ["13:45", "18:30"]
    assert [card.anew for card in view.cards[:3]] == [False, True, False]
    assert [card.title for card in view.cards if card.chosen] == ["19:30"]
    days = [day.text for day in view.days]
    assert days[:4] == ["Aujourd’hui", "Demain", "Dim. 22", "Lun. 23"]
    assert len(days) == 7


def test_when_the_house_has_closed_there_is_no_slot_left(till):
    till.now = at(till, 21, 50)
    view = present_slots(till.world, TAKEAWAY, None, till.now.date(), till.now)
    assert (view.cards, view.nothing) == ((), "Plus aucun créneau ce jour")


def test_sales_that_wait_now_stand_before_those_for_later(till):
    for order, hour in (("late", 21), ("soon", 20)):
        till.do(OpenOrder(preset="takeaway", order=order))
        till.take(order, "fish")
        till.do(PromiseOrder(order=order, at=at(till, hour, 0)))
    now = till.seat("", mode="counter")
    till.take(now, "beer")
    till.pay("late")

    waiting = suspended(till.world, None, sight(till))
    assert [each.order for each in waiting] == [now, "soon", "late"]
    assert waiting[-1].amount == "payé"  # and still to be made
