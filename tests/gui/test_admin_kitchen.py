"""The kitchen of the back office: a station closes, another helps out, a rule is made."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.terminals.events import TerminalSet
from app.windows.admin.kitchen.page import KitchenSection

pytestmark = pytest.mark.gui


@pytest.fixture(name="opened")
def opened_fixture(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path) as opened:
        yield opened


def test_a_manager_closes_a_station_names_its_neighbour_and_makes_rules(
    qtbot: QtBot, opened: Opened
) -> None:
    desk = desk_for(opened, "marc", "admin")
    section = KitchenSection(desk, board())
    desk.setParent(section)
    qtbot.addWidget(section)
    section.resize(1190, 736)
    section.show()
    section.show_place("patisserie")
    catalogue = opened.house.world.catalogue
    form = section.station_form

    form.gate.click()
    assert catalogue.closed == {"patisserie"}
    assert form.gate.accessibleName() == "Rouvrir le poste"
    form.edited.emit("full", "trente")
    form.save.click()
    assert catalogue.stations["patisserie"].full == 0  # it is no number
    form.edited.emit("full", "30")
    form.edited.emit("neighbour", "froid")
    form.save.click()
    saved = catalogue.stations["patisserie"]
    assert (saved.neighbour, saved.full, saved.printer) == ("froid", 30, "froid")
    assert form.state.text() == "Fermé : Froid reçoit ses plats."
    form.gate.click()
    assert not catalogue.closed

    section.kinds.chosen.emit("routes")
    for station in ("bar", "froid"):
        section.new.click()
        section.route_form.save.click()  # nowhere to go yet
        section.route_form.edited.emit("station", station)
        section.route_form.edited.emit("room", "terrasse")
        section.route_form.save.click()
    first, second = sorted(catalogue.routes.values(), key=lambda route: route.rank)
    assert (first.station, second.station) == ("bar", "froid")
    section.route_form.act_requested.emit("earlier")
    ranked = sorted(catalogue.routes.values(), key=lambda route: route.rank)
    assert [route.station for route in ranked] == ["froid", "bar"]
    assert section.routes.model.row_at(0).id == second.id

    screens = (("C2", "Chaud"), ("C3", "Froid"))
    opened.house.record(
        [
            TerminalSet(chain=chain, x=chain, y=chain, name=name, role="kitchen")
            for chain, name in screens
        ]
    )
    section.show_kind("screens")
    section.opened.emit("screens", "C2")
    section.display_form.edited.emit("station", "chaud")
    section.display_form.edited.emit("stand_in", "C3")
    section.display_form.edited.emit("language", "pt")
    section.display_form.save.click()
    display = opened.house.world.terminals.displays["C2"]
    assert (display.stand_in, display.language) == ("C3", "pt")
    assert section.screens.model.row_at(0).cells[1:3] == ("Chaud", "Froid")


def test_tickets_are_composed_beside_an_example(qtbot: QtBot, opened: Opened) -> None:
    desk = desk_for(opened, "marc", "admin")
    section = KitchenSection(desk, board())
    desk.setParent(section)
    qtbot.addWidget(section)
    section.resize(1190, 736)
    section.show()
    section.show_place("chaud")
    form = section.station_form
    form.show_tab("tickets")

    def papers(count: int) -> None:
        qtbot.waitUntil(lambda: len(form.roll.pieces) == count)

    papers(1)
    for field, value, count in (
        ("form", "items", 2),
        ("merged", False, 4),
        ("form", "master", 5),
    ):
        form.edited.emit(field, value)
        papers(count)
    form.edited.emit("language", "pt")
    form.fields["apart"].click()
    form.save.click()
    saved = opened.house.world.catalogue.stations["chaud"]
    assert (saved.form, saved.merged, saved.language) == ("master", False, "pt")
    assert saved.apart  # each course on a ticket of its own
    qtbot.waitUntil(lambda: not form.drawing.background.busy)
