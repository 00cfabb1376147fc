"""Nobody touches the screen: after the minutes of the settings the window may lock."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from app.windows.desk import Desk

_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress)


class Idle(QObject):
    """Counts the minutes since the last tap or key.

    Signals:
        passed: nothing was touched for as long as the settings say.
        touched(QObject): a tap or a key, and what it went to.
    """

    passed = Signal()
    touched = Signal(QObject)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.passed)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def start(self) -> None:
        """Counts from now on, and afresh at each touch; never when 0 minutes are set."""
        minutes = self._desk.world.settings.number("lock.minutes")
        if minutes:
            self._timer.start(minutes * 60_000)

    def close(self) -> None:
        """The window goes."""
        self._timer.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            if self._timer.isActive():
                self.start()
            self.touched.emit(watched)
        return False
