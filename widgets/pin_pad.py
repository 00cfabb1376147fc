"""The code pad of the login panel: dots and keys on aubergine, in every mode.

What is typed is never shown, spoken or kept: it leaves in `pin_entered` and is
forgotten at once.
"""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import tr, trn
from widgets import theme
from widgets.focus_ring import RING_ROLE_PROPERTY
from widgets.keypad import Keypad
from widgets.text import Label

_DOT, _DOT_STEP = 16, 40


class _Dots(QWidget):
    """How many digits are in."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self._length, self._filled = length, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_filled(0)

    def show_filled(self, filled: int) -> None:
        self._filled = filled
        self.setAccessibleName(trn(filled, "{n} chiffre saisi", "{n} chiffres saisis"))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize((self._length - 1) * _DOT_STEP + _DOT, _DOT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for index in range(self._length):
                box = QRectF(index * _DOT_STEP, 0, _DOT, _DOT).adjusted(1, 1, -1, -1)
                if index < self._filled:
                    painter.setPen(QPen(theme.color("on_brand"), 2))
                    painter.setBrush(theme.color("on_brand"))
                else:
                    painter.setPen(QPen(theme.color("brand_ring"), 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(box)


class PinPad(QWidget):
    """Dots, a word of refusal, and twelve keys.

    Args:
        length: digits of the code, 4-8.
        key_size: width and height of a key.

    Signals:
        pin_entered(str): the last digit was typed; the pad is empty again.
    """

    pin_entered = Signal(str)

    def __init__(
        self,
        *,
        length: int = 4,
        key_size: tuple[int, int] = (112, 80),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._length, self._typed = length, ""
        self.setAccessibleName(tr("Code à {n} chiffres", n=length))
        self.setProperty(RING_ROLE_PROPERTY, "brand_ring")
        self._dots = _Dots(length)
        self._refusal = Label(style="label_strong", role="on_brand")
        self._pad = Keypad(
            "pin", key_size=key_size, kind="brand", sign_kind="brand_bare"
        )
        self._pad.key_pressed.connect(self.press)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._dots)
        column.addSpacing(theme.SPACE.xs)
        column.addWidget(self._refusal)
        column.addSpacing(theme.SPACE.xs)
        column.addWidget(self._pad)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def keypad(self) -> Keypad:
        """The keys."""
        return self._pad

    @property
    def typed_count(self) -> int:
        """How many digits are in."""
        return len(self._typed)

    @property
    def refusal(self) -> str:
        """Why the last code was refused, or what to do with a badge; mostly ""."""
        return self._refusal.text()

    @Slot(str)
    def show_refusal(self, words: str) -> None:
        """Says why the code was refused; the next digit wipes it."""
        self.setAccessibleDescription(words)
        self.clear()
        self._refusal.show_text(words)

    @Slot(str)
    def press(self, key: str) -> None:
        """Takes a key as if it were tapped."""
        if key == "badge":
            self.show_refusal(tr("Passez le badge devant le lecteur."))
            return
        self._refusal.show_text("")
        self._typed = self._typed[:-1] if key == "erase" else self._typed + key
        self._dots.show_filled(len(self._typed))
        if len(self._typed) == self._length:
            typed = self._typed
            self.clear()
            self.pin_entered.emit(typed)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace:
            self.press("erase")
        elif len(event.text()) == 1 and event.text() in "0123456789":
            self.press(event.text())
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("brand"))

    def clear(self) -> None:
        """Forgets the digits that are in."""
        self._typed = ""
        self._dots.show_filled(0)
