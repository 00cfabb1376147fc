"""On or off: a switch with its words, and a box to tick in a list of many."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets import theme
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.painted_text import put_text, width_of, wrapped
from widgets.painting import draw_shape
from widgets.pressable import Pressable

_HEIGHT = 48
_TRACK = QSize(48, 28)
_BOX = 24
_GAP = 12
_LEAST = 160
"""Of a box whose words wrap."""


class Switch(Pressable):
    """A setting that takes effect at once.

    Args:
        text: what is on or off.
        on: at the start.

    Signals:
        toggled(bool): turned on or off.
    """

    def __init__(
        self, text: str, *, on: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent=parent)
        self._text = text
        self.setCheckable(True)
        self.setChecked(on)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        wide = width_of(self._text, "body") + _GAP + _TRACK.width()
        return QSize(math.ceil(wide), _HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        on, enabled = self.isChecked(), self.isEnabled()
        wide, high = _TRACK.width(), _TRACK.height()
        track = QRectF(self.width() - wide, (self.height() - high) / 2, wide, high)
        knob = 20.0
        left = track.right() - knob - 4 if on else track.left() + 4
        with QPainter(self) as painter:
            top = (self.height() - line_height("body")) / 2
            ink = theme.color("on" if enabled else "disabled")
            put_text(painter, QPointF(0, top), self._text, "body", ink)
            draw_shape(
                painter,
                track,
                (high / 2, high / 2),
                fill=theme.color("primary" if on and enabled else "surface_high"),
                edge=None if on and enabled else theme.color("outline"),
                dashed=not enabled,
            )
            dot = QRectF(left, track.top() + 4, knob, knob)
            role = "on_primary" if on and enabled else "outline"
            draw_shape(painter, dot, (knob / 2, knob / 2), fill=theme.color(role))
            if on and enabled:
                inner = dot.adjusted(3, 3, -3, -3)
                paint_icon(painter, "check", inner, theme.color("primary"))


class CheckBox(Pressable):
    """A box to tick, saved with its form.

    Args:
        text: what is ticked.
        ticked: at the start.
        wrap: long words take another line instead of more width.

    Signals:
        toggled(bool): ticked or not.
    """

    def __init__(
        self,
        text: str,
        *,
        ticked: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent=parent)
        self._text, self._wrap = text, wrap
        self._lines: tuple[str, ...] = (text,)
        self.setCheckable(True)
        self.setChecked(ticked)
        self.setFixedHeight(_HEIGHT)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        wide = _BOX + _GAP + width_of(self._text, "body")
        return QSize(math.ceil(wide), _HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, _HEIGHT) if self._wrap else self.sizeHint()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wrap:
            room = self.width() - _BOX - _GAP
            self._lines = wrapped(self._text, "body", room)
            words = len(self._lines) * line_height("body")
            self.setFixedHeight(max(_HEIGHT, math.ceil(words) + 2 * _GAP))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ticked, enabled = self.isChecked(), self.isEnabled()
        box = QRectF(0, (self.height() - _BOX) / 2, _BOX, _BOX)
        with QPainter(self) as painter:
            role = "disabled" if not enabled else "primary" if ticked else "outline"
            name = "check_box" if ticked else "check_box_outline_blank"
            paint_icon(painter, name, box, theme.color(role), filled=ticked)
            high = line_height("body")
            top = (self.height() - len(self._lines) * high) / 2
            ink = theme.color("on" if enabled else "disabled")
            for number, line in enumerate(self._lines):
                at = QPointF(_BOX + _GAP, top + number * high)
                put_text(painter, at, line, "body", ink)
