"""What the controllers of the plan share: the desk, the page, the sheet over it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.orders.state import Order
from app.domain.world import World
from app.presenters.floor.room import ORDER
from app.presenters.floor.standing import Standing, standing
from app.presenters.pos.words import Sight
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.floor.table_acts import TableActs
from app.windows.floor.table_joins import TableJoins
from app.windows.sight import Sights
from widgets.overlay import Overlay

if TYPE_CHECKING:
    from app.windows.floor.page import FloorPage


class FloorWork(QObject):
    """One window's work at the plan.

    Attributes:
        acts: what is done with tables and notes; joins: tables pushed together.
        sheet: the one that is open, None when there is none.
    """

    def __init__(self, desk: Desk, board: DeviceBoard, page: "FloorPage") -> None:
        super().__init__(page)
        self.desk, self.page = desk, page
        self.acts, self.joins = TableActs(desk), TableJoins(desk)
        self.sheet: Overlay | None = None
        self._sights = Sights(desk, board)

    @property
    def world(self) -> World:
        """The restaurant as it stands."""
        return self.desk.world

    def sight(self) -> Sight:
        """What presenters may ask besides the world."""
        return self._sights.now()

    def standing(self) -> Standing:
        """The floor at this moment."""
        return standing(self.world, self.desk.house.clock())

    def order(self, thing: str) -> Order | None:
        """The open order of a table or of a plate at the bar."""
        if thing.startswith(ORDER):
            found = self.world.book.orders.get(thing.removeprefix(ORDER))
            return found if found and not self.world.book.closed(found) else None
        return self.world.order_on(thing)

    def owed(self, thing: str) -> Order | None:
        """The order there that was paid and whose guests wait for something."""
        floor = self.standing()
        found = (o for o in floor.owed if thing == ORDER + o.id)
        order = next(found, None) or floor.served(thing)
        return order if order in floor.owed else None

    def open(self, order: Order) -> None:
        """Goes to an order at the till."""
        self.desk.go(
            "pos", f"table:{order.table}" if order.table else f"order:{order.id}"
        )

    def show(self, sheet: Overlay) -> None:
        """Opens a sheet in the place of the one that is open."""
        self.close_sheet()
        self.sheet = sheet
        sheet.closed.connect(self._on_sheet_closed)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def close_sheet(self) -> None:
        """Closes the sheet, if one is open."""
        if self.sheet is not None:
            self.sheet.close_overlay()

    @Slot()
    def _on_sheet_closed(self) -> None:
        if self.sender() is self.sheet:
            self.sheet = None
