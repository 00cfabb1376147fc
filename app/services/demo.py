"""The facts that make *Le Vieux Moulin*, the demo restaurant.

They are written in `resources/demo/*.json`: each file maps wire names of events to the
data of those events, in an order in which everything exists before it is used. One
article, table or person a line, so that the restaurant is changed by editing text.
"""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from app.domain.catalogue.events import CatalogueEvent
from app.domain.floor.events import FloorEvent
from app.domain.inventory.events import InventoryEvent
from app.domain.reservations.events import ReservationEvent
from app.domain.settings import SettingEvent
from app.domain.staff.events import StaffEvent
from app.domain.wire import from_data

DemoFact = (
    CatalogueEvent
    | FloorEvent
    | InventoryEvent
    | ReservationEvent
    | SettingEvent
    | StaffEvent
)

DEMO_FILES = (
    "house",  # settings, services and devices
    "team",
    "floor",
    "card",  # VAT, courses, stations, categories
    "sides",
    "sauces",  # groups that other groups ask next, and what asks only these
    "modifiers",
    "dishes",
    "drinks",
    "formules",
    "shop",
    "prices",  # price lists, 86 and countdowns
    "stock",  # ingredients and recipes
)

DEMO_PINS = {
    "lea": "1111",
    "karim": "2222",
    "ines": "3333",
    "theo": "4444",
    "sofia": "5555",
    "marc": "9999",
}
"""Person -> PIN, as `team.json` gives it: for the login's hint and for tests."""

DEMO_BADGES = {"lea": "20261111", "marc": "20269999"}
"""Person -> what is on their badge, as `team.json` gives it."""


def demo_facts() -> list[DemoFact]:
    """Every fact of the demo restaurant, references before their use.

    A `StaffSet` still carries the name, the PIN and the badge in clear: whoever seeds a
    journal seals the name with the person's key and puts hashes in place of the others,
    as for anybody who is hired.

    Raises:
        ValueError: a file names a fact that this Sotto does not know.
    """
    return [fact for name in DEMO_FILES for fact in facts_in("demo", name)]


def facts_in(folder: str, name: str) -> Iterator[Any]:
    """The facts that a file of `resources/<folder>` tells, in its order.

    Raises:
        ValueError: it names a fact that this Sotto does not know.
    """
    path = files("resources").joinpath(folder, f"{name}.json")
    for kind, rows in json.loads(path.read_text(encoding="utf-8")).items():
        for row in rows:
            fact = from_data(kind, 1, row)
            if fact is None:
                raise ValueError(f"{name}.json names an unknown fact: {kind}")
            yield fact
