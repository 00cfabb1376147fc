"""The frame of what is asked before there is a restaurant: wordmark, mark, pages."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.environment import Mark
from app.windows.marks import mark_band
from widgets import theme
from widgets.card import Pane
from widgets.nav import Wordmark

_WIDTH, _MARGIN, _BAND = 620, 32, 28


class SmallWindow(QWidget):
    """A window of one size, with one page at a time.

    Args:
        mark: of what is not in real trade; its band makes the window higher, so that the
            pages have the same room.
    """

    def __init__(self, height: int, mark: Mark | None = None) -> None:
        super().__init__()
        self.setWindowTitle("Sotto")
        self.setFixedSize(_WIDTH, height + (_BAND if mark else 0))
        self.stack = QStackedWidget()
        ground = Pane(tone="surface")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if mark is not None:
            outer.addWidget(mark_band(mark))
        outer.addWidget(ground, 1)
        column = QVBoxLayout(ground)
        column.setContentsMargins(_MARGIN, 28, _MARGIN, 24)
        column.setSpacing(theme.SPACE.xl)
        column.addWidget(Wordmark(size=32), 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.stack, 1)
