"""What presenters may ask besides the world: the hour, names, sealed words, devices."""

from app.domain.credits.events import ClientSet
from app.domain.reservations.events import Reservation
from app.presenters.pos.words import Sight
from app.services.clients import client_contact, client_name
from app.services.guests import Guest, guest_of
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
        self._guests: dict[Reservation, Guest] = {}

    def now(self) -> Sight:
        """What can be seen at this moment."""
        return Sight(
            now=self._house.clock(),
            name_of=self._name_of,
            unseal=self._unseal,
            health_of=self._board.health,
            guest_of=self._guest_of,
            client_of=self.client_of,
            born_of=self._born_of,
        )

    def _name_of(self, person: str) -> str:
        found = self._house.world.staff.people.get(person)
        key = person, found.name if found else ""
        if key not in self._opened:
            self._opened[key] = person_name(self._house, person)
        return self._opened[key]

    def client_of(self, client: ClientSet) -> str:
        """The name of a client."""
        key = client.client, client.name
        if key not in self._opened:
            self._opened[key] = client_name(self._house, client)
        return self._opened[key]

    def _born_of(self, client: ClientSet) -> str:
        key = f"born/{client.client}", client.contact
        if key not in self._opened:
            self._opened[key] = client_contact(self._house, client).born
        return self._opened[key]

    def _guest_of(self, reservation: Reservation) -> Guest:
        if reservation not in self._guests:
            self._guests[reservation] = guest_of(self._house, reservation)
        return self._guests[reservation]

    def _unseal(self, order: str, sealed: str) -> str:
        key = order, sealed
        if key not in self._opened:
            self._opened[key] = unseal_order(self._house, order, sealed)
        return self._opened[key]
