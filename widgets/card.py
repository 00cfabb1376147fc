"""Grounds: the card that rests on its line, the plain pane, the heading of a section."""

from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from widgets import theme
from widgets.painting import draw_shape
from widgets.text import Label

Tone = Literal["surface", "surface_low", "card", "surface_high", "brand", "inverse"]
Edges = Literal["", "left", "right", "top", "bottom"]


class Card(QWidget):
    """A panel with large corners above and small ones below, edged by a hairline.

    Args:
        padding: around its content.
        tone: its ground.
        spacing: between the things in it.
        radii: above and below; a dialog has (20, 8).
        edge: role of the hairline; "" for none.
    """

    def __init__(
        self,
        *,
        padding: int = 16,
        tone: Tone = "card",
        spacing: int = 8,
        radii: tuple[int, int] = (theme.RADIUS.card, theme.RADIUS.small),
        edge: str = "line",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone, self._radii, self._edge = tone, radii, edge
        self.setAccessibleName(name)
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(padding, padding, padding, padding)
        self.content.setSpacing(spacing)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            draw_shape(
                painter,
                QRectF(self.rect()),
                self._radii,
                fill=theme.color(self._tone),
                edge=theme.color(self._edge) if self._edge else None,
            )


class Pane(QWidget):
    """A column or bar of a window: one tone, a hairline on the sides named.

    Args:
        tone: its ground.
        edges: sides that carry a hairline.
    """

    def __init__(
        self,
        *,
        tone: Tone = "surface",
        edges: tuple[Edges, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone, self._edges = tone, edges

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box, line = self.rect(), theme.color("line")
        right, bottom = box.width() - 1, box.height() - 1
        with QPainter(self) as painter:
            painter.fillRect(box, theme.color(self._tone))
            for edge in self._edges:
                if edge == "left":
                    painter.fillRect(0, 0, 1, box.height(), line)
                elif edge == "right":
                    painter.fillRect(right, 0, 1, box.height(), line)
                elif edge == "top":
                    painter.fillRect(0, 0, box.width(), 1, line)
                elif edge == "bottom":
                    painter.fillRect(0, bottom, box.width(), 1, line)


class Line(QWidget):
    """A hairline between rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("line"))


class SectionHeader(QWidget):
    """The title of a group, a quiet word beside it, and room for a tag at the end.

    Args:
        title: the group.
        note: beside the title ("1 choix").
        style: text style of the title.
    """

    def __init__(
        self,
        title: str,
        *,
        note: str = "",
        style: str = "line",
        trailing: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = Label(title, style=style)
        self._note = Label(note, style="caption", role="on_var")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE.s)
        line.addWidget(self._title)
        line.addWidget(self._note)
        line.addStretch(1)
        if trailing is not None:
            line.addWidget(trailing)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_words(self, title: str, note: str = "") -> None:
        """Changes title and note."""
        self._title.show_text(title)
        self._note.show_text(note)


def clear(layout: QLayout) -> None:
    """Takes every widget out of `layout` and lets it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
