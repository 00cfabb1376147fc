"""A sentence across a panel about the panel itself, with at most one act."""

import math
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from widgets import theme
from widgets.button import Button
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.looks import Kind
from widgets.painted_text import put_text, width_of, wrapped
from widgets.painting import draw_shape

BannerKind = Literal["warning", "danger", "info", "success"]

_ICONS: Final = {
    "warning": "warning",
    "danger": "error",
    "info": "info",
    "success": "check_circle",
}
_HEIGHT, _ICON, _PADDING = 64, 24, 16


class Banner(QWidget):
    """A coloured bar with a sign, a sentence and an act.

    Args:
        text: what is the matter and what it changes, on two lines at most.
        kind: how grave.
        icon: instead of the sign of the kind.
        act: the verb of the button; "" for none.

    Signals:
        act_requested: the button was tapped.
    """

    act_requested = Signal()

    def __init__(
        self,
        text: str,
        *,
        kind: BannerKind = "warning",
        icon: str = "",
        act: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._kind = text, kind
        self._icon = icon or _ICONS[kind]
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        voices: dict[str, Kind] = {
            "warning": "warning_filled",
            "danger": "danger_filled",
            "info": "info_filled",
            "success": "success_filled",
        }
        self.act = Button(act, kind=voices[kind])
        self.act.clicked.connect(self.act_requested)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, theme.SPACE.s, 0)
        line.addStretch(1)
        line.addWidget(self.act)
        self.act.setHidden(not act)

    def show_text(self, text: str) -> None:
        """Changes the sentence."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    @override
    def minimumSizeHint(self) -> QSize:
        half = math.ceil(width_of(self._text, "label_strong") / 2) + 40
        return QSize(self._words_left() + half + self._acts_width(), _HEIGHT)

    @override
    def sizeHint(self) -> QSize:
        words = math.ceil(width_of(self._text, "label_strong"))
        return QSize(self._words_left() + words + self._acts_width(), _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        radius, style = theme.RADIUS.button, "label_strong"
        ink = theme.color(f"on_{self._kind}_c")
        room = self.width() - self._words_left() - self._acts_width()
        lines = wrapped(self._text, style, max(1, room), lines=3)
        step = line_height(style)
        top = (self.height() - step * len(lines)) / 2
        with QPainter(self) as painter:
            draw_shape(
                painter,
                QRectF(self.rect()),
                (radius, radius),
                fill=theme.color(f"{self._kind}_c"),
            )
            box = QRectF(_PADDING, (_HEIGHT - _ICON) / 2, _ICON, _ICON)
            paint_icon(painter, self._icon, box, ink)
            for number, line in enumerate(lines):
                at = QPointF(self._words_left(), top + number * step)
                put_text(painter, at, line, style, ink)

    def _words_left(self) -> int:
        return _PADDING + _ICON + theme.SPACE.m

    def _acts_width(self) -> int:
        if self.act.isHidden():
            return _PADDING
        return self.act.sizeHint().width() + theme.SPACE.s + theme.SPACE.m
