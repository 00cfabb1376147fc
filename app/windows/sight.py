"""What presenters may ask besides the world: the hour, names, sealed words, devices."""

from app.presenters.pos_words import Sight
from app.services.people import person_name, unseal_order
from app.windows.board import DeviceBoard
from app.windows.desk import Desk


class Sights:
    """Sights of one window; each name and word is opened once.

    A key is a row of the database, and panels are drawn at every tap.
    """

    def __init__(self, desk: Desk, board: DeviceBoard) -> None:
        self._house, self._board = desk.house, board
        self._opened: dict[tuple[str, str], str] = {}

    def now(self) -> Sight:
        """What can be seen at this moment."""
        return Sight(
            now=self._house.clock(),
            name_of=self._name_of,
            unseal=self._unseal,
            health_of=self._board.health,
        )

    def _name_of(self, person: str) -> str:
        found = self._house.world.staff.people.get(person)
        key = person, found.name if found else ""
        if key not in self._opened:
            self._opened[key] = person_name(self._house, person)
        return self._opened[key]

    def _unseal(self, order: str, sealed: str) -> str:
        key = order, sealed
        if key not in self._opened:
            self._opened[key] = unseal_order(self._house, order, sealed)
        return self._opened[key]
