"""A drawing of the house before it is saved: what was done to it, and how to take it back.

A `Drawing` holds rooms, tables, sections and fixtures as they shall be. Each act is one
step of undo. Nothing of it is a fact before it is saved; what nobody touched is not said.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from app.domain.floor.drawing import HALF_TURN, flaw_of
from app.domain.floor.events import (
    FixtureSet,
    FloorThing,
    RoomSet,
    SectionSet,
    TableSet,
    TracingSet,
)
from app.domain.floor.geometry import Box, Placed, covered
from app.domain.vocabulary import Refusal
from app.domain.world import World
from app.presenters.floor.boxes import Edge, arranged, near_box

Kind = Literal["room", "table", "section", "fixture", "tracing"]
GRID = 10
"""Centimetres between two lines that things snap to."""
_NEW_ROOM = (1000, 700)
_SIDE, _LONG = 80, 140
_GAP = 20


_Step = dict[str, tuple[FloorThing | None, FloorThing]]
"""Key -> a thing before and after; None where it was new."""


def _room_of(thing: FloorThing) -> str:
    return thing.id if isinstance(thing, RoomSet) else thing.room


def key_of(thing: FloorThing) -> str:
    """ "table:t12": the kind of a thing and its id."""
    kinds: dict[type, Kind] = {
        RoomSet: "room",
        TableSet: "table",
        SectionSet: "section",
        FixtureSet: "fixture",
        TracingSet: "tracing",
    }
    own = thing.room if isinstance(thing, TracingSet) else thing.id
    return f"{kinds[type(thing)]}:{own}"


class Drawing:
    """The house as it is being drawn.

    Args:
        new_id: makes the id of a new thing.
    """

    def __init__(self, world: World, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self._past: list[_Step] = []
        self._future: list[_Step] = []
        self.follow(world)

    def follow(self, world: World) -> None:
        """The house as it stands now, for a drawing without changes; its steps stay."""
        floor = world.floor
        things: tuple[FloorThing, ...] = (
            *floor.rooms.values(),
            *floor.tracings.values(),
            *floor.sections.values(),
            *floor.fixtures.values(),
            *floor.tables.values(),
        )
        self._base = {key_of(thing): thing for thing in things}
        self._now = dict(self._base)

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
        """What stands in a room: sections, then fixtures, then tables."""
        order: tuple[type, ...] = (SectionSet, FixtureSet, TableSet)
        found = [
            thing
            for thing in self._now.values()
            if isinstance(thing, Placed) and thing.active and thing.room == room
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
        """Takes the last step back, those before the last saving too."""
        if self._past:
            step = self._past.pop()
            self._future.append(step)
            self._now = self._now | {
                key: before or replace(after, active=False)
                for key, (before, after) in step.items()
            }

    def redo(self) -> None:
        """Does the last step again that was taken back."""
        if self._future:
            step = self._future.pop()
            self._past.append(step)
            self._now = self._now | {key: after for key, (_, after) in step.items()}

    def put(self, *things: FloorThing) -> None:
        """Things as they shall be, in one step."""
        changed = {key_of(t): t for t in things if self._now.get(key_of(t)) != t}
        if changed:
            self._past.append(
                {key: (self._now.get(key), changed[key]) for key in changed}
            )
            self._future.clear()
            self._now = self._now | changed

    def changes(self) -> tuple[FloorThing, ...]:
        """What differs from how it was; where a room does, each of its tables says in which
        section it stands."""
        touched = {_room_of(t) for key, t in self._now.items() if self._differs(key, t)}
        settled = {
            key_of(table): self._settled(table)
            for table in self.tables()
            if table.room in touched
        }
        now = self._now | settled
        return tuple(t for key, t in now.items() if self._differs(key, t))

    def _differs(self, key: str, thing: FloorThing) -> bool:
        before = self._base.get(key)
        return thing != before and (thing.active or before is not None)

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
        taken = [covered(t) for t in standing if not isinstance(t, SectionSet)]
        for gap in (_GAP, GRID, 0):
            for y in range(gap, found.height - height - gap + 1, GRID):
                x = gap
                while x <= found.width - width - gap:
                    box = Box(x, y, width, height)
                    hit = next((t for t in taken if near_box(box, t, gap)), None)
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

    def spin(self, key: str, degrees: int) -> None:
        """A table or a wall stands at an angle, 0-179, and stays inside the room."""
        thing = self.get(key)
        if isinstance(thing, TableSet | FixtureSet):
            turned = replace(thing, turn=degrees % HALF_TURN)
            self.put(self._within(turned))

    def _within(self, thing: TableSet | FixtureSet) -> TableSet | FixtureSet:
        room = self._now[f"room:{thing.room}"]
        assert isinstance(room, RoomSet)
        box = covered(thing)
        right, below = room.width - box.width, room.height - box.height
        return replace(
            thing,
            x=thing.x + min(max(0, box.x), max(0, right)) - box.x,
            y=thing.y + min(max(0, box.y), max(0, below)) - box.y,
        )

    def lift(self, keys: Iterable[str], *, front: bool) -> None:
        """Tables and fixtures over all others of their room, or under them."""
        moved = {k: t for k, t in self._found(keys) if not isinstance(t, SectionSet)}
        rooms = {thing.room for thing in moved.values()}
        others = [
            thing.layer
            for room in rooms
            for thing in self.placed(room)
            if not isinstance(thing, SectionSet) and key_of(thing) not in moved
        ]
        if not others or not moved:
            return
        layers = [thing.layer for thing in moved.values()]
        by = max(others) + 1 - min(layers) if front else min(others) - 1 - max(layers)
        if (by > 0) == front:
            self.put(*(replace(t, layer=t.layer + by) for t in moved.values()))

    def trace(self, room: str, picture: str, width: int, height: int) -> str:
        """Lays a picture of so many pixels under a room, as large as fits; its key."""
        found = self._now[f"room:{room}"]
        assert isinstance(found, RoomSet)
        across = min(found.width, found.height * width // height)
        down = round(across * height / width)
        tracing = TracingSet(
            room=room,
            picture=picture,
            x=(found.width - across) // 2,
            y=(found.height - down) // 2,
            width=max(1, across),
            height=max(1, down),
        )
        self.put(tracing)
        return key_of(tracing)

    def align(self, keys: Sequence[str], edge: Edge) -> None:
        """By their edges or middles, or spread evenly "across" or "down"."""
        found = self._found(keys)
        if len(found) < 2:
            return
        boxes = {key: covered(thing) for key, thing in found}
        moved = arranged(boxes, edge)
        self.move(
            {
                key: Box(
                    thing.x + moved[key].x - boxes[key].x,
                    thing.y + moved[key].y - boxes[key].y,
                    thing.width,
                    thing.height,
                )
                for key, thing in found
            }
        )

    def duplicate(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The same again where there is room for them, tables with the next numbers;
        their keys."""
        following, made = self._next_number(), list[Placed]()
        for _, thing in self._found(keys):
            turned = covered(thing)
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
        return [(k, t) for k, t in found if isinstance(t, Placed)]
