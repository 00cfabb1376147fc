"""Rings for orders that did not come in whole, until somebody has looked at them."""

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.orders.importing import to_check
from app.services.house import House
from app.services.ports import Loudspeaker
from app.windows.desk import HouseSignals

AGAIN_MS = 20_000
_LEVEL, _PITCH = 0.8, 1.0
_SILENT = ("kitchen", "pickup")


class OrderBell(QObject):
    """One for a process, so that several windows ring once; never where nobody takes
    orders: in the kitchen, over the counter."""

    def __init__(
        self, house: House, signals: HouseSignals, loudspeaker: Loudspeaker
    ) -> None:
        super().__init__()
        self._house, self._loudspeaker = house, loudspeaker
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self._ring)
        signals.changed.connect(self._on_changed)
        # What nobody looked at before the last stop is waiting still.
        QTimer.singleShot(0, self, self._on_changed)

    def stop(self) -> None:
        """Falls silent."""
        self._again.stop()

    @property
    def ringing(self) -> bool:
        """Whether an order waits for somebody."""
        return self._again.isActive()

    @Slot()
    def _on_changed(self) -> None:
        world = self._house.world
        known = world.terminals.known.get(self._house.terminal)
        heard = known is None or known.role not in _SILENT
        wanted = heard and any(map(to_check, world.book.orders.values()))
        if wanted and not self.ringing:
            self._again.start()
            self._ring()
        elif not wanted:
            self._again.stop()

    @Slot()
    def _ring(self) -> None:
        self._loudspeaker.play("late", _LEVEL, _PITCH, _nothing)


def _nothing(able: bool) -> None:
    """The row in the windows says it too."""
