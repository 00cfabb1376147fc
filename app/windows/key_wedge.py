"""Guns that type: an event filter that feeds every key to the wedge's state machine.

It looks at a key once, where Qt first delivers it (the widget with the focus). A key
that turns out to be a person's is sent on to where it was going; a key of a scan never
arrives there.
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from hardware.scanners.scan import Scan
from hardware.scanners.wedge import SUFFIXES, Replay, Wedge, WedgeSettings

_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(slots=True)
class _Held:
    """A key on its way to a widget; its release must not overtake it, or a button stays
    pressed and nothing is done."""

    widget: QWidget
    press: QKeyEvent
    release: QKeyEvent | None = None


class KeyWedge(QObject):
    """Tells guns from people while a widget is on show.

    Of two that listen in one window, the one that began last hears the gun.

    Args:
        window: the widget; keys of windows it is not in are none of its business.
        settings: how a gun is told from a person.

    Signals:
        scanned(str): what a gun read.
        repaired: it came through the wrong keyboard layout; said before `scanned`.
    """

    scanned = Signal(str)
    repaired = Signal()

    _replaying = False
    """Of all of them: what one sends on is a person's, and not held by the next, or two
    would hand a key to and fro until another comes."""

    def __init__(self, window: QWidget, settings: WedgeSettings | None = None) -> None:
        super().__init__(window)
        self._window = window
        settings = settings or WedgeSettings()
        self._wedge = Wedge(settings)
        self._held: list[_Held] = []
        self._listening = False
        self._timer = QTimer(self, singleShot=True, interval=settings.gap_ms + 5)
        self._timer.timeout.connect(self._on_timer_timeout)
        # Keys that came while the window was busy wait behind what is due: a turn of
        # the loop without any says that nobody pressed one.
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._on_turn_timeout)
        window.installEventFilter(self)
        if window.isVisible():
            self.start()

    def use(self, settings: WedgeSettings) -> None:
        """Tells guns from people another way from now on; what is held is sent on."""
        self._let_go()
        self._wedge = Wedge(settings)
        self._timer.setInterval(settings.gap_ms + 5)

    @property
    def listening(self) -> bool:
        """Whether its widget is on show."""
        return self._listening

    @property
    def holding(self) -> bool:
        """Whether keys wait until it is clear who typed them."""
        return bool(self._held)

    def start(self) -> None:
        """Looks at every key from now on."""
        application = QApplication.instance()
        if application is not None and not self._listening:
            self._listening = True
            application.installEventFilter(self)

    def stop(self) -> None:
        """Lets keys pass; what it held is sent on."""
        application = QApplication.instance()
        if application is not None and self._listening:
            self._listening = False
            application.removeEventFilter(self)
        self._timer.stop()
        self._turn.stop()
        self._send_on(len(self._held))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not vars(self):  # collected with its window, which still says that it hides
            return False
        if watched is self._window:
            if event.type() == QEvent.Type.Show:
                self.start()
            elif event.type() == QEvent.Type.Hide:
                self.stop()
        if not self._listening or self._replaying:
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            self._settle(event)
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._take_release(event)
        return event.type() == QEvent.Type.KeyPress and self._take(watched, event)

    def _take_release(self, event: QKeyEvent) -> bool:
        for held in self._held:
            if held.press.key() == event.key() and held.release is None:
                held.release = event.clone()
                return True
        return False

    def _settle(self, tap: QEvent) -> None:
        """A tap overtakes nothing that was typed before it, on a busy till either."""
        if self._held and isinstance(tap, QMouseEvent):
            for answer in self._wedge.expire(tap.timestamp()):
                self._answer(answer)

    def _take(self, watched: QWidget, event: QKeyEvent) -> bool:
        """Holds a key that a gun may have pressed; False for one that goes on."""
        first = QApplication.focusWidget() or QApplication.activeWindow()
        if watched is not first or watched.window() is not self._window.window():
            return False
        if event.key() in _MODIFIERS:
            return False
        if event.modifiers() & _COMMANDS:
            # A command overtakes nothing that was typed before it.
            self._let_go()
            return False
        self._held.append(_Held(watched, event.clone()))
        for answer in self._wedge.feed(_typed(event), event.timestamp()):
            self._answer(answer)
        if self._wedge.held:
            self._timer.start()
        return True

    def _answer(self, answer: Scan | Replay) -> None:
        if isinstance(answer, Replay):
            self._send_on(answer.count)
        else:
            self._held.clear()
            if answer.repaired:
                self.repaired.emit()
            self._tell(answer.text)

    def _tell(self, code: str) -> None:
        self.scanned.emit(code)

    def _send_on(self, count: int) -> None:
        keys, self._held = self._held[:count], self._held[count:]
        KeyWedge._replaying = True
        try:
            for held in keys:
                for event in filter(None, (held.press, held.release)):
                    target = QApplication.focusWidget() or held.widget
                    QApplication.sendEvent(target, event)
        finally:
            KeyWedge._replaying = False

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._turn.start()

    @Slot()
    def _on_turn_timeout(self) -> None:
        if not self._timer.isActive():
            self._let_go()

    def _let_go(self) -> None:
        """What is held was typed by a person."""
        for answer in self._wedge.expire(self._late()):
            self._answer(answer)

    def _late(self) -> int:
        """A time at which whatever is held is overdue."""
        last = self._held[-1].press.timestamp() if self._held else 0
        return int(last) + 10_000


class BadgeReader(KeyWedge):
    """Listens where a badge is asked for; a reader that does not type is heard too.

    Its codes come by way of `Shell.take_badge`.
    """


def _typed(event: QKeyEvent) -> str:
    """What a key types, "" for one that no gun presses."""
    text = event.text()
    if event.isAutoRepeat() or not (text.isprintable() or text in SUFFIXES):
        return ""
    return text
