"""The questions that are asked about an article as it is ordered: taken away, added."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resources.texts import tr
from widgets.button import IconButton
from widgets.card import clear
from widgets.dropdown import Dropdown, Entry
from widgets.text import Label


class Questions(QWidget):
    """The questions of an article, and a list of those that could be asked besides.

    Signals:
        requested(str, bool): ask a question (True) or no more.
    """

    requested = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[str, str], ...] | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.new = Dropdown("", (), height=48, with_help=False)
        self.new.chosen.connect(self._on_new_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._rows)
        column.addWidget(self.new)

    def display(
        self, asked: tuple[tuple[str, str], ...], free: tuple[Entry, ...]
    ) -> None:
        """Shows the questions as (id, words), and those that are free."""
        if asked == self._shown:
            return
        self._shown = asked
        clear(self._rows)
        for key, words in asked:
            self._rows.addWidget(self._row(key, words))
        self.new.set_entries(free)

    def _row(self, key: str, words: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Label(words, style="label", wrap=True), 1)
        remove = IconButton(tr("Ne plus demander : {words}", words=words), "close")
        remove.setProperty("group", key)
        remove.clicked.connect(self._on_remove_clicked)
        line.addWidget(remove)
        return row

    @Slot(str)
    def _on_new_chosen(self, key: str) -> None:
        if key:
            self.requested.emit(key, True)  # noqa: FBT003 # Qt's signal

    @Slot()
    def _on_remove_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.requested.emit(str(sender.property("group")), False)  # noqa: FBT003 # Qt's signal
