"""Names and values under each other, the names in a quiet column."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from widgets import theme
from widgets.text import Align, Label


class Pairs(QWidget):
    """(name, value) rows.

    Args:
        align: of the values; "end" for amounts.
    """

    def __init__(self, *, align: Align = "start") -> None:
        super().__init__()
        self._align: Align = align
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE.m)
        self._grid.setVerticalSpacing(theme.SPACE.xs)
        self._grid.setColumnStretch(1, 1)
        self._shown: tuple[tuple[str, str], ...] = ()

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Shows other rows."""
        if tuple(pairs) == self._shown:
            return
        self._shown = tuple(pairs)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, value) in enumerate(pairs):
            quiet = Label(name, style="label", role="on_var")
            words = Label(value, style="label", wrap=True, align=self._align)
            self._grid.addWidget(quiet, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, row, 1)
