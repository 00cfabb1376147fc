"""A row of the paying page: a small word, then chips of which one is chosen."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from app.presenters.pay.views import OptionView
from widgets.chip import Chip
from widgets.text import Label

_LABEL_WIDTH, _LEAST = 84, 64
_FEW, _SIGNS = 2, 3
"""So many chips share a tight row equally, and so many with signs any row; more share it
by their words."""


class ChipRow(QWidget):
    """Chips of equal width; the word stands above them where it is tight.

    Args:
        word: before the chips.
        options: key and icon ("" for none) of each chip.

    Signals:
        chosen(str): key of the tapped chip.
    """

    chosen = Signal(str)

    def __init__(self, word: str, options: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._narrow = False
        self._signs = all(icon for _, icon in options)
        self._label = Label(word, style="label", role="on_var")
        self._label.setFixedWidth(_LABEL_WIDTH)
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._group.idClicked.connect(self._on_group_id_clicked)
        self.chips: dict[str, Chip] = {}
        for number, (key, icon) in enumerate(options):
            chip = Chip("", icon=icon, height=64, keep_icon=True, togglable=False)
            chip.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            chip.setMinimumWidth(_LEAST)
            self.chips[key] = chip
            self._group.addButton(chip, number)
            self._line.addWidget(chip, 1)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._place()

    def set_room(self, *, narrow: bool, low: bool) -> None:
        """The word stands above its chips when narrow; when low as well, it goes."""
        self._label.setVisible(not (narrow and low))
        if narrow != self._narrow:
            self._narrow = narrow
            self._place()

    def _place(self) -> None:
        self._grid.removeItem(self._line)
        self._grid.removeWidget(self._label)
        if self._narrow:
            self._grid.addWidget(self._label, 0, 0)
            self._grid.addLayout(self._line, 1, 0, 1, 2)
        else:
            self._grid.addWidget(self._label, 0, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addLayout(self._line, 0, 1)

    def display(self, options: tuple[OptionView, ...], *, enabled: bool) -> None:
        """Shows words and which one is chosen; a chip without words is not there."""
        few = _FEW if self._narrow else _SIGNS
        by_words = len(options) > few and (self._narrow or self._signs)
        shown = {option.key: option for option in options}
        for number, (key, chip) in enumerate(self.chips.items()):
            option = shown.get(key)
            chip.setVisible(option is not None)
            if option is None:
                continue
            chip.set_text(option.text)
            self._line.setStretch(number, 3 + len(option.text) if by_words else 1)
            if chip.chosen != option.chosen:
                chip.set_chosen(chosen=option.chosen)
            chip.setEnabled(enabled)

    @Slot(int)
    def _on_group_id_clicked(self, number: int) -> None:
        self.chosen.emit(list(self.chips)[number])
