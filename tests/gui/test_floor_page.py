"""The floor page under fingers and keys, on the evening of the picture."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from gui_kit import board, desk_for, evening_house
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from trade_widgets_kit import Paints, emitted, hold

from app.bootstrap import Opened
from app.demo.history import TravelClock
from app.domain.catalogue.decide import SetStationOpen
from app.domain.floor.decide import JoinTables, SetFloor
from app.domain.floor.events import RoomSet
from app.domain.kitchen.decide import BumpDishes
from app.domain.orders.commands import (
    AddLine,
    FireCourse,
    MoveOrder,
    OpenOrder,
    SetCovers,
)
from app.domain.orders.events import OrderCreated
from app.domain.orders.sending import next_held
from app.domain.orders.state import Order
from app.domain.payments.decide import TakePayment
from app.domain.rules import Command
from app.domain.vocabulary import Refusal
from app.domain.world import World
from app.presenters.floor.room import MORE_NOTES, NEW_NOTE, ORDER
from app.services.house import Actor
from app.windows.count_pane import CountPane
from app.windows.desk import Desk, Said
from app.windows.floor.arrangement import arranged
from app.windows.floor.page import FloorPage
from app.windows.floor.seat_sheets import CoversSheet, NameSheet, SeatSheet
from app.windows.floor.sheets import MenuSheet, MergeSheet, NotesSheet, TeamSheet
from app.windows.floor.team_sheets import (
    ColleagueSheet,
    GivingSheet,
    OfferSheet,
    SectionsSheet,
)
from db.errors import StorageFailedError
from resources.texts import set_language
from widgets import theme
from widgets.fonts import line_height
from widgets.pressable import Pressable
from widgets.text import Label

pytestmark = pytest.mark.gui
LEFT = Qt.MouseButton.LeftButton


class Floor:
    """The page with everything a test asks of it."""

    def __init__(self, opened: Opened, desk: Desk, page: FloorPage) -> None:
        self.house, self.desk, self.page = opened.house, desk, page
        self.places = QSignalSpy(desk.place_requested)
        self.said: list[Said] = []
        desk.said.connect(self.said.append)

    @property
    def world(self) -> World:
        return self.house.world

    def order(self, table: str) -> Order:
        found = self.world.order_on(table)
        assert found is not None, table
        return found

    def run(self, command: Command, person: str = "karim") -> None:
        done = self.house.run(command, Actor(person))
        assert not isinstance(done, Refusal), done

    def says(self, table: str) -> str:
        shown = self.page.plan.view.tables
        return next(each.subtitle for each in shown if each.id == table)

    def at(self, table: str) -> QPoint:
        return self.page.plan.item_rect(table).center()

    def tap(self, table: str) -> None:
        QTest.mouseClick(self.page.plan.viewport(), LEFT, pos=self.at(table))

    def hold(self, qtbot: QtBot, table: str) -> None:
        port = self.page.plan.viewport()
        hold(qtbot, port, self.at(table), lambda: self.page.plan._press.dragging)

    def menu(self, qtbot: QtBot, table: str) -> MenuSheet:
        self.hold(qtbot, table)
        QTest.mouseRelease(self.page.plan.viewport(), LEFT, pos=self.at(table))
        sheet = self.page.controller.work.sheet
        assert isinstance(sheet, MenuSheet)
        return sheet

    def choose(self, qtbot: QtBot, table: str, act: str) -> None:
        QTest.mouseClick(self.menu(qtbot, table).acts[act], LEFT)

    def drop(self, qtbot: QtBot, source: str, target: str) -> None:
        self.hold(qtbot, source)
        port = self.page.plan.viewport()
        QTest.mouseMove(port, self.at(target))
        QTest.mouseRelease(port, LEFT, pos=self.at(target))

    def row(self, number: str) -> Pressable:
        return next(r.button for r in self.page.panel.rows if r.view.number == number)

    def undo(self) -> None:
        back = self.said[-1].undo
        assert back is not None, self.said[-1]
        back()

    def wait(self, **time: float) -> None:
        clock = self.house.clock
        assert isinstance(clock, TravelClock)
        assert clock.moment is not None
        clock.moment += timedelta(**time)


@pytest.fixture(autouse=True)
def _plain(qapp: QApplication) -> Iterator[None]:
    theme.apply_theme(qapp, theme.Mode.LIGHT)
    theme.set_reduce_motion(on=True)
    yield
    theme.set_reduce_motion(on=False)
    set_language("fr")


@pytest.fixture
def floor(tmp_path: Path, qtbot: QtBot) -> Iterator[Floor]:
    with evening_house(tmp_path) as opened:
        desk = desk_for(opened, window="floor")
        page = FloorPage(desk, board())
        qtbot.addWidget(page)
        page.resize(1286, 736)
        made = Floor(opened, desk, page)
        with qtbot.waitExposed(page):
            page.show()
        page.show_place("")
        yield made
        page.hide()


# Taps


def test_a_taken_table_opens_at_the_till_with_one_tap(floor: Floor) -> None:
    floor.tap("t12")
    assert emitted(floor.places) == [("pos", "table:t12")]


def test_any_of_joined_tables_opens_their_one_note(floor: Floor) -> None:
    floor.tap("t21")
    assert emitted(floor.places) == [("pos", "table:t20")]


def test_a_free_table_asks_for_covers_and_is_open_after_two_taps(floor: Floor) -> None:
    floor.tap("t26")
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, CoversSheet)
    assert sheet.sheet.heading.title == "Table 26 · 4 places"
    QTest.mouseClick(sheet.pane.cards[5], LEFT)
    assert (floor.order("t26").covers, floor.order("t26").waiter) == (5, "lea")
    assert emitted(floor.places) == [("pos", "table:t26")]


def test_guests_who_reserved_are_seated_from_their_table(floor: Floor) -> None:
    floor.tap("t15")
    menu = floor.page.controller.work.sheet
    assert isinstance(menu, MenuSheet)
    menu.acts["guests"].click()
    assert floor.order("t15").covers == 6
    assert floor.said[-1].text == "Moreau : table 15"
    assert floor.said[-1].undo is not None
    floor.said[-1].undo()
    assert floor.world.order_on("t15") is None
    moreau = floor.page.panel.parties[0]
    assert moreau.view.title == "20:45 · Moreau"
    QTest.mouseClick(moreau, LEFT)
    assert emitted(floor.places)[-1][0] == "reservations"


def test_covers_are_typed_as_at_the_till_beyond_twelve_too(floor: Floor) -> None:
    floor.tap("t4")
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, CoversSheet)
    assert isinstance(sheet.pane, CountPane)
    QTest.keyClicks(sheet, "7\r")
    assert floor.order("t4").covers == 7
    floor.tap("t26")
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, CoversSheet)
    QTest.keyClick(sheet, Qt.Key.Key_F5)
    QTest.keyClicks(sheet, "201\r")
    assert sheet.pane.error.text() == "De 1 à 200."
    for _ in range(3):
        QTest.keyClick(sheet, Qt.Key.Key_Backspace)
    QTest.keyClicks(sheet, "14\r")
    assert floor.order("t26").covers == 14


def test_the_bar_does_not_ask_for_covers(floor: Floor) -> None:
    floor.page.tabs.options[2].click()
    assert floor.page.tabs.chosen_key == "bar"
    floor.tap("t17")
    assert floor.order("t17").covers == 0
    assert emitted(floor.places) == [("pos", "table:t17")]


def test_a_table_to_clear_asks_what_to_do(floor: Floor) -> None:
    floor.tap("t24")
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, MenuSheet)
    QTest.mouseClick(sheet.acts["clear"], LEFT)
    assert floor.world.floor.cleared["t24"]
    assert floor.said[-1].text == "Table 24 : prête"


def test_the_mains_of_table_7_are_fired_from_the_plan_in_two_taps(
    floor: Floor, qtbot: QtBot
) -> None:
    order = floor.order("t25")  # whose mains are held, as those of 7 were before
    assert next_held(floor.world, order) == "plats"
    floor.choose(qtbot, "t25", "fire")  # hold, then one tap
    assert next_held(floor.world, order) == ""
    assert floor.said[-1].text == "Table 25 · Plats : réclame envoyée"


def test_a_course_called_from_the_plan_to_a_closed_station_says_so(
    floor: Floor,
) -> None:
    floor.run(SetStationOpen(station="chaud", open=False), "marc")
    QTest.mouseClick(floor.row("3"), LEFT)
    assert floor.said[-1].text.endswith("réclame envoyée · Poste fermé : Chaud")


# The panel


def test_what_waits_is_done_with_one_tap_each(floor: Floor) -> None:
    QTest.mouseClick(floor.row("3"), LEFT)
    assert next_held(floor.world, floor.order("t3")) == ""
    QTest.mouseClick(floor.row("7"), LEFT)
    assert [row.view.number for row in floor.page.panel.rows] == ["22"]
    QTest.mouseClick(floor.row("22"), LEFT)
    assert emitted(floor.places) == [("pos", "table:t22")]


def test_serving_by_mistake_is_taken_back(floor: Floor) -> None:
    QTest.mouseClick(floor.row("7"), LEFT)
    assert floor.said[-1].text == "Table 7 : servi"
    floor.undo()
    assert [row.view.number for row in floor.page.panel.rows] == ["3", "7", "22"]


def test_plates_of_guests_who_paid_first_are_carried_from_the_plan(
    floor: Floor,
) -> None:
    order = floor.order("t12")
    due = floor.world.book.total(order)
    floor.run(TakePayment(order=order.id, method="cash", amount=due))
    assert floor.says("t12") == "payée"
    hot = tuple(
        dish.id
        for line in floor.world.book.lines_of(order)
        for dish in line.dishes
        if dish.station == "chaud" and dish.stage == "sent"
    )
    floor.run(BumpDishes(order=order.id, station="chaud", dishes=hot), "theo")
    assert floor.says("t12") == "au passe"
    floor.tap("t12")
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, MenuSheet)
    assert [act for act, button in sheet.acts.items()][:2] == ["serve", "clear"]
    QTest.mouseClick(floor.row("12"), LEFT)
    assert floor.said[-1].text == "Table 12 : servi"
    assert "12" not in [row.view.number for row in floor.page.panel.rows]


def test_a_row_under_a_finger_stays_until_it_goes(floor: Floor, qtbot: QtBot) -> None:
    button = floor.row("22")
    QTest.mousePress(button, LEFT)
    floor.run(FireCourse(order=floor.order("t3").id))
    assert [row.view.number for row in floor.page.panel.rows] == ["3", "7", "22"]
    QTest.mouseRelease(button, LEFT)
    assert emitted(floor.places) == [("pos", "table:t22")]
    qtbot.waitUntil(lambda: len(floor.page.panel.rows) == 2)


def test_acts_that_scroll_keep_their_buttons_where_they_were(
    floor: Floor, qtbot: QtBot
) -> None:
    panel = floor.page.panel

    def edge() -> int:
        button = floor.row("3")
        return panel.width() - button.mapTo(panel, button.rect().topRight()).x()

    before, few = edge(), len(panel.rows)
    floor.wait(minutes=40)
    floor.page.clock.timeout.emit()
    qtbot.waitUntil(lambda: panel._acts.verticalScrollBar().maximum() > 0)
    assert len(panel.rows) > few
    assert edge() == before
    titles = {row.view.title: row._title.height() for row in panel.rows}
    assert titles["À commander"] < 2 * line_height("body_strong")


def test_an_empty_panel_says_that_nobody_waits(floor: Floor) -> None:
    for number in ("3", "7"):
        QTest.mouseClick(floor.row(number), LEFT)
    order = floor.order("t22").id
    floor.run(AddLine(order=order, article="kir"))
    assert floor.page.panel.rows == []
    assert floor.page.panel._calm.isVisible()


def test_what_becomes_late_appears_by_the_clock_alone(floor: Floor) -> None:
    floor.wait(minutes=10)
    floor.page.clock.timeout.emit()
    words = {(r.view.number, r.view.act) for r in floor.page.panel.rows}
    assert ("12", "Envoyer") in words
    assert ("23", "Encaisser") in words
    assert ("24", "Débarrassé") in words
    QTest.mouseClick(floor.row("23"), LEFT)
    assert emitted(floor.places) == [("pay", f"order:{floor.order('t23').id}")]
    QTest.mouseClick(floor.row("12"), LEFT)
    assert floor.said[-1].text == "Table 12 : envoyé"
    QTest.mouseClick(floor.row("24"), LEFT)
    assert floor.world.floor.cleared["t24"]


def test_notes_of_a_waiter_open_one_of_them(floor: Floor) -> None:
    QTest.mouseClick(floor.page.panel.waiters[1], LEFT)
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, NotesSheet)
    assert sheet.sheet.heading.title == "Karim"
    names = [row.view.title for row in sheet.rows]
    assert names[:3] == ["Table 6", "Table 9", "Table 13"]
    QTest.mouseClick(sheet.rows[1], LEFT)
    assert emitted(floor.places) == [("pos", "table:t9")]


# Moving


def test_a_note_dragged_to_a_free_table_moves_and_comes_back(
    floor: Floor, qtbot: QtBot
) -> None:
    order = floor.order("t12")
    floor.drop(qtbot, "t12", "t15")
    assert order.table == "t15"
    assert floor.said[-1].text == "Table 12 → table 15"
    floor.undo()
    assert order.table == "t12"


def test_moving_back_never_merges_with_who_came_meanwhile(
    floor: Floor, qtbot: QtBot
) -> None:
    order = floor.order("t12")
    floor.drop(qtbot, "t12", "t15")
    back = floor.said[-1].undo
    floor.run(OpenOrder(table="t12", covers=2))
    assert back is not None
    back()
    assert order.table == "t15"
    assert floor.said[-1].text == "La table 12 est déjà ouverte."


def test_a_note_dropped_on_another_shows_both_before_they_become_one(
    floor: Floor, qtbot: QtBot
) -> None:
    floor.drop(qtbot, "t12", "t8")
    assert floor.order("t12") is not floor.order("t8")
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, MergeSheet)
    assert [b.title for b in sheet.choices] == [
        "Note sur la table 8",
        "Note sur la table 12",
    ]
    QTest.mouseClick(sheet.choices[0], LEFT)
    assert floor.world.order_on("t12") is None
    assert floor.order("t8").covers == 7
    assert floor.world.book.total(floor.order("t8")) == 18100


def test_two_tables_with_guests_are_pushed_together_and_pay_apart(
    floor: Floor, qtbot: QtBot
) -> None:
    floor.drop(qtbot, "t12", "t8")
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, MergeSheet)
    QTest.mouseClick(sheet.two, LEFT)
    assert floor.said[-1].text == "8 + 12 : rapprochées, notes séparées"
    assert floor.order("t12") is not floor.order("t8")
    texts = [merge.text for merge in floor.page.plan.view.merges]
    assert "8 + 12 · notes séparées" in texts
    floor.choose(qtbot, "t8", "apart")
    assert floor.world.floor.cluster("t8") == ("t8",)
    floor.undo()
    assert set(floor.world.floor.cluster("t8")) == {"t8", "t12"}


def test_guests_who_ordered_nothing_come_apart_again_too(
    floor: Floor, qtbot: QtBot
) -> None:
    floor.run(OpenOrder(table="t4", covers=2))
    kept = floor.order("t8")
    covers = kept.covers
    floor.drop(qtbot, "t4", "t8")
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, MergeSheet)
    QTest.mouseClick(sheet.choices[0], LEFT)
    assert floor.world.order_on("t4") is None
    floor.undo()
    assert floor.order("t4").covers == 2
    assert kept.covers == covers


def test_two_notes_that_became_one_come_apart_again(floor: Floor, qtbot: QtBot) -> None:
    world = floor.world
    moved, kept = floor.order("t12"), floor.order("t8")
    before = [
        (note.covers, world.book.total(note), dict(note.allergies))
        for note in (moved, kept)
    ]
    seats = {line.id: line.seats for line in world.book.lines_of(moved)}
    floor.drop(qtbot, "t12", "t8")
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, MergeSheet)
    QTest.mouseClick(sheet.choices[0], LEFT)
    floor.undo()
    notes = floor.order("t12"), floor.order("t8")
    after = [(note.covers, world.book.total(note)) for note in notes]
    assert after == [(covers, total) for covers, total, _ in before]
    assert set(notes[0].allergies) == set(before[0][2])
    assert notes[1].allergies == before[1][2]
    assert {line.id: line.seats for line in world.book.lines_of(notes[0])} == seats


def test_the_note_may_stay_where_it_was_and_the_tables_come_along(
    floor: Floor, qtbot: QtBot
) -> None:
    floor.drop(qtbot, "t12", "t8")
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, MergeSheet)
    sheet.join.click()
    QTest.mouseClick(sheet.choices[1], LEFT)
    assert floor.order("t12").table == "t12"
    assert set(floor.world.floor.group("t8")) == {"t8", "t12"}
    assert floor.order("t8") is floor.order("t12")


def test_a_note_of_the_bar_is_dragged_onto_a_table(floor: Floor, qtbot: QtBot) -> None:
    paul = next(o for o in floor.world.book.open_orders() if not o.table)
    floor.drop(qtbot, ORDER + paul.id, "t4")
    assert paul.table == "t4"
    assert floor.said[-1].undo is None


def test_a_free_table_dragged_to_another_is_pushed_to_it(
    floor: Floor, qtbot: QtBot
) -> None:
    floor.drop(qtbot, "t15", "t12")
    assert set(floor.world.floor.group("t12")) == {"t12", "t15"}
    assert floor.said[-1].text == "12 + 15 : réunies"
    floor.undo()
    assert floor.world.floor.group("t12") == ("t12",)


def test_tables_do_not_go_to_the_bar(floor: Floor, qtbot: QtBot) -> None:
    floor.drop(qtbot, "t12", NEW_NOTE)
    assert floor.said[-1].tone == "refused"
    assert floor.order("t12").table == "t12"


def test_move_of_the_menu_takes_aim_in_any_room(floor: Floor, qtbot: QtBot) -> None:
    order = floor.order("t12")
    floor.choose(qtbot, "t12", "move")
    assert floor.page._aim_words.text() == "Table 12 : touchez la table d’arrivée"
    floor.page.tabs.options[1].click()
    floor.tap("t5")
    assert order.table == "t5"
    assert floor.page._acts.currentIndex() == 0
    floor.tap("t6")
    assert emitted(floor.places) == [("pos", "table:t6")]


def test_an_aim_can_be_given_up(floor: Floor, qtbot: QtBot) -> None:
    for give_up in (
        lambda: QTest.mouseClick(floor.page.cancel, LEFT),
        lambda: QTest.keyClick(floor.page.plan, Qt.Key.Key_Escape),
        floor.page.leave,
    ):
        floor.choose(qtbot, "t12", "move")
        give_up()
        assert floor.page._acts.currentIndex() == 0
    floor.tap("t8")
    assert emitted(floor.places) == [("pos", "table:t8")]


def test_an_aim_at_a_note_of_the_bar_stays_an_aim(floor: Floor, qtbot: QtBot) -> None:
    paul = next(o for o in floor.world.book.open_orders() if not o.table)
    floor.choose(qtbot, "t12", "move")
    floor.tap(ORDER + paul.id)
    assert floor.page._acts.currentIndex() == 1
    assert floor.places.count() == 0


def test_tables_are_joined_and_pulled_apart_from_the_menu(
    floor: Floor, qtbot: QtBot
) -> None:
    floor.choose(qtbot, "t12", "join")
    floor.tap("t15")
    assert set(floor.world.floor.group("t12")) == {"t12", "t15"}
    assert floor.order("t15") is floor.order("t12")
    floor.choose(qtbot, "t20", "apart")
    assert floor.world.floor.group("t20") == ("t20",)
    floor.undo()
    assert set(floor.world.floor.group("t20")) == {"t20", "t21"}


def test_joining_again_restores_the_group_that_was(floor: Floor, qtbot: QtBot) -> None:
    floor.drop(qtbot, "t26", "t20")
    assert set(floor.world.floor.group("t20")) == {"t20", "t21", "t26"}
    floor.undo()
    assert floor.world.floor.group("t20") == ("t20", "t21")
    assert floor.world.floor.group("t26") == ("t26",)


# The other acts of the menu


def test_covers_change_and_come_back(floor: Floor, qtbot: QtBot) -> None:
    floor.choose(qtbot, "t12", "covers")
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, CoversSheet)
    QTest.mouseClick(sheet.pane.cards[4], LEFT)
    assert floor.order("t12").covers == 4
    assert floor.said[-1].text == "Table 12 : 4 couverts"
    floor.undo()
    assert floor.order("t12").covers == 3


def test_covers_of_a_table_that_left_meanwhile_change_nothing(
    floor: Floor, qtbot: QtBot
) -> None:
    floor.choose(qtbot, "t22", "covers")
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, CoversSheet)
    order = floor.order("t22")
    floor.page.controller.work.acts.release(order, floor.page.controller.work.sight())
    QTest.mouseClick(sheet.pane.cards[4], LEFT)
    assert order.covers == 4
    assert order.cancelled


def test_addition_and_payment_start_from_the_menu(floor: Floor, qtbot: QtBot) -> None:
    floor.choose(qtbot, "t8", "addition")
    assert floor.order("t8").additions == 1
    assert floor.said[-1].text == "Table 8 : addition imprimée"
    floor.choose(qtbot, "t8", "pay")
    assert emitted(floor.places) == [("pay", f"order:{floor.order('t8').id}")]


def test_an_empty_table_is_released_and_seated_again(
    floor: Floor, qtbot: QtBot
) -> None:
    floor.choose(qtbot, "t22", "release")
    assert floor.world.order_on("t22") is None
    assert floor.said[-1].text == "Table 22 : libérée"
    floor.undo()
    assert floor.order("t22").covers == 4


def test_guests_are_seated_from_the_menu_of_a_dirty_table(
    floor: Floor, qtbot: QtBot
) -> None:
    floor.choose(qtbot, "t24", "seat")
    assert isinstance(floor.page.controller.work.sheet, CoversSheet)


def test_what_the_person_may_not_do_asks_for_somebody_who_may(
    floor: Floor, qtbot: QtBot
) -> None:
    floor.desk.sit_down("sofia")
    asked = QSignalSpy(floor.desk.approval_requested)
    floor.drop(qtbot, "t12", "t15")
    assert asked.count() == 1
    assert floor.order("t12").table == "t12"


# Guests at the door, notes of the bar


def test_guests_at_the_door_are_seated_on_the_best_table(floor: Floor) -> None:
    QTest.mouseClick(floor.page.seat, LEFT)
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, SeatSheet)
    assert sheet.rows[0].view.title == "Table 4"
    assert sheet.turn.text() == (
        "Tour de Léa : 17 couverts, 2 assis à l’instant, 2 tables attendent, "
        "cuisine chargée"
    )
    QTest.keyClick(sheet, "5")
    assert [row.view.title for row in sheet.rows] == ["Table 15"]
    QTest.keyClick(sheet, Qt.Key.Key_F5)
    QTest.mouseClick(sheet.rows[0], LEFT)
    assert floor.order("t15").covers == 5
    assert floor.said[-1].text == "Table 15 : 5 couverts"
    assert floor.places.count() == 0
    floor.undo()
    assert floor.world.order_on("t15") is None


def test_a_party_too_large_for_any_table_gets_two(floor: Floor) -> None:
    floor.run(JoinTables(tables=("t20",)))
    floor.run(MoveOrder(order=floor.order("t20").id, table="t26"))
    QTest.mouseClick(floor.page.seat, LEFT)
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, SeatSheet)
    QTest.mouseClick(sheet.pad.confirm_more, LEFT)
    assert sheet.rows == []
    QTest.mouseClick(sheet.pad.choices.cards[8], LEFT)
    assert [row.view.title for row in sheet.rows] == ["Tables 20 + 21"]
    QTest.mouseClick(sheet.rows[0], LEFT)
    assert floor.order("t21") is floor.order("t20")
    assert floor.said[-1].text == "Table 20 + 21 : 8 couverts"
    floor.undo()
    assert floor.world.floor.group("t20") == ("t20",)


def test_a_note_is_opened_under_a_name_and_shown_on_the_bar(floor: Floor) -> None:
    floor.tap(NEW_NOTE)
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, NameSheet)
    sheet.keyboard.press("enter")
    assert sheet.isVisible()
    for key in ("shift", "a", "n", "a", "enter"):
        sheet.keyboard.press(key)
    (place, argument) = emitted(floor.places)[0]
    assert place == "pos"
    order = floor.world.book.orders[str(argument).removeprefix("order:")]
    assert "Ana" not in order.name
    names = [shape.number for shape in floor.page.plan.view.shapes]
    assert "Ana" in names


def test_the_keyboard_of_a_new_note_can_be_put_away(floor: Floor) -> None:
    floor.page.table_held.emit(NEW_NOTE)
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, NameSheet)
    sheet.keyboard.press("hide")
    assert floor.page.controller.work.sheet is None


def test_a_note_of_the_bar_opens_with_a_tap_and_has_a_menu(
    floor: Floor, qtbot: QtBot
) -> None:
    paul = next(o for o in floor.world.book.open_orders() if not o.table)
    floor.tap(ORDER + paul.id)
    assert emitted(floor.places) == [("pos", f"order:{paul.id}")]
    sheet = floor.menu(qtbot, ORDER + paul.id)
    assert sheet.sheet.heading.title == "Paul"


def test_notes_without_a_place_are_in_the_list(floor: Floor) -> None:
    for number in range(8):
        floor.run(OpenOrder(name=f"s{number}"))
    floor.tap(MORE_NOTES)
    assert floor.page.views.chosen_key == "list"
    rows = [name.text for name in floor.page.list.names]
    assert sum(row.startswith("note") for row in rows) == 10


def test_a_plate_that_is_gone_does_nothing(floor: Floor) -> None:
    floor.page.table_held.emit(ORDER + "gone")
    floor.page.table_tapped.emit(ORDER + "gone")
    floor.page.act_requested.emit("fire:gone")
    floor.page.waiter_requested.emit("nobody")
    assert floor.page.controller.work.sheet is None
    assert floor.places.count() == 0


# Views, keys, live changes


def test_a_number_and_enter_open_a_table(floor: Floor) -> None:
    QTest.keyClicks(floor.page.plan, "12")
    assert floor.page.typed.isVisible()
    assert floor.page.typed.text == "Table 12 ↵"
    QTest.keyClick(floor.page.plan, Qt.Key.Key_Return)
    assert emitted(floor.places) == [("pos", "table:t12")]
    assert not floor.page.typed.isVisible()


def test_a_number_can_be_corrected_and_forgotten(floor: Floor) -> None:
    page = floor.page
    QTest.keyClicks(page, "123456")
    assert page.numbers.typed == "1234"
    for _ in range(3):
        QTest.keyClick(page, Qt.Key.Key_Backspace)
    assert page.numbers.typed == "1"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    QTest.keyClick(page, Qt.Key.Key_Return)
    QTest.keyClick(page, Qt.Key.Key_F5)
    assert floor.places.count() == 0
    QTest.keyClicks(page, "9")
    page.numbers._pause.timeout.emit()
    assert page.numbers.typed == ""


def test_a_table_that_does_not_exist_is_said(floor: Floor) -> None:
    QTest.keyClicks(floor.page.plan, "99")
    QTest.keyClick(floor.page.plan, Qt.Key.Key_Enter)
    assert floor.said[-1].text == "Il n’y a pas de table 99."


def test_arrows_and_enter_reach_every_table(floor: Floor) -> None:
    page = floor.page
    page.setFocus()
    assert page.plan.current_id == "t1"
    QTest.keyClick(page.plan, Qt.Key.Key_Right)
    assert page.plan.current_id == "t2"
    QTest.keyClick(page.plan, Qt.Key.Key_Down)
    assert page.plan.current_id == "t7"
    QTest.keyClick(page.plan, Qt.Key.Key_Return)
    assert emitted(floor.places) == [("pos", "table:t7")]
    QTest.keyClick(page.plan, Qt.Key.Key_Menu)
    assert isinstance(page.controller.work.sheet, MenuSheet)


def test_the_views_share_their_table_and_their_acts(floor: Floor) -> None:
    page = floor.page
    page.setFocus()
    page.plan.set_current("t8")
    page.views.options[1].click()
    assert page.stack.currentWidget() is page.grid
    assert page.grid.current_id == "t8"
    page.grid.item_tapped.emit("t8")
    page.show_view("list")
    assert page.list.current_id == "t8"
    page.list.item_held.emit("t8")
    assert emitted(floor.places) == [("pos", "table:t8")]
    assert isinstance(page.controller.work.sheet, MenuSheet)


def test_every_table_says_how_it_stands_to_a_screen_reader(floor: Floor) -> None:
    names = {name.id: name.text for name in floor.page.plan.names}
    assert names["t3"] == "table 3, en retard, entrées, 27 min, plats à réclamer"
    assert names["t4"] == "table 4, libre, 2 places"
    assert names[NEW_NOTE] == "Nouvelle note"


def test_a_change_elsewhere_repaints_one_table(floor: Floor, qtbot: QtBot) -> None:
    noted = Paints(floor.page.plan.viewport())
    floor.run(AddLine(order=floor.order("t8").id, article="cafe"))
    qtbot.waitUntil(lambda: bool(noted.rects))
    rect = floor.page.plan.table_rect("t8").adjusted(-24, -48, 28, 40)
    assert rect.contains(noted.bounds())
    assert "98,70" in next(
        t.amount_text for t in floor.page.plan.view.tables if t.id == "t8"
    )


def test_a_hidden_page_waits_until_it_is_shown_again(floor: Floor) -> None:
    floor.page.hide()
    before = floor.page.plan.view
    floor.run(SetCovers(order=floor.order("t8").id, covers=9))
    assert floor.page.plan.view is before
    assert not floor.page.clock.isActive()
    floor.page.show()
    assert floor.page.plan.view is not before


def test_the_page_opens_in_the_room_that_is_asked_for(floor: Floor) -> None:
    floor.page.show_place("terrasse")
    assert floor.page.tabs.chosen_key == "terrasse"
    assert floor.page.plan.table_rect("t5").isValid()


def test_leaving_closes_what_is_half_done(floor: Floor) -> None:
    floor.tap("t15")
    floor.page.leave()
    assert floor.page.controller.work.sheet is None


def test_one_sheet_at_a_time(floor: Floor, qtbot: QtBot) -> None:
    first = floor.menu(qtbot, "t12")
    floor.page.seat_requested.emit()
    assert not first.isVisible()
    assert isinstance(floor.page.controller.work.sheet, SeatSheet)


def test_help_names_the_keys_of_the_plan(floor: Floor) -> None:
    floor.page.show_help()
    labels = [
        w.accessibleName() for w in floor.page.findChildren(type(floor.page.seat))
    ]
    assert labels


# Any size, mode and language


@pytest.mark.parametrize(
    ("size", "shape", "panel"),
    [
        ((1286, 736), "beside", 328),
        ((944, 736), "strip", 104),
        ((1840, 1048), "beside", 432),
        ((1000, 1888), "under", 1000),
        ((1286, 400), "beside", 440),
        ((300, 60), "strip", 104),
    ],
)
def test_the_panel_stands_where_there_is_room(
    size: tuple[int, int], shape: str, panel: int
) -> None:
    made = arranged(*size, (958, 664))
    assert (made.shape, made.width) == (shape, panel)
    assert made.height >= 0


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("mode", list(theme.Mode))
@pytest.mark.parametrize("size", [(944, 736), (1286, 736), (1840, 1048), (1000, 1888)])
def test_no_word_is_cut_and_every_target_is_large_enough(
    tmp_path: Path,
    qtbot: QtBot,
    qapp: QApplication,
    size: tuple[int, int],
    mode: theme.Mode,
    language: str,
) -> None:
    set_language(language)
    theme.apply_theme(qapp, mode)
    with evening_house(tmp_path) as opened:
        page = FloorPage(desk_for(opened, window="floor"), board())
        qtbot.addWidget(page)
        page.resize(*size)
        with qtbot.waitExposed(page):
            page.show()
        page.grab()
        for label in page.findChildren(Label):
            if label.isVisibleTo(page):
                assert label.width() >= label.minimumSizeHint().width(), label.text()
                if label.wordWrap():
                    assert label.height() >= label.heightForWidth(label.width())
        for control in page.findChildren(Pressable):
            if control.isVisibleTo(page):
                hint = control.minimumSizeHint()
                assert control.width() >= hint.width(), control.accessibleName()
                assert min(control.width(), control.height()) >= theme.TOUCH.least
        for name in page.plan.names:
            rect = page.plan.item_rect(name.id)
            assert min(rect.width(), rect.height()) >= theme.TOUCH.least, name
        page.hide()


def test_a_narrow_page_keeps_every_act_one_tap_away(floor: Floor, qtbot: QtBot) -> None:
    page = floor.page
    page.resize(944, 736)
    strip = page.strip_panel
    qtbot.waitUntil(lambda: page.plan.width() == 840)
    assert strip.isVisible()
    assert not page.panel.isVisible()
    assert page.plan.table_rect("t1").width() >= 88
    assert [plate.view.number for plate in strip.plates] == ["3", "7", "22"]
    QTest.mouseClick(strip.plates[1], LEFT)
    assert [plate.view.number for plate in strip.plates] == ["3", "22"]
    floor.undo()
    assert [plate.view.number for plate in strip.plates] == ["3", "7", "22"]


def test_a_plate_under_a_finger_stays_until_it_goes(floor: Floor, qtbot: QtBot) -> None:
    floor.page.resize(944, 736)
    strip = floor.page.strip_panel
    QTest.mousePress(strip.plates[2], LEFT)
    floor.run(FireCourse(order=floor.order("t3").id))
    assert [plate.view.number for plate in strip.plates] == ["3", "7", "22"]
    QTest.mouseRelease(strip.plates[2], LEFT)
    assert emitted(floor.places) == [("pos", "table:t22")]
    qtbot.waitUntil(lambda: len(strip.plates) == 2)


def test_plates_that_scroll_are_whole_beside_their_bar(
    floor: Floor, qtbot: QtBot
) -> None:
    floor.page.resize(944, 696)
    floor.wait(minutes=60)
    floor.page.clock.timeout.emit()
    strip = floor.page.strip_panel
    acts = strip._acts
    qtbot.waitUntil(lambda: acts.verticalScrollBar().maximum() > 0)
    room = acts.viewport().width()
    assert [p.view.act for p in strip.plates if p.geometry().right() >= room] == []


def test_notes_and_legend_of_a_narrow_page_are_in_a_sheet(floor: Floor) -> None:
    floor.page.resize(944, 736)
    QTest.mouseClick(floor.page.strip_panel.more, LEFT)
    sheet = floor.page.controller.work.sheet
    assert isinstance(sheet, TeamSheet)
    assert [row.view.title for row in sheet.rows] == ["Léa", "Karim", "Inès"]
    QTest.mouseClick(sheet.rows[0], LEFT)
    notes = floor.page.controller.work.sheet
    assert isinstance(notes, NotesSheet)
    assert len(notes.rows) == 6


def test_a_room_of_another_size_is_arranged_anew(floor: Floor) -> None:
    hall = floor.world.floor.rooms["terrasse"]
    wide = RoomSet(id=hall.id, name=hall.name, rank=2, width=1400, height=544)
    floor.run(SetFloor(event=wide), "marc")
    floor.page.show_place("terrasse")
    assert floor.page.strip_panel.isVisible()
    floor.page.show_place("salle")
    assert floor.page.panel.isVisible()


# What two terminals did apart, and what is refused


def test_two_notes_of_one_table_become_one_with_a_tap(floor: Floor) -> None:
    other = OrderCreated(
        order="twin", mode="dine_in", table="t8", covers=1, name="", number=99
    )
    floor.house.record([other])
    row = floor.page.panel.rows[0]
    assert (row.view.title, row.view.act) == ("Deux notes", "Réunir")
    QTest.mouseClick(row.button, LEFT)
    assert floor.order("t8").covers == 4  # both waiters counted the same guests
    assert floor.page.panel.rows[0].view.title != "Deux notes"


def test_an_act_that_is_refused_says_why_and_changes_nothing(
    floor: Floor, qtbot: QtBot
) -> None:
    acts, sight = floor.page.controller.work.acts, floor.page.controller.work.sight()
    order = floor.order("t22")
    for act, word in (
        (acts.fire, "Aucune suite"),
        (acts.serve, "Rien à servir"),
        (acts.send, "Rien à envoyer"),
        (acts.addition, "rien à payer"),
    ):
        act(order, sight)
        assert word in floor.said[-1].text
    acts.set_covers(order, 900, sight)
    acts.merge(order.id, "t99", ("t99",))
    acts.release(floor.order("t12"), sight)
    acts.clear("t99")
    joins = floor.page.controller.work.joins
    joins.join("t12", "t5")
    acts.seat(("t12",), 2)
    acts.seat(("t4", "t5"), 2)
    joins.apart("t99")
    assert [said.tone for said in floor.said] == ["refused"] * 12
    assert not acts.open("t12", 2)


def test_undo_stops_where_the_house_says_no(floor: Floor, qtbot: QtBot) -> None:
    floor.choose(qtbot, "t22", "release")
    back = floor.said[-1].undo
    floor.run(OpenOrder(table="t22", covers=1))
    assert back is not None
    back()
    assert floor.order("t22").covers == 1
    assert floor.said[-1].tone == "refused"


def test_a_name_that_cannot_be_sealed_opens_nothing(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def seal(self, person: str, text: str) -> str:
            raise StorageFailedError("full")

    monkeypatch.setattr(floor.house, "sealer", Full())
    assert floor.page.controller.work.acts.open_note("Ana") == ""
    assert floor.said[-1].tone == "error"


def test_a_waiter_without_notes_has_an_empty_sheet(floor: Floor) -> None:
    sheet = NotesSheet(floor.page, "Léa", "", ())
    assert sheet.rows == []
    sheet.deleteLater()


def test_a_hand_elsewhere_is_named_at_its_table_for_a_moment(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = floor.page.plan.actors
    floor.run(SetCovers(order=floor.order("t1").id, covers=3), "karim")
    floor.run(SetCovers(order=floor.order("t2").id, covers=3), "lea")
    assert (names.name("t1"), names.name("t2")) == ("Karim", "")
    later = time.monotonic() + 3.1
    monkeypatch.setattr("widgets.floor_plan_actors.time.monotonic", lambda: later)
    names.on_look()
    assert names.name("t1") == ""


# The team


def test_tables_are_handed_over_at_the_end_of_a_shift(floor: Floor) -> None:
    """From the foot of a section to the colleague's yes, and back."""
    plan, work = floor.page.plan, floor.page.controller.work
    foot = plan.foot_rect(plan.view.sections[0]).center()
    QTest.mouseClick(plan.viewport(), LEFT, pos=foot)
    assert isinstance(work.sheet, ColleagueSheet)
    serving = [k for k, row in work.sheet.rows.items() if row.view.trailing]
    assert serving == ["lea"]
    work.sheet.rows["karim"].click()
    assert floor.world.floor.waiter_of("salle_lea") == "karim"
    floor.undo()
    assert floor.world.floor.waiter_of("salle_lea") == "lea"

    floor.page.panel.sections.click()
    assert isinstance(work.sheet, SectionsSheet)
    work.sheet.giving.click()
    assert isinstance(work.sheet, GivingSheet)
    work.sheet.people["karim"].click()
    kept = floor.order("t1").id
    work.sheet.notes[kept].click()
    work.sheet.give.click()
    assert floor.order("t2").waiter == "lea"

    floor.desk.sit_down("karim")
    floor.row("KA").click()
    assert isinstance(work.sheet, OfferSheet)
    work.sheet.acts["accept"].click()
    assert [floor.order(t).waiter for t in ("t1", "t2")] == ["lea", "karim"]
    assert floor.world.floor.waiter_of("salle_lea") == "karim"
    floor.undo()
    assert floor.order("t2").waiter == "lea"
