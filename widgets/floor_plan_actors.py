"""Names that stand at tables for three seconds: who has just changed something there."""

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

SHOWN_S, _LOOK_MS = 3.0, 500


class Actors(QObject):
    """Names by table, each for as long.

    Signals:
        changed(str): the name at a table came or went.
    """

    changed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._names: dict[str, tuple[str, float]] = {}
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.on_look)

    def show(self, table: str, name: str) -> None:
        """Somebody did something there."""
        self._names[table] = name, time.monotonic() + SHOWN_S
        self._look.start()
        self.changed.emit(table)

    def name(self, table: str) -> str:
        """Who did something there just now, "" for nobody."""
        return self._names.get(table, ("", 0.0))[0]

    @Slot()
    def on_look(self) -> None:
        """Takes away what was shown long enough."""
        now = time.monotonic()
        over = [table for table, (_, end) in self._names.items() if end <= now]
        for table in over:
            del self._names[table]
            self.changed.emit(table)
        if not self._names:
            self._look.stop()
