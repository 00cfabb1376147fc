"""Keys to talk: a headset's button, a foot pedal, a key of the keyboard.

Held, a key listens until it is let go; pressed for a moment, until it is pressed again, for
many headsets' buttons know no holding.
"""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.presenters.headset.talk_keys import ANYBODY, SETTING, keys_of
from app.windows.desk import Desk

HELD_MS = 300
"""Longer is held; shorter is a tap."""
_REPEAT_MS = 25
"""X11 repeats a held key as let go and pressed again, and Qt does not always notice."""


class TalkKeys(QObject):
    """Watches the keys of one window, before any widget sees them."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._code, self._talking = 0, ""
        self._since = QElapsedTimer()
        self._ending = QTimer(self, singleShot=True, interval=_REPEAT_MS)
        self._ending.timeout.connect(self._end)
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not vars(self):  # collected with its window, which still says that it hides
            return False
        kind = event.type()
        if watched is self._window:
            handle = self._window.windowHandle()
            if kind == QEvent.Type.Show and handle is not None:
                handle.removeEventFilter(self)
                handle.installEventFilter(self)
            return False
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        if not isinstance(event, QKeyEvent):
            return False
        if kind == QEvent.Type.KeyRelease:
            return self._let_go(event)
        return self._take(event)

    def _take(self, event: QKeyEvent) -> bool:
        """A key goes down; whether it is one to talk."""
        if self._ending.isActive() and event.key() == self._code:
            self._ending.stop()
            return True
        if event.isAutoRepeat():
            return event.key() == self._code and bool(self._talking)
        headset = self._headset(event)
        if not headset:
            return False
        room = self._desk.headsets.room
        if self._talking:
            self._end()
        else:
            self._talking, self._code = headset, event.key()
            self._since.start()
            room.press(headset)
        return True

    def _let_go(self, event: QKeyEvent) -> bool:
        if event.key() != self._code:
            return False
        held = self._since.isValid() and self._since.elapsed() >= HELD_MS
        if self._talking and held and not event.isAutoRepeat():
            self._ending.start()
        return True

    @Slot()
    def _end(self) -> None:
        self._ending.stop()
        headset, self._talking = self._talking, ""
        self._desk.headsets.room.release(headset)

    def _headset(self, event: QKeyEvent) -> str:
        """Whose microphone the key opens, "" for a key that means something else."""
        if event.text() and isinstance(self._window.focusWidget(), QLineEdit):
            return ""  # it is being typed
        text = self._desk.world.settings.text(SETTING)
        whose = keys_of(text).get(event.key(), "")
        if whose == ANYBODY:
            whose = self._desk.headsets.worn_by(self._desk.person)
        known = {state.id for state in self._desk.headsets.states()}
        return whose if whose in known else ""
