"""A question and its answers, of which one is chosen by touch."""

from functools import partial
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.presenters.guest.display import Question
from widgets.chip import Chip
from widgets.text import Label

_GAP = 8


class Answers(QWidget):
    """A question over its answers: side by side, or in even rows where there is no room
    for that.

    Args:
        keyboard: answers take the focus; never where guests touch, for the keyboard
            belongs to the till.

    Signals:
        said(str, str): kind of the question, key of the touched answer.
    """

    said = Signal(str, str)

    def __init__(self, *, keyboard: bool = False) -> None:
        super().__init__()
        self._keyboard = keyboard
        self._shape: tuple[object, ...] = ()
        self.text = Label(style="h3")
        self.chips: dict[str, Chip] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self.text)
        column.addLayout(self._grid)

    def display(
        self, question: Question | None, *, room: int = 0, height: Literal[48, 64] = 48
    ) -> None:
        """Asks; None asks nothing.

        Args:
            room: width that there is, 0 for as much as it takes.
            height: of an answer.
        """
        self.setVisible(question is not None)
        if question is None:
            return
        self.text.show_text(question.text)
        self.text.setVisible(bool(question.text))
        asked = tuple((option.key, option.text) for option in question.options)
        shape = (question.kind, asked, room, height)
        if shape != self._shape:
            self._shape = shape
            self._make(question, room, height)
        for option in question.options:
            self.chips[option.key].set_chosen(chosen=option.chosen)

    def _make(self, question: Question, room: int, height: Literal[48, 64]) -> None:
        """Other answers than before: a chip that is only chosen is never made anew."""
        for chip in self.chips.values():
            self._grid.removeWidget(chip)
            chip.deleteLater()
        self.chips = {}
        for option in question.options:
            chip = Chip(option.text, height=height, chosen=True, togglable=False)
            if not self._keyboard:
                chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(partial(self.said.emit, question.kind, option.key))
            self.chips[option.key] = chip
        # As wide as when it is chosen, so that none moves under a finger.
        widths = [chip.sizeHint().width() for chip in self.chips.values()]
        columns = len(widths)
        if room and columns:
            fit = max(1, min(columns, (room + _GAP) // (max(widths) + _GAP)))
            rows = -(-columns // fit)
            columns = -(-columns // rows)
        for place, chip in enumerate(self.chips.values()):
            chip.setMinimumWidth(0 if room else widths[place])
            self._grid.addWidget(chip, place // columns, place % columns)
        for column in range(len(widths)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
