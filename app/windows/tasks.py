"""The one way off the window's thread, and what must stay in it: the end of Qt's objects.

Qt ends the process when a widget dies in another thread than its own. So a job and all
it refers to come back with the answer, and garbage is collected in the window's thread
alone: Python's own collector runs in whichever thread happens to allocate, and would
take a closed window down with it there.
"""

import gc
import threading
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

COLLECT_MS = 1000


class _Job(QObject):
    """One function on its way, with what is done about its answer."""

    _finished = Signal()

    def __init__(
        self,
        owner: QObject,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None,
    ) -> None:
        super().__init__()
        self.owner = owner
        self._work, self._done, self._failed = work, done, failed
        self._result: Any = None
        self._error: Exception | None = None
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        self.thread_of_work = threading.Thread(target=self._run, name="sotto-work")

    def _run(self) -> None:
        try:
            self._result = self._work()
        except Exception as caught:  # noqa: BLE001 # handed to the window, which says it
            self._error = caught
        self._finished.emit()

    @Slot()
    def _on_finished(self) -> None:
        self.thread_of_work.join()  # its last references go before ours
        _running.discard(self)
        if not shiboken6.isValid(self.owner):
            return  # the owner has gone: nobody asks any more
        if self._error is None:
            self._done(self._result)
        elif self._failed is not None:
            self._failed(self._error)
        else:
            raise self._error


_running: set[_Job] = set()
"""Jobs that have not come back; held here, whatever becomes of their owners."""


class Background(QObject):
    """Runs functions in threads for one owner and forgets them when it goes.

    A function must not touch widgets or the house; what it needs is given to it.
    """

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Calls `done` with the result of `work()` in this thread; `failed` on error."""
        job = _Job(self, work, done, failed)
        _running.add(job)
        job.thread_of_work.start()

    @property
    def busy(self) -> bool:
        """Whether anything is still running."""
        return any(job.owner is self for job in _running)

    def wait(self) -> None:
        """Until every function has returned; their answers are given afterwards."""
        for job in tuple(_running):
            if job.owner is self:
                job.thread_of_work.join()


class GarbageCollector(QObject):
    """Stands in for Python's own collector, in the thread of `parent`, the window's."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=COLLECT_MS)
        timer.timeout.connect(self._on_timeout)
        timer.start()

    @Slot()
    def _on_timeout(self) -> None:
        """Collects the oldest generation that is due, as Python would."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        generations = [n for n, (count, limit) in enumerate(due) if count > limit]
        if generations:
            gc.collect(generations[-1])
