"""An AZERTY keyboard on the screen, for machines without one.

Its keys never take the focus: what is typed goes to the field that has it, or leaves
by `typed` when no field is attached.
"""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.card import Pane
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.looks import LOOKS, Kind, ink_color, paint_ground
from widgets.painted_text import put_text
from widgets.pressable import Pressable

_ROWS: Final = (
    tuple("1234567890"),
    tuple("azertyuiop"),
    tuple("qsdfghjklm"),
    ("shift", *"wxcvbn", "’", "-", "erase"),
    ("hide", *"éèàç", "space", *"êô", "@", ".", "enter"),
)
_ICONS: Final = {
    "shift": "shift",
    "erase": "backspace",
    "hide": "keyboard_hide",
    "enter": "keyboard_return",
    "space": "space_bar",
}
_HEIGHT = 64
_ICON = 28


class _Key(Pressable):
    """One key; "space" is three wide."""

    def __init__(self, key: str) -> None:
        names = {
            "shift": tr("Majuscules"),
            "erase": tr("Effacer"),
            "hide": tr("Masquer le clavier"),
            "enter": tr("Touche Entrée"),
            "space": tr("Espace"),
        }
        super().__init__(names.get(key, key))
        self.key = key
        self.upper = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if key == "erase":
            self.setAutoRepeat(True)

    def set_upper(self, *, upper: bool) -> None:
        self.upper = upper
        self.update()

    @property
    def character(self) -> str:
        """What it types."""
        return self.key.upper() if self.upper else self.key

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.TOUCH.pos, _HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.TOUCH.least, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        sign = _ICONS.get(self.key)
        lit = self.key == "shift" and self.upper
        kind: Kind = "tonal" if lit else "quiet" if sign else "plain"
        look, state = LOOKS[kind], self.shown_state
        ink = ink_color(look, state)
        with QPainter(self) as painter:
            paint_ground(painter, QRectF(self.rect()), look, state)
            if sign:
                left = (self.width() - _ICON) / 2
                box = QRectF(left, (_HEIGHT - _ICON) / 2, _ICON, _ICON)
                paint_icon(painter, sign, box, ink, filled=lit)
            else:
                at = QPointF(self.width() / 2, (_HEIGHT - line_height("h3")) / 2)
                put_text(painter, at, self.character, "h3", ink, align="center")


class ScreenKeyboard(Pane):
    """The keys in five rows.

    Signals:
        typed(str): a character, when no field is attached.
        erased: the erase key, when no field is attached.
        submitted: Enter.
        hide_requested: the key that puts it away.
    """

    typed = Signal(str)
    erased = Signal()
    submitted = Signal()
    hide_requested = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(tone="surface", edges=("top",), parent=parent)
        self.setAccessibleName(tr("Clavier à l'écran"))
        self._field: QLineEdit | None = None
        self._upper = False
        self._keys: dict[str, _Key] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(theme.TOUCH.gap)
        for row in _ROWS:
            line = QHBoxLayout()
            line.setSpacing(theme.TOUCH.gap)
            for name in row:
                key = _Key(name)
                key.clicked.connect(self._on_key_clicked)
                self._keys[name] = key
                line.addWidget(key, 3 if name == "space" else 1)
            column.addLayout(line)

    def attach(self, field: QLineEdit | None) -> None:
        """Types into `field` from now on; None sends signals instead."""
        self._field = field

    def key(self, name: str) -> Pressable:
        """One key by its small character or name, for tests and tours.

        Raises:
            KeyError: there is no such key.
        """
        return self._keys[name]

    def press(self, name: str) -> None:
        """Takes a key as if it were tapped.

        Raises:
            KeyError: there is no such key.
        """
        key = self._keys[name]
        if name == "shift":
            self._set_upper(upper=not self._upper)
        elif name == "hide":
            self.hide_requested.emit()
        elif name == "enter":
            self._submit()
        elif name == "erase":
            self._erase()
        else:
            self._type(" " if name == "space" else key.character)
            self._set_upper(upper=False)

    def _type(self, character: str) -> None:
        if self._field is None:
            self.typed.emit(character)
            return
        self._field.insert(character)

    def _erase(self) -> None:
        if self._field is None:
            self.erased.emit()
            return
        self._field.backspace()

    def _submit(self) -> None:
        if self._field is not None:
            self._field.returnPressed.emit()
        self.submitted.emit()

    def _set_upper(self, *, upper: bool) -> None:
        if upper != self._upper:
            self._upper = upper
            for key in self._keys.values():
                key.set_upper(upper=upper)

    @Slot()
    def _on_key_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, _Key):
            self.press(sender.key)
