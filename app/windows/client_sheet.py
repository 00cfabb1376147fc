"""Choosing the client who pays later, or pays now what is owed."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.presenters.admin.credits import ClientLine
from resources.texts import tr
from widgets.choice_card import ChoiceCard
from widgets.field import TextField
from widgets.sheet import SideSheet
from widgets.text import Label

_SHOWN = 8


class ClientSheet(SideSheet):
    """Clients by name; what is typed narrows them.

    Args:
        found: what was typed -> the clients that fit, the first ones first.
        question: under the title; `nobody` when there is none to choose.

    Signals:
        chosen(str): id of a client.
    """

    chosen = Signal(str)

    def __init__(
        self,
        host: QWidget,
        found: Callable[[str], list[ClientLine]],
        question: str,
        nobody: str,
    ) -> None:
        super().__init__(host, tr("Compte client"), question)
        self._found, self._nobody = found, nobody
        self._lines: list[ClientLine] = []
        self.field = TextField(icon="search", height=64, placeholder=tr("Nom"))
        self.cards = [ChoiceCard("", height=64) for _ in range(_SHOWN)]
        self.empty = Label(style="body", role="on_var", wrap=True)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        body = self.sheet.body
        body.addWidget(self.field)
        for number, card in enumerate(self.cards):
            self._group.addButton(card, number)
            body.addWidget(card)
        body.addWidget(self.empty)
        body.addStretch(1)
        self.field.text_edited.connect(self._on_text_edited)
        self._group.idClicked.connect(self._on_clicked)
        self.closed.connect(self.deleteLater)
        self._on_text_edited("")

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        self._lines = self._found(text)[:_SHOWN]
        for number, card in enumerate(self.cards):
            card.setVisible(number < len(self._lines))
            if number < len(self._lines):
                card.set_words(self._lines[number].name, self._lines[number].words)
        self.empty.show_text("" if self._lines else self._nobody)
        self.empty.setVisible(not self._lines)

    @Slot(int)
    def _on_clicked(self, number: int) -> None:
        self.chosen.emit(self._lines[number].client)
        self.close_overlay()
