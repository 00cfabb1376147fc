"""A drawing before it is saved: each act is one step back."""

from dataclasses import replace
from itertools import count

import pytest
from domain_kit import Till

from app.domain.floor.drawing import DrawFloor
from app.domain.floor.events import (
    FixtureSet,
    RoomSet,
    SectionSet,
    TableSet,
    TracingSet,
)
from app.domain.floor.geometry import Box, covered
from app.presenters.floor.drawing import Drawing
from app.presenters.floor.drawn import present_drawing
from widgets.floor_plan_table import crossings


@pytest.fixture
def till() -> Till:
    return Till()


@pytest.fixture
def drawing(till: Till) -> Drawing:
    numbers = count(1)
    return Drawing(till.world, lambda: f"new{next(numbers)}")


def table(drawing: Drawing, key: str) -> TableSet:
    found = drawing.get(key)
    assert isinstance(found, TableSet)
    return found


def test_a_new_table_has_the_next_number_and_a_free_place(drawing: Drawing) -> None:
    first = drawing.add_table("hall", "round")
    second = drawing.add_table("hall", "long")
    assert (table(drawing, first).number, table(drawing, second).number) == ("7", "8")
    boxes = [(t.x, t.y, t.width, t.height) for t in drawing.tables("hall")]
    assert len(set(boxes)) == len(boxes)
    assert (table(drawing, first).shape, table(drawing, second).seats) == ("round", 6)


def test_a_table_comes_only_where_it_stands_on_no_other(drawing: Drawing) -> None:
    turned = table(drawing, drawing.add_table("hall", "long"))
    drawing.put(replace(turned, turn=45))
    while drawing.add_table("hall", "rect"):
        pass
    before = drawing.tables("hall")
    assert drawing.duplicate(["table:t1"]) == ()
    assert drawing.tables("hall") == before
    assert not crossings(present_drawing(drawing, "hall").plan.shapes)


def test_tables_that_overlap_are_told_and_may_stay(
    till: Till, drawing: Drawing
) -> None:
    one = table(drawing, "table:t1")
    drawing.move({"table:t2": Box(one.x + 40, one.y, 80, 80)})
    shapes = present_drawing(drawing, "hall").plan.shapes
    assert crossings(shapes) == {"table:t1": ("2",), "table:t2": ("1",)}
    assert drawing.flaw(till.world, till.now.date()) is None
    drawing.move({"table:t2": Box(one.x + one.width, one.y, 80, 80)})
    assert not crossings(present_drawing(drawing, "hall").plan.shapes)


def test_every_act_is_one_step_back_and_forth(till: Till, drawing: Drawing) -> None:
    drawing.move({"table:t1": Box(300, 300, 80, 80), "table:t2": Box(0, 300, 80, 80)})
    drawing.turn(["table:t1"])
    drawing.remove(["table:t2"])
    assert drawing.get("table:t2") is None
    drawing.undo()
    assert table(drawing, "table:t2").x == 0
    drawing.redo()
    assert drawing.get("table:t2") is None
    for _ in range(3):
        drawing.undo()
    assert not drawing.changes()
    assert not drawing.may_undo
    drawing.redo()
    assert len(drawing.changes()) == 2


def test_what_is_saved_says_in_which_section_a_table_stands(
    till: Till, drawing: Drawing
) -> None:
    key = drawing.add_section("hall")
    section = drawing.get(key)
    assert isinstance(section, SectionSet)
    assert (section.width, section.height) == (500, 800)
    till.do(DrawFloor(things=drawing.changes()))
    sections = {t.number: t.section for t in till.world.floor.tables.values()}
    assert [sections[n] for n in ("1", "4", "5")] == [section.id, section.id, ""]


def test_copies_align_and_spread(drawing: Drawing) -> None:
    copies = drawing.duplicate(["table:t1", "table:t2"])
    assert [table(drawing, key).number for key in copies] == ["7", "8"]
    drawing.undo()
    assert drawing.get(copies[0]) is None
    drawing.move({"table:t2": Box(250, 30, 80, 80), "table:t3": Box(600, 90, 80, 80)})
    three = ("table:t1", "table:t2", "table:t3")
    drawing.align(three, "across")
    assert [table(drawing, key).x for key in three] == [100, 350, 600]
    drawing.align(three, "top")
    assert {table(drawing, key).y for key in three} == {0}


def test_a_number_that_is_taken_is_marked_and_said(
    till: Till, drawing: Drawing
) -> None:
    one = table(drawing, "table:t1")
    drawing.put(replace(one, number="2"))
    assert present_drawing(drawing, "hall").wrong == ("table:t1", "table:t2")
    flaw = drawing.flaw(till.world, till.now.date())
    assert flaw is not None
    assert flaw.code == "number_taken"


def test_a_room_goes_with_what_stands_in_it(till: Till, drawing: Drawing) -> None:
    key = drawing.add_room("Cave")
    room = drawing.get(key)
    assert isinstance(room, RoomSet)
    drawing.remove(["room:terrace"])
    assert [each.name for each in drawing.rooms()] == ["Salle", "Cave"]
    till.do(DrawFloor(things=drawing.changes()))
    assert not till.world.floor.tables["t5"].active


def fixture(drawing: Drawing, key: str) -> FixtureSet:
    found = drawing.get(key)
    assert isinstance(found, FixtureSet)
    return found


def test_steps_are_taken_back_beyond_the_last_saving(
    till: Till, drawing: Drawing
) -> None:
    drawing.move({"table:t1": Box(300, 300, 80, 80)})
    wall = drawing.add_fixture("hall", "wall")
    till.do(DrawFloor(things=drawing.changes()))
    drawing.follow(till.world)
    assert not drawing.changes()
    drawing.undo()
    assert drawing.get(wall) is None
    drawing.undo()
    till.do(DrawFloor(things=drawing.changes()))
    assert till.world.floor.tables["t1"].x == 100
    assert not till.world.floor.fixtures["new1"].active
    drawing.follow(till.world)
    drawing.redo()
    drawing.redo()
    assert fixture(drawing, wall).active


def test_a_wall_turns_freely_and_stays_in_the_room(
    till: Till, drawing: Drawing
) -> None:
    key = drawing.add_fixture("hall", "wall")
    drawing.move({key: Box(0, 0, 300, 10)})
    drawing.spin(key, 90)
    wall = fixture(drawing, key)
    assert (wall.turn, covered(wall)) == (90, Box(145, 0, 10, 300))
    drawing.move({key: Box(-145, 145, 300, 10)})  # its place is that before the turn
    assert drawing.flaw(till.world, till.now.date()) is None
    drawing.spin(key, 37)
    assert fixture(drawing, key).turn == 37
    drawing.undo()
    assert fixture(drawing, key).turn == 90


def test_a_turned_table_is_inside_by_what_it_covers(
    till: Till, drawing: Drawing
) -> None:
    long = table(drawing, drawing.add_table("hall", "long"))
    beside = replace(long, x=-30, y=200, turn=90)
    drawing.put(beside)
    assert covered(beside).x == 0
    assert drawing.flaw(till.world, till.now.date()) is None
    drawing.put(replace(beside, turn=0))
    flaw = drawing.flaw(till.world, till.now.date())
    assert flaw is not None
    assert flaw.code == "outside_room"


def test_things_go_over_and_under_the_others(drawing: Drawing) -> None:
    canopy = drawing.add_fixture("hall", "block", "Parasol")
    drawing.lift([canopy], front=True)
    assert fixture(drawing, canopy).layer == 1
    drawing.lift([canopy], front=True)
    drawing.undo()  # the second time nothing changed, so that was the first
    assert fixture(drawing, canopy).layer == 0
    drawing.lift(["table:t1", "table:t2"], front=False)
    assert {table(drawing, key).layer for key in ("table:t1", "table:t2")} == {-1}
    lowest = [thing.id for thing in present_drawing(drawing, "hall").plan.shapes]
    assert "table:t1" in lowest


def test_things_align_by_every_edge_and_middle_turned_or_not(drawing: Drawing) -> None:
    drawing.move({"table:t1": Box(100, 0, 80, 80), "table:t2": Box(300, 90, 140, 80)})
    two = ("table:t1", "table:t2")
    drawing.align(two, "right")
    assert [table(drawing, key).x for key in two] == [360, 300]
    drawing.align(two, "center")
    assert [table(drawing, key).x for key in two] == [330, 300]
    drawing.align(two, "bottom")
    assert [table(drawing, key).y for key in two] == [90, 90]
    drawing.spin("table:t2", 90)
    drawing.align(two, "bottom")
    ends = {covered(table(drawing, key)) for key in two}
    assert len({box.y + box.height for box in ends}) == 1


def test_the_traced_picture_is_a_step_and_is_kept_with_the_room(
    till: Till, drawing: Drawing
) -> None:
    key = drawing.trace("hall", "ab" * 32, 2000, 1000)
    view = present_drawing(drawing, "hall").tracing
    assert view is not None
    assert (view.x, view.y, view.w, view.h, view.opacity) == (0, 150, 1000, 500, 45)
    drawing.remove([key])
    assert present_drawing(drawing, "hall").tracing is None
    drawing.undo()
    till.do(DrawFloor(things=drawing.changes()))
    assert till.world.floor.tracings["hall"].picture == "ab" * 32
    assert present_drawing(drawing, "terrace").tracing is None
    bad = TracingSet(room="hall", picture="../plan", x=0, y=0, width=10, height=10)
    assert till.refuses(DrawFloor(things=(bad,))) == "picture_unknown"
    pale = replace(bad, picture="ab" * 32, opacity=0)
    assert till.refuses(DrawFloor(things=(pale,))) == "opacity_range"
