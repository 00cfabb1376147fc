"""The second screen: what a guest reads while an order is taken down and paid."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.environment import Mark
from app.presenters.guest import MOST_LINES, GuestView
from app.windows.marks import mark_band
from widgets import theme
from widgets.card import Pane
from widgets.nav import Wordmark
from widgets.qr_code import QrCode
from widgets.text import Label

_SIDE, _CODE = 560, 320


class GuestWindow(QWidget):
    """Without a frame and without the keyboard, over the whole of another screen."""

    def __init__(self, mark: Mark | None = None) -> None:
        super().__init__(
            None,
            Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.house = Label(style="h1")
        self.words = Label(style="table", align="center")
        self.label = Label(style="h2", role="on_var")
        self.total = Label(style="due")
        self.code = QrCode(side=_CODE)
        self.rows = [
            (Label(style="h2"), Label(style="h3", role="on_var"), Label(style="h2"))
            for _ in range(MOST_LINES)
        ]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if mark is not None:
            outer.addWidget(mark_band(mark))
        ground = Pane(tone="surface")
        outer.addWidget(ground, 1)
        across = QHBoxLayout(ground)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(self._build_lines(), 1)
        self.side = self._build_side()
        across.addWidget(self.side)

    def _build_lines(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(48, 40, 48, 40)
        column.addWidget(self.house)
        column.addSpacing(theme.SPACE.xl)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE.l)
        grid.setVerticalSpacing(theme.SPACE.m)
        grid.setColumnStretch(0, 1)
        end = Qt.AlignmentFlag.AlignRight
        for place, (label, detail, amount) in enumerate(self.rows):
            grid.addWidget(label, place, 0)
            grid.addWidget(detail, place, 1, end)
            grid.addWidget(amount, place, 2, end)
        column.addLayout(grid)
        column.addStretch(1)
        column.addWidget(self.words)
        column.addStretch(2)
        column.addWidget(Wordmark(size=32), 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _build_side(self) -> QWidget:
        side = Pane(tone="surface_low", edges=("left",))
        side.setFixedWidth(_SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(48, 40, 48, 40)
        column.addStretch(1)
        column.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.SPACE.xl)
        column.addWidget(self.label)
        column.addWidget(self.total)
        return side

    def cover(self, area: QRect) -> None:
        """Shows itself over a screen."""
        self.setGeometry(area)
        self.show()

    def display(self, view: GuestView) -> None:
        """Shows how the order stands."""
        self.house.show_text(view.house)
        self.words.show_text(view.words)
        self.words.setVisible(bool(view.words))
        self.side.setVisible(bool(view.total))
        self.label.show_text(view.label)
        self.total.show_text(view.total)
        self.code.setVisible(bool(view.code))
        if self.code.text != view.code:
            self.code.show_code(view.code)
        for place, row in enumerate(self.rows):
            line = view.lines[place] if place < len(view.lines) else None
            texts = (line.label, line.detail, line.amount) if line else ("", "", "")
            for label, text in zip(row, texts, strict=True):
                label.show_text(text)
                label.setVisible(bool(text))
