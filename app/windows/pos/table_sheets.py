"""Sheets for going elsewhere: which table, and which lines."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from app.presenters.pos.moves import MergeView, MovableView
from app.presenters.pos.sheets import RoomView
from app.windows.pos.sheet import PosSheet
from resources.texts import tr, trn
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.choice_card import ChoiceCard
from widgets.field import TextField
from widgets.option_tile import OptionTile, OptionView
from widgets.stepper import Stepper
from widgets.text import Label

_COLUMNS, _HEIGHT = 4, 68
_PRICE = 64


class TablesSheet(PosSheet):
    """Every table by room; a number typed on the keyboard chooses too.

    Args:
        rooms: the tables that can be chosen.
        confirm: an occupied table is shown in `show_merge` before it is taken.

    Signals:
        table_chosen(str): a table was tapped, or its number entered.
        merge_confirmed(str): the table whose number survives ("other" or "mine").
    """

    table_chosen = Signal(str)
    merge_confirmed = Signal(str)

    def __init__(
        self, beside: QWidget, title: str, subtitle: str, rooms: Sequence[RoomView]
    ) -> None:
        super().__init__(beside, title, subtitle)
        self._cards: dict[ChoiceCard, str] = {}
        self._numbers: dict[str, str] = {}
        self.number = TextField(
            placeholder=tr("Numéro de table"), icon="search", height=64
        )
        self.sheet.body.addWidget(self.number)
        for room in rooms:
            header = SectionHeader(room.name)
            header.setFixedHeight(36)
            self.sheet.body.addWidget(header)
            grid = QGridLayout()
            grid.setSpacing(theme.TOUCH.gap)
            for place, table in enumerate(room.tables):
                card = ChoiceCard(table.title, subtitle=table.subtitle, height=_HEIGHT)
                card.clicked.connect(self._on_card_clicked)
                self._cards[card] = table.id
                self._numbers[table.title.casefold()] = table.id
                grid.addWidget(card, place // _COLUMNS, place % _COLUMNS)
            for column in range(_COLUMNS):
                grid.setColumnStretch(column, 1)
            self.sheet.body.addLayout(grid)
        self.sheet.body.addStretch(1)
        self._sentence = Label(style="label", wrap=True)
        self.keep_mine = Button("", kind="outlined", height=64, wide=True)
        self.keep_other = Button("", height=64, wide=True)
        self.sheet.foot.setSpacing(8)
        self.sheet.foot.addWidget(self._sentence, 1)
        self.sheet.foot.addWidget(self.keep_mine)
        self.sheet.foot.addWidget(self.keep_other)
        self.number.submitted.connect(self._on_number_submitted)
        self.number.text_edited.connect(self._on_number_edited)
        self.keep_mine.clicked.connect(self._on_keep_mine_clicked)
        self.keep_other.clicked.connect(self._on_keep_other_clicked)

    def card(self, table: str) -> ChoiceCard:
        """The card of a table, for tests and tours.

        Raises:
            KeyError: it cannot be chosen.
        """
        return {known: card for card, known in self._cards.items()}[table]

    def show_merge(self, table: str, view: MergeView) -> None:
        """An occupied table: what would come of it, and which number survives."""
        for card, known in self._cards.items():
            card.set_chosen(chosen=known == table)
        self._sentence.show_text(view.sentence)
        self.keep_mine.set_words(view.keep_mine)
        self.keep_other.set_words(view.keep_other)
        self.keep_mine.setVisible(bool(view.keep_mine))
        self.sheet.set_foot_shown(shown=True)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isalnum():
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)
            self.number.edit.setText(event.text())
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _on_number_edited(self, text: str) -> None:
        self.number.show_error("")

    @Slot(str)
    def _on_number_submitted(self, text: str) -> None:
        table = self._numbers.get(text.strip().casefold())
        if table is None:
            self.number.show_error(
                tr("Aucune table {number}.", number=text.strip()[:10])
            )
        else:
            self.table_chosen.emit(table)

    @Slot()
    def _on_card_clicked(self) -> None:
        card = self.sender()
        if isinstance(card, ChoiceCard):
            self.table_chosen.emit(self._cards[card])

    @Slot()
    def _on_keep_mine_clicked(self) -> None:
        self.merge_confirmed.emit("mine")

    @Slot()
    def _on_keep_other_clicked(self) -> None:
        self.merge_confirmed.emit("other")


class TransferSheet(PosSheet):
    """Which lines go to another table, and how many pieces of each.

    Args:
        chosen: id of the line that is chosen at first, "" for none.

    Signals:
        lines_chosen(object): tuple of (line id, pieces; 0 for the whole line).
    """

    lines_chosen = Signal(object)

    def __init__(
        self, beside: QWidget, subtitle: str, lines: Sequence[MovableView], chosen: str
    ) -> None:
        super().__init__(beside, tr("Transférer des lignes"), subtitle)
        self._lines = {line.id: line for line in lines}
        self.tiles: dict[str, OptionTile] = {}
        self.steppers: dict[str, Stepper] = {}
        self._words = Label(style="body_strong")
        self.next_button = Button(
            tr("Choisir la table"),
            height=64,
            trailing_icon="arrow_forward",
            wide=True,
        )
        for line in lines:
            self.sheet.body.addLayout(self._row(line, chosen=line.id == chosen))
        self.sheet.body.addStretch(1)
        self.sheet.foot.addWidget(self._words, 1)
        self.sheet.foot.addWidget(self.next_button)
        self.sheet.set_foot_shown(shown=True)
        self.next_button.clicked.connect(self._on_next_clicked)
        self.confirmed.connect(self._on_next_clicked)
        self._show()

    def _row(self, line: MovableView, *, chosen: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        tile = OptionTile(_option(line, chosen=chosen))
        tile.setFixedHeight(_HEIGHT)
        tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tile.clicked.connect(self._on_tile_clicked)
        self.tiles[line.id] = tile
        row.addWidget(tile, 1)
        if line.most > 1:
            stepper = Stepper(
                line.most, least=1, most=line.most, name=line.title, kind="quiet"
            )
            stepper.setEnabled(chosen)
            self.steppers[line.id] = stepper
            row.addWidget(stepper)
        price = Label(line.price, style="line", align="end")
        price.setMinimumWidth(_PRICE)
        row.addWidget(price)
        return row

    def _show(self) -> None:
        count = sum(tile.view.chosen for tile in self.tiles.values())
        words = trn(count, "{n} ligne choisie", "{n} lignes choisies") if count else ""
        self._words.show_text(words)
        self.next_button.setEnabled(count > 0)
        for line, stepper in self.steppers.items():
            stepper.setEnabled(self.tiles[line].view.chosen)

    @Slot()
    def _on_tile_clicked(self) -> None:
        tile = self.sender()
        if isinstance(tile, OptionTile):
            tile.display(replace(tile.view, chosen=not tile.view.chosen))
            self._show()

    @Slot()
    def _on_next_clicked(self) -> None:
        if not self.next_button.isEnabled():
            return
        chosen = []
        for line, tile in self.tiles.items():
            if not tile.view.chosen:
                continue
            stepper = self.steppers.get(line)
            part = stepper.value if stepper else 0
            chosen.append((line, 0 if part == self._lines[line].most else part))
        self.lines_chosen.emit(tuple(chosen))


def _option(line: MovableView, *, chosen: bool) -> OptionView:
    count = f"{line.most} " if line.most > 1 else ""
    return OptionView(
        id=line.id, name=f"{count}{line.title}", detail=line.subtitle, chosen=chosen
    )
