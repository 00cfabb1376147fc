"""Rooms and tables as they stand."""

from dataclasses import dataclass, field

from app.domain.floor.events import (
    FloorEvent,
    RoomSet,
    SectionSet,
    TableCleared,
    TableSet,
)
from app.domain.vocabulary import Meta

NEAR = 80
"""Centimetres between tables that two people can push together during a service."""


@dataclass(slots=True)
class Floor:
    """Rooms, sections and tables by id.

    Attributes:
        joined: table -> the tables it is pushed together with, itself included.
        cleared: table -> when it was last cleared, ms since 1970.
    """

    rooms: dict[str, RoomSet] = field(default_factory=dict)
    sections: dict[str, SectionSet] = field(default_factory=dict)
    tables: dict[str, TableSet] = field(default_factory=dict)
    joined: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cleared: dict[str, int] = field(default_factory=dict)

    def evolve(self, event: FloorEvent, meta: Meta) -> None:
        """Takes a fact in; never refuses."""
        match event:
            case RoomSet():
                self.rooms[event.id] = event
            case TableSet():
                self.tables[event.id] = event
            case SectionSet():
                self.sections[event.id] = event
            case TableCleared():
                self.cleared[event.table] = int(meta.order[0][:12] or "0", 16)
            case _:
                self._join(event.tables)

    def _join(self, tables: tuple[str, ...]) -> None:
        for table in tables:
            for former in self.joined.pop(table, ()):
                self.joined.pop(former, None)
        if len(tables) > 1:
            self.joined.update(dict.fromkeys(tables, tables))

    def number(self, table: str) -> str:
        """What people call the table, "" for an unknown one."""
        found = self.tables.get(table)
        return found.number if found else ""

    def by_number(self, number: str) -> TableSet | None:
        """The active table that people call `number`."""
        wanted = number.strip().casefold()
        tables = (t for t in self.tables.values() if t.active)
        return next((t for t in tables if t.number.casefold() == wanted), None)

    def group(self, table: str) -> tuple[str, ...]:
        """The tables that stand together with `table`, itself included."""
        return self.joined.get(table, (table,))


def near(one: TableSet, other: TableSet) -> bool:
    """Whether two tables of a room can be pushed together."""
    across = max(one.x, other.x) - min(one.x + one.width, other.x + other.width)
    down = max(one.y, other.y) - min(one.y + one.height, other.y + other.height)
    return one.room == other.room and max(across, 0) + max(down, 0) <= NEAR
