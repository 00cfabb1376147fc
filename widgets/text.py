"""Words on a window: a label in one of the text styles and colour roles.

A `Label` takes exactly the line boxes of its style, so that columns keep their rhythm
whatever the font's own ascent, and it never cuts its text: one line asks for its whole
width, a wrapping one for the height that its width needs.
"""

import math
from typing import Literal

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from widgets import theme
from widgets.fonts import line_height
from widgets.painted_text import put_text, width_of, wrapped

Align = Literal["start", "center", "end"]
_MANY = 200


class Label(QLabel):
    """Text in a style and a colour role.

    Args:
        style: a name of `fonts.STYLES`.
        role: a colour role of `theme.COLORS`.
        wrap: break at spaces to the width there is.
        struck: draw a line through it (void, old price).
    """

    def __init__(
        self,
        text: str = "",
        *,
        style: str = "body",
        role: str = "on",
        align: Align = "start",
        wrap: bool = False,
        struck: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._style, self._role, self._align = style, role, align
        self._struck = struck
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(wrap)
        # A fixed height would be that of one line, whatever the width.
        tall = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, tall)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)

    @property
    def style_name(self) -> str:
        """The text style."""
        return self._style

    @property
    def role(self) -> str:
        """The colour role."""
        return self._role

    def show_text(self, text: str, *, role: str | None = None) -> None:
        """Changes the words and, when given, their colour role."""
        if role is not None and role != self._role:
            self._role = role
            self.update()
        if text != self.text():
            self.setText(text)
            self.updateGeometry()

    def set_style(self, style: str) -> None:
        """Changes the text style."""
        if style != self._style:
            self._style = style
            self.updateGeometry()
            self.update()

    def lines(self, width: float) -> tuple[str, ...]:
        """The lines that `width` gives."""
        if not self.wordWrap():
            return (self.text(),)
        return tuple(
            line
            for part in self.text().split("\n")
            for line in wrapped(part, self._style, max(1.0, width), lines=_MANY)
            or ("",)
        )

    @override
    def hasHeightForWidth(self) -> bool:
        return self.wordWrap()

    @override
    def heightForWidth(self, width: int) -> int:
        return len(self.lines(width)) * line_height(self._style)

    @override
    def sizeHint(self) -> QSize:
        widest = max(width_of(part, self._style) for part in self._parts())
        return QSize(math.ceil(widest), self.heightForWidth(math.ceil(widest)))

    @override
    def minimumSizeHint(self) -> QSize:
        if not self.wordWrap():
            return self.sizeHint()
        words = self.text().split() or [""]
        widest = max(width_of(word, self._style) for word in words)
        return QSize(math.ceil(widest), line_height(self._style))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        lines = self.lines(self.width())
        step = line_height(self._style)
        top = (self.height() - step * len(lines)) / 2
        role = self._role if self.isEnabled() else "disabled"
        with QPainter(self) as painter:
            for index, line in enumerate(lines):
                self._draw_line(painter, line, top + index * step, role)

    def _draw_line(self, painter: QPainter, line: str, top: float, role: str) -> None:
        width, mirrored = self.width(), self.isRightToLeft()
        left: Literal["left", "center", "right"] = "left"
        at = 0.0
        if self._align == "center":
            left, at = "center", width / 2
        elif (self._align == "end") != mirrored:
            left, at = "right", float(width)
        put_text(
            painter,
            QPointF(at, top),
            line,
            self._style,
            theme.color(role),
            align=left,
            struck=self._struck,
        )

    def _parts(self) -> list[str]:
        return self.text().split("\n") if self.wordWrap() else [self.text()]
