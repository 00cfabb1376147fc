"""Nobody stands in front of the machine any more, as its sensor says: the window may lock."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.presenters.presence import Presence, may_lock
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr

LOOK_MS = 500


class Departure(QObject):
    """Looks at the sensor of this machine for one window.

    Args:
        window: its touches say that somebody is there, whatever the sensor sees.
        place: names the page on show.

    Signals:
        left: whoever sat there has gone, and may be locked out.
    """

    left = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, window: QWidget, place: Callable[[], str]
    ) -> None:
        super().__init__(window)
        self._place = place
        self._desk, self._board, self._window = desk, board, window
        self._seen = Presence()
        self._told = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    def close(self) -> None:
        """The window goes."""
        self._timer.stop()

    def begin(self) -> None:
        """Somebody sits down."""
        self._seen.touched = time.monotonic()

    @Slot()
    def _on_timeout(self) -> None:
        away, after = self._board.away() or (None, 0)
        self._seen.look(away)
        if self._told and self._seen.believed:
            self._told = False
        if not self._desk.person:
            return
        if not self._seen.believed and not self._told:
            self._told = True
            words = tr(
                "Le détecteur ne voit pas qui touche l'écran : il ne verrouille plus."
            )
            self._desk.say(words, tone="error")
        house, health_of = self._desk.house, self._board.health
        if self._seen.is_left(time.monotonic(), away, after) and may_lock(
            house.world, house.terminal, self._place(), health_of
        ):
            self.left.emit()

    @Slot(QObject)
    def touch(self, touched: QObject) -> None:
        """Something was tapped, or has a key, in some window of ours."""
        if isinstance(touched, QWidget) and touched.window() is self._window:
            away, _ = self._board.away() or (None, 0)
            self._seen.touch(time.monotonic(), away)
