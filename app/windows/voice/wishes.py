"""What a finger wishes of a draft that was spoken."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot

from app.services.headsets import Asked
from app.windows.desk import Approval, Desk
from app.windows.voice.mishearing import Mishearing
from app.windows.voice.pane import VoicePane
from resources.texts import tr


class DraftWishes(QObject):
    """Carries out what is tapped in the pane.

    Args:
        headset: whose draft the person at the window may change.
    """

    def __init__(self, desk: Desk, pane: VoicePane, headset: Callable[[], str]) -> None:
        super().__init__(pane)
        self._desk, self._headset = desk, headset
        self._mishearing = Mishearing(desk, pane)
        pane.answered.connect(self._on_answered)
        pane.quantity_set.connect(self._on_quantity_set)
        pane.other_requested.connect(self._on_other_requested)
        pane.seat_requested.connect(desk.menu_requested)
        pane.sent.connect(self._on_sent)
        pane.dropped.connect(self._on_dropped)

    @Slot(str)
    def _on_answered(self, key: str) -> None:
        headsets, headset = self._desk.headsets, self._headset()
        if key:
            headsets.room.answer(headset, key)
            return
        asked = headsets.state(headset).asked
        if asked is not None and asked.refusal is not None:
            allowed = partial(self._on_allowed, headset, asked)
            person = self._desk.person
            wanted = Approval(asked.refusal, None, None, allowed, person)
            self._desk.approval_requested.emit(wanted)

    def _on_allowed(self, headset: str, asked: Asked, manager: str) -> None:
        """An answer from another screen may come when something else is asked."""
        if self._desk.headsets.state(headset).asked == asked:
            self._desk.headsets.room.approve(headset, manager)
        else:
            words = tr("Trop tard : la question n'est plus la même.")
            self._desk.say(words, tone="refused")

    @Slot(str, int)
    def _on_quantity_set(self, line: str, quantity: int) -> None:
        self._desk.headsets.room.set_quantity(self._headset(), line, quantity)

    @Slot(str)
    def _on_other_requested(self, line: str) -> None:
        self._mishearing.ask(self._headset(), line)

    @Slot()
    def _on_sent(self) -> None:
        self._desk.headsets.room.send(self._headset())

    @Slot()
    def _on_dropped(self) -> None:
        self._desk.headsets.room.drop(self._headset())
