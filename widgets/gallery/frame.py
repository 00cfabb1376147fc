"""How a page of the gallery is laid out: a titled card, rows of samples, captions."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from widgets.card import Card, SectionHeader
from widgets.focus_ring import FocusRing
from widgets.text import Label


def section(title: str, content: QWidget, *, note: str = "") -> QWidget:
    """A title, a quiet word, and the card under them."""
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(SectionHeader(title, note=note))
    column.addWidget(content)
    return made


def card(*rows: QWidget | QHBoxLayout, spacing: int = 12, padding: int = 17) -> Card:
    """A card with its samples one under the other."""
    made = Card(padding=padding, spacing=spacing)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    for row in rows:
        if isinstance(row, QHBoxLayout):
            made.content.addLayout(row)
        else:
            made.content.addWidget(row)
    return made


def row(
    *samples: QWidget, spacing: int = 8, stretch: bool = True, top: bool = False
) -> QHBoxLayout:
    """Samples side by side."""
    line = QHBoxLayout()
    line.setSpacing(spacing)
    for sample in samples:
        if top:
            line.addWidget(sample, alignment=Qt.AlignmentFlag.AlignTop)
        else:
            line.addWidget(sample)
    if stretch:
        line.addStretch(1)
    return line


def columns(*sections: QWidget, widths: Sequence[int], spacing: int = 16) -> QWidget:
    """Sections side by side, each at the top of its column."""
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(spacing)
    for item, width in zip(sections, widths, strict=True):
        item.setFixedWidth(width)
        line.addWidget(item, alignment=Qt.AlignmentFlag.AlignTop)
    line.addStretch(1)
    return made


def stack(*sections: QWidget, spacing: int = 20) -> QWidget:
    """Sections one under the other."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for item in sections:
        column.addWidget(item)
    column.addStretch(1)
    return made


def captioned(sample: QWidget, caption: str, *, start: bool = False) -> QWidget:
    """A sample and the name of its state, centred or at its start."""
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(sample)
    words = Label(
        caption, style="micro", role="on_var", align="start" if start else "center"
    )
    column.addWidget(words)
    return made


def hovered(sample: QWidget) -> QWidget:
    """The sample as if the pointer were on it."""
    sample.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    return sample


class Ringed(QWidget):
    """A sample with the keyboard ring for good; the ring is placed once it is laid out.

    Args:
        sample: any control with a `ringRadius`.
    """

    def __init__(self, sample: QWidget) -> None:
        super().__init__()
        self.sample = sample
        self.setSizePolicy(sample.sizePolicy())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(sample)


def add_rings(page: QWidget) -> None:
    """Draws the rings of every `Ringed` sample of a page that is laid out."""
    for ringed in page.findChildren(Ringed):
        FocusRing(ringed.sample).show()


def framed(*parts: QWidget) -> QWidget:
    """Whole bars one under the other, without a card round them."""
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part)
    return made
