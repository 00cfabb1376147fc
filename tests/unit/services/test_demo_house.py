"""The demo restaurant's files are sound; its house, team and rooms hang together."""

import json
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations

import pytest

from app.domain.floor.events import RoomSet, SectionSet, TableSet
from app.domain.settings import SETTINGS, DeviceSet, Settings, SettingSet
from app.domain.staff.events import RoleSet, StaffSet
from app.domain.vocabulary import RIGHTS
from app.domain.wire import FACTS, from_data, to_data
from app.services.demo import DEMO_BADGES, DEMO_FILES, DEMO_PINS, demo_facts

FOLDER = files("resources").joinpath("demo")
DEMO = demo_facts()

REFERENCES = {
    "article": "ArticleSet",
    "category": "CategorySet",
    "course": "CourseSet",
    "fallback": "DeviceSet",
    "groups": "ModifierGroupSet",
    "printer": "DeviceSet",
    "role": "RoleSet",
    "room": "RoomSet",
    "section": "SectionSet",
    "station": "StationSet",
    "vat_on_site": "VatSet",
    "vat_takeaway": "VatSet",
    "waiter": "StaffSet",
}
"""Field -> the kind of fact whose id it holds, wherever it stands."""


def of(kind: type) -> list:
    return [fact for fact in DEMO if isinstance(fact, kind)]


def references(data: object) -> Iterator[tuple[str, str]]:
    """Every (field, id) of a fact's data, however deep."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in REFERENCES:
                ids = value if isinstance(value, list | tuple) else [value]
                yield from ((key, each) for each in ids if each)
            else:
                yield from references(value)
    elif isinstance(data, list | tuple):
        for each in data:
            yield from references(each)


def test_every_file_of_the_folder_is_read() -> None:
    names = {item.name for item in FOLDER.iterdir() if item.name.endswith(".json")}
    assert names == {f"{name}.json" for name in DEMO_FILES}


@pytest.mark.parametrize("name", DEMO_FILES)
def test_rows_are_exactly_the_wire_data_of_their_fact(name: str) -> None:
    def unknown(row: object, full: object, path: str) -> list[str]:
        if isinstance(row, dict) and isinstance(full, dict):
            return [
                wrong
                for key, value in row.items()
                for wrong in (
                    unknown(value, full[key], f"{path}.{key}")
                    if key in full
                    else [f"{path}.{key}"]
                )
            ]
        if isinstance(row, list) and isinstance(full, list | tuple):
            pairs = zip(row, full, strict=True)
            return [w for a, b in pairs for w in unknown(a, b, path)]
        return [] if row == full else [f"{path}: {row!r} became {full!r}"]

    content = json.loads(FOLDER.joinpath(f"{name}.json").read_text(encoding="utf-8"))
    for kind, rows in content.items():
        for row in rows:
            full = to_data(from_data(kind, FACTS[kind].version, row))
            assert unknown(row, full, kind) == []


def test_ids_are_used_once() -> None:
    streams = Counter(
        (type(fact).__name__, getattr(fact, "id", "") or getattr(fact, "key", ""))
        for fact in DEMO
        if hasattr(fact, "id") or hasattr(fact, "key")
    )
    assert [stream for stream, count in streams.items() if count > 1] == []


def test_everything_exists_before_it_is_used() -> None:
    seen: set[tuple[str, str]] = set()
    missing: list[tuple[str, str, str]] = []
    for fact in DEMO:
        kind, data = type(fact).__name__, to_data(fact)
        own = str(data.get("id") or data.get("code") or data.get("key") or "")
        if kind == "StaffSet":
            data.pop("section")  # words for the login card, not an id
        missing += [
            (own, field, each)
            for field, each in references(data)
            if (REFERENCES[field], each) not in seen
        ]
        seen.add((kind, own))
    assert missing == []


def test_settings_are_known_and_name_the_house() -> None:
    settings = Settings()
    for fact in of(SettingSet):
        settings.evolve(fact)
    assert set(settings.values) == set(SETTINGS)
    assert settings.text("house.name") == "Le Vieux Moulin"
    assert settings.text("house.siret") == "812 345 678 00021"


def test_every_printer_but_the_last_has_another_to_take_over() -> None:
    printers = {d.id: d for d in of(DeviceSet) if d.kind == "printer"}
    assert {name: p.fallback for name, p in printers.items()} == {
        "caisse": "",
        "bar": "caisse",
        "chaud": "bar",
        "froid": "bar",
    }
    assert [p.id for p in printers.values() if p.drawer] == ["caisse"]
    assert [d.name for d in of(DeviceSet) if d.kind == "terminal"] == ["TPE 1"]
    assert {d.address for d in of(DeviceSet)} == {"sim://"}


def test_roles_hold_known_rights_and_the_manager_all() -> None:
    roles = {role.id: set(role.rights) for role in of(RoleSet)}
    assert all(rights <= set(RIGHTS) for rights in roles.values())
    assert roles["manager"] == set(RIGHTS)
    assert all(roles[each] < set(RIGHTS) for each in roles if each != "manager")


def test_the_team_is_that_of_the_login_picture() -> None:
    team = [(p.name, p.section, p.avatar) for p in of(StaffSet)]
    assert team == [
        ("Léa", "Salle", 0),
        ("Karim", "Terrasse", 1),
        ("Inès", "Bar", 2),
        ("Marc", "Responsable", 3),
        ("Théo", "Cuisine", 4),
        ("Sofia", "Runner", 5),
    ]


def test_pins_are_listed_once_and_differ() -> None:
    assert {p.id: p.pin for p in of(StaffSet)} == DEMO_PINS
    assert len(set(DEMO_PINS.values())) == len(DEMO_PINS)
    assert {p.id: p.badge for p in of(StaffSet) if p.badge} == DEMO_BADGES


def test_rooms_hold_the_tables_of_the_picture() -> None:
    count = Counter(table.room for table in of(TableSet))
    assert count == {"salle": 15, "terrasse": 8, "bar": 3}
    numbers = sorted(int(table.number) for table in of(TableSet))
    assert numbers == list(range(1, 27))


def test_tables_stand_inside_their_section_and_apart() -> None:
    sections = {section.id: section for section in of(SectionSet)}
    for table in of(TableSet):
        section = sections[table.section]
        assert section.room == table.room
        assert section.x <= table.x
        assert section.y <= table.y
        assert table.x + table.width <= section.x + section.width
        assert table.y + table.height <= section.y + section.height
        assert table.shape in {"rect", "round"}
    for a, b in combinations(of(TableSet), 2):
        if a.room == b.room:
            beside = a.x + a.width < b.x or b.x + b.width < a.x
            above = a.y + a.height < b.y or b.y + b.height < a.y
            assert beside or above, (a.number, b.number)


def test_sections_of_a_room_do_not_overlap_and_fit() -> None:
    rooms = {room.id: room for room in of(RoomSet)}
    for section in of(SectionSet):
        room = rooms[section.room]
        assert section.x + section.width <= room.width
        assert section.y + section.height <= room.height
    left, right = (s for s in of(SectionSet) if s.room == "salle")
    assert left.x + left.width < right.x
    assert (left.waiter, right.waiter) == ("lea", "karim")
