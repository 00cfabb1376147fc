"""Which tables are free for the next party: what whoever seats guests keeps in mind."""

from random import Random

from app.shift.stage import Stage


class Room:
    """Tables where guests are seated with their covers."""

    def __init__(self, stage: Stage, random: Random) -> None:
        self._stage, self._random = stage, random
        self._taken: set[str] = set()

    def take(self, covers: int, *, beside: str = "") -> str:
        """A free table for so many, the smallest that fits; "" when there is none.

        Args:
            beside: a table of the same room is wanted.
        """
        floor = self._stage.world.floor
        rooms = {floor.tables[beside].room} if beside else set(floor.rooms)
        found = [
            table
            for table in floor.tables.values()
            if table.active
            and table.seats >= covers
            and table.room in rooms
            and floor.rooms[table.room].ask_covers
            and table.id not in self._taken
            and self._stage.world.order_on(table.id) is None
        ]
        if not found:
            return ""
        fitting = min(table.seats for table in found)
        chosen = self._random.choice([t for t in found if t.seats == fitting])
        self._taken.add(chosen.id)
        return chosen.id

    def give_back(self, table: str) -> None:
        """A table is free again."""
        self._taken.discard(table)
