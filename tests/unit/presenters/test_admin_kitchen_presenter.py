"""Stations and rules of the kitchen as lists and forms."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.catalogue.decide import SetCatalogue, SetStationOpen
from app.domain.catalogue.events import RouteSet
from app.presenters.admin.kitchen import (
    gate_words,
    neighbour_entries,
    option_entries,
    route_draft,
    route_errors,
    route_of,
    route_rows,
    station_draft,
    station_errors,
    station_of,
    station_rows,
)
from app.presenters.admin.ticket_forms import form_words


@pytest.fixture(name="till")
def till_fixture() -> Till:
    till = Till()
    till.open()
    return till


def words(row) -> list[str]:
    return [getattr(cell, "text", cell) for cell in row.cells]


def test_the_list_says_who_helps_out_and_who_is_closed(till):
    hot = till.world.catalogue.stations["hot"]
    till.do(SetCatalogue(event=replace(hot, neighbour="cold", full=25)))
    till.do(SetStationOpen(station="bar", open=False))

    bar, hot, cold = map(words, station_rows(till.world))
    assert bar == ["Bar", "écran", "—", "fermé"]
    assert hot == ["Chaud", "Chaud · écran", "Froid, dès 25 min", "ouvert"]
    assert cold[2] == "—"
    assert gate_words(till.world.catalogue, "bar") == "Rouvrir le poste"
    assert not gate_words(till.world.catalogue, "new")
    assert [key for key, _ in neighbour_entries(till.world.catalogue, "hot")] == [
        *("", "bar", "cold")
    ]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": " "}, "name"),
        ({"full": "0"}, "full"),
        ({"full": "241", "neighbour": "cold"}, "full"),
        ({"full": "20"}, "neighbour"),
        ({"screen": False, "printer": ""}, "printer"),
    ],
)
def test_what_a_station_lacks_is_said_at_its_field(till, typed, field):
    draft = replace(station_draft(till.world.catalogue.stations["hot"]), **typed)
    assert list(station_errors(draft, till.world)) == [field]


def test_a_station_is_saved_as_the_form_says(till):
    stored = till.world.catalogue.stations["hot"]
    draft = replace(station_draft(stored), name=" Grill ", neighbour="cold", full="30")
    assert not station_errors(draft, till.world)
    saved = station_of(draft, stored)
    assert (saved.name, saved.neighbour, saved.full) == ("Grill", "cold", 30)
    assert station_draft(saved).full == "30"


@pytest.mark.parametrize(
    ("form", "merged", "words"),
    [
        ("whole", True, ""),
        ("whole", False, "une ligne par ligne de commande"),
        ("items", True, "une carte par plat"),
        ("master", False, "une carte par ligne de commande"),
    ],
)
def test_a_form_says_what_it_comes_to_on_the_screen(till, form, merged, words):
    hot = till.world.catalogue.stations["hot"]
    said = form_words(replace(hot, form=form, merged=merged))
    assert said == (f"À l’écran : {words}." if words else "")


def test_rules_are_listed_in_the_order_in_which_they_are_looked_at(till):
    room = next(iter(till.world.floor.rooms.values()))
    for rule in (
        RouteSet(id="late", rank=2, station="cold", of="hot", start=1320, end=1440),
        RouteSet(id="rare", rank=1, station="bar", option="rare", active=False),
        RouteSet(id="room", rank=3, station="bar", room=room.id, mode="dine_in"),
    ):
        till.do(SetCatalogue(event=rule))

    assert list(map(words, route_rows(till.world))) == [
        ["1", "Tous les plats · Cuisson : Saignant", "toujours", "Bar", "suspendue"],
        ["2", "Chaud", "22:00 - 00:00", "Froid", "suivie"],
        ["3", "Tous les plats", f"{room.name} · Sur place", "Bar", "suivie"],
    ]
    late = till.world.catalogue.routes["late"]
    assert route_of(route_draft(late), late) == late


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"station": ""}, "station"),
        ({"of": "cold"}, "station"),
        ({"start": "18:00"}, "end"),
        ({"start": "25:00", "end": "26:00"}, "start"),
        ({"start": "18:00", "end": "18:00"}, "end"),
    ],
)
def test_what_a_rule_lacks_is_said_at_its_field(till, typed, field):
    draft = replace(route_draft(RouteSet(id="r", rank=1, station="cold")), **typed)
    assert next(iter(route_errors(draft, till.world.catalogue))) == field


def test_hours_are_kept_past_midnight_and_every_answer_is_offered_once(till):
    stored = RouteSet(id="r", rank=1, station="cold")
    draft = replace(route_draft(stored), start="18:00", end="02:00")
    rule = route_of(draft, stored)
    assert (rule.start, rule.end) == (1080, 120)
    keys = [key for key, _ in option_entries(till.world.catalogue)]
    assert len(keys) == len(set(keys))
    assert "rare" in keys
