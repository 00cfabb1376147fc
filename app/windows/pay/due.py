"""What is still to pay: the large figure, and the filet whose lengths are the money."""

import math

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from app.presenters.pay.views import PartState, Stretch
from widgets.fonts import line_height
from widgets.painted_text import put_text, width_of
from widgets.painting import Segment, draw_filet
from widgets.text import Label
from widgets.theme import color

_THICK, _GAP, _LEAST = 8, 4, 10
_SEGMENTS: dict[PartState, Segment] = {
    "paid": "full",
    "current": "outline",
    "unpaid": "dashed",
}


class DueFigure(QWidget):
    """An amount at 64 px; without its currency, then smaller, where it would not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = self._short = ""
        self.setFixedHeight(line_height("due"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The amount on show."""
        return self._text

    def show_text(self, text: str, short: str) -> None:
        """Shows another amount."""
        if text != self._text:
            self._text, self._short = text, short
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(math.ceil(width_of(self._short, "h3")), self.height())

    @override
    def sizeHint(self) -> QSize:
        return QSize(math.ceil(width_of(self._text, "due")), self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        forms = [
            (text, style)
            for style in ("due", "table", "h1", "h3")
            for text in (self._text, self._short)
        ]
        fitting = (form for form in forms if width_of(*form) <= self.width())
        text, style = next(fitting, forms[-1])
        # Smaller figures stand on the line where the large ones stand.
        top = (line_height("due") - line_height(style)) * 0.75
        with QPainter(self) as painter:
            put_text(painter, QPointF(0, top), text, style, color("on"))


class DueFilet(QWidget):
    """Paid is full, the part being paid an outline, the rest dashed.

    Args:
        paid_role: colour role of what is paid.
    """

    def __init__(
        self, *, paid_role: str = "primary", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._paid_role = paid_role
        self._stretches: tuple[Stretch, ...] = ()
        self.setFixedHeight(_THICK)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """What is drawn, from the start."""
        return self._stretches

    def display(self, stretches: tuple[Stretch, ...]) -> None:
        """Draws other lengths."""
        if stretches != self._stretches:
            self._stretches = stretches
            self.update()

    def lengths(self) -> list[float]:
        """Pixels of each stretch; a cent is still seen."""
        gaps = _GAP * max(0, len(self._stretches) - 1)
        room = self.width() - gaps - _LEAST * len(self._stretches)
        total = sum(stretch.cents for stretch in self._stretches) or 1
        return [_LEAST + room * stretch.cents / total for stretch in self._stretches]

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, _THICK)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        left = 0.0
        with QPainter(self) as painter:
            for stretch, length in zip(self._stretches, self.lengths(), strict=True):
                role = self._paid_role if stretch.state == "paid" else "primary"
                draw_filet(
                    painter,
                    left,
                    0,
                    length,
                    color=color(role),
                    thickness=_THICK,
                    style="segmented",
                    track=color("outline"),
                    segments=(_SEGMENTS[stretch.state],),
                )
                left += length + _GAP


class Captions(QWidget):
    """Up to three small words under the filet: start, middle, end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = [Label(style="caption", role="on_var") for _ in range(3)]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._labels[0])
        line.addStretch(1)
        line.addWidget(self._labels[1])
        line.addStretch(1)
        line.addWidget(self._labels[2])
        self.setFixedHeight(line_height("caption"))

    @property
    def texts(self) -> tuple[str, ...]:
        """The words on show."""
        return tuple(label.text() for label in self._labels if label.text())

    def display(self, words: tuple[str, ...]) -> None:
        """Shows these words; two stand at the two ends."""
        spread = {0: ("", "", ""), 1: (*words, "", ""), 2: (*words[:1], "", *words[1:])}
        for label, text in zip(
            self._labels, spread.get(len(words), words), strict=True
        ):
            label.show_text(text)
