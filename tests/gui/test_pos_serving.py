"""How a sale is served: one tap the preset, one more the slot, then who fetches it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pos_kit import Bench, till_bench
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.catalogue.presets import STANDARD, SetPreset
from app.domain.floor.decide import SetFloor
from app.domain.manners import MannerSet, SetManner
from app.domain.orders.commands import OpenOrder, PromiseOrder
from app.services.people import order_key
from app.windows.pos.serving_sheets import ContactSheet, SlotKey, SlotSheet
from app.windows.pos.sheets import ActsSheet, CountSheet

DINE_IN, COUNTER, TAKEAWAY, DELIVERY = STANDARD


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    with till_bench(qtbot, tmp_path) as made:
        made.page.show_place("counter")
        made.facts.clear()
        yield made


def slots_of(bench: Bench) -> SlotSheet:
    sheet = bench.sheet
    assert isinstance(sheet, SlotSheet)
    return sheet


def slot(bench: Bench, place: int) -> SlotKey:
    return slots_of(bench).keys[place]


def test_a_takeaway_for_later_takes_two_taps_and_a_name(bench: Bench) -> None:
    ticket = bench.panes.ticket
    bench.tap_tile("sac_kraft")
    bench.taps = 0
    bench.tap(ticket.serving.key_of("takeaway"))
    card = slot(bench, 2).card
    assert card.words == "6 places"
    bench.tap(slot(bench, 2))
    assert bench.taps == 2
    assert bench.order.served == "takeaway"
    assert bench.order.promised == int(card.key)

    sheet = bench.sheet
    assert isinstance(sheet, ContactSheet)
    bench.keys("Dupont\n", sheet.fields["name"].edit)
    house = bench.desk.house
    name = house.sealer.unseal(order_key(bench.order.id), bench.order.name)
    assert name == "Dupont"
    row = ticket.serving.agreed.view
    assert row.title.startswith(f"Pour {card.title}")
    assert row.subtitle == "Dupont"

    bench.tap(ticket.hold_button)
    waiting = ticket.row_of(bench.facts[-1].event.order).view
    assert waiting.subtitle == f"{card.title} · Dupont · À emporter"
    assert ticket.serving.chosen_key == "counter"  # as the house has it


def test_a_call_is_taken_while_a_table_is_on_show(bench: Bench) -> None:
    bench.desk.run(OpenOrder(table="t12", covers=2))
    bench.page.show_place("table:t12")
    table = bench.order.id
    bench.page.show_place(bench.page.again)
    bench.tap(bench.panes.ticket.serving.key_of("takeaway"))
    bench.tap(slot(bench, 2))
    assert bench.order.served == "takeaway"
    open_ones = {order.id for order in bench.desk.world.book.open_orders()}
    assert {table, bench.order.id} <= open_ones


def test_without_an_article_yet_the_time_is_agreed_all_the_same(bench: Bench) -> None:
    bench.tap(bench.panes.ticket.serving.key_of("takeaway"))
    assert bench.no_order
    bench.tap(slot(bench, 0))
    assert bench.order.served == "takeaway"
    assert bench.order.promised


def test_as_soon_as_possible_promises_no_time(bench: Bench) -> None:
    bench.tap(bench.panes.ticket.serving.key_of("takeaway"))
    bench.tap(slots_of(bench).soon)
    assert bench.order.promised == 0
    assert bench.panes.ticket.serving.agreed.view.title == "Dès que possible"
    assert bench.panes.ticket.serving.agreed.view.subtitle == "Nom à noter"


def test_a_slot_that_filled_up_elsewhere_says_so_at_once(bench: Bench) -> None:
    bench.do(SetPreset(event=replace(TAKEAWAY, capacity=1)))
    bench.tap(bench.panes.ticket.serving.key_of("takeaway"))
    assert slot(bench, 1).card.words == "1 place"

    at = bench.desk.house.clock() + timedelta(minutes=15)
    bench.do(OpenOrder(preset="takeaway", order="phoned"))
    key = slot(bench, 1).card.key
    bench.do(
        PromiseOrder(order="phoned", at=at.fromtimestamp(int(key) / 1000, at.tzinfo))
    )
    assert (slot(bench, 1).card.words, slot(bench, 1).card.gone) == ("complet", True)


def test_a_slot_under_a_finger_stays_while_others_work(bench: Bench) -> None:
    bench.tap(bench.panes.ticket.serving.key_of("takeaway"))
    aimed = slot(bench, 2)
    QTest.mousePress(aimed, Qt.MouseButton.LeftButton)
    bench.do(OpenOrder(table="t9", covers=2))
    bench.do(SetPreset(event=replace(TAKEAWAY, capacity=3)))
    assert slot(bench, 2) is aimed
    assert aimed.card.words == "3 places"
    QTest.mouseRelease(aimed, Qt.MouseButton.LeftButton)
    assert bench.order.promised == int(aimed.card.key)


def test_another_day_is_a_tap_away(bench: Bench) -> None:
    bench.tap(bench.panes.ticket.serving.key_of("takeaway"))
    sheet = slots_of(bench)
    tomorrow = list(sheet._days)[1]
    bench.tap(tomorrow)
    assert tomorrow.chosen
    assert sheet.soon.isHidden()
    bench.tap(slot(bench, 0))
    assert bench.panes.ticket.serving.agreed.view.title == "Pour demain 11:30"


def test_a_preset_that_asks_the_covers_asks_them(bench: Bench) -> None:
    wedding = replace(DINE_IN, id="party", name="Groupe", asks=("covers",), rank=5)
    bench.do(SetPreset(event=wedding))
    bench.page.controller.serving.choose("party")
    sheet = bench.sheet
    assert isinstance(sheet, CountSheet)
    bench.tap(sheet.pane.cards[8])
    assert (bench.order.covers, bench.order.served) == (8, "party")


def test_presets_that_do_not_fit_stand_behind_the_last_key(bench: Bench) -> None:
    for number in range(6):
        more = replace(COUNTER, id=f"more{number}", name=f"Voie {number}", rank=9)
        bench.do(SetPreset(event=more))
    serving = bench.panes.ticket.serving
    bench.tap(serving.keys[-1])
    sheet = bench.sheet
    assert isinstance(sheet, ActsSheet)
    bench.tap(sheet.row("more5"))
    assert serving.chosen_key == "more5"
    assert serving.key_of("more5").isChecked()


# Classic, express, flexible


def test_changing_the_layout_keeps_what_is_ordered(bench: Bench) -> None:
    bench.page.show_place("")
    order = bench.seat()
    bench.tap_tile("risotto")
    opening, panes = bench.page.controller.opening, bench.panes
    shown = {
        "classic": (True, False, False),
        "express": (False, True, True),
        "flexible": (True, False, True),
    }
    for style in ("express", "flexible", "classic", "flexible"):
        opening.switch(style)
        visible = (panes.panel, panes.ticket, panes.pay)
        assert tuple(each.isVisible() for each in visible) == shown[style]
        assert bench.order.id == order
        assert bench.line("risotto").quantity == 1000


def test_a_flexible_room_sends_and_takes_money_on_one_screen(bench: Bench) -> None:
    room = bench.desk.world.floor.rooms["salle"]
    bench.do(SetFloor(event=replace(room, style="flexible", ask_covers=False)))
    table = bench.desk.world.floor.by_number("12")
    bench.page.show_place(f"table:{table.id}")
    bench.tap_tile("risotto")
    bench.taps = 0
    bench.tap(bench.panes.panel.send_button)
    bench.tap(bench.panes.pay.cash[0])
    assert bench.taps == 2
    assert {"OrderSent", "ReceiptIssued"} <= set(bench.kinds())


def test_a_terminal_takes_only_its_tenders_and_opens_on_its_page(bench: Bench) -> None:
    chain = bench.desk.house.terminal
    manner = MannerSet(
        kind="terminal",
        id=chain,
        style="flexible",
        tenders=("card",),
        category="desserts",
        covers="no",
    )
    bench.do(SetManner(event=manner))
    bench.page.show_place("table:t17")
    assert bench.panes.catalogue.tabs.chosen_key == "desserts"
    bench.tap_tile("creme_brulee")
    pay = bench.panes.pay
    assert pay.card.isEnabled()
    assert not pay.voucher.isEnabled()
    assert not any(button.isVisible() for button in pay.cash)


def test_without_room_for_a_third_column_the_order_stays_whole(bench: Bench) -> None:
    bench.page.show_place("")
    bench.seat()
    bench.page.resize(944, 704)
    bench.page.controller.opening.switch("flexible")
    panes = bench.panes
    assert panes.panel.isVisible()
    assert not panes.pay.isVisible()
    assert panes.panel.geometry().right() < panes.width()
    bench.page.resize(1286, 704)
    assert panes.pay.isVisible()
