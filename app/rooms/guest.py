"""Tells every display what is in front of the cashier: second screens and two lines."""

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QScreen

from app.counter import CounterDevices
from app.domain.receipts.events import ReceiptIssued
from app.domain.settings import READY, SCREENS, TOUCH, DeviceSet
from app.presenters.guest.display import (
    LANGUAGE,
    Front,
    is_paid,
    language_options,
    present_guest,
)
from app.rooms.pickup import PickupRoom
from app.services.house import Fact, House
from app.services.ports import Loudspeaker
from app.windows.desk import Desk, HouseSignals
from app.windows.guest_window import GuestWindow
from app.windows.pickup_window import PickupWindow
from app.windows.qr_sheet import code_of
from hardware.health import DeviceState, Health
from resources.texts import language, speaking

PICKUP = "pickup"
"""Place of the screen that shows which orders are ready."""
STAYS_MS = 30_000
"""How long what a guest paid stays on show once the cashier has gone on."""


class GuestRoom(QObject):
    """What guests read, of the window that somebody used last.

    Args:
        counter: shows two lines, and is told how the second screens are.
        loudspeaker: makes heard which order is ready.

    Attributes:
        windows: second screens that show an order, by device; pickup: those, and windows,
            that show which orders are ready.
    """

    def __init__(
        self,
        house: House,
        signals: HouseSignals,
        counter: CounterDevices,
        loudspeaker: Loudspeaker | None = None,
    ) -> None:
        super().__init__()
        self._house, self._counter = house, counter
        self.pickup = PickupRoom(house, signals, loudspeaker)
        self._desk: Desk | None = None
        self._front, self._code, self._language = Front(), "", ""
        self.windows: dict[str, GuestWindow] = {}
        self._covers: dict[str, tuple[str, GuestWindow | PickupWindow]] = {}
        # One look after all that one tap changed.
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._show)
        self._over = QTimer(self, interval=STAYS_MS, singleShot=True)
        self._over.timeout.connect(self._on_over)
        signals.changed.connect(self._on_changed)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._on_screens_changed)
            application.screenRemoved.connect(self._on_screens_changed)

    def start(self) -> None:
        """Covers the second screens, and greets."""
        self._set_up_screens()
        self._show()

    def stop(self) -> None:
        """Uncovers them."""
        self._soon.stop()
        self._over.stop()
        for key in tuple(self._covers):
            self._close(key)
        self.pickup.stop()

    @Slot()
    def show_pickup(self) -> None:
        """Which orders are ready, in a window of its own that is dragged onto any screen."""
        self.pickup.show(self.free_screens()[-1])

    def _close(self, key: str) -> None:
        self.windows.pop(key, None)
        _, window = self._covers.pop(key)
        window.close()
        window.deleteLater()

    def _open(self, key: str, profile: str) -> None:
        window: GuestWindow | PickupWindow
        if profile == READY:
            window = self.pickup.open()
        else:
            window = GuestWindow(self._house.mark, touch=profile == TOUCH)
            window.said.connect(self._on_said)
            self.windows[key] = window
        self._covers[key] = profile, window

    def free_screens(self) -> list[QScreen]:
        """The screens on which no guest reads, the first one before the others."""
        covered = {window.screen() for _, window in self._covers.values()}
        screens = QGuiApplication.screens()
        return [screen for screen in screens if screen not in covered] or screens

    def listen(self, desk: Desk) -> None:
        """Follows a window from now on."""
        desk.fronted.connect(self._on_fronted)
        desk.person_changed.connect(self._on_person_changed)
        desk.guest_spoken.connect(self._on_spoken)

    @Slot(object)
    def _on_fronted(self, front: Front) -> None:
        desk = self.sender()
        if isinstance(desk, Desk) and (front.order or desk is self._desk):
            self._desk = desk
            self._turn_to(front)

    @Slot(str)
    def _on_person_changed(self, person: str) -> None:
        if not person and self.sender() is self._desk:
            self._turn_to(Front())

    def _turn_to(self, front: Front) -> None:
        self._over.stop()
        before = self._house.world.book.orders.get(self._front.order)
        paid = before is not None and is_paid(self._house.world, before)
        if not front.order:
            self._over.start()
            if paid:
                return  # the guest reads the change meanwhile
        elif front.order != self._front.order:
            self._code = ""
            if paid:
                self._language = ""  # another guest
        self._front = front
        self._soon.start()

    @Slot()
    def _on_over(self) -> None:
        self._front, self._code, self._language = Front(), "", ""
        self._show()

    @Slot(str)
    def _on_spoken(self, language: str) -> None:
        self._on_said(LANGUAGE, language)

    @Slot(str, str)
    def _on_said(self, kind: str, key: str) -> None:
        """A guest touched an answer: their language is this screen's own affair."""
        if kind == LANGUAGE:
            self._language = key
            if not self._front.order:
                self._over.start()
            self._show()
        elif self._desk is not None:
            self._desk.guest_said.emit(kind, key)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            event = fact.event
            if isinstance(event, DeviceSet) and event.kind == "display":
                self._set_up_screens()
            elif isinstance(event, ReceiptIssued) and event.order == self._front.order:
                self._code = code_of(self._desk, event).text if self._desk else ""
        self._soon.start()

    @Slot()
    def _show(self) -> None:
        if not (self.windows or self._counter.displays):
            return
        chosen = self._language or language()
        with speaking(chosen):
            view = present_guest(self._house.world, self._front, self._code)
        view = replace(view, languages=language_options(chosen))
        self._counter.show(view.two)
        for window in self.windows.values():
            window.display(view)

    @Slot()
    def _on_screens_changed(self) -> None:
        self._set_up_screens()

    def _set_up_screens(self) -> None:
        """One window a screen; a display whose screen is not plugged in waits for it."""
        driven = self._house.world.driven(self._house.terminal)
        wanted = [
            key
            for key, device in driven.items()
            if device.kind == "display" and device.profile in SCREENS
        ]
        first = QGuiApplication.primaryScreen()
        others = [s for s in QGuiApplication.screens() if s is not first]
        places = dict(zip(wanted, others, strict=False))
        for key, (profile, _) in tuple(self._covers.items()):
            if key not in places or driven[key].profile != profile:
                self._close(key)
        for key, screen in places.items():
            if key not in self._covers:
                self._open(key, driven[key].profile)
            self._covers[key][1].cover(screen.geometry())
        before = self._counter.screens
        self._counter.screens = {
            key: _health(before.get(key), there=key in places) for key in wanted
        }
        self._counter.tell_changed()
        self._soon.start()


def _health(before: Health | None, *, there: bool) -> Health:
    """How a second screen is; the same as before while nothing changed."""
    state = DeviceState.READY if there else DeviceState.OFFLINE
    if before is not None and before.state is state:
        return before
    reasons = frozenset(() if there else ("unplugged",))
    return Health(state=state, reasons=reasons, since=datetime.now(UTC))
