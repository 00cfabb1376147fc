"""A person: two initials on one of six tones. At login the name stands under it."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets import theme
from widgets.fonts import line_height
from widgets.painted_text import put_text

_STYLES: dict[int, str] = {
    28: "micro_strong",
    40: "body_bold",
    48: "total",
    56: "avatar_mid",
    80: "avatar_big",
}


class Avatar(QWidget):
    """Two initials in a circle.

    Args:
        initials: two capitals.
        tone: 1-6, kept with the person.
        size: 28 in a list, 40 in the rail, 48 on a low card, 56 beside the PIN, 80 at login.
        name: what a screen reader says.
    """

    def __init__(
        self,
        initials: str,
        *,
        tone: int = 1,
        size: Literal[28, 40, 48, 56, 80] = 40,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._initials, self._tone, self._size = initials, tone, size
        self.setAccessibleName(name or initials)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_person(self, initials: str, *, tone: int, name: str = "") -> None:
        """Changes who it is."""
        self._initials, self._tone = initials, tone
        self.setAccessibleName(name or initials)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_avatar(painter, QRectF(self.rect()), self._initials, self._tone)


def paint_avatar(painter: QPainter, rect: QRectF, initials: str, tone: int) -> None:
    """Draws a person in `rect`, a square of one of the sizes of `Avatar`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.color(f"avatar_{tone}"))
    painter.setBrush(theme.color(f"avatar_{tone}"))
    painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    style = _STYLES[round(rect.width())]
    at = QPointF(rect.center().x(), rect.center().y() - line_height(style) / 2)
    put_text(
        painter, at, initials, style, theme.color(f"on_avatar_{tone}"), align="center"
    )
