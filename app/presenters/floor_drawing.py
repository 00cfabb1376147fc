"""A drawing of the house before it is saved: what was done to it, and how to take it back.

A `Drawing` holds rooms, tables, sections and fixtures as they shall be. Each act is one
step of undo. Nothing of it is a fact before it is saved; what nobody touched is not said.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

from app.domain.floor.drawing import flaw_of
from app.domain.floor.events import (
    FixtureSet,
    FloorThing,
    RoomSet,
    SectionSet,
    TableSet,
)
from app.domain.vocabulary import Refusal
from app.domain.world import World
from widgets.floor_plan_views import FixtureView, FloorView, SectionView, TableShape

Placed = TableSet | SectionSet | FixtureSet
Kind = Literal["room", "table", "section", "fixture"]
Edge = Literal["left", "top", "across", "down"]
GRID = 10
"""Centimetres between two lines that things snap to."""
_NEW_ROOM = (1000, 700)
_SIDE, _LONG = 80, 140
_GAP = 20


class Box(NamedTuple):
    """A place in a room, in centimetres."""

    x: int
    y: int
    width: int
    height: int


def key_of(thing: FloorThing) -> str:
    """ "table:t12": the kind of a thing and its id."""
    kinds: dict[type, Kind] = {
        RoomSet: "room",
        TableSet: "table",
        SectionSet: "section",
        FixtureSet: "fixture",
    }
    return f"{kinds[type(thing)]}:{thing.id}"


class Drawing:
    """The house as it is being drawn.

    Args:
        new_id: makes the id of a new thing.
    """

    def __init__(self, world: World, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        floor = world.floor
        things: tuple[FloorThing, ...] = (
            *floor.rooms.values(),
            *floor.sections.values(),
            *floor.fixtures.values(),
            *floor.tables.values(),
        )
        self._base = {key_of(thing): thing for thing in things}
        self._now = dict(self._base)
        self._past: list[dict[str, FloorThing]] = []
        self._future: list[dict[str, FloorThing]] = []

    # What stands

    def get(self, key: str) -> FloorThing | None:
        """A thing that is in use, None for one that is not."""
        thing = self._now.get(key)
        return thing if thing is not None and thing.active else None

    def rooms(self) -> list[RoomSet]:
        """The rooms in use, by rank."""
        found = [t for t in self._now.values() if isinstance(t, RoomSet) and t.active]
        return sorted(found, key=lambda room: (room.rank, room.name))

    def placed(self, room: str) -> list[Placed]:
        """What stands in a room: sections, then fixtures, then tables, as it is drawn."""
        order: tuple[type, ...] = (SectionSet, FixtureSet, TableSet)
        found = [
            thing
            for thing in self._now.values()
            if not isinstance(thing, RoomSet) and thing.active and thing.room == room
        ]
        return sorted(found, key=lambda thing: order.index(type(thing)))

    def tables(self, room: str = "") -> list[TableSet]:
        """The tables in use, of a room or of all."""
        rooms = {each.id for each in self.rooms()}
        return [
            thing
            for thing in self._now.values()
            if isinstance(thing, TableSet)
            and thing.active
            and thing.room in rooms
            and room in ("", thing.room)
        ]

    # Steps

    @property
    def may_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    @property
    def may_redo(self) -> bool:
        """Whether a step that was taken back can be done again."""
        return bool(self._future)

    def undo(self) -> None:
        """Takes the last step back."""
        if self._past:
            self._future.append(self._now)
            self._now = self._past.pop()

    def redo(self) -> None:
        """Does the last step again that was taken back."""
        if self._future:
            self._past.append(self._now)
            self._now = self._future.pop()

    def put(self, *things: FloorThing) -> None:
        """Things as they shall be, in one step."""
        changed = {key_of(t): t for t in things if self._now.get(key_of(t)) != t}
        if changed:
            self._past.append(self._now)
            self._future.clear()
            self._now = self._now | changed

    def changes(self) -> tuple[FloorThing, ...]:
        """What differs from how it was; each table says in which section it stands."""
        tables = self.tables()
        settled = {key_of(table): self._settled(table) for table in tables}
        now = self._now | settled if self._past else self._now
        return tuple(t for key, t in now.items() if self._base.get(key) != t)

    def former(self) -> tuple[FloorThing, ...]:
        """What takes `changes` back once they are saved; new things go again."""
        return tuple(
            self._base.get(key_of(thing)) or replace(thing, active=False)
            for thing in self.changes()
        )

    def _settled(self, table: TableSet) -> TableSet:
        """The table with the section that its middle lies in."""
        across, down = table.x + table.width / 2, table.y + table.height / 2
        for thing in self.placed(table.room):
            if (
                isinstance(thing, SectionSet)
                and 0 <= across - thing.x < thing.width
                and 0 <= down - thing.y < thing.height
            ):
                return replace(table, section=thing.id)
        return replace(table, section="")

    def flaw(self, world: World, today: date) -> Refusal | None:
        """Why it could not be saved so, None when it could."""
        return flaw_of(world, self.changes(), today)

    # What a hand does

    def add_room(self, name: str) -> str:
        """A room more; its key."""
        width, height = _NEW_ROOM
        rank = max((room.rank for room in self.rooms()), default=0) + 1
        room = RoomSet(
            id=self._new_id(), name=name, rank=rank, width=width, height=height
        )
        self.put(room)
        return key_of(room)

    def add_table(self, room: str, shape: str) -> str:
        """A table of the next number at the first free place; its key, "" without one."""
        width = _LONG if shape == "long" else _SIDE
        box = self._gap(room, width, _SIDE) or self._gap(room, _SIDE, width)
        if box is None:
            return ""
        table = TableSet(
            id=self._new_id(),
            number=str(self._next_number()),
            room=room,
            seats=6 if shape == "long" else 2 if shape == "rect" else 4,
            shape="round" if shape == "round" else "rect",
            **box._asdict(),
        )
        self.put(table)
        return key_of(table)

    def add_fixture(self, room: str, kind: str, name: str = "") -> str:
        """A wall or a block; its key."""
        width, height = (200, GRID) if kind == "wall" else (_LONG, 60)
        box = self._free(room, width, height)
        made = FixtureSet(
            id=self._new_id(), room=room, kind=kind, name=name, **box._asdict()
        )
        self.put(made)
        return key_of(made)

    def add_section(self, room: str) -> str:
        """A section over the half of the room that has none yet; its key."""
        found = self._now[f"room:{room}"]
        assert isinstance(found, RoomSet)
        sections = [t for t in self.placed(room) if isinstance(t, SectionSet)]
        left = max((s.x + s.width for s in sections), default=0)
        room_left = found.width - left
        width = room_left if sections and room_left >= 100 else found.width // 2
        made = SectionSet(
            id=self._new_id(),
            room=room,
            x=min(left, found.width - width),
            y=0,
            width=width,
            height=found.height,
        )
        self.put(made)
        return key_of(made)

    def _gap(
        self, room: str, width: int, height: int, more: Iterable[Placed] = ()
    ) -> Box | None:
        """The first place where nothing stands, nor `more`, row by row."""
        found = self._now[f"room:{room}"]
        assert isinstance(found, RoomSet)
        standing = (*self.placed(room), *more)
        taken = [_covered(t) for t in standing if not isinstance(t, SectionSet)]
        for gap in (_GAP, GRID, 0):
            for y in range(gap, found.height - height - gap + 1, GRID):
                x = gap
                while x <= found.width - width - gap:
                    box = Box(x, y, width, height)
                    hit = next((t for t in taken if _near(box, t, gap)), None)
                    if hit is None:
                        return box
                    x = GRID * -(-(hit.x + hit.width + gap) // GRID)
        return None

    def _free(self, room: str, width: int, height: int) -> Box:
        """The first place where nothing stands; the corner of a full room."""
        return self._gap(room, width, height) or Box(0, 0, width, height)

    def move(self, boxes: dict[str, Box]) -> None:
        """Things stand elsewhere, in one step."""
        moved = []
        for key, box in boxes.items():
            thing = self.get(key)
            if thing is not None and not isinstance(thing, RoomSet):
                moved.append(replace(thing, **box._asdict()))
        self.put(*moved)

    def turn(self, keys: Iterable[str]) -> None:
        """A quarter turn round their middles."""
        boxes = {}
        for key, thing in self._found(keys):
            room = self._now[f"room:{thing.room}"]
            assert isinstance(room, RoomSet)
            off = (thing.width - thing.height) // 2
            x = min(max(0, thing.x + off), max(0, room.width - thing.height))
            y = min(max(0, thing.y - off), max(0, room.height - thing.width))
            boxes[key] = Box(x, y, thing.height, thing.width)
        self.move(boxes)

    def align(self, keys: Sequence[str], edge: Edge) -> None:
        """By their left or upper edges, or spread evenly "across" or "down"."""
        found = self._found(keys)
        if len(found) < 2:
            return
        boxes = {key: Box(t.x, t.y, t.width, t.height) for key, t in found}
        if edge == "left":
            least = min(box.x for box in boxes.values())
            self.move({key: box._replace(x=least) for key, box in boxes.items()})
        elif edge == "top":
            least = min(box.y for box in boxes.values())
            self.move({key: box._replace(y=least) for key, box in boxes.items()})
        elif edge == "across":
            self.move(_spread(boxes, "x", "width"))
        else:
            self.move(_spread(boxes, "y", "height"))

    def duplicate(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The same again where there is room for them, tables with the next numbers;
        their keys."""
        following, made = self._next_number(), list[Placed]()
        for _, thing in self._found(keys):
            turned = _covered(thing)
            gap = self._gap(thing.room, turned.width, turned.height, made)
            if gap is None and isinstance(thing, TableSet):
                continue
            x, y = (gap.x, gap.y) if gap else (0, 0)
            copy = replace(
                thing,
                id=self._new_id(),
                x=x + (turned.width - thing.width) // 2,
                y=y + (turned.height - thing.height) // 2,
            )
            if isinstance(copy, TableSet):
                copy, following = replace(copy, number=str(following)), following + 1
            made.append(copy)
        self.put(*made)
        return tuple(key_of(thing) for thing in made)

    def _next_number(self) -> int:
        numbers = [int(t.number) for t in self.tables() if t.number.isdecimal()]
        return max(numbers, default=0) + 1

    def remove(self, keys: Iterable[str]) -> None:
        """They go; a room goes with everything in it."""
        gone: list[FloorThing] = []
        for key in keys:
            thing = self.get(key)
            if isinstance(thing, RoomSet):
                gone += [replace(each, active=False) for each in self.placed(thing.id)]
            if thing is not None:
                gone.append(replace(thing, active=False))
        self.put(*gone)

    def _found(self, keys: Iterable[str]) -> list[tuple[str, Placed]]:
        found = [(key, self.get(key)) for key in keys]
        return [
            (k, t) for k, t in found if t is not None and not isinstance(t, RoomSet)
        ]


def _covered(thing: Placed) -> Box:
    """The place that a thing covers, upright round a table that is turned."""
    turn = math.radians(thing.turn) if isinstance(thing, TableSet) else 0.0
    across, down = abs(math.cos(turn)), abs(math.sin(turn))
    width = round(thing.width * across + thing.height * down)
    height = round(thing.width * down + thing.height * across)
    x, y = thing.x + (thing.width - width) // 2, thing.y + (thing.height - height) // 2
    return Box(x, y, width, height)


def _near(box: Box, thing: Box, gap: int) -> bool:
    """Whether a thing stands on a place or less than `gap` from it."""
    return (
        box.x < thing.x + thing.width + gap
        and thing.x < box.x + box.width + gap
        and box.y < thing.y + thing.height + gap
        and thing.y < box.y + box.height + gap
    )


def _spread(boxes: dict[str, Box], start: str, length: str) -> dict[str, Box]:
    """Equal room between neighbours; the first and the last stay."""
    order = sorted(boxes, key=lambda key: getattr(boxes[key], start))
    first, last = boxes[order[0]], boxes[order[-1]]
    end = getattr(last, start) + getattr(last, length)
    whole = end - getattr(first, start)
    free = whole - sum(getattr(boxes[key], length) for key in order)
    at, made = getattr(first, start), {}
    for place, key in enumerate(order):
        begin = at + free * place // (len(order) - 1)
        made[key] = boxes[key]._replace(**{start: begin})
        at += getattr(boxes[key], length)
    return made


# As the editor draws it


@dataclass(frozen=True, slots=True)
class DrawingView:
    """One room of a drawing.

    Attributes:
        plan: the room, its things called by their keys.
        wrong: keys of tables whose number another one has too.
    """

    plan: FloorView
    wrong: tuple[str, ...] = ()


def present_drawing(drawing: Drawing, room: str) -> DrawingView:
    """A room as the editor draws it, one pixel for a centimetre."""
    found = drawing.get(f"room:{room}")
    if not isinstance(found, RoomSet):
        return DrawingView(FloorView())
    things = drawing.placed(room)
    numbers = [t.number.strip().casefold() for t in drawing.tables()]
    return DrawingView(
        plan=FloorView(
            width=found.width,
            height=found.height,
            shapes=tuple(shape_of(t) for t in things if isinstance(t, TableSet)),
            sections=tuple(_section(t) for t in things if isinstance(t, SectionSet)),
            fixtures=tuple(
                fixture_of(t, key_of(t)) for t in things if isinstance(t, FixtureSet)
            ),
        ),
        wrong=tuple(
            key_of(t)
            for t in things
            if isinstance(t, TableSet)
            and numbers.count(t.number.strip().casefold()) > 1
        ),
    )


def shape_of(table: TableSet) -> TableShape:
    """A table of a drawing."""
    square = table.width == table.height
    return TableShape(
        id=key_of(table),
        number=table.number,
        kind="round" if table.shape == "round" else "square" if square else "rect",
        x=table.x,
        y=table.y,
        w=table.width,
        h=table.height,
        seats=table.seats,
        turn=table.turn,
    )


def _section(section: SectionSet) -> SectionView:
    return SectionView(
        id=key_of(section),
        x=section.x,
        y=section.y,
        w=section.width,
        h=section.height,
        summary=section.name,
    )


def fixture_of(fixture: FixtureSet, name: str, *, shift: int = 0) -> FixtureView:
    """A wall or a block, called `name`, so many pixels from the corner."""
    return FixtureView(
        id=name,
        x=fixture.x + shift,
        y=fixture.y + shift,
        w=fixture.width,
        h=fixture.height,
        text=fixture.name,
        look="wall" if fixture.kind == "wall" else "block",
    )
