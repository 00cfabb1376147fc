"""The microphone: held to speak, tapped to write what would be said.

A finger that stays is a talk button; one that leaves at once wants the field. What was
said before the button noticed the difference is not lost: the headset's stream is always
open and remembers a little.
"""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.button import IconButton
from widgets.fonts import line_height
from widgets.painted_text import put_text, width_of
from widgets.painting import draw_shape
from widgets.theme import color

MicState = Literal["rest", "talking", "muted"]
HOLD_MS = 220
_BADGE = 20
_ICONS = {"rest": "mic", "talking": "graphic_eq", "muted": "mic_off"}


class MicButton(IconButton):
    """A talk button of 64 px.

    Args:
        holds: whether there is a microphone to speak into; else each tap is a tap.

    Signals:
        tapped: a short tap, or Enter: what waits is wanted, or the field.
        talk_began: the finger stays.
        talk_ended: it left.
    """

    tapped = Signal()
    talk_began = Signal()
    talk_ended = Signal()

    def __init__(self, *, holds: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Dire ou taper"), "mic", size=64, kind="quiet", parent=parent
        )
        self._holds, self._talking, self._waiting = holds, False, 0
        self._state: MicState = "rest"
        self._timer = QTimer(self, singleShot=True, interval=HOLD_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self.pressed.connect(self._on_pressed)
        self.released.connect(self._on_released)
        self._name()

    @property
    def waiting(self) -> int:
        """Drafts of others that wait behind it."""
        return self._waiting

    def show_mic(
        self, state: MicState = "rest", *, waiting: int = 0, holds: bool = False
    ) -> None:
        """Shows how the person's microphone is, and how many drafts of others wait."""
        self._holds = holds
        if (state, waiting) != (self._state, self._waiting):
            self._state, self._waiting = state, waiting
            self._kind = "tonal" if state == "talking" else "quiet"
        self._name()

    def _name(self) -> None:
        names = {
            "rest": tr("Tenir pour parler, toucher pour taper")
            if self._holds
            else tr("Dire ou taper"),
            "talking": tr("On vous écoute"),
            "muted": tr("Micro coupé"),
        }
        said = names[self._state]
        if self._waiting:
            said += ", " + tr("{n} en attente", n=self._waiting)
        self.set_icon(_ICONS[self._state], said)

    @Slot()
    def _on_pressed(self) -> None:
        if self._holds:
            self._timer.start()

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._talking = True
        self.talk_began.emit()

    @Slot()
    def _on_released(self) -> None:
        self._timer.stop()
        if self._talking:
            self._talking = False
            self.talk_ended.emit()
        else:
            self.tapped.emit()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # A finger that strays while somebody speaks still holds the button.
        if not self._talking:
            super().mouseMoveEvent(event)

    @override
    def hitButton(self, position: object) -> bool:
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.tapped.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._waiting:
            return
        text = str(self._waiting)
        wide = max(_BADGE, width_of(text, "micro_strong") + 10)
        box = QRectF(self.width() - wide - 6, 6, wide, _BADGE)
        with QPainter(self) as painter:
            draw_shape(painter, box, (_BADGE / 2, _BADGE / 2), fill=color("primary"))
            top = box.center().y() - line_height("micro_strong") / 2
            at, ink = QPointF(box.center().x(), top), color("on_primary")
            put_text(painter, at, text, "micro_strong", ink, align="center")
