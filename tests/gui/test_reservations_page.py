"""The list of reservations under fingers, on the evening of the pictures."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from gui_kit import board, desk_for, evening_house
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.reservations.commands import ChangeReservation
from app.domain.reservations.state import Reservations
from app.services.guests import guest_of
from app.services.house import Actor
from app.windows.desk import Approval, Desk, Said
from app.windows.reservations.booking_sheet import BookingSheet
from app.windows.reservations.page import ReservationsPage
from app.windows.reservations.service_sheets import ServiceSheet, ServicesSheet
from app.windows.reservations.sheets import PartySheet, PlaceSheet
from widgets.timeline import ROW
from widgets.timeline_views import BarView, overlapping

pytestmark = pytest.mark.gui


class Evening:
    """The page with everything a test asks of it."""

    def __init__(self, opened: Opened, desk: Desk, page: ReservationsPage) -> None:
        self.house, self.desk, self.page = opened.house, desk, page
        self.said: list[Said] = []
        self.asked: list[Approval] = []
        desk.said.connect(self.said.append)
        desk.approval_requested.connect(self.asked.append)

    @property
    def coming(self) -> list[str]:
        return [line.party.row.title for line in self.page.coming.lines]

    def line(self, title: str):
        lines = [*self.page.coming.lines, *self.page.others.lines]
        return next(line for line in lines if title in line.party.row.title)

    def open(self, title: str) -> PartySheet:
        self.line(title).row.click()
        sheet = self.page.controller.sheet
        assert isinstance(sheet, PartySheet)
        return sheet

    def status(self, title: str) -> str:
        world = self.house.world
        return world.reservations.status(self.line(title).party.id, world.book)


@pytest.fixture(name="evening")
def evening_fixture(tmp_path: Path) -> Iterator[Opened]:
    with evening_house(tmp_path) as opened:
        yield opened


@pytest.fixture(name="diary")
def diary_fixture(qtbot: QtBot, evening: Opened) -> Evening:
    desk = desk_for(evening, "lea", "reservations")
    page = ReservationsPage(desk, board())
    desk.setParent(page)
    qtbot.addWidget(page)
    page.resize(1286, 736)
    page.show()
    return Evening(evening, desk, page)


def test_they_arrive_and_sit_down_in_two_taps(diary: Evening) -> None:
    assert diary.coming[0] == "20:45 · Moreau"
    diary.line("Moreau").button.click()
    assert diary.status("Moreau") == "arrived"
    assert diary.coming[0] == "20:45 · Moreau"  # who stands at the door comes first
    diary.line("Moreau").button.click()
    assert diary.status("Moreau") == "seated"
    assert diary.house.world.order_on("t15").covers == 6
    diary.said[-1].undo()
    assert diary.status("Moreau") == "arrived"


def test_who_has_no_table_is_led_to_a_free_one(diary: Evening) -> None:
    diary.open("Da Silva").acts["seat"].click()
    sheet = diary.page.controller.sheet
    assert isinstance(sheet, PlaceSheet)
    assert sheet.rows[0].view.title == "Table 4"
    sheet.rows[0].click()
    assert diary.status("Da Silva") == "seated"
    assert diary.house.world.order_on("t4") is not None


def test_who_sat_down_unseen_is_recognised(diary: Evening) -> None:
    petit = diary.line("Petit").party.id
    table = ChangeReservation(reservation=petit, tables=("t1",))
    assert diary.house.run(table, Actor("marc"))
    diary.open("Petit").acts["seat"].click()
    sheet = diary.page.controller.sheet
    assert isinstance(sheet, PlaceSheet)
    assert sheet.rows[0].view.title == "Ils sont déjà à la table 1"
    sheet.rows[0].click()
    order = diary.house.world.order_on("t1")
    assert diary.house.world.reservations.order(petit) == order.id


def test_a_cancelled_reservation_can_be_restored(diary: Evening) -> None:
    diary.open("Nguyen").acts["cancelled"].click()
    assert diary.status("Nguyen") == "cancelled"
    assert "Nguyen" not in str(diary.coming)
    assert diary.said[-1].text == "Nguyen : annulée"
    diary.open("Nguyen").acts["booked"].click()
    assert diary.status("Nguyen") == "booked"


def test_a_reservation_is_taken_on_the_phone(qtbot: QtBot, diary: Evening) -> None:
    QTest.keyClick(diary.page, Qt.Key.Key_Right)
    assert diary.page.heading.title == "Samedi 21 novembre"
    diary.page.new.click()
    sheet = diary.page.controller.sheet
    assert isinstance(sheet, BookingSheet)
    sheet.confirm.click()
    assert sheet.name.error  # who is it?
    sheet.covers._plus.click()
    next(key for key in sheet.times if key.title == "19:30").click()
    sheet.name.set_text("Perrin")
    sheet.phone.set_text("06 01 02 03 04")
    sheet.confirm.click()
    assert not sheet.confirm.isEnabled()
    qtbot.waitUntil(lambda: diary.page.controller.sheet is None)
    (made,) = diary.house.world.reservations.on("2026-11-21")
    assert (made.time, made.covers, len(made.tables)) == ("19:30", 3, 1)
    guest = guest_of(diary.house, made)
    assert (guest.name, guest.phone) == ("Perrin", "06 01 02 03 04")
    assert diary.coming == ["19:30 · Perrin"]


def test_a_full_house_asks_a_manager(qtbot: QtBot, diary: Evening) -> None:
    diary.page.new.click()
    sheet = diary.page.controller.sheet
    assert isinstance(sheet, BookingSheet)
    sheet.name.set_text("Perrin")
    sheet._on_other_chosen(sheet.other.moment.replace(hour=23))
    sheet.confirm.click()
    assert diary.asked[-1].refusal.code == "closed"
    assert diary.page.controller.sheet is sheet
    diary.desk.approve(diary.asked[-1], "marc")
    qtbot.waitUntil(lambda: diary.page.controller.sheet is None)
    assert diary.coming[-1] == f"{sheet.time} · Perrin"


def test_changing_a_reservation_keeps_what_was_not_touched(diary: Evening) -> None:
    diary.open("Moreau").acts["edit"].click()
    sheet = diary.page.controller.sheet
    assert isinstance(sheet, BookingSheet)
    assert (sheet.name.text, sheet.note.text) == ("Moreau", "anniversaire")
    assert sheet.table.chosen_key == "t15"
    sheet.covers._minus.click()
    sheet.confirm.click()
    moreau = diary.house.world.reservations.known[diary.line("Moreau").party.id]
    assert (moreau.covers, moreau.tables, moreau.time) == (5, ("t15",), "20:45")
    assert guest_of(diary.house, moreau).note == "anniversaire"


def test_a_manager_sets_the_services_and_the_rules(
    qtbot: QtBot, diary: Evening
) -> None:
    services = diary.house.world.reservations.services
    assert diary.page.services.isHidden()
    diary.desk.sit_down("marc")
    assert not diary.page.services.isHidden()
    diary.page.services.click()
    rules = diary.page.controller.sheet
    assert isinstance(rules, ServicesSheet)
    assert rules.rows[1].view.title == "Dîner · 19:00 – 22:00"
    rules.rules["reservation.max_covers"].set_text("8")
    rules.save.click()
    settings = diary.house.world.settings
    assert settings.number("reservation.max_covers") == 8
    closed = rules.rules["reservation.closed_days"]
    closed.set_text("Noël")
    rules.save.click()
    assert settings.text("reservation.closed_days") == ""
    closed.set_text("1/1/2027, 25/12/2026")
    rules.save.click()
    assert settings.text("reservation.closed_days") == "2026-12-25 2027-01-01"
    diary.page.services.click()
    again = diary.page.controller.sheet
    assert isinstance(again, ServicesSheet)
    rules = again
    assert rules.rules["reservation.closed_days"].text == "25/12/2026, 01/01/2027"
    rules.rows[1].click()
    dinner = diary.page.controller.sheet
    assert isinstance(dinner, ServiceSheet)
    dinner.days[6].click()
    dinner.covers._plus.click()
    dinner.confirm.click()
    assert services["soir"].weekdays == ()
    assert services["soir"].covers == 1
    assert isinstance(diary.page.controller.sheet, ServicesSheet)
    diary.page.controller.sheet.new.click()
    brunch = diary.page.controller.sheet
    assert isinstance(brunch, ServiceSheet)
    brunch.confirm.click()
    assert diary.said[-1].tone == "refused"  # it has no name
    brunch.name.set_text("Brunch")
    brunch.confirm.click()
    assert "Brunch" in [service.name for service in services.values()]


def test_a_day_of_long_ago_is_looked_at_only(diary: Evening) -> None:
    clock = diary.house.clock
    clock.moment += timedelta(days=10)
    diary.house.world.reservations = Reservations()  # as after a closing and a start
    for _ in range(10):
        diary.page.before.click()
    assert diary.page.heading.title == "Vendredi 20 novembre"
    assert diary.coming[0] == "20:45 · Moreau"
    assert diary.open("Moreau").acts == {}
    diary.page.today.click()
    assert diary.coming == []


# The timeline


def bar(diary: Evening, title: str) -> BarView:
    bars = diary.page.timeline.timeline.view.bars
    return next(each for each in bars if each.title == title)


def carry(diary: Evening, title: str, row: str, minutes: int) -> None:
    """Holds a bar and lets it go at another table and time."""
    diary.page.resize(1286, 1600)  # no row has to be rolled into sight
    timeline = diary.page.timeline.timeline
    found, view = bar(diary, title), timeline.view
    start = timeline.item_rect(found.id).center()
    rows = [each.id for each in view.rows]
    down = (rows.index(row) - rows.index(found.row)) * ROW
    across = round(minutes * timeline._per_minute())
    finger = timeline._press
    finger.pressed.emit(start)
    finger.held.emit(start)
    finger.dragged.emit(start + QPoint(across, down))
    finger.dropped.emit(start + QPoint(across, down))
    finger.ended.emit()


def test_a_reservation_is_dragged_to_another_time_and_table(diary: Evening) -> None:
    QTest.keyClick(diary.page, Qt.Key.Key_F)
    assert diary.page.timeline.isVisible()
    petit = bar(diary, "Petit")
    free = next(r.id for r in diary.page.timeline.timeline.view.rows if r.title == "4")
    carry(diary, "Petit", free, 15)
    known = diary.house.world.reservations.known[petit.party]
    assert known.tables == (free,)
    assert bar(diary, "Petit").start == petit.start + 15
    assert diary.said[-1].text == f"Petit : {known.time}, table 4"
    diary.said[-1].undo()
    assert bar(diary, "Petit") == petit


def test_the_services_stay_under_the_finger_while_the_evening_goes_on(
    diary: Evening,
) -> None:
    diary.page.view_button.click()
    services = diary.page.timeline.services
    before, chosen = services.options, services.chosen_key
    assert len(before) > 1
    diary.page.controller.refresh()
    assert services.options == before
    other = next(o for o in before if not o.isChecked())
    QTest.mouseClick(other, Qt.MouseButton.LeftButton)
    assert services.options == before
    assert services.chosen_key not in ("", chosen)


def test_a_bar_over_another_is_red_at_once_and_asks_a_manager(diary: Evening) -> None:
    diary.page.view_button.click()
    timeline = diary.page.timeline.timeline
    petit, moreau = bar(diary, "Petit"), bar(diary, "Moreau")
    ghost = petit._replace(row=moreau.row, start=moreau.start, end=moreau.end)
    assert moreau in overlapping(ghost, timeline.view.bars)
    carry(diary, "Petit", moreau.row, moreau.start - petit.start)
    assert diary.asked  # somebody who may overbook
    assert bar(diary, "Petit") == petit


def test_keys_move_a_bar_and_open_it(diary: Evening) -> None:
    diary.page.view_button.click()
    timeline, petit = diary.page.timeline.timeline, bar(diary, "Petit")
    timeline.set_current(petit.id)
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(timeline, Qt.Key.Key_Right, shift)
    assert bar(diary, "Petit").start == petit.start + 15
    QTest.keyClick(timeline, Qt.Key.Key_Return)
    assert isinstance(diary.page.controller.sheet, PartySheet)
    assert "Petit" in timeline.names[timeline.currentIndex().row()].text


def test_guests_who_sit_are_opened_at_the_till(diary: Evening) -> None:
    diary.page.view_button.click()
    places: list[tuple[str, str]] = []
    diary.desk.place_requested.connect(lambda *place: places.append(place))
    timeline = diary.page.timeline.timeline
    seated = next(each for each in timeline.view.bars if each.kind == "seated")
    timeline.item_tapped.emit(seated.id)
    assert places == [("pos", seated.party)]
    timeline.item_tapped.emit(bar(diary, "Petit").id)
    assert isinstance(diary.page.controller.sheet, PartySheet)
    diary.page.view_button.click()
    assert not diary.page.timeline.isVisible()
