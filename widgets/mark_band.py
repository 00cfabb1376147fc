"""The band over a window that is not in real trade: what it is, and what that means."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets import theme
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.painted_text import fitted, put_text, width_of

_HEIGHT, _PADDING, _ICON, _GAP = 28, 16, 18, 8
_NAME, _WORDS = "caption_strong", "caption"


class MarkBand(QWidget):
    """A coloured line that is always there, so nothing moves when it comes or goes.

    Args:
        name: what this is ("Bac à sable").
        effect: what it means; left out where there is no room for it.
    """

    def __init__(
        self, name: str, effect: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._effect = name, effect
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{name} · {effect}")

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ink, edge = theme.color("on_warning_c"), theme.color("warning")
        room = self.width() - 2 * _PADDING - _ICON - _GAP
        name = fitted(self._name, _NAME, room)
        left = room - width_of(name, _NAME) - _GAP
        effect = self._effect if width_of(self._effect, _WORDS) <= left else ""
        top = (self.height() - line_height(_NAME)) / 2
        x = float(_PADDING)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("warning_c"))
            painter.fillRect(0, self.height() - 2, self.width(), 2, edge)
            box = QRectF(x, (self.height() - _ICON) / 2, _ICON, _ICON)
            paint_icon(painter, "info", box, ink)
            x += _ICON + _GAP
            put_text(painter, QPointF(x, top), name, _NAME, ink)
            x += width_of(name, _NAME) + _GAP
            put_text(painter, QPointF(x, top), effect, _WORDS, ink)
