"""Drives a code: opened for a name, shown while it holds, void when nobody sees it."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.presenters.admin.network import role_word, terminal_errors
from app.windows.admin.network.pairing_pane import CODE, PairingPane
from app.windows.desk import Desk

SECOND_MS = 1000
"""How often the time of a code is shown."""


class PairingController(QObject):
    """One pane and the code in it.

    Args:
        role: of who comes, where the pane gives no choice.

    Signals:
        opened: a code is about to be shown.
        closed: there can be none: the hub went elsewhere.
    """

    opened = Signal()
    closed = Signal()

    def __init__(
        self, desk: Desk, pane: PairingPane, parent: QObject, role: str = ""
    ) -> None:
        super().__init__(parent)
        self._desk, self._pane, self._role = desk, pane, role
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self._on_second)
        pane.code_requested.connect(self._on_code_requested)
        pane.left.connect(self._on_name_left)
        pane.again_requested.connect(pane.begin)

    @property
    def waits(self) -> bool:
        """A code is open, and nobody has come with it yet."""
        return self._second.isActive()

    def has_come(self, name: str, words: str) -> None:
        """Somebody has come with the code."""
        self._second.stop()
        self._pane.show_here(name, words)

    def forget(self) -> None:
        """A code that nobody sees any more is void."""
        self._second.stop()
        room = self._desk.network.room
        if self._pane.step == CODE and room is not None:
            room.close_pairing()

    @Slot()
    def _on_name_left(self) -> None:
        if self._pane.draft.name:
            self._pane.show_errors(terminal_errors(self._pane.draft))

    @Slot()
    def _on_code_requested(self) -> None:
        pane, network = self._pane, self._desk.network
        errors = terminal_errors(pane.draft)
        pane.show_errors(errors)
        if errors or network.room is None:
            pane.name.setFocus()
            return
        draft = replace(pane.draft, name=pane.draft.name.strip())
        role = self._role or draft.role
        offer = network.room.open_pairing(draft.name, role, self._desk.actor)
        if offer is None:
            self.closed.emit()
            return
        self.opened.emit()
        what = draft.name if self._role else f"{draft.name} · {role_word(role)}"
        pane.show_offer(offer, what, network.status().address)
        self._second.start()

    @Slot()
    def _on_second(self) -> None:
        room = self._desk.network.room
        left = room.pairing_left() if room is not None else 0
        if left:
            self._pane.show_left(left)
        else:
            self._second.stop()
            self._pane.show_over()
