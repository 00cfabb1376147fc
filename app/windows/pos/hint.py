"""What can be typed in an empty search field, its key drawn strong."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from widgets import theme
from widgets.fonts import line_height
from widgets.painted_text import put_text, width_of

Wording = tuple[tuple[str, str], ...]
"""(words, text style) one after the other."""
_STYLE = "body"


class TypedHint(QWidget):
    """The longest wording that fits, while nothing is typed.

    Args:
        edit: the field it lies on.
        wordings: from the longest to the shortest.
    """

    def __init__(self, edit: QLineEdit, wordings: Sequence[Wording]) -> None:
        super().__init__(edit)
        self._edit, self._wordings = edit, tuple(wordings)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        edit.installEventFilter(self)
        edit.textChanged.connect(self.update)
        edit.setAccessibleName("".join(words for words, _ in self._wordings[0]))

    @property
    def wording(self) -> Wording:
        """What is shown at this width."""
        for wording in self._wordings:
            if sum(width_of(words, style) for words, style in wording) <= self.width():
                return wording
        return self._wordings[-1]

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._edit.rect())
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._edit.text():
            return
        top = (self.height() - line_height(_STYLE)) / 2
        left, ink = 2.0, theme.color("on_var")
        with QPainter(self) as painter:
            for words, style in self.wording:
                tint = theme.color("on") if style == "body_bold" else ink
                left += put_text(painter, QPointF(left, top), words, style, tint)
