"""A drawing before it is saved: each act is one step back."""

from dataclasses import replace
from itertools import count

import pytest
from domain_kit import Till

from app.domain.floor.drawing import DrawFloor
from app.domain.floor.events import RoomSet, SectionSet, TableSet
from app.presenters.floor_drawing import Box, Drawing, present_drawing
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
