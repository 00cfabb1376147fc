"""Counting the drawer: one note or coin, how many, what they are worth."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from resources.texts import amount, tr
from widgets import theme
from widgets.button import IconButton
from widgets.focus_ring import RING_PROPERTY
from widgets.fonts import line_height
from widgets.painted_text import put_text, width_of
from widgets.painting import draw_shape

_HEIGHT, _STEP = 72, 64
_NOTE, _COIN = QSize(72, 40), QSize(56, 40)
_WORTH_LEFT, _WORTH_RIGHT = 88, 146
_MOST = 99_999


class DenominationRow(QWidget):
    """A row of picture "Clôture": a note is a rectangle, a coin is round.

    Args:
        label: "50 €", "0,20".
        worth: of one piece, in cents; 0 does not show what the row is worth.
        shape: "note" or "coin".
        count: at the start.

    Signals:
        chosen: tapped; the pad now counts this row.
        count_changed(int): by a finger or a key.
    """

    chosen = Signal()
    count_changed = Signal(int)

    def __init__(
        self,
        label: str,
        *,
        worth: int,
        shape: Literal["note", "coin"] = "note",
        count: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label, self._worth, self._shape = label, worth, shape
        self._count, self._lit = count, False
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(
            QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty(RING_PROPERTY, theme.RADIUS.button)
        self._minus = IconButton(tr("Moins"), "remove", size=64)
        self._plus = IconButton(tr("Plus"), "add", size=64)
        self._minus.clicked.connect(self._on_minus_clicked)
        self._plus.clicked.connect(self._on_plus_clicked)
        for button in (self._minus, self._plus):
            button.setAutoRepeat(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 5, 0)
        line.setSpacing(56)
        line.addStretch(1)
        line.addWidget(self._minus)
        line.addWidget(self._plus)
        self._name()

    @property
    def count(self) -> int:
        """Pieces."""
        return self._count

    @property
    def cents(self) -> int:
        """What they are worth."""
        return self._count * self._worth

    def set_count(self, count: int) -> None:
        """Shows another number without a signal."""
        self._count = min(_MOST, max(0, count))
        self._name()
        self.update()

    def set_chosen(self, *, chosen: bool) -> None:
        """The pad counts this row."""
        if chosen != self._lit:
            self._lit = chosen
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(339, _HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_WORTH_RIGHT + 4 + 2 * _STEP + 56 + 5, _HEIGHT)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Plus: 1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Minus: -1,
            Qt.Key.Key_Left: -1,
        }.get(Qt.Key(event.key()), 0)
        if step:
            self._change(step)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        radius, on_var = theme.RADIUS.button, theme.color("on_var")
        with QPainter(self) as painter:
            draw_shape(
                painter,
                QRectF(self.rect()),
                (radius, radius),
                fill=theme.color("card"),
                edge=theme.color("primary" if self._lit else "line"),
                width=2.0 if self._lit else 1.0,
            )
            self._paint_piece(painter)
            if self._worth:
                worth = amount(self.cents)
                right = max(_WORTH_RIGHT, _WORTH_LEFT + width_of(worth, "label"))
                at = QPointF(right, (_HEIGHT - line_height("label")) / 2)
                put_text(painter, at, worth, "label", on_var, align="right")
            middle = self.width() - 5 - _STEP - 28
            at = QPointF(middle, (_HEIGHT - line_height("h2")) / 2)
            ink = theme.color("on" if self._count else "disabled")
            put_text(painter, at, str(self._count), "h2", ink, align="center")

    def _paint_piece(self, painter: QPainter) -> None:
        note = self._shape == "note"
        size = _NOTE if note else _COIN
        left = 12 + (_NOTE.width() - size.width()) / 2
        top = (_HEIGHT - size.height()) / 2
        box = QRectF(left, top, size.width(), size.height())
        radius = theme.RADIUS.small if note else size.height() / 2
        fill = theme.color("tonal" if note else "surface_high")
        draw_shape(painter, box, (radius, radius), fill=fill)
        style = "body_strong"
        at = QPointF(box.center().x(), (_HEIGHT - line_height(style)) / 2)
        ink = theme.color("on")
        put_text(painter, at, self._label, style, ink, align="center")

    def _change(self, step: int) -> None:
        before = self._count
        self.set_count(before + step)
        if self._count != before:
            self.count_changed.emit(self._count)

    def _name(self) -> None:
        self._minus.setEnabled(self._count > 0)
        self.setAccessibleName(f"{self._label} × {self._count}")

    @Slot()
    def _on_minus_clicked(self) -> None:
        self._change(-1)

    @Slot()
    def _on_plus_clicked(self) -> None:
        self._change(1)
