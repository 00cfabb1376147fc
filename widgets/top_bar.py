"""The head of a screen: title, a quiet word on the same line, a line under, acts."""

import math

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.button import IconButton
from widgets.fonts import line_height
from widgets.painted_text import baseline, put_text, width_of, wrapped

_GAPS = {"h1": 16}
_GAP = 8
_LEAST = 120


class Heading(QWidget):
    """Title and note on one base line, and a smaller line under them.

    Args:
        title: what the screen is about.
        note: how many, or in which state.
        subtitle: under the title.
        style: of the title; "h2", or "h3" at the head of a form.
    """

    def __init__(
        self,
        title: str,
        *,
        note: str = "",
        subtitle: str = "",
        style: str = "h2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._style, self._room = style, 0
        self._title = self._note = self._subtitle = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_words(title, note=note, subtitle=subtitle)

    @property
    def title(self) -> str:
        """What the screen is about."""
        return self._title

    def show_words(self, title: str, *, note: str = "", subtitle: str = "") -> None:
        """Changes all three."""
        self._title, self._note, self._subtitle = title, note, subtitle
        parts = (title, note, subtitle)
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        wide = width_of(self._title, self._style)
        if self._note:
            wide += self._gap() + width_of(self._note, "body_medium")
        wide = max(wide, width_of(self._subtitle, self._under()))
        lines, style = self._lines()
        high = len(lines) * line_height(style)
        if self._subtitle:
            high += line_height(self._under())
        return QSize(math.ceil(wide), high)

    @override
    def minimumSizeHint(self) -> QSize:
        wanted = self.sizeHint()
        return (
            wanted
            if self._note
            else QSize(min(_LEAST, wanted.width()), wanted.height())
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room = self.width()
        self.updateGeometry()

    def _lines(self) -> tuple[tuple[str, ...], str]:
        """The title's lines and their style: two smaller ones where it is too long."""
        fits = width_of(self._title, self._style) <= self._room + 1
        if fits or self._note or not self._room:
            return (self._title,), self._style
        return wrapped(self._title, "line", self._room), "line"

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        on, on_var = theme.color("on"), theme.color("on_var")
        lines, style = self._lines()
        high = len(lines) * line_height(style)
        top = (self.height() - self.sizeHint().height()) / 2
        with QPainter(self) as painter:
            for row, words in enumerate(lines):
                at = QPointF(0, top + row * line_height(style))
                put_text(painter, at, words, style, on)
            # The note stands on the base line of the title.
            drop = baseline(self._style) - baseline("body_medium")
            at = QPointF(width_of(self._title, self._style) + self._gap(), top + drop)
            put_text(painter, at, self._note, "body_medium", on_var)
            at = QPointF(0, top + high)
            put_text(painter, at, self._subtitle, self._under(), on_var)

    def _gap(self) -> int:
        return _GAPS.get(self._style, _GAP)

    def _under(self) -> str:
        return "label" if self._style == "h2" else "caption"


class TopBar(QWidget):
    """Heading at the start, acts at the end, 80 high.

    Args:
        title: see `Heading`.
        with_back: an arrow before the title.

    Signals:
        back_requested: the arrow was tapped.
    """

    back_requested = Signal()

    def __init__(
        self,
        title: str,
        *,
        note: str = "",
        subtitle: str = "",
        with_back: bool = False,
        acts: tuple[QWidget, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFixedHeight(80)
        self.heading = Heading(title, note=note, subtitle=subtitle)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.SPACE.xl, 0, theme.SPACE.xl, 0)
        line.setSpacing(theme.SPACE.s)
        if with_back:
            back = IconButton(tr("Retour"), "arrow_back", size=64)
            back.clicked.connect(self.back_requested)
            line.addWidget(back)
        line.addWidget(self.heading)
        line.addStretch(1)
        for act in acts:
            line.addWidget(act)
