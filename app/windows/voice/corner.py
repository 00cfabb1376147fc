"""The microphone of a page and the pane under it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from app.presenters.headset.draft import busy, mic_state, present_voice
from app.services.headsets import HeadsetState, typed
from app.services.ids import new_id
from app.windows.desk import Desk
from app.windows.voice.pane import VoicePane
from app.windows.voice.wishes import DraftWishes
from widgets.mic_button import MicButton

LEVEL_MS = 60


class VoiceCorner(QObject):
    """One page's microphone.

    The pane shows what the person at the window wears, or the field of this window for
    who wears nothing. It opens by itself when that person speaks; what others have waiting
    is a number on the microphone, so that nothing moves under a finger.

    Args:
        place: where the pane stands once it is wanted; `tall`: a column of its own.
        front: number of the table that the page shows now, "" for none.

    Signals:
        turned: the pane came, or went (`open`).
        asked(str): the slot of the open question, "" for none: a plan may answer it.
    """

    turned = Signal()
    asked = Signal(str)

    def __init__(
        self,
        desk: Desk,
        mic: MicButton,
        place: QVBoxLayout,
        *,
        tall: bool = False,
        front: Callable[[], str] = str,
    ) -> None:
        super().__init__(mic)
        self._tall, self._front = tall, front
        self._desk, self._mic, self._place = desk, mic, place
        self._board = desk.headsets
        self._field = typed(f"{desk.actor.window}.{new_id()}")
        self._other = self._line = self._slot = ""
        self._open = False
        self._pane: VoicePane | None = None
        self._levels = QTimer(self, interval=LEVEL_MS)
        mic.setVisible(self._board.possible)
        self._connect_signals()
        self._on_person_changed(desk.person)

    def _connect_signals(self) -> None:
        self._mic.tapped.connect(self.toggle)
        self._mic.talk_began.connect(self._on_talk_began)
        self._mic.talk_ended.connect(self._on_talk_ended)
        self._board.changed.connect(self._on_changed)
        self._desk.person_changed.connect(self._on_person_changed)
        self._levels.timeout.connect(self._on_levels)

    @property
    def pane(self) -> VoicePane:
        """The pane; made when it is first wanted, for a quick start."""
        if self._pane is None:
            self._pane = VoicePane(tall=self._tall)
            self._pane.hide()
            self._place.insertWidget(0, self._pane)
            DraftWishes(self._desk, self._pane, lambda: self.headset)
            self._pane.typed.connect(self.say)
            self._pane.line_chosen.connect(self._on_line_chosen)
            self._pane.other_chosen.connect(self._on_other_chosen)
            self._pane.dropped.connect(self.close)
            self._pane.closed.connect(self.close)
        return self._pane

    @property
    def headset(self) -> str:
        """The headset of the person at the window, or the window's own field."""
        return self._board.worn_by(self._desk.person) or self._field

    @property
    def open(self) -> bool:
        """Whether the pane is on the page."""
        return self._open

    @property
    def slot(self) -> str:
        """What the open question asks for ("table"), "" for none."""
        return self._slot

    @Slot(str)
    def say(self, text: str) -> None:
        """A sentence that was typed."""
        room, headset = self._board.room, self.headset
        if headset == self._field and room.state(headset).person != self._desk.person:
            room.wear(headset, self._desk.person)
        self._other = ""
        room.type(headset, text)

    def answer(self, key: str) -> None:
        """An answer from elsewhere on the page: a table was tapped."""
        self._board.room.answer(self.headset, key)

    def show(self) -> None:
        """Shows how things are."""
        own = self._board.state(self.headset)
        others = [s for s in self._board.states() if s.id != own.id and busy(s)]
        others = [s for s in others if s.link != "none"]
        shown = next((s for s in others if s.id == self._other), own)
        holds = own.link == "on"
        waiting = len(others) + (busy(own) and not self._open)
        self._mic.show_mic(mic_state(own), waiting=waiting, holds=holds)
        if self._open:
            mine = shown is own
            rest = ([] if busy(own) else others) if mine else [own]
            self.pane.display(
                present_voice(
                    shown,
                    own=mine,
                    chosen=self._line,
                    front=self._front(),
                    others=rest,
                )
            )
            if self.pane.isHidden():
                self.pane.show()
                self.turned.emit()
        self._follow(own, shown)

    def _follow(self, own: HeadsetState, shown: HeadsetState) -> None:
        if shown.talking and self._open:
            self._levels.start()
        else:
            self._levels.stop()
        slot = own.asked.slot if own.asked and self._open else ""
        if slot != self._slot:
            self._slot = slot
            self.asked.emit(slot)

    @Slot()
    def toggle(self) -> None:
        """A tap on the microphone: the pane comes with its field, or goes."""
        if self._open and not busy(self._board.state(self.headset)):
            self.close()
            return
        self._open = True
        self._board.care.prepare()
        self.show()
        self.pane.start_typing()

    @Slot()
    def close(self) -> None:
        """The pane goes; what waits goes on waiting, behind the microphone."""
        self._open, self._other, self._line = False, "", ""
        if self._pane is not None and not self._pane.isHidden():
            self._pane.hide()
            self.turned.emit()
        self.show()

    @Slot(str)
    def _on_changed(self, headset: str) -> None:
        if headset == self.headset:
            self._open = self._open or busy(self._board.state(headset))
            self.show()
        elif headset == self._other or not headset.startswith(typed("")):
            self.show()

    @Slot(str)
    def _on_person_changed(self, person: str) -> None:
        """Whoever comes to a window finds there what they said and did not send."""
        self.close()
        self._open = bool(person) and busy(self._board.state(self.headset))
        self.show()

    @Slot()
    def _on_levels(self) -> None:
        self.pane.show_level(self._board.state(self._other or self.headset).level)

    @Slot()
    def _on_talk_began(self) -> None:
        self._open, self._other = True, ""
        self._board.room.press(self.headset)

    @Slot()
    def _on_talk_ended(self) -> None:
        self._board.room.release(self.headset)

    @Slot(str)
    def _on_line_chosen(self, line: str) -> None:
        self._line = "" if line == self._line else line
        self.show()

    @Slot(str)
    def _on_other_chosen(self, headset: str) -> None:
        self._other = "" if headset == self.headset else headset
        self._line = ""
        self.show()
