"""One less, the number, one more."""

from typing import Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.button import IconButton
from widgets.looks import Kind
from widgets.text import Label

_REPEAT_DELAY_MS, _REPEAT_MS = 500, 120


class Stepper(QWidget):
    """A whole number between two bounds.

    Args:
        value: at the start.
        least: lowest value.
        most: highest value.
        name: what is counted, for a screen reader.
        unit: a small word under the number ("parts").
        kind: voice of the two buttons.
        size: 64 on the till, 48 in forms.

    Signals:
        value_changed(int): by a finger or a key.
    """

    value_changed = Signal(int)

    def __init__(
        self,
        value: int = 1,
        *,
        least: int = 0,
        most: int = 999,
        name: str = "",
        unit: str = "",
        kind: Kind = "plain",
        size: Literal[48, 64] = 64,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._value, self._least, self._most = value, least, most
        self._what = name
        self._minus = self._button(tr("Moins"), "remove", size, kind)
        self._plus = self._button(tr("Plus"), "add", size, kind)
        self._number = Label(str(value), style="h2", align="center")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._number)
        if unit:
            words.addWidget(Label(unit, style="label", role="on_var", align="center"))
        words.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._minus)
        line.addLayout(words)
        line.addWidget(self._plus)
        self._number.setMinimumWidth(size if unit else size - 8)
        self.setFixedHeight(size)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        for button in (self._minus, self._plus):
            button.setAutoRepeat(True)
            button.setAutoRepeatDelay(_REPEAT_DELAY_MS)
            button.setAutoRepeatInterval(_REPEAT_MS)
        self._minus.clicked.connect(self._on_minus_clicked)
        self._plus.clicked.connect(self._on_plus_clicked)
        self._show()

    @staticmethod
    def _button(name: str, icon: str, size: Literal[48, 64], kind: Kind) -> IconButton:
        icon_size = 28 if size == 64 else 24
        return IconButton(name, icon, size=size, kind=kind, icon_size=icon_size)

    @property
    def value(self) -> int:
        """The number."""
        return self._value

    def set_value(self, value: int) -> None:
        """Shows another number, within the bounds, without a signal."""
        self._value = min(self._most, max(self._least, value))
        self._show()

    def set_bounds(self, least: int, most: int) -> None:
        """Changes the bounds; the number stays within them."""
        self._least, self._most = least, most
        self.set_value(self._value)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Plus: 1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Minus: -1,
            Qt.Key.Key_Down: -1,
        }.get(Qt.Key(event.key()), 0)
        if step:
            self._step(step)
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        before = self._value
        self.set_value(before + step)
        if self._value != before:
            self.value_changed.emit(self._value)

    def _show(self) -> None:
        self._number.show_text(str(self._value))
        self._minus.setEnabled(self._value > self._least)
        self._plus.setEnabled(self._value < self._most)
        self.setAccessibleName(f"{self._what} {self._value}".strip())

    @Slot()
    def _on_minus_clicked(self) -> None:
        self._step(-1)

    @Slot()
    def _on_plus_clicked(self) -> None:
        self._step(1)
