"""Watches a widget until it has painted: how long after an act something is seen."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

PATIENCE_MS = 10_000


class Eye(QObject):
    """Looks at one widget. Not for slots: it turns the event loop itself."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._loop = QEventLoop()
        self._shown: Callable[[], bool] | None = None
        self._seen = False
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self._loop.quit)
        widget.installEventFilter(self)

    def see(self, act: Callable[[], object], shown: Callable[[], bool] = bool) -> float:
        """Acts, and waits until the widget has painted while `shown()`.

        Args:
            shown: whether what is painted next holds what the act was for; without
                it, the next painting counts.

        Returns:
            milliseconds from the act to the end of the painting.

        Raises:
            TimeoutError: nothing was painted.
        """
        self._shown = shown if shown is not bool else _anything
        self._seen = False
        self._patience.start()
        start = time.perf_counter()
        act()
        if not self._seen:
            self._loop.exec()
        took = (time.perf_counter() - start) * 1000
        self._patience.stop()
        self._shown = None
        if not self._seen:
            raise TimeoutError("nothing was painted")
        return took

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._shown and self._shown():
            # The widget paints after this filter: seen when the loop turns again.
            self._shown = None
            QTimer.singleShot(0, self, self._on_painted)
        return False

    @Slot()
    def _on_painted(self) -> None:
        self._seen = True
        self._loop.quit()


def _anything() -> bool:
    return True
