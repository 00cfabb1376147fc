"""Which seat the next articles are for."""

from PySide6.QtCore import QObject, Signal, Slot

from app.presenters.pos.order import last_seat
from app.presenters.pos.words import order_words
from app.windows.pos.order_acts import OrderActs
from app.windows.pos.sheets import CountSheet
from app.windows.pos.work import Work
from resources.texts import tr


class SeatActs(QObject):
    """The seats of the order in front of the person.

    Signals:
        chosen: another seat, or a look at all of them.
    """

    chosen = Signal()

    def __init__(self, work: Work, orders: OrderActs) -> None:
        super().__init__(work)
        self._work, self._orders = work, orders

    @Slot(int)
    def choose(self, seat: int) -> None:
        """The next articles are for this seat, 0 the table."""
        self._work.state.seat = seat
        self.chosen.emit()

    @Slot()
    def next(self) -> None:
        """The seat after, and the table after the last."""
        order = self._work.order
        if order is not None and order.table:
            count = last_seat(self._work.world, order) + 1
            self.choose((self._work.state.seat + 1) % count)

    @Slot()
    def add(self) -> None:
        """One more seat, which is one more guest."""
        order = self._work.order
        if order is not None:
            seat = last_seat(self._work.world, order) + 1
            if self._orders.set_covers(seat):
                self._work.state.seat = seat
        self.chosen.emit()

    @Slot()
    def ask(self) -> None:
        """Which of many seats."""
        self.chosen.emit()
        order = self._work.order
        if order is None:
            return
        count = last_seat(self._work.world, order)
        sheet = CountSheet(
            self._work.beside,
            tr("Place"),
            order_words(self._work.world, order),
            most=min(count, 40),
            chosen=self._work.state.seat,
            highest=count,
        )
        sheet.count_chosen.connect(self._on_seat_picked)
        self._work.open_sheet(sheet)

    @Slot(int)
    def _on_seat_picked(self, seat: int) -> None:
        self._work.close_sheet()
        self.choose(seat)
