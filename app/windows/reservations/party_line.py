"""A party in the list: a row that opens it, and the one act that comes next."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.reservations.page import PartyRow
from widgets import theme
from widgets.button import Button
from widgets.handed import along
from widgets.list_row import ListRow

_ACT = 128


class PartyLine(QWidget):
    """One party, 64 high.

    Signals:
        opened(str): everything about this reservation.
        act_requested(str, str): reservation, and its next act.
        released: no finger is on it any more.
    """

    opened = Signal(str)
    act_requested = Signal(str, str)
    released = Signal()

    def __init__(self, party: PartyRow) -> None:
        super().__init__()
        self.party = party
        self.row = ListRow(party.row, padding=0)
        self.button = Button(party.act_text, kind="tonal", height=64)
        self.button.setMinimumWidth(_ACT)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.TOUCH.gap)
        line.addWidget(self.row, 1)
        line.addWidget(self.button)
        along(line)
        self.row.clicked.connect(self._on_row_clicked)
        self.button.clicked.connect(self._on_button_clicked)
        for pressable in (self.row, self.button):
            pressable.released.connect(self.released)
        self.display(party)

    @property
    def touched(self) -> bool:
        """Whether a finger is on it."""
        return self.row.isDown() or self.button.isDown()

    def display(self, party: PartyRow) -> None:
        """Shows another party, or the same one a minute later."""
        self.party = party
        self.row.show_view(party.row)
        self.button.setVisible(bool(party.act))
        self.button.set_words(party.act_text)
        self.button.setAccessibleName(f"{party.act_text}, {party.row.title}")

    @Slot()
    def _on_row_clicked(self) -> None:
        self.opened.emit(self.party.id)

    @Slot()
    def _on_button_clicked(self) -> None:
        self.act_requested.emit(self.party.id, self.party.act)
