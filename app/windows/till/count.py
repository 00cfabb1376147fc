"""Counting the drawer by piece: rows for notes and coins, one pad for all."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout

from app.presenters.till.page import PieceRow
from widgets import theme
from widgets.denomination_row import DenominationRow
from widgets.keypad import AmountPad
from widgets.scroll import ScrollPane

_PAD, _LOW_PAD = 464, 368


class CountPane(ScrollPane):
    """Two columns of rows; the chosen one is counted on `pad` (placed by the page).

    Signals:
        changed: some count is another, or another row is counted.
        finished: Enter on the last row.
    """

    changed = Signal()
    finished = Signal()

    def __init__(self, rows: Sequence[PieceRow]) -> None:
        super().__init__()
        self._pieces = tuple(rows)
        self._rows: list[DenominationRow] = []
        self._at = 0
        self.pad = AmountPad(counts=True, key_size=None)
        # Problems below take height from it: the keys stay large enough for a finger.
        self.pad.setMinimumHeight(_LOW_PAD)
        self.pad.setMaximumHeight(_PAD)
        self.content.addLayout(grid := QGridLayout())
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.SPACE.s)
        half = -(-len(self._pieces) // 2)
        for number, piece in enumerate(self._pieces):
            row = DenominationRow(
                piece.label,
                worth=piece.value,
                shape="note" if piece.note else "coin",
            )
            row.chosen.connect(self._on_row_chosen)
            row.count_changed.connect(self._on_row_count_changed)
            self._rows.append(row)
            grid.addWidget(row, number % half, number // half)
        grid.setRowStretch(half, 1)
        self.pad.value_changed.connect(self._on_pad_value_changed)
        self.pad.submitted.connect(self._on_pad_submitted)
        self.choose(0)

    @property
    def counts(self) -> dict[int, int]:
        """Denomination in cents -> pieces."""
        return {
            piece.value: row.count
            for piece, row in zip(self._pieces, self._rows, strict=True)
        }

    @property
    def share(self) -> float:
        """How far down the drawer the pad is, 0-1."""
        return (self._at + 1) / len(self._rows)

    def row(self, value: int) -> DenominationRow:
        """The row of a denomination in cents."""
        return self._rows[[piece.value for piece in self._pieces].index(value)]

    def show_counts(self, counts: Mapping[int, int]) -> None:
        """Starts from these counts."""
        for piece, row in zip(self._pieces, self._rows, strict=True):
            row.set_count(counts.get(piece.value, 0))
        self.choose(0)

    def choose(self, number: int) -> None:
        """The pad counts this row."""
        self._at = number
        for index, row in enumerate(self._rows):
            row.set_chosen(chosen=index == number)
        self.ensureWidgetVisible(self._rows[number], 0, theme.SPACE.s)
        self.pad.propose(self._rows[number].count, title=self._pieces[number].title)
        self.changed.emit()

    def take_key(self, event: QKeyEvent) -> bool:
        """Digits and Enter count, arrows move; False for any other key."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self.choose((self._at + step) % len(self._rows))
            return True
        return self.pad.take_key(event)

    @Slot()
    def _on_row_chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, DenominationRow):
            self.choose(self._rows.index(sender))

    @Slot(int)
    def _on_row_count_changed(self, count: int) -> None:
        sender = self.sender()
        if isinstance(sender, DenominationRow):
            self.choose(self._rows.index(sender))

    @Slot(int)
    def _on_pad_value_changed(self, count: int) -> None:
        self._rows[self._at].set_count(count)
        self.changed.emit()

    @Slot(int)
    def _on_pad_submitted(self, count: int) -> None:
        if self._at + 1 < len(self._rows):
            self.choose(self._at + 1)
        else:
            self.finished.emit()
