"""Badges: a reader that types like a gun seats people and allows acts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gui_kit import FixedClock, board, demo_house
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.catalogue.decide import SetAvailability
from app.domain.staff.decide import SetStaff
from app.domain.staff.events import LoginRefused
from app.services.demo import DEMO_BADGES
from app.services.house import Actor, Fact
from app.services.people import hash_badge
from app.windows.admin.team.controller import TeamController
from app.windows.admin.team.page import TeamSection
from app.windows.desk import Desk, HouseSignals, Said
from app.windows.key_wedge import KeyWedge
from app.windows.page import Page
from app.windows.shell import Shell
from resources.texts import set_language
from widgets.theme import Mode, apply_theme

LEA, MARC = DEMO_BADGES["lea"], DEMO_BADGES["marc"]


class PlainPage(Page):
    """A page without anything on it."""

    key = "pos"


@pytest.fixture
def opened(tmp_path: Path, qapp: QApplication) -> Iterator[Opened]:
    set_language("fr")
    apply_theme(qapp, Mode.LIGHT)
    with demo_house(tmp_path, FixedClock()) as made:
        yield made


@pytest.fixture
def shell(opened: Opened, qtbot: QtBot) -> Iterator[Shell]:
    signals = HouseSignals(opened.house)
    desk = Desk(opened.house, signals, "pos")
    made = Shell(desk, board(), {"pos": PlainPage}, opened.pepper)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made, timeout=5000):
        made.show()
        made.activateWindow()
    yield made
    made.close()
    signals.close()


Team = tuple[TeamSection, TeamController]


@pytest.fixture
def team(opened: Opened, qtbot: QtBot) -> Iterator[Team]:
    """The office's team, with Marc at it."""
    signals = HouseSignals(opened.house)
    desk = Desk(opened.house, signals, "admin")
    desk.pepper = opened.pepper
    desk.sit_down("marc")
    section = TeamSection(desk, board())
    qtbot.addWidget(section)
    controller = section.findChild(TeamController)
    yield section, controller or TeamController(desk, section)
    signals.close()


def set_person(opened: Opened, person: str, **change: object) -> None:
    stored = opened.house.world.staff.people[person]
    event = replace(stored, **change)  # type: ignore[arg-type]
    done = opened.house.run(SetStaff(event=event), Actor("marc"))
    assert isinstance(done, tuple), done


def pass_badge(code: str) -> None:
    """The reader types where the keyboard is, faster than a person, and Enter."""
    target = QApplication.focusWidget() or QApplication.activeWindow()
    QTest.keyClicks(target, code)
    QTest.keyClick(target, Qt.Key.Key_Return)


def test_a_badge_seats_its_owner_whoever_is_chosen(shell: Shell) -> None:
    shell.login_page.choose("karim")
    pass_badge(LEA)
    assert shell.desk.person == "lea"
    assert isinstance(shell.page, PlainPage)


def test_a_strange_badge_is_refused_in_words_and_written_down(
    opened: Opened, shell: Shell
) -> None:
    facts: list[Fact] = []
    opened.house.follow(facts.extend)
    pass_badge("9999999999")
    assert shell.desk.person == ""
    assert "badge" in shell.login_page.pad.refusal
    assert [fact.event for fact in facts] == [
        LoginRefused(person="", window="pos", badge=True)
    ]


def test_three_strange_badges_make_wait_as_three_wrong_codes_do(
    opened: Opened, shell: Shell
) -> None:
    facts: list[Fact] = []
    opened.house.follow(facts.extend)
    for _ in range(4):
        pass_badge("9999999999")
    pass_badge(LEA)
    assert shell.desk.person == ""
    assert "attendez" in shell.login_page.pad.refusal
    assert len(facts) == 3


def test_who_left_does_not_come_in_by_badge(opened: Opened, shell: Shell) -> None:
    set_person(opened, "lea", active=False)
    pass_badge(LEA)
    assert shell.desk.person == ""
    assert "badge" in shell.login_page.pad.refusal


def test_a_badge_that_two_people_have_opens_for_neither(
    opened: Opened, shell: Shell
) -> None:
    """Terminals that were apart may each have given it away."""
    karim = opened.house.world.staff.people["karim"]
    badge = hash_badge(LEA, opened.pepper)
    opened.house.record([replace(karim, badge=badge)])
    pass_badge(LEA)
    assert shell.desk.person == ""
    assert "badge" in shell.login_page.pad.refusal


def test_digits_typed_by_a_person_are_still_a_code(shell: Shell, qtbot: QtBot) -> None:
    shell.login_page.choose("lea")
    shell.login_page.pad.setFocus()
    for digit in "11":
        QTest.keyClick(shell.login_page.pad, digit)
        wedge = shell.login_page.findChild(KeyWedge)
        qtbot.waitUntil(lambda w=wedge: not w.holding)
    assert shell.login_page.pad.typed_count == 2


def test_a_managers_badge_allows_an_act(opened: Opened, shell: Shell) -> None:
    pass_badge(LEA)
    desk = shell.desk
    role = opened.house.world.staff.roles["waiter"]
    rights = tuple(r for r in role.rights if r != "catalogue.availability")
    opened.house.run(SetStaff(event=replace(role, rights=rights)), Actor("marc"))
    assert not desk.may("catalogue.availability")
    desk.run(SetAvailability(article="magret", remaining=0))
    pass_badge(LEA)  # not hers to allow
    assert not opened.house.world.catalogue.sold_out("magret")
    pass_badge(MARC)
    assert opened.house.world.catalogue.sold_out("magret")
    assert desk.person == "lea"


def test_a_badge_is_given_and_taken_back_in_the_team(
    opened: Opened, team: Team, qtbot: QtBot
) -> None:
    section, controller = team
    people = opened.house.world.staff.people
    controller.begin("karim")
    field: QLineEdit = section.person_form.badge.edit

    QTest.keyClicks(field, MARC)
    assert section.person_form.badge.error == ""  # not while it is typed
    section.person_form.save.click()
    assert section.person_form.badge.error == "C’est le badge de Marc"
    assert people["karim"].badge == ""

    field.clear()
    QTest.keyClicks(field, "BADGE-0003")
    section.person_form.save.click()
    assert people["karim"].badge == hash_badge("BADGE-0003", opened.pepper)
    assert "0003" not in people["karim"].badge

    controller.person._on_act("badge")
    assert people["karim"].badge == ""


def test_who_comes_back_when_their_badge_was_given_on_has_none(
    opened: Opened, team: Team
) -> None:
    section, controller = team
    people = opened.house.world.staff.people
    controller.begin("lea")
    controller.person._on_act("retire")
    controller.begin("karim")
    QTest.keyClicks(section.person_form.badge.edit, LEA)
    section.person_form.save.click()
    assert people["karim"].badge == hash_badge(LEA, opened.pepper)

    said: list[Said] = []
    section.desk.said.connect(said.append)
    controller.begin("lea")
    controller.person._on_act("retire")
    assert (people["lea"].active, people["lea"].badge) == (True, "")
    assert said[-1].text == "Léa est de retour, sans badge : un autre a le sien"


def test_a_badge_of_somebody_else_is_said_as_soon_as_it_is_read(
    team: Team, qtbot: QtBot
) -> None:
    section, controller = team
    with qtbot.waitActive(section, timeout=5000):
        section.show()
        section.activateWindow()
    controller.begin("karim")
    pass_badge(MARC)
    assert section.person_form.badge.error == "C’est le badge de Marc"
    section.close()


def test_a_badge_is_read_in_the_form_as_it_is_at_the_login(
    opened: Opened, team: Team, qtbot: QtBot
) -> None:
    """On a French keyboard the reader's digits arrive as signs, and are digits again."""
    section, controller = team
    with qtbot.waitActive(section, timeout=5000):
        section.show()
        section.activateWindow()
    controller.begin("karim")
    section.person_form.name.edit.setFocus()
    pass_badge("&\"'(-_")
    assert section.person_form.name.text == "Karim"
    section.person_form.save.click()
    badge = opened.house.world.staff.people["karim"].badge
    assert badge == hash_badge("134568", opened.pepper)
    section.close()
