"""A badge laid on the reader seats, switches and allows; who walks away locks the till."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.catalogue.decide import SetAvailability
from app.domain.rules import SetDevice
from app.domain.settings import DeviceSet
from app.services.demo import DEMO_BADGES
from app.services.house import Actor
from app.suite import Suite
from app.windows.admin.team.page import PEOPLE, TeamSection
from app.windows.desk import Said
from app.windows.shell import Shell
from hardware.presence.simulator import SimulatedRadar
from hardware.scanners.nfc_simulator import SimulatedNfcReader
from resources.texts import set_language

LONG_MS = 10_000
AWAY_MS = 800
"""Until the reader believes that nothing lies there."""
LEA, MARC, STRANGE = "04A2B3C4D5E680", "04112233445566", "04998877665544"
PHONE = "08F1E2D3"
READER = DeviceSet(
    id="nfc", kind="scanner", name="Badge", profile="pn532", address="sim://"
)
RADAR = DeviceSet(
    id="radar",
    kind="presence",
    name="Devant",
    profile="ld2410",
    address="sim://?near=120&after=1",
)


@dataclass
class Till:
    """The suite of the demo house, with one window; its words are kept."""

    qtbot: QtBot
    suite: Suite
    shell: Shell
    said: list[Said]

    def set_up(self, device: DeviceSet) -> None:
        done = self.suite.house.run(SetDevice(event=device), Actor("marc"))
        assert isinstance(done, tuple), done
        board = self.suite.board
        self.until(lambda: board.health(device.id).state.usable)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(condition, timeout=LONG_MS)

    @property
    def reader(self) -> SimulatedNfcReader:
        peer = self.suite.devices.counter.simulated["nfc"]
        assert isinstance(peer, SimulatedNfcReader)
        return peer

    @property
    def radar(self) -> SimulatedRadar:
        peer = self.suite.devices.counter.simulated["radar"]
        assert isinstance(peer, SimulatedRadar)
        return peer

    def lay(self, number: str) -> None:
        """The badge that lies there is taken away, then this one is laid there."""
        self.reader.lay("")
        self.qtbot.wait(AWAY_MS)
        self.reader.lay(number)

    def learn(self, person: str, number: str) -> None:
        """A manager has the badge laid on the reader in Gestion, Équipe."""
        shell = self.suite.open_window("admin")
        shell.show()
        shell.resume("marc")
        shell.go("admin", "team")
        section = shell.findChild(TeamSection)
        assert section is not None
        section.opened.emit(PEOPLE, person)
        form = section.person_form
        self.until(form.isVisible)
        self.lay(number)
        self.until(lambda: form.badge.text == number)
        form.save.click()
        shell.close()
        self.until(lambda: shell not in self.suite.shells)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path, FixedClock()) as house:
        yield house


@pytest.fixture
def till(qtbot: QtBot, opened: Opened) -> Iterator[Till]:
    suite = Suite(opened)
    suite.start()
    shell = suite.open_window("floor")
    with qtbot.waitActive(shell, timeout=LONG_MS):
        shell.show()
        shell.activateWindow()
    said: list[Said] = []
    shell.desk.said.connect(said.append)
    yield Till(qtbot, suite, shell, said)
    suite.stop()


def test_a_badge_is_learnt_by_laying_it_there_and_seats_its_person(till: Till) -> None:
    till.set_up(READER)
    till.learn("lea", LEA)
    stored = till.suite.house.world.staff.people["lea"]
    assert LEA not in stored.badge  # only a keyed hash
    till.lay(LEA)
    till.until(lambda: till.shell.desk.person == "lea")


def test_another_persons_badge_takes_the_till_over(till: Till) -> None:
    till.set_up(READER)
    till.learn("lea", LEA)
    till.learn("marc", MARC)
    till.shell.resume("lea")
    till.lay(MARC)
    till.until(lambda: till.shell.desk.person == "marc")
    assert till.shell.page is not None  # where Léa was
    (left,) = till.suite.house.journal.entries(types=["staff.logged_out"])
    assert (left.data["person"], left.data["reason"]) == ("lea", "switch")
    till.lay(MARC)
    till.qtbot.wait(300)
    assert till.shell.desk.person == "marc"


def test_a_typed_badge_takes_the_selling_page_over_and_is_no_article(
    till: Till,
) -> None:
    """Most readers type the number of a card like a gun, and Enter."""
    shell = till.suite.open_window("pos")
    with till.qtbot.waitActive(shell, timeout=LONG_MS):
        shell.show()
        shell.activateWindow()
    shell.resume("lea")
    shell.go("pos", "counter")
    target = shell.focusWidget() or shell
    QTest.keyClicks(target, DEMO_BADGES["marc"])
    QTest.keyClick(target, Qt.Key.Key_Return)
    till.until(lambda: shell.desk.person == "marc")
    assert not till.said


def test_a_card_that_a_reader_types_is_learnt_by_presenting_it(till: Till) -> None:
    shell = till.suite.open_window("admin")
    with till.qtbot.waitActive(shell, timeout=LONG_MS):
        shell.show()
        shell.activateWindow()
    shell.resume("marc")
    shell.go("admin", "team")
    section = shell.findChild(TeamSection)
    assert section is not None
    section.opened.emit(PEOPLE, "lea")
    form = section.person_form
    form.name.setFocus()  # wherever the keyboard is
    target = shell.focusWidget() or shell
    QTest.keyClicks(target, LEA)
    QTest.keyClick(target, Qt.Key.Key_Return)
    till.until(lambda: form.badge.text == LEA)
    assert form.name.text == "Léa"
    form.save.click()
    till.set_up(READER)  # and a reader that does not type knows it too
    shell.lock()
    till.lay(LEA)
    till.until(lambda: "lea" in {s.desk.person for s in till.suite.shells})


def test_a_managers_badge_allows_an_act(till: Till) -> None:
    till.set_up(READER)
    till.learn("marc", MARC)
    till.shell.resume("ines")
    desk = till.shell.desk
    article = next(iter(desk.world.catalogue.articles))
    wanted = SetAvailability(article=article, remaining=0)
    assert not desk.may("catalogue.86")
    desk.run(wanted)
    till.lay(MARC)
    till.until(lambda: desk.world.catalogue.remaining.get(article) == 0)
    assert desk.person == "ines"


def test_a_strange_badge_and_a_telephone_are_told(till: Till) -> None:
    till.set_up(READER)
    till.shell.resume("lea")
    till.lay(STRANGE)
    till.until(lambda: bool(till.said) and "à personne de l" in till.said[-1].text)
    till.lay(PHONE)
    till.until(lambda: "téléphone" in till.said[-1].text)
    assert till.shell.desk.person == "lea"


def test_who_walks_away_locks_the_till_and_who_stays_does_not(till: Till) -> None:
    till.set_up(RADAR)
    till.shell.resume("lea")
    till.qtbot.wait(1500)
    assert till.shell.desk.person == "lea"
    till.radar.distance = None
    till.until(lambda: till.shell.desk.person == "")
    out = list(till.suite.house.journal.entries(types=["staff.logged_out"]))
    assert [entry.data["reason"] for entry in out] == ["lock"]


@pytest.mark.parametrize("fault", ["mute", "unplugged"])
def test_a_sensor_that_fails_as_they_leave_locks_nothing_and_is_told(
    till: Till, fault: str
) -> None:
    till.set_up(RADAR)
    till.shell.resume("lea")
    if fault == "mute":
        till.radar.mute = True
    else:
        till.radar.power(on=False)
    rows = till.shell.problems
    till.until(lambda: any(row.problem.key == "radar" for row in rows.rows))
    till.qtbot.wait(1500)
    assert till.shell.desk.person == "lea"


def test_a_till_that_is_being_counted_stays_open(till: Till) -> None:
    till.set_up(RADAR)
    till.shell.resume("marc")
    till.shell.go("till")
    till.radar.distance = None
    till.until(lambda: (till.suite.board.away() or (0, 0))[0] > 2)
    assert till.shell.desk.person == "marc"


def test_a_sensor_that_does_not_see_who_types_is_told_and_not_believed(
    till: Till,
) -> None:
    till.set_up(RADAR)
    till.shell.resume("marc")
    till.shell.go("till")  # here nothing locks while it is found out
    till.radar.distance = None
    till.until(lambda: (till.suite.board.away() or (0, 0))[0] > 2)
    for _ in range(3):
        QTest.keyClick(till.shell, Qt.Key.Key_Shift)
        till.qtbot.wait(1100)
    till.until(lambda: any("ne verrouille plus" in s.text for s in till.said))
    till.shell.go("floor")
    till.qtbot.wait(2500)
    assert till.shell.desk.person == "marc"
