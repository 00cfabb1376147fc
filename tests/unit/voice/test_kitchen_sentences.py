"""What is said of the kitchen's stations, and of who goes first."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from voice.heard import typed
from voice.meaning import Action, Context
from voice.menu import Menu, Station, menu_as_json, menu_from_json
from voice.speech.phrasing import phrase
from voice.understanding import Speakable, understand

DATA = Path(__file__).parents[2] / "data" / "voice"
STATIONS = (
    Station("hot", ("chaud",)),
    Station("cold", ("froid",)),
    Station("bar", ("bar",)),
)


@pytest.fixture(scope="module")
def menu() -> Menu:
    card = json.loads((DATA / "menu.json").read_text(encoding="utf-8"))
    return replace(menu_from_json(card), stations=STATIONS)


def told(text: str, menu: Menu) -> list[dict]:
    understood = understand(typed(text), Speakable(menu), Context())
    return [{"intent": a.intent, **a.slots} for a in understood.actions]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("douze chaud prêt", {"table": 12, "station": "hot"}),
        ("la douze, le chaud est prêt", {"table": 12, "station": "hot"}),
        ("côté bar, la huit c'est prêt", {"table": 8, "station": "bar"}),
        ("table neuf, poste froid, au passe", {"table": 9, "station": "cold"}),
        # Nobody's station: it is what one shouts with hot plates.
        ("chaud devant, la quatre est prête", {"table": 4}),
        ("la quatre, c'est chaud, c'est prêt", {"table": 4}),
    ],
)
def test_what_one_station_made_of_a_table(text: str, slots: dict, menu: Menu) -> None:
    assert told(text, menu) == [{"intent": "kds.ready", **slots}]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("priorité table huit", {"table": 8}),
        ("la huit passe devant", {"table": 8}),
        ("les plats de la huit en priorité", {"table": 8, "course": "plat"}),
        ("la huit à son tour", {"table": 8, "urgent": False}),
        ("plus de priorité pour la huit", {"table": 8, "urgent": False}),
    ],
)
def test_who_goes_first(text: str, slots: dict, menu: Menu) -> None:
    assert told(text, menu) == [{"intent": "kds.rush", **slots}]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("servi la douze", {"table": 12}),
        ("table douze servie", {"table": 12}),
        ("les plats de la douze sont servis", {"table": 12, "course": "plat"}),
    ],
)
def test_what_was_brought(text: str, slots: dict, menu: Menu) -> None:
    assert told(text, menu) == [{"intent": "kds.served", **slots}]


@pytest.mark.parametrize(
    "text", ["la douze n'est pas servie", "la douze n'est pas encore servie"]
)
def test_what_was_not_brought_stays_on_the_pass(text: str, menu: Menu) -> None:
    assert all(action["intent"] != "kds.served" for action in told(text, menu))


@pytest.mark.parametrize(
    "text",
    ["il fait un froid de canard ce soir", "douze chaud", "fait froid côté bar"],
)
def test_talk_of_the_weather_is_no_station(text: str, menu: Menu) -> None:
    assert told(text, menu) == []


def test_an_order_that_is_wanted_first_or_hot_is_an_order(menu: Menu) -> None:
    for text in (
        "la douze, deux cafés en priorité",
        "la douze, deux cafés bien chauds",
    ):
        (action,) = told(text, menu)
        assert action["intent"] == "order.add"
        assert action["items"] == [{"item": "cafe", "qty": 2}]


def test_it_is_read_back_in_few_words(menu: Menu) -> None:
    def said(intent: str, **slots: object) -> str:
        return phrase(Action(intent, slots), menu)

    assert said("kds.ready", table=12, station="hot") == "12 : chaud prêt"
    assert said("kds.rush", table=8) == "8 : en priorité"
    assert said("kds.rush", table=8, course="plat") == "8 : les plats en priorité"
    assert said("kds.rush", table=8, urgent=False) == "8 : à son tour"


def test_stations_reach_the_process_that_listens(menu: Menu) -> None:
    assert menu_from_json(menu_as_json(menu)).stations == STATIONS
