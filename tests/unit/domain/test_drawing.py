"""The house is drawn as a whole: what cannot be is said in words."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.floor.decide import JoinTables
from app.domain.floor.drawing import DrawFloor
from app.domain.floor.events import FixtureSet, RoomSet, SectionSet, TablesJoined
from app.domain.reservations.commands import CreateReservation


@pytest.fixture
def till() -> Till:
    return Till()


def test_a_drawing_is_one_act_and_says_only_what_changed(till: Till) -> None:
    hall, table = till.world.floor.rooms["hall"], till.world.floor.tables["t1"]
    wall = FixtureSet(id="w", room="hall", x=0, y=0, width=500, height=10)
    section = SectionSet(id="s", room="hall", x=0, y=0, width=500, height=800)
    moved = replace(table, x=300, y=300, seats=6, section="s")
    assert till.refuses(DrawFloor(things=(moved,)), "tom") == "right_missing"
    facts = till.do(DrawFloor(things=(hall, moved, wall, section)))
    assert facts == (moved, wall, section)
    assert till.world.floor.fixtures["w"] == wall
    assert till.world.floor.tables["t1"].seats == 6


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": "2"}, "number_taken"),
        ({"number": " 2"}, "number_taken"),
        ({"number": " "}, "number_missing"),
        ({"width": 20}, "table_size"),
        ({"x": 950}, "outside_room"),
        ({"seats": 100}, "seats_out_of_range"),
        ({"turn": 180}, "turn_out_of_range"),
    ],
)
def test_a_table_that_cannot_be_is_refused(
    till: Till, change: dict[str, object], code: str
) -> None:
    table = replace(till.world.floor.tables["t1"], **change)  # type: ignore[arg-type]
    assert till.refuses(DrawFloor(things=(table,))) == code


def test_numbers_may_be_swapped_in_one_drawing(till: Till) -> None:
    one, two = (till.world.floor.tables[t] for t in ("t1", "t2"))
    till.do(DrawFloor(things=(replace(one, number="2"), replace(two, number="1"))))
    assert till.world.floor.by_number("1") == till.world.floor.tables["t2"]


def test_a_room_needs_a_name_of_its_own_and_one_has_to_stay(till: Till) -> None:
    hall, terrace = (till.world.floor.rooms[r] for r in ("hall", "terrace"))
    same = RoomSet(id="new", name="salle", rank=3, width=500, height=500)
    assert till.refuses(DrawFloor(things=(same,))) == "name_taken"
    small = replace(same, name="Cave", width=100)
    assert till.refuses(DrawFloor(things=(small,))) == "room_size"
    unnamed = replace(same, name=" ")
    assert till.refuses(DrawFloor(things=(unnamed,))) == "name_missing"
    gone = tuple(replace(room, active=False) for room in (hall, terrace))
    assert till.refuses(DrawFloor(things=gone)) == "room_needed"


def test_a_wall_has_a_width_and_a_name_that_can_be_read(till: Till) -> None:
    wall = FixtureSet(id="w", room="hall", x=0, y=0, width=500, height=0)
    assert till.refuses(DrawFloor(things=(wall,))) == "size_missing"
    named = replace(wall, height=10, name="x" * 25)
    assert till.refuses(DrawFloor(things=(named,))) == "name_long"


def test_a_table_with_guests_or_a_reservation_does_not_vanish(till: Till) -> None:
    till.seat("t1")
    one, two = (till.world.floor.tables[t] for t in ("t1", "t2"))
    gone = DrawFloor(things=(replace(one, active=False),))
    assert till.refuses(gone) == "table_taken"
    hall = replace(till.world.floor.rooms["hall"], active=False)
    assert till.refuses(DrawFloor(things=(hall,))) == "table_taken"
    party = CreateReservation(date="2026-11-21", time="20:00", covers=2, tables=("t2",))
    till.do(party)
    booked = DrawFloor(things=(replace(two, active=False),))
    assert till.refuses(booked) == "table_reserved"
    till.wait(days=2)  # they have come, or not
    till.do(booked)


def test_a_joined_table_that_goes_leaves_the_others(till: Till) -> None:
    till.do(JoinTables(tables=("t1", "t2", "t3")))
    gone = replace(till.world.floor.tables["t2"], active=False)
    facts = till.do(DrawFloor(things=(gone,)))
    assert facts == (TablesJoined(room="hall", tables=("t2",)), gone)
