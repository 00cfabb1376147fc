"""A person on the login page: avatar, name, where they work, and who is chosen."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets import theme
from widgets.avatar import paint_avatar
from widgets.painted_text import fitted, put_text
from widgets.painting import draw_filet, draw_shape
from widgets.pressable import Pressable

SIDE, COMPACT = 188, 128
_FILET = 40
# Height -> avatar, its top, then the tops of name, subtitle and filet.
_PLACES = {SIDE: (80, 24, 112, 144, 172), COMPACT: (48, 10, 62, 90, 114)}


class PersonCard(Pressable):
    """A card of 188 × 188, or 188 × 128 where many have to be in sight.

    Args:
        name: under the avatar.
        initials: in the avatar, with `tone` 1-6.
        subtitle: where and since when ("Salle · en service").

    Signals:
        clicked: this person wants the window.
    """

    def __init__(
        self,
        name: str,
        *,
        initials: str,
        tone: int,
        subtitle: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"{name}, {subtitle}", radius=theme.RADIUS.card, parent=parent)
        self._name, self._initials, self._tone = name, initials, tone
        self._subtitle = subtitle
        self._height = SIDE
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_compact(self, *, compact: bool) -> None:
        """Changes between the two heights."""
        self._height = COMPACT if compact else SIDE
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(SIDE, self._height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = self.isChecked()
        rest = "card" if chosen else ""
        fill = {"hover": "surface_high", "press": "surface_highest"}.get(
            self.shown_state, rest
        )
        middle = self.width() / 2
        room = self.width() - 2 * theme.SPACE.m
        avatar, first, name, place, filet = _PLACES[self._height]
        with QPainter(self) as painter:
            draw_shape(
                painter,
                QRectF(self.rect()),
                (theme.RADIUS.card, theme.RADIUS.small),
                fill=theme.color(fill) if fill else None,
                edge=theme.color("primary" if chosen else "line"),
                width=2 if chosen else 1,
            )
            circle = QRectF(middle - avatar / 2, first, avatar, avatar)
            paint_avatar(painter, circle, self._initials, self._tone)
            put_text(
                painter,
                QPointF(middle, name),
                fitted(self._name, "h3", room),
                "h3",
                theme.color("on"),
                align="center",
            )
            put_text(
                painter,
                QPointF(middle, place),
                fitted(self._subtitle, "label", room),
                "label",
                theme.color("on_var"),
                align="center",
            )
            if chosen:
                draw_filet(
                    painter,
                    middle - _FILET / 2,
                    filet,
                    _FILET,
                    color=theme.color("primary"),
                )
