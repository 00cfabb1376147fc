"""The one way off the window's thread: run a function elsewhere, get its answer back."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from typing_extensions import override


class _Answer(QObject):
    """Signals: arrived(result, error): one of the two is None; in the owner's thread."""

    arrived = Signal(object, object)


class _Task(QRunnable):
    def __init__(self, work: Callable[[], Any], answer: _Answer) -> None:
        super().__init__()
        self._work = work
        self._answer = answer

    @override
    def run(self) -> None:
        result, error = None, None
        try:
            result = self._work()
        except Exception as caught:  # noqa: BLE001 # handed to the window, which says it
            error = caught
        with suppress(RuntimeError):  # the owner has gone: nobody asks any more
            self._answer.arrived.emit(result, error)


class Background(QObject):
    """Runs functions in Qt's thread pool for one owner and forgets them when it goes.

    A function must not touch widgets or the house; what it needs is given to it.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._running: set[_Answer] = set()

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Calls `done` with the result of `work()` in this thread; `failed` on error."""
        answer = _Answer(self)
        self._running.add(answer)

        @Slot(object, object)
        def arrived(result: object, error: Exception | None) -> None:
            self._running.discard(answer)
            answer.deleteLater()
            if error is None:
                done(result)
            elif failed is not None:
                failed(error)
            else:
                raise error

        answer.arrived.connect(arrived)
        QThreadPool.globalInstance().start(_Task(work, answer))

    @property
    def busy(self) -> bool:
        """Whether anything is still running."""
        return bool(self._running)
