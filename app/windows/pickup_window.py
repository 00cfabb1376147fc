"""The screen that hangs over the counter: orders in the making, orders that are ready."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.domain.environment import Mark
from app.presenters.guest.pickup import PickupView
from app.windows.marks import mark_band
from resources.texts import tr
from widgets import theme
from widgets.card import Pane
from widgets.nav import Wordmark
from widgets.number_board import NumberBoard
from widgets.text import Label

_MARGIN = 48
_PREPARING = 1.6
"""Figures of what is not ready yet stay smaller, however few they are."""


class PickupWindow(QWidget):
    """Without anything to touch.

    Signals:
        closed: it was shut by hand.
    """

    closed = Signal()

    def __init__(self, mark: Mark | None = None) -> None:
        super().__init__()
        self.setWindowTitle(tr("Commandes prêtes"))
        self.house = Label(style="h1")
        self.titles = [Label(style="table") for _ in range(2)]
        self.seconds = [Label(style="h2", role="on_var") for _ in range(2)]
        self.preparing = NumberBoard("quiet", largest=_PREPARING)
        self.ready = NumberBoard("loud")
        self.greeting = Label(style="due", align="center", role="on_var")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if mark is not None:
            outer.addWidget(mark_band(mark))
        across = QHBoxLayout()
        across.setSpacing(0)
        outer.addLayout(across, 1)
        left = Pane(tone="surface_low", edges=("right",))
        right = Pane(tone="surface")
        across.addWidget(left, 2)
        across.addWidget(right, 3)
        column = self._column(left, 0, self.preparing)
        column.addSpacing(theme.SPACE.l)
        column.addWidget(Wordmark(size=32), 0, Qt.AlignmentFlag.AlignLeft)
        column = self._column(right, 1, self.ready)
        self.calm = QWidget()
        middle = QVBoxLayout(self.calm)
        middle.addStretch(1)
        middle.addWidget(self.greeting)
        middle.addStretch(1)
        column.addWidget(self.calm, 1)
        column.addSpacing(theme.SPACE.l)
        column.addWidget(self.house, 0, Qt.AlignmentFlag.AlignRight)
        full = QShortcut(QKeySequence("F11"), self)
        full.activated.connect(self._on_full)

    def _column(self, pane: Pane, place: int, board: NumberBoard) -> QVBoxLayout:
        column = QVBoxLayout(pane)
        column.setContentsMargins(_MARGIN, 40, _MARGIN, 32)
        column.setSpacing(0)
        column.addWidget(self.titles[place])
        column.addWidget(self.seconds[place])
        column.addSpacing(theme.SPACE.l)
        column.addWidget(board, 1)
        return column

    def cover(self, area: QRect) -> None:
        """Shows itself over a screen."""
        self.setWindowFlags(
            Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setGeometry(area)
        self.show()

    def display(self, view: PickupView) -> None:
        """Shows how the orders stand."""
        self.house.show_text(view.house)
        for place, pair in enumerate((view.preparing_title, view.ready_title)):
            self.titles[place].show_text(pair[0])
            self.seconds[place].show_text(pair[1])
        self.preparing.display(view.preparing)
        self.ready.display(view.ready)
        empty = not (view.preparing or view.ready)
        self.greeting.show_text(view.empty)
        self.calm.setVisible(empty)
        self.ready.setVisible(not empty)

    @Slot()
    def _on_full(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
