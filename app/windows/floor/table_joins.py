"""Tables are pushed together with one note or a note each, and apart again."""

from collections.abc import Sequence
from functools import partial

from app.domain.floor.decide import JoinTables, LinkTables
from app.domain.rules import Command
from app.domain.world import World
from app.windows.desk import Desk
from app.windows.party_seating import groups_of, restored
from resources.texts import tr


class TableJoins:
    """The pushing of one window's person; each act says its way back."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def _world(self) -> World:
        return self._desk.world

    def join(self, table: str, other: str) -> None:
        """Tables are pushed together, with those that stand with them."""
        floor = self._world.floor
        tables = tuple(dict.fromkeys((*floor.group(other), *floor.group(table))))
        notes = {order.id for t in tables if (order := self._world.order_on(t))}
        if len(notes) > 1:
            self.link(tables)
            return
        before = groups_of(self._world.floor, tables)
        if self._desk.run(JoinTables(tables=tables)):
            numbers = " + ".join(floor.number(each) for each in tables)
            words = tr("{tables} : réunies", tables=numbers)
            self._say(words, restored(table, before))

    def link(self, tables: Sequence[str]) -> None:
        """Tables with guests are pushed together, each keeps its note."""
        floor = self._world.floor
        before = groups_of(floor, tables)
        if self._desk.run(LinkTables(tables=tuple(tables))):
            numbers = " + ".join(floor.number(each) for each in tables)
            words = tr("{tables} : rapprochées, notes séparées", tables=numbers)
            self._say(words, restored(tables[0], before))

    def apart(self, table: str) -> None:
        """Tables that stood together stand alone again."""
        floor = self._world.floor
        together = floor.cluster(table)
        before = groups_of(floor, together)
        if self._desk.run(JoinTables(tables=(table,))):
            numbers = " · ".join(floor.number(each) for each in together)
            words = tr("{tables} : séparées", tables=numbers)
            self._say(words, before)

    def _say(self, words: str, back: Sequence[Command]) -> None:
        self._desk.say(words, undo=partial(self._run_all, tuple(back)))

    def _run_all(self, commands: Sequence[Command]) -> None:
        for command in commands:
            if not self._desk.run(command):
                return
