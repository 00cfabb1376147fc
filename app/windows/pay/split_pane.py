"""The split view: payers side by side, and the pane that says where a line may go."""

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.presenters.pay.split_view import SplitView
from app.windows.pay.head import Head
from app.windows.pay.side_pane import SidePane
from app.windows.pay.tenders_pane import ModeSegments
from resources.texts import tr
from widgets import theme
from widgets.split_board import SplitBoard

_HEAD, _SIDE, _MARGIN = 81, 256, 16
_UNDO_ROOM = 92
"""Under the columns: the undo bar stands there and covers nothing."""
_MODES, _ICONS_FROM = 560, 520


class SplitPane(QWidget):
    """Head 80, columns of at least 288, side 256."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Head(prints=False, height=_HEAD)
        self.modes = ModeSegments()
        self.board = SplitBoard()
        self.side = SidePane()
        self._view: SplitView | None = None
        for child in (self.head, self.board, self.side, self.modes):
            child.setParent(self)

    def display(self, view: SplitView) -> None:
        """Shows who pays what; columns are kept."""
        self._view = view
        self.head.display(view.head)
        self._show_modes()
        self.board.display(view.payers)
        self.side.display(view)

    def _show_modes(self) -> None:
        if self._view is not None:
            icons = self.modes.width() >= _ICONS_FROM
            self.modes.show_mode(tr("Parts"), self._view.mode, icons=icons)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.color("surface_low"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        width, height = self.width(), self.height()
        self.head.setGeometry(0, 0, width, _HEAD)
        wide = min(_MODES, width - self.head.words_left - 200)
        self.modes.setGeometry(width - _MARGIN - wide, 8, wide, 64)
        self.side.setGeometry(width - _SIDE, _HEAD, _SIDE, height - _HEAD)
        top = _HEAD + _MARGIN
        self.board.setGeometry(
            _MARGIN, top, width - _SIDE - 2 * _MARGIN, height - top - _UNDO_ROOM
        )
        self._show_modes()
