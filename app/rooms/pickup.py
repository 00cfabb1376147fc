"""Keeps every screen of ready orders up to date, and calls them where the house wants it."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QScreen

from app.domain.orders.state import Order
from app.domain.settings import PICKUP_CALL
from app.presenters.guest.pickup import PickupView, call_words, present_pickup
from app.services.house import House
from app.services.people import unseal_order
from app.services.ports import Loudspeaker
from app.windows.desk import HouseSignals
from app.windows.pickup_window import PickupWindow

LOOK_MS = 5_000
"""What is ready for long leaves by itself."""
_LEVEL, _PITCH = 0.8, 1.0


class PickupRoom(QObject):
    """What guests read who wait for their order.

    Args:
        loudspeaker: makes a call heard; None is never heard.

    Attributes:
        windows: those that are open.
    """

    def __init__(
        self, house: House, signals: HouseSignals, loudspeaker: Loudspeaker | None
    ) -> None:
        super().__init__()
        self._house, self._loudspeaker = house, loudspeaker
        self.windows: list[PickupWindow] = []
        self._own: PickupWindow | None = None
        self._called: set[str] | None = None
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._show)
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self._show)
        signals.changed.connect(self._on_changed)

    def open(self) -> PickupWindow:
        """A new window, up to date."""
        window = PickupWindow(self._house.mark)
        window.closed.connect(self._on_closed)
        self.windows.append(window)
        self._looking.start()
        self._show()
        return window

    def show(self, screen: QScreen) -> None:
        """The one that somebody opened by hand comes to the front, or is made."""
        if self._own is None:
            self._own = self.open()
            self._own.setGeometry(screen.availableGeometry())
        self._own.showFullScreen()
        self._own.raise_()
        self._own.activateWindow()

    def stop(self) -> None:
        """Closes them all."""
        self._soon.stop()
        for window in tuple(self.windows):
            window.close()

    @Slot()
    def _on_closed(self) -> None:
        window = self.sender()
        if isinstance(window, PickupWindow) and window in self.windows:
            self.windows.remove(window)
            self._own = None if window is self._own else self._own
            window.deleteLater()
        if not self.windows:
            self._looking.stop()
            self._called = None

    @Slot(object)
    def _on_changed(self, _: object) -> None:
        if self.windows:
            self._soon.start()

    @Slot()
    def _show(self) -> None:
        if not self.windows:
            return
        house = self._house
        view = present_pickup(house.world, house.clock(), self._name_of)
        for window in self.windows:
            window.display(view)
        self._call(view)

    def _name_of(self, order: Order) -> str:
        return unseal_order(self._house, order.id, order.name) if order.name else ""

    def _call(self, view: PickupView) -> None:
        """What has become ready since the last look is called, the newest last."""
        before, self._called = self._called, {tile.id for tile in view.ready}
        wish = self._house.world.settings.text(PICKUP_CALL)
        if before is None or wish == "no" or self._loudspeaker is None:
            return
        for tile in reversed(view.ready):
            if tile.id not in before:
                world = self._house.world
                order = world.book.orders[tile.id]
                words = call_words(world, order) if wish == "voice" else ""
                self._loudspeaker.play("ready", _LEVEL, _PITCH, _nothing, words)


def _nothing(able: bool) -> None:
    """Nobody stands at this screen who could plug a loudspeaker in."""
