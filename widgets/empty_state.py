"""Nothing here yet: the mark, one sentence, what to do."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from widgets import theme
from widgets.button import Button
from widgets.text import Label

_BOX = 32.0


class Mark(QWidget):
    """The mark of Sotto: a ring resting on its line.

    Args:
        size: of its square.
        ring_role: colour of the ring; the line is always primary.
    """

    def __init__(
        self,
        *,
        size: int = 44,
        ring_role: str = "primary",
        line_role: str = "primary",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size, self._ring, self._line = size, ring_role, line_role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Sotto")

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(self._size / _BOX, self._size / _BOX)
            painter.setPen(QPen(theme.color(self._ring), 4))
            painter.drawEllipse(QRectF(7.5, 4, 17, 17))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(self._line))
            painter.drawRoundedRect(QRectF(5, 25.5, 22, 4), 2, 2)


class EmptyState(QWidget):
    """What stands where a list would be.

    Args:
        sentence: what is not there.
        hint: what to do about it.
        act: a button that does it.
    """

    def __init__(
        self,
        sentence: str,
        hint: str = "",
        *,
        act: Button | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{sentence}. {hint}".strip())
        self._sentence = Label(sentence, style="body_strong", align="center", wrap=True)
        self._hint = Label(
            hint, style="label", role="on_var", align="center", wrap=True
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        center = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Mark(ring_role="outline"), alignment=center)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self._sentence)
        column.addWidget(self._hint)
        self._hint.setHidden(not hint)
        if act is not None:
            column.addSpacing(theme.SPACE.l)
            column.addWidget(act, alignment=center)
        column.addStretch(1)

    def show_words(self, sentence: str, hint: str = "") -> None:
        """Changes what it says."""
        self._sentence.show_text(sentence)
        self._hint.show_text(hint)
        self._hint.setVisible(bool(hint))
        self.setAccessibleName(f"{sentence}. {hint}".strip())
