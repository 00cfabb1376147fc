"""The team of the back office: roles and their rights, in their form."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.staff.decide import SetStaff
from app.services.house import Actor
from app.services.people import person_name
from app.windows.admin.team.page import PEOPLE, ROLES, TeamSection
from resources.texts import set_language


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path, FixedClock()) as made:
        yield made


@pytest.fixture
def section(opened: Opened, qtbot: QtBot) -> TeamSection:
    desk = desk_for(opened, "marc", "admin")
    made = TeamSection(desk, board())
    desk.setParent(made)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_role_gets_a_name_and_a_right(section: TeamSection, opened: Opened) -> None:
    section.show_place(ROLES)
    section.opened.emit(ROLES, "")
    form = section.role_form
    form.name.text_edited.emit("Extra")
    right = next(iter(form.rights))
    form.rights[right].click()
    form.save.click()
    roles = opened.house.world.staff.roles.values()
    assert ("Extra", (right,)) in [(role.name, role.rights) for role in roles]


def test_a_role_changed_elsewhere_is_shown_in_its_open_form(
    section: TeamSection, opened: Opened
) -> None:
    stored = next(iter(opened.house.world.staff.roles.values()))
    section.show_place(ROLES)
    section.opened.emit(ROLES, stored.id)
    event = replace(stored, name="Chef de rang")
    opened.house.run(SetStaff(event=event), Actor("marc", "admin"))
    assert section.role_form.name.text == "Chef de rang"


def test_a_new_person_has_no_role_until_somebody_says_which(
    section: TeamSection, opened: Opened
) -> None:
    section.show_place("")
    section.opened.emit(PEOPLE, "")
    form = section.person_form
    form.name.text_edited.emit("Nadia")
    assert form.role.chosen_key == ""
    form.save.click()
    house = opened.house
    before = set(house.world.staff.people)
    assert form.role.error == "Choisissez un rôle."
    form.role.chosen.emit("waiter")
    form.save.click()
    (nadia,) = set(house.world.staff.people) - before
    assert person_name(house, nadia) == "Nadia"
    assert house.world.staff.people[nadia].role == "waiter"
