"""What can be spoken of today: articles, ingredients, degrees of cooking, tables, staff.

The application makes it from its read tables, the tests from `tests/data/voice/menu.json`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """An article as it is spoken of.

    Attributes:
        say: spoken forms in the language of the headset, the shortest ones too.
        course: "entrée", "plat"… as the house calls them.
        accepts: keys of the ingredients that it can be had with or without.
        cooking: whether it is asked how it shall be cooked.
    """

    id: str
    name: str
    say: tuple[str, ...]
    course: str = ""
    gender: str = "m"
    accepts: frozenset[str] = frozenset()
    cooking: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Words that name several articles: Sotto asks which."""

    say: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, known by its number and by names ("bar deux")."""

    number: int
    zone: str = ""
    say: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Station:
    """A station of the kitchen, and how it is called."""

    id: str
    say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """Everything that a sentence can name, in one language.

    Attributes:
        ingredients, cooking: spoken forms by key.
        staff: first names.
        answers: whole answers that may be asked for, such as why something is voided.
        language: "fr" or "en".
    """

    items: tuple[Item, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()
    ingredients: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cooking: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    zones: tuple[str, ...] = ()
    stations: tuple[Station, ...] = ()
    staff: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    language: str = "fr"


def menu_from_json(data: Mapping[str, Any], language: str = "fr") -> Menu:
    """The menu of a file like `tests/data/voice/menu.json`.

    Raises:
        KeyError: a part is missing.
    """
    say = "say" if language == "fr" else f"say_{language}"
    house, options = data["restaurant"], data["modifiers"]
    return Menu(
        items=tuple(
            Item(
                id=item["id"],
                name=item["name"],
                say=tuple(item.get(say) or item["say"]),
                course=item["course"],
                gender=item.get("gender", "m"),
                accepts=frozenset(item.get("accepts", ())),
                cooking=bool(item.get("cooking")),
            )
            for item in data["items"]
        ),
        ambiguous=tuple(
            Ambiguous(tuple(words.get(say) or words["say"]), tuple(words["choices"]))
            for words in data["ambiguous"]
        ),
        ingredients=options["ingredients"],
        cooking=options["cooking"],
        tables=tuple(
            Table(table["id"], table.get("zone", ""), tuple(table.get("say", ())))
            for table in house["tables"]
        ),
        zones=tuple(house.get("zones", ())),
        stations=tuple(
            Station(station["id"], tuple(station["say"]))
            for station in house.get("stations", ())
        ),
        staff=tuple(house.get("staff", ())),
        answers=tuple(house.get("answers", ())),
        language=language,
    )


def menu_as_json(menu: Menu) -> dict[str, Any]:
    """What `menu_from_json` reads, in the menu's own language: for another process, a file."""
    return {
        "restaurant": {
            "tables": [
                {"id": table.number, "zone": table.zone, "say": list(table.say)}
                for table in menu.tables
            ],
            "zones": list(menu.zones),
            "stations": [
                {"id": station.id, "say": list(station.say)}
                for station in menu.stations
            ],
            "staff": list(menu.staff),
            "answers": list(menu.answers),
        },
        "items": [
            {
                "id": item.id,
                "name": item.name,
                "course": item.course,
                "gender": item.gender,
                "say": list(item.say),
                "accepts": sorted(item.accepts),
                "cooking": item.cooking,
            }
            for item in menu.items
        ],
        "ambiguous": [
            {"say": list(words.say), "choices": list(words.choices)}
            for words in menu.ambiguous
        ],
        "modifiers": {
            "ingredients": {
                key: list(forms) for key, forms in menu.ingredients.items()
            },
            "cooking": {key: list(forms) for key, forms in menu.cooking.items()},
        },
    }
