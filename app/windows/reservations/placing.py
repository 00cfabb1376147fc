"""Leads a party to its tables; where these are not free, a place is asked for."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.domain.reservations.events import Reservation
from app.presenters.floor.seating import propose, whose_turn
from app.presenters.floor.standing import standing
from app.presenters.reservations.page import guest_name
from app.windows.desk import Desk
from app.windows.party_seating import seat_party
from app.windows.reservations.sheets import PlaceSheet
from app.windows.sight import Sights
from resources.texts import tr
from widgets.overlay import Overlay


class Placing(QObject):
    """One page's seating.

    Args:
        show: opens a sheet in the place of the one that is open.
    """

    def __init__(
        self,
        desk: Desk,
        host: QWidget,
        sights: Sights,
        show: Callable[[Overlay], None],
    ) -> None:
        super().__init__(host)
        self._desk, self._host, self._sights, self._show = desk, host, sights, show
        self._party = ""

    def seat(self, known: Reservation) -> None:
        """At their tables at once, or wherever a person says."""
        taken = any(self._desk.world.order_on(table) for table in known.tables)
        if known.tables and not taken:
            seat_party(self._desk, known)
        else:
            self.ask(known)

    def ask(self, known: Reservation) -> None:
        """Shows the places that suit them."""
        sight = self._sights.now()
        floor = standing(self._desk.world, sight.now)
        self._party = known.id
        sheet = PlaceSheet(
            self._host,
            guest_name(sight, known),
            propose(floor, known.covers, sight, known.id),
            self._sitting(known),
            whose_turn(floor, known.covers, sight, known.id),
        )
        sheet.chosen.connect(self._on_place_chosen)
        sheet.recognised.connect(self._on_recognised)
        self._show(sheet)

    def _sitting(self, known: Reservation) -> tuple[str, str] | None:
        """The order of whoever sits at their table and did not reserve."""
        world = self._desk.world
        for table in known.tables:
            order = world.order_on(table)
            if order is not None and order.id not in world.reservations.seatings:
                number = world.floor.number(table)
                words = tr("Ils sont déjà à la table {number}", number=number)
                return order.id, words
        return None

    def _known(self) -> Reservation | None:
        return self._desk.world.reservations.known.get(self._party)

    @Slot(object)
    def _on_place_chosen(self, tables: tuple[str, ...]) -> None:
        known = self._known()
        if known is not None:
            seat_party(self._desk, known, tables)

    @Slot(str)
    def _on_recognised(self, order: str) -> None:
        known = self._known()
        if known is not None:
            seat_party(self._desk, known, onto=order)
