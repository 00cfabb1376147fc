"""Chips: a filter, an option, a quick answer. Chosen is tonal, with a check.

A chip is as wide chosen as not: those beside it stay where a finger aims.
"""

import math
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets import theme
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.looks import LOOKS, ground_color, ink_color
from widgets.painted_text import put_text, width_of
from widgets.painting import draw_shape
from widgets.pressable import Pressable

_PADDING, _PADDING_TALL, _GAP = 16, 15, 8
_LEAST_PADDING = 10
"""Beside the check of a chip that had no icon."""
_RADIUS = 10


class Chip(Pressable):
    """A small choice that is on or off.

    Args:
        text: its word.
        icon: at rest; a chosen chip shows a check unless `keep_icon`.
        height: 40; 48 beside fields; 64 on the till.
        chosen: on at the start.
        removable: shows a cross; tapping removes it (`remove_requested`).
        trailing: a sign after the word (`arrow_drop_down` before a menu).
        togglable: tapping turns it on and off by itself.

    Signals:
        clicked: tapped.
        toggled(bool): turned on or off.
        remove_requested: a removable chip was tapped.
    """

    remove_requested = Signal()

    def __init__(
        self,
        text: str,
        *,
        icon: str = "",
        height: Literal[40, 48, 64] = 40,
        chosen: bool = False,
        keep_icon: bool = False,
        removable: bool = False,
        trailing: str = "",
        togglable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        radius = _RADIUS if height == 40 else theme.RADIUS.button
        super().__init__(text, radius=radius, parent=parent)
        self._text, self._icon, self._keep_icon = text, icon, keep_icon
        self._radius, self._removable = radius, removable
        self._trailing = "close" if removable else trailing
        self._style = "body_strong" if height == 64 else "label_strong"
        self._side = 20 if height == 64 else 18
        self._padding = _PADDING_TALL if height == 64 else _PADDING
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCheckable(togglable and not removable)
        self.setChecked(chosen)
        self._shown_chosen = chosen
        self.toggled.connect(self._on_toggled)
        if removable:
            self.clicked.connect(self.remove_requested)

    @property
    def text_shown(self) -> str:
        """Its word."""
        return self._text

    @property
    def chosen(self) -> bool:
        """Painted as chosen."""
        return self._shown_chosen

    def set_chosen(self, *, chosen: bool) -> None:
        """Turns it on or off without emitting `clicked`."""
        self._shown_chosen = chosen
        if self.isCheckable():
            self.setChecked(chosen)
        self.updateGeometry()
        self.update()

    def set_text(self, text: str) -> None:
        """Changes its word."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        wide = self._words(self._icon) + 2 * self._padding
        if not self._icon and not self._keep_icon:
            wide = max(wide, self._words("check") + 2 * _LEAST_PADDING)
        return QSize(math.ceil(wide), self.height())

    def _words(self, sign: str) -> float:
        """Width of its word with a sign before it, "" for none."""
        signs = sum(self._side + _GAP for each in (sign, self._trailing) if each)
        return width_of(self._text, self._style) + signs

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        state = self.shown_state
        look = LOOKS["tonal" if self._shown_chosen else "plain"]
        inactive = state == "inactive"
        edge = "line" if inactive else look.edge
        with QPainter(self) as painter:
            draw_shape(
                painter,
                self.drawn,
                (self._radius, self._radius),
                fill=None if inactive else ground_color(look, state),
                edge=theme.color(edge),
                width=1.0 if inactive else look.edge_width,
                dashed=inactive,
            )
            self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        look = LOOKS["tonal" if self._shown_chosen else "plain"]
        ink = ink_color(look, self.shown_state)
        side = self._side
        left = (self.width() - self._words(self._sign())) / 2
        box = QRectF(left, (self.height() - side) / 2, side, side)
        if sign := self._sign():
            paint_icon(painter, sign, box, ink)
            left += side + _GAP
        at = QPointF(left, (self.height() - line_height(self._style)) / 2)
        left += put_text(painter, at, self._text, self._style, ink)
        if self._trailing:
            box.moveLeft(left + _GAP)
            paint_icon(painter, self._trailing, box, ink)

    def _sign(self) -> str:
        if self._shown_chosen and not self._keep_icon:
            return "check"
        return self._icon

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        self._shown_chosen = on
        self.updateGeometry()
        self.update()
