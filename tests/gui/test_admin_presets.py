"""Façons de servir: a manager changes one, adds one, and says how sales begin."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.catalogue.presets import SlotHours
from app.windows.admin.presets import PresetsSection

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


def test_the_vat_of_a_standard_way_stays(section: PresetsSection) -> None:
    assert not section.form.fields["mode"].isEnabled()
    section.new.click()
    assert section.form.fields["mode"].isEnabled()
