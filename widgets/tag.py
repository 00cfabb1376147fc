"""Small signs that are read, not tapped: tags, course tags, seats, counts.

Each always carries a word, a number or an icon, so no state is told by colour alone.
"""

import math
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets import theme
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.painted_text import put_text, width_of
from widgets.painting import draw_shape

TagKind = Literal[
    "neutral",
    "current",
    "success",
    "warning",
    "danger",
    "info",
    "waiting",
    "inverse",
    "outline",
]


class TagLook(NamedTuple):
    """Ground, ink and edge roles, and the icon that comes with the state."""

    ground: str
    ink: str
    icon: str = ""
    edge: str = "tonal_edge"
    dashed: bool = False
    fill_icon: bool = False


TAGS: Final[dict[str, TagLook]] = {
    "neutral": TagLook("surface_high", "on"),
    "current": TagLook("tonal", "on_tonal", "edit"),
    "success": TagLook("success_c", "on_success_c", "check"),
    "warning": TagLook("warning_c", "on_warning_c", "priority_high"),
    "danger": TagLook("danger_c", "on_danger_c", "error"),
    "info": TagLook("info_c", "on_info_c", "info"),
    "waiting": TagLook("card", "on", "pause", "on_var", dashed=True),
    "inverse": TagLook("on", "card", "block"),
    "outline": TagLook("card", "on", "", "on_var"),
}

_HEIGHT = 24
_PADDING, _ICON, _GAP = 8, 16, 4


class _Sign(QWidget):
    """A small painted thing of fixed size with a spoken name."""

    def __init__(self, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Tag(_Sign):
    """A state in a word.

    Args:
        kind: which state (see `TAGS`).
        icon: instead of the icon of the state; None for no icon.
    """

    def __init__(
        self,
        text: str,
        *,
        kind: TagKind = "neutral",
        icon: str | None = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._text, self._kind = text, kind
        self._icon = icon

    @property
    def text(self) -> str:
        """The word."""
        return self._text

    def show_tag(self, text: str, kind: TagKind, *, icon: str | None = "") -> None:
        """Changes word and state."""
        if (text, kind, icon) != (self._text, self._kind, self._icon):
            self._text, self._kind, self._icon = text, kind, icon
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        wide = width_of(self._text, "caption_strong") + 2 * _PADDING
        if self._sign():
            wide += _ICON + _GAP
        return QSize(math.ceil(wide), _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = TAGS[self._kind]
        ink = theme.color(look.ink)
        radius = theme.RADIUS.small
        with QPainter(self) as painter:
            draw_shape(
                painter,
                QRectF(self.rect()),
                (radius, radius),
                fill=theme.color(look.ground),
                edge=theme.color(look.edge),
                width=2.0 if look.edge == "tonal_edge" else 1.0,
                dashed=look.dashed,
            )
            left = float(_PADDING)
            if sign := self._sign():
                box = QRectF(left, (self.height() - _ICON) / 2, _ICON, _ICON)
                paint_icon(painter, sign, box, ink, filled=look.fill_icon)
                left += _ICON + _GAP
            top = (self.height() - line_height("caption_strong")) / 2
            put_text(painter, QPointF(left, top), self._text, "caption_strong", ink)

    def _sign(self) -> str:
        if self._icon is None:
            return ""
        return self._icon or TAGS[self._kind].icon


class CourseTag(_Sign):
    """The place in the meal: colour of the course, number of the suite or its sign.

    Args:
        course: 1-5, place in the meal (1 direct, 5 desserts).
        text: the suite number; "" shows `icon`.
        name: what a screen reader says.
        icon: the bolt of what leaves at once, or the symbol of a stage.
    """

    _SIDE = 28

    def __init__(
        self,
        course: int,
        text: str,
        *,
        name: str,
        icon: str = "bolt",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._course, self._text, self._icon = course, text, icon

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._SIDE, self._SIDE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        ink = theme.color(f"on_course_{self._course}")
        with QPainter(self) as painter:
            draw_shape(
                painter,
                box,
                (theme.RADIUS.rest, theme.RADIUS.tiny),
                fill=theme.color(f"course_{self._course}"),
            )
            if self._text:
                top = (self.height() - line_height("tag")) / 2
                at = QPointF(self.width() / 2, top)
                put_text(painter, at, self._text, "tag", ink, align="center")
            else:
                inner = box.adjusted(4, 4, -4, -4)
                solid = self._icon != "bolt"
                paint_icon(painter, self._icon, inner, ink, filled=solid)


class SeatBadge(_Sign):
    """The seat of a line: "1", or "1·2" when shared.

    Args:
        loud: filled, for the seat being served.
    """

    def __init__(
        self,
        seat: str,
        *,
        name: str,
        loud: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._seat, self._loud = seat, loud

    @override
    def sizeHint(self) -> QSize:
        return QSize(28, 24)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        radius = theme.RADIUS.small
        with QPainter(self) as painter:
            draw_shape(
                painter,
                QRectF(self.rect()),
                (radius, radius),
                fill=theme.color("on") if self._loud else None,
                edge=None if self._loud else theme.color("on_var"),
            )
            at = QPointF(
                self.width() / 2, (self.height() - line_height("caption_bold")) / 2
            )
            ink = theme.color("card" if self._loud else "on")
            put_text(painter, at, self._seat, "caption_bold", ink, align="center")


class CountBadge(_Sign):
    """How many wait behind an icon; nothing at 0.

    Args:
        count: above 99 it says "99+".
        name: what a screen reader says, with the number in it.
    """

    _SIDE = 20

    def __init__(
        self, count: int, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(name or str(count), parent)
        self._count = count

    def show_count(self, count: int, *, name: str = "") -> None:
        """Changes the number."""
        self._count = count
        self.setAccessibleName(name or str(count))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        if self._count == 0:
            return QSize(0, self._SIDE)
        wide = math.ceil(width_of(self._text(), "micro_strong")) + 10
        return QSize(max(self._SIDE, wide), self._SIDE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._count == 0:
            return
        radius = self._SIDE / 2
        with QPainter(self) as painter:
            draw_shape(
                painter,
                QRectF(self.rect()),
                (radius, radius),
                fill=theme.color("primary"),
            )
            at = QPointF(
                self.width() / 2, (self.height() - line_height("micro_strong")) / 2
            )
            ink = theme.color("on_primary")
            put_text(painter, at, self._text(), "micro_strong", ink, align="center")

    def _text(self) -> str:
        return "99+" if self._count > 99 else str(self._count)
