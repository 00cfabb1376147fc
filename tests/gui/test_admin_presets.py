"""Façons de servir: a manager changes one, adds one, and says how sales begin."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.catalogue.presets import SlotHours
from app.domain.floor.decide import SetFloor
from app.domain.payments.commands import METHODS
from app.services.house import Actor, Fact
from app.windows.admin.service.presets import PresetsSection
from app.windows.desk import Said

pytestmark = pytest.mark.gui


@pytest.fixture(name="opened")
def opened_fixture(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path) as opened:
        yield opened


@pytest.fixture
def section(qtbot: QtBot, opened: Opened) -> PresetsSection:
    desk = desk_for(opened, "marc", "admin")
    made = PresetsSection(desk, board())
    desk.setParent(made)
    qtbot.addWidget(made)
    made.resize(1190, 736)
    made.show()
    made.show_place("takeaway")
    return made


def test_the_slots_of_takeaways_are_changed(
    section: PresetsSection, opened: Opened
) -> None:
    presets, form = opened.house.world.catalogue.presets, section.form
    form.edited.emit("slot", "vingt")
    form.save.click()
    assert presets.known["takeaway"].slot == 15  # it is no number
    for field, value in (
        ("slot", "20"),
        ("hours", "19:00-21:00, 22:00-00:00"),
        ("capacity", "3"),
        ("ask_phone", True),
    ):
        form.edited.emit(field, value)
    form.save.click()

    saved = presets.known["takeaway"]
    assert (saved.slot, saved.capacity) == (20, 3)
    assert saved.asks == ("name", "phone")
    assert saved.hours == (
        SlotHours(start=1140, end=1260),
        SlotHours(start=1320, end=1440),
    )
    cells = section.presets.model.row_at(2).cells
    assert cells[4:6] == ("nom, téléphone", "20 min · 3 commandes")


def test_a_way_of_ones_own_is_added_and_each_sale_begins_so(
    section: PresetsSection, opened: Opened
) -> None:
    world, form = opened.house.world, section.form
    section.new.click()
    form.save.click()  # without a name
    form.edited.emit("name", "Click & collect")
    form.edited.emit("mode", "takeaway")
    form.save.click()
    added = world.catalogue.presets.offered()[-1]
    assert (added.name, added.mode) == ("Click & collect", "takeaway")

    form.act_requested.emit("begins")
    assert world.settings.text("counter.mode") == added.id
    form.act_requested.emit("earlier")
    assert world.catalogue.presets.offered()[-2].id == added.id
    assert section.presets.model.row_at(3).cells[6].text == "au départ"


def test_a_way_that_moved_while_it_was_typed_keeps_its_new_place(
    section: PresetsSection, opened: Opened
) -> None:
    presets, form = opened.house.world.catalogue.presets, section.form
    form.edited.emit("capacity", "3")
    form.act_requested.emit("earlier")
    form.save.click()

    assert presets.known["takeaway"].capacity == 3
    assert [each.id for each in presets.offered()][:2] == ["dine_in", "takeaway"]


def test_the_vat_of_a_standard_way_stays(section: PresetsSection) -> None:
    assert not section.form.fields["mode"].isEnabled()
    section.new.click()
    assert section.form.fields["mode"].isEnabled()


def test_a_room_and_a_terminal_say_how_their_till_works(
    section: PresetsSection, opened: Opened
) -> None:
    world, form = opened.house.world, section.manner_form
    section.show_place("manners")
    section.manners.row_opened.emit("room:salle")
    form.edited.emit("style", "flexible")
    form.edited.emit("covers", "no")
    form.fields["take_cheque"].click()
    form.save.click()
    assert (
        world.floor.rooms["salle"].style,
        world.floor.rooms["salle"].ask_covers,
    ) == (*("flexible", False),)
    assert "cheque" not in world.manners.of("room", "salle").tenders

    chain = opened.house.terminal
    section.manners.row_opened.emit(f"terminal:{chain}")
    form.edited.emit("style", "express")
    form.edited.emit("category", "desserts")
    form.save.click()
    said = world.manners.of("terminal", chain)
    assert (said.style, said.category, said.tenders) == ("express", "desserts", ())
    last = section.manners.model.row_at(len(world.floor.rooms)).cells
    assert last[1:3] == ("Express", "comme la salle")


def test_what_was_said_of_a_room_is_taken_back_in_one_go(
    section: PresetsSection, opened: Opened
) -> None:
    world, form = opened.house.world, section.manner_form
    said: list[Said] = []
    section.desk.said.connect(said.append)
    before, facts = world.floor.rooms["salle"], list[tuple[Fact, ...]]()
    section.manners.row_opened.emit("room:salle")
    opened.house.follow(facts.append)
    form.edited.emit("covers", "no")
    form.edited.emit("category", "desserts")
    form.save.click()
    assert [len(each) for each in facts] == [2]  # the room and the rest, or neither
    undo = said[-1].undo
    assert undo is not None
    undo()
    assert world.floor.rooms["salle"] == before
    assert world.manners.of("room", "salle").category == ""
    assert not form.drop.isVisible()  # nothing is being typed


def test_a_room_that_changes_elsewhere_is_followed_while_nothing_is_typed(
    section: PresetsSection, opened: Opened
) -> None:
    form = section.manner_form
    section.manners.row_opened.emit("room:salle")
    room = replace(opened.house.world.floor.rooms["salle"], style="flexible")
    opened.house.run(SetFloor(event=room), Actor("marc"))
    assert form.styles.chosen_key == "flexible"
    assert not form.save.isEnabled()


def test_a_till_that_takes_nothing_is_not_saved(
    section: PresetsSection, opened: Opened
) -> None:
    form = section.manner_form
    section.manners.row_opened.emit("room:salle")
    for tender in METHODS:
        form.fields[f"take_{tender}"].click()
    form.save.click()
    assert form.error.text() == "Il en faut au moins un"
    assert opened.house.world.manners.of("room", "salle").tenders == ()
