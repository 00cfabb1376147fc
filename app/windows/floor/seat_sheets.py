"""Sheets that seat people: how many they are, where they fit, under which name."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.floor.seating import Proposal
from app.windows.count_pane import CountCards, CountPane
from resources.texts import tr, trn
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader, clear
from widgets.empty_state import EmptyState
from widgets.field import TextField
from widgets.list_row import ListRow, RowView
from widgets.screen_keyboard import ScreenKeyboard
from widgets.sheet import BottomSheet, SideSheet
from widgets.stepper import Stepper
from widgets.text import Label

WIDTH = 440
_KEYS, _COLUMNS, _MOST = 12, 4, 200
_DIGITS = tuple("123456789")


def _covers(number: int) -> str:
    return trn(number, "{n} couvert", "{n} couverts")


class CoversPad(QWidget):
    """One card for each number of guests up to twelve, a stepper for more: what stands
    under it stays in sight.

    Signals:
        chosen(int): how many guests.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.choices = CountCards(columns=_COLUMNS, most=_KEYS, spoken=_covers)
        self.more = Stepper(
            _KEYS + 1, least=_KEYS + 1, most=_MOST, name=tr("Couverts"), kind="quiet"
        )
        self.confirm_more = Button(tr("Valider"), kind="outlined", height=64)
        row = QHBoxLayout()
        row.addWidget(self.more)
        row.addStretch(1)
        row.addWidget(self.confirm_more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.m)
        column.addWidget(self.choices)
        column.addLayout(row)
        self.choices.chosen.connect(self.chosen)
        self.confirm_more.clicked.connect(self._on_more_clicked)

    @Slot()
    def _on_more_clicked(self) -> None:
        self.chosen.emit(self.more.value)


class CoversSheet(SideSheet):
    """How many guests sit at a table: a card, or a number that is typed.

    Signals:
        chosen(int): how many.
    """

    chosen = Signal(int)

    def __init__(self, host: QWidget, title: str, subtitle: str, likely: int) -> None:
        super().__init__(host, title, subtitle)
        self.pane = CountPane(most=_KEYS, chosen=likely, highest=_MOST, spoken=_covers)
        self.pane.chosen.connect(self._on_count_chosen)
        self.sheet.body.addWidget(self.pane)
        self.sheet.body.addStretch(1)

    @Slot(int)
    def _on_count_chosen(self, covers: int) -> None:
        self.close_overlay()
        self.chosen.emit(covers)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.pane.take_key(event):
            super().keyPressEvent(event)


class SeatSheet(SideSheet):
    """Guests at the door: how many, and the tables that suit them.

    Signals:
        covers_chosen(int): show what suits so many.
        proposal_chosen(int, Proposal): seat so many there.
    """

    covers_chosen = Signal(int)
    proposal_chosen = Signal(int, object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(
            host, tr("Placer des clients"), tr("Combien sont-ils ?"), width=WIDTH
        )
        self.pad = CoversPad()
        self.pad.chosen.connect(self.covers_chosen)
        self.rows: list[ListRow] = []
        self._covers = 0
        self._proposals: tuple[Proposal, ...] = ()
        self._places = QVBoxLayout()
        self._places.setSpacing(0)
        body = self.sheet.body
        body.addWidget(self.pad)
        body.addSpacing(theme.SPACE.m)
        self._header = SectionHeader(tr("Où ?"))
        self.turn = Label("", style="label", role="on_var", wrap=True)
        body.addWidget(self._header)
        body.addWidget(self.turn)
        body.addLayout(self._places)
        body.addStretch(1)

    def show_proposals(
        self, covers: int, proposals: Sequence[Proposal], turn: str = ""
    ) -> None:
        """The tables that suit so many guests, the best first, and whose turn it is."""
        self._covers, self._proposals = covers, tuple(proposals)
        self.pad.choices.light(covers)
        note = trn(covers, "{n} couvert", "{n} couverts")
        self._header.show_words(tr("Où ?"), note)
        self.turn.show_text(turn)
        self.turn.setVisible(bool(turn))
        clear(self._places)
        self.rows = []
        for number, proposal in enumerate(proposals):
            view = RowView(
                proposal.title,
                proposal.subtitle,
                icon="event_seat",
                tone="tonal" if number == 0 else "neutral",
            )
            row = ListRow(view, padding=0, chevron=True)
            row.setProperty("number", number)
            row.clicked.connect(self._on_row_clicked)
            self.rows.append(row)
            self._places.addWidget(row)
        if not proposals:
            text = tr("Débarrassez ou séparez une table, ou proposez le bar.")
            self._places.addWidget(EmptyState(tr("Aucune table libre ne suffit"), text))

    @Slot()
    def _on_row_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            proposal = self._proposals[int(sender.property("number"))]
            self.close_overlay()
            self.proposal_chosen.emit(self._covers, proposal)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in _DIGITS:
            self.covers_chosen.emit(int(event.text()))
        else:
            super().keyPressEvent(event)


class NameSheet(BottomSheet):
    """The name of a note that is opened at the bar.

    Signals:
        named(str): what was typed, never empty.
    """

    named = Signal(str)

    def __init__(self, host: QWidget) -> None:
        super().__init__(
            host, tr("Nouvelle note"), tr("Au bar, ou avant d'avoir une table")
        )
        self.field = TextField(tr("Nom"), height=64)
        self.field.edit.setMaxLength(40)
        self.keyboard = ScreenKeyboard()
        self.keyboard.attach(self.field.edit)
        self.keyboard.hide_requested.connect(self._on_hide_requested)
        self.field.submitted.connect(self._on_field_submitted)
        self.sheet.body.setContentsMargins(0, 0, 0, 0)
        room = QVBoxLayout()
        room.setContentsMargins(theme.SPACE.xxl, 0, theme.SPACE.xxl, 0)
        room.addWidget(self.field)
        self.sheet.body.addLayout(room)
        self.sheet.body.addWidget(self.keyboard)

    @override
    def open(self) -> None:
        super().open()
        self.field.edit.setFocus()

    @Slot()
    def _on_hide_requested(self) -> None:
        self.close_overlay()

    @Slot(str)
    def _on_field_submitted(self, text: str) -> None:
        name = " ".join(text.split())
        if not name:
            self.field.show_error(tr("Donnez un nom à la note."))
            return
        self.close_overlay()
        self.named.emit(name)
