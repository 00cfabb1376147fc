"""Sheets over the list: one party with its acts, and where it could sit."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.floor.seating import Proposal
from app.presenters.reservations.page import PartyView
from app.windows.acts_sheet import WIDTH, ActsSheet
from resources.texts import tr
from widgets import theme
from widgets.dialog import Sign
from widgets.empty_state import EmptyState
from widgets.list_row import ListRow, RowView
from widgets.sheet import SideSheet
from widgets.text import Label


class PartySheet(ActsSheet):
    """Everything about a party: what is known, then what can be done."""

    def __init__(self, host: QWidget, view: PartyView) -> None:
        super().__init__(host, view.title, view.subtitle)
        body = self.sheet.body
        for icon, words in view.facts:
            body.addLayout(_fact(icon, words))
        body.addSpacing(theme.SPACE.m)
        self.add_acts(view.acts)


def _fact(icon: str, words: str) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(0, 4, 0, 4)
    line.setSpacing(theme.SPACE.m)
    line.addWidget(Sign(icon, size=20))
    line.addWidget(Label(words, style="body", wrap=True), 1)
    return line


class PlaceSheet(SideSheet):
    """Where a party could sit, the best place first.

    Args:
        sitting: (order, words) when somebody sits at their table already: it may be them.
        turn: whose turn the best place is, and why; "" for nobody's.

    Signals:
        chosen(object): ids of the tables.
        recognised(str): the order that is theirs.
    """

    chosen = Signal(object)
    recognised = Signal(str)

    def __init__(
        self,
        host: QWidget,
        title: str,
        proposals: Sequence[Proposal],
        sitting: tuple[str, str] | None,
        turn: str = "",
    ) -> None:
        super().__init__(host, title, tr("Où ?"), width=WIDTH)
        self.rows: list[ListRow] = []
        self._proposals, self._sitting = tuple(proposals), sitting
        body = self.sheet.body
        body.setSpacing(0)
        if sitting is not None:
            body.addWidget(
                self._row(RowView(sitting[1], icon="check", tone="tonal"), -1)
            )
        if turn:
            body.addWidget(Label(turn, style="label", role="on_var", wrap=True))
        for number, proposal in enumerate(proposals):
            view = RowView(
                proposal.title,
                proposal.subtitle,
                icon="event_seat",
                tone="neutral" if number or sitting else "tonal",
            )
            body.addWidget(self._row(view, number))
        if not self.rows:
            text = tr("Débarrassez ou séparez une table, ou proposez le bar.")
            body.addWidget(EmptyState(tr("Aucune table libre ne suffit"), text))
        body.addStretch(1)

    def _row(self, view: RowView, number: int) -> ListRow:
        row = ListRow(view, padding=0, chevron=True)
        row.setProperty("number", number)
        row.clicked.connect(self._on_row_clicked)
        self.rows.append(row)
        return row

    @Slot()
    def _on_row_clicked(self) -> None:
        sender = self.sender()
        number = int(sender.property("number")) if sender is not None else 0
        self.close_overlay()
        if number < 0 and self._sitting is not None:
            self.recognised.emit(self._sitting[0])
        else:
            self.chosen.emit(self._proposals[number].tables)
