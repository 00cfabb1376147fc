"""The numeric pad, alone or under a live amount.

`Keypad` is the twelve keys. `AmountPad` puts what is typed above them and takes digits
from the keyboard too; it knows nothing of what the amount is for.
"""

from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from resources.texts import amount, price, tr
from widgets import theme
from widgets.amount_entry import AmountEntry
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.looks import LOOKS, Kind, ink_color, paint_ground
from widgets.painted_text import put_text
from widgets.pressable import Pressable
from widgets.text import Label

PadLayout = Literal["amount", "count", "plain", "pin"]

# Keys from the top left; "" leaves a hole.
_LAYOUTS: Final[dict[str, tuple[str, ...]]] = {
    "amount": ("7", "8", "9", "4", "5", "6", "1", "2", "3", "00", "0", "erase"),
    "count": ("7", "8", "9", "4", "5", "6", "1", "2", "3", "erase", "0", "enter"),
    "plain": ("7", "8", "9", "4", "5", "6", "1", "2", "3", "", "0", "erase"),
    "pin": ("1", "2", "3", "4", "5", "6", "7", "8", "9", "badge", "0", "erase"),
}
_ICONS: Final = {
    "erase": "backspace",
    "enter": "keyboard_return",
    "badge": "badge",
}
_KEY_ICON = 28


class Key(Pressable):
    """One key: a digit, "00", or a sign."""

    def __init__(
        self, key: str, *, kind: Kind = "plain", parent: QWidget | None = None
    ) -> None:
        names = {
            "erase": tr("Effacer"),
            "enter": tr("Touche Entrée"),
            "badge": tr("Badge"),
        }
        super().__init__(names.get(key, key), parent=parent)
        self.key = key
        self._kind: Kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.TOUCH.pos, theme.TOUCH.pos)

    @override
    def sizeHint(self) -> QSize:
        return QSize(114, 80)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, state = LOOKS[self._kind], self.shown_state
        ink = ink_color(look, state)
        with QPainter(self) as painter:
            paint_ground(painter, QRectF(self.rect()), look, state)
            if icon := _ICONS.get(self.key):
                side = _KEY_ICON
                box = QRectF(
                    (self.width() - side) / 2, (self.height() - side) / 2, side, side
                )
                paint_icon(painter, icon, box, ink)
            else:
                top = (self.height() - line_height("key")) / 2
                at = QPointF(self.width() / 2, top)
                put_text(painter, at, self.key, "key", ink, align="center")


class Keypad(QWidget):
    """Twelve keys in three columns.

    Args:
        layout: "amount" (00 0 ⌫), "count" (⌫ 0 ↵), "plain", "pin" (1 at the top).
        key_size: width and height; None lets the keys fill the room.
        kind: voice of the digits.
        sign_kind: voice of the badge and erase keys; the digits' when None.

    Signals:
        key_pressed(str): "0" to "9", "00", "erase", "enter" or "badge".
    """

    key_pressed = Signal(str)

    def __init__(
        self,
        layout: PadLayout = "amount",
        *,
        key_size: tuple[int, int] | None = (114, 80),
        kind: Kind = "plain",
        sign_kind: Kind | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Pavé numérique"))
        self._keys: dict[str, Key] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._group.idClicked.connect(self._on_group_id_clicked)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.TOUCH.gap)
        for number, key in enumerate(_LAYOUTS[layout]):
            if not key:
                continue
            voice = sign_kind if sign_kind and key in _ICONS else kind
            button = Key(key, kind=voice)
            if key_size:
                button.setFixedSize(*key_size)
            self._group.addButton(button, number)
            self._keys[key] = button
            grid.addWidget(button, number // 3, number % 3)
        self._layout_name = layout
        if key_size:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def key(self, key: str) -> Key:
        """One key, for tests and tours.

        Raises:
            KeyError: this pad has no such key.
        """
        return self._keys[key]

    @Slot(int)
    def _on_group_id_clicked(self, number: int) -> None:
        self.key_pressed.emit(_LAYOUTS[self._layout_name][number])


class AmountPad(QWidget):
    """What is typed, large, above its keys.

    Args:
        title: what the amount is ("Reçu du client").
        note: beside it ("sur 28,17").
        counts: pieces (64 px, no cents) instead of an amount (40 px).
        value: a proposal, in cents or pieces; the first digit replaces it.
        key_size: see `Keypad`.
        quick: a row between amount and keys (exact, next notes).

    Signals:
        value_changed(int): cents or pieces, at each key.
        submitted(int): Enter.
    """

    value_changed = Signal(int)
    submitted = Signal(int)

    def __init__(
        self,
        title: str = "",
        *,
        note: str = "",
        counts: bool = False,
        value: int = 0,
        key_size: tuple[int, int] | None = (114, 80),
        quick: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._entry = AmountEntry(value)
        self._counts, self._unit = counts, ""
        self._title = Label(title, style="body_medium", role="on_var")
        if not title:
            self._title.hide()
        self._note = Label(note, style="label", role="on_var", align="end")
        self._amount = Label(style="due" if counts else "table")
        self._pad = Keypad("count" if counts else "amount", key_size=key_size)
        self._pad.key_pressed.connect(self.press)
        first = QHBoxLayout()
        first.addWidget(self._amount)
        first.addStretch(1)
        first.addWidget(self._note, alignment=Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addLayout(first)
        column.addSpacing(theme.SPACE.s if counts else theme.SPACE.m)
        if quick is not None:
            column.addWidget(quick)
            column.addSpacing(theme.SPACE.m)
        column.addWidget(self._pad)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._show()

    @property
    def value(self) -> int:
        """Cents, or pieces."""
        return self._entry.value

    @property
    def keypad(self) -> Keypad:
        """The keys."""
        return self._pad

    def propose(self, value: int, *, title: str = "", note: str = "") -> None:
        """Starts again with a proposal; changes title and note when given."""
        self._entry.propose(value)
        if title:
            self._title.show_text(title)
            self._title.show()
        self._note.show_text(note)
        self._show()

    def show_unit(self, unit: str) -> None:
        """What is typed is of another currency; "" for euros."""
        self._unit = unit
        self._show()

    @Slot(str)
    def press(self, key: str) -> None:
        """Takes a key as if it were tapped."""
        if key == "enter":
            self.submitted.emit(self.value)
            return
        before = self.value
        if key == "erase":
            self._entry.erase()
        else:
            self._entry.press(key)
        self._show()
        if self.value != before:
            self.value_changed.emit(self.value)

    def take_key(self, event: QKeyEvent) -> bool:
        """Takes a key of the keyboard; False when it is not the pad's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.press("enter")
        elif event.key() == Qt.Key.Key_Backspace:
            self.press("erase")
        elif len(event.text()) == 1 and event.text() in "0123456789":
            self.press(event.text())
        else:
            return False
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)

    def _show(self) -> None:
        value = self.value
        text = str(value) if self._counts else price(value)
        if self._unit:
            text = f"{amount(value)}\u00a0{self._unit}"
        self._amount.show_text(text)
        self._amount.setAccessibleName(
            f"{self._title.text()} {value if self._counts else amount(value)}".strip()
        )
