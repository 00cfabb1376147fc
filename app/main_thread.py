"""The way into the window's thread from any other."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from db.errors import KnownError


class MainThread(QObject):
    """Runs functions from any thread in the thread that made this object.

    What the journal refuses (a card's answer while the disk is full) is kept for
    `try_again`.
    """

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[Callable[[], None]] = []
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    def post(self, function: Callable[[], None]) -> None:
        """Runs `function` later, in the owner's thread."""
        self._posted.emit(function)

    def try_again(self) -> None:
        """Runs, in their order, the functions that the journal refused."""
        kept, self._kept = self._kept, []
        for function in kept:
            self._on_posted(function)

    @Slot(object)
    def _on_posted(self, function: Callable[[], None]) -> None:
        try:
            function()
        except KnownError:  # nothing was written; the strip says why
            self._kept.append(function)
