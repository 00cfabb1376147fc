"""Whatever a waiter says and taps: nothing is sent without "envoie", nothing that cannot be
taken back is done without a yes."""

import os
from random import Random
from typing import Any

import pytest
from headset_kit import Table

from app.domain.floor.decide import ClearTable
from app.domain.kitchen.decide import BumpDishes, RushDishes, ServeDishes
from app.domain.orders.commands import OpenOrder, SetCourseTiming, SetCovers
from app.domain.reservations.commands import SeatReservation, SetReservationStatus
from app.domain.staff.decide import CallStaff
from app.headset import dialogue
from app.headset.plan import Allergy, Send
from app.headset.turn import Step

DIALOGUES = int(os.environ.get("DIALOGUES", "80"))
"""10 000 before a release."""
STEPS = 12
FREE = (
    *(OpenOrder, SetCovers, SetCourseTiming, SeatReservation, ClearTable),
    *(BumpDishes, RushDishes, ServeDishes, CallStaff, Allergy),
)
"""Deeds that the next sentence or tap takes back; of statuses, "arrived" alone."""
TABLES = (1, 4, 8, 12, 12, 20, 99, None)
ITEMS = (
    "burger",
    "entrecote",
    "frites",
    "cafe",
    "dorade",
    "menu_moulin",
    "kir",
    "terrine",
    *("cafe", "kir", "frites", "terrine"),
)


def anything(chance: Random) -> tuple[str, dict[str, Any]]:
    """An action as the understanding may make it, sensible or not."""
    table, other = chance.choice(TABLES), chance.choice(TABLES)
    item: dict[str, Any] = {"item": chance.choice(ITEMS), "qty": chance.randint(1, 4)}
    if chance.random() < 0.1:
        item = {"item": None, "choices": ["tarte_tatin", "tarte_citron"], "qty": 1}
    if chance.random() < 0.3:
        item["cooking"] = chance.choice(("saignant", "à point", "rosé"))
    if chance.random() < 0.2:
        item["mods"] = [{"op": "without", "what": chance.choice(("oignon", "sel"))}]
    course = chance.choice(("entrée", "plat", "dessert", "suite", "boisson"))
    some = chance.choice(ITEMS)
    return chance.choice(
        (
            *[("order.add", {"table": table, "items": [item]})] * 8,
            ("order.void", {"table": table, "items": [{"item": some, "qty": 1}]}),
            ("order.void", {"table": table, "all": True}),
            ("order.void", {"table": table, "course": course}),
            ("order.modify", {"table": table, "item": some, "set": {"qty": 2}}),
            (
                "order.modify",
                {"table": table, "item": some, "set": {"cooking": "bleu"}},
            ),
            (
                "order.replace",
                {"table": table, "from": some, "to": chance.choice(ITEMS)},
            ),
            ("order.copy", {"from": chance.choice(("last", 12)), "to": other}),
            ("course.fire", {"table": table, "course": course}),
            ("course.hold", {"table": table, "course": course}),
            ("bill.request", {"table": table, "method": "card"}),
            ("bill.request", {"table": table, "split": {"mode": "equal", "n": 2}}),
            ("bill.request", {"table": table, "split": {"mode": "by_seat"}}),
            ("bill.pay", {"table": table, "method": chance.choice(("card", "cash"))}),
            ("bill.comp", {"table": table, "item": some}),
            ("bill.discount", {"table": table, "percent": 10}),
            ("stock.out", {"item": some}),
            ("stock.set", {"item": some, "qty": 3}),
            ("stock.query", {"item": some}),
            ("table.open", {"table": table, "covers": 3}),
            ("table.transfer", {"from": table, "to": other}),
            (
                "item.transfer",
                {"items": [{"item": some, "qty": None}], "from": 12, "to": 8},
            ),
            ("table.merge", {"tables": [4, 8]}),
            ("table.status", {"table": table}),
            ("table.clear", {"table": table}),
            ("table.note", {"table": table, "allergy": "noix"}),
            ("kds.ready", {"table": table}),
            ("kds.ready", {"table": table, "station": "chaud"}),
            ("kds.rush", {"table": table}),
            ("kds.served", {"table": table}),
            ("info.allergen", {"item": some, "allergen": "gluten"}),
            ("staff.call", {"what": "runner"}),
            ("reservation.add", {"covers": 2, "date": "today", "time": "21:00"}),
            ("reservation.query", {"date": "today"}),
            ("reservation.cancel", {"name": "petit"}),
            ("reservation.arrive", {"name": "petit", "table": table}),
            ("dialog.no", {}),
            ("dialog.repeat", {}),
            ("dialog.cancel", {}),
            ("dialog.choice", {"item": "tarte_citron"}),
            ("dialog.table", {"table": table}),
            ("made.up", {}),
        )
    )


def a_step(table: Table, chance: Random) -> tuple[Step, bool, bool]:
    """Something happens: (what came of it, whether that was "envoie", whether a yes)."""
    kind = chance.random()
    asked = table.turn.asked
    if kind < 0.14:
        yes = not table.turn.waiting
        return table.hears(("dialog.commit", {})), True, yes
    if kind < 0.18:
        step = dialogue.send(table.turn, table.room)
        return table.takes(step), True, not table.turn.waiting
    if kind < 0.28:
        return table.hears(("dialog.yes", {})), False, True
    if kind < 0.42 and asked is not None and asked.options:
        key = chance.choice(asked.options).key
        yes = asked.slot in ("confirm", "meaning")
        return table.takes(dialogue.tap(table.turn, key, table.room)), False, yes
    if kind < 0.46 and table.turn.waiting:
        line = chance.choice(table.turn.waiting).id
        count = chance.randint(0, 3)
        step = dialogue.set_quantity(table.turn, line, count, table.room)
        return table.takes(step), False, False
    if kind < 0.48:
        step_or_none = dialogue.wake(table.turn, table.room)
        return table.takes(step_or_none or Step(turn=table.turn)), False, False
    several = [anything(chance) for _ in range(chance.choice((1, 1, 1, 2)))]
    return table.hears(*several, text=f"{chance.random()}"), False, False


@pytest.mark.parametrize("part", range(5))
def test_nothing_is_sent_without_a_word_and_nothing_irrevocable_without_a_yes(part):
    table = Table()
    for number in range(part, DIALOGUES, 5):
        chance = Random(number)
        table.turn = type(table.turn)(person="lea")
        for _ in range(STEPS):
            waiting = {wish.id for wish in table.turn.waiting}
            before = len(table.done)
            step, sends, yes = a_step(table, chance)
            for deed in table.done[before:]:
                if isinstance(deed, Send):
                    assert sends, (number, deed)
                    assert {wish.id for wish in deed.wishes} <= waiting, number
                elif not isinstance(deed, FREE):
                    arrived = getattr(deed, "status", "") == "arrived"
                    free = isinstance(deed, SetReservationStatus) and arrived
                    assert yes or free, (number, deed, step)
    assert len(table.sent) == len(set(table.sent))
    assert table.sent or DIALOGUES < 50
