"""A tip by another tender than the one that pays: how much, and how."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QWidget

from app.presenters.pay.tips import tip_shares
from resources.texts import price, tr
from widgets import theme
from widgets.button import Button
from widgets.chip import Chip
from widgets.choice_card import ChoiceCard
from widgets.choices import Choice
from widgets.keypad import AmountPad
from widgets.sheet import SideSheet

_COLUMNS = 2


class TipSheet(SideSheet):
    """Amount and tender.

    Args:
        paid: cents that shares of it are tips of; 0 offers none.
        ways: the tenders; `typed` cents to begin with.

    Signals:
        given(way, cents): the key of the tender.
    """

    given = Signal(str, int)

    def __init__(
        self, host: QWidget, paid: int, ways: Sequence[Choice], typed: int = 0
    ) -> None:
        words = tr("Hors addition, pour l'équipe.")
        super().__init__(host, tr("Pourboire par un autre moyen"), words)
        self._way = ""
        self.ways: dict[str, ChoiceCard] = {}
        self._group = QButtonGroup(self)
        grid = QGridLayout()
        grid.setSpacing(theme.SPACE.s)
        for number, way in enumerate(ways):
            card = ChoiceCard(way.text, height=64, centred=True)
            self.ways[way.key] = card
            self._group.addButton(card, number)
            grid.addWidget(card, number // _COLUMNS, number % _COLUMNS)
        self.sheet.body.addLayout(grid)
        self.shares: list[Chip] = []
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.s)
        for share in tip_shares(paid):
            chip = Chip(share.text, height=48, togglable=False)
            chip.setProperty("cents", int(share.key))
            chip.clicked.connect(self._on_share_clicked)
            self.shares.append(chip)
            line.addWidget(chip)
        line.addStretch(1)
        self.sheet.body.addLayout(line)
        self.pad = AmountPad(tr("Pourboire"), value=typed, key_size=(192, 56))
        self.sheet.body.addWidget(self.pad)
        self.sheet.body.addStretch(1)
        self.confirm = Button("", height=64, icon="check", wide=True)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.confirm)
        self.sheet.set_foot_shown(shown=True)
        self._group.idClicked.connect(self._on_way_clicked)
        self.pad.value_changed.connect(self._refresh)
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self.closed.connect(self.deleteLater)
        self._refresh()

    def choose(self, way: str) -> None:
        """How the tip is given."""
        self._way = way
        self._refresh()

    @Slot()
    def _refresh(self, _cents: int = 0) -> None:
        for key, card in self.ways.items():
            card.set_chosen(chosen=key == self._way)
        self.confirm.setEnabled(bool(self._way) and self.pad.value > 0)
        self.confirm.set_words(tr("Pourboire {price}", price=price(self.pad.value)))

    @Slot(int)
    def _on_way_clicked(self, number: int) -> None:
        self.choose(list(self.ways)[number])

    @Slot()
    def _on_share_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.pad.propose(int(sender.property("cents")))
            self._refresh()

    @Slot()
    def _on_confirm_clicked(self) -> None:
        self.given.emit(self._way, self.pad.value)
        self.close_overlay()
