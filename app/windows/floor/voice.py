"""What is spoken at the plan: a table that Sotto asks for is tapped there."""

from PySide6.QtCore import QObject, Slot

from app.windows.floor.moves import Aim, FloorMoves
from app.windows.floor.work import FloorWork
from app.windows.voice.corner import VoiceCorner
from resources.texts import tr


class FloorVoice(QObject):
    """The microphone of the plan."""

    def __init__(self, work: FloorWork, moves: FloorMoves) -> None:
        super().__init__(work)
        self._work, self._moves = work, moves
        page = work.page
        self.corner = VoiceCorner(work.desk, page.mic, page.voice, tall=True)
        self.corner.turned.connect(self._on_turned)
        self.corner.asked.connect(self._on_asked)
        moves.answered.connect(self._on_answered)
        page.shown.connect(self._on_shown)
        if self.corner.open:  # something waits already
            self._on_turned()

    @Slot()
    def _on_turned(self) -> None:
        self._work.page.show_voice(shown=self.corner.open)

    @Slot(str)
    def _on_asked(self, slot: str) -> None:
        if slot == "table":
            words = tr("Touchez la table dont vous parlez")
            self._moves.take_aim(Aim("answer", ""), words)
        elif self._moves.answering:
            self._moves.cancel()

    @Slot()
    def _on_shown(self) -> None:
        self._on_asked(self.corner.slot)

    @Slot(str)
    def _on_answered(self, table: str) -> None:
        self.corner.answer(self._work.world.floor.number(table))
