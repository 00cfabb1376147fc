"""Rooms and tables as they stand."""

from dataclasses import dataclass, field

from app.domain.floor.events import (
    FixtureSet,
    FloorEvent,
    FloorThing,
    HandoverAnswered,
    HandoverOffered,
    RoomSet,
    SectionGiven,
    SectionSet,
    TableBlocked,
    TableCleared,
    TableSet,
    TablesLinked,
    TracingSet,
)
from app.domain.orders.handling import ms_of
from app.domain.vocabulary import Meta

OFFERED = 16 * 3_600_000
"""Ms: how long a handover is known once there are newer ones: from a lunch to the end of its
evening. Business days would not do: each till has its own."""


@dataclass(slots=True)
class Handover:
    """Notes and sections that somebody passes on.

    Attributes:
        answer: of `HandoverAnswered`, "" while the other one was not heard.
        since: when it was offered, ms since 1970; `at` is its last moment, ISO.
    """

    offered: HandoverOffered
    since: int
    at: str
    answer: str = ""


@dataclass(slots=True)
class Floor:
    """Rooms, sections, tables and fixtures by id.

    Attributes:
        tracings: room -> the picture that lies under it.
        given: section -> how it was given last; see `waiter_of`.
        handovers: those of the day, by id.
        joined: table -> the tables that have one note with it, itself included.
        linked: table -> those it is pushed together with though each keeps its note.
        cleared: table -> when it was last cleared, ms since 1970.
        blocked: table -> why nobody is seated there; others are not in it.
    """

    rooms: dict[str, RoomSet] = field(default_factory=dict)
    sections: dict[str, SectionSet] = field(default_factory=dict)
    fixtures: dict[str, FixtureSet] = field(default_factory=dict)
    tracings: dict[str, TracingSet] = field(default_factory=dict)
    given: dict[str, SectionGiven] = field(default_factory=dict)
    handovers: dict[str, Handover] = field(default_factory=dict)
    tables: dict[str, TableSet] = field(default_factory=dict)
    joined: dict[str, tuple[str, ...]] = field(default_factory=dict)
    linked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cleared: dict[str, int] = field(default_factory=dict)
    blocked: dict[str, str] = field(default_factory=dict)

    def evolve(self, event: FloorEvent, meta: Meta) -> None:
        """Takes a fact in; never refuses."""
        match event:
            case RoomSet() | TableSet() | SectionSet() | FixtureSet() | TracingSet():
                self._draw(event)
            case SectionGiven():
                self.given[event.section] = event
            case HandoverOffered():
                self._offer(event, meta)
            case HandoverAnswered():
                self._answer(event, meta)
            case TableCleared():
                self.cleared[event.table] = ms_of(meta)
            case TableBlocked(reason=""):
                self.blocked.pop(event.table, None)
            case TableBlocked():
                self.blocked[event.table] = event.reason
            case TablesLinked():
                _together(self.linked, event.tables)
            case _:
                _together(self.joined, event.tables)

    def _draw(self, event: FloorThing) -> None:
        match event:
            case RoomSet():
                self.rooms[event.id] = event
            case TableSet():
                self.tables[event.id] = event
            case SectionSet():
                self.sections[event.id] = event
            case FixtureSet():
                self.fixtures[event.id] = event
            case TracingSet():
                self.tracings[event.room] = event

    def _offer(self, event: HandoverOffered, meta: Meta) -> None:
        """What was offered long before the newest is over, whichever comes in first."""
        offered = Handover(event, ms_of(meta), meta.ts)
        known = self.handovers | {event.handover: offered}
        first = max(each.since for each in known.values()) - OFFERED
        self.handovers = {key: h for key, h in known.items() if h.since > first}

    def _answer(self, event: HandoverAnswered, meta: Meta) -> None:
        """What was accepted stays so, whatever another terminal said apart from it."""
        found = self.handovers.get(event.handover)
        if found is None or (found.answer == "accepted" and event.answer != "undone"):
            return
        found.answer, found.at = event.answer, meta.ts

    def waiter_of(self, section: str) -> str:
        """Who serves a section now, "" for nobody."""
        found = self.sections.get(section)
        if found is None or not found.active:
            return ""
        given = self.given.get(section)
        return given.waiter if given else found.waiter

    def sections_in(self, room: str) -> list[SectionSet]:
        """The sections of a room that are in use."""
        return [s for s in self.sections.values() if s.room == room and s.active]

    def sections_of(self, waiter: str) -> tuple[str, ...]:
        """The sections that somebody serves now."""
        return tuple(s for s in self.sections if self.waiter_of(s) == waiter)

    def number(self, table: str) -> str:
        """What people call the table, "" for an unknown one."""
        found = self.tables.get(table)
        return found.number if found else ""

    def room(self, table: str) -> str:
        """The room of a table, "" for an unknown one."""
        found = self.tables.get(table)
        return found.room if found else ""

    def by_number(self, number: str) -> TableSet | None:
        """The active table that people call `number`."""
        wanted = number.strip().casefold()
        tables = (t for t in self.tables.values() if t.active)
        return next((t for t in tables if t.number.casefold() == wanted), None)

    def group(self, table: str) -> tuple[str, ...]:
        """The tables that have one note with `table`, itself included."""
        return self.joined.get(table, (table,))

    def cluster(self, table: str) -> tuple[str, ...]:
        """The tables that stand together with `table`, whosever notes; itself included."""
        found = (table, *self.group(table), *self.linked.get(table, ()))
        return tuple(dict.fromkeys(found))


def _together(known: dict[str, tuple[str, ...]], tables: tuple[str, ...]) -> None:
    """Tables leave those they were with; several of them are together from now on."""
    for table in tables:
        for former in known.pop(table, ()):
            known.pop(former, None)
    if len(tables) > 1:
        known.update(dict.fromkeys(tables, tables))
