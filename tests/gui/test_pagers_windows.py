"""A waiter's watch: given in Gestion, rung by the kitchen, and told when it cannot ring."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.kitchen.decide import BumpDishes
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.rules import SetDevice
from app.domain.settings import DeviceSet
from app.domain.staff.decide import CallStaff, LogIn, SetPager
from app.domain.staff.events import PagerSet, StaffPaged
from app.domain.terminals.events import TerminalSet
from app.domain.till.decide import CountTill
from app.domain.till.events import Coins
from app.fiscal.closing import close_day
from app.presenters.paging import Wanted
from app.rooms.pager import STAND_IN_S, PagerRoom
from app.services.house import Actor, House
from app.suite import Suite
from app.windows.admin.team.page import PEOPLE, TeamSection
from app.windows.desk import Said
from app.windows.pager_sheet import PagerSheet
from app.windows.shell import Shell
from hardware.pagers import driver, session
from hardware.pagers.simulator import SimulatedTransmitter
from resources.texts import set_language

LONG_MS = 10_000
SOUP = "soupe_oignon"
DEVICE = DeviceSet(
    id="pagers", kind="pager", name="Salle", profile="tap_8n1", address="sim://"
)


@dataclass
class Room:
    """The suite of the demo house with a simulated transmitter; Léa wears 14."""

    qtbot: QtBot
    suite: Suite
    clock: FixedClock

    @property
    def house(self) -> House:
        return self.suite.house

    @property
    def peer(self) -> SimulatedTransmitter:
        peer = self.suite.devices.counter.simulated["pagers"]
        assert isinstance(peer, SimulatedTransmitter)
        return peer

    def run(self, command: object, person: str = "marc") -> tuple[object, ...]:
        done = self.house.run(command, Actor(person))  # type: ignore[arg-type]
        assert isinstance(done, tuple), done
        return tuple(fact.event for fact in done)

    def until_usable(self, *, usable: bool = True) -> None:
        board = self.suite.board
        self.qtbot.waitUntil(
            lambda: board.health("pagers").state.usable == usable, timeout=LONG_MS
        )

    def until_rung(self, *texts: str) -> None:
        wanted = [("14", text) for text in texts]
        self.qtbot.waitUntil(lambda: self.peer.shown == wanted, timeout=LONG_MS)

    def a_ready_course(self) -> None:
        """Léa serves a table whose dish the kitchen bumps."""
        world = self.house.world
        free = next(t for t in world.floor.tables if world.order_on(t) is None)
        (opened, *_) = self.run(OpenOrder(table=free, covers=2), "lea")
        order = str(opened.order)  # type: ignore[attr-defined]
        self.run(AddLine(order=order, article=SOUP), "lea")
        self.run(SendOrder(order=order), "lea")
        book = world.book
        for line in book.lines_of(book.orders[order]):
            for dish in line.dishes:
                bump = BumpDishes(order=order, station=dish.station, dishes=(dish.id,))
                self.run(bump, "marc")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path, FixedClock()) as house:
        yield house


@pytest.fixture
def room(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Room]:
    for module, name, value in (
        (session, "GREET_S", 0.2),
        (session, "ANSWER_S", 0.5),
        (driver, "LOOK_S", 0.3),
        (driver, "AGAIN_S", 0.1),
    ):
        monkeypatch.setattr(module, name, value)
    suite = Suite(opened)
    suite.start()
    clock = opened.house.clock
    assert isinstance(clock, FixedClock)
    made = Room(qtbot, suite, clock)
    made.run(SetDevice(event=DEVICE))
    made.run(SetPager(event=PagerSet(person="lea", number="14")))
    made.until_usable()
    yield made
    suite.stop()


def test_a_course_that_is_ready_vibrates_at_its_waiter_once(room: Room) -> None:
    room.a_ready_course()
    room.qtbot.waitUntil(lambda: len(room.peer.shown) == 1, timeout=LONG_MS)
    ((number, text),) = room.peer.shown
    assert number == "14"
    assert text.startswith("Pret : table ")
    paged = list(room.house.journal.entries(types=["staff.paged"]))
    assert [entry.data["person"] for entry in paged] == ["lea"]


def test_a_call_vibrates_and_a_test_from_the_team_too(room: Room) -> None:
    room.run(CallStaff(who="lea"))
    room.until_rung("Marc vous appelle")


def test_nothing_vibrates_twice_after_a_kill(room: Room) -> None:
    """The fact was on the disk, the machine died, Sotto starts again."""
    room.run(CallStaff(who="lea"))
    room.until_rung("Marc vous appelle")
    room.a_ready_course()
    room.qtbot.waitUntil(lambda: len(room.peer.shown) == 2, timeout=LONG_MS)
    again = PagerRoom(room.house, room.suite.devices.counter, lambda words: None)
    again.start()
    again.look()
    again.stop()
    room.run(CallStaff(who="marc"), "lea")  # somebody without a pager
    room.qtbot.wait(500)
    assert len(room.peer.shown) == 2


def test_nothing_vibrates_twice_after_a_kill_behind_the_closing(room: Room) -> None:
    """The day was closed between the page and the kill."""
    room.a_ready_course()
    room.qtbot.waitUntil(lambda: len(room.peer.shown) == 1, timeout=LONG_MS)
    room.suite._pagers.stop()
    room.clock.forward(seconds=30)
    before = room.house.business_day(room.clock())
    room.run(CountTill(coins=(Coins(value=5000, count=3),)))
    assert isinstance(close_day(room.house, Actor("marc")), tuple)
    assert room.house.business_day(room.clock()) > before
    again = PagerRoom(room.house, room.suite.devices.counter, lambda words: None)
    again.start()
    again.look()
    room.qtbot.wait(500)
    assert len(room.peer.shown) == 1
    again.stop()


def test_what_was_not_paged_yet_vibrates_after_a_kill(room: Room) -> None:
    """Killed between the call and its page."""
    room.suite._pagers.stop()
    room.run(CallStaff(who="lea"))
    again = PagerRoom(room.house, room.suite.devices.counter, lambda words: None)
    again.start()
    again.look()
    room.until_rung("Marc vous appelle")
    again.stop()


def test_a_call_of_long_ago_vibrates_no_more(room: Room) -> None:
    room.suite._pagers.stop()
    room.run(CallStaff(who="lea"))
    room.clock.forward(minutes=5)
    again = PagerRoom(room.house, room.suite.devices.counter, lambda words: None)
    again.start()
    again.look()
    room.qtbot.wait(300)
    assert room.peer.shown == []
    again.stop()


def test_a_dead_transmitter_is_told_at_the_till_and_in_the_kitchen(room: Room) -> None:
    till, kitchen = room.suite.open_window("pos"), room.suite.open_window("kitchen")
    room.peer.power(on=False)
    room.until_usable(usable=False)

    def told(shell: Shell) -> bool:
        return any(row.problem.key == "pagers" for row in shell.problems.rows)

    room.qtbot.waitUntil(lambda: told(till) and told(kitchen), timeout=LONG_MS)
    room.run(CallStaff(who="lea"))  # worth something for two minutes
    room.peer.power(on=True)
    room.until_rung("Marc vous appelle")


def test_what_waited_for_the_transmitter_vibrates_once_each(room: Room) -> None:
    room.peer.power(on=False)
    room.until_usable(usable=False)
    tables = list(room.house.world.floor.tables)[:5]
    for table in tables:
        room.run(CallStaff(who="lea", table=table))
    room.peer.power(on=True)
    number = room.house.world.floor.number
    room.until_rung(*(f"Marc vous appelle, table {number(t)}" for t in tables))
    room.qtbot.wait(500)
    assert len(room.peer.shown) == len(tables)


def test_a_pager_that_the_transmitter_does_not_know_is_said(room: Room) -> None:
    shell, heard = room.suite.open_window("pos"), list[Said]()
    shell.desk.said.connect(heard.append)
    room.peer.brain.pagers = {"15"}
    room.run(CallStaff(who="lea"))
    room.qtbot.waitUntil(
        lambda: any("Bipeur 14 de Léa" in said.text for said in heard),
        timeout=LONG_MS,
    )


def test_where_nothing_makes_them_vibrate_nobody_is_paged(room: Room) -> None:
    room.run(SetDevice(event=replace(DEVICE, active=False)))
    room.run(CallStaff(who="lea"))
    room.qtbot.wait(300)
    assert not list(room.house.journal.entries(types=["staff.paged"]))


def test_a_second_transmitter_pages_what_the_first_one_did_not(room: Room) -> None:
    """Another terminal has one too, and comes before ours."""
    ours = room.house.terminal
    for chain in (ours, "C9"):
        room.house.record([TerminalSet(chain=chain, x="", y="", name=chain)])
    room.run(SetDevice(event=replace(DEVICE, terminal=ours)))
    bar = replace(DEVICE, id="a_bar", name="Bar", terminal="C9")
    room.run(SetDevice(event=bar))
    room.until_usable()
    room.run(CallStaff(who="lea"))
    room.qtbot.wait(1500)  # a look or more
    assert room.peer.shown == []
    room.clock.forward(seconds=STAND_IN_S)  # and nobody paged her
    room.until_rung("Marc vous appelle")
    room.run(CallStaff(who="lea", table="t1"))
    call = list(room.house.journal.entries(types=["staff.called"]))[-1]
    about = f"entry/{call.chain}/{call.seq}"
    room.house.record(
        [StaffPaged(person="lea", device="a_bar", number="14", about=about)]
    )
    room.clock.forward(seconds=STAND_IN_S)
    room.qtbot.wait(1500)
    assert len(room.peer.shown) == 1


def test_a_call_of_a_terminal_that_died_rings_all_the_same(room: Room) -> None:
    """Each drives the transmitter; the tablet that called has no power any more."""
    now = round(room.clock().timestamp() * 1000)
    call = Wanted("lea", "entry/C9/7", "Marc vous appelle", "C9", now)
    room.suite._pagers._waiting.append(call)
    room.qtbot.wait(1500)  # a look or more
    assert room.peer.shown == []
    room.clock.forward(seconds=STAND_IN_S)
    room.until_rung("Marc vous appelle")


def test_a_waiter_takes_a_pager_from_the_rack_and_puts_it_back(room: Room) -> None:
    shell = room.suite.open_window("floor")
    shell.resize(1024, 768)
    shell.show()
    shell.resume("lea")
    sheet = PagerSheet(shell.work, shell.desk)
    sheet.open()
    assert sheet.number.text() == "14"
    assert not sheet.take.isEnabled()  # she wears it
    for key in ("0", "9"):
        sheet.pad.key(key).click()
    assert sheet.number.text() == "09"
    sheet.take.click()
    assert room.house.world.staff.worn() == {"lea": "09"}
    room.qtbot.waitUntil(
        lambda: room.peer.shown == [("09", "Lea vous appelle")], timeout=LONG_MS
    )
    shell.menu.open()
    shell.menu.sheet.acts["pager"].click()
    sheet = next(s for s in shell.findChildren(PagerSheet) if s.isVisible())
    sheet.give_back.click()
    assert room.house.world.staff.worn() == {}


def test_the_pager_of_a_colleague_at_work_is_not_taken(room: Room) -> None:
    room.run(LogIn(person="lea", window="pos"), "lea")
    shell = room.suite.open_window("floor")
    shell.show()
    shell.resume("karim")
    heard = list[Said]()
    shell.desk.said.connect(heard.append)
    sheet = PagerSheet(shell.work, shell.desk)
    sheet.open()
    QTest.keyClicks(sheet, "14")
    sheet.take.click()
    assert room.house.world.staff.worn() == {"lea": "14"}
    assert "déjà à quelqu" in heard[-1].text


def test_a_manager_gives_a_pager_in_the_team(
    room: Room, opened: Opened, qtbot: QtBot
) -> None:
    desk = desk_for(opened, "marc", "admin")
    said = list[Said]()
    desk.said.connect(said.append)
    section = TeamSection(desk, board())
    desk.setParent(section)
    qtbot.addWidget(section)
    section.show()
    section.opened.emit(PEOPLE, "marc")
    form = section.person_form
    assert not form.pager.isHidden()
    room.run(LogIn(person="lea", window="pos"), "lea")  # she is at work with it
    form.pager.text_edited.emit("14")
    form.save.click()
    assert room.house.world.staff.worn() == {"lea": "14"}
    form.pager.text_edited.emit("21")
    form.save.click()
    assert room.house.world.staff.worn() == {"lea": "14", "marc": "21"}
    undo = said[-1].undo
    assert undo is not None
    undo()
    assert room.house.world.staff.worn() == {"lea": "14"}
    section.opened.emit(PEOPLE, "lea")
    form.act_requested.emit("pager")
    room.until_rung("Marc vous appelle")
