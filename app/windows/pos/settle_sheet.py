"""What a client owes, ticket by ticket: which of them are paid now."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.presenters.admin.accounts import ItemLine
from app.windows.pos.sheet import PosSheet
from resources.texts import amount, price, tr, trn
from widgets.button import Button
from widgets.option_tile import OptionTile, OptionView
from widgets.text import Label

_HEIGHT, _PRICE = 64, 96


class SettleSheet(PosSheet):
    """The open tickets of a client, all of them chosen at first.

    Signals:
        submitted(object, int): keys of the chosen tickets, and their cents.
        other_requested: another amount, without saying for which.
        print_requested: the statement on paper.
    """

    submitted = Signal(object, int)
    other_requested = Signal()
    print_requested = Signal()

    def __init__(self, beside: QWidget, words: str, lines: Sequence[ItemLine]) -> None:
        super().__init__(beside, tr("Règlement de compte"), words)
        self._lines = {line.key: line for line in lines}
        self.tiles = {line.key: self._tile(line) for line in lines}
        self.other = Button(tr("Autre montant"), kind="outlined", icon="euro")
        self.paper = Button(tr("Imprimer le relevé"), kind="outlined", icon="print")
        self.count = Label(style="label", role="on_var")
        self.total = Label(style="amount")
        self.act = Button(tr("Ajouter à la vente"), height=64, wide=True)
        body = self.sheet.body
        body.setSpacing(8)
        beside_ = QHBoxLayout()
        beside_.setSpacing(8)
        beside_.addWidget(self.other)
        beside_.addWidget(self.paper)
        beside_.addStretch(1)
        body.addLayout(beside_)
        for key, tile in self.tiles.items():
            body.addLayout(self._row(key, tile))
        body.addStretch(1)
        words_ = QVBoxLayout()
        words_.setSpacing(0)
        words_.addStretch(1)
        words_.addWidget(self.count)
        words_.addWidget(self.total)
        words_.addStretch(1)
        self.sheet.foot.setSpacing(16)
        self.sheet.foot.addLayout(words_, 1)
        self.sheet.foot.addWidget(self.act)
        self.sheet.set_foot_shown(shown=True)
        self.other.clicked.connect(self.other_requested)
        self.paper.clicked.connect(self.print_requested)
        self.act.clicked.connect(self._on_act_clicked)
        self.confirmed.connect(self._on_act_clicked)
        self._show()

    def _tile(self, line: ItemLine) -> OptionTile:
        view = OptionView(id=line.key, name=line.title, detail=line.detail, chosen=True)
        tile = OptionTile(view)
        tile.setFixedHeight(_HEIGHT)
        tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tile.clicked.connect(self._on_tile_clicked)
        return tile

    def _row(self, key: str, tile: OptionTile) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(tile, 1)
        cents = Label(amount(self._lines[key].cents), style="line", align="end")
        cents.setMinimumWidth(_PRICE)
        row.addWidget(cents)
        return row

    @property
    def chosen(self) -> tuple[str, ...]:
        """Keys of the tickets that are paid now."""
        return tuple(key for key, tile in self.tiles.items() if tile.view.chosen)

    def _show(self) -> None:
        cents = sum(self._lines[key].cents for key in self.chosen)
        self.count.show_text(trn(len(self.chosen), "{n} ticket", "{n} tickets"))
        self.total.show_text(price(cents))
        self.act.setEnabled(cents > 0)

    @Slot()
    def _on_tile_clicked(self) -> None:
        tile = self.sender()
        if isinstance(tile, OptionTile):
            tile.display(replace(tile.view, chosen=not tile.view.chosen))
            self._show()

    @Slot()
    def _on_act_clicked(self) -> None:
        if self.act.isEnabled():
            cents = sum(self._lines[key].cents for key in self.chosen)
            self.submitted.emit(self.chosen, cents)
