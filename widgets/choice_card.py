"""Large choices on a card: a way to pay, a quick amount.

At rest it is a card; chosen it is tonal with a 2 px edge. What cannot be had is struck,
grey and dashed, and says why. The options of a dish are `option_tile.py`.
"""

import math

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.looks import LOOKS, ground_color, ink_color
from widgets.painted_text import put_text, width_of
from widgets.painting import draw_filet, draw_shape
from widgets.pressable import Pressable

_PADDING, _GAP, _ICON = 16, 12, 32
_FILET = 24


class ChoiceCard(Pressable):
    """One choice as a card.

    Args:
        title: what it is.
        subtitle: what it costs, needs or changes.
        icon: a sign before the words; then the chosen card carries the short filet.
        height: 92 for ways to pay, 64 for quick amounts.
        chosen: chosen at the start.
        centred: the title alone in the middle (quick amounts).

    Signals:
        clicked: tapped; the owner decides what is chosen (`set_chosen`).
    """

    def __init__(
        self,
        title: str,
        *,
        subtitle: str = "",
        icon: str = "",
        height: int = 92,
        chosen: bool = False,
        centred: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent=parent)
        self._title, self._subtitle = title, subtitle
        self._icon, self._centred = icon, centred
        self._chosen = chosen
        self._gone = ""
        self.setFixedHeight(height)
        self.setSizePolicy(
            QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed
        )
        self._name()

    @property
    def chosen(self) -> bool:
        """Painted as chosen."""
        return self._chosen

    def set_chosen(self, *, chosen: bool) -> None:
        """Chooses or lets go, without a signal."""
        if chosen != self._chosen:
            self._chosen = chosen
            self._name()
            self.update()

    def set_words(self, title: str, subtitle: str = "") -> None:
        """Changes what it says."""
        self._title, self._subtitle = title, subtitle
        self._name()
        self.updateGeometry()
        self.update()

    def set_gone(self, reason: str) -> None:
        """It cannot be had: struck, with the reason; "" makes it available again."""
        self._gone = reason
        self.setEnabled(not reason)
        self._name()
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        first, second = self._styles()
        wide = width_of(self._title, first)
        if self._second():
            wide = max(wide, width_of(self._second(), second))
        wide += 2 * _PADDING
        if self._icon:
            wide += _ICON + _GAP
        return QSize(math.ceil(wide), self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint_ground(painter)
            if self._centred:
                self._paint_centred(painter)
            else:
                self._paint_lines(painter)
            if self._chosen and self._icon:
                draw_filet(
                    painter,
                    _PADDING + 3,
                    self.height() - 12,
                    _FILET,
                    color=theme.color("primary"),
                    style="short",
                )

    def _paint_ground(self, painter: QPainter) -> None:
        state = self.shown_state
        look = LOOKS["tonal" if self._chosen else "plain"]
        radius = theme.RADIUS.button
        inactive = state == "inactive"
        edge = "outline" if inactive else "primary" if self._chosen else "line"
        draw_shape(
            painter,
            QRectF(self.rect()),
            (radius, theme.RADIUS.small if self._icon else radius),
            fill=ground_color(look, state),
            edge=theme.color(edge),
            width=2.0 if self._chosen and not inactive else 1.0,
            dashed=inactive,
        )

    def _paint_centred(self, painter: QPainter) -> None:
        look = LOOKS["tonal" if self._chosen else "plain"]
        style = "body_strong"
        at = QPointF(self.width() / 2, (self.height() - line_height(style)) / 2)
        ink = ink_color(look, self.shown_state)
        put_text(painter, at, self._title, style, ink, align="center")

    def _paint_lines(self, painter: QPainter) -> None:
        look = LOOKS["tonal" if self._chosen else "plain"]
        state = self.shown_state
        ink = ink_color(look, state)
        first, second = self._styles()
        tall = line_height(first) + (line_height(second) if self._second() else 0)
        top, left = (self.height() - tall) / 2, float(_PADDING)
        if self._icon:
            box = QRectF(left, (self.height() - _ICON) / 2, _ICON, _ICON)
            paint_icon(painter, self._icon, box, ink, filled=self._chosen)
            left += _ICON + _GAP
        put_text(
            painter,
            QPointF(left, top),
            self._title,
            first,
            ink,
            struck=bool(self._gone),
        )
        if self._second():
            at = QPointF(left, top + line_height(first))
            quiet = (
                ink if self._chosen or state == "inactive" else theme.color("on_var")
            )
            put_text(painter, at, self._second(), second, quiet)

    def _styles(self) -> tuple[str, str]:
        return ("line" if self._icon else "body_strong"), "caption"

    def _second(self) -> str:
        return self._gone or self._subtitle

    def _name(self) -> None:
        parts = [self._title, self._second(), tr("choisi") if self._chosen else ""]
        self.setAccessibleName(", ".join(part for part in parts if part))
