"""`12↵` opens table 12: digits typed on the page, kept until Enter or a pause."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent

PAUSE_MS = 3000
MOST = 4


class NumberKeys(QObject):
    """Collects digits.

    Signals:
        changed(str): what is typed so far, "" for nothing.
        entered(str): Enter after digits.
    """

    changed = Signal(str)
    entered = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._typed = ""
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.clear)

    @property
    def typed(self) -> str:
        """What is typed so far."""
        return self._typed

    def wait(self) -> None:
        """Begins the pause after which nothing is awaited any more."""
        self._pause.start()

    def take_key(self, event: QKeyEvent) -> bool:
        """Takes a key; False when it is none of ours."""
        if event.text() in tuple("0123456789"):
            if len(self._typed) < MOST:
                self._set(self._typed + event.text())
            return True
        if not self._typed:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            typed = self._typed
            self.clear()
            self.entered.emit(typed)
        elif event.key() == Qt.Key.Key_Backspace:
            self._set(self._typed[:-1])
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            return False
        return True

    @Slot()
    def clear(self) -> None:
        """Forgets what is typed."""
        self._set("")

    def _set(self, typed: str) -> None:
        if typed:
            self._pause.start()
        else:
            self._pause.stop()
        if typed != self._typed or not typed:
            self._typed = typed
            self.changed.emit(typed)
