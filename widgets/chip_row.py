"""Chips of which any number may be on."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets import theme
from widgets.chip import Chip
from widgets.flow import FlowLayout
from widgets.text import Label


class ChipRow(QWidget):
    """A title, and a chip for each choice.

    Args:
        title: above them; also what a screen reader says of all.

    Signals:
        chosen(object): tuple of the keys that are on now, in the order of the choices.
    """

    chosen = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.chips: dict[str, Chip] = {}
        self._flow = FlowLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.xs)
        column.addWidget(Label(title, style="label_strong"))
        column.addLayout(self._flow)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """(key, words) of each; all are off where they are others than before."""
        if [key for key, _ in choices] == list(self.chips):
            return
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        for key, words in choices:
            chip = Chip(words, height=48)
            chip.toggled.connect(self._on_chip_toggled)
            self.chips[key] = chip
            self._flow.addWidget(chip)

    def choose(self, keys: Iterable[str]) -> None:
        """Turns these on and the others off, without a signal."""
        wanted = set(keys)
        for key, chip in self.chips.items():
            with QSignalBlocker(self):
                chip.setChecked(key in wanted)

    @Slot(bool)
    def _on_chip_toggled(self, _on: bool) -> None:  # Qt's signal
        on = tuple(key for key, chip in self.chips.items() if chip.isChecked())
        self.chosen.emit(on)
